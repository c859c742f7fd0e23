"""A vendor is added by files alone: a grammar that maps its messages to kinds, and for its SA dumps a grammar and a reader."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import analyzer.dumps
import analyzer.dumps.lines
import analyzer.extract.engine as engine
import grammars
import grammars.dumps
from analyzer import Analysis, analyze
from analyzer.extract.build import begins, compiled, compiled_dumps

LOG = '''
"""The log of ToyVPN."""
import pyparsing as pp
from grammars.common import PROVES, host, message

MESSAGES = (
    # TOYVPN[7]: key of 198.51.100.7 does not match ours
    message("key-mismatch", "TOYVPN[7]: key of 198.51.100.7 does not match ours",
            "TOYVPN[", pp.Word(pp.nums)("sa"), "]: key of", host("remote"), "does not match ours", strength=PROVES),
    # TOYVPN[7]: peer 198.51.100.7 is up
    message("child-up", "TOYVPN[7]: tunnel to 198.51.100.7 is up",
            "TOYVPN[", pp.Word(pp.nums)("sa"), "]: tunnel to", host("remote"), "is up", strength=PROVES),
)
'''
ROWS = '''
"""The SA list of ToyVPN."""
from grammars.dumps.common import regex, row

ROWS = (row("sa", "TOY-SA 7 peer 198.51.100.7 in 0 out 840", "TOY-SA", regex(r"(?P<number>\\d+) peer (?P<peer>\\S+) in (?P<came>\\d+) out (?P<went>\\d+)")),)
'''
READER = '''
"""The SA list of ToyVPN."""
from analyzer.dumps.building import Builder
from analyzer.dumps.records import ChildSa

BEGINS, AMONG = ("sa",), ()


class Reader(Builder):
    command = "toy list"

    def add(self, row):
        self.children.append(ChildSa(where=row.where(self.source), text=row.text, number=row.get("number"), remote=row.get("peer"),
                                     bytes_in=int(row.get("came") or 0), bytes_out=int(row.get("went") or 0), age=3600))
'''


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The three files, as if they lay beside the others."""
    for folder, name, text in (("grammars", "toy_log", LOG), ("rows", "toy_list", ROWS), ("readers", "toy_list", READER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.py").write_text(text, encoding="utf-8")
    for package, folder in ((grammars, "grammars"), (grammars.dumps, "rows"), (analyzer.dumps, "readers")):
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / folder)])
    messages = {p.name: p.read_text(encoding="utf-8") for p in engine.TABLES.iterdir() if p.name != engine.BEGINS}
    messages |= compiled({"toy": grammars._dialects()["toy"]})
    rows = json.loads(analyzer.dumps.lines.TABLE.read_text(encoding="utf-8"))
    rows |= json.loads(compiled_dumps({"toy_list": grammars.dumps._formats()["toy_list"]}))
    monkeypatch.setattr(engine, "TABLES", tmp_path / "messages")
    monkeypatch.setattr(analyzer.dumps.lines, "TABLE", tmp_path / "rows.json")
    engine.TABLES.mkdir()
    for name, text in (messages | {engine.BEGINS: begins(messages)}).items():
        (engine.TABLES / name).write_text(text, encoding="utf-8")
    analyzer.dumps.lines.TABLE.write_text(json.dumps(rows), encoding="utf-8")
    caches = (engine.dialects, analyzer.dumps.lines._tables, analyzer.dumps.lines._signs, analyzer.dumps.lines.table)
    for cached in caches:
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()
    for module in ("grammars.toy_log", "grammars.dumps.toy_list", "analyzer.dumps.toy_list"):
        sys.modules.pop(module, None)


def causes(answer: Analysis) -> list[tuple[str, str]]:
    return [(f.cause, f.confidence) for f in answer.findings]


@pytest.mark.usefixtures("toy")
def test_log_of_a_new_vendor() -> None:
    answer = analyze("Nov 23 10:00:00 gw toyd: TOYVPN[7]: key of 198.51.100.7 does not match ours\n")
    assert causes(answer) == [("p1.psk", "proven")]
    assert answer.inputs[0].regions[0].dialect == "toy"
    assert causes(analyze("TOYVPN[7]: tunnel to 198.51.100.7 is up\n")) == []


@pytest.mark.usefixtures("toy")
def test_dump_of_a_new_vendor() -> None:
    assert causes(analyze("gw# toy list\nTOY-SA 7 peer 198.51.100.7 in 0 out 840\n")) == [("up.no_inbound", "possible")]


def test_without_it_nothing_is_known() -> None:
    assert analyze("TOYVPN[7]: key of 198.51.100.7 does not match ours\n").findings == ()
    assert "toy" not in engine.dialects()
