"""Rows for stores in tests."""

from datetime import datetime, timedelta
from typing import Any

from analyzer.batch.store import StreamResult
from analyzer.batch.tables import TABLES

START = datetime(2026, 11, 1)
_VALUES: dict[str, Any] = {"text": "words", "int": 5, "time": START, "bool": True, "texts": ["1", "2"]}


def row(table: str, **values: Any) -> tuple[Any, ...]:
    """One row; columns without a value get one that fits their type."""
    columns = TABLES[table]
    assert set(values) <= {c.name for c in columns}
    return tuple(values.get(c.name, _VALUES[c.type]) for c in columns)


def rows(count: int, gateway: str = "gw", **values: Any) -> dict[str, list[tuple[Any, ...]]]:
    """``count`` rows in each table."""
    found = {}
    for table, columns in TABLES.items():
        given = {k: v for k, v in {"gateway": gateway, **values}.items() if any(c.name == k for c in columns)}
        found[table] = [
            row(table, **given, **{c.name: START + timedelta(seconds=n) for c in columns if c.type == "time" and c.name not in given})
            for n in range(count)
        ]
    return found


def result(stream: str, generation: int = 1, *, continues: bool = False, count: int = 3, state: bytes = b"state", **values: Any) -> StreamResult:
    """What reading a stream brought: ``count`` rows in each table."""
    return StreamResult(stream, generation, continues, rows(count, stream, **values), [{"input": stream, "size": count}], state)
