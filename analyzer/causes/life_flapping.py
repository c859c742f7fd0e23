"""The tunnel goes up and down again and again."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue
from analyzer.negotiations.record import Negotiation


def _never(_: Negotiation) -> Iterator[Clue]:
    """One negotiation cannot show it: it is counted over the negotiations of a tunnel (classifier)."""
    yield from ()


CAUSE = Cause(
    id="life.flapping",
    title="The tunnel goes up and down again and again",
    find=_never,
    remedy=("Look at the cause named beside it; without one, compare liveness (DPD) and lifetime settings of both ends.",),
)
