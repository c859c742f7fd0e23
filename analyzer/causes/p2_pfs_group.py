"""The PFS (Diffie-Hellman) groups of phase 2 differ, or only one end wants PFS.

How it shows
    Responder, IKEv1 quick mode: the ESP lists differ in the group alone (charon); "we require PFS but Quick I1
      SA specifies no GROUP_DESCRIPTION" (pluto); "pfs group mismatched", "no PFS is specified, but peer sends
      KE" (racoon).
    Initiator, IKEv1 (main or aggressive before): NO_PROPOSAL_CHOSEN with phase 1 up.
    IKEv2, both ends: invisible at first, because IKE_AUTH negotiates no group for its CHILD_SA. It shows at the
      first rekey or the second CHILD_SA, in CREATE_CHILD_SA: NO_PROPOSAL_CHOSEN or INVALID_KE_PAYLOAD. The
      tunnel works for exactly one lifetime.
    Some responders tolerate it: Libreswan in IKEv1 and Cisco IOS accept PFS that they did not ask for, so the
      tunnel comes up from one direction only.

Told apart from
    p2.algorithms: another transform type has no common value either; in IKEv2's IKE_AUTH it is always that.
    life.rekey: the rekey is refused for another reason, or collides.
    A healthy retry: INVALID_KE_PAYLOAD, then the rekey works with the group that was asked for.

References
    RFC 7296, sections 1.3.1, 1.3.3 and 2.17; RFC 2409, section 5.5; RFC 2407, section 4.5 (Group Description).
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 2.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import accepted_before, child_differences, first_child
from analyzer.causes._symptoms import name_of, phase_of, refused, silent, version_of
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage
from analyzer.proposals import GROUP


@needs(Kind.PROPOSALS_RECEIVED, Kind.CHILD_PROPOSAL_REFUSED)
def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in child_differences(n):
        if GROUP in difference.types:
            details = {"PFS group, here": ", ".join(difference.mine[GROUP]), "PFS group, peer": ", ".join(difference.theirs[GROUP])}
            for e in events:
                yield Clue(Weight.PROVES, e, "the proposals differ in the group of phase 2", details)


@needs(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED)
def _refused(n: Negotiation) -> Iterator[Clue]:
    for e in n.all(Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED):
        if name_of(e) in ("NO_PROPOSAL_CHOSEN", "INVALID_KE_PAYLOAD") and phase_of(n, e) == 2:
            if version_of(n, e) == 2 and first_child(e):
                continue
            if version_of(n, e) == 2 and (e.stage >= Stage.CHILD_UP or _replacing(n, e)):
                yield Clue(Weight.FITS, e, "the first CHILD_SA came up, a new one with its own key exchange is refused")
            else:
                yield Clue(Weight.ALLOWS, e, "the peer accepts none of our phase 2 proposals")


def _replacing(n: Negotiation, e: Event) -> bool:
    """Whether what was refused was to replace a CHILD_SA that is up."""
    asked = any(r.get("notify") == "REKEY_SA" and r.seq < e.seq for r in n.all(Kind.CHILD_INITIATE))
    return asked or any(r.get("what") == "child" and r.seq > e.seq for r in n.all(Kind.REKEY_FAILED))


@needs(Kind.CHILD_PROPOSAL_REFUSED)
def _refused_here(n: Negotiation) -> Iterator[Clue]:
    """We refuse a later CHILD_SA's proposals; if its algorithms were accepted for an earlier one, only the group is left."""
    for e in n.all(Kind.CHILD_PROPOSAL_REFUSED):
        if version_of(n, e) == 2 and first_child(e) and (e.stage > Stage.UNKNOWN or e.get("exchange")):
            continue
        earlier = accepted_before(n, e) if n.child_up_at is not None else None
        if earlier is not None:
            why = "the same encryption and integrity were accepted for the first CHILD_SA: only the group of the new one can differ"
            yield Clue(Weight.PROVES, e, why, {"accepted before": earlier.get("proposal"), "offered now": e.get("proposals")})
        elif version_of(n, e) == 2 and e.stage >= Stage.CHILD_UP:
            yield Clue(Weight.FITS, e, "the first CHILD_SA came up, a new one with its own key exchange is refused")
        elif e.get("attribute") == "group-or-mode":
            yield Clue(Weight.SUGGESTS, e, "the refusal's code is about the group or the mode")
        else:
            yield Clue(Weight.ALLOWS, e, "none of the peer's phase 2 proposals is acceptable here")


