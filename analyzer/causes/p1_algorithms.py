"""The phase 1 (IKE) proposals have no common encryption, integrity (hash) or PRF algorithm.

How it shows
    Responder, IKEv1 main and aggressive, IKEv2: it refuses before any key exchange. charon prints both lists
      ("received proposals", "configured proposals") and "no proposal found" or "received proposals
      unacceptable"; pluto prints "Oakley Transform [...] refused" for every offer, or "no local proposal
      matches remote proposals"; racoon "rejected enctype", "rejected hashtype".
    Initiator, IKEv1: NO_PROPOSAL_CHOSEN in clear, answers to message 1 otherwise missing.
    Initiator, IKEv2: NO_PROPOSAL_CHOSEN in the IKE_SA_INIT response. Libreswan ignores it and goes on
      repeating.
    A transform type that is empty in common is the culprit. AES-GCM has no integrity algorithm: against AES-CBC
      the encryption differs.

Told apart from
    p1.dh_group: the lists agree in everything but the group.
    p1.ike_version, p1.peer_address: a responder without a fitting connection also answers NO_PROPOSAL_CHOSEN;
      only its own log tells.
    p2.algorithms: the same notify after phase 1 is up, or with ESP: in the lists.

References
    RFC 7296, sections 2.7, 2.21.1 and 3.3; RFC 2409, section 4 and appendix A; RFC 8247.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import agreed_later, ike_differences, refused_alike
from analyzer.causes._symptoms import has_config, in_phase_1, refused
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage
from analyzer.proposals import GROUP


@needs(Kind.PROPOSALS_RECEIVED, Kind.IKE_PROPOSAL_REFUSED)
def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in ike_differences(n):
        types = [t for t in difference.types if t != GROUP]
        if types:
            details = {
                f"{t}, {side}": ", ".join(values[t])
                for t in types
                for side, values in (("here", difference.mine), ("peer", difference.theirs))
            }
            for e in events:
                yield Clue(Weight.PROVES, e, f"no common {' and no common '.join(types)}", details)


@needs(Kind.ATTRIBUTE_REFUSED)
def _all_refused(n: Negotiation) -> Iterator[Clue]:
    for e in refused_alike(n, "encryption", "integrity", "prf"):
        details = {"attribute": e.get("attribute"), "theirs": e.get("theirs")}
        yield Clue(Weight.PROVES, e, "the offered value is in no policy here, and nothing else was offered", details)


CAUSE = Cause(
    id="p1.algorithms",
    phase=1,
    faq=("1",),
    aliases=(
        "AlgorithmMismatch (Alibaba Cloud VPN Gateway)",
        "EncryptionAlgorithmMismatch (Alibaba Cloud VPN Gateway)",
        "AuthenticationAlgorithmMismatch (Alibaba Cloud VPN Gateway)",
        "No Proposal Match Found by AWS (AWS Site-to-Site VPN)",
        "IkePolicyMismatch (Azure VPN Gateway)",
        "NEGOTIATION_FAILURE (Google Cloud VPN)",
        "phase1 proposal mismatch 1 (Huawei)",
        "ike_policy_mismatch (IBM Cloud VPN)",
    ),
    title="Phase 1 encryption, integrity or PRF algorithms differ",
    find=clues(
        _computed,
        _all_refused,
        on(Kind.TRANSFORM_MISMATCH, Weight.SUGGESTS, "this transform type has no common algorithm", "attribute",
           when=lambda n, e: not n.up and not agreed_later(n, e) and not any(w in e.get("attribute") for w in ("HELLMAN", "KEY_EXCHANGE"))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered value is not the configured one", "attribute", "mine", "theirs",
           when=lambda n, e: e.get("attribute") in ("encryption", "integrity", "prf") and bool(e.get("mine")) and not agreed_later(n, e)),
        on(Kind.ATTRIBUTE_REFUSED, Weight.SUGGESTS, "the offered transform is not configured here", "proposals",
           when=lambda n, e: not e.get("mine") and e.get("attribute") in ("", "encryption", "integrity", "prf") and not agreed_later(n, e)),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.SUGGESTS, "none of the peer's IKE proposals is acceptable here", "proposals", when=has_config),
        on(Kind.PROPOSAL_REFUSED, Weight.SUGGESTS, "the proposals do not overlap", when=lambda n, e: in_phase_1(n, e) and has_config(n, e)),
        on(Kind.UNPROTECTED_IGNORED, Weight.SUGGESTS, "the peer answered the first message with a notify in clear: mostly it refuses the proposals",
           when=lambda n, e: n.role == "initiator" and e.stage == Stage.INIT),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.SUGGESTS, "the peer accepts none of our proposals", phases=(0, 1)),
    ),
    remedy=(
        "Write down both ends' phase 1 proposals: encryption with key length, integrity or hash, PRF (IKEv2), group.",
        (
            "Configure one combination that both ends have, in one proposal, not spread over several; AES-256, SHA-256 and group 14 or "
            "better suit most gateways."
        ),
        "Initiate again: the responder must report a selected proposal, and the negotiation go on to authentication.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec connection, IKE Configurations: Encryption Algorithm and Authentication Algorithm; the peer must offer exactly these.",
        ),
        "strongSwan": ("swanctl.conf: connections.NAME.proposals = aes256-sha256-modp2048.", "ipsec.conf: ike=aes256-sha256-modp2048!"),
        "Libreswan": ("ipsec.conf: ike=aes256-sha2_256-modp2048",),
        "Cisco": (
            (
                "IOS: crypto isakmp policy N (encryption, hash, group); IKEv2: crypto ikev2 proposal (encryption, integrity, prf, group) "
                "and a crypto ikev2 policy that uses it."
            ),
            "ASA: crypto ikev1 policy N or crypto ikev2 policy N with encryption, hash or integrity, prf, group.",
        ),
        "Juniper": (
            (
                "set security ike proposal P encryption-algorithm aes-256-cbc authentication-algorithm sha-256 dh-group group14, used by "
                "the ike policy."
            ),
        ),
    },
    ask_for=(
        (
            "The responder's log of one attempt: it prints what was offered and what is configured. strongSwan: cfg = 2. Libreswan: "
            "journalctl -u ipsec."
        ),
        "The peer's configured phase 1 proposal, from its administrator, or DiagnoseVpnConnections on Alibaba Cloud.",
        (
            "Cisco: debug crypto isakmp, debug crypto ikev2, show crypto isakmp policy, show crypto ikev2 proposal. Juniper: show log kmd, "
            "show configuration security ike."
        ),
        "On this side: whether the peer has a connection for this address and IKE version at all; without one it may answer the same.",
    ),
    shows=(
        "received NO_PROPOSAL_CHOSEN notify error",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <3> received proposals unacceptable",
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: Oakley Transform [AES_CBC (256), HMAC_SHA2_256, MODP2048] refused',
        "2026-11-03 10:11:12: ERROR: rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = AES-CBC:3DES-CBC",
    ),
    silent=(
        "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built",
        "10[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
        "no acceptable traffic selectors found",
    ),
)  # fmt: skip
