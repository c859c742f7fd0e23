"""IKEv2 with several CHILD_SAs where one with all networks is normal.

How it shows
    SA dumps, IKEv2, initiator and responder alike: several CHILD_SAs of one connection are installed, each with one
      pair of networks, though the connection is configured with all of them for one SA
      (172.30.96.0/19 === 10.0.0.0/8 172.30.128.0/17). Some peers use the first pair only, so that some networks
      work and some do not.

Told apart from
    IKEv1, where each pair has its own SA; the overlap of a rekey or an SA that is kept as REKEYED (same networks);
    not CHILD_SAs that are configured one by one (Libreswan: conn/1x2; strongSwan: several children); not trap policies.
    sa.duplicate: two SAs with the same networks.
    up.partial_networks: a network without an SA.

References
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 5.
    RFC 7296, sections 1.3.1, 2.9 and 2.9.2.
"""

from analyzer.causes._base import Cause, nothing

CAUSE = Cause(
    id="sa.multiple_nonstandard_ikev2",
    faq=("5",),
    title="Several SAs where IKEv2 needs one: a non-standard IKEv2",
    find=nothing,
    remedy=(
        "Split the connection: one for each pair of networks, on both ends, as listed in the split plan.",
        "All of them share one phase-1 SA, so their phase-1 parameters must be equal.",
        "Bring them up and read the SA list again: one SA for each connection, all with traffic.",
    ),
    remedies={
        "Alibaba Cloud": (
            "Create one IPsec connection for each pair, with the same phase-1 parameters (IKE configuration) and the same pre-shared key.",
        ),
        "strongSwan": ("swanctl.conf: children.NAME with one local_ts and one remote_ts each, under the same connection.",),
        "Libreswan": ("leftsubnets= and rightsubnets= do just that: one SA for each pair.",),
        "Cisco": ("One access list entry for each pair; every entry becomes an SA.",),
        "Juniper": ("traffic-selector NAME local-ip A remote-ip B, one for each pair.",),
    },
    ask_for=("The peer's configured networks and its SA list.",),
    silent=(
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
    ),
)
