"""A NAT stands between the peers, and UDP 4500 does not pass or one side cannot do NAT traversal."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._symptoms import behind_nat_or_floated, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Place


def _blocked(n: Negotiation) -> Iterator[Clue]:
    """The first exchange passed on UDP 500, the next on UDP 4500 does not."""
    silence = n.silences.get(Place.AUTH)
    if silence is None or not behind_nat_or_floated(n):
        return
    for e in [*n.all(Kind.NAT_LOCAL, Kind.NAT_REMOTE, Kind.NAT_FORCED), *silence.events]:
        yield Clue(Weight.SUGGESTS, e, "answers on UDP 500, silence from the first message on UDP 4500")


CAUSE = Cause(
    id="p1.nat_traversal",
    phase=1,
    faq=("1",),
    title="NAT between the peers, and NAT traversal (UDP 4500) does not work",
    find=clues(
        on(Kind.NATT_FAILED, Weight.FITS, "UDP 4500 cannot be used on this host", "reason"),
        _blocked,
        silent(Place.AUTH, Weight.ALLOWS, "answers stopped after the first exchange; from there on UDP 4500 may be used"),
    ),
    remedy=("Allow UDP 4500 in both directions, and switch NAT traversal on at both ends.",),
)  # fmt: skip
