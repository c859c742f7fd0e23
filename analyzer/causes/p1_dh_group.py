"""Phase 1: the Diffie-Hellman groups (key exchange methods) differ."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._proposals import ike_differences
from analyzer.causes._symptoms import before_up, refused
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import GROUP


def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in ike_differences(n):
        if GROUP in difference.types:
            details = {"group, here": ", ".join(difference.mine[GROUP]), "group, peer": ", ".join(difference.theirs[GROUP])}
            for e in events:
                yield Clue(Weight.PROVES, e, "no common Diffie-Hellman group", details)


CAUSE = Cause(
    id="p1.dh_group",
    phase=1,
    faq=("1",),
    title="Phase 1 Diffie-Hellman groups differ",
    find=clues(
        _computed,
        on(Kind.KE_REFUSED, Weight.PROVES, "the peer insists on a group that is not configured here", "requested", "group", when=before_up),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered group is not the configured one", "mine", "theirs",
           when=lambda n, e: e.get("attribute") == "group" and bool(e.get("mine"))),
        on(Kind.TRANSFORM_MISMATCH, Weight.SUGGESTS, "the group has no common value", "attribute",
           when=lambda n, e: not n.up and any(w in e.get("attribute") for w in ("HELLMAN", "KEY_EXCHANGE"))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.ALLOWS, "the offered transform is not configured here", "proposals",
           when=lambda n, e: not e.get("mine") and e.get("attribute") in ("", "group")),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.ALLOWS, "none of the peer's IKE proposals is acceptable here"),
        on(Kind.PROPOSAL_REFUSED, Weight.ALLOWS, "the proposals do not overlap", when=lambda n, e: not n.up),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "the peer accepts none of our proposals", phases=(0, 1)),
        refused(("INVALID_KE_PAYLOAD",), Weight.SUGGESTS, "the peer wants another group", phases=(0, 1), versions=(2,)),
        refused(("INVALID_KE_PAYLOAD",), Weight.ALLOWS, "read as IKEv2 the peer wants another group", phases=(0, 1), versions=(1, None)),
    ),
    remedy=("Configure the same Diffie-Hellman group for phase 1 on both ends.",),
)  # fmt: skip
