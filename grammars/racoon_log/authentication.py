"""racoon: keys, identities, certificates and XAUTH.

    certificate = OpenSSL's words "(" number ") at depth:" number ("SubjectName:" | "cert:") name
"""

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, word
from grammars.racoon_log.values import V1, said

DEPTH = pp.Regex(r"\(\d+\) at depth:\d+ (?:SubjectName: ?|cert: ?)?(?P<dn>[^\n]*)")
USER = pp.Regex(r'"(?P<user>[^"\n]*)"')


def openssl(kind: str, example: str, *words: str, strength: str = PROVES) -> Message:
    """A certificate's fault in OpenSSL's words."""
    return said(kind, example, pp.MatchFirst([pp.Literal(w) for w in words]), DEPTH, strength=strength)


MESSAGES: tuple[Message, ...] = (
    said("key-missing", "couldn't find the pskey for 198.51.100.2.", "couldn't find the pskey for",
         pp.Regex(r"(?P<remote>\S*[^\s.])"),
         strength=PROVES, **V1),
    said("key-missing", "couldn't find the pskey by address 198.51.100.2", "couldn't find the pskey", pp.NotAny(","),
         strength=PROVES, **V1),
    said("hash-mismatch", "HASH mismatched", "HASH mismatched", strength=PROVES, **V1),
    said("decrypt-failed", "HASH(1) mismatch.", pp.Regex(r"HASH\(\d\) mismatch"), strength=SUGGESTS, payload="HASH", **V1),
    said("psk-suspected", "parsing packet failed, possible cause: wrong password",
         "parsing packet failed, possible cause: wrong password",
         strength=PROVES),
    said("psk-suspected", "Decryption failed! mismatch of preshared secrets", "Decryption failed! mismatch of preshared secrets",
         strength=PROVES),
    said("psk-suspected", "mismatch of preshared secrets", "mismatch of preshared secrets", strength=SUGGESTS),
    # -- identities
    said("id-mismatch", "Expecting IP address type in main mode, but FQDN.", "Expecting IP address type in main mode", ",", "but",
         pp.Regex(r"(?P<received_id>[^\s.\[]+)"), strength=PROVES, expected_id="IP address", mode="main", **V1),
    said("id-mismatch", "ID type mismatched.", "ID type mismatched", strength=PROVES, **V1),
    said("id-mismatch", "ID value mismatched.", "ID value mismatched", strength=PROVES, **V1),
    said("cert-id-mismatch", "ID mismatched with ASN1 SubjectName.", "ID mismatched with", strength=PROVES, **V1),
    said("id-mismatch", "ID mismatched", "ID mismatched", strength=PROVES, **V1),
    said("id-mismatch", "No ID match.", "No ID match", strength=PROVES, **V1),
    said("peer-not-found", "Unknow peer id", pp.MatchFirst([pp.Literal("Unknow peer id"), pp.Literal("Unknown peer id"),
         pp.Literal("Parse PEERID failed")]), strength=PROVES),
    # -- certificates
    openssl("cert-expired", "certificate has expired(10) at depth:0 SubjectName:/C=DE/CN=gw.example", "certificate has expired",
            "certificate is not yet valid"),
    openssl("cert-revoked", "certificate revoked(23) at depth:0 SubjectName:/C=DE/CN=gw.example", "certificate revoked"),
    openssl("cert-no-issuer", "unable to get local issuer certificate(20) at depth:0 SubjectName:/C=DE/CN=gw.example",
            "unable to get local issuer certificate", "unable to get issuer certificate",
            "self signed certificate in certificate chain",
            "self-signed certificate in certificate chain", "self signed certificate", "self-signed certificate",
            "unable to verify the first certificate"),
    openssl("cert-status-unknown", "unable to get certificate CRL(3) at depth:0 SubjectName:/C=DE/CN=gw.example",
    "unable to get certificate CRL",
            "CRL has expired", "CRL is not yet valid", strength=CONTEXT),
    said("cert-signature-failed", "Invalid SIG.", "Invalid SIG", strength=PROVES, **V1),
    said("config-warning", "the peer's certificate is not verified.", "the peer's certificate is not verified",
         reason="the peer's certificate is not verified", **V1),
    said("cert-rejected", "Invalid authority of the CERT.", "Invalid authority of the CERT", strength=PROVES,
         reason="the CA is not accepted here", **V1),
    said("cert-rejected", "no peer's CERT payload found.", pp.Regex(r"(?P<reason>no peer's CERT payload found|No CERT was passed)"),
         strength=PROVES, **V1),
    said("private-key-missing", "failed to get my CERT.", pp.MatchFirst([pp.Literal("failed to get my CERT"),
         pp.Literal("failed to get private key"), pp.Literal("no my cert")]), strength=PROVES, **V1),
    # -- XAUTH
    said("xauth-failed", 'login failed for user "carol"', "login failed for user", USER, strength=PROVES, **V1),
    said("xauth-failed", "Xauth authentication failed", "Xauth authentication failed", strength=PROVES, **V1),
    said("xauth-failed", "Attempt to start phase 2 whereas Xauth failed", "Attempt to start phase 2 whereas Xauth failed",
         strength=SUGGESTS, **V1),
    said("xauth-ok", 'login succeeded for user "carol"', "login succeeded for user", USER, **V1),
    said("eap-failed", "EAP failed: no response", "EAP failed", pp.Opt(":"), word("reason"), strength=PROVES),
)  # fmt: skip
