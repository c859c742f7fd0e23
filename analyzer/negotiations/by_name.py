"""Which negotiation a line belongs to where a vendor names the connection, the peer, a number or cookie, or nothing at all."""

from typing import TYPE_CHECKING

from analyzer.kinds import ROUTINE, Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation

if TYPE_CHECKING:
    from analyzer.negotiations.assemble import Assembler

DIALECTS = frozenset({"aws", "azure", "fortinet", "huawei", "paloalto", "tencent"})
_STARTS = frozenset({Kind.IKE_INITIATE, Kind.IKE_RESPOND})
# What may still be said of an IKE_SA that is gone.
_LAST_WORDS = frozenset(
    {Kind.DPD_TIMEOUT, Kind.DELETE_RECEIVED, Kind.DELETE_SENT, Kind.IKE_DELETED, Kind.IKE_DELETING, Kind.CHILD_CLOSED, Kind.CHILD_CLOSING,
     Kind.IKE_EXPIRED, Kind.CHILD_EXPIRED, Kind.IKE_STATE, Kind.CHILD_STATE, Kind.GAVE_UP}
)  # fmt: skip


def find(a: "Assembler", e: Event) -> Negotiation:
    """The negotiation of the event: that of its number, its connection, its peer, or the last one."""
    number = e.line.sa or e.get("spi_i") or None
    known = a.by_sa.get(number) if number is not None else None
    if known is None:
        known = _met(a, e)
        if known is not None and number is not None and _has_another(known, e, number):
            known = None
        if known is not None and _over(known, e):
            known = None
        known = known or _new(a, e)
        if number is not None:
            a.by_sa[number] = known
    known.identify(e)
    known.remote = known.remote or e.line.peer
    return known


def _new(a: "Assembler", e: Event) -> Negotiation:
    """Another one; where the line names nobody, with the peer and the connection of the one before."""
    n = a.new(None)
    if a.current is not None and not e.get("conn") and not (e.line.peer or e.get("remote")):
        n.conn, n.remote = a.current.conn, a.current.remote
    return n


def _met(a: "Assembler", e: Event) -> Negotiation | None:
    """Who the event's connection, or its peer, was met in last; the last one of all where it names neither or that one has no name yet."""
    conn, peer = e.get("conn"), e.line.peer or e.get("remote")
    known = a.by_conn.get(conn) if conn else None
    if known is None and peer:
        known = a.by_peer.get(peer)
        if known is not None and conn and known.conn not in (None, conn):
            known = None
    if known is None and a.current is not None and _may_be(a.current, conn, peer):
        known = a.current
    return known


def _may_be(n: Negotiation, conn: str, peer: str) -> bool:
    return (not conn or n.conn is None) and (not peer or n.remote is None)


def _has_another(n: Negotiation, e: Event, number: str) -> bool:
    """Whether the negotiation has a number already, and it is not this one."""
    if e.line.sa is None:
        return n.spi_i not in (None, number)
    if n.sa is None:
        n.sa = number
    return n.sa != number


def _over(n: Negotiation, e: Event) -> bool:
    """Whether the event is of another attempt than ``n``, the last one with this connection or peer."""
    n.settle()
    if e.kind in _STARTS:
        return n.up or n.has(*_STARTS)
    if e.kind is Kind.IKE_UP and not n.up:
        return not n.has(*_STARTS) and bool(n.kinds.keys() - ROUTINE)
    return n.up and (n.lost or n.ended_at is not None) and e.kind not in _LAST_WORDS
