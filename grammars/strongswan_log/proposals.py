"""charon: proposals, key exchange methods, lifetimes, error notifies, vendor IDs.

    lists   = ("received" | "configured") "proposals:" proposal {"," proposal}
    refusal = "no proposal found" | "received proposals unacceptable" | ...
    notify  = "received" name ("error notify" | "notify error" | "notify, no CHILD_SA built")
    group   = "DH group" | "key exchange method"                                      (the latter from 6.0.0)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, identity, message, number, rest, upper
from grammars.strongswan_log.values import either, noise, said, words

# 5.x says the first, 6.x the second; up to 5.6.3 "inacceptable"
_group = pp.MatchFirst([pp.Literal("DH group"), pp.Literal("key exchange method")])

MESSAGES = (
    # -- both lists
    message(
        "ike-proposal-refused", "received proposals unacceptable",
        either("received proposals unacceptable", "received proposals inacceptable"),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "proposals-received", "received proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
        "received proposals:", rest("proposals"),
        strength=PROVES,
    ),
    message(
        "proposals-configured", "configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048",
        "configured proposals:", rest("proposals"),
        strength=PROVES,
    ),
    message(
        "proposal-selected", "selected proposal: ESP:AES_GCM_16_256/NO_EXT_SEQ",
        "selected proposal:", rest("proposal"),
        strength=PROVES,
    ),
    # -- refusals
    message(
        "transform-mismatch", "no acceptable ENCRYPTION_ALGORITHM found",
        "no acceptable", pp.Regex(r"(?P<attribute>[A-Z][A-Z0-9_]*|\(\d+\))"), "found",
        strength=PROVES,
    ),
    message("protocol-mismatch", "protocol mismatch, skipping", "protocol mismatch, skipping", strength=PROVES),
    message(
        "transform-mismatch", "an algorithm from private space would match, but peer implementation is unknown, skipped",
        said("an algorithm from private space would match"),
        strength=PROVES,
    ),
    message("ike-proposal-refused", "no proposal found", "no proposal found", strength=PROVES, ike_version="1", role="responder"),
    noise("no matching proposal found, trying alternative config", "no matching proposal found, trying alternative config"),
    message(
        "config-unacceptable", "ignore candidate 'moon' without matching IKE proposal",
        "ignore candidate", identity("conn"), words("without matching IKE proposal"),
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "child-proposal-refused", "no acceptable proposal found",
        "no acceptable proposal found",
        strength=PROVES, ike_version="2",
    ),
    message(
        "child-proposal-refused", "no matching proposal found, sending NO_PROPOSAL_CHOSEN",
        "no matching proposal found, sending", upper("notify"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "child-proposal-refused", "no matching proposal found",
        "no matching proposal found",
        strength=PROVES, ike_version="1", role="initiator",
    ),
    # -- key exchange methods
    message(
        "ke-retry", "DH group MODP_2048 unacceptable, requesting MODP_3072",
        _group, upper("group"), either("unacceptable, requesting", "inacceptable, requesting"), upper("requested"),
        ike_version="2", role="responder",
    ),
    message(
        "ke-retry", "peer didn't accept DH group MODP_2048, it requested MODP_3072",
        "peer didn't accept", _group, upper("group"), ", it requested", upper("requested"),
        ike_version="2", role="initiator",
    ),
    message(
        "ke-refused", "requested DH group MODP_1024 not contained in any of our proposals",
        "requested", _group, upper("requested"), "not contained in any of our proposals",
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "ke-unsupported", "requested key exchange method ML_KEM_768 not supported",
        "requested", _group, upper("group"), "not supported",
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "ke-refused", "already retried with DH group MODP_2048, ignore requested MODP_1024",
        "already retried with", _group, upper("group"), ", ignore requested", upper("requested"),
        strength=SUGGESTS, ike_version="2", role="initiator",
    ),
    message(
        "ke-unsupported", "negotiated DH group not supported",
        "negotiated DH group not supported",
        strength=PROVES, ike_version="1",
    ),
    message(
        "ke-unsupported", "negotiated DH group MODP_2048 not supported",
        either("negotiated DH group", "negotiated key exchange method"), upper("group"), "not supported",
        strength=PROVES,
    ),
    message(
        "ke-unsupported", "configured DH group CURVE_448 not supported",
        either("configured DH group", "configured key exchange method"), upper("group"), "not supported",
        strength=PROVES, role="initiator",
    ),
    message("ke-unsupported", "DH group CURVE_448 not supported", _group, upper("group"), "not supported", strength=PROVES),
    message(
        "ke-unsupported", "key derivation failed",
        either("key derivation failed", "key derivation for ", "DH group selection failed"),
        strength=SUGGESTS,
    ),
    message(
        "plugin-missing", "unable to build NATD payloads, SHA1 not supported",
        words(
            "unable to build NATD payloads, SHA1 not supported", "no hasher available to build NAT-D payload",
            "no nonce generator found to create nonce",
            "nonce allocation failed", "creating KE payload failed", "creating NAT-D payload hash failed",
            "encryption failed, transform missing",
            "encrypting encrypted payload failed", "encrypting encrypted fragment payload failed",
            "failed to wrap encrypted IKEv1 message",
            "pregenerating SA payload failed", "creating cookie",
        ),
        strength=SUGGESTS,
    ),
    # -- the peer's message breaks the protocol
    message(
        "nonstandard-peer", "peer's proposal selection invalid",
        words(
            "peer's proposal selection invalid", "peers proposal selection invalid", "peer DH group selection invalid",
            "peer's key exchange method selection invalid",
        ),
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "nonstandard-peer", "KE payload missing",
        words(
            "KE payload missing", "SA payload missing", "sa payload missing", "SA payload invalid", "AUTH payload missing",
            "IDi payload missing", "IDii payload missing", "IDr payload missing", "IDir payload missing",
            "HASH payload missing", "SIG payload missing", "NONCE payload missing", "TS payloads missing",
            "proposal number smaller than previous", "invalid SPI length in ",
        ),
        strength=PROVES,
    ),
    message(
        "nonstandard-peer", "key exchange method in received payload MODP_2048 doesn't match negotiated ECP_256",
        said("key exchange method in received payload "),
        strength=PROVES, ike_version="2",
    ),
    message(
        "nonstandard-peer", "peer didn't send ADDITIONAL_KEY_EXCHANGE while accepting multiple key exchanges",
        words(
            "peer didn't send ADDITIONAL_KEY_EXCHANGE", "peer didn't like our ADDITIONAL_KEY_EXCHANGE",
            "ADDITIONAL_KEY_EXCHANGE notify missing", "data in ADDITIONAL_KEY_EXCHANGE notify doesn't match",
        ),
        strength=PROVES, ike_version="2",
    ),
    message(
        "nonstandard-peer", "applying KE public value failed",
        words(
            "applying KE public value failed", "applying DH public value failed", "applying key exchange public",
            "unable to apply received KE value",
        ),
        strength=SUGGESTS,
    ),
    message(
        "nonstandard-peer", "received invalid REDIRECT notify",
        "received invalid", upper("notify"), "notify",
    ),
    message(
        "nonstandard-peer", "received an IPCOMP_SUPPORTED notify we didn't propose, no CHILD_SA built",
        said("received an IPCOMP_SUPPORTED notify "),
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "config-unacceptable", "peer does not support childless IKE_SA initiation",
        words(
            "peer does not support childless IKE_SA initiation", "peer did not initiate a childless IKE_SA",
            "peer tried to initiate a childless IKE_SA",
        ),
        strength=PROVES, ike_version="2",
    ),
    # -- lifetimes
    message(
        "lifetime-differs", "received lifetime 3600s does not match configured lifetime 28800s",
        "received lifetime", number("theirs"), "s does not match configured lifetime", number("mine"),
        ike_version="1", what="ike",
    ),
    message(
        "lifetime-differs", "received 3600s lifetime, configured 1200s",
        "received", number("theirs"), "s lifetime, configured", number("mine"),
        ike_version="1", what="child",
    ),
    message(
        "lifetime-differs", "received 4608000000 lifebytes, configured 0",
        "received", number("theirs"), "lifebytes, configured", number("mine"),
        ike_version="1", what="child",
    ),
    # -- notifies
    message(
        "notify-received", "received NO_PROPOSAL_CHOSEN error notify",
        "received", upper("notify"), "error notify",
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "notify-received", "received INVALID_SYNTAX notify error, destroying IKE_SA",
        "received", upper("notify"), "notify error, destroying IKE_SA",
        strength=PROVES, ike_version="2",
    ),
    message(
        "notify-received", "received AUTHENTICATION_FAILED notify error",
        "received", upper("notify"), "notify error",
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "child-refused", "received TS_UNACCEPTABLE notify, no CHILD_SA built",
        "received", upper("notify"), "notify, no CHILD_SA built",
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "child-refused", "received NO_ADDITIONAL_SAS notify, will retry later",
        "received", upper("notify"), "notify, will retry later",
        ike_version="2", role="initiator",
    ),
    # -- vendor IDs
    message("vendor-id", "received unknown vendor ID: 4a:13:1c:81:07:03:58:45", "received unknown vendor ID:", rest("vendor")),
    message(
        "natt-supported", "received NAT-T (RFC 3947) vendor ID",
        "received",
        pp.Regex(r"(?P<vendor>NAT-T \(RFC 3947\)|draft-(?:ietf-ipsec-nat-t-ike|stenberg-ipsec-nat-traversal)\S*) vendor ID"),
        ike_version="1",
    ),
    message("vendor-id", "received DPD vendor ID", "received", pp.Regex(r"(?P<vendor>[^\n]{1,100}?) vendor ID")),
    noise("sending XAuth vendor ID", "sending", pp.Regex(r"[^\n]{1,100}? vendor ID")),
)  # fmt: skip
