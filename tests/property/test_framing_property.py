"""Whatever a log holds, it is read to its end: nothing raises, nothing is lost, nothing takes long."""

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.framing import Framer, frame_paste, journal, patterns, quoted, records, wrappers, wraps
from analyzer.framing.timestamps import clock, iso, parse_time
from analyzer.model import Line
from analyzer.sources import LONG, open_source

PIECES = (
    "Nov 23 07:21:00", "Nov 23 07:21:01.097552", "2026-11-23T07:21:00.123", "Mon, 2026-11-23, 07:21:00", "jan/02 10:00:00", "07:21:00",
    "1700000000.123456", ": ", ":", " ", "  ", "\t", "gw", "fw01", "charon", "charon[9]: ", "charon: ", "pluto[9]: ",
    "sshd[1]: ", "kernel: ",
    "iked: ", "racoon: ", "ipsec,error ", "daemon.info ", "NetworkManager[9]: ", "<info>  [1.2] ", "<30>", "<30>1 ", "- - ",
    "09[IKE] ",
    "10[ENC] ", "[IKE] ", "<con|2> ", "<2> ", "<a", "|", "| ", '"c" #1: ', '"c"[2] 192.0.2.1 #7: ', "packet from 192.0.2.1:500: ", "003 ",
    "spi=0x8d7a3f91c2b4e650: ", "[192.0.2.1] ERROR: ", "isakmp.c:1:f(): ", "received NO_PROPOSAL_CHOSEN notify error", "a",
    "message repeated 2 times: [ ",
    "]", "[", '{"log":"', '"', "}", "\\n", "> ", "- ", "12. ", "`", "```", "&lt;", "<b>", "[b]", "[/b]", "˓→ ", "\x1b[1m", "\u00a0",
    "__CURSOR=",
    "MESSAGE=", "MESSAGE", "vpn_1  | ", "stdout F ", "I/charon  (14804): ", "log {group=IKE msg=",
)  # fmt: skip

any_text = st.text(st.characters(exclude_characters="\n\r"), max_size=60)
line_text = st.one_of(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), any_text)
texts = st.lists(line_text, max_size=12)


@settings(max_examples=300)
@given(texts)
def test_every_line_comes_back(lines: list[str]) -> None:
    numbered = list(enumerate(lines, 1))
    framed = frame_paste("paste", numbered)
    assert {line.number for line in framed} == {number for number, _ in numbered}
    for line in framed:
        assert line.text == lines[line.number - 1]
        assert isinstance(line.message, str)


FIELDS = [name for name in Line.__slots__ if name not in ("number", "dialect")]


def values(line: Line) -> list[str]:
    return [(getattr(line, name) or "").rstrip() for name in FIELDS]


@settings(max_examples=300)
@given(texts)
def test_memory_of_earlier_lines_changes_nothing(lines: list[str]) -> None:
    """A line reads as it would alone, but for second copies, and for pluto's lines without an object."""
    framer = Framer("log")
    for text in lines:
        line, alone = framer.frame(1, text), Framer("log").frame(1, text)
        if line.dialect == alone.dialect:
            assert values(line) == values(alone)
        else:
            assert line.dialect == "duplicate" or (line.dialect, alone.dialect) == ("libreswan", None)


@settings(max_examples=300)
@given(texts)
def test_records_and_lines_come_one_for_one(lines: list[str]) -> None:
    assert [(line.number, line.text) for line in Framer("log").lines(enumerate(lines))] == list(enumerate(lines))


@given(st.text(max_size=40))
def test_times_never_raise(text: str) -> None:
    assert parse_time(text, 2026, "UTC") is None or clock(text) is not None
    assert isinstance(iso(text, 2026), str)


@given(st.binary(max_size=300))
def test_any_bytes_are_opened(data: bytes) -> None:
    source = open_source(data)
    numbers = [number for number, _ in source.lines]
    assert numbers == sorted(set(numbers))
    assert (source.problem is None) or not numbers


@given(st.text(max_size=200))
def test_text_is_kept(text: str) -> None:
    text += "\n"
    *lines, _ = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff").replace("\0", ""))
    source = open_source(text)
    if source.problem is None:
        assert [line for _, line in source.lines] == lines


HOSTILE = (
    " ", "\t", "a", "A", "1", "0", "a ", "A_", "1:", "1.", "[", "]", "[a", "a]", "<", ">", "<a|", '"', '"a" ', "|", "| ", ">", "> ", "- ",
    "\\", "\\n", "{",
    '{"a":', "[[", "(", "`", "*", "**", "_", "&", "&#", "[b]", "<b ", "[1](http://", "09[IKE] ", "Nov 23 07:21:00 ", "charon ", "ipsec,",
    "a.c:1:", "message ",
    "00:00:00", "é", "\u00a0", "\x1b[", "\x1b]", "packet from ", '"c"[2] ', "log {", "ikesa-name=", "1 - ",
)  # fmt: skip


# looked for anywhere in a line of any length; the others stand at a line's begin
SEARCHED = {
    "NEXT_FRAME", "NEXT_MARK", "_ANSI", "_HTML", "_ROW", "_ENTITY", "_BBCODE", "_BBCODE_LETTER", "_LINK", "_AUTOLINK", "_ESCAPED",
    "_BLANKS", "_SIGNS",
}  # fmt: skip


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in (patterns, wrappers, wraps, quoted, records, journal):
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield name, value
            elif isinstance(value, str) and name.strip("_").isupper() and name != "STAMP":
                yield name, re.compile(value)
    for i, form in enumerate(patterns.TIMES):
        yield f"TIMES {i}", re.compile(patterns.STAMP.format(time=form))


def seconds(name: str, expression: re.Pattern[str], text: str) -> float:
    before = time.process_time()
    for line in (text, "a " + text + "\x00"):
        if name in SEARCHED:
            sum(1 for _ in expression.finditer(line))
        else:
            expression.match(line)
    return time.process_time() - before


@pytest.mark.parametrize(("name", "expression"), list(expressions()), ids=lambda value: value if isinstance(value, str) else "")
def test_expression_takes_linear_time(name: str, expression: re.Pattern[str]) -> None:
    for unit in HOSTILE:
        assert seconds(name, expression, unit * (LONG // 2 // len(unit))) < 0.25, unit


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_megabyte_takes_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    lines = list(open_source(text.encode()).lines)
    before = time.process_time()
    framer = Framer("log")
    for number, line in lines:
        framer.frame(number, line)
    framed = time.process_time() - before
    frame_paste("paste", lines)
    assert framed < 1
    assert time.process_time() - before < 5


@settings(max_examples=20)
@given(texts, st.integers(1, 3))
def test_pasting_twice_as_much_reads_the_same(lines: list[str], times: int) -> None:
    """What is read does not depend on the source's name or on reading it again."""
    numbered = list(enumerate(lines * times, 1))
    first, second = frame_paste("a", numbered), frame_paste("a", numbered)
    assert [[getattr(line, name) for name in Line.__slots__] for line in first] == [
        [getattr(line, name) for name in Line.__slots__] for line in second
    ]
