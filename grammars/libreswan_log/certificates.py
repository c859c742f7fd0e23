"""pluto: certificates of both ends, and what NSS says of them.

    nss      = "NSS: ERROR: IPsec certificate" dn "invalid:" ("SEC_ERROR_EXPIRED_CERTIFICATE" | "SEC_ERROR_UNKNOWN_ISSUER" | ...) ":" text
    name     = ["X509: authentication failed;"] "peer certificate subjectAltName extension does not match" identity
    rejected = "X509:" ("CERT payload bogus or revoked" | "certificate rejected for this connection" | ...)
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message, message
from grammars.libreswan_log.values import lead, opt, quoted, rest, said, seq, typed_id, within, words

_head = seq(*lead, pp.Opt(words("NSS:", "X509:")), pp.Opt("ERROR:"), words("IPsec certificate", "certificate", "Certificate",
            "end certificate"))
_dn = within("dn", r"[^\n]*?(?= (?:invalid|failed IPsec verification|failed verification) ?:)")
_verdict = words("invalid:", "failed IPsec verification:", "failed verification:", "failed verification :")
_EXPLAINED = {
    "cert-expired": ("SEC_ERROR_EXPIRED_CERTIFICATE", "SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE", "SEC_ERROR_CERT_NOT_VALID"),
    "cert-revoked": ("SEC_ERROR_REVOKED_CERTIFICATE", "SEC_ERROR_REVOKED_KEY"),
    "cert-no-issuer": ("SEC_ERROR_UNKNOWN_ISSUER", "SEC_ERROR_CA_CERT_INVALID", "SEC_ERROR_UNKNOWN_CERT"),
    "cert-untrusted": ("SEC_ERROR_UNTRUSTED_ISSUER", "SEC_ERROR_UNTRUSTED_CERT"),
    "cert-signature-failed": ("SEC_ERROR_BAD_SIGNATURE", "SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED"),
    "cert-status-unknown": ("SEC_ERROR_OCSP", "SEC_ERROR_CRL", "SEC_ERROR_KRL"),
}


def _nss(kind: str, codes: tuple[str, ...]) -> Message:
    text = f"NSS: ERROR: IPsec certificate CN=a,O=Lab,C=DE invalid: {codes[0]}: text"
    return message(kind, text, _head, _dn, _verdict, pp.Regex(rf"(?P<reason>(?:{'|'.join(codes)})[^\n]*)"), strength=PROVES)


MESSAGES: tuple[Message, ...] = (
    *(_nss(kind, codes) for kind, codes in _EXPLAINED.items()),
    message("cert-rejected",
            "NSS: ERROR: IPsec certificate CN=a,O=Lab,C=DE invalid: SEC_ERROR_INADEQUATE_CERT_TYPE: Certificate type not approved",
            _head, _dn, _verdict, rest(), strength=PROVES),
    message("cert-rejected", "NSS: end certificate invalid", *lead, "NSS:", said("end certificate invalid"), strength=PROVES),
    message("cert-id-mismatch", "X509: authentication failed; peer certificate subjectAltName extension does not match ID_FQDN '@b'",
            *lead, opt("X509:"), opt("authentication failed;"), opt("peer"), words("certificate subjectAltName extension does not match",
                  "certificate contains no subjectAltName extension to match", "certificate subjectAltname does not match"),
            typed_id("remote_id"), strength=PROVES),
    message("cert-id-mismatch", "No matching subjectAltName found for '@b'", *lead, opt("X509:"), "No matching subjectAltName found",
            opt("for", quoted("remote_id")), strength=PROVES),
    message("cert-id-mismatch", "X509: connection failed due to unmatched IKE ID in certificate SAN",
            *lead, opt("X509:"), said("connection failed due to unmatched IKE ID"), strength=PROVES),
    message("cert-id-mismatch", "peer certificate subjectAltname does not match address 198.51.100.2",
            *lead, opt("X509:"), said("peer certificate subjectAltname does not match",
            "peer certificate subjectAltName extension failed to decode",
                  "ID_DER_ASN1_DN '"), strength=PROVES),
    message("cert-rejected", "X509: CERT payload bogus or revoked", *lead, "X509:", said("CERT payload bogus or revoked",
            "no EE-cert in chain!",
            "certificate payload rejected for this connection", "certificate rejected for this connection",
            "Certificate rejected for this connection"), strength=PROVES),
    message("cert-rejected", "X509: authentication failed; certificate is bad", *lead, "X509: authentication failed;", rest(),
            strength=PROVES),
    # of Openswan, which goes on to look for a public key of the peer's identity
    message("cert-status-unknown", "issuer cacert not found", words("issuer cacert not found", "X.509 certificate rejected",
            "digest algorithm not supported")),
    message("cert-signature-failed", 'invalid certificate signature from "CN=ca" on "CN=gw"', "invalid certificate signature from",
            pp.Regex(r'"(?P<dn>[^"\n]*)"'), rest(), strength=SUGGESTS),
    message("cert-revoked", "certificate revoked!", *lead, said("certificate revoked!", "X509: certificate was revoked"), strength=PROVES),
    message("cert-rejected", "FIPS: rejecting peer cert with key size 1024 under 2048: CN=b", *lead,
            said("rejecting peer cert with key size"), strength=PROVES),
    message("cert-no-issuer", "no Certificate Authority in NSS Certificate DB! certificate payloads discarded",
            *lead, said("no Certificate Authority in NSS Certificate DB!", "No Certificate Authority in NSS Certificate DB!"),
            strength=PROVES),
    message("config-warning", "No Certificate Authority available! Certificate accepted without verification.", *lead,
            said("No Certificate Authority available!")),
    message("cert-ok", "certificate verified OK: CN=b,O=Lab,C=DE", *lead, "certificate verified OK:", within("dn", r"[^\n]+"),
            strength=PROVES),
    message("cert-ok", "certificate CN=b,O=Lab,C=DE OK", "certificate", within("dn", r"[A-Za-z]+=[^\n]*?(?= OK)"), "OK"),
    message("cert-status-unknown", "missing or expired CRL in strict mode, failing pending update and forcing CRL update",
            *lead, said("missing or expired CRL", "CRL: fetch failed:", "fetching uri ("), strength=SUGGESTS),
    message("cert-sent", "I am sending my cert", words("I am sending my cert", "I am sending a CA cert chain")),
    message("cert-request", "I am sending a certificate request", "I am sending a certificate request"),
    message("cert-received", "loaded 1 certificate payload", words("received CERT payload", "loaded certificate payload",
            "loaded 1 certificate payload")),
    message("noise", "loaded private key matching left certificate 'gwB'", words("loaded private key matching",
            "reloaded private key matching", "adding the CA+root cert"),
            strength=NOISE),
)  # fmt: skip
