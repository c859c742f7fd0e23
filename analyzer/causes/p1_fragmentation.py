"""Large IKE messages are lost on the way: IP fragments are dropped."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._symptoms import largest_sent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Place

LARGE = 1280  # bytes; what every path must carry unfragmented over IPv6 (RFC 8200, section 5)


def _large_lost(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.AUTH)
    if silence is None:
        return
    large = largest_sent(n)
    if large > LARGE:
        for e in [*n.all(Kind.FRAGMENT_SENT), *silence.events]:
            yield Clue(Weight.SUGGESTS, e, f"small messages pass, one of {large} bytes gets no answer")
    elif n.method == "pubkey" or n.has(Kind.CERT_SENT):
        for e in silence.events:
            yield Clue(Weight.ALLOWS, e, "the message carries certificates, and large messages may be lost")


def _incomplete(n: Negotiation) -> Iterator[Clue]:
    if not n.up and not n.has(Kind.FRAGMENT_COMPLETE):
        for e in n.all(Kind.FRAGMENT_RECEIVED):
            yield Clue(Weight.SUGGESTS, e, "some fragments of a message arrive, never all")


CAUSE = Cause(
    id="p1.fragmentation",
    phase=1,
    title="Large IKE messages are lost on the way",
    find=clues(on(Kind.FRAGMENT_FAILED, Weight.FITS, "a fragmented message could not be put together", "reason"), _large_lost, _incomplete),
    remedy=("Switch IKE fragmentation on at both ends (RFC 7383), or let IP fragments pass.",),
)
