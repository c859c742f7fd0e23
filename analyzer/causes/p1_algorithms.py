"""Phase 1: encryption, integrity (hash) or PRF algorithms differ."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._proposals import ike_differences
from analyzer.causes._symptoms import refused
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import GROUP


def _computed(n: Negotiation) -> Iterator[Clue]:
    for events, difference in ike_differences(n):
        types = [t for t in difference.types if t != GROUP]
        if types:
            details = {f"{t}, {side}": ", ".join(values[t]) for t in types for side, values in (("here", difference.mine), ("peer", difference.theirs))}
            for e in events:
                yield Clue(Weight.PROVES, e, f"no common {' and no common '.join(types)}", details)


CAUSE = Cause(
    id="p1.algorithms",
    phase=1,
    faq=("1",),
    title="Phase 1 encryption, integrity or PRF algorithms differ",
    find=clues(
        _computed,
        on(Kind.TRANSFORM_MISMATCH, Weight.SUGGESTS, "this transform type has no common algorithm", "attribute",
           when=lambda n, e: not n.up and not any(w in e.get("attribute") for w in ("HELLMAN", "KEY_EXCHANGE"))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered value is not the configured one", "attribute", "mine", "theirs",
           when=lambda n, e: e.get("attribute") in ("encryption", "integrity", "prf") and bool(e.get("mine"))),
        on(Kind.ATTRIBUTE_REFUSED, Weight.SUGGESTS, "the offered transform is not configured here", "proposals",
           when=lambda n, e: not e.get("mine") and e.get("attribute") in ("", "encryption", "integrity", "prf")),
        on(Kind.IKE_PROPOSAL_REFUSED, Weight.SUGGESTS, "none of the peer's IKE proposals is acceptable here", "proposals"),
        on(Kind.PROPOSAL_REFUSED, Weight.SUGGESTS, "the proposals do not overlap", when=lambda n, e: not n.up),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.SUGGESTS, "the peer accepts none of our proposals", phases=(0, 1)),
    ),
    remedy=("Configure one encryption, one integrity and (IKEv2) one PRF algorithm that both ends have, in the same phase 1 proposal.",),
)  # fmt: skip
