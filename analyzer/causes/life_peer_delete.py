"""The peer deleted the SA."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation


def _deleted(n: Negotiation) -> Iterator[Clue]:
    """A DELETE for the IKE_SA that is not the end of a rekey or reauthentication."""
    if n.has(Kind.IKE_REKEYED, Kind.REAUTH, Kind.DUPLICATE_IKE, Kind.INITIAL_CONTACT):
        return
    for e in n.all(Kind.DELETE_RECEIVED):
        if e.get("what") == "ike":
            yield Clue(Weight.ALLOWS, e, "the peer closed the tunnel")


CAUSE = Cause(
    id="life.peer_delete",
    title="The peer closed the tunnel",
    find=_deleted,
    remedy=("Ask the peer's side why it deleted the SA at that time: its log says so.",),
)
