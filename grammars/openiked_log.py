"""Messages of OpenIKED's iked, releases 6.x to 7.x (https://www.openiked.org/); iked speaks IKEv2 only.

    line     = [process "[" pid "]:"] ["spi=0x" initiator-spi ":"] [function ":"] text     (what is before the text's
               function is framing's; the SPI names the IKE_SA)
    packet   = ("send" | "recv") exchange ("req" | "res") number "peer" endpoint "local" endpoint "," number "bytes" ...
    endpoint = host ":" port | "[" ipv6 "]:" port

A function's name may change from release to release: the text behind it decides, except where the same text is printed in
two exchanges. ``sa_free`` prints why an IKE_SA is dropped.
"""

import pyparsing as pp

from grammars.common import (
    CONTEXT,
    NOISE,
    PROVES,
    SUGGESTS,
    Message,
    bracket_identity,
    identity,
    message,
    number,
    rest,
    upper,
    word,
)

V2 = {"ike_version": "2"}
INIT = {"ike_version": "2", "exchange": "IKE_SA_INIT"}
AUTH = {"ike_version": "2", "exchange": "IKE_AUTH"}
CHILD = {"ike_version": "2", "exchange": "CREATE_CHILD_SA"}
FUNCTION = pp.Regex(r"(?!notify:)[a-z_][A-Za-z0-9_]{1,60}:(?=[ \t])")
SA_FREE = "sa_free:"


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> tuple[Message, Message]:
    """A text behind a function's name, as in the example: with any name, and with none."""
    return (
        message(kind, example.partition(": ")[2], *parts, strength=strength, **tags),
        message(kind, example, FUNCTION, *parts, strength=strength, **tags),
    )


def named(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """A text that says too little without a function's name, whatever that is."""
    return message(kind, example, FUNCTION, *parts, strength=strength, **tags)


def peer(name: str) -> pp.ParserElement:
    """``192.0.2.1:500``, ``[2001:db8::1]:500``, either without the port; the host may be masked."""
    port = rf"(?::(?P<{name}_port>[^\s:,\[\]]+))?"
    return pp.MatchFirst(
        [
            pp.Regex(rf"\[(?P<{name}>[^\[\]\s]+)\]{port}"),
            pp.Regex(rf"(?P<{name}>[0-9a-fA-F]{{0,4}}(?::[0-9a-fA-F]{{0,4}}){{2,7}}(?:%\w+)?)"),
            pp.Regex(rf"(?P<{name}>(?:<[^<>\n]{{1,64}}>|[^\s\[\]<>,:])++){port}"),
        ]
    )


def spi(name: str) -> pp.ParserElement:
    """``0x82b67b04``, kept as printed."""
    return pp.Regex(rf"(?P<{name}>0x[0-9a-fA-F]+)")


ENDS = ("peer", peer("remote"), "local", peer("local"))
SIZE = (",", number("size"), "bytes")
POLICY = pp.Opt(pp.Literal(", policy") + identity("conn"))
PARENS = pp.Regex(r"\((?P<proposal>[^()\n]*)\)")
ROLE = pp.Regex(r"as (?P<role>initiator|responder)")
# OpenSSL's words for what is wrong with a certificate
WHY = r"[^\n]{0,500}?(?P<reason>"
EXPIRED = pp.Regex(WHY + r"certificate has expired|certificate is not yet valid)")
NO_ISSUER = pp.Regex(WHY + r"unable to get (?:local )?issuer certificate|self.signed certificate(?: in certificate chain)?)")
# ESP-10.1.0.0/16=10.2.0.0/16(0), own network first
FLOW = pp.Regex(r"(?P<flows>(?:ESP|AH)-(?P<local_ts>[^\s=,]+)=(?P<remote_ts>[^\s=,()]+)[^\n]*)")

# What iked prints of its own work when told to (-v, -vv); complaints among it are no noise
DEBUGGING = pp.Regex(
    r"(?:ikev2|sa|policy|proposals|config|ca|pfkey|dsa|dh|vroute|ocsp|eap|mobike)(?:_[a-z0-9_]+)?:"
    r"(?![^\n]{0,120}\b(?:[Ff]ail|error|invalid|malformed|unsupported|mismatch|refused|reject|denied|limit|cannot|could not|unable|no |not ))"
)

# Texts without a value; each stands behind a function's name
PLAIN: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("child-failed", "ikev2_init_recv: CREATE_CHILD_SA failed", CONTEXT, CHILD),
    ("eap-failed", "ikev2_resp_recv: failed eap response", SUGGESTS, AUTH),
    ("eap-failed", "ikev2_resp_ike_eap_mschap: invalid response name", PROVES, AUTH | {"reason": "no user name"}),
    ("parse-failed", "ikev2_resp_recv: failed to parse message", SUGGESTS, V2 | {"reason": "unreadable message"}),
    ("integrity-failed", "ikev2_msg_decrypt: integrity checksum failed", SUGGESTS, V2),
    ("aborted", "ikev2_init_auth: failed to get IKE keys", CONTEXT, V2),
    ("aborted", "ikev2_init_auth: failed to get auth data", CONTEXT, V2),
    ("rekey-collision", "ikev2_init_create_child_sa: IKESA rekey delayed", CONTEXT, CHILD),
    ("nonstandard-peer", "ikev2_init_create_child_sa: responder didn't send nonce", SUGGESTS, CHILD | {"reason": "no nonce"}),
    ("nonstandard-peer", "ikev2_init_create_child_sa: no proposal specified", SUGGESTS, CHILD | {"reason": "no proposal"}),
    ("kernel-sa-failed", "pfkey_sa: kernel has no support for extended sequence numbers (ESN)", PROVES, {"reason": "no ESN here"}),
    ("natt-failed", "udp_bind: failed to set UDP encap socket option", PROVES, {"reason": "no UDP encapsulation here"}),
    ("ike-deleting", "ikev2_dispatch_parent: No matching Policy found, terminating SA.", CONTEXT, V2),
)

