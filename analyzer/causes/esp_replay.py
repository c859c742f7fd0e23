"""The replay check drops packets."""

from analyzer.causes._base import Cause, Weight, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="esp.replay",
    title="The replay check drops packets",
    find=on(Kind.REPLAY, Weight.PROVES, "a packet's sequence number was outside the window or seen before", "spi"),
    remedy=("Enlarge the replay window, or stop the network from reordering (QoS after encryption).",),
)
