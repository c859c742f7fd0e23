"""Which negotiation an event of a Cisco ASA belongs to: its lines name a peer, an SA of a debug, SPIs, an entry of a crypto map, or nothing.

Order of trust: SPIs, the debug's number of the SA (used again when the SA is gone), the peer, the entry, the line before.
"""

from typing import TYPE_CHECKING

from analyzer.kinds import Kind
from analyzer.model import Event

if TYPE_CHECKING:
    from analyzer.negotiations.assemble import Assembler
    from analyzer.negotiations.record import Negotiation

_FIRST = ("ID_PROT", "AGGRESSIVE", "IKE_SA_INIT")
_STARTS = (Kind.IKE_INITIATE, Kind.IKE_RESPOND)


def find(a: "Assembler", e: Event) -> "Negotiation":
    """The event's negotiation, a new one where none fits."""
    peer = e.line.peer or e.get("remote") or None
    keys = [f"spi {s.lower()}" for s in (e.get("spi_i"),) if s.strip("0x")]
    entry = " ".join(e.get("entry").split())
    sa = e.line.sa
    n = _known(a, e, keys, sa, peer, entry)
    if n is None:
        n = a.new(None)
    if sa is not None and a.by_sa.get(sa) is not n:
        a.by_sa[sa] = n
        n.sa = n.sa or sa
    for key in keys:
        a.by_sa[key] = n
    if entry:
        a.by_conn[entry] = n
        a.entry = entry if e.kind in (Kind.IKE_STATE, Kind.RETRY) else None
    elif a.entry is not None and e.kind in _STARTS:
        a.by_conn[a.entry], a.entry = n, None
    if e.kind is Kind.RETRY and entry:
        a.retried[entry] = n
    elif e.kind is Kind.VERDICT_OK and entry in a.retried:  # the attempt with the other version learns that this one works
        a.retried.pop(entry).add(e)
    n.remote = n.remote or peer
    met = a.by_peer.get(n.remote or "")
    n.local = n.local or (met.local if met is not None else None)
    n.identify(e)
    if e.kind is Kind.IKE_DELETED and sa is not None:  # the number is free again
        del a.by_sa[sa]
    return n


def _known(a: "Assembler", e: Event, keys: list[str], sa: str | None, peer: str | None, entry: str) -> "Negotiation | None":
    for key in keys:
        if key in a.by_sa:
            return a.by_sa[key]
    if sa is not None and sa in a.by_sa:
        return a.by_sa[sa]
    if entry and entry in a.by_conn:
        return a.by_conn[entry]
    if entry:
        return a.current if e.kind is not Kind.IKE_STATE else None
    if peer is not None:
        met = a.by_peer.get(peer)
        if met is not None:
            return None if _begins(met, e) else met
        current = a.current
        return current if current is not None and current.remote is None and not _begins(current, e) else None
    current = a.current
    if current is None or _begins(current, e) or (sa is not None and current.sa is not None):
        return None
    return current


def _begins(n: "Negotiation", e: Event) -> bool:
    """Whether the event starts another negotiation than the last one with this peer."""
    n.settle()
    over = n.ended_at is not None
    if e.kind in _STARTS:
        version = e.get("ike_version")
        return over or (n.has(*_STARTS) and not n.up) or (n.up and e.kind is Kind.IKE_RESPOND) or str(n.ike_version or version) != version
    if e.kind in (Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED) and e.get("exchange") in _FIRST and over:
        return True
    return e.kind is Kind.IKE_UP and over
