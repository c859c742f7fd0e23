"""Which negotiation a line of IOS belongs to.

IOS prints connection 0 for every negotiation that has no keys yet, and a number of its own later; IKEv2 uses its numbers again at once.
Many lines name neither: they go with the line before.
"""

from typing import TYPE_CHECKING

from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage

if TYPE_CHECKING:
    from analyzer.negotiations.assemble import Assembler

_STARTS = frozenset({Kind.IKE_INITIATE, Kind.IKE_RESPOND})
_SYSLOG = "syslog"  # where messages go that name neither number nor peer
_LOOSE = "loose"  # the latest one that has no number
_ACQUIRES = "SA request profile"


def find(a: "Assembler", e: Event) -> Negotiation:
    """The negotiation of the event, a new one where it begins one."""
    remote = e.get("remote") or e.line.peer or ""
    version = e.line.thread or e.get("ike_version")
    number = f"{version}:{e.get('sa')}" if e.get("sa") else ""
    n = _known(a, e, number, remote)
    if n is not None:
        n.settle()
    if n is None or _begins(n, e, remote):
        n = Negotiation(a.counter(), a.dialect)
        n.reader, n.remote = a.reader, remote or None
        a.open[n.number] = n
        if not (number or remote or e.line.thread) and e.line.group is not None:
            a.by_thread[_SYSLOG] = n
        elif not number:
            a.by_thread[_LOOSE] = n
    if n.ike_version is None and version in ("1", "2"):
        n.ike_version = int(version)
    if remote and version:
        a.by_conn[f"{version} {remote}"] = n  # two versions with one peer are two tunnels
    if number:
        a.by_sa[number] = n
        n.sa = n.sa or number
    return n


def _known(a: "Assembler", e: Event, number: str, remote: str) -> Negotiation | None:
    if number and (numbered := a.by_sa.get(number)) is not None and (not remote or numbered.remote in (None, remote)):
        return numbered
    current, loose = a.current, a.by_thread.get(_LOOSE)
    if remote:
        nameless = current if current is not None and current.remote is None else None
        fresh = nameless is not None and nameless.has(Kind.ACQUIRE)
        met = a.by_conn.get(f"{e.line.thread or e.get('ike_version')} {remote}")
        candidates = (nameless if fresh else None, met, a.by_peer.get(remote), nameless)
        return next((n for n in candidates if n is not None and _speaks(n, e)), None)
    if number:
        return next((n for n in (current, loose) if n is not None and n.sa is None and _speaks(n, e)), None)
    if e.line.thread is None and e.line.group is not None and len(a.open) > 1:
        return a.by_thread.get(_SYSLOG)  # of which of them it is, nothing tells
    if e.line.thread == "1" and current is not None and current.sa is not None and loose is not None and loose.sa is None:
        return loose
    return current if current is None or _speaks(current, e) else loose


def _speaks(n: Negotiation, e: Event) -> bool:
    """Whether a negotiation is of the version that the line is of."""
    version = e.line.thread or e.get("ike_version")
    return n.ike_version is None or not version or str(n.ike_version) == version


def _begins(n: Negotiation, e: Event, remote: str) -> bool:
    """Whether the event starts another negotiation than this one."""
    if remote and n.remote is not None and n.remote != remote:
        return True
    spi = e.get("spi_i")
    if spi and n.spi_i is not None and spi != n.spi_i:
        return True
    if e.kind is Kind.ACQUIRE and e.line.message.startswith(_ACQUIRES):
        return n.stage > Stage.UNKNOWN
    if e.kind not in _STARTS:
        return False
    if spi:  # IKEv2 repeats its first message, and sends it again with another group
        return n.ike_version == 1 or (n.spi_i is None and n.stage > Stage.INIT)
    if e.kind is Kind.IKE_RESPOND:
        return n.stage > Stage.UNKNOWN or n.has(*_STARTS)
    return n.has(*_STARTS) or n.stage > Stage.INIT
