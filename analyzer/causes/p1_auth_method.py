"""One end authenticates with a pre-shared key, the other requires a certificate or EAP, or the reverse.

How it shows
    Verifier, IKEv2: "constraint requires public key authentication, but pre-shared key was used" (charon),
      "peer attempted PSK authentication but we want" (pluto). The other end gets AUTHENTICATION_FAILED.
    Responder, IKEv1 main, charon: a key is offered and none configured: "no shared key found" at message 3. A
      signature is offered: "none allows RSA signature authentication using Main Mode" at message 5.
    Responder, IKEv1 aggressive, charon: refused at message 1, in clear.
    Responder, IKEv1, pluto: no connection with this method, and no answer: the initiator repeats message 1
      only. racoon: "rejected authmethod".
    Initiator, IKEv1: AUTHENTICATION_FAILED, INVALID_KEY_INFORMATION, NO_PROPOSAL_CHOSEN or silence, by the
      responder's product.

Told apart from
    p1.psk: both ends use keys, and one is wrong or missing.
    p1.mode: the same charon line names method and mode together.
    p1.certificate: both ends use certificates, and one is refused.

References
    RFC 7296, sections 2.15, 2.16 and 3.8; RFC 2409, section 5 and appendix A (Authentication Method); RFC 7427.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._proposals import agreed_later, refused_alike
from analyzer.causes._symptoms import auth_failed, refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.advance import method_class
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place


@needs(Kind.ATTRIBUTE_REFUSED)
def _all_refused(n: Negotiation) -> Iterator[Clue]:
    for e in refused_alike(n, "method"):
        yield Clue(Weight.PROVES, e, "the offered method is in no policy here, and nothing else was offered", {"theirs": e.get("theirs")})


CAUSE = Cause(
    id="p1.auth_method",
    phase=1,
    aliases=("ProposalMismatch (Alibaba Cloud VPN Gateway)",),
    title="Authentication methods differ (pre-shared key, certificate, EAP)",
    find=clues(
        on(Kind.AUTH_METHOD_MISMATCH, Weight.PROVES, "the peer used another method than the configuration requires", "required", "used"),
        on(Kind.ATTRIBUTE_REFUSED, Weight.PROVES, "the offered authentication method is not the configured one", "mine", "theirs",
           when=lambda n, e: e.get("attribute") == "method" and (bool(e.get("mine")) or e.get("what") != "ike") and not agreed_later(n, e)),
        _all_refused,
        on(Kind.ATTRIBUTE_REFUSED, Weight.SUGGESTS, "the offered authentication method is not configured here", "theirs",
           when=lambda n, e: e.get("attribute") == "method" and e.get("what") == "ike" and not e.get("mine") and not agreed_later(n, e)),
        on(Kind.NOT_ALLOWED, Weight.SUGGESTS, "the peer is known here, but not for this method", "method", "mode",
           when=lambda n, e: method_class(e.get("method")) not in (None, "psk")),
        on(Kind.NOT_ALLOWED, Weight.ALLOWS, "the peer is known here, but not for this method in this mode", "method", "mode",
           when=lambda n, e: bool(e.get("method"))),
        on(Kind.PEER_NOT_FOUND, Weight.ALLOWS, "older daemons print the same where the method does not fit", when=lambda n, e: n.ike_version == 1),
        on(Kind.KEY_MISSING, Weight.ALLOWS, "an end that is configured for certificates has no key either"),
        on(Kind.AUTH_REFUSED, Weight.ALLOWS, "a method that is not accepted ends with the same words",
           when=lambda n, e: auth_failed(n, e) and e.get("reason") == "IKE_AUTH"),
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
    remedy=(
        (
            "Compare how each end authenticates itself with what the other end demands of it; with IKEv2 the two directions are set "
            "separately."
        ),
        "Use the same method on both ends.",
        "Initiate again: both ends must report the same method in their authentication lines.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection: a common gateway authenticates with Pre-Shared Key; certificates need a VPN gateway of the SM type. Set "
                "the peer to pre-shared key."
            ),
        ),
        "strongSwan": (
            "swanctl.conf: local.auth and remote.auth = psk (pubkey, eap-...); ipsec.conf: leftauth= and rightauth= (or authby=).",
        ),
        "Libreswan": ("ipsec.conf: authby=secret (key) or authby=rsasig, ecdsa (certificate); per end: leftauth= and rightauth=.",),
        "Cisco": (
            (
                "IOS: authentication pre-share (or rsa-sig) in crypto isakmp policy; IKEv2: authentication local and authentication remote "
                "in crypto ikev2 profile."
            ),
            (
                "ASA: authentication pre-share in crypto ikev1 policy; ikev2 local-authentication and remote-authentication in the "
                "tunnel-group."
            ),
        ),
        "Juniper": ("set security ike proposal P authentication-method pre-shared-keys (or rsa-signatures)",),
    },
    ask_for=(
        (
            "The peer's authentication method for this connection, in both directions. strongSwan: swanctl --list-conns or ipsec "
            "statusall. Libreswan: ipsec status (policy line)."
        ),
        "The responder's log of one attempt. strongSwan: ike = 2, cfg = 2. Libreswan: journalctl -u ipsec.",
        "Cisco: debug crypto isakmp or debug crypto ikev2, show running-config crypto. Juniper: show configuration security ike.",
    ),
    shows=(
        "constraint requires public key authentication, but pre-shared key was used",
        'Nov  3 10:11:12 gw pluto[912]: "a" #1: authentication failed: peer attempted PSK authentication but we want RSASIG',
        "2026-11-03 10:11:12: ERROR: rejected authmethod: DB(prop#1:trns#1):Peer(prop#1:trns#1) = RSA signatures:pre-shared key",
        "peer requested EAP, config unacceptable",
    ),
    silent=(
        "07[IKE] authentication of 'moon.example.org' (myself) with pre-shared key",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)  # fmt: skip
