"""The messages of OpenIKED's iked: which fields they have, what is routine, and what is somebody else's."""

import re
from pathlib import Path

import pytest

from analyzer.extract.engine import dialects
from analyzer.framing import frame_paste
from analyzer.model import Line
from tests.tools.grammars import read, rows

HERE = Path(__file__).parents[1]


# The function's name stands first and changes with the release; where it is what tells, it has to be right.
TELLING = ("sa_free", "ikev2_log_proposal")
NAMED = [text for _, _, text in rows("openiked") if re.match(r"\w+: ", text) and not text.startswith(TELLING) and "no proposal chosen" not in text]


@pytest.mark.parametrize("text", NAMED)
def test_function_names_do_not_matter(text: str) -> None:
    old, new = read("openiked", text), read("openiked", f"ikev2_of_next_year: {text.partition(': ')[2]}")
    assert old is not None
    assert new is not None
    assert (old.kind, old.fields()) == (new.kind, new.fields())


V2 = {"ike_version": "2"}
PEER = {"remote": "198.51.100.9", "remote_port": "500"}
ENDS = PEER | {"local": "192.0.2.7", "local_port": "500"}

FIELDS: list[tuple[str, str, dict[str, str]]] = [
    (
        "recv IKE_SA_INIT req 0 peer 198.51.100.9:500 local 192.0.2.7:500, 464 bytes, policy 'branch-hq'",
        "message-received",
        V2 | ENDS | {"exchange": "IKE_SA_INIT", "direction": "request", "message_id": "0", "size": "464", "conn": "branch-hq"},
    ),
    (
        "send IKE_AUTH res 1 peer [2001:db8::9]:4500 local [2001:db8::7]:4500, 224 bytes, NAT-T",
        "message-sent",
        V2
        | {
            "exchange": "IKE_AUTH",
            "direction": "response",
            "message_id": "1",
            "size": "224",
            "remote": "2001:db8::9",
            "remote_port": "4500",
            "local": "2001:db8::7",
            "local_port": "4500",
        },
    ),
    (
        "ikev2_recv: IKE_AUTH response from responder x.x.x.x:500 to <my ip>:500 policy 'server1_rsa' id 1, 272 bytes",
        "message-received",
        V2
        | {
            "exchange": "IKE_AUTH",
            "direction": "response",
            "message_id": "1",
            "size": "272",
            "remote": "x.x.x.x",
            "remote_port": "500",
            "local": "<my ip>",
            "local_port": "500",
            "conn": "server1_rsa",
        },
    ),
    ('ikev2_init_ike_sa: initiating "net-net"', "ike-initiate", V2 | {"conn": "net-net", "role": "initiator"}),
    (
        "retransmit 1 IKE_SA_INIT req 0 peer 198.51.100.9:500 local 192.0.2.7:500",
        "retransmit",
        V2 | ENDS | {"count": "1", "exchange": "IKE_SA_INIT", "message_id": "0", "direction": "request"},
    ),
    ("sa_free: SA_INIT timeout", "gave-up", V2 | {"exchange": "IKE_SA_INIT"}),
    ("sa_free: retransmit limit reached", "gave-up", V2),
    ("sa_free: timeout", "half-open-timeout", V2),
    (
        "sa_free: no proposal chosen (IKE SA)",
        "child-refused",
        V2 | {"notify": "NO_PROPOSAL_CHOSEN", "exchange": "IKE_AUTH", "role": "initiator"},
    ),
    ("sa_free: no proposal chosen (CHILD SA)", "child-refused", V2 | {"notify": "NO_PROPOSAL_CHOSEN", "exchange": "CREATE_CHILD_SA"}),
    ("sa_free: no proposal chosen", "proposal-refused", V2),
    ("ikev2_sa_responder: no proposal chosen", "ike-proposal-refused", V2 | {"exchange": "IKE_SA_INIT", "role": "responder"}),
    ("ikev2_ike_auth_recv: no proposal chosen", "child-proposal-refused", V2 | {"exchange": "IKE_AUTH"}),
    ("ikev2_add_error: NO_PROPOSAL_CHOSEN", "notify-sent", V2 | {"notify": "NO_PROPOSAL_CHOSEN"}),
    ("ikev2_log_proposal: IKE #1 ENCR=AES_CBC-256", "proposals-received", V2 | {"what": "ike", "proposals": "ENCR=AES_CBC-256"}),
    ("ikev2_sa_responder_dh: want dh MODP_2048, KE has MODP_1024", "ke-retry", V2 | {"requested": "MODP_2048", "group": "MODP_1024"}),
    ("ikev2_send_auth_failed: authentication failed for ", "auth-refused", V2 | {"exchange": "IKE_AUTH"}),
    (
        "ikev2_send_auth_failed: authentication failed for ASN1_DN//C=DE/O=Lab/CN=gw b",
        "auth-refused",
        V2 | {"exchange": "IKE_AUTH", "remote_id": "ASN1_DN//C=DE/O=Lab/CN=gw b"},
    ),
    ("ikev2_auth_verify: ikev2_msg_authverify failed", "key-mismatch", V2 | {"exchange": "IKE_AUTH"}),
    (
        "ikev2_ike_auth_recv: unexpected auth method RSA_SIG, was expecting SHARED_KEY_MIC",
        "auth-method-mismatch",
        V2 | {"exchange": "IKE_AUTH", "used": "RSA_SIG", "required": "SHARED_KEY_MIC"},
    ),
    ("ikev2_recv: no compatible policy found", "no-config", V2 | {"exchange": "IKE_SA_INIT"}),
    ("ikev2_ike_auth_recv: no compatible policy found", "peer-not-found", V2 | {"exchange": "IKE_AUTH"}),
    (
        "established peer 198.51.100.9:500[FQDN/gw.example] local 192.0.2.7:500[IPV4/192.0.2.7] policy 'branch-hq' as initiator "
        "(enc aes-256 auth hmac-sha2-256 group modp2048 prf hmac-sha2-256)",
        "ike-up",
        V2
        | ENDS
        | {
            "remote_id": "FQDN/gw.example",
            "local_id": "IPV4/192.0.2.7",
            "conn": "branch-hq",
            "role": "initiator",
            "proposal": "enc aes-256 auth hmac-sha2-256 group modp2048 prf hmac-sha2-256",
        },
    ),
    (
        "ikev2_childsa_enable: loaded SPIs: 0x82b67b04, 0xc33960f9 (enc aes-256 auth hmac-sha1)",
        "child-up",
        V2 | {"spi": "0x82b67b04, 0xc33960f9", "proposal": "enc aes-256 auth hmac-sha1"},
    ),
    (
        "ikev2_childsa_enable: loaded flows: ESP-10.1.0.0/16=10.2.0.0/16(0), ESP-10.1.0.0/16=10.3.0.0/16(0)",
        "flows-loaded",
        V2
        | {
            "local_ts": "10.1.0.0/16",
            "remote_ts": "10.2.0.0/16",
            "flows": "ESP-10.1.0.0/16=10.2.0.0/16(0), ESP-10.1.0.0/16=10.3.0.0/16(0)",
        },
    ),
    ("ikev2_msg_valid_ike_sa: IKEv1 not supported", "version-refused", {"ike_version": "1"}),
    ("deleted 2 SPIs: 0x82b67b04, 0xc33960f9", "child-closed", {"count": "2", "spi": "0x82b67b04, 0xc33960f9"}),
    (
        "ikev2_msg_send: sendtofrom: peer 198.51.100.9:500 local 192.0.2.7:500: No route to host",
        "send-failed",
        ENDS | {"reason": "No route to host"},
    ),
    ("pfkey_reply: message: File exists", "kernel-error", {"reason": "File exists"}),
    ("ikev2_init_recv: CREATE_CHILD_SA failed", "child-failed", V2 | {"exchange": "CREATE_CHILD_SA"}),
    ("ikev2_handle_notifies: INVALID_KE_PAYLOAD not encrypted", "unprotected-ignored", V2 | {"notify": "INVALID_KE_PAYLOAD"}),
    ("ikev2_init_ike_sa_peer: invalid peer DH group 21", "ke-unsupported", V2 | {"group": "21"}),
    ("ca_reload: failed to load crl file /etc/iked/crls/a.crl", "config-error", {"reason": "failed to load crl file /etc/iked/crls/a.crl"}),
    ("ocsp_connect: error while connecting: refused", "cert-status-unknown", {"reason": "error while connecting: refused"}),
    ("lost child: ca exited abnormally", "daemon-crash", {"reason": "ca exited abnormally"}),
]


