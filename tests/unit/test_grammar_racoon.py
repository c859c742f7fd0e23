"""The messages of racoon and its descendants: which fields they have, what is routine, and what is somebody else's."""

import pytest

from analyzer.extract.engine import dialects
from grammars.common import Message
from grammars.racoon_log import MESSAGES
from tests.tools.grammars import read


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.example[:60])
def test_full_stop_may_be_missing(message: Message) -> None:
    event = read("racoon", message.example.rstrip("."))
    assert event is not None
    assert event.template.example == message.example


V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
QUICK = V1 | {"exchange": "QUICK_MODE"}
ENDS = {"local": "192.0.2.7", "local_port": "500", "remote": "198.51.100.9", "remote_port": "500"}
COOKIES = {"spi_i": "8a2f0c5d1e3b4a69", "spi_r": "f1e2d3c4b5a69788"}
NO_ANSWER = {"spi_i": "8a2f0c5d1e3b4a69", "spi_r": "0000000000000000", "seq": "1", "message_id": "0", "what": "ike"}

FIELDS: list[tuple[str, str, dict[str, str]]] = [
    (
        "initiate new phase 1 negotiation: 192.0.2.7[500]<=>198.51.100.9[500]",
        "ike-initiate",
        V1 | ENDS | {"role": "initiator"},
    ),
    (
        "respond new phase 1 negotiation: 192.0.2.7<=><peer>",
        "ike-respond",
        V1 | {"local": "192.0.2.7", "remote": "<peer>", "role": "responder"},
    ),
    (
        "respond new phase 1 (Identity Protection): 192.0.2.7[500]<=>198.51.100.9[500]",
        "ike-respond",
        V1 | ENDS | {"role": "responder", "mode": "main"},
    ),
    (
        "ISAKMP-SA expired 192.0.2.7[500]-198.51.100.9[500] spi:8a2f0c5d1e3b4a69:f1e2d3c4b5a69788",
        "ike-deleted",
        V1 | ENDS | COOKIES | {"reason": "expired"},
    ),
    ("reply notify: TS_UNACCEPTABLE", "ts-refused", V2 | {"role": "responder"}),
    ("begin Aggressive mode.", "ike-state", V1 | {"mode": "aggressive", "exchange": "AGGRESSIVE"}),
    (
        "ISAKMP-SA established x.x.x.x[500]-peer-gw[500] spi:8a2f0c5d1e3b4a69:f1e2d3c4b5a69788",
        "ike-up",
        V1 | COOKIES | {"local": "x.x.x.x", "local_port": "500", "remote": "peer-gw", "remote_port": "500"},
    ),
    ("phase1 negotiation failed due to time up. 8a2f0c5d1e3b4a69:0000000000000000", "gave-up", V1 | NO_ANSWER),
    (
        "phase1 negotiation failed due to time up. 8a2f0c5d1e3b4a69:f1e2d3c4b5a69788",
        "gave-up",
        V1 | COOKIES | {"seq": "3", "message_id": "0", "what": "ike"},
    ),
    (
        "phase1 negotiation failed due to time up 192.0.2.7[500]<=>198.51.100.9[500] 8a2f0c5d1e3b4a69:0000000000000000",
        "gave-up",
        V1 | NO_ANSWER | ENDS,
    ),
    (
        "phase1 negotiation failed due to time up. [{remote id:4}{ph1: 192.0.2.7[500] <=> 198.51.100.9[500], 192.0.2.7 <=> 198.51.100.9}]",
        "gave-up",
        V1 | ENDS | {"what": "ike"},
    ),
    ("resend phase1 packet 8a2f0c5d1e3b4a69:0000000000000000", "retransmit", V1 | NO_ANSWER),
    (
        "rejected enctype: DB(prop#1:trns#2):Peer(prop#1:trns#1) = 3DES-CBC:AES-CBC ",
        "attribute-refused",
        V1 | {"attribute": "encryption", "mine": "3DES-CBC", "theirs": "AES-CBC", "what": "ike"},
    ),
    (
        "rejected dh_group: DB (prop#1:trns#1):Peer (prop#1:trns#6) = 1024-bit MODP group:768-bit MODP group  <-- here",
        "attribute-refused",
        V1 | {"attribute": "group", "mine": "1024-bit MODP group", "theirs": "768-bit MODP group", "what": "ike"},
    ),
    (
        "rejected authmethod: DB(prop#1:trns#1):Peer(prop#1:trns#2) = pre-shared key:GSS-API on Kerberos 5",
        "attribute-refused",
        V1 | {"attribute": "method", "mine": "pre-shared key", "theirs": "GSS-API on Kerberos 5", "what": "ike"},
    ),
    (
        "exchange Identity Protection not allowed in any applicable rmconf.",
        "no-config",
        V1 | {"mode": "main", "role": "responder", "reason": "exchange not allowed"},
    ),
    ("not acceptable Identity Protection mode", "not-allowed", V1 | {"mode": "main"}),
    ("no configuration found for 198.51.100.9.", "no-config", V1 | {"remote": "198.51.100.9"}),
    ("couldn't find the pskey for vpn.example.", "key-missing", V1 | {"remote": "vpn.example"}),
    ("Invalid exchange type 34 from 198.51.100.9[500].", "version-refused", V2 | {"remote": "198.51.100.9", "remote_port": "500"}),
    (
        "notification NO-PROPOSAL-CHOSEN received in unencrypted informational exchange.",
        "notify-received",
        V1 | {"notify": "NO-PROPOSAL-CHOSEN", "protected": "no"},
    ),
    (
        "notification message 14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=3 spi=00f1f2ed(size=4).",
        "child-refused",
        QUICK | {"notify": "NO-PROPOSAL-CHOSEN", "what": "child"},
    ),
    (
        "Expecting IP address type in main mode,but FQDN",
        "id-mismatch",
        V1 | {"received_id": "FQDN", "expected_id": "IP address", "mode": "main"},
    ),
    (
        "failed to pre-process ph1 packet [Check Phase 1 settings, lifetime, algorithm] (side: 1, status 1).",
        "aborted",
        V1 | {"role": "responder", "state": "1"},
    ),
    ("failed to pre-process ph2 packet (side: 0, status: 6).", "child-failed", V1 | {"role": "initiator", "state": "6"}),
    (
        "IPsec-SA established: ESP/Tunnel 192.0.2.7[4500]->198.51.100.9[4500] spi=187337237(0xb2a8a15)",
        "child-up",
        {"protocol": "ESP", "source": "192.0.2.7", "destination": "198.51.100.9", "spi": "0xb2a8a15"},
    ),
    (
        "IPsec-SA established: 192.0.2.7[4500]->198.51.100.9[4500] spi=0x9cb4ffb",
        "child-up",
        {"source": "192.0.2.7", "destination": "198.51.100.9", "spi": "0x9cb4ffb"},
    ),
    (
        "phase2 negotiation failed due to time up waiting for phase1 [Remote Side not responding]. ESP 198.51.100.9[0]->192.0.2.7[0]",
        "child-failed",
        QUICK | {"reason": "due to time up waiting for phase1", "protocol": "ESP", "remote": "198.51.100.9", "local": "192.0.2.7"},
    ),
    (
        "phase2 negotiation failed due to time up. 8a2f0c5d1e3b4a69:f1e2d3c4b5a69788:00001a2b",
        "gave-up",
        QUICK | COOKIES | {"message_id": "00001a2b", "what": "child"},
    ),
    ("198.51.100.9 give up to get IPsec-SA due to time up to wait.", "gave-up", QUICK | {"remote": "198.51.100.9", "what": "child"}),
    ("pfs group mismatched: my:2 peer:14", "pfs-group-mismatch", QUICK | {"mine": "2", "theirs": "14"}),
    ("no suitable policy found.", "child-proposal-refused", QUICK),
    ("failed to begin ipsec sa negotiation.", "child-failed", V1),
    (
        "received invalid next payload type 79, expecting 8.",
        "parse-failed",
        V1 | {"payload": "79", "reason": "another payload was expected"},
    ),
    ("pfs group mismatched: my:2 peer:0", "pfs-missing", QUICK | {"mine": "2", "theirs": "0"}),
    ("pfs group mismatched: my:0 peer:2", "pfs-unwanted", QUICK | {"mine": "0", "theirs": "2"}),
    (
        "low key length proposed, mine:256 peer:128.",
        "attribute-refused",
        QUICK | {"attribute": "esp-encryption", "mine": "256", "theirs": "128", "what": "child"},
    ),
    ("encmode mismatched: my:Tunnel peer:UDP-Tunnel", "encapsulation-mismatch", QUICK | {"mine": "Tunnel", "theirs": "UDP-Tunnel"}),
    ("lifetime mismatched: my:3600 peer:28800", "lifetime-differs", {"mine": "3600", "theirs": "28800"}),
    (
        "no policy found: 10.2.0.0/16[0] 10.1.0.0/16[any] proto=any dir=in",
        "ts-refused",
        QUICK | {"remote_ts": "10.2.0.0/16", "local_ts": "10.1.0.0/16"},
    ),
    (
        "no policy found: 10.1.0.0/16[0] 10.2.0.0/16[0] proto=any dir=out",
        "ts-refused",
        QUICK | {"remote_ts": "10.2.0.0/16", "local_ts": "10.1.0.0/16"},
    ),
    ("purged IPsec-SA proto_id=ESP sibling spi=3477116144.", "delete-received", {"protocol": "ESP", "spi": "3477116144", "what": "child"}),
    (
        "DPD: remote (ISAKMP-SA spi=8a2f0c5d1e3b4a69:f1e2d3c4b5a69788) seems to be dead.",
        "dpd-timeout",
        V1 | COOKIES,
    ),
    (
        "the packet is retransmitted by 198.51.100.9[500] (1).",
        "duplicate-request",
        V1 | {"remote": "198.51.100.9", "remote_port": "500", "count": "1"},
    ),
    (
        "certificate has expired(10) at depth:0 SubjectName:/C=DE/O=Lab/CN=gw b",
        "cert-expired",
        {"dn": "/C=DE/O=Lab/CN=gw b"},
    ),
    (
        "failed to bind to address fe80::1%eth0[500] (Address already in use).",
        "socket-failed",
        {"local": "fe80::1%eth0", "port": "500", "reason": "Address already in use"},
    ),
    ("pfkey UPDATE failed: Invalid argument", "kernel-sa-failed", {"reason": "Invalid argument"}),
    (
        "received ID_I (type fqdn [gw.example]) does not match peers id",
        "id-mismatch",
        {"received_id": "gw.example"},
    ),
    ("proposal mismatch, transform type:4", "transform-mismatch", V2 | {"attribute": "DIFFIE_HELLMAN_GROUP"}),
    ("received KE type 14,expected 2", "ke-retry", V2 | {"group": "14", "requested": "2"}),
    ("received Notify type TS_UNACCEPTABLE", "notify-received", V2 | {"notify": "TS_UNACCEPTABLE"}),
    (
        "killing ike2 SA: to hq 192.0.2.7[4500]-198.51.100.9[4500] spi:8a2f0c5d1e3b4a69:f1e2d3c4b5a69788",
        "ike-deleted",
        V2 | COOKIES | ENDS | {"conn": "to hq", "local_port": "4500", "remote_port": "4500"},
    ),
    (
        "new ike2 SA (R): 192.0.2.7[4500]-198.51.100.9[4500] spi:8a2f0c5d1e3b4a69:f1e2d3c4b5a69788",
        "ike-respond",
        V2 | COOKIES | ENDS | {"role": "responder", "local_port": "4500", "remote_port": "4500"},
    ),
    ("got fatal error: NO_PROPOSAL_CHOSEN", "notify-received", V2 | {"notify": "NO_PROPOSAL_CHOSEN"}),
    (
        "identity not found for responder: ADDR4:192.0.2.7 peer: ADDR4:198.51.100.9",
        "peer-not-found",
        {"local_id": "192.0.2.7", "remote_id": "198.51.100.9"},
    ),
    (
        "IKE Packet: transmit success. (Initiator, Main-Mode message 5).",
        "message-sent",
        V1 | {"role": "initiator", "mode": "Main", "step": "5"},
    ),
]


