"""The two ends hold different pre-shared keys, or one end holds none for this peer.

How it shows
    IKEv1 main mode: the key enters the keys of messages 5 and 6, so the receiver decrypts garbage. Responder:
      "invalid ID_V1 payload length, decryption failed?" (charon), "mismatch of preshared secrets?" (pluto),
      then the half-open SA times out. Initiator: an unreadable notify or none, and message 5 again and again.
    IKEv1 aggressive mode: the initiator checks first: "calculated HASH does not match HASH payload". The
      responder repeats message 2 and never learns why.
    IKEv2: the responder checks AUTH: "tried 1 shared key ..., but MAC mismatched". The initiator gets
      AUTHENTICATION_FAILED, the same notify as for a wrong identity or method.
    No key at all: the end that lacks it says so ("no shared key found"). The other end gets
      AUTHENTICATION_FAILED (IKEv2), or INVALID_KEY_INFORMATION (IKEv1, number 17), which charon prints as
      INVALID_KE_PAYLOAD; Libreswan may answer NO_PROPOSAL_CHOSEN.
    Juniper: "Invalid syntax" or "Invalid payload type" in IKEv1, "Authentication failed" in IKEv2; a Junos peer says
      "Incorrect pre-shared key" itself.

Told apart from
    p1.identity: in main mode an identity that could be read proves that the keys agree. In IKEv2 the initiator
      cannot tell the two apart.
    p1.nat_traversal: the same silence after message 5, but nothing of it reaches the responder on UDP 4500.
    p1.dh_group: INVALID_KE_PAYLOAD is about the group in IKEv2 only.
    The same decryption errors on an established IKE_SA are not about the key.

References
    RFC 7296, sections 2.15 and 2.21.2; RFC 2409, section 5.4; RFC 2408, section 3.14.1.
    Alibaba Cloud VPN Gateway FAQ, IPsec connections, question 1.
"""

from collections.abc import Iterator

from analyzer.causes._base import Cause, Clue, Weight, clues, needs, on
from analyzer.causes._symptoms import NAT, abandoned, auth_failed, before_up, refused, silent, version_of
from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Place, Stage


@needs(Kind.DECRYPT_FAILED, Kind.PARSE_FAILED)
def _undecryptable(n: Negotiation) -> Iterator[Clue]:
    """Main mode derives the keys of message 5 from the pre-shared key: garbage at its receiver means another key."""
    if n.ike_version == 2 or n.method in ("pubkey",) or n.aggressive:
        return
    for e in n.all(Kind.DECRYPT_FAILED, Kind.PARSE_FAILED):
        if e.stage >= Stage.IKE_UP:
            continue
        payload = e.get("payload")
        if payload.startswith("ID") or (n.role == "responder" and e.kind is Kind.DECRYPT_FAILED and e.stage >= Stage.INIT_DONE):
            yield Clue(Weight.FITS, e, "message 5 of main mode is garbage after decryption: its key comes from the pre-shared key")
        elif e.kind is Kind.DECRYPT_FAILED:
            yield Clue(Weight.SUGGESTS, e, "the peer's answer to message 5 cannot be decrypted")


def _psk_in_use(n: Negotiation, e: Event) -> bool:
    return before_up(n, e) and n.method != "pubkey"


def _method(n: Negotiation) -> str | None:
    """How the peer authenticates, as far as it is said; else how we do."""
    return n.peer_method or n.method


def _unverified(n: Negotiation, e: Event) -> bool:
    """Whether nothing else explains that the peer's AUTH did not verify."""
    return before_up(n, e) and not n.has(Kind.PEER_NOT_FOUND, Kind.KEY_MISSING, Kind.CERT_NO_ISSUER, Kind.CERT_REJECTED)


