"""What the messages of Junos tell, how their frames are read, and which lines are of one attempt."""

import pytest

from analyzer import analyze
from analyzer.framing import frame_paste
from analyzer.model import Analysis, Line
from analyzer.proposals import compare, parse
from tests.tools.grammars import read

DETAILS = "IKE Version: {}, VPN: VPN-B Gateway: GW-B, Local: 192.0.2.1/500, Remote: 198.51.100.2/500, Local IKE-ID: {}, Remote IKE-ID: {}, VR-ID: 5"
ENDS = {"local": "192.0.2.1", "remote": "198.51.100.2"}
FIELDS: list[tuple[str, dict[str, str]]] = [
    (
        "IKE negotiation successfully completed. " + DETAILS.format(2, "192.0.2.1", "CN=b, O=Example") + ": Role: Responder",
        ENDS | {"ike_version": "2", "conn": "VPN-B", "local_id": "192.0.2.1", "remote_id": "CN=b, O=Example", "role": "Responder"},
    ),
    (
        "IKE negotiation failed with error: Timed out. " + DETAILS.format(1, "Not-Available", "Not-Available"),
        ENDS | {"local_id": "", "remote_id": ""},
    ),
    (
        'KMD_PM_SA_ESTABLISHED: local-address="192.0.2.1" remote-address="198.51.100.2" local-initiator="ipv4_subnet(any:0,[0..7]=10.1.0.0/16)"',
        ENDS | {"local_ts": "10.1.0.0/16"},
    ),
    (
        'IKE_VPN_UP_ALARM_USER: tunnel-id="5" vpn-name="VPN-B" remote-address="198.51.100.2" x="" local-address="192.0.2.1"',
        ENDS | {"conn": "VPN-B"},
    ),
    (
        "Phase-1 [responder] failed with error(No proposal chosen) for local=unknown(any:0,[0..0]=) remote=ipv4(any:0,[0..3]=198.51.100.2)",
        {"local": "", "remote": "198.51.100.2"},
    ),
    (
        "<none>:500 (Initiator) <-> 198.51.100.2:500 { 5b0e91aa 27c4d310 - 91d2c0f4 8a66e1b7 [0] / 0x3d90a4c2 } QM; Error = x (14)"[11:],
        {"remote": "198.51.100.2", "spi_i": "5b0e91aa 27c4d310"},
    ),
    ("IKEv2 packet S(<none>:500 -> 203.0.113.9:500): mID=3 (retransmit count=2)", {"local": "", "remote": "203.0.113.9", "count": "2"}),
    ("IKE_GATEWAY_DPD_PEER_DEAD: IKE: Gateway N:GW C:192.0.2.1:500 R:198.51.100.2:4500 Failed Role:I DPD Failed", ENDS | {"conn": ""}),
    ("IKE 2001:db8::1 Phase 1: Retransmission limit has been reached.", {"remote": "2001:db8::1"}),
]


@pytest.mark.parametrize(("text", "fields"), FIELDS, ids=[t[:50] for t, _ in FIELDS])
def test_fields(text: str, fields: dict[str, str]) -> None:
    event = read("junos", text)
    assert event is not None
    assert {name: event.get(name) for name in fields} == fields


def lines(text: str) -> list[Line]:
    return frame_paste("log", list(enumerate(text.splitlines(), 1)))


