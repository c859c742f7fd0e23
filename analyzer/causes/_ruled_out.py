"""What a negotiation disproves: causes that its own progress excludes, and the progress that does."""

from collections.abc import Iterator

from analyzer.causes._symptoms import thrown_away
from analyzer.kinds import Kind
from analyzer.model import Named
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage

_PHASE_1 = ("p1.psk", "p1.ike_version", "p1.mode", "p1.identity", "p1.algorithms", "p1.dh_group", "p1.peer_address", "p1.auth_method")


def ruled_out(n: Negotiation, answer: str) -> Iterator[Named]:
    """The causes that this negotiation excludes, except the one that was found."""
    seen = {answer}
    for cause, why in _reasons(n):
        if cause not in seen:
            seen.add(cause)
            yield Named(cause, why)


def _reasons(n: Negotiation) -> Iterator[tuple[str, str]]:
    if n.up and not thrown_away(n):
        for cause in (*_PHASE_1, "p1.peer_unreachable"):
            yield cause, "phase 1 came up"
    if n.up:
        return
    if n.received and not n.has(Kind.HALF_OPEN_TIMEOUT):
        yield "p1.peer_unreachable", "the peer's messages arrive here"
    if n.stage >= Stage.INIT_DONE and (n.ike_version == 2 or n.stage >= Stage.KEYED or n.has(Kind.PROPOSAL_SELECTED)):
        for cause in ("p1.algorithms", "p1.dh_group"):
            yield cause, "the IKE proposal was agreed"
        yield "p1.ike_version", "both ends speak the same IKE version"
    if n.has(Kind.PEER_SELECTED, Kind.KEY_MISMATCH):
        yield "p1.peer_address", "a connection for this peer was found"
        if n.has(Kind.PEER_SELECTED) and not n.has(Kind.HALF_OPEN_TIMEOUT):
            yield "p1.identity", "the identities were found in a connection"
    if n.has(Kind.PEER_ID, Kind.PEER_NOT_FOUND, Kind.NOT_ALLOWED) and n.ike_version == 1 and n.mode == "main" and n.method != "pubkey":
        yield "p1.psk", "the identity could be decrypted, so the pre-shared keys agree"
    if n.has(Kind.NOTIFY_RECEIVED) and n.ike_version == 1 and n.mode == "main" and n.stage >= Stage.AUTH and n.method == "psk" and any(
        e.get("notify") == "AUTHENTICATION_FAILED" for e in n.all(Kind.NOTIFY_RECEIVED)
    ):
        yield "p1.psk", "the peer could decrypt our identity before it refused it"
