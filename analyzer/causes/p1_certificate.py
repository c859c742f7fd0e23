"""A certificate is not accepted: expired, not yet valid, revoked, of an unknown CA, for another name, or without its private key.

How it shows
    Verifier, IKEv1 and IKEv2: the validation error itself: "subject certificate invalid (valid from ... to
      ...)", "no issuer certificate found", "certificate was revoked", "no trusted RSA public key found"
      (charon); "NSS: ERROR: IPsec certificate ... invalid: SEC_ERROR_...", "no certificate matched" (pluto).
    Owner: "no private key found" (charon), "unable to locate my private key", "certificate is expired or not
      yet valid" when the connection is loaded (pluto); then no packet is sent at all.
    Other end, IKEv2: AUTHENTICATION_FAILED. If the initiator refuses the responder's certificate, the responder
      has already logged its SA as established and then gets a DELETE.
    Server, IKEv2 with EAP: the client got the server's certificate and stops: "deleting half open IKE_SA" after
      "sending end entity cert"; the client shows a message of its own.
    Other end, IKEv1 main: AUTHENTICATION_FAILED, an unreadable notify, or silence after message 5.
    A clock that is wrong shows as expired or not yet valid.

Told apart from
    p1.auth_method: the other end does not want a certificate at all.
    p1.identity: the certificate is fine, but the connection expects another identity.
    p1.fragmentation: the message with the certificate never arrives.

References
    RFC 7296, sections 2.15, 3.6 and 3.7; RFC 4945; RFC 5280, section 6; RFC 7427.
"""

from analyzer.causes._base import Cause, Find, Weight, clues, on
from analyzer.causes._symptoms import abandoned, auth_failed, before_up, refused, refused_after_up, silent
from analyzer.kinds import Kind
from analyzer.negotiations.stages import Place, Stage


def _stated(kind: Kind, why: str, *details: str) -> tuple[Find, Find]:
    """A line that is surely of this peer's certificate proves; one that may be of another of the gateway's certificates does not."""
    return (
        on(kind, Weight.PROVES, why, *details, when=lambda n, e: e.template.strength != "suggests"),
        on(kind, Weight.FITS, why, *details, when=lambda n, e: e.template.strength == "suggests"),
    )


