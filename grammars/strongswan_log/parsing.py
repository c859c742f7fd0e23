"""charon: what could not be decrypted, verified or parsed.

    garbage  = "invalid" payload "payload length, decryption failed?" | "could not decrypt payloads"
    follow   = exchange ("request" | "response") "with message ID" number "processing failed"
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, message, number, upper
from grammars.strongswan_log.values import either, exchange, said, words

_payload = upper("payload")

MESSAGES = (
    message(
        "decrypt-failed", "invalid HASH_V1 payload length, decryption failed?",
        "invalid", _payload, "payload length, decryption failed?",
        strength=PROVES, ike_version="1",
    ),
    message("decrypt-failed", "could not decrypt payloads", "could not decrypt payloads", strength=SUGGESTS),
    message(
        "decrypt-failed", "decrypting encrypted payload failed, padding invalid => 16 bytes @ 0x7f2c3c00",
        said("decrypting encrypted "),
        strength=SUGGESTS,
    ),
    message(
        "decrypt-failed", "decryption failed, invalid length",
        words("decryption failed, invalid length", "decryption failed, transform missing"),
        strength=SUGGESTS,
    ),
    message("integrity-failed", "integrity check failed", "integrity check failed", strength=SUGGESTS),
    message(
        "integrity-failed", "verifying encrypted payload integrity failed",
        either("verifying encrypted payload integrity failed", "verifying encrypted fragment payload integrity failed"),
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "integrity-failed", "received HASH payload does not match",
        "received HASH payload does not match",
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "no-keys", "found encrypted payload, but no transform set",
        either(
            "found encrypted payload, but no transform set", "found encrypted fragment payload, but no transform set",
            "found encrypted payload, but no keymat", "found encrypted fragment payload, but no keymat",
            "found encrypted message, but no keys available",
        ),
        strength=SUGGESTS,
    ),
    message(
        "malformed-ignored", "ignore malformed INFORMATIONAL request",
        "ignore malformed INFORMATIONAL request",
        strength=SUGGESTS, ike_version="1", exchange="INFORMATIONAL_V1",
    ),
    message(
        "malformed-ignored", "ignore invalid IKE_AUTH request",
        "ignore invalid", exchange, pp.Regex(r"(?P<direction>request|response)"),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "ID_PROT request with message ID 0 processing failed",
        exchange, pp.Regex(r"(?P<direction>request|response)"), "with message ID", number("message_id"), "processing failed",
    ),
    message(
        "parse-failed", "payload type ID_V1 could not be parsed",
        "payload type", _payload, "could not be parsed",
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "message parsing failed",
        words("message parsing failed", "message verification failed", "header could not be parsed", "header verification failed"),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "invalid ID type ID_RFC822_ADDR for ID_V1 payload",
        said("invalid ID type "),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "expected HASH payload as first payload",
        words("expected HASH payload as first payload"),
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "parse-failed", "not enough input to parse rule 5 U_INT_16",
        words(
            "not enough input to parse rule", "no rule to parse rule", "inconsistent next payload", "invalid next payload (",
            "invalid payload length", "unsupported exchange type", "exchange type is not defined", "transform count invalid",
            "PROPOSAL_SUBSTRUCTURE verification failed", "TRANSFORM_SUBSTRUCTURE verification failed",
            "TRANSFORM_ATTRIBUTE verification failed",
            "invalid notify data length for", "EAP Success/Failure has data", "EAP payload length (", "EAP message too short",
            "attribute value has not fixed size", "ATTRIBUTE FORMAT flag is not set", "invalid CPI length in IPCOMP proposal",
            "encrypted payload is not last payload", "failed to hash message", "ignoring message, failed to hash message",
        ),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "parsing of a PROPOSAL_SUBSTRUCTURE substructure failed",
        "parsing of a", _payload, words("substructure failed"),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "length of TRANSFORM_SUBSTRUCTURE substructure list invalid",
        "length of", _payload, words("substructure list invalid"),
        strength=SUGGESTS,
    ),
    message(
        "parse-failed", "payload type NONCE is not supported, but payload is critical!",
        "payload type", _payload, words("is not supported, but payload is critical"),
        strength=SUGGESTS,
    ),
    message(
        "nonstandard-peer", "payload type NOTIFY was not encrypted",
        "payload type", _payload, words("was not encrypted"),
        strength=PROVES,
    ),
    message(
        "nonstandard-peer", "payload of type ID_INITIATOR not occurred 1 times (0)",
        "payload of type", _payload, pp.Regex(r"(?P<reason>not occurred \d+ times)"),
        strength=PROVES,
    ),
    message(
        "nonstandard-peer", "payload of type SECURITY_ASSOCIATION more than 1 times (2) occurred in current message",
        "payload of type", _payload, pp.Regex(r"(?P<reason>more than \d+ times)"),
        strength=PROVES,
    ),
)  # fmt: skip
