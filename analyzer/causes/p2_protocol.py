"""Phase 2: ESP against AH."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._proposals import child_lists
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import protocols


def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, mine, theirs in child_lists(n):
        if mine and theirs and not protocols(mine) & protocols(theirs):
            for e in events:
                yield Clue(Weight.PROVES, e, "one end offers ESP, the other AH",
                           {"protocol, here": ", ".join(protocols(mine)), "protocol, peer": ", ".join(protocols(theirs))})  # fmt: skip


CAUSE = Cause(
    id="p2.protocol",
    phase=2,
    title="ESP against AH",
    find=clues(on(Kind.PROTOCOL_MISMATCH, Weight.PROVES, "one end offers ESP, the other AH", "mine", "theirs"), _computed),
    remedy=("Set ESP on both ends.",),
)
