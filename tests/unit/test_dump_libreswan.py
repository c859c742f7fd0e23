"""The dumps of Libreswan's pluto: each row and each optional part in the versions that print it, and damaged texts."""

import re
from pathlib import Path

import pytest

from analyzer.dumps import ChildSa, Dump, IkeSa, read_dumps
from analyzer.dumps.libreswan_words import standing
from analyzer.dumps.lines import table
from grammars.dumps import FORMATS
from tests.tools.libreswan import GLOBALS, V3, V4, V5, V54

DATA = Path(__file__).parents[1] / "lab" / "data"
DUMPS = [
    p
    for name in ("status", "showstates", "trafficstatus")
    for p in sorted(DATA.glob(f"*/?/{name}*.txt"))
    if re.match(r"00[06] ", p.read_text(encoding="utf-8"))
]
PAIRS = "multi_child_per_pair_lsw-v2-lsw-lsw/A"


def dumps(text: str) -> list[Dump]:
    return read_dumps("dump", list(enumerate(text.split("\n"), 1)))


def only(text: str) -> Dump:
    (found,) = dumps(text)
    return found


def ike(line: str) -> IkeSa:
    (found,) = only(line).ikes
    return found


def child(text: str) -> ChildSa:
    dump = only(text)
    (found,) = (*dump.children, *(c for i in dump.ikes for c in i.children))
    return found


def test_practice_has_dumps_of_libreswan() -> None:
    assert len(DUMPS) == 119


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: "-".join(p.relative_to(DATA).parts))
def test_every_line_is_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    dump = only(text)
    assert [line for n, line in enumerate(text.split("\n"), 1) if line.strip() and n not in dump.lines] == []
    assert dump.not_understood == ()
    if path.name.startswith("status"):
        assert dump.whole
        assert dump.up == sum(sa.state == "installed" for i in dump.ikes for sa in i.children)


@pytest.mark.parametrize("format_", ["libreswan_status", "libreswan_traffic"])
def test_rows_read_their_examples(format_: str) -> None:
    for r in FORMATS[format_]:
        found = table(format_).read(1, r.example)
        assert found is not None
        assert found.name == r.name


def test_connections_and_states_of_a_real_dump() -> None:
    dump = only((DATA / PAIRS / "status.txt").read_text(encoding="utf-8"))
    assert (dump.format, dump.whole, dump.up) == ("ipsec status", True, 3)
    assert {c.group for c in dump.connections} == {"partner_a"}
    assert [c.children[0].installed for c in dump.connections] == ["2", "3", "4", None]
    assert {(c.version, c.mode, c.loaded, c.local, c.remote) for c in dump.connections} == {(2, None, True, "198.51.100.2", "203.0.113.2")}
    (sa,) = dump.ikes
    assert (sa.number, sa.state, sa.version, sa.retransmitting, sa.tasks) == ("1", "established", 2, True, ())
    assert (sa.rekey_in, sa.proposal, sa.nat) == (27761, "AES_CBC_256-HMAC_SHA2_384-DH20", False)
    assert [(c.number, c.state) for c in sa.children] == [("2", "installed"), ("3", "installed"), ("4", "installed"), ("5", "creating")]
    first = sa.children[0]
    assert (first.spi_in, first.spi_out, first.local, first.remote) == ("c6a3a183", "07803137", "198.51.100.2", "203.0.113.2")
    assert (first.local_ts, first.remote_ts, first.mode, first.protocol) == (("10.1.0.0/16",), ("10.2.0.0/16",), "tunnel", "ESP")
    assert (first.bytes_in, first.bytes_out, first.exact) == (1024, 1024, False)
    assert (sa.children[1].bytes_in, sa.children[1].exact) == (0, True)