CAUSE = Cause(
    id="p2.pfs_group",
    phase=2,
    faq=("2",),
    aliases=(
        "PfsMismatch (Alibaba Cloud VPN Gateway)",
        "phase2 proposal or pfs mismatch 2 (Huawei)",
        "ipsec_policy_mismatch (IBM Cloud VPN)",
    ),
    title="Phase 2 PFS (Diffie-Hellman) groups differ",
    find=clues(
        _computed,
        on(Kind.PFS_MISSING, Weight.PROVES, "PFS is required here, the peer sends none"),
        on(Kind.PFS_UNWANTED, Weight.PROVES, "the peer wants PFS, here it is not configured"),
        on(Kind.PFS_GROUP_MISMATCH, Weight.PROVES, "the PFS groups differ", "mine", "theirs"),
        on(Kind.KE_REFUSED, Weight.PROVES, "the peer insists on a group that is not configured here", "requested",
           when=lambda n, e: e.stage >= Stage.IKE_UP),
        _refused,
        _refused_here,
        on(Kind.PROPOSAL_REFUSED, Weight.FITS, "the first CHILD_SA came up, a new one with its own key exchange is refused",
           when=lambda n, e: e.get("what") == "child" and version_of(n, e) == 2 and e.stage >= Stage.CHILD_UP),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the phase 2 proposals do not overlap; the group is part of them",
           when=lambda n, e: n.up or e.get("what") == "child"),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "if phase 1 is up, the peer refused the phase 2 proposals", phases=(0,),
                versions=(1, None)),
        silent(Place.CHILD, Weight.ALLOWS, "the first quick mode message gets no usable answer", versions=(1,), floated=False, gave_up=True),
        silent(Place.CHILD, Weight.ALLOWS, "the first quick mode message gets no usable answer", versions=(1,), floated=True, gave_up=True),
    ),
    remedy=(
        "Read the PFS group of phase 2 on both ends; where a device has a default, set it explicitly.",
        "Configure the same group on both ends, or switch PFS off on both.",
        "Rekey the CHILD_SA by hand (or wait one lifetime): the new CHILD_SA must come up. With IKEv2 a first success proves nothing.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection, IPsec Configurations, DH Group (Perfect Forward Secrecy): the peer's group, or disabled where the peer "
                "has no PFS."
            ),
        ),
        "strongSwan": (
            (
                "swanctl.conf: children.NAME.esp_proposals = aes256-sha256-modp2048 (without group: no PFS); ipsec.conf: esp=. Test: "
                "swanctl --rekey --child NAME."
            ),
        ),
        "Libreswan": ("ipsec.conf: pfs=yes or no, and the group in esp=aes256-sha2_256;modp2048 (without it the group of phase 1).",),
        "Cisco": ("IOS: set pfs group14 in the crypto map or ipsec profile. ASA: crypto map MAP N set pfs group14.",),
        "Juniper": ("set security ipsec policy POLICY perfect-forward-secrecy keys group14",),
    },
    ask_for=(
        (
            "The peer's PFS group for phase 2. Alibaba Cloud: DH Group under IPsec Configurations, or DiagnoseVpnConnections. Cisco: show "
            "crypto map. Juniper: show configuration security ipsec policy."
        ),
        (
            "The responder's log of one attempt or of one rekey (swanctl --rekey --child NAME). strongSwan: cfg = 2. Libreswan: journalctl "
            "-u ipsec."
        ),
        "With IKEv2: whether the failure comes one lifetime after a good start.",
    ),
    shows=(
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: we require PFS but Quick I1 SA specifies no GROUP_DESCRIPTION',
        "2026-11-03 10:11:12: ERROR: pfs group mismatched: my:14 peer:2",
        "2026-11-03 10:11:12: ERROR: no PFS is specified, but peer sends KE.",
    ),
    silent=(
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "ignoring KE payload, agreed on a non-PFS proposal",
        'Nov  3 10:11:12 gw pluto[912]: "a" #2: IKE_AUTH response rejected Child SA with NO_PROPOSAL_CHOSEN',
    ),
)  # fmt: skip
