"""charon: which connection the peer belongs to, identities, pre-shared keys, signatures, authorization.

    lookup   = "looking for" [method] "peer configs matching" host ["[" id "]"] "..." host "[" id "]"
    refusal  = "found" number "matching config" ["s"] ", but none allows" method "authentication using" mode "Mode"
    keys     = "no shared key found for" pair | "tried" number "shared key" ["s"] "for" pair ", but MAC mismatched"
    result   = "authentication of" id ["(myself)"] ["with" method] ["successful" | "failed"]
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, bracket_identity, host, identity, message, number, rest, until
from grammars.strongswan_log.values import between, double_quoted, either, ike_sa, optional, quoted, said, words

MESSAGES = (
    # -- the connection for this peer
    message(
        "peer-lookup", "looking for peer configs matching 192.0.2.1[moon.example.com]...198.51.100.1[sun.example.com]",
        "looking for peer configs matching", host("local"), bracket_identity("local_id"), "...", host("remote"),
        bracket_identity("remote_id"),
        ike_version="2", role="responder",
    ),
    message(
        "peer-lookup", "looking for pre-shared key peer configs matching 192.0.2.1...198.51.100.1[sun.example.com]",
        "looking for", until("method", " peer configs matching"), host("local"), "...", host("remote"),
        bracket_identity("remote_id"),
        ike_version="1", role="responder",
    ),
    message(
        "config-unacceptable", "selected peer config 'moon' unacceptable: constraint checking failed",
        "selected peer config", identity("conn"), either("unacceptable", "inacceptable"), optional(":", rest("reason")),
        strength=PROVES,
    ),
    message(
        "peer-selected", "selected peer config 'moon'",
        "selected peer config", identity("conn"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "peer-selected", 'selected peer config "moon"',
        "selected peer config", double_quoted("conn"),
        strength=PROVES, ike_version="1",
    ),
    message("peer-selected", "switching to peer config 'moon'", "switching to peer config", identity("conn")),
    message(
        "peer-not-found", "no matching peer config found",
        "no matching peer config found",
        strength=PROVES, ike_version="2", role="responder",
    ),
    message("peer-not-found", "no peer config found", "no peer config found", strength=PROVES, ike_version="1", role="responder"),
    message(
        "not-allowed", "found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode",
        "found", number("count"), either("matching configs", "matching config"), ", but none allows",
        until("method", " authentication using"),
        pp.Regex(r"(?P<mode>\S+)"), "Mode",
        strength=PROVES, ike_version="1", role="responder",
    ),
    message("no-alternative", "no alternative config found", "no alternative config found", strength=PROVES),
    # -- identities
    message(
        "id-mismatch", "received IDr sun.example.org, but require sun.example.com",
        "received IDr", until("received_id", ", but require"), rest("expected_id"),
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "id-mismatch", "IDir 'sun.example.org' does not match to 'sun.example.com'",
        "IDir", quoted("received_id", " does not match to"), identity("expected_id"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "id-mismatch", "IDir sun.example.org does not match to sun.example.com",
        "IDir", host("received_id"), "does not match to", host("expected_id"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "id-mismatch",
        "constraint check failed: identity 'sun.example.com' (ID_FQDN) required, not matched by 'sun.example.org' (ID_FQDN)",
        "constraint check failed: identity", quoted("expected_id", " ("), pp.Regex(r"\w+\) required, not matched by"),
        identity("received_id"),
        strength=PROVES,
    ),
    message(
        "id-mismatch", "constraint check failed: identity 'sun.example.com' required ",
        "constraint check failed: identity", identity("expected_id"),
        strength=PROVES,
    ),
    message(
        "id-mismatch",
        "constraint check failed: EAP identity 'carol' (ID_RFC822_ADDR) required, not matched by 'dave' (ID_RFC822_ADDR)",
        "constraint check failed: EAP identity", identity("expected_id"),
        optional(pp.Regex(r"\(\w+\) required, not matched by"), identity("received_id")),
        strength=PROVES, method="EAP",
    ),
    message(
        "cert-id-mismatch", "constraint check failed: certificate does not confirm identity 'sun.example.com' (ID_FQDN)",
        "constraint check failed: certificate does not confirm identity", identity("remote_id"),
        strength=PROVES,
    ),
    message(
        "constraint-failed", "constraint check failed: peer not authenticated by CA 'C=CH, O=Example, CN=Example CA'",
        "constraint check failed:", rest("reason"),
        strength=PROVES,
    ),
    message(
        "constraint-failed", "constraint requires cert policy 1.2.3.4",
        "constraint requires cert policy", rest("reason"),
        strength=PROVES,
    ),
    message(
        "auth-method-mismatch", "constraint requires public key authentication, but pre-shared key was used",
        "constraint requires", until("required", " authentication, but"), until("used", " was used"),
        strength=PROVES,
    ),
    message(
        "auth-method-mismatch", "constraint requires EAP_TLS, but EAP_MSCHAPV2 was used",
        "constraint requires", until("required", ", but"), until("used", " was used"),
        strength=PROVES,
    ),
    # -- keys
    message(
        "key-missing", "no shared key found for 'moon.example.com'[192.0.2.1] - 'sun.example.com'[198.51.100.1]",
        "no shared key found for", quoted("local_id", "["), host("local"), "] -", quoted("remote_id", "["), host("remote"),
        strength=PROVES, ike_version="1",
    ),
    message(
        "key-missing", "no shared key found for 'moon.example.com' - 'sun.example.com'",
        "no shared key found for", quoted("local_id", " -"), identity("remote_id"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "key-missing", "no shared key found for 192.0.2.1 - 198.51.100.1",
        "no shared key found for", host("local"), "-", host("remote"),
        strength=PROVES, ike_version="1",
    ),
    message(
        "key-mismatch", "tried 2 shared keys for 'moon.example.com' - 'sun.example.com', but MAC mismatched",
        "tried", number("count"), either("shared keys for", "shared key for"), quoted("local_id", " -"),
        quoted("remote_id", ", but MAC mismatched"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "hash-mismatch", "calculated HASH does not match HASH payload",
        "calculated HASH does not match HASH payload",
        strength=PROVES, ike_version="1",
    ),
    message(
        "aggressive-psk-disabled", "Aggressive Mode PSK disabled for security reasons",
        "Aggressive Mode PSK disabled",
        strength=PROVES, ike_version="1", mode="aggressive", role="responder",
    ),
    # -- results
    message(
        "private-key-missing", "authentication of 'moon.example.com' (myself) failed",
        "authentication of", quoted("local_id", " (myself) failed"),
        strength=PROVES, ike_version="1",
    ),
    message(
        "private-key-missing", "authentication of 'moon.example.com' (myself) with RSA_EMSA_PKCS1_SHA2_256 failed",
        "authentication of", quoted("local_id", " (myself) with"), until("method", " failed"),
        strength=PROVES,
    ),
    message(
        "own-auth", "authentication of 'moon.example.com' (myself) with RSA_EMSA_PKCS1_SHA2_256 successful",
        "authentication of", quoted("local_id", " (myself) with"), until("method", " successful"),
    ),
    message(
        "own-auth", "authentication of 'moon.example.com' (myself) with pre-shared key",
        "authentication of", quoted("local_id", " (myself) with"), rest("method"),
        ike_version="2",
    ),
    message(
        "own-auth", "authentication of 'moon.example.com' (myself) successful",
        "authentication of", quoted("local_id", " (myself) successful"),
        ike_version="1",
    ),
    message(
        "peer-auth-ok", "authentication of 'sun.example.com' with pre-shared key successful",
        "authentication of", quoted("remote_id", " with"), until("method", " successful"),
        strength=PROVES,
    ),
    message(
        "ike-up", "IKE_SA moon[1] established between 192.0.2.1[moon.example.com]...198.51.100.1[sun.example.com]",
        "IKE_SA", ike_sa, "established", optional(*between),
        strength=PROVES,
    ),
    # -- policy
    message(
        "authorization-failed", "authorization hook forbids IKE_SA, canceling",
        words(
            "authorization hook forbids IKE_SA", "authorization forbids IKE_SA", "Main Mode authorization hook forbids IKE_SA",
            "Aggressive Mode authorization hook forbids IKE_SA", "XAuth authorization hook forbids IKE_SA",
            "final authorization hook forbids IKE_SA",
        ),
        strength=PROVES, role="responder",
    ),
    message(
        "authorization-failed", "peer identity 'carol@example.com' not whitelisted",
        "peer identity", quoted("remote_id", ""), words("not whitelisted"),
        strength=PROVES, role="responder",
    ),
    message(
        "uniqueness-refused", "canceling IKE_SA setup due to uniqueness policy",
        either(
            "canceling IKE_SA setup due to uniqueness policy", "canceling Main Mode due to uniqueness policy",
            "canceling Aggressive Mode due to uniqueness policy", "canceling XAuth due to uniqueness policy",
            "cancelling IKE_SA setup due to uniqueness policy", "cancelling Main Mode due to uniqueness policy",
            "cancelling Aggressive Mode due to uniqueness policy", "cancelling XAuth due to uniqueness policy",
        ),
        strength=PROVES, role="responder",
    ),
    message(
        "ppk-failed", "PPK required but no PPK found for 'sun.example.com'",
        said("PPK required but "),
        strength=PROVES, ike_version="2",
    ),
    message(
        "ppk-failed", "received PPK_ID 'a', but require 'b'",
        "received PPK_ID", quoted("received_id", ", but require"), identity("expected_id"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "ppk-failed", "peer didn't use PPK for PPK_ID 'a'",
        said("peer didn't use PPK for "),
        strength=SUGGESTS, ike_version="2",
    ),
    message("ppk-failed", "no PPK for 'a' found, ignored because PPK is not required", said("no PPK "), ike_version="2"),
    message(
        "config-unacceptable", "configuration uses unsupported authentication",
        words(
            "configuration uses unsupported authentication", "insufficient authentication rounds",
            "non-matching authentication done", "no XAuth authentication round found",
        ),
        strength=SUGGESTS,
    ),
    message(
        "auth-method-mismatch", "received RSA signature authentication, but configured pre-shared key, continue with configured",
        "received", until("used", " authentication, but configured"), until("required", ", continue"),
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "nonstandard-peer", "negotiated authentication method (65003) not supported",
        said("negotiated authentication method "),
        strength=SUGGESTS,
    ),
)  # fmt: skip
