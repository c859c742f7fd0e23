"""Lines of dumps by the compiled grammars: a line in, the row's name and its fields out."""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analyzer.model import Where

TABLE = Path(__file__).with_name("rows.json")
LONGEST = 20_000  # letters of a line of a dump


class Row(NamedTuple):
    """A line that was understood."""

    name: str
    number: int
    text: str
    indent: int
    fields: dict[str, str]

    def get(self, field: str) -> str | None:
        """The field's text; None where it is absent or empty."""
        return self.fields.get(field) or None

    def where(self, source: str) -> Where:
        """The line's place."""
        return Where(source, self.number)


class Table:
    """The rows of one format in the order in which they are tried."""

    def __init__(self, rows: list[dict[str, object]]) -> None:
        self._rows = [(str(r["name"]), re.compile(str(r["regex"])), _groups(r["groups"]), str(r["needed"] or "")) for r in rows]

    def read(self, number: int, text: str, longest: int = LONGEST) -> Row | None:
        """The row that the whole line is, blanks around it aside."""
        if len(text) > longest:
            return None
        stripped = text.strip()
        for name, pattern, groups, needed in self._rows:
            if needed not in stripped:
                continue
            m = pattern.fullmatch(stripped)
            if m is not None:
                fields = {field: value.strip() for field, names in groups.items() for g in names if (value := m[g]) is not None}
                return Row(name, number, text, len(text) - len(text.lstrip()), fields)
        return None


def _groups(groups: object) -> dict[str, list[str]]:
    assert isinstance(groups, dict)
    return groups


@cache
def table(format: str) -> Table:  # noqa: A002 - the word of the records
    """The rows of a format."""
    return Table(_tables()[format][1:])


def formats_in(text: str) -> tuple[str, ...]:
    """The formats of which a dump can be in the text: what one of their first lines needs is there."""
    return tuple(name for name, signs in _signs().items() if any(sign in text for sign in signs))


@cache
def _signs() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(str, _listed(rows[0]["signs"]))) for name, rows in _tables().items()}


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@cache
def _tables() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found