@pytest.mark.parametrize(("text", "kind", "fields"), FIELDS, ids=[t[:60] for t, _, _ in FIELDS])
def test_fields_of_message(text: str, kind: str, fields: dict[str, str]) -> None:
    event = read("openiked", text)
    assert event is not None
    assert (event.kind.value, event.fields()) == (kind, fields)


def test_message_is_found_behind_other_words() -> None:
    text = "it then says ikev2_ike_auth_recv: no compatible policy found and spi=0x8d7a3f91c2b4e650: retransmit limit reached"
    assert [template.kind.value for template, _ in dialects()["openiked"].search(text)] == ["peer-not-found", "gave-up"]


@pytest.mark.parametrize(
    "text",
    [
        "ikev2_pld_sa: more 0 reserved 0 length 44 proposal #1 protoid IKE spisize 0 xforms 4 spi 0",
        "sa_stateflags: 0x0020 -> 0x0024 cert,authvalid (required 0x0025 cert,auth,authvalid)",
        "pfkey_sa_getspi: spi 0x82b67b04",
    ],
)
def test_debugging_is_noise(text: str) -> None:
    event = read("openiked", text)
    assert event is not None
    assert event.kind == "noise"


@pytest.mark.parametrize(
    "text",
    ["", "timeout", "authentication failed for root", "received NO_PROPOSAL_CHOSEN notify error", "pfkey_write: writev failed: type 2"],
)
def test_other_text_is_not_claimed(text: str) -> None:
    assert read("openiked", text) is None


def lab_lines() -> list[Line]:
    logs = sorted((HERE / "lab" / "data").glob("*iked*/*/syslog"))
    lines = [line for log in logs for line in frame_paste(log.name, list(enumerate(log.read_text().splitlines(), 1)))]
    return [line for line in lines if line.dialect == "openiked"]


def test_real_logs_are_understood() -> None:
    lines = lab_lines()
    unknown = [line.message for line in lines if dialects()["openiked"].recognise(line.message) is None]
    assert lines
    assert len(unknown) < len(lines) / 100, unknown