CAUSE = Cause(
    id="p1.psk",
    phase=1,
    faq=("1",),
    aliases=(
        "PskMismatch (Alibaba Cloud VPN Gateway)",
        "invalid Pre-shared Key (AWS Site-to-Site VPN)",
        "ERROR_IPSEC_IKE_AUTH_FAIL 13801 (Azure VPN Gateway)",
        "AUTHORIZATION_ERROR (Google Cloud VPN)",
        "authentication fail 15 (Huawei)",
        "cannot_authenticate_connection (IBM Cloud VPN)",
    ),
    title="Pre-shared keys differ or are missing",
    find=clues(
        on(Kind.KEY_MISMATCH, Weight.PROVES, "a key for this peer was found and tried, and did not verify", "local_id", "remote_id"),
        on(Kind.KEY_MISSING, Weight.PROVES, "there is no pre-shared key for this pair", "local_id", "remote_id",
           when=lambda n, e: e.template.strength != "suggests"),
        on(Kind.KEY_MISSING, Weight.SUGGESTS, "there is no key and no certificate for this peer", "local_id", "remote_id",
           when=lambda n, e: e.template.strength == "suggests"),
        on(Kind.HASH_MISMATCH, Weight.PROVES, "the peer's HASH was computed with another key", when=_psk_in_use),
        on(Kind.AUTH_UNVERIFIED, Weight.FITS, "the peer's AUTH was computed with another key", when=lambda n, e: _unverified(n, e) and _method(n) == "psk"),
        on(Kind.AUTH_UNVERIFIED, Weight.SUGGESTS, "the peer's AUTH does not verify: with pre-shared keys it is another key",
           when=lambda n, e: _unverified(n, e) and _method(n) is None),
        on(Kind.VERDICT_FAILED, Weight.ALLOWS, "the authentication failed; a wrong key ends so",
           when=lambda n, e: e.get("exchange") == "IKE_AUTH" and before_up(n, e)),
        on(Kind.PSK_SUSPECTED, Weight.FITS, "the daemon itself suspects different pre-shared keys", when=_psk_in_use),
        on(Kind.AUTH_REFUSED, Weight.SUGGESTS, "the peer's proof of identity was refused here; this line does not say why",
           when=lambda n, e: _psk_in_use(n, e) and e.get("reason") == "not said"),
        _undecryptable,
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer refused our proof of identity", phases=(0, 1), versions=(2, None),
                methods=("psk", None)),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "in aggressive mode also a wrong key ends so", phases=(0, 1), versions=(1,),
                mode="aggressive", methods=("psk", None)),
        on(Kind.AUTH_FAILED, Weight.SUGGESTS, "the proof of identity was refused", when=_psk_in_use),
        on(Kind.UNREADABLE, Weight.SUGGESTS, "one end could not decrypt what the other one sent, as with different keys",
           when=lambda n, e: _psk_in_use(n, e) and version_of(n, e) != 2),
        refused(("PAYLOAD_MALFORMED", "INVALID_HASH_INFORMATION", "INVALID_PAYLOAD_TYPE"), Weight.SUGGESTS,
                "the peer could not read or verify what we encrypted", phases=(0, 1), versions=(1, None), methods=("psk", None)),
        refused(("INVALID_KE_PAYLOAD", "INVALID_KEY_INFORMATION"), Weight.SUGGESTS, "in IKEv1 this means: the peer has no key for us",
                phases=(0, 1), versions=(1,)),
        refused(("NO_PROPOSAL_CHOSEN",), Weight.ALLOWS, "some peers answer so when they have no key for us", phases=(1,), versions=(1,)),
        silent(Place.AUTH, Weight.SUGGESTS, "the first encrypted message gets no usable answer", versions=(1,), methods=("psk", None),
               floated=False),
        silent(Place.AUTH, Weight.ALLOWS, "the first encrypted message gets no usable answer", versions=(1,), methods=("psk", None),
               floated=True),
        silent(Place.KEY_EXCHANGE, Weight.SUGGESTS, "the peer stops where it looks for the key", versions=(1,), methods=("psk", None)),
        silent(Place.UNKNOWN, Weight.ALLOWS, "in IKEv1 a peer with another key may stop answering", versions=(1,)),
        silent(Place.FIRST, Weight.ALLOWS, "some responders drop a peer without a key silently", versions=(1,)),
        abandoned(Weight.ALLOWS, "a peer that has no key for us stops here", stages=(Stage.INIT_DONE, Stage.KEYED), after=NAT),
        abandoned(Weight.SUGGESTS, "message 5 did not come, or could not be read with our key", stages=(Stage.KEYED,), states=("MM_WAIT_MSG5",)),
        on(Kind.AUTH_REFUSED, Weight.SUGGESTS, "the authentication failed; with pre-shared keys: they differ", when=auth_failed),
        on(Kind.INTEGRITY_FAILED, Weight.ALLOWS, "with another key the HASH differs", when=lambda n, e: e.get("ike_version") == "1"),
    ),
    remedy=(
        (
            "Enter the same key on both ends anew; look for a trailing blank, a line break, quotation marks, and characters that one end "
            "treats specially."
        ),
        "Check that the key is bound to this peer: in IKEv1 main mode it is looked up by address, otherwise by the identities.",
        "Initiate again: phase 1 must come up. If the responder still reports a wrong key, compare the keys character by character.",
    ),
    remedies={
        "Alibaba Cloud": ("IPsec connection, Pre-Shared Key (of each tunnel in dual-tunnel mode): set the peer's key.",),
        "strongSwan": (
            "swanctl.conf: secrets.ike-NAME.secret = KEY and secrets.ike-NAME.id-1 = PEER, then swanctl --load-creds.",
            'ipsec.secrets: LOCAL REMOTE : PSK "KEY", then ipsec rereadsecrets.',
        ),
        "Libreswan": ('ipsec.secrets: LOCALID REMOTEID : PSK "KEY", then ipsec secrets (older: ipsec auto --rereadsecrets).',),
        "Cisco": (
            "IOS: crypto isakmp key KEY address PEER; IKEv2: crypto ikev2 keyring, peer, pre-shared-key.",
            "ASA: tunnel-group PEER ipsec-attributes, ikev1 pre-shared-key, or ikev2 local- and remote-authentication pre-shared-key.",
        ),
        "Juniper": ("set security ike policy POLICY pre-shared-key ascii-text KEY",),
    },
    ask_for=(
        (
            "The responder's log of one attempt: it names the wrong or missing key. strongSwan: swanctl --log, or charon with ike = 2, cfg "
            "= 2. Libreswan: journalctl -u ipsec."
        ),
        "Alibaba Cloud: the tunnel's log in the console, or DiagnoseVpnConnections (FailedReasonCode PskMismatch or PeerIdMismatch).",
        (
            "Cisco: debug crypto isakmp or debug crypto ikev2 (ASA: debug crypto ikev1 127, debug crypto ikev2 protocol 127). Juniper: "
            "show log kmd."
        ),
        "From both ends: the identities and addresses that the key is bound to, its length, and how it was entered; never the key itself.",
    ),
    beats=("p1.algorithms", "p1.dh_group"),
    shows=(
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
        "Nov  3 10:11:12 gw charon[912]: 07[IKE] <a|3> no shared key found for 'moon.example.org' - 'sun.example.org'",
        "11[IKE] calculated HASH does not match HASH payload",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: authentication failed: computed hash does not match hash received from peer ID_FQDN '
            "'@sun.example.org'"
        ),
        "received INVALID_KE_PAYLOAD error notify",
        "2026-11-03 10:11:12: ERROR: couldn't find the pskey for 192.0.2.1.",
        "iked: ikev2[17]: spi=0x6c7f2e1d0b9a8f7e: ikev2_auth_verify: ikev2_msg_authverify failed",
    ),
    silent=(
        "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "07[IKE] authentication of 'sun.example.org' with pre-shared key successful",
        "IDir 'sun.example.org' does not match to 'moon.example.org'",
    ),
)  # fmt: skip
