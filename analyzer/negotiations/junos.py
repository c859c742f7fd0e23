"""Which lines of Junos belong to one attempt: many of them tell of a whole one, and few name the cookies."""

from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage

_STARTS = (Kind.IKE_INITIATE, Kind.IKE_RESPOND)
_UPS = (Kind.IKE_UP, Kind.CHILD_UP)


def unless_other(n: Negotiation | None, conn: str, spi: str, version: str) -> Negotiation | None:
    """The negotiation, unless it has another VPN, other cookies or another version of IKE than the line."""
    if n is None or (conn and n.conn and n.conn != conn) or (spi and n.spi_i and n.spi_i != spi):
        return None
    return None if version and n.ike_version is not None and str(n.ike_version) != version else n


def anew(n: Negotiation, e: Event) -> bool:
    """Whether the event is of another attempt than ``n``, the last one with this peer or VPN."""
    n.settle()
    if e.kind in _STARTS:
        return n.stage > Stage.INIT or any(x.kind is e.kind and x.get("conn") == e.get("conn") for x in n.all(*_STARTS))
    if e.kind not in _UPS and not e.get("whole"):
        return False
    failed = any(x.get("whole") and x.kind is not Kind.IKE_UP for x in n.events)
    over = failed or n.ended_at is not None or n.has(Kind.DPD_TIMEOUT, Kind.MONITOR_FAILED)
    return over or (n.up and e.kind not in _UPS)
