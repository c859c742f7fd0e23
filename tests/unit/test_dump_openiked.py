"""``ikectl show sa``: IKE_SAs with their CHILD_SAs, of which the lists that follow are repetitions."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammars.dumps.openiked_sa import ROWS
from tests.tools.dumps import LAB, not_understood, only, practice, read, row_name, torn

REAL = (LAB / "healthy_idle-v2-ss-iked" / "B" / "ikectl-sa.txt").read_text(encoding="utf-8")


def ike(pointer: str = "0xa0", *, state: str = "ESTABLISHED", role: str = "i", flags: str = "", ends: str = "192.0.2.1:500->203.0.113.1:500") -> str:
    return f"iked_sas: {pointer} rspi 0xa7fc9db92b5671f2 ispi 0x377d159f20892200 {ends}<FQDN/hq.example>[] {state} {role}{flags} nexti 0x0 pol 0xff0\n"


def child(pointer: str, spi: str, way: str, *, peer: str = "(nil)", flags: str = "L", ike: str = "0xa0", proto: str = "ESP") -> str:
    ends = "192.0.2.1:500 -> 203.0.113.1:500" if way == "out" else "203.0.113.1:500 -> 192.0.2.1:500"
    return f"  sa_childsas: {pointer} {proto} 0x{spi} {way} {ends} ({flags}) B=(nil) P={peer} @{ike}\n"


def flow(pointer: str, way: str, source: str, destination: str, *, ike: str = "0xa0") -> str:
    return f"  sa_flows: {pointer} ESP {way} {source} -> {destination} [0]@-1 (L) @{ike}\n"


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_rows_read_their_examples(row: object) -> None:
    assert row_name("openiked_sa", row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (ike(flags=" natt udpecap"), "ike"), (ike(ends="any->any"), "ike"), (ike(ends="[2001:db8::1]:500->[2001:db8::2]:500"), "ike"),
        ("iked_dstid_sas: 0x1 rspi 0x0 ispi 0x1 192.0.2.1:500->192.0.2.2:500<UFQDN/a@b>[10.9.0.1] EAP_VALID r nexti 0x0 pol 0x2", "ike"),
        ("iked_activesas: 0x1 AH 0x21c14a61 in 192.0.2.2 -> 192.0.2.1 () B=0x0 P=0x0 @0x3", "child"),
        ("iked_flows: 0x1 ESP out 10.0.0.0/8 -> 0.0.0.0/0 [10.9.0.0/24] [17]@0 () @(null)", "flow"),
        ("spi=0x377d159f20892200: established peer 192.0.2.2:500", None), ("iked_sas:", None),
    ],
)  # fmt: skip
def test_optional_parts(line: str, name: str | None) -> None:
    assert row_name("openiked_sa", line) == name


@pytest.mark.parametrize("path", practice("ikectl-sa"), ids=lambda p: p.parts[-3])
def test_every_line_of_the_practice_files_is_understood(path: Path) -> None:
    assert not_understood(path) == []


def test_a_real_dump() -> None:
    dump = only(REAL)
    (sa,) = dump.ikes
    assert (sa.state, sa.role, sa.version, sa.nat, sa.local, sa.remote) == ("established", "responder", 2, True, "198.51.100.2", "192.0.2.2")
    assert (sa.remote_id, sa.spi_i, sa.spi_r) == ("192.0.2.2", "377d159f20892200", "a7fc9db92b5671f2")
    (c,) = sa.children
    assert (c.spi_in, c.spi_out, c.state, c.protocol, c.local, c.remote) == ("21c14a61", "c0d48e4d", "installed", "ESP", "198.51.100.2", "192.0.2.2")
    assert (c.local_ts, c.remote_ts, c.bytes_in, c.encap) == (("172.16.20.0/24",), ("192.168.10.0/24",), None, None)
    assert (dump.whole, dump.children, dump.format) == (True, (), "ikectl show sa")


@pytest.mark.parametrize(
    ("word", "state", "nat"),
    [
        ("SA_INIT", "connecting", None), ("INIT", "created", None), ("CLOSED", "destroying", None), ("CLOSING", "deleting", None),
        ("ESTABLISHED", "established", False),
    ],
)  # fmt: skip
def test_states(word: str, state: str, nat: bool | None) -> None:
    (sa,) = only(ike(state=word)).ikes
    assert (sa.state, sa.nat, sa.role, sa.remote_id) == (state, nat, "initiator", "hq.example")


@pytest.mark.parametrize(
    ("ends", "local", "remote"),
    [("any->any", None, None), ("[2001:db8::1]:500->[2001:db8::2]:500", "2001:db8::1", "2001:db8::2"), ("192.0.2.1->2001:db8::2", "192.0.2.1", "2001:db8::2")],
)
def test_ends(ends: str, local: str | None, remote: str | None) -> None:
    (sa,) = only(ike(ends=ends).replace("rspi 0xa7fc9db92b5671f2", "rspi 0x0000000000000000")).ikes
    assert (sa.local, sa.remote, sa.spi_r) == (local, remote, None)


def test_rekeying_and_unfinished_ones() -> None:
    text = (
        ike(flags=" natt udpecap") + child("0x1", "01", "in", peer="0x2", flags="LAR") + child("0x2", "02", "out", peer="0x1")
        + child("0x3", "03", "in", flags="A") + child("0x5", "05", "in", proto="IPCOMP") + child("0x6", "06", "in", peer="0x7")
        + child("0x7", "07", "in", peer="0x6")
        + child("0x8", "08", "out", ike="(nil)")
    )  # fmt: skip
    dump = only(text)
    found = [(c.spi_in, c.spi_out, c.state, c.encap) for c in dump.ikes[0].children]
    assert found == [
        ("00000001", "00000002", "rekeying", True), ("00000003", None, "creating", True), ("00000006", None, "installed", True),
        ("00000007", None, "installed", True),
    ]  # fmt: skip
    assert [(c.spi_out, c.encap, c.ike) for c in dump.children] == [("00000008", None, None)]


def test_networks() -> None:
    pair = ike() + child("0x1", "01", "in", peer="0x2") + child("0x2", "02", "out", peer="0x1")
    out = flow("0x9", "out", "10.1.0.0/16", "10.2.0.0/16")
    assert only(pair + out).ikes[0].children[0].remote_ts == ("10.2.0.0/16",)
    inward = only(pair + flow("0x8", "in", "10.2.0.0/16", "10.1.0.0/16") + out + flow("0x7", "out", "10.2.0.0/16", "10.1.0.0/16")).ikes[0].children[0]
    assert (inward.local_ts, inward.remote_ts, inward.encap) == (("10.1.0.0/16",), ("10.2.0.0/16",), False)
    assert only(pair).ikes[0].children[0].local_ts == ()


def test_several_dumps_and_several_tunnels() -> None:
    both = ike() + child("0x1", "01", "in") + ike("0xb0") + child("0x2", "02", "in", ike="0xb0")
    assert [len(sa.children) for sa in only(both).ikes] == [1, 1]
    assert [len(d.ikes) for d in read(ike() + ike() + ike(state="CLOSED"))] == [1, 1]
    assert [len(d.ikes) for d in read(f"$ ikectl show sa\n{REAL}\n$ ikectl show sa\n{REAL}")] == [1, 1]


BLOCKS = [
    ike(), child("0x1", "01", "in", peer="0x2") + child("0x2", "02", "out", peer="0x1"),
    ike("0xb0"), child("0x3", "03", "in", peer="0x4", ike="0xb0") + child("0x4", "04", "out", peer="0x3", ike="0xb0"),
]  # fmt: skip


@given(torn(BLOCKS))
@settings(max_examples=100, deadline=None)
def test_a_broken_block_costs_itself(drawn: tuple[str, set[int]]) -> None:
    text, good = drawn
    dumps = read(text)
    numbers = {sa.number for d in dumps for sa in d.ikes}
    pairs = {(c.spi_in, c.spi_out) for d in dumps for c in [*d.children, *(c for sa in d.ikes for c in sa.children)]}
    assert {"0xa0", "0xb0"} - ({"0xa0"} if 0 not in good else set()) - ({"0xb0"} if 2 not in good else set()) <= numbers
    assert 1 not in good or ("00000001", "00000002") in pairs
    assert 3 not in good or ("00000003", "00000004") in pairs


@given(st.lists(st.sampled_from([*REAL.splitlines(), *(row.example for row in ROWS)]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_lines_in_any_order(lines: list[str]) -> None:
    for dump in read("\n".join(lines)):
        assert dump.ikes or dump.children
        assert dump.lines