CAUSE = Cause(
    id="p1.certificate",
    phase=1,
    aliases=("form cert payload fail 52 (Huawei)", "no valid local cert 54 (Huawei)"),
    title="A certificate is not accepted",
    find=clues(
        *_stated(Kind.CERT_EXPIRED, "the certificate is outside its validity, or a clock is wrong", "valid_from", "valid_to"),
        on(Kind.CERT_REVOKED, Weight.PROVES, "the certificate is revoked"),
        *_stated(Kind.CERT_NO_ISSUER, "the CA that issued it is not known here", "dn"),
        on(Kind.CERT_ID_MISMATCH, Weight.PROVES, "the identity is not in the certificate", "remote_id"),
        *_stated(Kind.CERT_REJECTED, "the certificate was rejected", "reason"),
        on(Kind.CERT_SIGNATURE_FAILED, Weight.FITS, "a signature does not verify"),
        on(Kind.CERT_UNTRUSTED, Weight.PROVES, "there is no trusted certificate for this identity", "remote_id"),
        *_stated(Kind.PRIVATE_KEY_MISSING, "the private key of the own certificate is missing", "local_id"),
        on(Kind.CONSTRAINT_FAILED, Weight.FITS, "the certificate does not meet the configured constraint", "reason",
           when=lambda n, e: n.method != "psk" and not e.get("reason").startswith("identity")),
        on(Kind.VERDICT_FAILED, Weight.ALLOWS, "the authentication failed; a certificate that is not accepted ends so",
           when=lambda n, e: e.get("exchange") == "IKE_AUTH" and before_up(n, e)),
        on(Kind.AUTH_UNVERIFIED, Weight.FITS, "the peer's signature does not verify",
           when=lambda n, e: n.peer_method == "pubkey" and not n.has(Kind.PEER_NOT_FOUND)),
        on(Kind.AUTH_UNVERIFIED, Weight.ALLOWS, "with certificates a signature that does not verify ends so",
           when=lambda n, e: n.peer_method is None and not n.has(Kind.PEER_NOT_FOUND)),
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer refused our certificate or signature", phases=(0, 1),
                methods=("pubkey",)),
        on(Kind.AUTH_FAILED, Weight.SUGGESTS, "our certificate or signature, or the peer's, was refused",
           when=lambda n, e: before_up(n, e) and n.method == "pubkey"),
        on(Kind.AUTH_FAILED, Weight.ALLOWS, "where certificates are used, a refused one ends so",
           when=lambda n, e: before_up(n, e) and n.method is None),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "where certificates are used, a refused one ends so", phases=(0, 1), versions=(2, None),
                methods=(None,)),
        on(Kind.AUTH_REFUSED, Weight.ALLOWS, "where certificates are used, a refused one ends with the same words", when=auth_failed),
        refused(("INVALID_CERTIFICATE", "INVALID_CERT_AUTHORITY", "INVALID_CERT_ENCODING", "CERT_TYPE_UNSUPPORTED", "INVALID_SIGNATURE"),
                Weight.PROVES, "the peer says that our certificate is not acceptable", phases=(0, 1, 2)),
        refused(("PAYLOAD_MALFORMED", "INVALID_KE_PAYLOAD", "INVALID_KEY_INFORMATION"), Weight.SUGGESTS,
                "the peer refused the message that carries our certificate", phases=(0, 1), versions=(1,), methods=("pubkey",)),
        on(Kind.DECRYPT_FAILED, Weight.SUGGESTS, "an encrypted refusal of the certificate that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.method == "pubkey"),
        refused_after_up(Weight.SUGGESTS, "the peer deletes the IKE_SA as soon as it has our certificate", methods=("pubkey",)),
        abandoned(Weight.SUGGESTS, "the peer stopped when it had our certificate", stages=(Stage.AUTH,), after=(Kind.CERT_SENT,)),
        silent(Place.AUTH, Weight.SUGGESTS, "the message that carries our certificate gets no answer", versions=(1,), methods=("pubkey",)),
        silent(Place.FIRST, Weight.ALLOWS, "a peer whose own certificate could not be loaded has no connection for us", versions=(1,),
               methods=("pubkey",)),
    ),
    remedy=(
        "Check the clock of both gateways first.",
        (
            "Renew or replace the certificate that the line names: valid dates, the gateway's identity as subjectAltName, its private key "
            "beside it."
        ),
        "Install the CA that issued it (and intermediate CAs) on the other end, with a current CRL where revocation is checked.",
        "Initiate again: the verifier must report the certificate and the peer's authentication as good.",
    ),
    remedies={
        "Alibaba Cloud": (
            (
                "Certificates need a VPN gateway of the SM type: bind a valid SM certificate, and enter the peer's CA certificate in the "
                "IPsec connection. Otherwise use Pre-Shared Key."
            ),
        ),
        "strongSwan": (
            (
                "swanctl --list-certs and --load-creds: certificate in x509, key in private, CA in x509ca; ipsec.conf: leftcert=, ipsec "
                "listall."
            ),
        ),
        "Libreswan": (
            (
                "certutil -L -d sql:/var/lib/ipsec/nss and certutil -K list certificates and keys; import with ipsec import FILE.p12; the "
                "CA needs trust CT,, ."
            ),
        ),
        "Cisco": (
            "IOS: show clock, show crypto pki certificates, crypto pki authenticate TRUSTPOINT, crypto pki enroll TRUSTPOINT.",
            "ASA: show clock, show crypto ca certificates, crypto ca authenticate TRUSTPOINT, crypto ca enroll TRUSTPOINT.",
        ),
        "Juniper": (
            (
                "show security pki local-certificate detail, show security pki ca-certificate; request security pki ca-certificate verify "
                "ca-profile PROFILE"
            ),
        ),
    },
    ask_for=(
        (
            "The verifier's log of one attempt: it prints the validation error. strongSwan: cfg = 2, ike = 2 (asn = 1). Libreswan: "
            "journalctl -u ipsec (NSS: and X509: lines)."
        ),
        "Both ends' certificates without keys (openssl x509 -noout -subject -issuer -dates -ext subjectAltName), and both clocks.",
        "Cisco: debug crypto pki transactions (ASA: debug crypto ca). Juniper: show log pkid.",
    ),
    beats=("p1.identity", "p1.auth_method"),
    shows=(
        "subject certificate invalid (valid from Oct 19 07:12:39 2025 to Oct 24 07:12:39 2026)",
        'Nov  3 10:11:12 gw charon[912]: 07[CFG] <a|3> no issuer certificate found for "C=DE, O=Lab, CN=sun.example.org"',
        "certificate was revoked on Nov 23 07:12:44 UTC 2026, reason: unspecified",
        "no private key found for 'moon.example.org'",
        "Nov  3 10:11:12 gw pluto[912]: \"a\": failed to add connection: left certificate 'gw' is expired or not yet valid",
        (
            'Nov  3 10:11:12 gw pluto[912]: "a" #1: NSS: ERROR: IPsec certificate CN=sun.example.org,O=Lab,C=DE invalid: '
            "SEC_ERROR_UNKNOWN_ISSUER: Peer's Certificate issuer is not recognized."
        ),
    ),
    silent=(
        "07[CFG] certificate status is good",
        "07[IKE] received 2 cert requests for an unknown ca",
        "tried 1 shared key for 'moon.example.org' - 'sun.example.org', but MAC mismatched",
    ),
)  # fmt: skip
