"""One end authenticates with a pre-shared key, the other wants a certificate or EAP, or the reverse."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place, method_class

CAUSE = Cause(
    id="p1.auth_method",
    phase=1,
    title="Authentication methods differ (pre-shared key, certificate, EAP)",
    find=clues(
        on(Kind.AUTH_METHOD_MISMATCH, Weight.PROVES, "the peer used another method than the configuration requires", "required", "used"),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered authentication method is not the configured one", "mine", "theirs",
           when=lambda n, e: e.get("attribute") == "method"),
        on(Kind.NOT_ALLOWED, Weight.SUGGESTS, "the peer is known here, but not for this method", "method", "mode",
           when=lambda n, e: method_class(e.get("method")) not in (None, "psk")),
        on(Kind.NOT_ALLOWED, Weight.ALLOWS, "the peer is known here, but not for this method in this mode", "method", "mode",
           when=lambda n, e: bool(e.get("method"))),
        on(Kind.KEY_MISSING, Weight.ALLOWS, "an end that is configured for certificates has no key either"),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "no connection with this method fits the peer",
           when=lambda n, e: n.ike_version == 1 or e.get("ike_version") == "1" or bool(e.get("method"))),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "a peer that wants another method refuses so", phases=(0, 1)),
        refused(("INVALID_KE_PAYLOAD", "INVALID_KEY_INFORMATION"), Weight.ALLOWS, "a peer that wants certificates has no key for us",
                phases=(0, 1), versions=(1,)),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "in IKEv1 the method is part of the proposal", phases=(1,), versions=(1,)),
        refused(("PAYLOAD_MALFORMED",), Weight.ALLOWS, "an unreadable refusal of the method looks like this", phases=(1,), versions=(1,)),
        on(Kind.DECRYPT_FAILED, Weight.ALLOWS, "an encrypted refusal that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.ike_version == 1),
        silent(Place.FIRST, Weight.ALLOWS, "some responders ignore an unknown method silently", versions=(1,)),
        silent(Place.AUTH, Weight.ALLOWS, "some responders drop an unknown method silently", versions=(1,)),
    ),
    remedy=("Use the same authentication method on both ends.",),
)  # fmt: skip
