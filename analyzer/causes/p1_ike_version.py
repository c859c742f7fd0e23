"""One side speaks IKEv1, the other IKEv2."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place

CAUSE = Cause(
    id="p1.ike_version",
    phase=1,
    faq=("1",),
    title="IKE versions differ",
    find=clues(
        on(Kind.VERSION_REFUSED, Weight.PROVES, "the peer's IKE version is not accepted here", "ike_version"),
        refused(("INVALID_MAJOR_VERSION",), Weight.PROVES, "the peer does not accept our IKE version", phases=(0, 1, 2)),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "no connection of this IKE version fits the peer", "ike_version"),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "a peer configured for the other IKE version answers so", phases=(0, 1)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore the other IKE version silently", versions=(1, None)),
    ),
    remedy=("Set the same IKE version on both ends; IKEv2 where both can.",),
)  # fmt: skip
