"""Phase 2: the PFS (Diffie-Hellman) group differs, or only one side wants PFS."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._proposals import child_differences, first_child
from analyzer.causes._symptoms import name_of, phase_of, refused, version_of
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Stage
from analyzer.proposals import GROUP


def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in child_differences(n):
        if GROUP in difference.types:
            details = {"PFS group, here": ", ".join(difference.mine[GROUP]), "PFS group, peer": ", ".join(difference.theirs[GROUP])}
            for e in events:
                yield Clue(Weight.PROVES, e, "the proposals differ in the group of phase 2", details)


def _refused(n: Negotiation) -> Iterator[Clue]:
    for e in n.all(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED):
        if name_of(e) in ("NO_PROPOSAL_CHOSEN", "INVALID_KE_PAYLOAD") and phase_of(n, e) == 2:
            if version_of(n, e) == 2 and first_child(n, e):
                continue
            if version_of(n, e) == 2 and e.stage >= Stage.CHILD_UP:
                yield Clue(Weight.FITS, e, "the first CHILD_SA came up, a new one with its own key exchange is refused")
            else:
                yield Clue(Weight.ALLOWS, e, "the peer accepts none of our phase 2 proposals")


CAUSE = Cause(
    id="p2.pfs_group",
    phase=2,
    faq=("2",),
    title="Phase 2 PFS (Diffie-Hellman) groups differ",
    find=clues(
        _computed,
        on(Kind.PFS_MISSING, Weight.PROVES, "PFS is required here, the peer sends none"),
        on(Kind.PFS_UNWANTED, Weight.PROVES, "the peer wants PFS, here it is not configured"),
        on(Kind.PFS_GROUP_MISMATCH, Weight.PROVES, "the PFS groups differ", "mine", "theirs"),
        on(Kind.KE_REFUSED, Weight.PROVES, "the peer insists on a group that is not configured here", "requested",
           when=lambda n, e: e.stage >= Stage.IKE_UP),
        _refused,
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.ALLOWS, "none of the peer's phase 2 proposals is acceptable here",
           when=lambda n, e: not (version_of(n, e) == 2 and first_child(n, e))),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "if phase 1 is up, the peer refused the phase 2 proposals", phases=(0,),
                versions=(1, None)),
    ),
    remedy=("Configure the same PFS group for phase 2 on both ends, or switch PFS off on both.",),
)  # fmt: skip
