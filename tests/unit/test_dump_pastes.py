"""Lists of SAs as they stand in mails, tickets and terminals: what is around all their lines changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer import analyze
from analyzer.dumps import read_dumps
from analyzer.framing import undress_blocks
from analyzer.sources import open_source

SAMPLES = Path(__file__).parents[2] / "sample_logs"
LARGEST = 40_000  # bytes
Dress = Callable[[int, str], str]
FORMS: dict[str, Dress] = {
    "quoted": lambda _, line: f"> {line}",
    "quoted twice": lambda _, line: f"> > {line}",
    "bullets": lambda _, line: f"- {line}" if line.strip() else line,
    "numbers": lambda n, line: f"{n}. {line}",
    "bars": lambda _, line: f"| {line}",
    "indented": lambda _, line: f"    {line}",
    "carriage returns": lambda _, line: f"{line}\r",
    "colours": lambda _, line: f"\x1b[0m{line}",
    "wide blanks": lambda _, line: line.replace("  ", "\u00a0 "),
    "web page": lambda _, line: line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "<br>",
}


def dumps() -> list[Path]:
    found = []
    for path in sorted(SAMPLES.glob("*/*/*")):
        if path.suffix in (".md", ".json") or path.stat().st_size > LARGEST:
            continue
        source = open_source(path)
        if read_dumps(path.name, source.hold()):
            found.append(path)
    return found


DUMPS = dumps()


def told(text: str) -> tuple[object, ...]:
    answer = analyze(text, year=2026)
    return answer.verdict, [(f.cause, f.confidence, f.status) for f in answer.findings], len(answer.tunnels), len(answer.sas)


def test_there_are_dumps() -> None:
    assert len(DUMPS) > 40


@pytest.mark.parametrize("form", FORMS)
def test_dress_changes_nothing(form: str) -> None:
    wrong = []
    for path in DUMPS:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        if told("\n".join(FORMS[form](n, line) for n, line in enumerate(lines, 1)) + "\n") != told("\n".join(lines) + "\n"):
            wrong.append(f"{path.parent.name}/{path.name}")
    assert wrong == []


def test_marks_of_single_lines_stay() -> None:
    lines = [(1, "- a"), (2, "b"), (3, "> c"), (4, "1. d"), (5, "e")]
    assert undress_blocks(lines) == lines


def test_values_of_xml_are_not_read_as_a_page() -> None:
    lines = [(1, "<ipsec-statistics-information>"), (2, "<esp-encrypted-bytes>a&lt;b</esp-encrypted-bytes>")]
    assert undress_blocks(lines) == lines
