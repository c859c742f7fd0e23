"""Some of the configured networks work, some do not.

How it shows
    IKEv1 and IKEv2, initiator and responder alike. Libreswan: a connection with several subnets is loaded as one
      connection for each pair ("conn/1x1", "conn/1x2" ...); some of them come up, the others never do.
    SA dumps: configured or negotiated pairs of networks without an SA, or without traffic, beside working ones.

Told apart from
    p2.networks: the peer refuses the missing networks, and the log says so.
    sa.multiple_nonstandard_ikev2: all networks have an SA, but each its own, where one SA with all of them is normal.
    A pair that comes up on demand is missing as long as nobody uses it.

References
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 5.
    RFC 7296, section 2.9; RFC 2409, section 5.5.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, needs
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation


@needs(Kind.CHILD_UP)
def _missing_pairs(n: Negotiation) -> Iterator[Clue]:
    """Pairs of one connection that were loaded, and never came up while others did."""
    loaded = {e.get("conn"): e for e in n.background if e.kind is Kind.CONNECTION_LOADED and "/" in e.get("conn")}
    up = {e.get("conn") for e in n.children_up.values()}
    if not up & loaded.keys():
        return
    for conn, e in loaded.items():
        if conn not in up:
            yield Clue(Weight.SUGGESTS, e, "this pair of networks was loaded and has no SA")


CAUSE = Cause(
    id="up.partial_networks",
    faq=("5",),
    title="Some networks are connected, some are not",
    find=_missing_pairs,
    remedy=(
        "Compare the list of networks on both ends, pair by pair, and bring the missing pairs up.",
        "If the peer accepts only one pair in an SA, configure one connection for each pair on both ends.",
        "Bring the tunnel up again and look for one SA with all networks, or one for each pair.",
    ),
    remedies={
        "Alibaba Cloud": (
            "With IKEv2 put all networks of one side into one connection (Local Network, Remote Network); where the peer cannot, "
            "create one IPsec connection for each pair, all with the same phase 1 parameters.",
        ),
        "strongSwan": (
            "children of one connection with one local_ts and remote_ts each, start_action = start, for peers that take one pair only.",
        ),
        "Libreswan": ("leftsubnets= and rightsubnets= make one SA for each pair; every pair must be known to the peer.",),
    },
    ask_for=(
        "the SA list of this gateway now (swanctl --list-sas, ipsec statusall, ipsec trafficstatus): which pairs have an SA",
        "the peer's configured networks",
    ),
    silent=("CHILD_SA net-net{2} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16 10.3.0.0/16",),
)