@pytest.mark.parametrize(("text", "kind", "fields"), FIELDS, ids=[t[:60] for t, _, _ in FIELDS])
def test_fields_of_message(text: str, kind: str, fields: dict[str, str]) -> None:
    event = read("racoon", text)
    assert event is not None
    assert (event.kind.value, event.fields()) == (kind, fields)


def test_peers_that_alibaba_cloud_appends_belong_to_the_message() -> None:
    peers = "[{remote id:4}{ph1: 192.0.2.7[500] <=> 198.51.100.9[500]}]"
    event = read("racoon", f"rejected enctype: DB(prop#1:trns#1):Peer(prop#1:trns#1) = AES-CBC:3DES-CBC. {peers}")
    assert event is not None
    assert (event.get("theirs"), event.get("local"), event.get("remote")) == ("3DES-CBC", "192.0.2.7", "198.51.100.9")


def test_message_is_found_behind_other_words() -> None:
    text = "1578424549.917 labs events Site-to-site VPN: phase1 negotiation failed due to time up. 8a2f0c5d1e3b4a69:0000000000000000"
    assert [template.kind.value for template, _ in dialects()["racoon"].search(text)] == ["gave-up"]


@pytest.mark.parametrize(
    "text",
    [
        "Resize address pool from 0 to 255",
        "notification RESPONDER-LIFETIME received in informational exchange.",
        "couldn't find the proper pskey, try to get one by the peer's address.",
        "pfkey DELETE failed: No such process",
        "not matched",
        "NAT-D payload #0 verified",
        "received notify type NAT_DETECTION_SOURCE_IP",
    ],
)
def test_routine_line_is_noise(text: str) -> None:
    event = read("racoon", text)
    assert event is not None
    assert event.kind == "noise"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "something that racoon never says",
        "authentication failure; logname= uid=0 euid=0",
        "received NO_PROPOSAL_CHOSEN notify error",
        "configuration saved",
    ],
)
def test_other_text_is_not_claimed(text: str) -> None:
    assert read("racoon", text) is None
