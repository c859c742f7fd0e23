"""The tunnel is up, and no packet has passed in either direction.

How it shows
    SA dumps, IKEv1 and IKEv2, initiator and responder alike: both counters of a CHILD_SA are 0 long after it was
      installed.
    The peer's dump tells more: what it has sent and is not received here was lost on the way.

Told apart from
    up.no_inbound, up.no_outbound: one direction works.
    An idle tunnel, a young or just rekeyed SA look the same: send something first.

References
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 3 and question 4.
    RFC 4301, section 4.4.1.
"""

from analyzer.causes._base import Cause, nothing

CAUSE = Cause(
    id="up.no_traffic",
    faq=("3", "4"),
    title="The tunnel is up and carries nothing",
    find=nothing,
    remedy=(
        "Send something through it, from a host of the local networks to a host of the remote ones, not from the gateway itself.",
        (
            "If the counters stay 0: the routes and firewalls on this side keep the traffic out of the tunnel, or its addresses are "
            "not in the networks of the SA."
        ),
        "Read the counters again: both must grow.",
    ),
    remedies={
        "Alibaba Cloud": ("Routes of the VRouter (question 3); routes, ACLs and security groups (question 4).",),
        "strongSwan": ("ip xfrm policy; ip route get DESTINATION from SOURCE; tcpdump on the inner interface.",),
        "Libreswan": ("ip xfrm policy; ip route get DESTINATION from SOURCE; tcpdump on the inner interface.",),
    },
    ask_for=("A second dump of this gateway after some pings from host to host.", "The peer's SA dump of the same minute."),
    silent=(
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
    ),
)
