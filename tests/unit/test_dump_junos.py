"""``show security ike`` and ``show security ipsec`` of Junos, as text and as XML."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer import Analysis, analyze
from analyzer.dumps.junos_words import faults
from grammars.dumps.junos_ike import ROWS as IKE_ROWS
from grammars.dumps.junos_ipsec import ROWS as IPSEC_ROWS
from grammars.dumps.junos_xml import ROWS as XML_ROWS
from tests.tools.dumps import not_understood, only, read, row_name

SAMPLES = Path(__file__).parents[2] / "sample_logs/junos"
DUMPS = sorted(p for p in SAMPLES.glob("*/*") if p.name.startswith(("show-", "rpc_")))
ALL = [(name, row) for name, rows in (("junos_ike", IKE_ROWS), ("junos_ipsec", IPSEC_ROWS), ("junos_xml", XML_ROWS)) for row in rows]


def sample(name: str) -> str:
    (path,) = (p for p in DUMPS if p.parent.name == name)
    return path.read_text(encoding="utf-8")


def told(text: str) -> Analysis:
    return analyze([text.encode()], year=2026)


@pytest.mark.parametrize(("name", "row"), ALL, ids=lambda x: getattr(x, "name", x))
def test_rows_read_their_examples(name: str, row: object) -> None:
    assert row_name(name, row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: p.name)
def test_every_line_is_understood(path: Path) -> None:
    assert not_understood(path) == []


@pytest.mark.parametrize(
    ("name", "line", "row"),
    [
        ("junos_ipsec", "run show security ipsec statistics", "prompt"),
        ("junos_ipsec", "  >500036 AH:None/sha1 0x18d5a6e3 3540/ 4600 U root 4500 2001:db8::1  ", "sa"),
        ("junos_ipsec", "ID Gateway Port Algorithm SPI Life:sec/kb Mon vsys", "header"),
        ("junos_ipsec", "131073 500 3 1 0x600a29 203.0.113.40 DPD detected peer as down", "inactive"),
        ("junos_ipsec", "Virtual-system: root, VPN Name: a", "id"),
        ("junos_ipsec", "ID: 5 Virtual-system: Root", "id"),
        ("junos_ipsec", "Direction: inbound, SPI: 4f70c91b, AUX-SPI: 0, VPN Monitoring: UP", "direction"),
        ("junos_ipsec", "Hard lifetime: Expired", "hard"),
        ("junos_ipsec", "Peer ID type: 5", None),
        ("junos_ike", "IKE peer 198.51.100.2, Index 5012966", "peer"),
        ("junos_ike", "Lifetime: Expired", "lifetime"),
        ("junos_ike", "Index Remote Address State Initiator cookie Responder cookie Mode", "header"),
        ("junos_xml", "<html>", "open"),
    ],
)
def test_other_forms(name: str, line: str, row: str | None) -> None:
    assert row_name(name, line) == row


def test_list_of_sas_pairs_the_directions() -> None:
    dump = only(sample("healthy-sa-list"))
    first, second = dump.children
    assert (first.number, first.spi_in, first.spi_out, first.remote, first.expires_in) == ("131073", "7ac30b15", "b1907e3c", "198.51.100.2", 2761)
    assert (second.proposal, second.encap, first.encap, dump.whole) == ("aes-gcm-128/None", True, None, True)


def test_details_of_an_sa() -> None:
    dump = only(sample("healthy-sa-detail-kmd"))
    (sa,) = dump.children
    assert (sa.name, sa.local, sa.remote, sa.local_ts, sa.remote_ts) == ("VPN-AZ", "192.0.2.1", "203.0.113.9", ("10.10.0.0/16",), ("10.20.0.0/20",))
    assert (sa.spi_in, sa.spi_out, sa.protocol, sa.proposal, sa.mode) == ("4f70c91b", "d5a80e66", "ESP", "AES_CBC_256/HMAC_SHA1_96", "tunnel")
    (sa,) = only(sample("healthy-sa-detail-iked")).children
    assert (sa.local_ts, sa.proposal, sa.state) == (("0.0.0.0-255.255.255.255",), "AES_GCM_256", "installed")


def test_xml_says_what_the_text_says() -> None:
    (sa,) = only(sample("healthy-sa-detail-xml")).children
    assert (sa.name, sa.number, sa.spi_in, sa.remote, sa.expires_in, sa.proposal) == (
        "VPN-SITE-B", "131073", "7ac30b15", "198.51.100.2", 3301, "AES_CBC_256/HMAC_SHA256_128",
    )  # fmt: skip


XML = """<rpc-reply xmlns:junos="http://xml.juniper.net/junos/18.4R3/junos">
<ike-security-associations-information>
<ike-security-associations>
<ike-sa-remote-address>203.0.113.9</ike-sa-remote-address>
<ike-sa-index>5</ike-sa-index>
<ike-sa-state>{state}</ike-sa-state>
<ike-sa-initiator-cookie>94b8f0127ac6d35e</ike-sa-initiator-cookie>
<ike-sa-responder-cookie>0000000000000000</ike-sa-responder-cookie>
<ike-sa-exchange-type>IKEv2</ike-sa-exchange-type>
</ike-security-associations>
<ike-security-associations>
</ike-security-associations>
</ike-security-associations-information>
"""
PAIRS = """<ipsec-security-associations-information>
<ipsec-security-associations-block>
<sa-block-state>up</sa-block-state>
<ipsec-security-associations>
<sa-direction>&lt;</sa-direction>
<sa-tunnel-index>131073</sa-tunnel-index>
<sa-spi>7ac30b15</sa-spi>
<sa-policy-name/>
<sa-remote-gateway>203.0.113.9</sa-remote-gateway>
</ipsec-security-associations>
<ipsec-security-associations>
<sa-direction>&gt;</sa-direction>
<sa-tunnel-index>131073</sa-tunnel-index>
<sa-spi>b1907e3c</sa-spi>
</ipsec-security-associations>
<ipsec-security-associations>
<sa-direction>&gt;</sa-direction>
</ipsec-security-associations>
</ipsec-security-associations-block>
</ipsec-security-associations-information>
</rpc-reply>
"""


def test_xml_of_ike_sas() -> None:
    dump = only(XML.format(state="DOWN"))
    (sa,) = dump.ikes
    assert (sa.state, sa.version, sa.remote, sa.spi_i, dump.phase_1_only) == ("connecting", 2, "203.0.113.9", "94b8f0127ac6d35e", True)
    assert [f.cause for f in told(XML.format(state="DOWN"))] == ["p1.peer_unreachable"]
    assert [f.cause for f in told(XML.format(state="UP"))] == []


def test_xml_of_both_together() -> None:
    dump = only(XML.format(state="UP") + PAIRS)
    (sa,) = dump.children
    assert (sa.spi_in, sa.spi_out, dump.phase_1_only) == ("7ac30b15", "b1907e3c", False)


def test_xml_of_inactive_tunnels() -> None:
    text = """<ipsec-unestablished-tunnel-information>
