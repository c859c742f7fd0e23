"""Two IKE_SAs, or two equal CHILD_SAs, that are no rekey."""

from analyzer.causes._base import Cause, Weight, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sa.duplicate",
    title="The same SA exists twice",
    find=on(Kind.CHILD_DUPLICATE, Weight.SUGGESTS, "a CHILD_SA with the same networks exists already"),
    remedy=("Let only one end initiate, and use the same unique-ID policy on both.",),
)
