"""The local and remote networks (traffic selectors, proxy identities, crypto ACL) of the two ends do not meet.

How it shows
    Responder, IKEv1 quick mode: "no matching CHILD_SA config found for A === B" (charon), "cannot respond to
      IPsec SA request because no connection is known for" (pluto), "failed to get sainfo" (racoon). IKEv1 wants
      both sides identical, one network pair each.
    Initiator, IKEv1: INVALID_ID_INFORMATION, an identity word for a network fault.
    Responder, IKEv2 (IKE_AUTH or CREATE_CHILD_SA): "traffic selectors A === B unacceptable" (charon), "No IKEv2
      connection found with compatible Traffic Selectors" (pluto). The IKE_SA stays up.
    Initiator, IKEv2: "received TS_UNACCEPTABLE notify, no CHILD_SA built". Narrowing shows as an established
      CHILD_SA with smaller networks than configured.
    IKEv1 after aggressive mode: "integrity check failed" on the quick mode message is also reported for it.
    Both ends print their own network first.
    Responder, Juniper: "Peer proposed traffic-selectors are not in configured range" (IKEv2), "Failed to match the
      peer proxy ids" (IKEv1).

Told apart from
    p1.identity: INVALID_ID_INFORMATION before phase 1 is up.
    p2.encapsulation: in IKEv1 a conflict of tunnel and transport mode prints the same lines.
    p2.algorithms, p2.pfs_group: NO_PROPOSAL_CHOSEN. Some products (Cisco, Juniper in IKEv1) send it for
      networks too.

References
    RFC 7296, sections 2.9 and 3.13; RFC 2409, section 5.5; RFC 4301, section 4.4.1.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 2.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import hinted, no_entry, refused, silent, version_of
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place


def _says_one_for_all(n: Negotiation) -> bool:
    """Whether the daemon has one sentence for refused proposals and for networks that no entry has."""
    return n.dialect == "cisco_asa"


CAUSE = Cause(
    id="p2.networks",
    phase=2,
    faq=("2",),
    aliases=(
        "TrafficSelectorMismatch (Alibaba Cloud VPN Gateway)",
        "TS_UNACCEPTABLE (AWS Site-to-Site VPN)",
        "TS_NARROWING_NOT_ALLOWED (Google Cloud VPN)",
        "flow or peer mismatch 4 (Huawei)",
        "flow conflict 46 (Huawei)",
        "netmask mismatch 48 (Huawei)",
        "ike_v2_local_remote_cidr_mismatch (IBM Cloud VPN)",
    ),
    title="Phase 2 networks (traffic selectors) differ",
    find=clues(
        on(Kind.TS_REFUSED, Weight.PROVES, "the peer asks for networks that no connection here has", "local_ts", "remote_ts",
           when=lambda n, e: version_of(n, e) != 1 and not hinted(n, e)),
        on(Kind.TS_REFUSED, Weight.SUGGESTS, "the peer's networks or its address fit no connection here", when=lambda n, e: e.get("reason") == "flow or peer"),
        on(Kind.TS_REFUSED, Weight.FITS, "the peer asks for networks that no connection here has", "local_ts", "remote_ts",
           when=lambda n, e: (version_of(n, e) == 1 or hinted(n, e)) and e.get("reason") != "flow or peer"),
        on(Kind.TS_CHANGED, Weight.FITS, "the peer answered with other networks than we asked for", "mine", "theirs"),
        on(Kind.INBOUND_DROPPED, Weight.SUGGESTS, "the peer sends in clear what is to be encrypted here: it has no SA or no rule for these networks",
           when=lambda n, e: e.get("what") == "clear"),
        on(Kind.INBOUND_DROPPED, Weight.FITS, "what came out of the SA is not of its networks: the peer has others configured",
           when=lambda n, e: e.get("what") == "networks"),
        on(Kind.TS_MISSING, Weight.PROVES, "the configuration has no usable network for this end", when=lambda n, e: not e.get("reason")),
        on(Kind.TS_MISSING, Weight.SUGGESTS, "an entry of the configuration is not fit for the networks that are asked for", "reason",
           when=lambda n, e: bool(e.get("reason"))),
        no_entry("networks", "no entry of the configuration has the networks that the peer asks for"),
        on(Kind.INBOUND_DROPPED, Weight.FITS, "the peer sends packets that the agreed networks do not hold", "local_ts", "remote_ts",
           when=lambda n, e: bool(e.get("remote_ts")) and not e.get("what")),
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.ALLOWS, "this gateway says the same where no entry has the networks",
           when=lambda n, e: _says_one_for_all(n) and version_of(n, e) == 2 and not e.get("proposals")),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "a peer of the same make answers so where no entry has our networks", phases=(2,), versions=(2,),
                dialect="cisco_asa"),
        refused(("TS_UNACCEPTABLE", "INVALID_SELECTORS"), Weight.FITS, "the peer accepts none of our networks", phases=(0, 1, 2)),
        refused(("SINGLE_PAIR_REQUIRED",), Weight.PROVES, "the peer takes one pair of networks in a CHILD_SA, no more", phases=(0, 1, 2)),
        refused(("INVALID_ID_INFORMATION",), Weight.SUGGESTS, "after phase 1 this notify is about the networks", phases=(0, 2)),
        on(Kind.INTEGRITY_FAILED, Weight.SUGGESTS, "after aggressive mode a refusal of the networks can show so",
           when=lambda n, e: e.get("ike_version") == "1" and n.mode != "main"),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "in IKEv1 some products say the same of networks",
           when=lambda n, e: e.get("what") == "child" and version_of(n, e) != 2),
        silent(Place.CHILD, Weight.ALLOWS, "the first quick mode message gets no usable answer", versions=(1,), gave_up=True),
    ),
    remedy=(
        "Write both ends' networks side by side: the local networks of each end must be the remote networks of the other, mask by mask.",
        (
            "For several networks use IKEv2, or with IKEv1 one connection per pair. A route-based end (0.0.0.0/0) needs the same on the "
            "other end."
        ),
        "Initiate again: the CHILD_SA must come up with exactly the networks that you expect.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection, Routing Mode Protected Data Flows: Local Network = the peer's remote networks, Remote Network = its "
                "local ones; Destination Routing Mode means 0.0.0.0/0 on both sides."
            ),
        ),
        "strongSwan": ("swanctl.conf: children.NAME.local_ts and remote_ts; ipsec.conf: leftsubnet= and rightsubnet=.",),
        "Libreswan": ("ipsec.conf: leftsubnet= and rightsubnet= (several: leftsubnets={...}, one SA per pair).",),
        "Cisco": (
            (
                "IOS and ASA: the access-list of match address in the crypto map must mirror the peer's. Tunnel interfaces (VTI) use any "
                "to any."
            ),
        ),
        "Juniper": (
            (
                "set security ipsec vpn VPN traffic-selector T local-ip NET remote-ip NET (IKEv1: also ike proxy-identity local NET remote "
                "NET)"
            ),
        ),
    },
    ask_for=(
        (
            "The responder's log of one attempt: it prints the networks that were asked for. strongSwan: cfg = 2 prints every comparison. "
            "Libreswan: journalctl -u ipsec."
        ),
        (
            "The peer's configured local and remote networks. Alibaba Cloud: Local Network and Remote Network of the IPsec connection. "
            "Cisco: show crypto map. Juniper: show configuration security ipsec vpn."
        ),
        "The peer's mode (tunnel or transport), for in IKEv1 its conflict looks the same.",
    ),
    shows=(
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> traffic selectors 10.2.0.0/16 === 10.1.0.0/24 unacceptable",
        "no matching CHILD_SA config found for 10.2.0.0/16 === 10.1.0.0/24",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: cannot respond to IPsec SA request because no connection is known for '
            "10.2.0.0/16===192.0.2.2...198.51.100.2===10.98.0.0/24"
        ),
        "2026-11-03 10:11:12: ERROR: failed to get sainfo.",
    ),
    silent=(
        "CHILD_SA a{1} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16",
        "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built",
        "07[CFG] <a|3> looking for a child config for 10.2.0.0/16 === 10.1.0.0/16",
    ),
)  # fmt: skip