<total-inactive-tunnels>2</total-inactive-tunnels>
<ipsec-security-associations-block>
{}
</ipsec-security-associations-block>
</ipsec-unestablished-tunnel-information>
"""
    one = """<ipsec-security-associations>
<sa-tunnel-index>{}</sa-tunnel-index>
<sa-remote-gateway>203.0.113.{}</sa-remote-gateway>
<sa-tunnel-event>{}</sa-tunnel-event>
</ipsec-security-associations>"""
    waits = one.format(2, 2, "Tunnel is ready. Waiting for trigger event or peer to trigger negotiation")
    analysis = told(text.format(one.format(1, 1, "No response from peer. Negotiation failed") + "\n" + waits))
    assert [f.cause for f in analysis] == ["p1.peer_unreachable"]
    assert told(text.format(waits)).findings == ()


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>\n' + PAIRS.replace("203.0.113.9", "&a;&a;")
    assert only(bomb).children[0].remote == "&a;&a;"


def test_list_of_ike_sas_says_nothing_of_phase_2() -> None:
    analysis = told(sample("ike-sa-list-down"))
    assert [(f.cause, f.confidence) for f in analysis] == [("p1.peer_unreachable", "possible")]
    assert [t.state for t in analysis.tunnels] == ["phase1", "phase1", "down"]


def test_details_of_an_ike_sa() -> None:
    (sa,) = only(sample("ike-sa-detail-nat")).ikes
    assert (sa.number, sa.role, sa.version, sa.local, sa.remote, sa.nat, sa.remote_id) == (
        "6301442", "responder", 2, "192.0.2.1", "203.0.113.9", True, "203.0.113.9",
    )  # fmt: skip
    assert sa.proposal == "AES256_CBC/HMAC_SHA1_96/PRF_HMAC_SHA1/DH2"
    (sa,) = only(sample("ike-sa-detail")).ikes
    assert (sa.nat, sa.state, sa.rekey_in) == (False, "established", 27015)


def test_active_peer_without_an_address_is_none() -> None:
    assert only("> show security ike active-peer detail\nActive IKE SA indexes   : 6120\n").ikes == ()


def test_inactive_tunnels() -> None:
    text = "admin@srx> show security ipsec inactive-tunnels\n  Total inactive tunnels: {}\n  ID  Port Gateway Pending SAs   Tunnel Down Reason\n{}"
    waits = "131073 500 203.0.113.40 1 Tunnel is ready. Waiting for trigger event or peer to trigger negotiation (1 times)\n"
    assert told(text.format(0, "")).findings == ()
    assert told(text.format(1, waits)).findings == ()
    closed = "131073 500 203.0.113.40 1 User cleared IKE SA from CLI, corresponding IPSec SAs cleared (1 times)\n"
    assert told(text.format(1, closed)).findings == ()


def test_newest_event_is_why_an_inactive_tunnel_is_down() -> None:
    (connection,) = only(sample("inactive-detail-no-proposal")).connections
    assert connection.reason == "Negotiation failed with error code NO_PROPOSAL_CHOSEN received from peer (41 times)"
    assert connection.version == 1


def test_monitor_without_answer_in_details() -> None:
    text = sample("healthy-sa-detail-kmd").replace(", VPN Monitoring: -", ", VPN Monitoring: DOWN")
    assert [(f.cause, f.confidence) for f in told(text)] == [("up.no_inbound", "possible")]


def test_monitor_without_answer_beside_a_tunnel_that_works() -> None:
    text = sample("monitor-verify-path")
    gateway = next(line.split()[-1] for line in text.splitlines() if line.lstrip().startswith("<500003"))
    one_peer = "\n".join(" ".join([*line.split()[:-1], gateway]) if line.lstrip()[:1] in ("<", ">") else line for line in text.splitlines())
    (finding,) = told(one_peer)
    assert (finding.cause, len(finding.evidence), "<500036" in finding.evidence[0].text) == ("up.no_inbound", 1, True)
    assert told(one_peer.replace("500036", "500003")).findings == ()


def test_two_pairs_of_a_tunnel_are_a_rekey() -> None:
    text = "\n".join(sample("several-sas-of-one-tunnel").splitlines()[:7])
    assert [f.cause for f in told(text) if f.status != "note"] == []


def test_statistics_twice() -> None:
    text = sample("statistics-one-way")
    later = text.replace("30472210", "30479999")
    assert [len(d.children) for d in read(text + later)] == [1, 1]
    assert [(f.cause, f.confidence) for f in told(text + later)] == [("up.no_inbound", "likely")]
    assert told(text + later.replace("Decrypted bytes:                0", "Decrypted bytes:                9")).findings == ()


@pytest.mark.parametrize(
    ("reason", "first"),
    [
        ("No response from peer. Negotiation failed", "p1.peer_unreachable"), ("Negotiation failed with INVALID_SYNTAX error", "p1.psk"),
        ("IKE SA delete payload received from peer, corresponding IPSec SAs cleared", "life.peer_delete"),
        ("Peer proposed traffic-selectors are not in configured range", "p2.networks"), ("Tunnel configuration changed", None), (None, None),
    ],
)  # fmt: skip
def test_causes_of_a_reason(reason: str | None, first: str | None) -> None:
    assert next(iter(faults(reason)), None) == first


STATISTICS = """admin@srx-a> show security ipsec statistics index 131073 | display xml
<rpc-reply xmlns:junos="http://xml.juniper.net/junos/20.4R3/junos">
    <usp-ipsec-total-statistics-information>
        <esp-statistics>
            <esp-encrypted-bytes>30472210</esp-encrypted-bytes>
            <esp-decrypted-bytes>0</esp-decrypted-bytes>
            <esp-encrypted-packets>58206</esp-encrypted-packets>
            <esp-decrypted-packets>0</esp-decrypted-packets>
        </esp-statistics>
        <error-statistics>
            <replay-errors>0</replay-errors>
        </error-statistics>
    </usp-ipsec-total-statistics-information>