def test_traffic_of_a_real_dump() -> None:
    dump = only((DATA / PAIRS / "trafficstatus.txt").read_text(encoding="utf-8"))
    assert (dump.format, dump.ikes) == ("ipsec trafficstatus", ())
    assert [(c.number, c.name, c.bytes_in, c.bytes_out, c.exact, c.age) for c in dump.children] == [
        ("2", "partner_a/1x1", 1284, 1284, True, None),
        ("3", "partner_a/1x2", 0, 0, True, None),
        ("4", "partner_a/2x1", 0, 0, True, None),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("#2: \"a\", type=ESP, add_time=1, inBytes=5, outBytes=6, id='@a'", ("2", "a", None, "ESP", 5, 6)),
        (
            '006 #3: "road"[2] 198.51.100.7, username=carol, type=ESP(nic-offload=packet), add_time=1484626698, inBytes=168, outBytes=0, '
            "maxBytes=2^63B, id='C=DE, CN=o'neil, O=x', lease=10.9.0.1/32",
            ("3", "road", "198.51.100.7", "ESP", 168, 0),
        ),
        (
            '006 #2: "oe#193.0.0.0/8"[1] ...193.110.157.131, type=AH, add_time=1, inBytes=1, outBytes=2',
            ("2", "oe#193.0.0.0/8", "193.110.157.131", "AH", 1, 2),
        ),
    ],
)
def test_parts_of_a_traffic_line(line: str, told: tuple[object, ...]) -> None:
    sa = child(line)
    assert (sa.number, sa.name, sa.remote, sa.protocol, sa.bytes_in, sa.bytes_out) == told


# -- states


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (
            "STATE_MAIN_I1 (sent MI1, expecting MR1); EVENT_v1_RETRANSMIT in 7s; nodpd; idle; import:admin initiate",
            ("connecting", 1, "initiator", True),
        ),
        (
            "STATE_AGGR_R1 (sent Aggressive Mode response, expecting confirmation); DISCARD in 9s; nodpd; idle;",
            ("connecting", 1, "responder", False),
        ),
        (
            "STATE_MAIN_R3 (sent MR3, ISAKMP SA established); EVENT_SA_REPLACE in 9512s; newest ISAKMP; nodpd; idle; import:not set",
            ("established", 1, "responder", False),
        ),
        (
            "STATE_PARENT_I1 (sent v2I1, expected v2R1); EVENT_v2_RETRANSMIT in 15s; idle; import:admin initiate",
            ("connecting", 2, "initiator", True),
        ),
        (
            "STATE_PARENT_I3 (PARENT SA established); EVENT_v2_SA_REPLACE_IF_USED_IKE in 2841s; newest ISAKMP; idle; import:local rekey",
            ("established", 2, "initiator", False),
        ),
        ("STATE_V2_PARENT_R1 (sent IKE_SA_INIT reply); DISCARD in 172s; crypto_calculating;", ("connecting", 2, "responder", False)),
        (
            "STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 1s; REPLACE in 2s; newest; lastlive=3s; suspended;",
            ("established", 2, None, False),
        ),
        ("IKE_SA_INIT_I (sent IKE_SA_INIT request); RETRANSMIT in 0.5s; idle;", ("connecting", 2, "initiator", True)),
        ("ESTABLISHED_IKE_SA (established IKE SA); REKEY in 1s; newest; idle;", ("established", 2, None, False)),
        ("sent IKE_AUTH request; RETRANSMIT in 1s; idle;", ("connecting", 2, "initiator", True)),
        ("sent IKE_SA_INIT response; DISCARD in 1s; idle;", ("connecting", 2, "responder", False)),
        ("ISAKMP SA established; REPLACE in 28057s; newest; lastdpd=-1s(seq in:0 out:0); idle;", ("established", 1, None, False)),
        ("established IKE SA; REKEY in 27s; REPLACE in 28s; newest; idle;", ("established", 2, None, False)),
        ("waiting; lastlive=3s; idle;", ("connecting", 2, None, False)),
        ("sent something; idle;", ("connecting", None, None, False)),
    ],
)
def test_ike_states_of_all_versions(state: str, told: tuple[object, ...]) -> None:
    sa = ike(f'#1: "net":500 {state}')
    assert (sa.state, sa.version, sa.role, sa.retransmitting) == told
    assert sa.tasks == (() if sa.state == "established" else (re.split(r" \(|;", state)[0],))
    assert sa.nat is (False if sa.state == "established" else None)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("STATE_QUICK_I1 (sent QI1, expecting QR1); EVENT_v1_RETRANSMIT in 7s; isakmp#1; idle; import:admin initiate", ("creating", "1")),
        (
            "STATE_QUICK_R1 (sent Quick Mode reply, inbound IPsec SA installed, expecting confirmation); RETRANSMIT in 1s; idle;",
            ("creating", None),
        ),
        ("STATE_QUICK_R2 (IPsec SA established); REPLACE in 28147s; newest; eroute owner; ISAKMP SA #1; idle;", ("installed", "1")),
        (
            "STATE_V2_IPSEC_I (IPsec SA established); EVENT_SA_EXPIRE in 28s; newest IPSEC; eroute owner; isakmp#1; idle; import:x",
            ("installed", "1"),
        ),
        ("STATE_V2_CREATE_I (STATE_V2_CREATE_I); EVENT_v2_RETRANSMIT in 1s; idle; import:local rekey", ("creating", None)),
        ("STATE_V2_REKEY_CHILD_I1 (sent CREATE_CHILD_SA request to rekey IPsec SA); idle;", ("creating", None)),
        (
            "ESTABLISHED_CHILD_SA (established Child SA); LIVENESS in 5s; REKEY in 1s; newest; eroute owner; IKE SA #7; idle;",
            ("installed", "7"),
        ),
        ("established Child SA; REKEY in 1s; REPLACE in 2s; newest; eroute owner; IKE SA #1; idle;", ("installed", "1")),
        ("sent Quick Mode request; RETRANSMIT in 1s; idle;", ("creating", None)),
    ],
)
def test_child_states_of_all_versions(state: str, told: tuple[object, ...]) -> None:
    sa = child(f'000 #2: "net":500 {state}')
    assert (sa.state, sa.ike) == told


