"""The messages of Cisco's ASA: which fields they have, what is noise, and how its lines come together to negotiations."""

import pytest

from analyzer import analyze
from analyzer.model import Confidence, Finding
from analyzer.proposals import parse
from tests.tools.grammars import read

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
ENDS = {"local": "192.0.2.10", "local_port": "500", "remote": "203.0.113.30", "remote_port": "500"}
LRU = "Local:192.0.2.10:500 Remote:203.0.113.30:500 Username:{} IKEv2 "

FIELDS: list[tuple[str, str, dict[str, str]]] = [
    (
        "IKE Initiator: New Phase 1, Intf inside, IKE Peer 198.51.100.20  local Proxy Address 10.10.0.0, remote Proxy Address 10.20.0.0,  Crypto map (M)",
        "ike-initiate",
        V1 | {"remote": "198.51.100.20", "role": "initiator"},
    ),
    (
        "Automatic NAT Detection Status:     Remote end is NOT behind a NAT device     This   end is behind a NAT device",
        "nat-local",
        V1,
    ),
    ("Automatic NAT Detection Status:     Remote end is behind a NAT device     This   end is NOT behind a NAT device", "nat-remote", V1),
    (
        "IKE_DECODE SENDING Message (msgid=0) with payloads : HDR + SA (1) + KE (4) + NONCE (10) + ID (5) + NONE (0) total length : 400",
        "message-sent",
        V1 | {"message_id": "0", "payloads": "+ SA (1) + KE (4) + NONCE (10) + ID (5) + NONE (0)", "exchange": "AGGRESSIVE", "mode": "aggressive"},
    ),
    (
        "IKE_DECODE RECEIVED Message (msgid=a1b2) with payloads : HDR + HASH (8) + DELETE (12) + NONE (0) total length : 80",
        "message-received",
        V1 | {"message_id": "a1b2", "payloads": "+ HASH (8) + DELETE (12) + NONE (0)", "exchange": "INFORMATIONAL_V1"},
    ),
    (
        "Phase 1 failure:  Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 14",
        "attribute-refused",
        V1 | {"theirs": "Group 2", "mine": "Group 14", "attribute": "group", "what": "ike"},
    ),
    (
        "Phase 2 failure:  Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Unknown",
        "pfs-unwanted",
        V1 | {"theirs": "Group 2", "mine": "Unknown", "exchange": "QUICK_MODE", "what": "child"},
    ),
    (LRU.format("x") + "SA DOWN. Reason: peer request", "delete-received", V2 | ENDS | {"user": "x", "what": "ike"}),
    (LRU.format("x") + "SA DOWN. Reason: application initiated", "ike-deleted", V2 | ENDS | {"user": "x", "reason": "application initiated"}),
    (
        "Local:2001:db8::1:500 Remote:2001:db8::2:4500 Username:Unknown Received a IKE_INIT_SA request",
        "ike-respond",
        V2 | {"local": "2001:db8::1", "local_port": "500", "remote": "2001:db8::2", "remote_port": "4500", "user": "Unknown", "role": "responder"},
    ),
    (
        "Session disconnected. Session Type: LAN-to-LAN, Duration: 11h:02m:40s, Bytes xmt: 7345001, Bytes rcv: 0, Reason: Lost Service",
        "ike-deleting",
        {"bytes_out": "7345001", "bytes_in": "0", "reason": "Lost Service"},
    ),
    (
        "RECV PKT [IKE_SA_INIT] [203.0.113.30]:500->[192.0.2.10]:500 InitSPI=0x5a11bb0e77c0d2f4 RespSPI=0x0000000000000000 MID=00000000",
        "message-received",
        V2 | ENDS | {"spi_i": "5a11bb0e77c0d2f4", "spi_r": "0" * 16, "message_id": "0" * 8, "exchange": "IKE_SA_INIT", "direction": "request"},
    ),
    (
        "SM Trace-> SA: I_SPI=58D0A3C100000008 R_SPI=0000000000000000 (R) MsgID = 00000000 CurState: IDLE Event: EV_RECV_INIT",
        "ike-state",
        V2 | {"spi_i": "58D0A3C100000008", "spi_r": "0" * 16, "role": "responder"},
    ),
    (
        "IPSEC: An outbound LAN-to-LAN SA (SPI= 0x2C70B91F) between 192.0.2.10 and 198.51.100.20 (user= branch) has been created.",
        "child-up",
        {"spi_out": "2C70B91F"},
    ),
    (
        "IPSEC: Received an ESP packet (SPI= 0x60CC19AA, sequence number= 0x5) from 203.0.113.51 (user= 203.0.113.51) to 192.0.2.10.  The decapsulated inner "
        "packet doesn't match the negotiated policy in the SA.  The packet specifies its destination as 10.10.9.1, its source as 172.31.4.4, and its "
        "protocol as tcp.  The SA specifies its local proxy as 10.10.0.0/255.255.0.0/ip/0 and its remote_proxy as 10.51.0.0/255.255.0.0/ip/0.",
        "inbound-dropped",
        {
            "protocol": "ESP", "spi": "60CC19AA", "remote": "203.0.113.51", "local": "192.0.2.10", "destination": "10.10.9.1", "source": "172.31.4.4",
            "local_ts": "10.10.0.0/255.255.0.0/ip/0", "remote_ts": "10.51.0.0/255.255.0.0/ip/0",
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "fields"), FIELDS, ids=[t[:60] for t, _, _ in FIELDS])
def test_fields_of_message(text: str, kind: str, fields: dict[str, str]) -> None:
    event = read("cisco_asa", text)
    assert event is not None
    assert (event.kind.value, event.fields()) == (kind, fields)


@pytest.mark.parametrize(
    "text",
    [
        "Removing peer from correlator table failed, no match!", "Error: Unable to remove PeerTblEntry", "Detected unsupported failover version",
        "constructing ISAKMP SA payload", "Received Fragmentation VID", "processing notify payload", "Asynchronous request queued",
        "Parse Notify Payload: NAT_DETECTION_SOURCE_IP NOTIFY(NAT_DETECTION_SOURCE_IP)  Next payload: NOTIFY", " TSi  Next payload: TSr, reserved: 0x0",
        "Session disconnected. Session Type: SSL, Duration: 0h:10m:00s, Bytes xmt: 1, Bytes rcv: 1, Reason: User Requested",
    ],
)  # fmt: skip
def test_routine_line_is_noise(text: str) -> None:
    event = read("cisco_asa", text)
    assert event is not None
    assert event.kind == "noise"


def test_proposals_are_read() -> None:
    ike, esp = parse("Proposal 1:  AES-CBC-256 SHA384 SHA256 DH_GROUP_256_ECP/Group 19; ESP: Proposal 2:  AES-CBC-128 SHA256 Don't use ESN")
    assert (ike.protocol, ike.names("prf"), ike.names("integrity"), ike.names("group")) == ("IKE", ("SHA384",), ("SHA256",), ("DH_GROUP_256_ECP/Group 19",))
    assert (esp.protocol, esp.names("encryption"), esp.names("integrity"), esp.names("esn")) == ("ESP", ("AES-CBC-128",), ("SHA256",), ("Don't use ESN",))


# -- negotiations

IKE1 = "%ASA-5-713904: Group = 203.0.113.9, IP = 203.0.113.9, {}"
IKE2 = "%ASA-4-750003: " + LRU.format("Unknown") + "{}"
UP = "%ASA-5-750006: " + LRU.format("203.0.113.30") + "SA UP. Reason: New Connection Established"
CREATED = "%ASA-6-602303: IPSEC: An inbound LAN-to-LAN SA (SPI= 0x1A2B3C4D) between 192.0.2.10 and 203.0.113.30 (user= 203.0.113.30) has been created."


def finding(text: str, cause: str) -> Finding | None:
    return next((f for f in analyze(text).findings if f.cause == cause), None)


def test_mismatch_of_a_policy_before_the_right_one_is_no_fault() -> None:
    refused = "%ASA-5-713257: Phase 1 failure:  Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 14"
    chosen = IKE1.format("IKE SA Proposal # 1, Transform # 1 acceptable  Matches global IKE entry # 2")
    wrong_key = IKE1.format("ERROR, had problems decrypting packet, probably due to mismatched pre-shared key.  Aborting")
    found = analyze("\n".join((refused, chosen, wrong_key))).findings
    assert [f.cause for f in found] == ["p1.psk"]


def test_proposal_that_a_healthy_session_passed_over_is_silent() -> None:
    refused = "%ASA-5-713257: Phase 1 failure:  Mismatched attribute types for class Hash Alg:  Rcv'd: SHA  Cfg'd: MD5"
    assert analyze("\n".join((refused, IKE1.format("PHASE 1 COMPLETED"), IKE1.format("PHASE 2 COMPLETED (msgid=1)")))).verdict == "healthy"


def test_sentence_of_ike_auth_is_of_phase_2() -> None:
    found = finding(IKE2.replace("Unknown", "203.0.113.30").format("Negotiation aborted due to ERROR: Failed to find a matching policy"), "p2.algorithms")
    assert found is not None
    assert found.confidence is Confidence.POSSIBLE
    assert "p2.networks" in {a.cause for a in found.alternatives}


def test_peer_that_is_lost() -> None:
    found = finding("\n".join((UP, CREATED, UP.replace("SA UP. Reason: New Connection Established", "SA DOWN. Reason: peer lost"))), "life.dpd_timeout")
    assert found is not None


def test_silence_of_which_the_exchange_is_unknown() -> None:
    found = finding(IKE2.format("Negotiation aborted due to ERROR: Maximum number of retransmissions reached"), "p1.peer_unreachable")
    assert found is not None
    assert found.confidence is Confidence.POSSIBLE
    assert {"p1.ike_version", "p1.nat_traversal"} <= {a.cause for a in found.alternatives}


DEBUG = "IKEv2-PLAT-3: RECV PKT [IKE_AUTH] [203.0.113.11]:500->[192.0.2.11]:500 InitSPI=0x7f00aa12cd34ef56 RespSPI=0x1122334455667788 MID=00000001\n"
AUTHENTIC = "IKEv2-PLAT-2: (27): Completed authentication for connection\n"
REFUSED = "IKEv2-PROTO-1: (27): Failed to find a matching policy\n"


def test_entry_with_another_peer() -> None:
    found = finding(DEBUG + AUTHENTIC + "IKEv2-PLAT-2: (27): Crypto map VPN seq 1  peer doesn't match map entry\n" + REFUSED, "p1.peer_address")
    assert found is not None
    assert found.confidence is Confidence.PROVEN


def test_entry_before_the_right_one_is_no_fault() -> None:
    text = DEBUG + AUTHENTIC + "IKEv2-PLAT-2: (27): Crypto Map: No proxy match on map VPN seq 1\nIKEv2-PLAT-2: (27): PROXY MATCH on crypto map VPN seq 2\n"
    assert finding(text + REFUSED, "p2.networks") is None
    assert analyze(text + "IKEv2-PLAT-2: Received PFKEY update SA for SPI 0xA1D37702, error FALSE").findings == ()


def test_number_of_an_sa_is_used_again() -> None:
    gone = "IKEv2-PROTO-1: (8): Maximum number of retransmissions reached\nIKEv2-PROTO-2: (8): Deleting SA\n"
    sent = "IKEv2-PLAT-3: (8): SENT PKT [IKE_SA_INIT] [192.0.2.14]:500->[203.0.113.{0}]:500 InitSPI=0x58d0a3c10000000{1} RespSPI=0x0000000000000000 MID=00000000\n"
    text = sent.format(14, 1) + gone + sent.format(15, 2) + gone
    assert {t.remote for t in analyze(text).tunnels} == {"203.0.113.14", "203.0.113.15"}


def test_peer_of_the_crypto_map_is_another() -> None:
    text = IKE1.format("Tunnel Rejected: IKE peer does not match remote peer as defined in L2L policy IKE peer address: 203.0.113.9, Remote peer address: 203.0.113.8")
    found = finding(text, "p1.peer_address")
    assert found is not None
    assert (found.confidence, found.details["mine"], found.details["theirs"]) == (Confidence.PROVEN, "203.0.113.8", "203.0.113.9")


def test_incomplete_entry_suggests_networks() -> None:
    found = finding(IKE1.format("PHASE 1 COMPLETED") + "\n" + IKE1.format("Static Crypto Map Check by-passed: Crypto map entry incomplete!"), "p2.networks")
    assert found is not None
    assert found.confidence is Confidence.POSSIBLE


def test_repeated_answer_of_a_responder_is_no_silence_of_the_first_message() -> None:
    trace = "%ASA-7-713236: IP = 203.0.113.9, IKE_DECODE {} Message (msgid=0) with payloads : HDR + SA (1) + VENDOR (13) + NONE (0) total length : 124"
    found = analyze("\n".join(trace.format(verb) for verb in ("RECEIVED", "SENDING", "RESENDING", "RESENDING"))).findings
    assert "p1.ike_version" not in {f.cause for f in found}


def test_a_second_session_after_the_first_has_ended() -> None:
    down = UP.replace("SA UP. Reason: New Connection Established", "SA DOWN. Reason: local failure")
    again = IKE2.format("Received a IKE_INIT_SA request")
    assert analyze("\n".join((again, UP, CREATED, down, again, UP, CREATED))).verdict == "healthy"


def test_entries_that_do_not_fit_for_different_reasons_leave_it_open() -> None:
    entries = "IKEv2-PLAT-2: (27): Crypto Map: No proxy match on map VPN seq 1\nIKEv2-PLAT-2: (27): Crypto map VPN seq 2  peer doesn't match map entry\n"
    found = analyze(DEBUG + AUTHENTIC + entries + REFUSED).findings
    assert {f.confidence for f in found} == {Confidence.POSSIBLE}
    assert {"p1.peer_address", "p2.networks"} <= {f.cause for f in found} | {a.cause for f in found for a in f.alternatives}
