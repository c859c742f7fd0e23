"""No answer to the first message: the peer cannot be reached, or nothing listens there."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._symptoms import before_up, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Place


def _first_unanswered(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.FIRST)
    if silence is None or n.received:
        return
    clear = n.ike_version == 2 and (silence.gave_up or silence.count >= 3) and n.role == "initiator"
    for e in silence.events:
        yield Clue(Weight.FITS if clear else Weight.SUGGESTS, e, "the first message gets no answer at all")


CAUSE = Cause(
    id="p1.peer_unreachable",
    phase=1,
    title="The peer does not answer",
    find=clues(
        on(Kind.ICMP_ERROR, Weight.PROVES, "the network or the peer's host refused our datagram", "reason", when=before_up),
        on(Kind.SEND_FAILED, Weight.PROVES, "this host could not send to the peer", "reason", when=before_up),
        on(Kind.RESOLVE_FAILED, Weight.PROVES, "the peer's name has no address", "remote_name"),
        _first_unanswered,
        on(Kind.PEER_SILENT, Weight.SUGGESTS, "the attempt ended without an answer",
           when=lambda n, e: before_up(n, e) and not n.received and e.get("what") in ("", "establishing")),
        silent(Place.UNKNOWN, Weight.SUGGESTS, "a message gets no answer; which one this text does not tell"),
        silent(Place.AUTH, Weight.ALLOWS, "answers stopped after the first exchange"),
        silent(Place.KEY_EXCHANGE, Weight.ALLOWS, "answers stopped after the first exchange"),
    ),
    remedy=(
        "Check that the peer's address is right and its gateway is running.",
        "Allow UDP 500 and UDP 4500 (and ESP, IP protocol 50) in both directions on every firewall between the gateways.",
    ),
)  # fmt: skip
