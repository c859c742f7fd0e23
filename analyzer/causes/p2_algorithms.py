"""Phase 2: ESP or AH encryption or integrity algorithms differ."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._proposals import child_differences, first_child
from analyzer.causes._symptoms import name_of, phase_of, refused, version_of
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import GROUP


def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in child_differences(n):
        types = [t for t in difference.types if t != GROUP]
        if types:
            details = {f"{t}, {side}": ", ".join(values[t]) for t in types for side, values in (("here", difference.mine), ("peer", difference.theirs))}
            for e in events:
                yield Clue(Weight.PROVES, e, f"no common {' and no common '.join(types)}", details)


def _refused(n: Negotiation) -> Iterator[Clue]:
    """NO_PROPOSAL_CHOSEN for a CHILD_SA; with the first one of IKEv2 no group is negotiated, so it cannot be PFS."""
    for e in n.all(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED):
        if name_of(e) == "NO_PROPOSAL_CHOSEN" and phase_of(n, e) == 2:
            only = version_of(n, e) == 2 and first_child(n, e)
            yield Clue(Weight.FITS if only else Weight.SUGGESTS, e, "the peer accepts none of our phase 2 proposals")


CAUSE = Cause(
    id="p2.algorithms",
    phase=2,
    faq=("2",),
    title="Phase 2 (ESP/AH) algorithms differ",
    find=clues(
        _computed,
        _refused,
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.SUGGESTS, "none of the peer's phase 2 proposals is acceptable here", "proposals"),
        on(Kind.PROPOSAL_REFUSED, Weight.SUGGESTS, "the proposals do not overlap", when=lambda n, e: n.up),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered value is not the configured one", "attribute", "mine", "theirs",
           when=lambda n, e: e.get("attribute") in ("esp-encryption", "esp-integrity")),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "if phase 1 is up, the peer refused the phase 2 proposals", phases=(0,),
                versions=(1, None)),
    ),
    remedy=("Configure one ESP encryption and one integrity algorithm that both ends have.",),
)  # fmt: skip
