"""The peer stopped answering on an established tunnel."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Place


def _unanswered(n: Negotiation) -> Iterator[Clue]:
    silence = n.silences.get(Place.ESTABLISHED)
    if silence is None or not silence.gave_up:
        return
    weight = Weight.PROVES if n.has(Kind.DPD_SENT) and n.up else Weight.FITS if n.up else Weight.SUGGESTS
    for e in silence.events:
        yield Clue(weight, e, "a request on the established tunnel gets no answer")


CAUSE = Cause(
    id="life.dpd_timeout",
    title="The peer stopped answering on an established tunnel",
    find=clues(
        on(Kind.DPD_TIMEOUT, Weight.PROVES, "the liveness check got no answer"),
        _unanswered,
        on(Kind.PEER_SILENT, Weight.FITS, "the peer no longer answers", when=lambda n, e: n.up and e.get("what") == "rekeying"),
    ),
    remedy=("Check the path between the gateways and whether the peer restarted at that time.",),
)  # fmt: skip