MESSAGES: tuple[Message, ...] = (
    # -- packets and progress
    message(
        "message-received", "recv IKE_SA_INIT req 0 peer 192.0.2.1:500 local 198.51.100.2:500, 464 bytes, policy 'west'",
        "recv", upper("exchange"), "req", number("message_id"), *ENDS, *SIZE, POLICY,
        strength=PROVES, direction="request", **V2,
    ),
    message(
        "message-received", "recv IKE_AUTH res 1 peer 192.0.2.1:4500 local 198.51.100.2:4500, 224 bytes, policy 'west'",
        "recv", upper("exchange"), "res", number("message_id"), *ENDS, *SIZE, POLICY,
        strength=PROVES, direction="response", **V2,
    ),
    message(
        "message-sent", "send IKE_SA_INIT req 0 peer 192.0.2.1:500 local 198.51.100.2:500, 462 bytes",
        "send", upper("exchange"), "req", number("message_id"), *ENDS, *SIZE,
        strength=PROVES, direction="request", **V2,
    ),
    message(
        "message-sent", "send IKE_AUTH res 1 peer 192.0.2.1:4500 local 198.51.100.2:4500, 224 bytes, NAT-T",
        "send", upper("exchange"), "res", number("message_id"), *ENDS, *SIZE,
        strength=PROVES, direction="response", **V2,
    ),
    message(
        "message-received",
        "ikev2_recv: IKE_SA_INIT request from initiator 192.0.2.1:500 to 198.51.100.2:500 policy 'west' id 0, 510 bytes",
        "ikev2_recv:", upper("exchange"), "request from initiator", peer("remote"), "to", peer("local"), "policy",
        identity("conn"), "id", number("message_id"), *SIZE, strength=PROVES, direction="request", **V2,
    ),
    message(
        "message-received",
        "ikev2_recv: IKE_AUTH response from responder 192.0.2.1:500 to 198.51.100.2:500 policy 'west' id 1, 272 bytes",
        "ikev2_recv:", upper("exchange"), "response from responder", peer("remote"), "to", peer("local"), "policy",
        identity("conn"), "id", number("message_id"), *SIZE, strength=PROVES, direction="response", **V2,
    ),
    message(
        "message-sent", "ikev2_msg_send: IKE_AUTH request from 198.51.100.2:4500 to 192.0.2.1:4500 msgid 1, 800 bytes, NAT-T",
        "ikev2_msg_send:", upper("exchange"), "request from", peer("local"), "to", peer("remote"), "msgid", number("message_id"),
        *SIZE, strength=PROVES, direction="request", **V2,
    ),
    message(
        "message-sent", "ikev2_msg_send: IKE_SA_INIT response from 198.51.100.2:500 to 192.0.2.1:500 msgid 0, 451 bytes",
        "ikev2_msg_send:", upper("exchange"), "response from", peer("local"), "to", peer("remote"), "msgid", number("message_id"),
        *SIZE, strength=PROVES, direction="response", **V2,
    ),
    *said(
        "ike-initiate", 'ikev2_init_ike_sa: initiating "west"', 'initiating "', pp.Regex(r'(?P<conn>[^"\n]*)"'),
        strength=PROVES, role="initiator", **V2,
    ),
    message(
        "retransmit", "retransmit 2 IKE_AUTH req 1 peer 192.0.2.1:500 local 198.51.100.2:500",
        "retransmit", number("count"), upper("exchange"), "req", number("message_id"), *ENDS,
        strength=SUGGESTS, direction="request", **V2,
    ),
    message(
        "retransmit", "retransmit IKE_AUTH res 1 local 198.51.100.2:4500 peer 192.0.2.1:4500",
        "retransmit", upper("exchange"), "res", number("message_id"), "local", peer("local"), "peer", peer("remote"),
        strength=SUGGESTS, direction="response", **V2,
    ),
    *said(
        "gave-up", "ikev2_msg_retransmit_timeout: retransmit limit reached for req 1", "retransmit limit reached for req",
        number("message_id"), strength=PROVES, **V2,
    ),
    *said("gave-up", "sa_free: retransmit limit reached", "retransmit limit reached", strength=PROVES, **V2),
    *said("gave-up", "sa_free: SA_INIT timeout", "SA_INIT timeout", strength=PROVES, **INIT),
    message("half-open-timeout", "sa_free: timeout", SA_FREE, "timeout", strength=SUGGESTS, **V2),
    # -- proposals
    *said(
        "child-refused", "sa_free: no proposal chosen (IKE SA)", "no proposal chosen (IKE SA)",
        strength=SUGGESTS, notify="NO_PROPOSAL_CHOSEN", role="initiator", **AUTH,
    ),
    *said(
        "child-refused", "sa_free: no proposal chosen (CHILD SA)", "no proposal chosen (CHILD SA)",
        strength=PROVES, notify="NO_PROPOSAL_CHOSEN", **CHILD,
    ),
    message("proposal-refused", "sa_free: no proposal chosen", "sa_free: no proposal chosen", strength=SUGGESTS, **V2),
    message("ike-proposal-refused", "ikev2_sa_responder: no proposal chosen", "ikev2_sa_responder: no proposal chosen",
            strength=PROVES,
            role="responder", **INIT),
    message("child-proposal-refused", "ikev2_ike_auth_recv: no proposal chosen", "ikev2_ike_auth_recv: no proposal chosen",
            strength=PROVES,
            **AUTH),
    message("proposal-refused", "ikev2_resp_create_child_sa: no proposal chosen", "ikev2_resp_create_child_sa: no proposal chosen",
            strength=PROVES, role="responder", **CHILD),
    named("proposal-refused", "ikev2_init_recv: no proposal chosen", "no proposal chosen", strength=PROVES, **V2),
    *said("aborted", "ikev2_resp_recv: failed to negotiate IKE SA", "failed to negotiate IKE SA", strength=SUGGESTS, **V2),
    named("notify-sent", "ikev2_add_error: NO_PROPOSAL_CHOSEN",
          pp.Regex(r"(?P<notify>(?:NO|INVALID|TS|TEMPORARY|AUTHENTICATION|FAILED|"
          r"CHILD_SA|SINGLE|UNSUPPORTED|INTERNAL|UNACCEPTABLE|UNEXPECTED|USE)_[A-Z0-9_]+)\s*\Z"), strength=PROVES, **V2),
    *said("proposals-received", "ikev2_log_proposal: IKE #1 ENCR=AES_CBC-256", "IKE #", pp.Regex(r"\d+ (?P<proposals>[A-Z]+=\S+)"),
          strength=PROVES, what="ike", **V2),
    *said("proposals-received", "ikev2_log_proposal: ESP #1 ENCR=AES_CBC-256", "ESP #", pp.Regex(r"\d+ (?P<proposals>[A-Z]+=\S+)"),
          strength=PROVES, what="child", **V2),
    *said("protocol-mismatch", "proposals_negotiate: peer did not send ESP proposals", "peer did not send", word("mine"),
          "proposals",
          strength=PROVES),
    *said("ke-retry", "ikev2_sa_responder_dh: want dh MODP_2048, KE has MODP_1024", "want dh", word("requested"), ", KE has",
          word("group"), **V2),
    *said("ke-retry", "sa_free: reinitiating with new DH group", "reinitiating with new DH group", **INIT),
    *said("ke-retry", "ikev2_handle_notifies: responder selected DH group 14", "responder selected DH group", number("requested"),
          **V2),
    *said("ke-refused", "sa_free: unsupported group in INVALID_KE message", "unsupported group in INVALID_KE message",
          strength=PROVES, **V2),
    *said("ke-refused", "sa_free: unable to select DH group", "unable to select DH group", pp.Opt(number("requested")),
          strength=PROVES, **V2),
    *said("ke-refused", "ikev2_handle_notifies: DH group 14 denied by policy", "DH group", number("requested"), "denied by policy",
          strength=PROVES, **V2),
    # -- authentication
    named("auth-refused", "ikev2_send_auth_failed: authentication failed for FQDN/gw.example", "authentication failed for",
          pp.Opt(rest("remote_id")), strength=PROVES, **AUTH),
    message("key-mismatch", "ikev2_auth_verify: ikev2_msg_authverify failed", FUNCTION, "ikev2_msg_authverify failed",
            strength=PROVES, **AUTH),
    message("key-mismatch", "ikev2_msg_authverify failed", "ikev2_msg_authverify failed", strength=PROVES, **AUTH),
    message("key-mismatch", "ikev2_msg_authverify: authentication failed", "ikev2_msg_authverify: authentication failed",
            strength=PROVES, **AUTH),
    message("peer-auth-ok", "ikev2_msg_authverify: authentication successful", "ikev2_msg_authverify: authentication successful",
            **AUTH),
    *said("auth-method-mismatch", "ikev2_ike_auth_recv: unexpected auth method RSA_SIG, was expecting SHARED_KEY_MIC",
          "unexpected auth method", word("used"), ", was expecting", word("required"), strength=PROVES, **AUTH),
    *said("key-missing", "ikev2_msg_auth: no pre-shared key found", "no pre-shared key found", strength=PROVES, **AUTH),
    message("no-config", "ikev2_recv: no compatible policy found", "ikev2_recv: no compatible policy found", strength=PROVES,
            **INIT),
    *said("peer-not-found", "ikev2_ike_auth_recv: no compatible policy found", "no compatible policy found", strength=PROVES,
          **AUTH),
    named("peer-not-found", "ikev2_ike_auth_recv: policy mismatch", "policy mismatch", strength=PROVES, reason="policy mismatch",
          **AUTH),
    *said("id-mismatch", "policy_test_cap: localid mismatch", "localid mismatch", strength=PROVES, **AUTH),
    *said("cert-rejected", "ikev2_dispatch_cert: peer certificate is invalid", "peer certificate is invalid", strength=PROVES),
    *said("cert-ok", "ikev2_dispatch_cert: peer certificate is valid", "peer certificate is valid"),
    *said("private-key-missing", "ca_getauth: no valid local certificate found for FQDN/gw.example",
          "no valid local certificate found for",
          rest("local_id"), strength=PROVES),
    *said("private-key-missing", "ca_getcert: found cert with matching ID but without matching key.",
          "found cert with matching ID but without matching key", strength=PROVES),
    message("cert-rejected", "ca_validate_cert: rejecting self-signed certificate", "ca_validate_cert: rejecting", rest("reason"),
            strength=PROVES),
    message("cert-expired", "ca_validate_cert: /C=DE/CN=gw.example: certificate has expired", "ca_validate_cert:", EXPIRED,
            strength=PROVES),
    message("cert-no-issuer", "ca_validate_cert: /C=DE/CN=gw.example: unable to get local issuer certificate", "ca_validate_cert:",
            NO_ISSUER,
            strength=PROVES),
    *said("notify-received", "sa_free: authentication failed notification from peer",
          "authentication failed notification from peer", strength=SUGGESTS, notify="AUTHENTICATION_FAILED", role="initiator", **AUTH),
    *said("notify-received", "ikev2_init_recv: AUTHENTICATION_FAILED, closing SA", "AUTHENTICATION_FAILED, closing SA",
          strength=SUGGESTS, notify="AUTHENTICATION_FAILED", **AUTH),
    message("auth-refused", "sa_free: authentication failed", "sa_free: authentication failed", strength=PROVES, **AUTH),
    message("eap-failed", "sa_free: EAP failed", "sa_free: EAP failed", strength=PROVES, **AUTH),
    *said("eap-failed", "eap_parse: unknown user 'carol'", "unknown user", identity("user"), strength=PROVES,
          reason="unknown user", **AUTH),
    named("eap-failed", "eap_parse: 'carol' authentication failed", identity("user"), "authentication failed", strength=PROVES,
          **AUTH),
    named("eap-ok", "eap_parse: 'carol' authenticated", identity("user"), "authenticated", **AUTH),
    # -- up, and what it consists of
    message(
        "ike-up",
        "established peer 192.0.2.1:4500[IPV4/192.0.2.1] local 198.51.100.2:4500[IPV4/198.51.100.2] policy 'west' as responder "
        "(enc aes-256 auth hmac-sha2-256 group modp2048 prf hmac-sha2-256)",
        "established peer", peer("remote"), bracket_identity("remote_id"), "local", peer("local"), bracket_identity("local_id"),
        pp.Opt(pp.Regex(r"assigned(?: (?!policy )[^\s']+)+")), "policy", identity("conn"), pp.Opt(ROLE), pp.Opt(PARENS),
        strength=PROVES, **V2,
    ),
    message(
        "ike-up", "sa_state: VALID -> ESTABLISHED from 192.0.2.1:4500 to 198.51.100.2:4500 policy 'west'",
        "sa_state:", upper("old_state"), "-> ESTABLISHED from", peer("remote"), "to", peer("local"), "policy", identity("conn"),
        strength=PROVES, **V2,
    ),
    *said("child-up", "ikev2_childsa_enable: loaded SPIs: 0x82b67b04, 0xc33960f9 (enc aes-256 auth hmac-sha1)", "loaded SPIs:",
          pp.Regex(r"(?P<spi>0x[0-9a-fA-F]+(?:, ?0x[0-9a-fA-F]+)*)"), PARENS, strength=PROVES, **V2),
    *said("flows-loaded", "ikev2_childsa_enable: loaded flows: ESP-10.1.0.0/16=10.2.0.0/16(0)", "loaded flows:", FLOW,
          strength=PROVES, **V2),
    message("ike-rekeyed",
            "rekeyed as new IKESA 0x3f1d0c2b4a596877 (enc aes-256 auth hmac-sha2-256 group modp2048 prf hmac-sha2-256)",
            "rekeyed as new IKESA", spi("spi_i"), pp.Opt(PARENS), strength=PROVES, **V2),
    *said("address-assigned", "ikev2_cp_setaddr_pool: assigned address 10.9.0.7 to FQDN/road", "assigned address",
          pp.Regex(r"\S+ to"),
          word("remote_id")),
    *said("address-refused", "ikev2_cp_setaddr: pool configured, but IKEV2_CP_REQUEST missing",
          pp.Regex(r"(?P<reason>pool configured, but IKEV2_CP_REQUEST missing|address pool exhausted|requested addr (?:in use|out of range))"),
          strength=PROVES),
    # -- NAT, paths, fragments
    *said("nat-remote",
          "ikev2_enable_natt: detected NAT, enabling UDP encapsulation, updated SA to peer 192.0.2.1:4500 local 198.51.100.2:4500",
          "detected NAT, enabling UDP encapsulation"),
    named("nat-remote", "ikev2_pld_notify: NAT_DETECTION_SOURCE_IP detected NAT", "NAT_DETECTION_SOURCE_IP detected NAT"),
    named("nat-local", "ikev2_pld_notify: NAT_DETECTION_DESTINATION_IP detected NAT", "NAT_DETECTION_DESTINATION_IP detected NAT"),
    *said("nat-forced", "ikev2_init_ike_sa_peer: enforcing NAT-T", "enforcing NAT-T"),
    *said("path-changed", "ikev2_msg_update: NAT-T message received, updated SA", "NAT-T message received, updated SA"),
    *said("path-changed", "ikev2_update_sa_addresses: updated SA to peer 192.0.2.1:4500 local 198.51.100.2:4500", "updated SA to",
          *ENDS),
    *said("send-failed", "ikev2_msg_send: sendtofrom: peer 192.0.2.1:500 local 198.51.100.2:500: No route to host", "sendtofrom:",
          *ENDS, ":",
          rest("reason"), strength=PROVES),
    *said("send-failed", "ikev2_msg_send: sendtofrom: Operation not permitted", "sendtofrom:", rest("reason"), strength=PROVES),
    *said("send-failed", "ikev2_init_ike_sa: failed to initiate with peer 192.0.2.1", "failed to initiate with peer",
          peer("remote"),
          strength=SUGGESTS),
    *said("fragment-failed", "ikev2_frags_reassemble: failed to reassemble fragments", "failed to reassemble fragments",
          strength=SUGGESTS,
          reason="failed to reassemble fragments"),
    *said("fragment-failed", "ikev2_pld_ef: Failed to decrypt fragment: 1 of 3", "Failed to decrypt fragment:", number("number"),
          "of",
          number("count"), strength=SUGGESTS),
    *said("fragment-complete", "ikev2_frags_reassemble: All fragments received: 3 of 3", "All fragments received:",
          number("number"), "of",
          number("count")),
    *said("fragment-received", "ikev2_pld_ef: Received fragment: 1 of 3", "Received fragment:", number("number"), "of",
          number("count")),
    *said("fragment-sent", "ikev2_send_encrypted_fragments: Fragment 1 of 3 has size of 1240 bytes.", "Fragment", number("number"),
          "of",
          number("count"), "has size of", number("size"), "bytes"),
    named("decrypt-failed", "ikev2_e_decrypt: decryption failed.", "decryption failed", strength=SUGGESTS),
    named("integrity-failed", "ikev2_msg_decrypt: integrity check failed", "integrity check failed", strength=SUGGESTS),
    named("parse-failed", "ikev2_pld_parse: malformed payload: too long for payload size (40 < 60)", "malformed payload:",
          rest("reason"),
          strength=SUGGESTS),
    named("version-refused", "ikev2_msg_valid_ike_sa: IKEv1 not supported", "IKEv1 not supported", strength=PROVES,
          ike_version="1"),
    # -- rekeying, deleting, liveness
    *said("rekey-scheduled", "ikev2_send_create_child_sa: rekeying CHILD SA old ESP spi 0x82b67b04", "rekeying CHILD SA old",
          word("protocol"),
          "spi", spi("spi"), what="child", **CHILD),
    *said("rekey-collision", "ikev2_init_create_child_sa: simultaneous rekeying for CHILD SA 0x82b67b04/0xc33960f9",
          "simultaneous rekeying for CHILD SA", spi("spi"), strength=PROVES, **CHILD),
    named("rekey-collision", "ikev2_ikesa_enable: resolving simultaneous IKE SA rekeying",
          pp.Regex(r"(?:resolving )?simultaneous (?:IKE SA|CHILD SA)? ?rekeying"), strength=PROVES, **CHILD),
    *said("rekey-collision", "ikev2_ike_sa_rekey: busy, delaying rekey", "busy, delaying rekey", **CHILD),
    *said("rekey-collision", "ikev2_handle_notifies: peer busy, retrying, SPI 0x82b67b04", "peer busy, retrying, SPI", spi("spi"),
          strength=SUGGESTS, notify="TEMPORARY_FAILURE", **CHILD),
    message("rekey-failed", "sa_free: rekey timeout", "sa_free: rekey timeout", strength=PROVES, what="ike", **CHILD),
    *said("delete-unknown", "ikev2_resp_create_child_sa: CHILD SA 0x82b67b04 wasn't found", "CHILD SA", spi("spi"), "wasn't found",
          strength=PROVES, what="child", **CHILD),
    *said("delete-unknown", "ikev2_childsa_delete: CHILD SA doesn't exist for spi 0x82b67b04", "CHILD SA doesn't exist for spi",
          spi("spi"),
          strength=SUGGESTS, what="child"),
    message("duplicate-ike", "replaced by IKESA 0x3f1d0c2b4a596877 (identical DSTID)", "replaced by IKESA", spi("spi_i"),
            "(identical DSTID)", strength=PROVES),
    message("delete-received", "sa_free: received delete", "sa_free: received delete", pp.NotAny("(simultaneous"), strength=PROVES,
            what="ike", **V2),
    named("delete-received", "ikev2_ikesa_recv_delete: received delete", "received delete", pp.NotAny("(simultaneous"),
          strength=PROVES,
          what="ike", **V2),
    *said("delete-sent", "ikev2_ike_sa_delete: sent delete, closing SA", "sent delete, closing SA", what="ike", **V2),
    message("child-closed", "deleted 2 SPIs: 0x82b67b04, 0xc33960f9", "deleted", number("count"), pp.Regex(r"SPIs?:"), rest("spi")),
    named("child-closed", "ikev2_childsa_delete: deleted 1 SPI: 0x82b67b04", "deleted", number("count"), pp.Regex(r"SPIs?:"),
          rest("spi")),
    *said("dpd-sent", "ikev2_ike_sa_alive: sending alive check", "sending alive check"),
    message("aborted", "sa_free: IKE_AUTH failed", "sa_free: IKE_AUTH failed", reason="IKE_AUTH failed", **AUTH),
    message("send-failed", "sa_free: failed to send SA_INIT", SA_FREE,
            pp.Regex(r"(?P<reason>failed to (?:send|initiate) [A-Z_]+[^\n]*|retransmit(?:ting response)? failed)"),
            strength=SUGGESTS),
    message("ike-deleted", "sa_free: sa replaced", SA_FREE, rest("reason")),
    # -- kernel and configuration
    *said("kernel-error", "pfkey_reply: no reply from PF_KEY", "no reply from PF_KEY", strength=PROVES,
          reason="no reply from PF_KEY"),
    *said("kernel-sa-failed", "pfkey_sa: unsupported integrity algorithm HMAC_SHA2_256_128",
          pp.Regex(r"(?P<reason>unsupported (?:integrity|encryption) algorithm \S+)"), strength=PROVES),
    *said("kernel-sa-failed", "ikev2_childsa_enable: failed to load CHILD SA spi 0x82b67b04", "failed to load CHILD SA spi",
          spi("spi"), strength=PROVES),
    *said("kernel-policy-failed", "ikev2_childsa_enable: failed to load flow", "failed to load flow", strength=PROVES),
    message("kernel-error", "pfkey_reply: message: File exists", "pfkey_reply:",
            pp.Regex(r"(?:message|erroneous reply)[: ]*(?P<reason>[^\n]*)"), strength=PROVES),
    message("kernel-error", "pfkey_socket: failed to open PF_KEY socket", "pfkey_socket:", rest("reason"), strength=PROVES),
    named("acquire", "pfkey_process: acquire request (peer 192.0.2.1)", "acquire request (peer", peer("remote")),
    named("sa-expired-soft", "pfkey_process: SA 0x82b67b04 is expired, pending rekeying", "SA", spi("spi"), "is expired, pending"),
    named("socket-failed", "config_getsocket: failed to bind UDP socket: Address already in use", "failed to bind UDP socket:",
          rest("reason"), strength=PROVES),
    message("config-error", "/etc/iked.conf: 12: syntax error", pp.Regex(r"(?P<reason>/\S+: \d+: [^\n]+)"), strength=PROVES),
    named("config-error", "main: failed to load config file /etc/iked.conf",
          pp.Regex(r"(?P<reason>failed to load config file \S+)"), strength=PROVES),
    message("config-error", "/etc/iked.conf: no valid configuration rules found",
            pp.Regex(r"\S+: (?P<reason>no valid configuration rules found)"), strength=PROVES),
    message("daemon-stop", "parent terminating", "parent terminating"),
    # -- what ends an exchange without saying more
    *(named(kind, example, example.partition(": ")[2], strength=strength, **tags) for kind, example, strength, tags in PLAIN),
    named("unprotected-ignored", "ikev2_handle_notifies: AUTHENTICATION_FAILED not encrypted",
          pp.Regex(r"(?P<notify>[A-Z][A-Z0-9_]+) not encrypted"), strength=SUGGESTS, **V2),
    named("ke-unsupported", "ikev2_init_ike_sa_peer: invalid peer DH group 31", "invalid peer DH group", number("group"),
          strength=PROVES, **V2),
    named("config-error", "ca_reload: failed to load ca file /etc/iked/ca/ca.crt",
          pp.Regex(r"(?P<reason>failed to load (?:ca|cert|crl) file \S+)"), strength=PROVES),
    message("cert-status-unknown", "ocsp_validate_finish: response verify failure",
            pp.Regex(r"ocsp_\w+: (?P<reason>[^\n]{0,80}\b(?:fail|error|no status|no ocsp|not supported|giving up)[^\n]*)")),
    message("daemon-crash", "lost child: ikev2 terminated; signal 11",
            pp.Regex(r"lost child: (?P<reason>\S+ (?:terminated; signal \d+|exited abnormally))"), strength=PROVES),
    # -- at the debug level
    message("ike-state", "sa_state: SA_INIT -> AUTH_REQUEST", "sa_state:", upper("old_state"), "->", upper("state")),
    message("notify-received", "ikev2_pld_notify: protoid NONE spisize 0 type NO_PROPOSAL_CHOSEN", "ikev2_pld_notify: protoid",
            pp.Regex(r"\S+ spisize \d+ type (?P<notify>NO_PROPOSAL_CHOSEN|INVALID_[A-Z_]+|AUTHENTICATION_FAILED|TS_UNACCEPTABLE|UNSUPPORTED_[A-Z_]+|"
                     r"SINGLE_PAIR_REQUIRED|FAILED_CP_REQUIRED|INTERNAL_ADDRESS_FAILURE|CHILD_SA_NOT_FOUND|TEMPORARY_FAILURE)"),
            strength=SUGGESTS, **V2),
    message("peer-selected", "ikev2_msg_getsa: found matching policy 'west'", FUNCTION, "found matching policy", identity("conn")),
    named("noise", "ikev2_childsa_enable: loaded CHILD SA spi 0x82b67b04",
          pp.Regex(r"(?:re)?(?:loaded|remember|replaced|found|deleted) (?:CHILD|IPCOMP|SA|flow|old flow|policy|active flow|local cert)"),
          strength=NOISE),
    message("noise", "ikev2_pld_payloads: payload SA nextpayload KE critical 0x00 length 48", DEBUGGING, strength=NOISE),
    message("noise", "configuration OK", pp.Regex(r"configuration OK|OpenIKED \d|(?:ikev2|ca|control|parent) exiting"),
            strength=NOISE),
)  # fmt: skip