TRACE = "[Mar  4 12:40:00]{}"
DOWN = "KMD_DPD_PEER_DOWN: DPD detected peer 198.51.100.2 is dead"
FRAMES = [
    (f"Mar  4 12:40:00  srx-a kmd[2045]: {DOWN}", DOWN, "srx-a"),
    (f"Mar  4 12:40:00 srx-a kmd[2045]: %DAEMON-3-{DOWN}", DOWN, "srx-a"),
    (f"Mar  4 12:40:00.123 2024 srx-a kmd[2045]: %DAEMON-3: {DOWN}", DOWN, "srx-a"),
    (f"Mar  4 12:40:00 srx5k (FPC Slot 4, PIC Slot 1) SPC4_PIC1 kmd[172]: {DOWN}", DOWN, "srx5k"),
    ("Mar  4 12:40:00 srx iked[7]: IKE_VPN_DOWN_ALARM_USER: VPN a from b is down.", "IKE_VPN_DOWN_ALARM_USER: VPN a from b is down.", "srx"),
    (f"<27>1 2024-06-19T07:52:11.640+02:00 srx kmd 11477 - - {DOWN}", DOWN, "srx"),
    ('<27>1 2024-06-19T07:52:11.640+02:00 srx iked 1 KMD_X [junos@2636.1 a="[0..7\\]"] text', "KMD_X: text", "srx"),
    ('<27>1 2024-06-19T07:52:11.640+02:00 srx iked 1 KMD_X [junos@2636.1 a="[0..7\\]"]', 'KMD_X: a="[0..7]"', "srx"),
    (TRACE.format("ike_st_o_private: Start"), "ike_st_o_private: Start", None),
    (TRACE.format("  IKEv1 Error : Timeout"), "IKEv1 Error : Timeout", None),
    ("[Sep 29 15:02:14.123456][0] ike_st_o_private: Start", "ike_st_o_private: Start", None),
    ("[Mar  4 12:40:00][192.0.2.1 <-> 203.0.113.7]  ike_st_o_private: Start", "ike_st_o_private: Start", None),
    ("May 14 08:21:33 fw1 fw1: NetScreen device_id=fw1  [Root]system-information-00536: text", "text", "fw1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "host"), FRAMES, ids=[t[:60] for t, _, _ in FRAMES])
def test_frames(text: str, message: str, host: str | None) -> None:
    line = lines(text)[0]
    assert (line.message, line.host, line.dialect) == (message, host, "junos")


def test_pair_of_a_trace_names_the_peer() -> None:
    assert lines("[Mar  4 12:40:00][192.0.2.1 <-> 203.0.113.7]  ike_st_o_private: Start")[0].peer == "203.0.113.7"


def test_openiked_keeps_its_lines() -> None:
    line = lines("Mar  4 12:40:00 gw iked[9]: spi=0x8d7a3f91c2b4e650: recv IKE_SA_INIT req 0 peer 192.0.2.1:500")[0]
    assert line.dialect == "openiked"
    assert lines("Mar  4 12:40:00 gw iked[9]: Unknown words")[0].dialect == "openiked"


def test_card_that_repeats_itself_says_nothing() -> None:
    line = lines("Mar  4 16:12:10  srx5k (FPC Slot 4, PIC Slot 1) SPC4_PIC1 last message repeated 1 times")[0]
    assert line.dialect == "other"


def told(*messages: str) -> Analysis:
    text = "".join(f"Mar  4 12:{i:02}:00 srx kmd[1]: {m}\n" for i, m in enumerate(messages))
    return analyze([text.encode()], year=2026)


FAILED = "IKE negotiation failed with error: Timed out. " + DETAILS.format(2, "Not-Available", "Not-Available") + ": Role: Initiator"
UP = "KMD_VPN_UP_ALARM_USER: VPN VPN-B from 198.51.100.2 is up."
DONE = "IKE negotiation successfully completed. " + DETAILS.format(2, "192.0.2.1", "198.51.100.2") + ", Role: Initiator"


def test_each_result_is_an_attempt() -> None:
    analysis = told(FAILED, FAILED, UP, DONE)
    assert [(t.attempts, t.state) for t in analysis.tunnels] == [(3, "up")]
    assert analysis.verdict == "healthy"


def test_failure_after_success_counts() -> None:
    analysis = told(UP, DONE, FAILED)
    assert [(f.cause, f.confidence) for f in analysis] == [("p1.peer_unreachable", "possible")]
    assert {a.cause for a in analysis.findings[0].alternatives} >= {"p1.ike_version", "p1.peer_address"}


def test_two_vpns_of_one_peer_are_two() -> None:
    analysis = told(FAILED, FAILED.replace("VPN-B", "VPN-C"))
    assert [t.name for t in analysis.tunnels] == ["VPN-B", "VPN-C"]


def test_traces_part_by_cookies() -> None:
    def start(cookie: str) -> str:
        return f"ike_sa_allocate_half: Start, SA = {{ {cookie} 52e6a094 - 00000000 00000000 }}"

    analysis = told("Triggering negotiation for VPN-B config block", start("d10f3b7c"), "Triggering negotiation for VPN-B config block", start("aaaaaaaa"),
                    "ike_retransmit_callback: Start, retransmit SA = { d10f3b7c 52e6a094 - 00000000 00000000}, nego = -1")  # fmt: skip
    assert [(t.name, t.attempts) for t in analysis.tunnels] == [("VPN-B", 2)]


def test_child_refused_after_it_was_up_is_pfs() -> None:
    refused = "IPSec negotiation failed with error: No proposal chosen. " + DETAILS.format(2, "192.0.2.1", "198.51.100.2")
    assert [(f.cause, f.confidence) for f in told(UP, DONE, refused)] == [("p2.pfs_group", "likely")]
    assert [f.cause for f in told(DONE, refused)] == ["p2.algorithms"]


def test_monitor_that_fails_and_comes_back_is_over() -> None:
    lost = "KMD_VPN_DOWN_ALARM_USER: VPN VPN-B from 198.51.100.2 is down. Reason: IPSEC SA VPN Monitor Failure"
    assert [f.cause for f in told(UP, lost)] == ["up.no_inbound"]
    assert told(UP, lost, UP).verdict == "healthy"


def test_proposals() -> None:
    ours = parse("SA([0](id = 1) protocol = IKE (1), AES CBC key len = 256, HMAC-SHA256-128, 256 bit random ECP, HMAC-SHA256 PRF; )")
    theirs = parse("SA([0](id = 1) protocol = IKE (1), AES CBC key len = 128, HMAC-SHA256-128, 2048 bit MODP, HMAC-SHA256 PRF; )")
    difference = compare(ours, theirs)
    assert difference is not None
    assert difference.types == ("encryption", "group")
    assert parse("SA([0](id = 1) protocol = ESP (3), AES CBC key len = 256; [1](id = 2) protocol = AH (2), HMAC-SHA1-96; )")[1].protocol == "AH"
