"""The tunnel is up, this gateway sends into it, and nothing comes back.

How it shows
    SA dumps, IKEv1 and IKEv2, initiator and responder alike: the outbound counter of a CHILD_SA grows, the inbound
      one stays 0 ("0 bytes_i", "inBytes=0").
    Two dumps of one gateway show which counter stands still; the dumps of both ends show where the packets get lost:
      the peer receives nothing: ESP is lost on the way there; the peer receives and sends nothing: its side does
      not answer into the tunnel; the peer sends: ESP is lost on the way back.
    A log says it when the CHILD_SA is closed: "closing CHILD_SA a{1} with SPIs ..._i (0 bytes) ..._o (840 bytes)".
    Juniper's VPN monitor sends probes through the tunnel: "VPN monitoring detected tunnel as down", "VPN Monitor
      Failure", D or V in the list of SAs.

Told apart from
    p1.nat_traversal: NAT on the path and no ESP in UDP.
    life.dpd_timeout: the peer answers no IKE message either.
    A one-way flow (logging, video), a young or just rekeyed SA look the same: one dump alone proves nothing.

References
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 3 and question 4.
    RFC 4301, section 5.2; RFC 3948, section 3.
"""

from analyzer.causes._base import Cause, Weight, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="up.no_inbound",
    faq=("3", "4"),
    title="Traffic goes into the tunnel and nothing comes back",
    find=on(Kind.MONITOR_FAILED, Weight.SUGGESTS, "probes through the tunnel got no answer"),
    remedy=(
        (
            "At the peer look whether its inbound counter grows. If not, ESP (IP protocol 50, or UDP 4500) is dropped on the way: "
            "firewalls and providers in between."
        ),
        (
            "If it grows and its outbound counter does not, look behind the peer: the host answers, its route back leads into the "
            "tunnel, no firewall or NAT rule catches the answer."
        ),
        "If the peer sends, ESP is dropped on the way back: the firewall in front of this gateway.",
        "Send a few pings and read the counters of both ends again: both must grow on both ends.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Seen from the data center: security group rules of the ECS instances must allow the data center's private networks, and "
                "the VPC's route table must lead them to the VPN gateway."
            ),
            (
                "Seen from Alibaba Cloud: routes of the VRouter, and the data center's firewall must accept the VPC's private networks, "
                "above all where public addresses are used as private ones."
            ),
        ),
        "strongSwan": (
            (
                "ip -s xfrm state; swanctl --list-sas; a NAT rule must leave traffic alone that a policy takes (iptables -m policy --dir "
                "out --pol ipsec)."
            ),
        ),
        "Libreswan": ("ipsec trafficstatus twice; ip -s xfrm state; no MASQUERADE for the peer's networks.",),
        "Cisco": ("show crypto ipsec sa peer A: #pkts encaps grows, #pkts decaps must too; ASA: packet-tracer, NAT exemption.",),
        "Juniper": ("show security ipsec statistics; security policies and NAT rules of both directions.",),
    },
    ask_for=(
        "A second dump of this gateway some pings later.",
        "The peer's SA dump of the same minute (swanctl --list-sas, ipsec trafficstatus, show crypto ipsec sa).",
    ),
    silent=(
        "received NO_PROPOSAL_CHOSEN notify error",
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
    ),
)
