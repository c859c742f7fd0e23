"""Every parameter is seen to agree, and phase 1 still fails."""

from analyzer.causes._base import Cause, Weight
from analyzer.causes._symptoms import silent
from analyzer.negotiations.record import Place

CAUSE = Cause(
    id="p1.try_aggressive",
    phase=1,
    faq=("1",),
    title="Phase 1 fails although every parameter agrees",
    find=silent(Place.AUTH, Weight.ALLOWS, "if every parameter is checked and equal, the other mode may get through", versions=(1,), mode="main"),
    remedy=("Change the negotiation mode to aggressive mode on both ends, as the FAQ advises for the extreme case.",),
)
