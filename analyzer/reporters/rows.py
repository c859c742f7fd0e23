"""Rows of any query as a table for the terminal, as CSV and as JSON: harmless, without secrets, whatever is in them."""

import csv
import io
import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from analyzer.redact import secrets
from analyzer.reporters.harmless import cell, clip, visible
from analyzer.reporters.json_report import escaped

NARROWEST = 10  # columns of letters that a column of a table is squeezed to


def plain(value: Any) -> Any:
    """The value as JSON has it; texts without secrets. Dates are ISO 8601, what has no form of its own is a text."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value) if value.is_finite() else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    return secrets(value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value))


def shown(value: Any) -> str:
    """The value as one line of text."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return visible(", ".join(value))
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV, some rows at a time; no cell is taken for a formula, numbers stay numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([cell(name) for name in names])
    for row in rows:
        writer.writerow([value if isinstance(value, (int, float)) and not isinstance(value, bool) else cell(shown(value)) for value in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def json_lines(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A JSON array of objects, a line each; of columns with one name the later ones get a number."""
    keys = unique(names)
    before = "["
    for row in rows:
        record = {key: plain(value) for key, value in zip(keys, row, strict=True)}
        yield before + "\n " + escaped(json.dumps(record, ensure_ascii=False))
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def unique(names: Sequence[str]) -> list[str]:
    """The names, each once: ``a``, ``a_2``."""
    found: list[str] = []
    for name in names:
        candidate, n = name, 1
        while candidate in found:
            n += 1
            candidate = f"{name}_{n}"
        found.append(candidate)
    return found


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], width: int = 100, *, whole: Collection[str] = ()) -> str:
    """A table of ``width`` letters, long cells folded but for those of the columns ``whole``; a row a paragraph where that does not fit."""
    from tabulate import tabulate

    heads = [visible(name) for name in names]
    cells = [[clip(shown(value)) for value in row] for row in rows]
    widths = [max([len(head), *(len(row[i]) for row in cells)]) for i, head in enumerate(heads)]
    room = width - 2 * (len(heads) - 1)
    kept = [name in whole for name in names]
    if room < sum(w if k else min(w, NARROWEST) for w, k in zip(widths, kept, strict=True)):
        longest = max(map(len, heads), default=0)
        return "\n\n".join("\n".join(f"{h:<{longest}}  {c}".rstrip() for h, c in zip(heads, row, strict=True)) for row in cells) + "\n"
    folded = iter(squeezed([w for w, k in zip(widths, kept, strict=True) if not k], room - sum(w for w, k in zip(widths, kept, strict=True) if k)))
    most = [w if k else next(folded) for w, k in zip(widths, kept, strict=True)]
    numbers = [bool(rows) and all(isinstance(row[i], (int, float)) or row[i] is None for row in rows) for i in range(len(heads))]
    return (
        tabulate(
            cells, headers=heads, disable_numparse=True, maxcolwidths=most, maxheadercolwidths=most,
            colalign=["right" if n else "left" for n in numbers] if cells else None,
        )
        + "\n"
    )  # fmt: skip


def squeezed(widths: Sequence[int], room: int) -> list[int]:
    """The widths, the largest ones cut so that all fit into the room, none below NARROWEST."""
    found = list(widths)
    while sum(found) > room and max(found, default=0) > NARROWEST:
        largest = max(found)
        at = [i for i, w in enumerate(found) if w == largest]
        below = max([NARROWEST, *(w for w in found if w < largest)])
        cut = min(largest - below, max(1, (sum(found) - room) // len(at)))
        for i in at:
            found[i] -= cut
    return found
