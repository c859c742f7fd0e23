"""Dumps of Libreswan in any text: damage costs what it hits, several dumps stay several, and logs are not theirs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyzer.dumps import ChildSa, Dump, IkeSa, read_dumps
from analyzer.dumps.lines import table
from tests.tools.libreswan import V3, V4, V5, V54

DATA = Path(__file__).parents[1] / "lab" / "data"
PAIRS = (DATA / "multi_child_per_pair_lsw-v2-lsw-lsw/A/status.txt").read_text(encoding="utf-8")
STATES = (DATA / "multi_child_per_pair_lsw-v2-lsw-lsw/A/showstates.txt").read_text(encoding="utf-8")
TRAFFIC = (DATA / "multi_child_per_pair_lsw-v2-lsw-lsw/A/trafficstatus.txt").read_text(encoding="utf-8")
TEXTS = (V3, V4, V5, V54, PAIRS, STATES, TRAFFIC)


def dumps(text: str) -> list[Dump]:
    return read_dumps("dump", list(enumerate(text.split("\n"), 1)))


def sas(found: list[Dump]) -> Iterator[IkeSa | ChildSa]:
    for dump in found:
        yield from dump.ikes
        yield from dump.children
        for sa in dump.ikes:
            yield from sa.children


def numbers(text: str) -> list[str]:
    return sorted(sa.number for sa in sas(dumps(text)) if sa.number is not None)


def spis(text: str) -> set[tuple[str | None, str | None, str | None]]:
    return {(sa.number, sa.spi_in, sa.spi_out) for sa in sas(dumps(text)) if isinstance(sa, ChildSa) and sa.spi_in}


@given(st.sampled_from(TEXTS), st.data())
def test_dropped_line_costs_itself(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    i = data.draw(st.integers(0, len(lines) - 1))
    left = "\n".join(lines[:i] + lines[i + 1 :])
    lost = set(numbers(text)) - set(numbers(left))
    assert len(lost) <= 1
    assert all(f"#{n}:" in lines[i] for n in lost)
    assert {sa for sa in spis(text) if f"#{sa[0]}:" not in lines[i]} <= spis(left)


@given(st.sampled_from(TEXTS), st.data())
def test_doubled_line_adds_nothing(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    i = data.draw(st.integers(0, len(lines) - 1))
    assert numbers("\n".join(lines[: i + 1] + lines[i:])) == numbers(text)


@given(st.sampled_from(TEXTS), st.data())
def test_cut_dump_gives_what_is_in_it(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    part = "\n".join(lines[start:end])
    assert numbers(part) == [n for n in numbers(text) if f"#{n}: " in part and f'#{n}: "' in part]


@given(st.text(alphabet=st.sampled_from('#01:";=[]. ()\n\taSTE_V2espTraffic@@'), max_size=300))
@example('"a": ' + "===" * 30)
def test_no_text_is_too_strange(text: str) -> None:
    dumps(text)


@given(st.sampled_from(TEXTS), st.data())
@settings(max_examples=50)
def test_damaged_letters_do_no_harm(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    dumps(text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.integers(0, 40)) :])


def test_several_dumps_stay_several() -> None:
    found = dumps(f"[root@a ~]# ipsec status\n{PAIRS}[root@a ~]# ipsec showstates\n{STATES}$ ipsec trafficstatus\n{TRAFFIC}{TRAFFIC}")
    assert [d.format for d in found] == ["ipsec status"] * 2 + ["ipsec trafficstatus"] * 2
    assert [len(list(sas([d]))) for d in found] == [5, 5, 3, 3]
    assert [len(dumps(text + "\n" + text)) for text in (V3, V4, V5, V54, PAIRS, STATES, TRAFFIC)] == [2] * 7


def test_status_without_states_comes_twice() -> None:
    head = '000 Connection list:\n000 "net": 192.0.2.1...192.0.2.2; unrouted; eroute owner: #0\n'
    other = head.replace("Connection list:\n", "\n").replace('"net"', '"other"')
    assert [len(d.connections) for d in dumps(head + head)] == [1, 1]
    assert [[c.name for c in d.connections] for d in dumps(head + other + head.partition("\n")[2])] == [["net", "other"], ["net"]]


def test_two_ike_sas_to_one_peer_stay_two() -> None:
    line = '000 #{}: "net":500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA); REKEY in 1s; REPLACE in 2s; idle;'
    assert numbers(line.format(1) + "\n" + line.format(2)) == ["1", "2"]


@pytest.mark.parametrize("joint", ["\n", " \n"])
def test_wrapped_lines_are_joined(joint: str) -> None:
    wrapped = "\n".join(line[:80].rstrip() + ("\n" + line[80:] if len(line) > 80 else "") for line in STATES.split("\n"))
    assert (numbers(wrapped), spis(wrapped)) == (numbers(STATES), spis(STATES))
    blank = STATES.replace("REPLACE in", joint + "REPLACE in").replace("tun.0@203", joint + "tun.0@203")
    assert (numbers(blank), spis(blank)) == (numbers(STATES), spis(STATES))


LOGS = (
    '000 "net" #1: STATE_MAIN_I1: retransmission; will wait 0.5 seconds for response', '002 "net" #1: initiating IKEv2 connection',
    '"net" #1: sent IKE_SA_INIT request to 192.0.2.1:UDP/500', '"net": queue Child SA; waiting on IKE SA "net" #1 negotiating with 192.0.2.2',
    '"net": added unoriented IKEv2 connection (neither left=192.0.2.1 nor right=192.0.2.2 match an interface)',
    'Nov 23 07:30:06.123456: "net" #2: IPsec SA established tunnel mode {ESP=>0x4d1ad635 <0x1f tun=x}', '000 initiating all conns with alias=\'net\'',
    'Nov 23 07:30:06: "road"[2] 198.51.100.1 #3: ESP traffic information: in=0B out=0B', '"road"[2] 198.51.100.1: deleting connection instance',
    '"net" #1: cannot respond to IPsec SA request because no connection is known for 10.1.0.0/16===192.0.2.1...192.0.2.2===10.9.0.0/16',
)  # fmt: skip


@pytest.mark.parametrize("line", LOGS)
def test_log_lines_are_not_claimed(line: str) -> None:
    assert table("libreswan_status").read(1, line) is None
    assert table("libreswan_traffic").read(1, line) is None


def test_other_files_of_the_practice_are_not_claimed() -> None:
    own = ("ipsec status", "ipsec trafficstatus")
    files = [p for p in sorted(DATA.glob("*/?/*")) if p.is_file() and not p.name.startswith(("status", "showstates", "trafficstatus"))]
    assert len(files) > 300
    found = [(p, d.lines) for p in files for d in dumps(p.read_text(encoding="utf-8", errors="replace")) if d.format in own]
    assert found == []


UNITS = (
    "===", "a===", "a---", "...", "a...", "[a]", ":1", "a;", "RETRANSMIT in ", " in 1s;", "newest; ", "esp.1@a ", "ref=", "tun.1@", ' "', "<a>", "1/1:", "#1: ",
)  # fmt: skip
HEADS = ('"net": ', '#1: "net":500 ', '#1: "net":500 STATE_A (', '#1: "net" esp.1@a esp.1@b ', '#1: "net", type=ESP, ', "#1: pending ")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("head", HEADS)
def test_long_lines_are_read_in_linear_time(head: str, unit: str) -> None:
    line = head + unit * (18_000 // len(unit))
    begin = time.perf_counter()
    table("libreswan_status").read(1, line)
    table("libreswan_traffic").read(1, line)
    assert time.perf_counter() - begin < 0.5
