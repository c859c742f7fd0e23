"""Build ``messages.json``, the compiled form of the message grammars: ``python -m analyzer.extract.build``.

The grammars are the source of truth; the file spares each start of the program the import of pyparsing and the
construction of some hundred expressions. A test holds both equal.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from analyzer.extract.compile import heads, inner, needed, to_regex
from analyzer.kinds import FIELDS, Kind
from grammars import DIALECTS
from grammars.common import Message

TABLE = Path(__file__).with_name("messages.json")


class BadGrammarError(ValueError):
    """A message uses a kind or a field that the model does not have, or does not read its own example."""


def compiled(dialects: Mapping[str, tuple[Message, ...]] = DIALECTS) -> str:
    """The text of ``messages.json``: for each dialect a list of messages in the order in which they are tried."""
    table: dict[str, list[dict[str, object]]] = {}
    for dialect, messages in dialects.items():
        rows = table[dialect] = []
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
    return "{\n" + ",\n".join(
        f"{json.dumps(dialect)}: [\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"
        for dialect, rows in table.items()
    ) + "\n}\n"  # fmt: skip


if __name__ == "__main__":
    TABLE.write_text(compiled(), encoding="utf-8")
