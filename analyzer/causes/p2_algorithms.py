"""The phase 2 (ESP or AH) proposals have no common encryption or integrity algorithm.

How it shows
    Responder, IKEv1 quick mode and IKEv2: charon prints both lists with ESP: and "no matching proposal found"
      (IKEv1) or "no acceptable proposal found" (IKEv2); pluto "no acceptable Proposal in IPsec SA" or "no local
      proposal matches remote proposals 1:ESP:..."; racoon "trns_id mismatched", "authtype mismatched".
    Initiator, IKEv1 (main or aggressive before): NO_PROPOSAL_CHOSEN with phase 1 up; Libreswan repeats quick
      mode message 1: "perhaps peer likes no proposal".
    Initiator, IKEv2: "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built", the IKE_SA stays up ("keeping
      IKE_SA").
    OpenIKED answers IKE_AUTH with a bare NO_PROPOSAL_CHOSEN: charon then misses the IDr payload.

Told apart from
    p2.pfs_group: the lists differ in the group alone. In IKEv2 the first CHILD_SA has no group, so
      NO_PROPOSAL_CHOSEN in IKE_AUTH cannot be PFS.
    p1.algorithms: the lists begin with IKE:, or phase 1 is not up.
    p2.networks: some products send NO_PROPOSAL_CHOSEN for networks in IKEv1.

References
    RFC 7296, sections 1.3.1, 2.7 and 2.21.2; RFC 2409, section 5.5; RFC 2407, section 4.5; RFC 8221.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 2.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import child_differences, first_child
from analyzer.causes._symptoms import hinted, in_phase_1, name_of, phase_of, refused, silent, version_of
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place
from analyzer.proposals import GROUP


@needs(Kind.PROPOSALS_RECEIVED, Kind.CHILD_PROPOSAL_REFUSED)
def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in child_differences(n):
        types = [t for t in difference.types if t != GROUP]
        if types:
            details = {
                f"{t}, {side}": ", ".join(values[t])
                for t in types
                for side, values in (("here", difference.mine), ("peer", difference.theirs))
            }
            for e in events:
                yield Clue(Weight.PROVES, e, f"no common {' and no common '.join(types)}", details)


@needs(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED)
def _refused(n: Negotiation) -> Iterator[Clue]:
    """NO_PROPOSAL_CHOSEN for a CHILD_SA; with the first one of IKEv2 no group is negotiated, so it cannot be PFS."""
    for e in n.all(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED):
        if name_of(e) == "NO_PROPOSAL_CHOSEN" and phase_of(n, e) == 2:
            only = version_of(n, e) == 2 and first_child(e) and n.dialect != "cisco_asa"  # an ASA refuses networks with it too
            yield Clue(Weight.FITS if only else Weight.SUGGESTS, e, "the peer accepts none of our phase 2 proposals")


def _esp(e: Event) -> bool:
    return e.get("attribute") in ("esp-encryption", "esp-integrity")


def _is_refused(n: Negotiation) -> bool:
    """Whether no other comparison fitted: each of them is printed, those before the one that fits too."""
    return bool(n.all(Kind.CHILD_PROPOSAL_REFUSED, Kind.PROPOSAL_REFUSED, Kind.CHILD_FAILED))


def _of_group(n: Negotiation) -> bool:
    """Whether the refusal says that it is about the group or the mode."""
    return any(e.get("attribute") == "group-or-mode" for e in n.all(Kind.CHILD_PROPOSAL_REFUSED))


CAUSE = Cause(
    id="p2.algorithms",
    phase=2,
    faq=("2",),
    aliases=(
        "EncryptionAlgorithmMismatch (Alibaba Cloud VPN Gateway)",
        "AuthenticationAlgorithmMismatch (Alibaba Cloud VPN Gateway)",
        "No Proposal Match Found (AWS Site-to-Site VPN)",
        "Policy Mismatch 13868 (Azure VPN Gateway)",
        "phase2 proposal or pfs mismatch 2 (Huawei)",
        "ipsec_policy_mismatch (IBM Cloud VPN)",
    ),
    title="Phase 2 (ESP/AH) algorithms differ",
    find=clues(
        _computed,
        _refused,
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.SUGGESTS, "none of the peer's phase 2 proposals is acceptable here", "proposals",
           when=lambda n, e: not _of_group(n)),
        on(Kind.CHILD_PROPOSAL_REFUSED, Weight.ALLOWS, "none of the peer's phase 2 proposals is acceptable here", "proposals",
           when=lambda n, e: _of_group(n)),
        on(Kind.ATTRIBUTE_REFUSED, Weight.FITS, "the offered transform is not configured here", "theirs",
           when=lambda n, e: e.get("attribute") == "esp-transform"),
        on(Kind.PROPOSAL_REFUSED, Weight.SUGGESTS, "the proposals do not overlap", when=lambda n, e: not in_phase_1(n, e)),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered value is not the configured one", "attribute", "mine", "theirs",
           when=lambda n, e: _esp(e) and (not hinted(n, e) or _is_refused(n))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.FITS, "the offered value is not the one that it was compared with", "attribute", "mine", "theirs",
           when=lambda n, e: _esp(e) and hinted(n, e) and not _is_refused(n)),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "if phase 1 is up, the peer refused the phase 2 proposals", phases=(0,),
                versions=(1, None)),
        silent(Place.CHILD, Weight.SUGGESTS, "the first quick mode message gets no usable answer", versions=(1,), floated=False, gave_up=True),
        silent(Place.CHILD, Weight.ALLOWS, "the first quick mode message gets no usable answer", versions=(1,), floated=True, gave_up=True),
    ),
    remedy=(
        "Write down both ends' phase 2 proposals: encryption with key length, integrity (none with AES-GCM), PFS group.",
        "Configure one combination that both ends have, for example AES-256 with SHA-256.",
        "Initiate again: the CHILD_SA must come up.",
    ),
    remedies={
        "Alibaba Cloud": (
            "IPsec connection, IPsec Configurations: Encryption Algorithm and Authentication Algorithm; the peer must offer exactly these.",
        ),
        "strongSwan": ("swanctl.conf: children.NAME.esp_proposals = aes256-sha256; ipsec.conf: esp=aes256-sha256!",),
        "Libreswan": ("ipsec.conf: esp=aes256-sha2_256 (older: phase2alg=).",),
        "Cisco": (
            "IOS: crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac, used by the crypto map or profile.",
            (
                "ASA: crypto ipsec ikev1 transform-set, or crypto ipsec ikev2 ipsec-proposal (protocol esp encryption, protocol esp "
                "integrity)."
            ),
        ),
        "Juniper": (
            (
                "set security ipsec proposal P encryption-algorithm aes-256-cbc authentication-algorithm hmac-sha-256-128, used by the "
                "ipsec policy"
            ),
        ),
    },
    ask_for=(
        "The responder's log of one attempt: it prints both ESP proposal lists. strongSwan: cfg = 2. Libreswan: journalctl -u ipsec.",
        (
            "The peer's configured phase 2 proposal and PFS group. Alibaba Cloud: IPsec Configurations of the connection, or "
            "DiagnoseVpnConnections."
        ),
        "Cisco: debug crypto ipsec, show crypto ipsec transform-set. Juniper: show log kmd, show configuration security ipsec.",
    ),
    shows=(
        "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built",
        "2026-11-03 10:11:12: ERROR: trns_id mismatched: my:AES peer:3DES",
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: no acceptable Proposal in IPsec SA',
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: IKE_AUTH response rejected Child SA with NO_PROPOSAL_CHOSEN',
    ),
    silent=(
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "10[CFG] selected proposal: ESP:AES_GCM_16_256/NO_EXT_SEQ",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)  # fmt: skip
