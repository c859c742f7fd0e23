"""The tunnel is up, the peer's traffic arrives, and nothing of ours enters the tunnel.

How it shows
    SA dumps, IKEv1 and IKEv2, initiator and responder alike: the inbound counter of a CHILD_SA grows, the outbound
      one stays 0 ("0 bytes_o", "outBytes=0").
    Two dumps of one gateway show which counter stands still; the peer's dump shows the mirror: it sends and gets
      nothing back.

Told apart from
    up.no_inbound: the mirror of it: the answers of the other side are missing.
    A one-way flow, a young or just rekeyed SA look the same: one dump alone proves nothing.

References
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 3 and question 4.
    RFC 4301, section 5.1.
"""

from analyzer.causes._base import Cause, nothing

CAUSE = Cause(
    id="up.no_outbound",
    faq=("3", "4"),
    title="The peer's traffic arrives and none of ours enters the tunnel",
    find=nothing,
    remedy=(
        "Look behind this gateway: the host that is called must answer, and its route back must lead to this gateway.",
        (
            "Look at this gateway: a route to the peer's networks, a firewall that drops forwarded packets, and a NAT rule that "
            "changes the sender before the policy is looked up."
        ),
        "Send a few pings from behind the peer and read the counters again: both must grow.",
    ),
    remedies={
        "Alibaba Cloud": (
            "Seen from the data center: its routes and ACLs must let traffic to the VPC enter the tunnel (question 4).",
            "Seen from Alibaba Cloud: routes of the VRouter to the data center's networks lead to the VPN gateway (question 3).",
        ),
        "strongSwan": (
            "ip route get DESTINATION from SOURCE; ip xfrm policy; iptables -t nat -S: accept before MASQUERADE what a policy takes.",
        ),
        "Libreswan": ("ip route get DESTINATION from SOURCE; ip xfrm policy; no MASQUERADE for the peer's networks.",),
        "Cisco": ("show crypto ipsec sa peer A: #pkts decaps grows, #pkts encaps must too; ACL of the crypto map, NAT exemption.",),
        "Juniper": ("show route to the peer's networks via st0; security policy from trust to vpn; no source NAT for it.",),
    },
    ask_for=("A second dump of this gateway some pings later.", "The peer's SA dump of the same minute."),
    silent=(
        "sending DPD request",
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
    ),
)
