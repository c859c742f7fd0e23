"""``racoonctl show-sa`` and ``setkey -D``, ``-DP``: pairs of SAs, their ways from what else is there, and no key."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.dumps.racoon_sas import date
from grammars.dumps.racoon_sas import ROWS
from tests.tools.dumps import only, read, row_name, torn

A, B = "192.0.2.2", "203.0.113.2"
TITLES = "Destination            Cookies                           ST S  V E Created             Phase2\n"
SHORT = "Destination            Cookies                           Created\n"
LONG = f"{'Source':<46}{'Destination':<46}Cookies                           ST S  V E Created             Phase2\n"
COOKIES = "359f8de96b03a305:5a864a2a495c5835"


def sa(
    source: str = A, destination: str = B, *, spi: int = 1, octets: int = 0, packets: int = 0, age: int = 60, state: str = "mature", reqid: int = 0,
    proto: str = "esp", mode: str = "tunnel", last: bool = True, soft: int = 2880,
) -> str:  # fmt: skip
    created = f"Nov 23 07:{59 - age // 60:02}:00 2026"
    used = "Nov 23 07:58:50 2026" if last else "                    "
    return (
        f"{source} {destination}\n\t{proto} mode={mode} spi={spi}(0x{spi:08x}) reqid={reqid}(0x{reqid:08x})\n"
        "\tE: aes-cbc  7575d5cc ceb2f132 d3ca09c1 08bc1b0c\n"
        "\tA: hmac-sha512  b7c5d5e8 18a18929 ec676e49 cdf45d23\n ed6454f4 c4d8604a 3f9ecec6\n"
        f"\tseq=0x00000000 replay=4 flags=0x00000000 state={state} \n\tcreated: {created}\tcurrent: Nov 23 07:59:00 2026\n"
        f"\tdiff: {age}(s)\thard: 3600(s)\tsoft: {soft}(s)\n\tlast: {used}\thard: 0(s)\tsoft: 0(s)\n"
        f"\tcurrent: {octets}(bytes)\thard: 0(bytes)\tsoft: 0(bytes)\n\tallocated: {packets}\thard: 0\tsoft: 0\n\tsadb_seq=1 pid=1410 refcnt=0\n"
    )


def policy(way: str, source: str, destination: str, ends: str | None = None, *, action: str = "ipsec", level: str = "require", proto: str = "any") -> str:
    tmpl = f"\tesp/tunnel/{ends}/{level}\n" if ends else ""
    return (
        f"{source} {destination} {proto}\n\t{way} prio def {action}\n{tmpl}\tcreated: Nov 23 07:52:11 2026  lastused:                     \n"
        "\tlifetime: 0(s) validtime: 0(s)\n\tspid=1 seq=1 pid=1415\n\trefcnt=1\n"
    )


OUT = policy("out", "10.1.0.0/16[any]", "10.2.0.0/16[any]", f"{A}-{B}")
IN = policy("in", "10.2.0.0/16[any]", "10.1.0.0/16[any]", f"{B}-{A}")
FWD = policy("fwd", "10.2.0.0/16[any]", "10.1.0.0/16[any]", f"{B}-{A}", level="unique:7")


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_rows_read_their_examples_and_no_row_before_them_does(row: object) -> None:
    assert row_name("racoon_sas", row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (SHORT, "titles"), (LONG, "titles"), (f"{B}.500 {COOKIES} ", "ike"),
        (f"2001:db8::1.500 2001:db8::2.500 {COOKIES} 11 R 10 A 2026-11-23 07:00:00 0", "ike"),
        ("No SPD entries.", "none"), ("2001:db8::1 fe80::1%em0", "sa"), ("esp-udp mode=tunnel spi=1(0x00000001) reqid=7(0x00000007) ", "id"),
        ("tcp mode=any spi=4096(0x00001000) reqid=0(0x00000000)", "id"), ("C: deflate ", "algorithm"), ("A: hmac-sha1  <removed>", "algorithm"),
        ("E: null", "algorithm"), ("E: aes-cbc  xxxxxxxx xxxxxxxx", "algorithm"), ("last:                     \thard: 0(s)\tsoft: 0(s)", "last"),
        ("192.0.2.1[500] 203.0.113.0/24[any] udp", "policy"), ("2001:db8::/32 2001:db8:1::/48 icmp6 135,0", "policy"),
        ("10.0.0.0/8[any] 10.0.0.0/8[any] 255", "policy"),
        ("(no selector, probably per-socket policy) ", "policy_socket"), ("in(socket) none", "policy_dir"), ("out discard", "policy_dir"),
        ("in prio 0x80000000 ipsec", "policy_dir"), ("esp/transport//require", "tmpl"), ("ah/transport//use", "tmpl"),
        ("ipcomp/tunnel/192.0.2.1-192.0.2.2/unique#16385", "tmpl"),
        ("created:                       lastused: Nov 23 07:52:59 2026", "policy_used"), ("spid=7 seq=0 pid=9 scope=ifnet ifname=ipsec0", "policy_id"),
        ("Nov 23 07:52:11 gw racoon: INFO: ISAKMP-SA established", None), ("192.0.2.1", None), ("security context algorithm: 1", "security"),
    ],
)  # fmt: skip
def test_optional_parts(line: str, name: str | None) -> None:
    assert row_name("racoon_sas", line) == name


def test_every_line_is_understood() -> None:
    text = TITLES + f"{B}.500      {COOKIES}  9 I 10 M 2026-11-23 07:00:00      1\n" + sa() + sa(B, A, spi=2) + OUT + IN + FWD
    dump = only(text)
    assert len(dump.lines) == len(text.splitlines())
    assert dump.not_understood == ()


@pytest.mark.parametrize(
    ("line", "state", "role", "local"),
    [
        (f"{B}.500 {COOKIES}  9 I 10 M 2026-11-23 07:00:00      1", "established", "initiator", None),
        (f"{B}.4500 {COOKIES}  6 R 10 A                          0", "connecting", "responder", None),
        (f"{A}.500 {B}.500 {COOKIES} 10 R 10 M 2026-11-23 07:00:00 1", "deleting", "responder", A),
        (f"{B}.500 {COOKIES} 2026-11-23 07:00:00", "established", None, None),
        (f"{B}.500 {COOKIES}", "connecting", None, None),
    ],
)
def test_phase_1(line: str, state: str, role: str | None, local: str | None) -> None:
    dump = only(f"{TITLES}{line}\n")
    (ike,) = dump.ikes
    assert (ike.state, ike.role, ike.local, ike.remote, ike.version, ike.spi_i, ike.age) == (state, role, local, B, 1, "359f8de96b03a305", None)
    assert not dump.whole


def test_phase_1_without_an_answer_and_its_age() -> None:
    text = f"{SHORT}{B}.500 359f8de96b03a305:0000000000000000 2026-11-23 07:00:00\n" + sa() + sa(B, A, spi=2)
    (ike,) = only(text).ikes
    assert (ike.spi_r, ike.age) == (None, 3540)
    assert only(text.replace("2026-11-23 07:00", "2026-11-23 09:00")).ikes[0].age is None
    assert only(text.replace("2026-11-23 07:00", "2026-19-23 07:00")).ikes[0].age is None


@pytest.mark.parametrize(
    ("more", "before", "out"),
    [
        ("", "", None), (OUT, "", "00000001"), (IN, "", "00000001"), (FWD, "", "00000001"),
        ("", f"{TITLES}{B}.500 {COOKIES}  9 I 10 M 2026-11-23 07:00:00 1\n", "00000001"),
        (policy("out", "10.1.0.0/16[any]", "10.2.0.0/16[any]", f"{B}-{A}"), "", "00000002"),
    ],
)  # fmt: skip
def test_pairs(more: str, before: str, out: str | None) -> None:
    dump = only(before + sa(octets=1284, packets=3) + sa(B, A, spi=2, octets=9, packets=1, last=False) + more)
    (c,) = dump.children
    assert (c.spi_out, c.where.line, c.protocol, c.mode, c.encap, c.proposal) == (out, 2 + before.count("\n"), "ESP", "tunnel", False, "aes-cbc/hmac-sha512")
    counts = {None: (None,) * 4, "00000001": (9, 1284, 1, 3), "00000002": (1284, 9, 3, 1)}[out]
    assert (c.bytes_in, c.bytes_out, c.packets_in, c.packets_out) == counts
    assert (c.age, c.rekey_in, c.expires_in, dump.time) == (60, 2820, 3540, "Nov 23 07:59:00 2026")
    assert (c.idle_in, c.idle_out) == {None: (None, None), "00000001": (None, 10), "00000002": (10, None)}[out]
    assert (dump.whole, c.reqid) == (True, None)


def test_no_key_is_kept() -> None:
    assert not re.search("7575d5cc|b7c5d5e8|ed6454f4", repr(read(sa() + sa(B, A, spi=2))))


def test_networks_and_states() -> None:
    text = sa(state="dying", soft=0) + sa(B, A, spi=2) + sa(spi=3, state="larval", proto="esp-udp", mode="any")
    text += sa(spi=4, state="dead", proto="ah", reqid=4) + OUT + FWD
    first, larval, dead = only(text).children
    assert (first.state, first.local_ts, first.remote_ts, first.rekey_in) == ("rekeying", ("10.1.0.0/16",), ("10.2.0.0/16",), 2820)
    assert (larval.state, larval.encap, larval.mode, dead.state, dead.protocol, dead.reqid) == ("creating", True, None, "deleting", "AH", "4")


def test_other_protocols_are_no_child_sas() -> None:
    assert [c.spi_out for c in only(OUT + sa() + sa(spi=2, proto="ipcomp") + sa(spi=3, proto="tcp")).children] == ["00000001"]


def test_policies() -> None:
    text = (
        OUT + FWD + policy("out", "192.0.2.1[500]", "203.0.113.1[any]", action="none", proto="udp")
        + policy("in", "10.0.0.0/8[any]", "10.0.0.0/8[any]", action="discard") + "(per-socket policy)\n\tin(socket) none\n"
        + policy("in(socket)", "10.0.0.0/8[any]", "10.0.0.0/8[any]", action="none")
        + "10.0.0.0/8[any] 10.1.0.0/16[any] any\n"
    )  # fmt: skip
    found = [(p.direction, p.source_ts, p.destination_ts, p.reqid, p.source, p.destination, p.action) for p in only(text).policies]
    assert found == [
        ("out", "10.1.0.0/16", "10.2.0.0/16", None, A, B, "protect"), ("fwd", "10.2.0.0/16", "10.1.0.0/16", "7", B, A, "protect"),
        ("out", "192.0.2.1[udp/500]", "203.0.113.1[udp]", None, None, None, "pass"), ("in", "10.0.0.0/8", "10.0.0.0/8", None, None, None, "drop"),
    ]  # fmt: skip


def test_nothing_there() -> None:
    assert only("No SAD entries.\n").whole
    assert only("No SAD entries.\nNo SPD entries.\n").whole
    assert read("No SPD entries.\n") == []
    assert read(SHORT) == []
    assert read("192.0.2.1 192.0.2.2\nserver.example\n") == []


def test_several_dumps() -> None:
    both = sa() + sa(B, A, spi=2)
    assert [len(d.children) for d in read(f"# setkey -D\n{both}# setkey -D\n{both}")] == [1, 1]
    assert [len(d.ikes) for d in read(f"{TITLES}{B}.500 {COOKIES}  9 I 10 M 2026-11-23 07:00:00 1\n" * 2)] == [1, 1]
    assert [(len(d.children), len(d.policies)) for d in read(both + OUT + both + IN)] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("text", [None, "", "Nov 23", "Foo 23 07:52:11 2026", "Nov 31 07:52:11 2026", "Nov 23 07:52 2026"])
def test_dates_that_are_none(text: str | None) -> None:
    assert date(text) is None


BLOCKS = [sa(octets=7, packets=1), sa(B, A, spi=2), sa(spi=3, reqid=2), OUT, IN, FWD]


@given(torn(BLOCKS))
@settings(max_examples=100, deadline=None)
def test_a_broken_block_costs_itself(drawn: tuple[str, set[int]]) -> None:
    text, good = drawn
    dumps = read(text)
    spis = {s for d in dumps for c in d.children for s in (c.spi_in, c.spi_out)}
    lines = {c.text.strip() for d in dumps for c in d.children}
    for i, spi in enumerate(("00000001", "00000002", "00000003")):
        if i in good:
            assert spi in spis or any(spi in line for line in lines) or {0, 1} <= good
    directions = {p.direction for d in dumps for p in d.policies if p.source}
    assert {way for i, way in ((3, "out"), (4, "in"), (5, "fwd")) if i in good} <= directions


@given(st.lists(st.sampled_from([line for block in BLOCKS for line in block.splitlines()] + [row.example for row in ROWS]), max_size=40))
@settings(max_examples=100, deadline=None)
def test_lines_in_any_order(lines: list[str]) -> None:
    for dump in read("\n".join(lines)):
        assert dump.lines
        assert dump.first_line <= dump.last_line
