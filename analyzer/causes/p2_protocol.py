"""One end offers ESP for phase 2, the other AH.

How it shows
    Responder, IKEv1 quick mode and IKEv2: the lists of charon begin with AH: on one side and ESP: on the other
      ("protocol mismatch, skipping" at cfg = 2); racoon "proto_id mismatched"; pluto refuses the proposal.
    Initiator, IKEv1 and IKEv2: NO_PROPOSAL_CHOSEN after phase 1 is up.
    Cloud gateways offer ESP only. AH does not pass NAT.

Told apart from
    p2.algorithms: both lists are of the same protocol.
    p2.pfs_group: the lists differ in the group alone.

References
    RFC 7296, section 3.3.1; RFC 2407, section 4.4; RFC 4302; RFC 4303; RFC 8221, section 4.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import child_lists
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import protocols


@needs(Kind.PROPOSALS_RECEIVED, Kind.CHILD_PROPOSAL_REFUSED)
def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, mine, theirs in child_lists(n):
        if mine and theirs and not protocols(mine) & protocols(theirs):
            for e in events:
                yield Clue(Weight.PROVES, e, "one end offers ESP, the other AH",
                           {"protocol, here": ", ".join(protocols(mine)), "protocol, peer": ", ".join(protocols(theirs))})  # fmt: skip


CAUSE = Cause(
    id="p2.protocol",
    phase=2,
    aliases=("SecurityProtocolMismatch (Alibaba Cloud VPN Gateway)",),
    title="ESP against AH",
    find=clues(on(Kind.PROTOCOL_MISMATCH, Weight.PROVES, "one end offers ESP, the other AH", "mine", "theirs"), _computed),
    remedy=(
        "Set ESP with encryption and integrity on both ends; AH is hardly ever needed.",
        "Initiate again: the CHILD_SA must come up with ESP SPIs on both ends.",
    ),
    remedies={
        "Alibaba Cloud": ("The gateway does ESP only: change the peer.",),
        "strongSwan": ("swanctl.conf: children.NAME.esp_proposals, and no ah_proposals; ipsec.conf: esp=, and no ah=.",),
        "Libreswan": ("ipsec.conf: phase2=esp (not ah).",),
        "Cisco": ("IOS: a transform-set of esp-... transforms, without ah-...; ASA does ESP only.",),
        "Juniper": ("set security ipsec proposal P protocol esp",),
    },
    ask_for=("The peer's phase 2 protocol and proposal, and the responder's log of one attempt (strongSwan: cfg = 2).",),
    shows=("2026-11-03 10:11:12: ERROR: proto_id mismatched: my:ESP peer:AH", "protocol mismatch, skipping"),
    silent=("received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built", "received TS_UNACCEPTABLE notify, no CHILD_SA built"),
)