def test_expiry_of_a_child() -> None:
    assert (
        child('#2: "n":500 STATE_QUICK_R2 (IPsec SA established); EVENT_SA_EXPIRE in 866s; isakmp#1; idle; import:not set').expires_in
        == 866
    )


def test_informational_exchange_is_no_sa() -> None:
    dump = only('000 #9: "net":500 STATE_INFO (); EVENT_NULL in 7s; idle; import:not set')
    assert (dump.ikes, dump.children) == ((), ())
    assert standing("STATE_INFO_PROTECTED", "", None, False, False) is None


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ('"net":500', ("net", None, False)),
        ('"net":4500', ("net", None, True)),
        ('"net":4500(tcp)', ("net", None, None)),
        ('"road"[2] 198.51.100.1:1027', ("road", "198.51.100.1", True)),
        ('"road"[2] 2001:db8::2:500', ("road", "2001:db8::2", False)),
        ('"oe#172.31.0.0/16"[1] ...172.31.22.162:500', ("oe#172.31.0.0/16", "172.31.22.162", False)),
    ],
)
def test_places_of_a_state(place: str, told: tuple[object, ...]) -> None:
    sa = ike(f"#1: {place} ESTABLISHED_IKE_SA (established IKE SA); newest; idle;")
    assert (sa.name, sa.remote, sa.nat) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '000 #2: "n" esp.c7b0328@192.0.2.4 esp.b531330@192.0.2.3 tun.0@192.0.2.4 tun.0@192.0.2.3 ref=0 '
            "refhim=4294901761 Traffic: ESPin=588B ESPout=2MB! ESPmax=4194303B ",
            ("ESP", "0b531330", "0c7b0328", "192.0.2.3", "192.0.2.4", 588, 2 << 20, False),
        ),
        (
            '#2: "n" used 12s ago; esp:1f@2001:db8::4 esp:2f@2001:db8::3 Traffic: ESPin=1B ESPout=2B ESPmax=2^63B username=carol',
            ("ESP", "0000002f", "0000001f", "2001:db8::3", "2001:db8::4", 1, 2, True),
        ),
        (
            '#2: "road"[3] 192.0.2.4 ah.11@192.0.2.4 ah.22@192.0.2.3 Traffic: AHin=3B AHout=4B AHmax=2^63B',
            ("AH", "00000022", "00000011", "192.0.2.3", "192.0.2.4", 3, 4, True),
        ),
        (
            '#2: "n" esp.11@192.0.2.4 esp.22@192.0.2.3 comp.1@192.0.2.4 comp.2@192.0.2.3 Traffic: ESPin=0B ESPout=1KB ESPmax=2^63B '
            "IPCOMPin=0B IPCOMPout=0B! IPCOMPmax=0B XAUTHuser=x y",
            ("ESP", "00000022", "00000011", "192.0.2.3", "192.0.2.4", 0, 1024, False),
        ),
        (
            '000 #2: "n" esp.65bcd1d@<REDACTED> esp.c8d18ebd@<REDACTED> tun.0@<REDACTED> tun.0@<REDACTED> ref=0 refhim=4294901761',
            ("ESP", "c8d18ebd", "065bcd1d", None, None, None, None, True),
        ),
    ],
)
def test_second_line_of_an_ipsec_sa(line: str, told: tuple[object, ...]) -> None:
    sa = child(line)
    assert (sa.number, sa.state) == ("2", "installed")
    assert (sa.protocol, sa.spi_in, sa.spi_out, sa.local, sa.remote, sa.bytes_in, sa.bytes_out, sa.exact) == told


