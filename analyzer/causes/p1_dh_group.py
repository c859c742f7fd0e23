"""The two ends have no common Diffie-Hellman group (key exchange method) for phase 1.

How it shows
    Responder, IKEv1 main and aggressive: the proposals agree on all but the group, and it refuses them; racoon
      names it: "rejected dh_group".
    Responder, IKEv2: the same with NO_PROPOSAL_CHOSEN; if only the initiator's first guess is wrong, "DH group
      A unacceptable, requesting B", and the retry works.
    Initiator, IKEv1: NO_PROPOSAL_CHOSEN. Aggressive mode cannot retry with another group.
    Initiator, IKEv2: NO_PROPOSAL_CHOSEN, or "requested DH group B not contained in any of our proposals".

Told apart from
    p1.algorithms: a second transform type has no common value either; an initiator cannot tell the two apart.
    A healthy retry: INVALID_KE_PAYLOAD once, then an answer to the second IKE_SA_INIT.
    p1.psk: number 17 in IKEv1 is INVALID_KEY_INFORMATION, a missing key, although charon prints
      INVALID_KE_PAYLOAD.
    p2.pfs_group: the same refusal after phase 1 is up.

References
    RFC 7296, sections 1.2, 2.7 and 3.4; RFC 2409, section 6 and appendix A; RFC 8247, section 2.4.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import agreed_later, ike_differences, refused_alike
from analyzer.causes._symptoms import before_up, has_config, in_phase_1, refused
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage
from analyzer.proposals import GROUP


@needs(Kind.PROPOSALS_RECEIVED, Kind.IKE_PROPOSAL_REFUSED)
def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in ike_differences(n):
        if GROUP in difference.types:
            details = {"group, here": ", ".join(difference.mine[GROUP]), "group, peer": ", ".join(difference.theirs[GROUP])}
            for e in events:
                yield Clue(Weight.PROVES, e, "no common Diffie-Hellman group", details)


@needs(Kind.ATTRIBUTE_REFUSED)
def _all_refused(n: Negotiation) -> Iterator[Clue]:
    for e in refused_alike(n, "group"):
        yield Clue(Weight.PROVES, e, "the offered group is in no policy here, and nothing else was offered", {"theirs": e.get("theirs")})


CAUSE = Cause(
    id="p1.dh_group",
    phase=1,
    faq=("1",),
    aliases=(
        "DhGroupMismatch (Alibaba Cloud VPN Gateway)",
        "No Proposal Match Found by AWS (AWS Site-to-Site VPN)",
        "IkePolicyMismatch (Azure VPN Gateway)",
        "responder dh mismatch 6 (Huawei)",
        "initiator dh mismatch 7 (Huawei)",
    ),
    title="Phase 1 Diffie-Hellman groups differ",
    find=clues(
        _computed,
        _all_refused,
        on(Kind.KE_REFUSED, Weight.PROVES, "the peer insists on a group that is not configured here", "requested", "group", when=before_up),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered group is not the configured one", "mine", "theirs",
           when=lambda n, e: e.get("attribute") == "group" and bool(e.get("mine")) and not agreed_later(n, e)),
        on(Kind.TRANSFORM_MISMATCH, Weight.SUGGESTS, "the group has no common value", "attribute",
           when=lambda n, e: not n.up and not agreed_later(n, e) and any(w in e.get("attribute") for w in ("HELLMAN", "KEY_EXCHANGE"))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.ALLOWS, "the offered transform is not configured here", "proposals",
           when=lambda n, e: not e.get("mine") and e.get("attribute") == "" and not agreed_later(n, e)),
        on(Kind.ATTRIBUTE_REFUSED, Weight.SUGGESTS, "the offered group is not configured here", "theirs",
           when=lambda n, e: not e.get("mine") and e.get("attribute") == "group" and not agreed_later(n, e)),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.ALLOWS, "none of the peer's IKE proposals is acceptable here", when=has_config),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the proposals do not overlap", when=lambda n, e: in_phase_1(n, e) and has_config(n, e)),
        on(Kind.UNPROTECTED_IGNORED, Weight.ALLOWS, "the peer answered the first message with a notify in clear: mostly it refuses the proposals",
           when=lambda n, e: n.role == "initiator" and e.stage == Stage.INIT),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "the peer accepts none of our proposals", phases=(0, 1)),
        refused(("INVALID_KE_PAYLOAD",), Weight.SUGGESTS, "the peer wants another group", phases=(0, 1), versions=(2,)),
        refused(("INVALID_KE_PAYLOAD",), Weight.ALLOWS, "read as IKEv2 the peer wants another group", phases=(0, 1), versions=(1, None)),
    ),
    remedy=(
        (
            "Read the phase 1 group of both ends; where a device has a default, set the group explicitly (group 2 is 1024 bits, 5 is 1536, "
            "14 is 2048)."
        ),
        "Configure the same group on both ends, group 14 or better.",
        "Initiate again: the first exchange must complete, and authentication begin.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec connection, IKE Configurations, DH Group (Perfect Forward Secrecy): the same group as the peer, for example group14.",
        ),
        "strongSwan": ("swanctl.conf: the last part of connections.NAME.proposals (modp2048 is group 14); ipsec.conf: of ike=",),
        "Libreswan": ("ipsec.conf: the last part of ike=, for example ike=aes256-sha2_256-modp2048 (dh14).",),
        "Cisco": (
            (
                "IOS: group 14 under crypto isakmp policy or crypto ikev2 proposal. ASA: group 14 under crypto ikev1 policy or crypto "
                "ikev2 policy."
            ),
        ),
        "Juniper": ("set security ike proposal P dh-group group14",),
    },
    ask_for=(
        "The responder's log of one attempt, where both proposal lists are printed. strongSwan: cfg = 2. Libreswan: journalctl -u ipsec.",
        (
            "The peer's configured phase 1 group, from its administrator. Cisco: show crypto isakmp policy, show crypto ikev2 proposal. "
            "Juniper: show configuration security ike proposal."
        ),
        "In IKEv2: whether an IKE_SA_INIT with the requested group follows the INVALID_KE_PAYLOAD, and what answers it.",
    ),
    shows=(
        "requested DH group MODP_2048 not contained in any of our proposals",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> requested key exchange method ECP_384 not contained in any of our proposals",
        "2026-11-03 10:11:12: ERROR: rejected dh_group: DB(prop#1:trns#1):Peer(prop#1:trns#1) = 2048-bit MODP group:1024-bit MODP group",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: Discarding unauthenticated INVALID_KE_PAYLOAD response to DH MODP3072; suggested DH '
            "MODP2048 is not acceptable"
        ),
    ),
    silent=(
        "peer didn't accept DH group MODP_3072, it requested MODP_2048",
        "DH group MODP_3072 unacceptable, requesting MODP_2048",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: Received unauthenticated INVALID_KE_PAYLOAD response to DH MODP3072; resending with '
            "suggested DH MODP2048"
        ),
    ),
)  # fmt: skip
