"""What the counters of one CHILD_SA tell, alone, against an earlier dump, and against the peer's.

| here out / in | peer in / out | where it gets lost |
|---|---|---|
| > 0 / 0 | 0 / 0 | ESP on the way to the peer |
| > 0 / 0 | > 0 / 0 | behind the peer: host, route, firewall, or a one-way flow |
| > 0 / 0 | > 0 / > 0 | ESP on the way back |
"""

from dataclasses import dataclass, replace

from analyzer.dumps import ChildSa
from analyzer.model import Confidence, Named
from analyzer.sa_status.peerings import OVER, Child, Peering

YOUNG = 10  # seconds: nothing can be said of an SA that is younger
IDLE = 120  # seconds without a packet in either direction that make it worth a word
ONE_WAY = ("up.no_inbound", "up.no_outbound")

_OTHERS = {
    "up.no_inbound": (
        Named("p1.nat_traversal", "NAT on the path without ESP in UDP looks the same"),
        Named("life.dpd_timeout", "the peer may be gone, or have lost its SA"),
        Named("up.no_outbound", "the far host may not answer, or a one-way flow may be all there is"),
    ),
    "up.no_outbound": (Named("up.no_inbound", "the far side sees it as its answers missing"),),
    "up.no_traffic": (
        Named("up.no_inbound", "nothing was sent since the SA was installed, as far as the counters tell"),
        Named("up.no_outbound", "routes may keep the traffic out of the tunnel"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What the counters of one SA mean; ``cause`` is empty where nothing is wrong. ``look`` says where to look first."""

    cause: str = ""
    confidence: Confidence = Confidence.POSSIBLE
    what: str = ""
    why: str = ""
    look: str = ""
    both: bool = False
    alternatives: tuple[Named, ...] = ()


def flow_of(child: Child, p: Peering) -> Flow | None:
    """The flow through one CHILD_SA, None where the dump does not count or nothing can be said yet."""
    sa, before, peer = _counted(child.sa), child.before and _counted(child.before), child.peer and _counted(child.peer)
    if sa.bytes_in is None or sa.bytes_out is None:
        return None
    came, went = sa.bytes_in, sa.bytes_out
    grown = before is not None and before.bytes_in is not None and before.bytes_out is not None
    if grown and before is not None:
        came, went = came - (before.bytes_in or 0), went - (before.bytes_out or 0)
    if came > 0 and went > 0:
        return Flow(both=True)
    if sa.bytes_in > 0 and sa.bytes_out > 0 and not grown:
        return Flow(both=True)
    if peer is not None and peer.bytes_in is not None and peer.bytes_out is not None and (sa.bytes_in == 0 or sa.bytes_out == 0):
        told = _with_peer(sa.bytes_in, sa.bytes_out, peer.bytes_in, peer.bytes_out)
        if told is not None:
            return told
    if _fresh(child, p):
        return None
    if went > 0 or came > 0:
        return _one_way("up.no_inbound" if went > 0 else "up.no_outbound", sure=grown and (sa.bytes_in == 0 or sa.bytes_out == 0))
    if sa.bytes_in or sa.bytes_out:
        return Flow(both=bool(sa.bytes_in and sa.bytes_out))  # it stood still between the dumps: idle
    oldest = _at_most(child)
    if oldest is None or oldest < IDLE:  # idle tunnels are healthy
        return Flow()
    return Flow(
        cause="up.no_traffic", what="the SA is installed and nothing has passed in either direction",
        why="both counters are 0" + (f" {sa.age} s after it was installed" if sa.age is not None else ""), alternatives=_OTHERS["up.no_traffic"],
    )  # fmt: skip


def _counted(sa: ChildSa) -> ChildSa:
    """The SA; where the dump counts packets only they stand for the bytes: what counts is whether there were any."""
    if sa.bytes_in is not None or sa.bytes_out is not None:
        return sa
    return replace(sa, bytes_in=sa.packets_in, bytes_out=sa.packets_out)


def _one_way(cause: str, *, sure: bool) -> Flow:
    out = cause == "up.no_inbound"
    what = "traffic goes out and nothing comes back" if out else "traffic comes in and nothing goes out"
    why = ("bytes went out, none came in" if out else "bytes came in, none went out") + (" between the two dumps" if sure else "")
    return Flow(
        cause=cause, confidence=Confidence.LIKELY if sure else Confidence.POSSIBLE, what=what, why=why, alternatives=_OTHERS[cause],
        look="" if sure else "One dump alone proves nothing: send pings from host to host and read the counters of both ends again.",
    )  # fmt: skip


def _with_peer(came: int, went: int, peer_in: int, peer_out: int) -> Flow | None:
    """Both ends' counters name the place; None where they do not."""
    if came == 0 and went > 0:
        if peer_in == 0:
            place, look = "the peer receives nothing: ESP is lost on the way to it", "Look for what drops ESP (or UDP 4500) from here to the peer."
        elif peer_out == 0:
            place = "the peer receives it and sends nothing back: its host, route or firewall, or a flow that goes one way only"
            look = "Look behind the peer: route, firewall and NAT of its side; the path between the gateways is fine."
        else:
            place, look = "the peer receives it and answers: ESP is lost on the way back", "Look for what drops ESP (or UDP 4500) from the peer to here."
        sure = Confidence.POSSIBLE if peer_in > 0 and peer_out == 0 else Confidence.LIKELY
        return Flow(
            cause="up.no_inbound", confidence=sure, what=place, why="bytes went out, none came in", look=look,
            alternatives=_OTHERS["up.no_inbound"][:1],
        )  # fmt: skip
    if went == 0 and came == 0 and peer_out > 0 and peer_in == 0:
        return Flow(
            cause="up.no_inbound", confidence=Confidence.LIKELY, what="the peer sends and nothing arrives here: ESP is lost on the way from it",
            why="nothing came in, though the peer sent", look="Look for what drops ESP (or UDP 4500) from the peer to here.",
        )  # fmt: skip
    if went == 0 and came > 0:
        return Flow(
            cause="up.no_outbound", confidence=Confidence.POSSIBLE, why="bytes came in, none went out",
            what="the peer's traffic arrives and nothing of this side enters the tunnel: host, route or firewall here, or a flow that goes one way only",
            look="Look behind this gateway: the host answers, and its route back leads here.", alternatives=_OTHERS["up.no_outbound"],
        )  # fmt: skip
    return None


def _fresh(child: Child, p: Peering) -> bool:
    """Whether the SA is so young, or so lately rekeyed, that its counters mean nothing."""
    oldest = _at_most(child)
    if oldest is not None and oldest < YOUNG:
        return True
    return any(o is not child and o.sa.state in OVER and o.pair == child.pair for o in p.children)


def _at_most(child: Child) -> int | None:
    """How old the SA is, or can be: where the dump does not say, as old as its IKE_SA, which is mostly older."""
    if child.sa.age is not None:
        return child.sa.age
    return child.ike.age if child.ike is not None else None
