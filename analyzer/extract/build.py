"""Build the compiled form of the grammars, ``messages/*.json`` and ``dumps/rows.json``: ``python -m analyzer.extract.build``.

The grammars are the source of truth; the files spare each start of the program the import of pyparsing and the
construction of some hundred expressions. A test holds them equal.
"""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path

from analyzer.extract.compile import heads, inner, needed, to_regex
from analyzer.extract.engine import BEGINS, TABLES, Dialect, signs_of
from analyzer.kinds import FIELDS, Kind
from grammars import DIALECTS
from grammars.common import Message
from grammars.dumps import FORMATS
from grammars.dumps.common import Row

DUMPS_TABLE = Path(__file__).parents[1] / "dumps" / "rows.json"


class BadGrammarError(ValueError):
    """A message uses a kind or a field that the model does not have, or does not read its own example."""


def compiled(dialects: Mapping[str, tuple[Message, ...]] = DIALECTS) -> dict[str, str]:
    """The files of ``messages``: for each dialect a list of messages in the order in which they are tried."""
    table: dict[str, str] = {}
    for dialect, messages in dialects.items():
        rows: list[dict[str, object]] = []
        for m in messages:
            source, groups = to_regex(m.expr)
            Kind(m.kind)
            unknown = ({*groups} | {*m.tags}) - {*FIELDS}
            if unknown:
                raise BadGrammarError(f"{dialect}: {m.example!r} uses unknown fields {sorted(unknown)}")
            if m.strength not in ("proves", "suggests", "context", "noise"):
                raise BadGrammarError(f"{dialect}: {m.example!r} has strength {m.strength!r}")
            if not m.expr.matches(m.example, parse_all=False):
                raise BadGrammarError(f"{dialect}: the message does not read its example {m.example!r}")
            rows.append(
                {
                    "kind": m.kind,
                    "example": m.example,
                    "strength": m.strength,
                    "tags": m.tags,
                    "groups": groups,
                    "heads": heads(m.expr),
                    "inner": None if heads(m.expr) else inner(m.expr),
                    "needed": needed(source, heads(m.expr) or ()),
                    "regex": source,
                }
            )
        table[f"{dialect}.json"] = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"
    return table


def begins(tables: Mapping[str, str]) -> str:
    """The text of ``messages/begins.json``: what is known of each dialect of these tables before it is read."""
    known = {name.removesuffix(".json"): json.loads(text) for name, text in tables.items()}
    signs = {name: json.dumps(signs_of(Dialect(name, rows)), ensure_ascii=False) for name, rows in known.items()}
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {text}" for name, text in signs.items()) + "\n}\n"


def compiled_dumps(formats: Mapping[str, tuple[Row, ...]] = FORMATS) -> str:
    """The text of ``rows.json``: for each format of dumps a list of lines in the order in which they are tried."""
    table: dict[str, list[dict[str, object]]] = {}
    for name, rows in formats.items():
        reader = importlib.import_module(f"analyzer.dumps.{name}")
        begins = [r for r in rows if r.name in reader.BEGINS]
        signs = getattr(reader, "SIGNS", None) or [needed(to_regex(r.expr)[0], ()) for r in begins]
        if not all(signs) or not all(any(str(sign) in r.example for sign in signs) for r in begins if r.name not in getattr(reader, "UNSIGNED", ())):
            raise BadGrammarError(f"{name}: its reader needs SIGNS, one of which is in each line that begins a dump")
        table[name] = [{"signs": list(dict.fromkeys(signs))}]
        for r in rows:
            if not r.expr.matches(r.example, parse_all=True):
                raise BadGrammarError(f"{name}: row {r.name} does not read its example {r.example!r}")
            source, groups = to_regex(r.expr)
            table[name].append({"name": r.name, "groups": groups, "needed": needed(source, ()), "regex": source})
    return _json(table)


def _json(table: Mapping[str, list[dict[str, object]]]) -> str:
    return "{\n" + ",\n".join(
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]" for name, rows in table.items()
    ) + "\n}\n"  # fmt: skip


if __name__ == "__main__":
    TABLES.mkdir(exist_ok=True)
    tables = compiled()
    for old in TABLES.glob("*.json"):
        old.unlink()
    for name, text in (tables | {BEGINS: begins(tables)}).items():
        (TABLES / name).write_text(text, encoding="utf-8")
    DUMPS_TABLE.write_text(compiled_dumps(), encoding="utf-8")
