"""Phase 2: the local and remote networks (traffic selectors, proxy identities, crypto ACL) differ."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, version_of
from analyzer.kinds import Kind

CAUSE = Cause(
    id="p2.networks",
    phase=2,
    faq=("2",),
    title="Phase 2 networks (traffic selectors) differ",
    find=clues(
        on(Kind.TS_REFUSED, Weight.PROVES, "the peer asks for networks that no connection here has", "local_ts", "remote_ts",
           when=lambda n, e: version_of(n, e) != 1),
        on(Kind.TS_REFUSED, Weight.FITS, "the peer asks for networks that no connection here has", "local_ts", "remote_ts",
           when=lambda n, e: version_of(n, e) == 1),
        on(Kind.TS_CHANGED, Weight.FITS, "the peer answered with other networks than we asked for", "mine", "theirs"),
        on(Kind.TS_MISSING, Weight.PROVES, "the configuration has no usable network for this end"),
        refused(("TS_UNACCEPTABLE", "SINGLE_PAIR_REQUIRED", "INVALID_SELECTORS"), Weight.PROVES, "the peer accepts none of our networks",
                phases=(0, 1, 2)),
        refused(("INVALID_ID_INFORMATION",), Weight.SUGGESTS, "after phase 1 this notify is about the networks", phases=(0, 2)),
    ),
    remedy=("Make the local networks of each end equal to the remote networks of the other end, network by network.",),
)  # fmt: skip