@pytest.mark.parametrize("what", ['Phase 2 for "net" replacing #0', 'CHILD SA for "net"', 'Child SA for "net"[2] 192.0.2.4'])
def test_pending_child(what: str) -> None:
    sa = ike(f'000 #4: "net":500 STATE_V2_PARENT_I1 (sent IKE_SA_INIT request); RETRANSMIT in 27s; idle;\n000 #4: pending {what}')
    assert [(c.name, c.state, c.number, c.ike) for c in sa.children] == [("net", "creating", None, "4")]


# -- whole dumps of the versions


def test_status_of_3() -> None:
    dump = only(V3)
    assert (dump.whole, dump.up, dump.not_understood) == (True, None, ())
    (first, second) = dump.ikes
    assert [(c.number, c.spi_in, c.proposal, c.bytes_in) for c in second.children] == [
        ("2", "b531330".rjust(8, "0"), "AES_256-HMAC_SHA1", 588)
    ]
    assert (first.number, first.children, first.remote, first.remote_id, first.version) == ("3", (), "84.84.84.84", "@remote", 1)
    assert [(p.action, p.source_ts, p.destination_ts) for p in dump.policies] == [
        ("pass", "76.10.157.68/32:0", "193.110.157.1/32:0"),
        ("drop", "10.0.0.1/32:0", "10.0.0.2/32:0"),
        ("protect", "10.0.0.1/32:0", "10.0.0.3/32:0"),
    ]
    assert [(c.name, c.mode, c.children[0].mode) for c in dump.connections] == [("ipsec", "main", "tunnel"), ("hole", None, "pass")]


def test_status_of_4_with_instances() -> None:
    dump = only(V4)
    template, instance, away = dump.connections
    assert (template.name, template.remote, template.children[0].remote_ts) == ("road", None, ())
    assert (template.local_id, template.children[0].local_ts) == ("C=DE, CN=gw", ("10.1.0.0/16",))
    assert (instance.name, instance.remote, instance.children[0].installed) == ("road", "198.51.100.7", "9")
    assert instance.children[0].remote_ts == ("198.51.100.7/32",)
    assert (away.loaded, away.group) == (False, "other")
    (sa,) = dump.ikes
    assert (sa.remote, sa.remote_id, [c.number for c in sa.children]) == ("198.51.100.7", "@carol", ["9"])
    assert (sa.children[0].remote_ts, sa.children[0].encap, sa.children[0].ike) == (("198.51.100.7/32",), True, "8")


def test_status_of_5() -> None:
    dump = only(V5)
    (net,) = dump.connections
    assert [(c.local_ts, c.remote_ts, c.installed) for c in net.children] == [
        (("10.1.0.0/16",), ("10.2.0.0/16",), "2"),
        (("10.1.0.0/16",), ("10.21.0.0/24",), "2"),
    ]
    (sa,) = dump.ikes
    assert (sa.children[0].local_ts, sa.children[0].remote_ts) == (("10.1.0.0/16",), ("10.2.0.0/16", "10.21.0.0/24"))
    (newer,) = only(V54).ikes
    assert [(c.number, c.state, c.ike) for c in newer.children] == [("2", "installed", "1")]


def test_unknown_numbers_go_to_the_only_ike_sa_of_the_group() -> None:
    lines = [
        '#1: "net/1x1":500 ESTABLISHED_IKE_SA (established IKE SA); newest; idle;',
        '#2: "net/1x2" esp.11@192.0.2.4 esp.22@192.0.2.3 Traffic: ESPin=0B ESPout=0B ESPmax=2^63B',
    ]
    assert [c.ike for c in only("\n".join(lines)).ikes[0].children] == ["1"]
    second = '#5: "net/1x1":500 ESTABLISHED_IKE_SA (established IKE SA); idle;'
    dump = only("\n".join([*lines, second]))
    assert [i.number for i in dump.ikes] == ["1", "5"]
    assert [c.ike for c in dump.children] == [None]


@pytest.mark.parametrize("line", GLOBALS)
def test_global_lines(line: str) -> None:
    found = table("libreswan_status").read(1, line)
    assert found is not None
    assert found.name in ("global", "head", "loaded")
