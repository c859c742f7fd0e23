"""The peer's address is not the configured one: no connection here is for it."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place

CAUSE = Cause(
    id="p1.peer_address",
    phase=1,
    title="No connection is configured for this peer's address",
    find=clues(
        on(Kind.NO_CONFIG, Weight.SUGGESTS, "no connection fits this pair of addresses", "local", "remote"),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "a peer that has no connection for our address answers so", phases=(0, 1)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore an unknown address silently", versions=(1, None)),
    ),
    remedy=("Configure the address from which the peer really comes (look at the log line, behind NAT it is the public one).",),
)  # fmt: skip
