"""A certificate is expired, revoked, untrusted, for another name, or its private key is missing."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.causes._symptoms import refused, silent
from analyzer.kinds import Kind
from analyzer.negotiations.record import Place

CAUSE = Cause(
    id="p1.certificate",
    phase=1,
    title="A certificate is not accepted",
    find=clues(
        on(Kind.CERT_EXPIRED, Weight.PROVES, "the certificate is outside its validity, or a clock is wrong", "valid_from", "valid_to"),
        on(Kind.CERT_REVOKED, Weight.PROVES, "the certificate is revoked"),
        on(Kind.CERT_NO_ISSUER, Weight.PROVES, "the CA that issued it is not known here", "dn"),
        on(Kind.CERT_ID_MISMATCH, Weight.PROVES, "the identity is not in the certificate", "remote_id"),
        on(Kind.CERT_REJECTED, Weight.PROVES, "the certificate was rejected", "reason"),
        on(Kind.CERT_SIGNATURE_FAILED, Weight.FITS, "a signature does not verify"),
        on(Kind.CERT_UNTRUSTED, Weight.PROVES, "there is no trusted certificate for this identity", "remote_id"),
        on(Kind.PRIVATE_KEY_MISSING, Weight.PROVES, "the private key of the own certificate is missing", "local_id"),
        on(Kind.CONSTRAINT_FAILED, Weight.FITS, "the certificate does not meet the configured constraint", "reason",
           when=lambda n, e: n.method != "psk"),
        refused(("AUTHENTICATION_FAILED",), Weight.SUGGESTS, "the peer refused our certificate or signature", phases=(0, 1),
                methods=("pubkey",)),
        refused(("AUTHENTICATION_FAILED",), Weight.ALLOWS, "where certificates are used, a refused one ends so", phases=(0, 1), versions=(2, None),
                methods=(None,)),
        refused(("INVALID_CERTIFICATE", "INVALID_CERT_AUTHORITY", "INVALID_CERT_ENCODING", "CERT_TYPE_UNSUPPORTED", "INVALID_SIGNATURE"),
                Weight.PROVES, "the peer says that our certificate is not acceptable", phases=(0, 1, 2)),
        refused(("PAYLOAD_MALFORMED", "INVALID_KE_PAYLOAD", "INVALID_KEY_INFORMATION"), Weight.SUGGESTS,
                "the peer refused the message that carries our certificate", phases=(0, 1), versions=(1,), methods=("pubkey",)),
        on(Kind.DECRYPT_FAILED, Weight.SUGGESTS, "an encrypted refusal of the certificate that we cannot read looks like this",
           when=lambda n, e: n.role == "initiator" and not n.up and n.method == "pubkey"),
        silent(Place.AUTH, Weight.SUGGESTS, "the message that carries our certificate gets no answer", versions=(1,), methods=("pubkey",)),
        silent(Place.FIRST, Weight.ALLOWS, "a peer whose own certificate could not be loaded has no connection for us", versions=(1,),
               methods=("pubkey",)),
    ),
    remedy=("Renew or replace the certificate that the line names, and install the CA that issued it on the other end.",),
    beats=("p1.identity", "p1.auth_method"),
)  # fmt: skip
