"""The kernel refused the SA or the policy."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.kernel",
    phase=2,
    title="The kernel refused the SA or the policy",
    find=clues(
        on(Kind.KERNEL_SA_FAILED, Weight.PROVES, "the kernel did not take the SA", "reason"),
        on(Kind.KERNEL_POLICY_FAILED, Weight.PROVES, "the kernel did not take the policy", "reason"),
        on(Kind.POLICY_CONFLICT, Weight.PROVES, "another connection holds the same networks", "reason"),
    ),
    remedy=("Check that the kernel supports the algorithm, and that no other connection holds the same networks.",),
)
