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
_ACQUIRES = "SA request profile"


def find(a: "Assembler", e: Event) -> Negotiation:
    """The negotiation of the event, a new one where it begins one."""
    remote = e.get("remote") or e.line.peer or ""
    family = e.line.thread or e.get("ike_version")
    number = f"{family}:{e.get('sa')}" if e.get("sa") else ""
    n = _known(a, e, number, remote)
    if n is not None:
        n.settle()
    if n is None or _begins(n, e, remote):
        n = Negotiation(a.counter(), a.dialect)
        n.reader = a.reader
        n.remote = remote or None
        a.open[n.number] = n
        if not (number or remote) and e.line.thread is None and e.line.group is not None:
            a.by_thread[_SYSLOG] = n
    if number:
        a.by_sa[number] = n
        n.sa = n.sa or number
    return n


def _known(a: "Assembler", e: Event, number: str, remote: str) -> Negotiation | None:
    if number and number in a.by_sa:
        return a.by_sa[number]
    met = a.by_peer.get(remote) if remote else None
    if remote:
        current = a.current if a.current is not None and a.current.remote is None else None
        return met or current
    if not number and e.line.thread is None and e.line.group is not None and len(a.open) > 1:
        return a.by_thread.get(_SYSLOG)  # of which of them it is, nothing tells
    current = a.current
    if not number and e.line.thread == "1" and current is not None and current.sa is not None:
        loose = [n for n in a.open.values() if n.sa is None and n.ike_version != 2]
        return max(loose, key=lambda n: n.seq, default=current)
    if current is not None and _fits(current, e, number):
        return current
    loose = [n for n in a.open.values() if _fits(n, e, number)] if number else []
    return max(loose, key=lambda n: n.seq, default=None) or (current if not number else None)


def _fits(n: Negotiation, e: Event, number: str) -> bool:
    """Whether a negotiation can get this number: it has none yet, and speaks the same version."""
    version = n.ike_version
    own = 2 if e.line.thread == "2" else 1 if e.line.thread == "1" else version
    return (n.sa is None or not number) and (version is None or own is None or version == own)


def _begins(n: Negotiation, e: Event, remote: str) -> bool:
    """Whether the event starts another negotiation than this one."""
    if remote and n.remote is not None and n.remote != remote:
        return True
    spi = e.get("spi_i")
    if spi and n.spi_i is not None and spi != n.spi_i:
        return True
    if e.kind is Kind.ACQUIRE and e.line.message.startswith(_ACQUIRES):
        return n.stage > Stage.UNKNOWN or (n.has(*_STARTS, Kind.ACQUIRE) and n.stage >= Stage.INIT)
    if e.kind not in _STARTS:
        return False
    if spi:  # IKEv2 repeats its first message, and sends it again with another group
        return n.ike_version == 1 or (n.spi_i is None and n.stage > Stage.INIT)
    if e.kind is Kind.IKE_RESPOND:
        return n.stage > Stage.UNKNOWN or n.has(*_STARTS)
    return n.has(*_STARTS) or n.stage > Stage.INIT
