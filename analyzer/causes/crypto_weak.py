"""The tunnel works with algorithms that are no longer advised."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import weak


def _negotiated(n: Negotiation) -> Iterator[Clue]:
    for e in n.all(Kind.PROPOSAL_SELECTED, Kind.IKE_UP, Kind.CHILD_UP):
        names = weak(e.get("proposal"))
        if names:
            yield Clue(Weight.PROVES, e, f"{', '.join(names)}: RFC 8221 and RFC 8247 advise against", {"algorithms": ", ".join(names)})


CAUSE = Cause(
    id="crypto.weak",
    title="Algorithms are in use that are no longer advised",
    find=_negotiated,
    remedy=("Move both ends to AES with SHA-2 (or AES-GCM) and group 14 or better, in both phases.",),
)
