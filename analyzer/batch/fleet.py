"""The report over a store: which gateways and tunnels fail, for which causes, since when, how often, what is new. Every number is SQL's."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.batch import fleet_sql as sql
from analyzer.batch.fleet_records import Buckets, CauseRow, Filters, Fleet, FleetFinding, GatewayRow, InputRow, Totals
from analyzer.batch.manifest import StoreError
from analyzer.batch.store import Store
from analyzer.batch.views import one_line

if TYPE_CHECKING:
    import duckdb

HOURS, DAYS = 48, 31  # buckets of failures: by hour where all are within so many hours, else of the last so many days
_AGO = re.compile(r"(\d{1,5})\s*(h|d|w)", re.IGNORECASE)


def read(folder: Path, filters: Filters | None = None, *, most: int | None = None) -> Fleet:
    """Read the report from a store; ``most`` rows of each list, worst first. Raises StoreError, also for a ``since`` that is no time."""
    import duckdb

    filters = filters or Filters()
    for attempt in (1, 2):
        connection = Store(folder).connect()
        try:
            return _read(connection, folder, filters, most)
        except duckdb.IOException as error:
            if attempt == 2:  # a run that joined the files in between is no reason to fail
                raise StoreError(f"{folder} cannot be read: {one_line(error)}") from error
        except duckdb.Error as error:
            raise StoreError(f"{folder} cannot be read: {one_line(error)}") from error
    raise AssertionError("unreachable")


def _read(connection: "duckdb.DuckDBPyConnection", folder: Path, filters: Filters, most: int | None) -> Fleet:
    def ask(text: str, *values: Any) -> list[tuple[Any, ...]]:
        return connection.execute(text, values).fetchall()

    newest = ask(sql.NEWEST)[0][0]
    since = moment(filters.since, newest) if filters.since else None
    run, finished = (ask(sql.RUN) or [(0, True)])[0]
    values = {"since": since, "gateway": filters.gateway.casefold() or None, "causes": list(filters.causes) or None, "run": run}
    for statement in sql.PREPARE:
        connection.execute(statement, {k: v for k, v in values.items() if f"${k}" in statement})
    buckets = _buckets(*ask(sql.SPAN)[0])
    for statement in sql.COUNT:
        connection.execute(statement, {"unit": buckets.unit, "begin": buckets.starts[0] if buckets.starts else None})
    numbers = {start: i for i, start in enumerate(buckets.starts)}
    limit = -1 if most is None else most

    def counts(pairs: list[dict[str, Any]] | None) -> tuple[int, ...]:
        found = [0] * len(buckets.starts)
        for pair in pairs or ():
            found[numbers[pair["bucket"]]] += pair["n"]
        return tuple(found)

    def findings(where: str) -> tuple[FleetFinding, ...]:
        rows = ask(sql.findings(where, limit))
        return tuple(FleetFinding(*(*r[:17], tuple(r[17]), tuple(r[18] or ()), *_evidence(r[19]), counts(r[20]))) for r in rows)

    oldest = ask(sql.OLDEST)[0][0]
    return Fleet(
        folder=str(folder), filters=filters, since=since, oldest=oldest, newest=newest, run=run, finished=finished, buckets=buckets,
        totals=Totals(*(v or 0 for v in ask(sql.TOTALS)[0])),
        causes=tuple(CauseRow(*r) for r in ask(sql.CAUSES)),
        gateways=tuple(GatewayRow(*(*r[:7], tuple(r[7]), *r[8:10], r[10] or 0, counts(r[11]))) for r in ask(sql.gateways(limit))),
        findings=findings("true"), flapping=findings("flapping"),
        problems=tuple(InputRow(*r) for r in ask(sql.inputs("problem", limit))),
        duplicates=tuple(InputRow(*r) for r in ask(sql.inputs("duplicate_of", limit))),
    )  # fmt: skip


def _evidence(text: str | None) -> tuple[str | None, int | None, str | None]:
    """Input, line and text of the first evidence."""
    import json

    try:
        first = json.loads(text or "[]")[0]
        line = first.get("line")
        return str(first["input"]), line if isinstance(line, int) else None, str(first["text"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None, None, None


def moment(text: str, newest: datetime | None) -> datetime:
    """An ISO date or time, or a stretch before the newest event: 24h, 7d, 2w. Raises StoreError."""
    if ago := _AGO.fullmatch(text.strip()):
        unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[ago[2].lower()]
        try:
            return (newest or datetime.max) - int(ago[1]) * unit
        except OverflowError:
            return datetime.min
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise StoreError(
            f"{text!r} is no time: give a date (2026-11-02), a time (2026-11-02T10:00), or a stretch before the newest event (24h, 7d, 2w)"
        ) from None


def _buckets(first: datetime | None, last: datetime | None) -> Buckets:
    if first is None or last is None:
        return Buckets()
    hours = int((last - first) / timedelta(hours=1)) + 1
    if hours <= HOURS:
        unit, step, most = "hour", timedelta(hours=1), HOURS
        end = last.replace(minute=0, second=0, microsecond=0)
        begin = first.replace(minute=0, second=0, microsecond=0)
    else:
        unit, step, most = "day", timedelta(days=1), DAYS
        end = last.replace(hour=0, minute=0, second=0, microsecond=0)
        begin = first.replace(hour=0, minute=0, second=0, microsecond=0)
    number = min(int((end - begin) / step) + 1, most)
    return Buckets(unit=unit, starts=tuple(end - step * i for i in reversed(range(number))))


def resolve_causes(word: str, known: Sequence[tuple[str, str, Sequence[str]]]) -> tuple[str, ...]:
    """The ids that a user means: an id, the begin of ids (``p1``), or another name of a cause. ``known``: id, title, aliases.

    Raises StoreError where there is none.
    """
    wanted = word.strip().casefold()
    for fits in (
        lambda id_, _: id_ == wanted,
        lambda id_, _: id_.startswith(wanted),
        lambda _, names: any(wanted == name.casefold() for name in names),
        lambda _, names: any(wanted in name.casefold() for name in names),
    ):
        found = tuple(id_ for id_, title, aliases in known if fits(id_, (*aliases, title)))
        if wanted and found:
            return found
    raise StoreError(f"no cause is called {word!r}: 'ikedoctor explain' lists them")
