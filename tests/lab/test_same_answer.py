"""The answer to a log does not depend on how it was copied: quoted, numbered, escaped, reversed, without its frame."""

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer import Status, analyze
from tests.lab.accuracy import Outcome, outcomes
from tests.lab.index import Row

LARGEST = 40_000
EACH = 36  # files per way of copying; each way gets others

Copy = Callable[[str], str]

FRAME = re.compile(
    r"^(?:[A-Z][a-z]{2}, )?(?:[A-Z][a-z]{2} [ \d]\d|\d{4}-\d\d-\d\d)[T, ]+\d\d:\d\d:\d\d[.\d]*(?:[+-]\d{4})?:? "
    r"(?:[\w.-]+ [\w-]+(?:\[\d+\])?: )?"
)


def _each_line(change: Callable[[int, str], str]) -> Copy:
    return lambda text: "\n".join(change(number, line) for number, line in enumerate(text.splitlines(), 1)) + "\n"


COPIES: dict[str, Copy] = {
    "windows line ends": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "quoted in a mail": _each_line(lambda number, line: f"> {line}"),
    "numbered": _each_line(lambda number, line: f"{number:4}. {line}"),
    "in a Markdown block": lambda text: f"This is what I see:\n\n```\n{text}```\n\nWhat is wrong?\n",
    "in a JSON string": lambda text: json.dumps({"log": text}),
    "in a web page": lambda text: f"<html><body><pre>{html.escape(text)}</pre></body></html>\n",
    "by docker compose": _each_line(lambda number, line: f"vpn-gateway-1  | {line}"),
    "in a bulleted list": _each_line(lambda number, line: f"- {line}"),
    "with blank lines between": _each_line(lambda number, line: f"{line}\n"),
    "with tabs before": _each_line(lambda number, line: f"\t{line}"),
    "without time, host and tag": _each_line(lambda number, line: FRAME.sub("", line)),
}


# Told by the time between two deletions alone; without times there is less to say.
BY_TIME = ("lifetime_expired",)


def _suited(row: Row) -> bool:
    return row.kind == "log" and not row.connections and 0 < row.files[0].stat().st_size < LARGEST


def _sample(number: int) -> list[Outcome]:
    """Every answer is of another run; each way of copying begins elsewhere in the list."""
    suited = [outcome for outcome in outcomes("log") if _suited(outcome.row)]
    step = max(1, len(suited) // EACH)
    return suited[number % step :: step]


def _answer(source: Path | str) -> str:
    found = [finding for finding in analyze([source]).findings if finding.status is not Status.NOTE]
    return found[0].cause if found else ""


def _differences(sample: list[Outcome], source_of: Callable[[Row, str], Path | str]) -> Iterator[str]:
    for outcome in sample:
        text = outcome.row.files[0].read_text(encoding="utf-8", errors="replace")
        copy = source_of(outcome.row, text)
        if str(outcome.row.path).startswith(BY_TIME) and isinstance(copy, str) and not re.search(r"\d\d:\d\d:\d\d", copy):
            continue
        answer = _answer(copy)
        if answer != outcome.said:
            yield f"{outcome.row.path}: {outcome.said or 'nothing'} became {answer or 'nothing'}"


@pytest.mark.parametrize("name", COPIES)
def test_copy_gets_the_same_answer(name: str) -> None:
    sample = _sample(list(COPIES).index(name))
    assert not list(_differences(sample, lambda row, text: COPIES[name](text)))


def test_newest_first_gets_the_same_answer() -> None:
    timed = [outcome for outcome in _sample(1) if _spans_seconds(outcome.row.files[0].read_text(encoding="utf-8", errors="replace"))]
    assert timed
    assert not list(_differences(timed, lambda row, text: "\n".join(reversed(text.splitlines())) + "\n"))


def _spans_seconds(text: str) -> bool:
    """Whether every line has a time and the time moves, so that the order can be told at all."""
    lines = text.splitlines()
    times = [match[0] for line in lines if (match := re.search(r"^.{0,24}\d\d:\d\d:\d\d", line))]
    return len(times) == len(lines) and times[0] != times[-1]


def test_text_gets_the_same_answer_as_the_file() -> None:
    assert not list(_differences(_sample(3), lambda row, text: text))