</rpc-reply>
"""
INACTIVE = """admin@srx-a> show security ipsec inactive-tunnels | display xml
<rpc-reply>
<ipsec-unestablished-tunnel-information>
<total-inactive-tunnels>1</total-inactive-tunnels>
<ipsec-security-associations-block>
<ipsec-security-associations>
<sa-tunnel-index>131073</sa-tunnel-index>
<sa-remote-gateway>203.0.113.40</sa-remote-gateway>
<sa-policy-name/>
<sa-tunnel-event>No response from peer. Negotiation failed</sa-tunnel-event>
</ipsec-security-associations>
</ipsec-security-associations-block>
</ipsec-unestablished-tunnel-information>
</rpc-reply>
"""
EVENTS = """<rpc-reply>
<ipsec-tunnel-events-statistics-information>
<sa-tunnel-event>No response from peer. Negotiation failed</sa-tunnel-event>
<sa-tunnel-event-num-times>87</sa-tunnel-event-num-times>
</ipsec-tunnel-events-statistics-information>
</rpc-reply>
"""


def on_one_line(text: str) -> str:
    first, _, others = text.partition("<rpc-reply")
    return first + "<rpc-reply" + "".join(line.strip() for line in others.split("\n")) + "\n"


def values_alone(text: str) -> str:
    """As NETCONF sends them: the tag, its value and its end on three lines."""
    return re.sub(r"(<([a-z\-]+)>)([^<>\n]+)(</\2>)", r"\1\n\3\n\4", text)


@pytest.mark.parametrize("form", [str, on_one_line, values_alone])
def test_forms_of_xml_say_the_same(form: Callable[[str], str]) -> None:
    answer = told(form(STATISTICS))
    assert [(f.cause, f.confidence, f.details) for f in answer.findings] == [
        ("up.no_inbound", "possible", {"bytes in": "0", "bytes out": "30472210"}),
    ]  # fmt: skip
    answer = told(form(INACTIVE))
    assert [(f.cause, f.confidence, f.tunnel) for f in answer.findings] == [("p1.peer_unreachable", "possible", "t1")]
    assert answer.tunnels[0].remote == "203.0.113.40"
    answer = told(form(EVENTS))
    assert answer.findings == ()
    assert [r.kind for i in answer.inputs for r in i.regions] == ["sa"]
    (sa,) = told(form(sample("healthy-sa-detail-xml"))).sas
    assert (sa.name, sa.spi_in) == ("VPN-SITE-B", "7ac30b15")
    assert [u.text for text in (STATISTICS, INACTIVE, EVENTS) for i in told(form(text)).inputs for u in i.unparsed] == []


def test_counters_of_the_whole_gateway_are_of_no_tunnel() -> None:
    assert told(STATISTICS.replace(" index 131073", "")).findings == ()


def test_dumps_of_one_gateway_are_one_tunnel() -> None:
    ike = sample("ike-sa-detail").replace("203.0.113.9", "198.51.100.2")
    answer = told(ike + "\n" + sample("healthy-sa-detail-xml"))
    assert len(answer.tunnels) == 1
