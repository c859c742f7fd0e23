"""ESP arrives for an SA that one side no longer has."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused
from analyzer.kinds import Kind

CAUSE = Cause(
    id="esp.invalid_spi",
    title="ESP arrives for an SA that one side no longer has",
    find=clues(
        on(Kind.INVALID_SPI, Weight.PROVES, "a packet carried an SPI that is not known here", "spi"),
        refused(("INVALID_SPI",), Weight.PROVES, "the peer does not know the SPI that we use", phases=(0, 1, 2)),
    ),
    remedy=("Clear the SAs on both ends and let them negotiate anew; enable liveness checks so that a restart is noticed.",),
)
