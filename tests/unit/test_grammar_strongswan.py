"""charon's messages: which fields they have, and what is somebody else's."""

import pytest

from tests.tools.grammars import read

TS = {"local_ts": "10.1.0.0/16", "remote_ts": "10.2.0.0/16"}
SPIS = {"spi_in": "c1a2b3c4", "spi_out": "c5d6e7f8"}
ENDS = {"local": "192.0.2.1", "local_id": "moon.example.com", "remote": "198.51.100.1", "remote_id": "C=CH, O=Example, CN=sun"}

FIELDS: list[tuple[str, str, dict[str, str]]] = [
    (
        "sending packet: from 192.0.2.1[500] to 198.51.100.1[4500] (336 bytes)", "packet-sent",
        {"local": "192.0.2.1", "local_port": "500", "remote": "198.51.100.1", "remote_port": "4500", "size": "336"},
    ),
    (
        "received packet: from <peer ip>[500] to [client-ip][500] (336 bytes)", "packet-received",
        {"remote": "<peer ip>", "remote_port": "500", "local": "[client-ip]", "local_port": "500", "size": "336"},
    ),
    ("received packet: from 192.{AWS}.2.223[500] to xxx.xxx.xxx.xxx[500]", "packet-received",
     {"remote": "192.{AWS}.2.223", "remote_port": "500", "local": "xxx.xxx.xxx.xxx", "local_port": "500"}),
    ("sending packet: from [500] to 2001:db8::1[500] (1 bytes)", "packet-sent",
     {"local_port": "500", "remote": "2001:db8::1", "remote_port": "500", "size": "1"}),
    (
        "generating IKE_AUTH request 1 [ IDi AUTH SA TSi TSr N(EAP_ONLY) ]", "message-sent",
        {"exchange": "IKE_AUTH", "direction": "request", "message_id": "1", "payloads": "IDi AUTH SA TSi TSr N(EAP_ONLY)"},
    ),
    ("parsed INFORMATIONAL_V1 request 4112038880 [ N(AUTH_FAILED) ]", "message-received",
     {"exchange": "INFORMATIONAL_V1", "direction": "request", "message_id": "4112038880", "payloads": "N(AUTH_FAILED)"}),
    ("parsed INFORMATIONAL response 2 [ ]", "message-received", {"exchange": "INFORMATIONAL", "direction": "response", "message_id": "2"}),
    ("initiating Main Mode IKE_SA a[b] c[7] to vpn.example.com", "ike-initiate",
     {"conn": "a[b] c", "sa": "7", "remote": "vpn.example.com", "ike_version": "1", "mode": "main", "role": "initiator"}),
    ("x.x.x.x is initiating a Aggressive Mode IKE_SA", "ike-respond",
     {"remote": "x.x.x.x", "ike_version": "1", "mode": "aggressive", "role": "responder"}),
    ("198.51.100.1 is initiating IKE_SA moon[2]", "ike-respond",
     {"remote": "198.51.100.1", "conn": "moon", "sa": "2", "ike_version": "2", "role": "responder"}),
    ("no IKE config found for 192.0.2.1...198.51.100.1, sending NO_PROPOSAL_CHOSEN", "no-config",
     {"local": "192.0.2.1", "remote": "198.51.100.1", "notify": "NO_PROPOSAL_CHOSEN", "role": "responder"}),
    ("retransmit 3 of request with message ID 1", "retransmit",
     {"count": "3", "message_id": "1", "ike_version": "2", "direction": "request"}),
    ("sending retransmit 2 of response message ID 0, seq 1", "retransmit",
     {"count": "2", "message_id": "0", "seq": "1", "ike_version": "1", "direction": "response"}),
    ("giving up after 5 retransmits", "gave-up", {"count": "5"}),
    ("peer not responding, trying again (2/0)", "retry", {"attempt": "2", "attempts": "0", "role": "initiator"}),
    ("destroying IKE_SA in state CONNECTING without notification", "aborted", {"state": "CONNECTING"}),
    ("received proposals: IKE:3DES_CBC/HMAC_MD5_96, IKE:AES_CBC_128/MODP_2048", "proposals-received",
     {"proposals": "IKE:3DES_CBC/HMAC_MD5_96, IKE:AES_CBC_128/MODP_2048"}),
    ("  no acceptable KEY_EXCHANGE_METHOD found", "transform-mismatch", {"attribute": "KEY_EXCHANGE_METHOD"}),
    ("key exchange method MODP_2048 unacceptable, requesting ML_KEM_768", "ke-retry",
     {"group": "MODP_2048", "requested": "ML_KEM_768", "ike_version": "2", "role": "responder"}),
    ("peer didn't accept DH group MODP_3072, it requested MODP_2048", "ke-retry",
     {"group": "MODP_3072", "requested": "MODP_2048", "ike_version": "2", "role": "initiator"}),
    ("received INVALID_ID_INFORMATION error notify", "notify-received", {"notify": "INVALID_ID_INFORMATION", "ike_version": "1"}),
    ("received (16417) notify error", "notify-received", {"notify": "(16417)", "ike_version": "2"}),
    ("received TS_UNACCEPTABLE notify, no CHILD_SA built", "child-refused",
     {"notify": "TS_UNACCEPTABLE", "ike_version": "2", "role": "initiator"}),
    ("received draft-ietf-ipsec-nat-t-ike-02\\n vendor ID", "natt-supported",
     {"vendor": "draft-ietf-ipsec-nat-t-ike-02\\n", "ike_version": "1"}),
    ("received Cisco Unity vendor ID", "vendor-id", {"vendor": "Cisco Unity"}),
    ("splitting IKE message with length of 1484 bytes into 2 fragments", "fragment-sent", {"size": "1484", "count": "2"}),
    ("received fragment #1 of 2, waiting for complete IKE message", "fragment-received", {"number": "1", "count": "2"}),
    ("invalid ID_V1 payload length, decryption failed?", "decrypt-failed", {"payload": "ID_V1", "ike_version": "1"}),
    ("ID_PROT request with message ID 0 processing failed", "parse-failed",
     {"exchange": "ID_PROT", "direction": "request", "message_id": "0"}),
    ("looking for peer configs matching 192.0.2.1[%any]...198.51.100.1[C=CH, O=Example, CN=sun]", "peer-lookup",
     {"local": "192.0.2.1", "local_id": "%any", "remote": "198.51.100.1", "remote_id": "C=CH, O=Example, CN=sun", "ike_version": "2",
      "role": "responder"}),
    ("looking for RSA signature peer configs matching 192.0.2.1...198.51.100.1[sun]", "peer-lookup",
     {"method": "RSA signature", "local": "192.0.2.1", "remote": "198.51.100.1", "remote_id": "sun", "ike_version": "1",
      "role": "responder"}),
    ("found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode", "not-allowed",
     {"count": "1", "method": "pre-shared key", "mode": "Aggressive", "ike_version": "1", "role": "responder"}),
    ("IDir 'a' does not match to 'b'", "id-mismatch", {"received_id": "a", "expected_id": "b", "ike_version": "1", "role": "initiator"}),
    ("constraint check failed: identity 'b' (ID_FQDN) required, not matched by 'a' (ID_KEY_ID)", "id-mismatch",
     {"expected_id": "b", "received_id": "a"}),
    ("constraint requires public key authentication, but pre-shared key was used", "auth-method-mismatch",
     {"required": "public key", "used": "pre-shared key"}),
    ("no shared key found for 'moon'[192.0.2.1] - 'O'Neil'[198.51.100.1]", "key-missing",
     {"local_id": "moon", "local": "192.0.2.1", "remote_id": "O'Neil", "remote": "198.51.100.1", "ike_version": "1"}),
    ("tried 1 shared key for 'C=IE, O=O'Neil' - 'sun', but MAC mismatched", "key-mismatch",
     {"count": "1", "local_id": "C=IE, O=O'Neil", "remote_id": "sun", "ike_version": "2"}),
    ("authentication of 'moon' (myself) with RSA_EMSA_PKCS1_SHA2_256 successful", "own-auth",
     {"local_id": "moon", "method": "RSA_EMSA_PKCS1_SHA2_256"}),
    ("authentication of 'sun' with pre-shared key successful", "peer-auth-ok", {"remote_id": "sun", "method": "pre-shared key"}),
    ("IKE_SA moon[1] established between 192.0.2.1[moon.example.com]...198.51.100.1[C=CH, O=Example, CN=sun]", "ike-up",
     {"conn": "moon", "sa": "1", **ENDS}),
    ("IKE_SA (unnamed)[3] state change: CREATED => CONNECTING", "ike-state", {"sa": "3", "old_state": "CREATED", "state": "CONNECTING"}),
    ("issuer certificate invalid (valid from Jan  2 10:00:01 2023 to Jan  2 10:00:01 2024)", "cert-expired",
     {"reason": "issuer certificate invalid", "valid_from": "Jan  2 10:00:01 2023", "valid_to": "Jan  2 10:00:01 2024"}),
    ("no trusted RSA public key found for 'sun'", "cert-untrusted", {"method": "RSA", "remote_id": "sun"}),
    ("EAP method EAP_MSCHAPV2 failed for peer carol", "eap-failed",
     {"method": "EAP_MSCHAPV2", "user": "carol", "reason": "failed for peer", "ike_version": "2", "role": "responder"}),
    ("CHILD_SA net{3} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16", "child-up",
     {"child": "net", "child_id": "3", **SPIS, **TS}),
    ("CHILD_SA net{1} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16=== 10.2.0.0/16 ", "child-up",
     {"child": "net", "child_id": "1", **SPIS, **TS}),
    ("CHILD_SA net{1} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16[tcp/http] 10.3.0.1..10.3.0.9 === <peer net>/24 <-- up",
     "child-up", {"child": "net", "child_id": "1", **SPIS, "local_ts": "10.1.0.0/16[tcp/http] 10.3.0.1..10.3.0.9",
                  "remote_ts": "<peer net>/24"}),
    ("traffic selectors 10.1.0.0/16 10.3.0.0/16 === 10.2.0.0/16 inacceptable", "ts-refused",
     {"local_ts": "10.1.0.0/16 10.3.0.0/16", "remote_ts": "10.2.0.0/16", "ike_version": "2", "role": "responder"}),
    (" config: 10.1.0.0/16, received: 10.9.0.0/16 => no match", "ts-pair", {"configured_ts": "10.1.0.0/16", "received_ts": "10.9.0.0/16"}),
    ("closing CHILD_SA net{3} with SPIs c1a2b3c4_i (0 bytes) c5d6e7f8_o (840 bytes) and TS 10.1.0.0/16 === 10.2.0.0/16", "child-closing",
     {"child": "net", "child_id": "3", **SPIS, **TS, "bytes_in": "0", "bytes_out": "840"}),
    ("received DELETE for ESP CHILD_SA with SPI c1a2b3c4", "delete-received", {"protocol": "ESP", "spi": "c1a2b3c4", "what": "child"}),
    ("creating delete job for CHILD_SA ESP/0xc1a2b3c4/198.51.100.1", "sa-expired-hard",
     {"protocol": "ESP", "spi": "c1a2b3c4", "remote": "198.51.100.1"}),
    ("creating rekey job for ESP CHILD_SA with SPI c1a2b3c4 and reqid {1}", "sa-expired-soft", {"protocol": "ESP", "spi": "c1a2b3c4"}),
    ("  loaded IKE secret for moon.example.com sun.example.com", "secret-loaded",
     {"method": "IKE", "identities": "moon.example.com sun.example.com"}),
    ("Starting charon-systemd IKE daemon (strongSwan 6.0.1, Linux 6.12.9, x86_64)", "daemon-start", {"version": "6.0.1"}),
    ("initiate failed: establishing CHILD_SA 'net' failed", "verdict-failed", {"child": "net", "reason": "failed", "what": "child"}),
    ("establishing connection 'moon' failed", "verdict-failed", {"conn": "moon"}),
    ("+ C=CH, O=Example, CN=sun 10.2.0.0/16 == 198.51.100.1 -- 192.0.2.1 == 10.1.0.0/16", "child-up",
     {"remote_id": "C=CH, O=Example, CN=sun", "remote": "198.51.100.1", "local": "192.0.2.1", **TS}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "fields"), FIELDS, ids=[text for text, _, _ in FIELDS])
def test_fields_of_message(text: str, kind: str, fields: dict[str, str]) -> None:
    event = read("strongswan", text)
    assert event is not None
    assert (event.kind, event.fields()) == (kind, fields)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "received", "sending", "no", "some other text", "Dec  1 10:00:01 host kernel: eth0 up", "IKE_SA", "CHILD_SA", "'", "+ x",
        "#",
        "a is initiating the backup", "loading the page failed", "interface is fine", "no proposal", "policy",
    ],
)  # fmt: skip
def test_other_text_is_not_recognised(text: str) -> None:
    assert read("strongswan", text) is None


def test_trailing_remark_is_tolerated() -> None:
    event = read("strongswan", "received NO_PROPOSAL_CHOSEN error notify   <-- this is the error")
    assert event is not None
    assert event.get("notify") == "NO_PROPOSAL_CHOSEN"
