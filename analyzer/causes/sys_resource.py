"""A limit was reached: half-open IKE_SAs, memory, addresses of a pool, load."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.resource",
    title="A limit of the gateway was reached",
    find=clues(
        on(Kind.LIMIT_REACHED, Weight.PROVES, "the daemon refused work because of a limit", "reason"),
        on(Kind.ADDRESS_REFUSED, Weight.PROVES, "no address could be given to the peer", "reason"),
        on(Kind.DAEMON_CRASH, Weight.PROVES, "the daemon crashed", "reason"),
    ),
    remedy=("Raise the limit that the line names, or find out who uses it up.",),
)
