"""One end wants tunnel mode, the other transport mode.

How it shows
    Responder, IKEv1 quick mode: charon prints the same line as for foreign networks ("no matching CHILD_SA
      config found"); racoon "encmode mismatched". The initiator gets INVALID_ID_INFORMATION or
      NO_PROPOSAL_CHOSEN.
    Either end, IKEv2: "TUNNEL mode requested by responder is unacceptable" (charon), "policy dictates Transport
      Mode, but peer requested Tunnel Mode" (pluto). A responder that does not confirm transport mode gets
      tunnel mode.
    Cloud gateways offer tunnel mode only.

Told apart from
    p2.networks: the networks differ; in IKEv1 the lines are equal. Transport mode has host addresses as
      networks (192.0.2.1/32 === 198.51.100.1/32).
    p2.algorithms: NO_PROPOSAL_CHOSEN with different algorithms in the lists.

References
    RFC 7296, section 1.3.1 (USE_TRANSPORT_MODE); RFC 2407, section 4.5 (Encapsulation Mode); RFC 3947, section
      5.1.
"""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, version_of
from analyzer.kinds import Kind

CAUSE = Cause(
    id="p2.encapsulation",
    phase=2,
    aliases=("EncapsulationModeMismatch (Alibaba Cloud VPN Gateway)", "encapsulation mode mismatch 3 (Huawei)"),
    title="Tunnel mode against transport mode",
    find=clues(
        on(Kind.ENCAPSULATION_MISMATCH, Weight.PROVES, "the two ends want different encapsulation modes", "mine", "theirs"),
        on(Kind.TS_REFUSED, Weight.ALLOWS, "in IKEv1 a conflict of the modes prints the same line", when=lambda n, e: version_of(n, e) != 2),
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.ALLOWS, "a conflict of the modes is refused with the same code",
           when=lambda n, e: e.get("attribute") == "group-or-mode"),
        on(Kind.ATTRIBUTE_REFUSED, Weight.ALLOWS, "a conflict of the modes is refused with the same words",
           when=lambda n, e: e.get("attribute") == "esp-transform"),
        refused(("INVALID_ID_INFORMATION",), Weight.ALLOWS, "a conflict of the modes is refused with the same notify", phases=(0, 2)),
    ),
    remedy=(
        "Set tunnel mode on both ends; transport mode only between two hosts, or under GRE or L2TP, and then on both.",
        "Initiate again: both ends must report the CHILD_SA in the same mode.",
    ),
    remedies={
        "Alibaba Cloud": ("The gateway does tunnel mode only: change the peer.",),
        "strongSwan": ("swanctl.conf: children.NAME.mode = tunnel; ipsec.conf: type=tunnel.",),
        "Libreswan": ("ipsec.conf: type=tunnel (not transport).",),
        "Cisco": ("IOS: mode tunnel under crypto ipsec transform-set. ASA: no crypto ipsec ikev1 transform-set TS mode transport.",),
        "Juniper": ("Route-based VPNs use tunnel mode; change the peer.",),
    },
    ask_for=(
        (
            "The peer's configured mode for this connection. strongSwan: swanctl --list-conns (TUNNEL or TRANSPORT). Libreswan: ipsec "
            "status (policy line). Cisco: show crypto ipsec transform-set."
        ),
        "The responder's log of one attempt. strongSwan: cfg = 2, chd = 2. Libreswan: journalctl -u ipsec.",
    ),
    shows=(
        "TUNNEL mode requested by responder is unacceptable",
        "2026-11-03 10:11:12: ERROR: encmode mismatched: my:Tunnel peer:Transport",
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: policy dictates Transport Mode, but peer requested Tunnel Mode',
    ),
    silent=("received TS_UNACCEPTABLE notify, no CHILD_SA built", "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built"),
)  # fmt: skip
