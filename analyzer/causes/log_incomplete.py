"""The log starts too late, ends too early, or is at too low a level to tell."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="log.incomplete",
    title="This log does not tell why",
    find=clues(
        on(Kind.HALF_OPEN_TIMEOUT, Weight.ALLOWS, "the peer began and never finished; why, only its log says", "remote"),
        on(Kind.VERDICT_FAILED, Weight.ALLOWS, "the attempt failed; the lines that say why are not here", "reason"),
        on(Kind.CHILD_FAILED, Weight.ALLOWS, "the CHILD_SA failed; the line that says why is not here"),
    ),
    remedy=("Collect the log from before the first attempt to after its end, on the responder if possible.",),
)
