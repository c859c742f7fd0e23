"""Phase 2: tunnel mode against transport mode."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, version_of
from analyzer.kinds import Kind

CAUSE = Cause(
    id="p2.encapsulation",
    phase=2,
    title="Tunnel mode against transport mode",
    find=clues(
        on(Kind.ENCAPSULATION_MISMATCH, Weight.PROVES, "the two ends want different encapsulation modes", "mine", "theirs"),
        on(Kind.TS_REFUSED, Weight.ALLOWS, "in IKEv1 a conflict of the modes prints the same line", when=lambda n, e: version_of(n, e) != 2),
        refused(("INVALID_ID_INFORMATION",), Weight.ALLOWS, "a conflict of the modes is refused with the same notify", phases=(0, 2)),
    ),
    remedy=("Set tunnel mode on both ends.",),
)  # fmt: skip
