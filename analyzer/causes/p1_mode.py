"""One end speaks main mode, the other is configured for aggressive mode (IKEv1)."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place

CAUSE = Cause(
    id="p1.mode",
    phase=1,
    faq=("1",),
    title="Main mode against aggressive mode",
    find=clues(
        on(Kind.AGGRESSIVE_PSK_DISABLED, Weight.PROVES, "aggressive mode with a pre-shared key is not allowed here"),
        on(Kind.NOT_ALLOWED, Weight.PROVES, "the peer is known here, but not for this mode", "mode", when=lambda n, e: not e.get("method")),
        on(Kind.NOT_ALLOWED, Weight.SUGGESTS, "the peer is known here, but not for this method in this mode", "mode", "method",
           when=lambda n, e: bool(e.get("method"))),
        on(Kind.NO_CONFIG, Weight.SUGGESTS, "no connection of this mode fits the peer", "mode",
           when=lambda n, e: e.get("mode").lower().startswith("aggr")),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "no connection fits; one of the other mode would look the same",
           when=lambda n, e: n.ike_version == 1 or e.get("ike_version") == "1"),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "a responder that wants the other mode refuses so", phases=(0, 1), versions=(1,)),
        refused(("PAYLOAD_MALFORMED",), Weight.ALLOWS, "an unreadable refusal of the mode looks like this", phases=(1,), versions=(1,)),
        on(Kind.DECRYPT_FAILED, Weight.ALLOWS, "an encrypted refusal that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.ike_version == 1 and n.method != "pubkey"),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore the other mode silently", versions=(1,)),
    ),
    remedy=("Set the same negotiation mode on both ends; main mode where both can.",),
)  # fmt: skip
