"""The messages of Libreswan's pluto: which fields they have, what is routine, and what is somebody else's."""

import pytest

from tests.tools.grammars import read

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
MAIN = V1 | {"exchange": "ID_PROT", "mode": "main"}
QUICK = V1 | {"exchange": "QUICK_MODE"}
INIT = V2 | {"exchange": "IKE_SA_INIT"}
PEER = {"remote": "198.51.100.2", "remote_port": "500"}

FIELDS: list[tuple[str, str, dict[str, str]]] = [
    (
        "Starting Pluto (Libreswan Version 4.10 IKEv2 IKEv1 XFRM) pid:30",
        "daemon-start",
        {"version": "4.10"},
    ),
    (
        "failed to add connection: left certificate 'gwA' is expired or not yet valid",
        "cert-expired",
        {"reason": "left certificate 'gwA' is expired or not yet valid"},
    ),
    (
        "  1:IKE=AES_CBC_256-HMAC_SHA2_256-HMAC_SHA2_256_128-MODP2048",
        "proposals-configured",
        {"proposals": "1:IKE=AES_CBC_256-HMAC_SHA2_256-HMAC_SHA2_256_128-MODP2048", "what": "ike"},
    ),
    (
        "initiating IKEv2 connection to 2001:db8::2 using UDP",
        "ike-initiate",
        V2 | {"remote": "2001:db8::2", "role": "initiator"},
    ),
    (
        "initiating IKEv1 Main Mode connection to replace #1",
        "ike-initiate",
        V1 | {"mode": "main", "role": "initiator"},
    ),
    (
        "responding to Main Mode from unknown peer x.x.x.x:500",
        "ike-respond",
        V1 | {"mode": "main", "role": "responder", "remote": "x.x.x.x", "remote_port": "500"},
    ),
    (
        'responding to Aggressive Mode, state #4, connection "road"[2] 198.51.100.2 from 198.51.100.2:500',
        "ike-respond",
        V1 | PEER | {"mode": "aggressive", "role": "responder", "sa": "4", "conn": "road"},
    ),
    (
        "STATE_MAIN_I1: initiate",
        "message-sent",
        MAIN | {"direction": "request", "step": "1"},
    ),
    (
        "STATE_MAIN_I2: sent MI2, expecting MR2",
        "message-sent",
        MAIN | {"state": "STATE_MAIN_I2", "direction": "request", "step": "3"},
    ),
    (
        "sent Main Mode R2",
        "message-sent",
        MAIN | {"direction": "response", "step": "4"},
    ),
    (
        "sent IKE_SA_INIT request to [2001:db8::2]:UDP/500",
        "message-sent",
        INIT | {"remote": "2001:db8::2", "remote_port": "500", "direction": "request"},
    ),
    (
        "sent IKE_AUTH request to 198.51.100.2:UDP/500 with shared-key-mac and FQDN '@a'; Child SA #2 {ESPinUDP "
        "<0x4d1ad635} [10.1.0.0/16===10.2.0.0/16]",
        "message-sent",
        V2
        | PEER
        | {
            "exchange": "IKE_AUTH",
            "direction": "request",
            "method": "shared-key-mac",
            "local_id": "@a",
            "child_id": "2",
            "protocol": "ESP",
            "spi_in": "4d1ad635",
            "local_ts": "10.1.0.0/16",
            "remote_ts": "10.2.0.0/16",
        },
    ),
    (
        "processing IKE_AUTH response from 198.51.100.2:UDP/500 containing SK{IDr,AUTH,N(TS_UNACCEPTABLE)}",
        "message-received",
        V2 | PEER | {"exchange": "IKE_AUTH", "direction": "response", "payloads": "IDr,AUTH,N(TS_UNACCEPTABLE)"},
    ),
    (
        "responding to Quick Mode proposal {msgid:447dedc3}",
        "message-received",
        QUICK | {"direction": "request", "step": "1", "message_id": "447dedc3"},
    ),
    (
        "STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY cipher=aes_256 integ=sha group=MODP2048}",
        "ike-up",
        V1
        | {"state": "STATE_MAIN_R3", "method": "PRESHARED_KEY", "proposal": "auth=PRESHARED_KEY cipher=aes_256 integ=sha group=MODP2048"},
    ),
    (
        "responder established IKE SA; authenticated peer '2048-bit RSASSA-PSS with SHA2_512' digital signature using "
        "peer certificate 'CN=b' issued by CA 'CN=ca'",
        "ike-up",
        V2 | {"role": "responder", "method": "2048-bit RSASSA-PSS with SHA2_512", "remote_id": "CN=b"},
    ),
    (
        "initiator established IKE SA; authenticated peer certificate 'C=DE, CN=b' and 3072-bit RSASSA-PSS with SHA2_512 "
        "digital signature issued by 'CN=ca'",
        "ike-up",
        V2 | {"role": "initiator", "method": "3072-bit RSASSA-PSS with SHA2_512 digital signature", "remote_id": "C=DE, CN=b"},
    ),
    (
        "IKE_AUTH_I: 60 second timeout exceeded after 7 retransmits.  Possible authentication failure: no acceptable "
        "response to our first encrypted message",
        "gave-up",
        V2
        | {
            "state": "IKE_AUTH_I",
            "exchange": "IKE_AUTH",
            "role": "initiator",
            "seconds": "60",
            "count": "7",
            "reason": "Possible authentication failure: no acceptable response to our first encrypted message",
        },
    ),
    (
        "max number of retransmissions (2) reached STATE_MAIN_I3.  Possible authentication failure: no acceptable "
        "response to our first encrypted message",
        "gave-up",
        MAIN
        | {
            "state": "STATE_MAIN_I3",
            "role": "initiator",
            "step": "5",
            "count": "2",
            "reason": "Possible authentication failure: no acceptable response to our first encrypted message",
        },
    ),
    (
        "60 second timeout exceeded after 7 retransmits. No response (or no acceptable response) to our first IKEv2 message",
        "gave-up",
        INIT | {"seconds": "60", "count": "7"},
    ),
    (
        "starting keying attempt 2 of at most 3, but releasing whack",
        "retry",
        {"attempt": "2", "attempts": "3"},
    ),
    (
        'ERROR: "net"[1] 198.51.100.2 #7: sendto on eth0 to 198.51.100.2:500 failed in send: Operation not permitted (errno 1)',
        "send-failed",
        PEER | {"conn": "net", "sa": "7", "reason": "send: Operation not permitted (errno 1)"},
    ),
    (
        "initial Aggressive Mode message from 198.51.100.2:500 but no (wildcard) connection has been configured with authby PSK",
        "no-config",
        V1 | PEER | {"mode": "aggressive", "method": "PSK"},
    ),
    (
        "initial Aggressive Mode packet claiming to be from C=DE, CN=b on 198.51.100.2:500 but no connection has been authorized",
        "peer-not-found",
        V1 | PEER | {"mode": "aggressive", "remote_id": "C=DE, CN=b"},
    ),
    (
        "responding to CREATE_CHILD_SA message (ID 30) from 198.51.100.2:500 with encrypted notification TS_UNACCEPTABLE",
        "notify-sent",
        V2 | PEER | {"exchange": "CREATE_CHILD_SA", "message_id": "30", "notify": "TS_UNACCEPTABLE", "protected": "yes"},
    ),
    (
        "no local proposal matches remote proposals 1:ESP:ENCR=AES_CBC_256;INTEG=HMAC_SHA2_256_128;ESN=DISABLED",
        "child-proposal-refused",
        V2 | {"what": "child", "proposals": "1:ESP:ENCR=AES_CBC_256;INTEG=HMAC_SHA2_256_128;ESN=DISABLED"},
    ),
    (
        "received unauthenticated INVALID_KE_PAYLOAD response to Key Exchange Method (DH) MODP3072; resending with suggested MODP2048",
        "ke-retry",
        V2 | {"group": "MODP3072", "requested": "MODP2048"},
    ),
    (
        "ignoring informational payload, type INVALID_KEY_INFORMATION msgid=00000000",
        "notify-received",
        V1 | {"notify": "INVALID_KEY_INFORMATION", "message_id": "00000000"},
    ),
    (
        "dropping unexpected ISAKMP_v2_CREATE_CHILD_SA message containing v2N_INVALID_SYNTAX notification; message "
        "payloads: SK; encrypted payloads: N",
        "notify-received",
        V2 | {"exchange": "CREATE_CHILD_SA", "notify": "INVALID_SYNTAX", "payloads": "SK"},
    ),
    (
        "unexpected IKE_SA_INIT message containing NO_PROPOSAL_CHOSEN notification; message payloads: N; missing payloads: SA,KE,Ni",
        "notify-received",
        INIT | {"notify": "NO_PROPOSAL_CHOSEN", "payloads": "N", "protected": "no"},
    ),
    (
        "Can't authenticate: no preshared key found for `@a' and `203.0.113.2'.  Attribute OAKLEY_AUTHENTICATION_METHOD",
        "key-missing",
        V1 | {"local_id": "@a", "remote_id": "203.0.113.2"},
    ),
    (
        "15429-byte length of ISAKMP Identification Payload is larger than can fit",
        "decrypt-failed",
        V1 | {"payload": "Identification Payload"},
    ),
    (
        "next payload type of ISAKMP Hash Payload has an unknown value: 123",
        "decrypt-failed",
        V1 | {"payload": "Hash Payload"},
    ),
    (
        "byte at offset 1 (29) of 'ISAKMP Identification Payload'.'?reserved?' is 0x05 but should have been zero (ignored)",
        "decrypt-failed",
        V1 | {"payload": "Identification Payload", "reason": "'.'?reserved?' is 0x05 but should have been zero (ignored)"},
    ),
    (
        "NSS: ERROR: IPsec certificate E=a@b.example,CN=b,C=DE invalid: SEC_ERROR_EXPIRED_CERTIFICATE: Peer's Certificate has expired.",
        "cert-expired",
        {"dn": "E=a@b.example,CN=b,C=DE", "reason": "SEC_ERROR_EXPIRED_CERTIFICATE: Peer's Certificate has expired."},
    ),
    (
        "WARNING: '@gw-a' PSK length of 12 bytes is too short for PRF HMAC_SHA2_512 in FIPS mode (32 bytes required)",
        "own-auth",
        {"method": "PSK"},
    ),
    (
        "initiating Quick Mode IKEv1+PSK+ENCRYPT+TUNNEL+PFS to replace #2 {using isakmp#1 msgid:eb2dce1c "
        "proposal=AES_CBC_256-HMAC_SHA2_256_128-MODP2048 pfsgroup=MODP2048}",
        "child-initiate",
        V1 | {"parent": "1", "message_id": "eb2dce1c", "proposals": "AES_CBC_256-HMAC_SHA2_256_128-MODP2048", "group": "MODP2048"},
    ),
    (
        "the peer proposed: 192.168.178.0/24 -<all>-> 172.20.0.0/20",
        "ts-lookup",
        V1 | {"local_ts": "192.168.178.0/24", "remote_ts": "172.20.0.0/20"},
    ),
    (
        "the peer proposed: 192.0.2.0/24:0/0 -> 192.0.3.0/24:0/0",
        "ts-lookup",
        V1 | {"local_ts": "192.0.2.0/24", "remote_ts": "192.0.3.0/24"},
    ),
    (
        "cannot respond to IPsec SA request because no connection is known for "
        "10.1.0.0/16===192.0.2.1<192.0.2.1>[@a,+S=C]:17/1701---192.0.2.254...198.51.100.2[C=DE, CN=b,+S=C]===10.2.0.0/16",
        "ts-refused",
        V1 | {"local_ts": "10.1.0.0/16", "local": "192.0.2.1", "remote": "198.51.100.2", "remote_ts": "10.2.0.0/16"},
    ),
    (
        "Child SA's Traffic Selector request {TSi=10.1.0.0/16;TSr=10.2.0.0/16} does not match any IKEv2 connection; "
        "responding with TS_UNACCEPTABLE",
        "ts-refused",
        V2 | {"remote_ts": "10.1.0.0/16", "local_ts": "10.2.0.0/16"},
    ),
    (
        "initiator established Child SA using #1; IPsec tunnel [10.1.0.0-10.1.255.255:0-65535 0] -> "
        "[10.2.0.0-10.2.255.255:0-65535 0] {ESPinUDP/ESN=>0x0780 <0xc6a3 xfrm=AES_CBC_256-HMAC_SHA2_512_256 "
        "NATD=198.51.100.2:4500 DPD=passive}",
        "child-up",
        V2
        | {
            "role": "initiator",
            "parent": "1",
            "local_ts": "10.1.0.0-10.1.255.255",
            "remote_ts": "10.2.0.0-10.2.255.255",
            "protocol": "ESP",
            "spi_out": "0780",
            "spi_in": "c6a3",
            "proposal": "AES_CBC_256-HMAC_SHA2_512_256",
            "encap": "yes",
        },
    ),
    (
        "STATE_V2_IPSEC_R: IPsec SA established tunnel mode {ESP=>0x7fb910e5 <0x10eda1fd xfrm=AES_GCM_16_256-NONE "
        "NATOA=none NATD=none DPD=passive}",
        "child-up",
        V2 | {"protocol": "ESP", "spi_out": "7fb910e5", "spi_in": "10eda1fd", "proposal": "AES_GCM_16_256-NONE"},
    ),
    (
        "IPsec SA established tunnel m...tive}",
        "child-up",
        V1,
    ),
    (
        "deleting state (STATE_V2_PARENT_I2) aged 0.404647s and NOT sending notification",
        "ike-deleted",
        {"state": "STATE_V2_PARENT_I2", "seconds": "0.404647", "what": "ike"},
    ),
    (
        "deleting IPsec SA (QUICK_I2) aged 2.2s and sending notification using ISAKMP SA #1",
        "delete-sent",
        {"state": "QUICK_I2", "seconds": "2.2", "what": "child", "parent": "1"},
    ),
    (
        "ESP traffic information: in=84B out=1KiB XAUTHuser=alice",
        "traffic",
        {"bytes_in": "84", "bytes_out": "1KiB", "user": "alice"},
    ),
    (
        'ERROR: "net" #2: netlink response for Add SA esp.9a312dcd@198.51.100.2: Function not implemented (errno 38)',
        "kernel-sa-failed",
        {"conn": "net", "sa": "2", "reason": "esp.9a312dcd@198.51.100.2: Function not implemented (errno 38)"},
    ),
    (
        'no connection named "nett"',
        "connection-unknown",
        {"conn": "nett"},
    ),
]


@pytest.mark.parametrize(("text", "kind", "fields"), FIELDS, ids=[t[:60] for t, _, _ in FIELDS])
def test_fields_of_message(text: str, kind: str, fields: dict[str, str]) -> None:
    event = read("libreswan", text)
    assert event is not None
    assert (event.kind.value, event.fields()) == (kind, fields)


@pytest.mark.parametrize(
    "text",
    [
        "| sending 4 bytes",
        "listening for IKE messages",
        "  AES_CBC  {256,192,*128} IKEv1: IKE ESP",
        'loading secrets from "/etc/ipsec.secrets"',
    ],
)
def test_routine_line_is_noise(text: str) -> None:
    event = read("libreswan", text)
    assert event is not None
    assert event.kind == "noise"


@pytest.mark.parametrize(
    "text", ["", "something that pluto never says", "sent", "STATE_MAIN_I1", "received NO_PROPOSAL_CHOSEN notify error"]
)
def test_other_text_is_not_claimed(text: str) -> None:
    assert read("libreswan", text) is None
