"""LocalId or RemoteId is not what the other side expects."""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Negotiation, Place


def _not_found(n: Negotiation) -> Iterator[Clue]:
    """No connection has this identity; unless the lookup failed for the mode or the method."""
    if n.has(Kind.NOT_ALLOWED, Kind.AGGRESSIVE_PSK_DISABLED):
        return
    lookups = n.all(Kind.PEER_LOOKUP)
    for e in n.all(Kind.PEER_NOT_FOUND):
        asked = next((x for x in reversed(lookups) if x.seq <= e.seq), None)
        details = {k: v for k in ("local_id", "remote_id") if asked is not None and (v := asked.get(k))}
        weight = Weight.PROVES if asked is not None or e.get("remote_id") else Weight.FITS
        yield Clue(weight, e, "no connection here has this pair of identities", details)
        if asked is not None:
            yield Clue(weight, asked, "these identities were looked for", details)


CAUSE = Cause(
    id="p1.identity",
    phase=1,
    faq=("1",),
    title="LocalId or RemoteId is not what the other side expects",
    find=clues(
        on(Kind.ID_MISMATCH, Weight.PROVES, "the identity that came is not the one configured", "received_id", "expected_id"),
        _not_found,
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer decrypted our message and refused who we are", phases=(0, 1),
                versions=(1,), methods=("psk", None)),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "a refused identity ends with the same notify", phases=(0, 1)),
        refused(("INVALID_ID_INFORMATION",), Weight.SUGGESTS, "before phase 1 is up this notify is about the identity", phases=(1,)),
        refused(("INVALID_ID_INFORMATION",), Weight.ALLOWS, "before phase 1 is up this notify would be about the identity", phases=(0,)),
        refused(("PAYLOAD_MALFORMED",), Weight.ALLOWS, "an encrypted refusal of the identity that we cannot read looks like this",
                phases=(0, 1), versions=(1, None)),
        on(Kind.DECRYPT_FAILED, Weight.ALLOWS, "an encrypted refusal of the identity that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.ike_version != 2),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "aggressive mode carries the identity in its first message",
           when=lambda n, e: n.aggressive or e.get("mode").lower().startswith("aggr")),
        silent(Place.AUTH, Weight.ALLOWS, "a peer may drop an unknown identity silently", versions=(1,)),
        silent(Place.FIRST, Weight.ALLOWS, "aggressive mode carries the identity in its first message, some peers ignore an unknown one",
               versions=(1,), mode="aggressive"),
    ),
    remedy=("Make the local identity of each end equal to the remote identity that the other end is configured to expect, type included.",),
)  # fmt: skip
