"""The identity that one end sends (its LocalId) is not the one that the other end expects (its RemoteId).

How it shows
    Responder, IKEv1 main: it can decrypt message 5, looks the identity up and finds no connection: "no peer
      config found" (charon), "Peer ID ... mismatched on first found connection" (pluto). The initiator gets
      AUTHENTICATION_FAILED or INVALID_ID_INFORMATION, or cannot read the notify.
    Responder, IKEv1 aggressive: the identity is in message 1, so the refusal comes at once, in clear; Libreswan
      ignores it silently.
    Responder, IKEv2: "no matching peer config found"; the initiator gets AUTHENTICATION_FAILED.
    Initiator, when the responder's identity is wrong: "IDir ... does not match to" (IKEv1), "identity ...
      required" (IKEv2). The responder has already logged its SA as established and then receives a DELETE, or
      nothing.
    The type counts: an address, a name, a key ID and a DN are never equal. Behind NAT the default identity is
      the private address.

Told apart from
    p1.psk: in main mode an identity that was read proves the key. In IKEv2 the initiator sees the same notify
      for both.
    p1.mode, p1.auth_method: a connection with this identity exists, but not for this mode or method.
    p2.networks: INVALID_ID_INFORMATION after phase 1 is up is about the networks.

References
    RFC 7296, sections 2.15 and 3.5; RFC 2407, section 4.6.2; RFC 2409, section 5.4; RFC 4945, section 3.1.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import auth_failed, before_up, name_of, refused, refused_after_up, silent
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage


@needs(Kind.PEER_NOT_FOUND)
def _not_found(n: Negotiation) -> Iterator[Clue]:
    """No connection has this identity; unless the lookup failed for the mode or the method."""
    if n.has(Kind.NOT_ALLOWED, Kind.AGGRESSIVE_PSK_DISABLED):
        return
    lookups = n.all(Kind.PEER_LOOKUP)
    for e in n.all(Kind.PEER_NOT_FOUND):
        asked = next((x for x in reversed(lookups) if x.seq <= e.seq), None)
        details = {k: v for k in ("local_id", "remote_id") if asked is not None and (v := asked.get(k))}
        named = asked is not None or bool(e.get("remote_id"))
        old = n.ike_version != 2  # charon up to 5.2.0 prints the same where the mode or the method does not fit
        weight = (Weight.FITS if old else Weight.PROVES) if named else Weight.SUGGESTS if old or e.get("reason") else Weight.FITS
        yield Clue(weight, e, "no connection here has this pair of identities", details)
        if asked is not None:
            yield Clue(weight, asked, "these identities were looked for", details)


def _said_who_we_are(n: Negotiation, e: Event) -> bool:
    return n.role == "initiator" and e.stage == Stage.AUTH and not n.aggressive


CAUSE = Cause(
    id="p1.identity",
    phase=1,
    faq=("1",),
    aliases=(
        "PeerIdMismatch (Alibaba Cloud VPN Gateway)",
        "PEER_IDENTITY_MISMATCH (Google Cloud VPN)",
        "config ID mismatch 13 (Huawei)",
        "construct local ID fail 14 (Huawei)",
        "ike_v1_id_local_remote_cidr_mismatch (IBM Cloud VPN)",
        "cannot_authenticate_connection (IBM Cloud VPN)",
    ),
    title="LocalId or RemoteId is not what the other side expects",
    find=clues(
        on(Kind.ID_MISMATCH, Weight.PROVES, "the identity that came is not the one configured", "received_id", "expected_id"),
        on(Kind.CONSTRAINT_FAILED, Weight.FITS, "the connection requires another identity", "reason",
           when=lambda n, e: e.get("reason").startswith("identity")),
        _not_found,
        on(Kind.VERDICT_FAILED, Weight.ALLOWS, "the authentication failed; an identity that is not known ends so",
           when=lambda n, e: e.get("exchange") == "IKE_AUTH" and before_up(n, e)),
        on(Kind.AUTH_REFUSED, Weight.ALLOWS, "an unknown identity is refused so too", when=lambda n, e: not n.up and e.get("reason") == "not said"),
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer decrypted our message and refused who we are", phases=(0, 1),
                versions=(1,), methods=("psk", None)),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "a refused identity ends with the same notify", phases=(0, 1)),
        on(Kind.NOTIFY_RECEIVED, Weight.FITS, "the peer read our identity and refuses it",
           when=lambda n, e: name_of(e) == "INVALID_ID_INFORMATION" and n.ike_version == 1 and _said_who_we_are(n, e)),
        refused(("INVALID_ID_INFORMATION",), Weight.SUGGESTS, "before phase 1 is up this notify is about the identity", phases=(1,)),
        refused(("INVALID_ID_INFORMATION",), Weight.ALLOWS, "before phase 1 is up this notify would be about the identity", phases=(0,)),
        refused(("PAYLOAD_MALFORMED",), Weight.ALLOWS, "an encrypted refusal of the identity that we cannot read looks like this",
                phases=(0, 1), versions=(1, None)),
        on(Kind.AUTH_FAILED, Weight.ALLOWS, "a refused identity ends the same way", when=before_up),
        on(Kind.DECRYPT_FAILED, Weight.ALLOWS, "an encrypted refusal of the identity that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.ike_version != 2),
        on(Kind.NO_CONFIG, Weight.ALLOWS, "aggressive mode carries the identity in its first message",
           when=lambda n, e: n.aggressive or e.get("mode").lower().startswith("aggr")),
        on(Kind.AUTH_REFUSED, Weight.ALLOWS, "a refused identity ends with the same words",
           when=lambda n, e: auth_failed(n, e) and e.get("reason") == "IKE_AUTH"),
        refused_after_up(Weight.SUGGESTS, "the peer deletes the IKE_SA as soon as it has our identity", methods=("psk", None)),
        refused_after_up(Weight.ALLOWS, "the peer deletes the IKE_SA as soon as it has our identity", methods=("pubkey",)),
        silent(Place.AUTH, Weight.ALLOWS, "a peer may drop an unknown identity silently", versions=(1,)),
        silent(Place.FIRST, Weight.ALLOWS, "aggressive mode carries the identity in its first message, some peers ignore an unknown one",
               versions=(1,), mode="aggressive"),
    ),
    remedy=(
        (
            "Compare four values: this end's local and remote identity, and the other end's. Each local must equal the other's remote, "
            "type included."
        ),
        (
            "Behind NAT set the identity explicitly, to the public address or to a name; IKEv1 main mode with a pre-shared key allows "
            "addresses only."
        ),
        "Initiate again: the responder must select a connection for the identities.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "IPsec connection, IKE Configurations: LocalId (default: the gateway's address) must be the peer's remote identity, "
                "RemoteId (default: the customer gateway's address) its local one."
            ),
        ),
        "strongSwan": (
            "swanctl.conf: local.id and remote.id, then swanctl --load-conns; ipsec.conf: leftid= and rightid=, then ipsec update.",
        ),
        "Libreswan": (
            "ipsec.conf: leftid= and rightid=; a name takes a leading @ (leftid=@gw.example.com). Then ipsec auto --replace NAME.",
        ),
        "Cisco": (
            "IOS: crypto isakmp identity address (or hostname); IKEv2: identity local and match identity remote in crypto ikev2 profile.",
            "ASA: crypto isakmp identity address (or auto), and peer-id-validate in tunnel-group PEER ipsec-attributes.",
        ),
        "Juniper": ("set security ike gateway GW local-identity inet ADDRESS and remote-identity inet ADDRESS (or hostname NAME).",),
    },
    ask_for=(
        (
            "The responder's log of one attempt: it prints the identities that it looked for. strongSwan: ike = 2, cfg = 2. Libreswan: "
            "journalctl -u ipsec."
        ),
        (
            "The peer's configured LocalId and RemoteId with their types; on Alibaba Cloud the IPsec connection's details or "
            "DiagnoseVpnConnections."
        ),
        "Cisco: debug crypto isakmp or debug crypto ikev2, show running-config crypto. Juniper: show log kmd (IKE-ID validation).",
        "On this side: the line that names the own identity (charon: authentication of '...' (myself) with ...).",
    ),
    beats=("esp.invalid_spi",),
    shows=(
        "IDir 'sun.example.org' does not match to 'moon.example.org'",
        (
            "Nov  3 10:11:12 gw pluto[912]: \"a\" #1: Peer ID '@sun.example.org' mismatched on first found connection and no better "
            "connection found"
        ),
        "constraint check failed: identity 'moon.example.org' (ID_FQDN) required, not matched by 'sun.example.org' (ID_FQDN)",
        "Nov  3 10:11:12 gw charon[912]: 07[CFG] <3> no matching peer config found",
        "2026-11-03 10:11:12: ERROR: Expecting IP address type in main mode, but FQDN.",
    ),
    silent=(
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "07[CFG] <a|3> selected peer config 'a'",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)  # fmt: skip
