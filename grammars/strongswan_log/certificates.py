"""charon: certificates and private keys, chains of trust, revocation.

    validity = ("subject" | "issuer" | "peer") "certificate invalid (valid from" time "to" time ")"
    trust    = "no trusted" type "public key found for" id
             | "no issuer certificate found for" dn | "self-signed certificate" dn "is not trusted"
    status   = "certificate status is" ("good" | "not available" | ...) | "certificate was revoked on" time ", reason:" reason
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, identity, message, number, rest, until, word
from grammars.strongswan_log.values import double_quoted, either, noise, quoted, said, words

_dn = double_quoted("dn")

MESSAGES = (
    # -- what is exchanged
    message("cert-request", 'sending cert request for "C=CH, O=Example, CN=Example CA"', "sending cert request for", _dn),
    message(
        "cert-request", 'received cert request for "C=CH, O=Example, CN=Example CA"',
        "received cert request for", _dn,
        ike_version="2",
    ),
    message(
        "cert-request", "received cert request for unknown ca 'C=CH, O=Other, CN=Other CA'",
        "received cert request for unknown ca", pp.Opt(pp.Literal("with keyid")), rest("dn"),
    ),
    message(
        "cert-request", "received cert request for 'C=CH, O=Example, CN=Example CA'",
        "received cert request for", identity("dn"),
        ike_version="1",
    ),
    message(
        "cert-request", "received 2 cert requests for an unknown ca",
        "received", number("count"), "cert requests for an unknown ca",
        ike_version="2",
    ),
    message("cert-sent", 'sending end entity cert "C=CH, O=Example, CN=moon.example.com"', "sending end entity cert", _dn),
    message("cert-sent", 'sending issuer cert "C=CH, O=Example, CN=Example Sub CA"', "sending issuer cert", _dn),
    message("cert-received", 'received end entity cert "C=CH, O=Example, CN=sun.example.com"', "received end entity cert", _dn),
    message("cert-received", 'received issuer cert "C=CH, O=Example, CN=Example Sub CA"', "received issuer cert", _dn),
    # -- own key
    message(
        "private-key-missing", "no private key found for 'moon.example.com'",
        "no private key found for", identity("local_id"),
        strength=PROVES,
    ),
    message(
        "private-key-missing", "no RSA private key found for 'moon.example.com'",
        "no", until("method", " private key found for"), identity("local_id"),
        strength=PROVES, ike_version="1",
    ),
    message(
        "private-key-missing", "unable to create RSA_EMSA_PKCS1_SHA2_256 signature for RSA key",
        "unable to create", word("method"), pp.Regex(r"(?P<reason>signature for [^\n]* key)"),
        strength=SUGGESTS,
    ),
    message(
        "private-key-missing", "private key of type (7) not supported",
        "private key of type", pp.Regex(r"(?P<method>\S+) not supported"),
        strength=SUGGESTS,
    ),
    # -- the peer's chain
    message(
        "cert-untrusted", "no trusted RSA public key found for 'sun.example.com'",
        "no trusted", until("method", " public key found for"), identity("remote_id"),
        strength=PROVES,
    ),
    message(
        "cert-untrusted", "no trusted certificate found for 'radius.example.com' to verify TLS server",
        "no trusted certificate found for", quoted("remote_id", " to verify TLS"),
        strength=PROVES, method="EAP",
    ),
    message(
        "cert-untrusted", "no TLS public key found for server 'radius.example.com'",
        "no TLS public key found for server", identity("remote_id"),
        strength=PROVES, method="EAP",
    ),
    message(
        "cert-no-issuer", 'no issuer certificate found for "C=CH, O=Other, CN=sun.example.com"',
        "no issuer certificate found for", _dn,
        strength=PROVES,
    ),
    message("cert-no-issuer", 'issuer is "C=CH, O=Other, CN=Other CA"', "issuer is", _dn),
    message(
        "cert-no-issuer", 'self-signed certificate "C=CH, O=Other, CN=Other CA" is not trusted',
        "self-signed certificate", _dn, "is not trusted",
        strength=PROVES,
    ),
    message(
        "cert-rejected", 'rejecting trusted certificate "C=CH, O=Example, CN=sun.example.com"',
        words("rejecting trusted certificate"), _dn,
        strength=PROVES,
    ),
    message("cert-ok", "reached self-signed root ca with a path length of 1", "reached self-signed root ca", strength=PROVES),
    message(
        "cert-ok", 'reached end of incomplete trust chain for trusted certificate "C=CH, O=Example, CN=Example Sub CA"',
        "reached end of incomplete trust chain for trusted certificate", _dn,
    ),
    message(
        "cert-expired", "subject certificate invalid (valid from Jan 12 10:00:01 2023 to Jan 12 10:00:01 2024)",
        words("subject certificate invalid", "issuer certificate invalid", "peer certificate invalid", "certificate invalid"),
        "(valid from",
        until("valid_from", " to "), pp.Regex(r"(?P<valid_to>[^)\n]*)"),
        strength=PROVES,
    ),
    message(
        "cert-signature-failed", "signature validation failed, looking for another key",
        "signature validation failed",
        strength=SUGGESTS,
    ),
    # -- revocation
    message(
        "cert-revoked", "certificate was revoked on Jan 12 10:00:01 UTC 2024, reason: key compromise",
        "certificate was revoked on", pp.Regex(r"[^\n,]*, reason:"), rest("reason"),
        strength=PROVES,
    ),
    message("cert-revoked", "certificate was revoked on Jan 12 10:00:01 UTC 2024", "certificate was revoked on", strength=PROVES),
    message("cert-ok", "certificate status is good", "certificate status is good", strength=PROVES),
    message("cert-status-unknown", "certificate status is not available", words("certificate status is not available")),
    message(
        "cert-status-unknown", "certificate status is unknown, crl is stale",
        words("certificate status is unknown, crl is stale"),
        strength=SUGGESTS,
    ),
    message(
        "cert-status-unknown", "crl is stale: since Jan 12 10:00:01 2024",
        said("crl is stale: "),
        strength=SUGGESTS,
    ),
    message(
        "cert-status-unknown", "ocsp request to http://ocsp.example.com:8880 failed",
        said("ocsp request to "),
    ),
    message(
        "cert-status-unknown", "crl fetching failed",
        words(
            "crl fetching failed", "ocsp check failed, fallback to crl", "ocsp information stale, fallback to crl",
            "ocsp response is stale",
            "ocsp response verification failed", "ocsp response contains no status on our certificate",
            "parsing ocsp response failed",
            "crl response verification failed", "crl fetched successfully but parsing failed", "generating ocsp request failed",
            "encoding ocsp request failed", "nonce in ocsp response doesn't match", "issuer of fetched CRL",
            "issuer of fetched delta CRL",
            "crl is not valid: until", "libcurl request failed", "unable to fetch from",
        ),
    ),
    # -- what the certificate may not do
    message(
        "cert-rejected", "path length of 2 violates constraint of 1",
        "path length of", number("count"), pp.Regex(r"(?P<reason>violates constraint of \d+)"),
        strength=PROVES,
    ),
    message("cert-rejected", "maximum path length of 7 exceeded", said("maximum path length of "), strength=PROVES),
    message(
        "cert-rejected", "certificate 'CN=sun.example.com' does not match permitted name constraint 'example.org'",
        "certificate", quoted("dn", ""), pp.Regex(r"(?P<reason>(?:does not match permitted|matches excluded|maps policy)[^\n]*)"),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "subject of certificate 'CN=sun.example.com' does not match any permitted name constraints",
        "subject of certificate", quoted("dn", ""),
        pp.Regex(r"(?P<reason>(?:does not match any permitted|matches excluded)[^\n]*)"),
        strength=PROVES,
    ),
    message(
        "cert-rejected",
        "subject alternative name 'sun.example.com' of certificate 'CN=sun' does not match any permitted name constraints",
        said("subject alternative name '"),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "intermediate CA 'CN=Example Sub CA' does not inherit permitted name constraint 'example.com'",
        either(
            "intermediate CA '", "policy ", "found anyPolicy in certificate '", "found policyMapping in certificate '",
            "subject address block ",
        ),
        pp.Regex(r"[^\n]*?(?P<reason>does not inherit|missing in issuing certificate|in effect|not contained in any)"),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "issuer certificate lacks ipAddrBlocks extension",
        words("issuer certificate lacks ipAddrBlocks extension", "subject certificate lacks ipAddrBlocks extension"),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "rejecting certificate without digitalSignature or nonRepudiation keyUsage flags",
        said("rejecting certificate without "),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "RSA-1024 signatures not acceptable",
        pp.FollowedBy(
            pp.Regex(r"(?P<reason>[A-Za-z0-9]+-\d+ signatures not acceptable)")), either("RSA-", "ECDSA-", "DSA-", "BLISS-",
            "ED25519-", "ED448-",
        ),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "X.509 signature scheme RSA_EMSA_PKCS1_SHA1 not acceptable",
        words("X.509 signature scheme", "IKE signature scheme"), word("method"), "not acceptable",
        strength=PROVES,
    ),
    message(
        "auth-method-mismatch", "no common hash algorithm found to create signature with RSA key",
        said("no common hash algorithm found to create signature"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "config-error", "encoding certificate for cert payload failed",
        words("encoding certificate for cert payload failed"),
        strength=PROVES,
    ),
    message(
        "cert-rejected", "received hash-and-url encoded cert, but we don't accept them, ignore",
        said("received hash-and-url encoded cert, but we don't accept them"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "cert-rejected", "peer certificate verification failed, deleting SA",
        words(
            "peer certificate verification failed", "parsing fetched certificate failed",
            "received invalid hash-and-url encoded cert",
        ),
        strength=SUGGESTS,
    ),
    message(
        "cert-rejected", "received unsupported cert type PGP",
        said("received unsupported cert type "),
        strength=SUGGESTS,
    ),
    message(
        "ts-refused", "TS 10.2.0.0/16 is not contained in any address block constraint",
        "TS", word("remote_ts"), "is not contained in any address block constraint",
        strength=PROVES, ike_version="2",
    ),
    # -- steps that are normal
    noise(
        'using certificate "C=CH, O=Example, CN=sun.example.com"',
        either(
            "using certificate ", "using trusted ca certificate ", "using trusted certificate ",
            "using trusted intermediate ca certificate ",
            "using untrusted intermediate certificate ", 'certificate "', "checking certificate status of ",
            "checking OCSP status of ",
            "requesting ocsp status from ", "fetching crl from ", "fetching certificate from ", "fetched certificate ",
            "fetching certificate failed",
            "using cached ", "crl is valid", "crl correctly signed by ", "ocsp response correctly signed by ",
            "ocsp response is valid",
            "ocsp check skipped", "all CRL validation disabled", "all OCSP validation disabled", "sending request to '",
        ),
    ),
    noise(
        'received CRL "C=CH, O=Example, CN=Example CA"',
        either(
            "received CRL ", "received attribute certificate ", "sending attribute certificate ", "received hash-and-url for ",
            "sending hash-and-url ", "received OCSP ", "sending OCSP ", "received empty OCSP cert request",
            "skipping additional signing certificate",
            "no subject certificate found, skipping", "peer certificate successfully verified", "verifying peer certificate",
            "ignoring certificate request without data", "invalid X509 hash length", "crl #", "no OCSP ",
            "TS ", "checking certificate-based traffic selector constraints", "skipping issuer ipAddrBlocks",
            "ignoring name constraint ",
            "crl caching to ", "written crl file ",
        ),
    ),
)  # fmt: skip
