"""Whose line is it: each line is read by the grammar of the daemon that printed it, also where two devices' lines are mixed in one paste."""

import random
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from analyzer.dumps import read_dumps
from analyzer.extract.engine import dialects
from analyzer.extract.events import Extractor
from analyzer.model import Line
from analyzer.sources import open_source
from grammars import DIALECTS
from tests.tools.grammars import rows

SAMPLES = Path(__file__).parents[2] / "sample_logs"
LOGS = sorted(p.name for p in SAMPLES.iterdir() if p.name not in ("sa_status", "both_ends"))
# Whose words a vendor's log is written in, where that is not a dialect of its own name.
SPEAKS = {"alibaba": {"racoon", "strongswan"}, "tencent": {"tencent", "strongswan"}}
# Daemons that print the same text letter for letter, so that without a frame nothing tells whose it is; each with the reason.
SAME_WORDS: dict[frozenset[str], str] = {
    frozenset({"cisco_ios", "cisco_asa"}): "IKEv2 of ASA and IOS is one program: its debug differs in its mark alone",
    frozenset({"racoon", "paloalto"}): "ikemgr began as racoon",
    frozenset({"racoon", "fortinet"}): "'NAT detected: ME PEER' and 'no proposal chosen' are printed by both",
    frozenset({"paloalto", "fortinet"}): "the same, for ikemgr began as racoon",
    frozenset({"racoon", "strongswan"}): "'DPD check timed out' is the begin of a message of charon",
    frozenset({"paloalto", "strongswan"}): "the same",
}
MOST = 120  # lines of one log in a mixed paste
Claims = dict[int, str]


class Listener(Extractor):
    """An extractor that keeps which dialect read which line."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.claims: Claims = {}

    def _region(self, dialect: str, line: Line) -> None:
        self.claims[line.number] = dialect
        super()._region(dialect, line)


def claims(text: str) -> Claims:
    """Line numbers and the dialects that read these lines; what belongs to a list of SAs is left out."""
    source = open_source(text + "\n")
    numbered = source.hold()
    listed = {n for dump in read_dumps(source.name, numbered) for n in dump.lines}
    source.keep([(n, line) for n, line in numbered if n not in listed])
    listener = Listener(source.name)
    for _ in listener.events(source):
        pass
    return listener.claims


def inputs(vendor: str) -> Iterator[Path]:
    for path in sorted(SAMPLES.glob(f"{vendor}/*/*")):
        if path.name not in ("about.md", "expected.json"):
            yield path


@cache
def framed(vendor: str) -> tuple[str, ...]:
    """The lines of a vendor's samples that are read, with their frames."""
    found = []
    for path in inputs(vendor):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = text.split("\n")
        found += [lines[n - 1] for n in sorted(claims(text))]
    return tuple(dict.fromkeys(found))


@cache
def bare(dialect: str) -> tuple[str, ...]:
    """The messages of a dialect without their frames: examples of its grammar, and the list of its telling rows."""
    examples = [m.example for m in DIALECTS[dialect] if m.strength != "noise"]
    return tuple(dict.fromkeys(examples + [text for _, _, text in rows(dialect)]))


def own(vendor: str) -> set[str]:
    return SPEAKS.get(vendor, {vendor})


def excused(dialect: str, by: str, text: str) -> bool:
    """Whether both print the text."""
    return frozenset({dialect, by}) in SAME_WORDS and all(dialects()[d].recognise(text) is not None for d in (dialect, by))


def mixed(one: tuple[str, ...], other: tuple[str, ...], seed: str) -> list[tuple[int, str]]:
    """Lines of both in one paste, each with whose it is; those of one log keep their order."""
    chance = random.Random(seed)
    picked = [sorted(chance.sample(range(len(lines)), min(MOST, len(lines)))) for lines in (one, other)]
    turns = [0] * len(picked[0]) + [1] * len(picked[1])
    chance.shuffle(turns)
    waiting = [iter(picked[0]), iter(picked[1])]
    return [(turn, (one, other)[turn][next(waiting[turn])]) for turn in turns]


@pytest.mark.parametrize("vendor", LOGS)
def test_sample_is_read_by_its_own_dialect(vendor: str) -> None:
    wrong = []
    for path in inputs(vendor):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = text.split("\n")
        wrong += [(path.parent.name, n, by, lines[n - 1]) for n, by in claims(text).items() if by not in own(vendor)]
    assert wrong == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_bare_message_is_read_by_its_own_dialect(dialect: str) -> None:
    found = {text: set(claims(text).values()) - {dialect} for text in bare(dialect)}
    assert [(text, by) for text, by in found.items() if not all(excused(dialect, d, text) for d in by)] == []


@pytest.mark.parametrize(("one", "other"), list(permutations(DIALECTS, 2)), ids=str)
def test_bare_messages_of_two_in_one_paste(one: str, other: str) -> None:
    lines = mixed(bare(one), bare(other), f"{one} {other}")
    found = claims("\n".join(text for _, text in lines))
    assert len(found) > len(lines) * 3 / 4
    wrong = []
    for number, by in found.items():
        turn, text = lines[number - 1]
        dialect = (one, other)[turn]
        if by != dialect and not excused(dialect, by, text):
            wrong.append((number, dialect, by, text))
    assert wrong == []


@pytest.mark.parametrize(("one", "other"), list(permutations(LOGS, 2)), ids=str)
def test_logs_of_two_in_one_paste(one: str, other: str) -> None:
    lines = mixed(framed(one), framed(other), f"{one} {other}")
    found = claims("\n".join(text for _, text in lines))
    assert [
        (n, (one, other)[lines[n - 1][0]], by, lines[n - 1][1]) for n, by in found.items() if by not in own((one, other)[lines[n - 1][0]])
    ] == []


@pytest.mark.parametrize(("one", "other"), list(permutations(LOGS, 2)), ids=str)
def test_log_of_one_among_bare_messages_of_another(one: str, other: str) -> None:
    if other not in DIALECTS:
        other = "racoon"
    lines = mixed(framed(one), bare(other), f"{one} {other}")
    wrong = []
    for number, by in claims("\n".join(text for _, text in lines)).items():
        turn, text = lines[number - 1]
        if by not in (own(one) if turn == 0 else {other}) and not (turn == 1 and excused(other, by, text)):
            wrong.append((number, (one, other)[turn], by, text))
    assert wrong == []
