"""DuckDB views over the files of a store: in memory for our own questions, and as a file for DuckDB's shell."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.batch.compaction import counting, is_dead, is_whole
from analyzer.batch.manifest import Contents, Part, StoreError
from analyzer.batch.parts import STORED, plain
from analyzer.batch.tables import OPEN, RUNS, TABLES, Column

if TYPE_CHECKING:
    import duckdb

NAME = "ikedoctor.duckdb"
_TYPES = {"text": "VARCHAR", "int": "BIGINT", "time": "TIMESTAMP", "bool": "BOOLEAN", "texts": "VARCHAR[]"}


def connect(folder: Path, contents: Contents) -> "duckdb.DuckDBPyConnection":
    """A connection in memory that can read the Parquet files in ``folder`` which count, and no other file. Raises StoreError."""
    import duckdb

    scratch = Path(tempfile.gettempdir()) / f"ikedoctor-{os.getpid()}"
    try:
        connection = duckdb.connect(config={"python_enable_replacements": False, "autoinstall_known_extensions": False})
        _build(connection, folder, contents)
        paths = ", ".join(_quoted(str(folder / p.file)) for p in _counted(contents))
        connection.execute(f"SET temp_directory = {_quoted(str(scratch))}")
        connection.execute(f"SET allowed_paths = [{paths}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise StoreError(f"{folder.parent} cannot be read: {one_line(error)}") from error
    return connection


def write(store: Path, folder: Path, contents: Contents, length: int) -> None:
    """Put the views into the DuckDB file of the store; ``length`` of the manifest says what they show. Raises OSError, StoreError."""
    import duckdb

    new = store / f"{NAME}.{os.getpid()}"
    new.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(new), config={"python_enable_replacements": False}) as connection:
            _build(connection, folder, contents)
            connection.execute("CREATE TABLE store.about AS SELECT ? AS folder, ? AS length", [plain(str(store)), length])
        new.replace(store / NAME)
    except duckdb.Error as error:
        raise StoreError(f"{store / NAME} cannot be written: {one_line(error)}") from error
    finally:
        new.unlink(missing_ok=True)
        new.with_name(new.name + ".wal").unlink(missing_ok=True)


def current(store: Path, length: int) -> bool:
    """Whether the DuckDB file shows the store as it is, where it is."""
    import duckdb

    try:
        with duckdb.connect(str(store / NAME), read_only=True) as connection:
            return connection.execute("SELECT folder, length FROM store.about").fetchall() == [(plain(str(store)), length)]
    except duckdb.Error:
        return False


def one_line(error: BaseException) -> str:
    """The message of an error of DuckDB without its drawing."""
    text = str(error).strip().split("\n\n")[0]
    return " ".join(text.split())


def _build(connection: "duckdb.DuckDBPyConnection", folder: Path, contents: Contents) -> None:
    connection.execute("CREATE SCHEMA store")
    _live(connection, contents)
    _runs(connection, contents)
    for table, columns in STORED.items():
        if table == "findings" or table in OPEN:
            continue
        select = _select(folder, contents, table, columns)
        for still, name in OPEN.items():
            if name == table:
                select += f" UNION ALL {_select(folder, contents, still, columns)}"
        if table == "inputs":
            shown = ", ".join(map(_of_shares, ("stream", "generation", *(c.name for c in columns))))
            share = "regexp_matches(coalesce(stream, ''), ' \\[\\d+/\\d+\\]$')"
            select = (
                f"SELECT * FROM ({select}) WHERE NOT {share} UNION ALL "  # noqa: S608 - our own names
                f"SELECT {shown} FROM ({select}) WHERE {share} GROUP BY input"
            )
        where = f"store.{table}" if table == "seen" else f"main.{table}"
        connection.execute(f"CREATE VIEW {where} AS {select}")
    select = _select(folder, contents, "findings", TABLES["findings"])
    connection.execute(
        f"CREATE VIEW main.findings AS SELECT f.*, s.first_run FROM ({select}) f LEFT JOIN "  # noqa: S608 - our own names
        "(SELECT stream, tunnel, cause, status, min(run) AS first_run FROM store.seen GROUP BY ALL) s ON f.stream = s.stream "
        "AND f.cause = s.cause AND f.tunnel IS NOT DISTINCT FROM s.tunnel AND f.status IS NOT DISTINCT FROM s.status"
    )


def _of_shares(column: str) -> str:
    """A column of an input that several streams share: all have looked at each line, each has counted its own."""
    if column == "input":
        return column
    if column == "gateway":
        return "CASE WHEN count(*) = 1 THEN min(gateway) END AS gateway"
    how = "sum" if column in ("events", "noise", "other", "not_understood") else "max" if column in ("last_time", "lines") else "min"
    return f'{how}("{column}"){"::BIGINT" if how == "sum" else ""} AS "{column}"'


def _counted(contents: Contents) -> list[Part]:
    return [p for p in contents.parts.values() if not is_dead(contents, p)]


def _live(connection: "duckdb.DuckDBPyConnection", contents: Contents) -> None:
    """Of the files in which not every row counts: the streams of each commit that do."""
    import pyarrow as pa

    rows: list[tuple[int, str, bool]] = []
    for growing, table in ((True, "events"), (False, "findings")):
        sets = counting(contents, table) or {}
        mixed = {c for p in _counted(contents) if not is_whole(contents, p) and counting(contents, p.table) is sets for c in p.members}
        rows += [(c, plain(name), growing) for c in sorted(mixed) for name in sorted(sets.get(c, ()))]
    commits, names, kinds = zip(*rows, strict=True) if rows else ((), (), ())
    table_ = pa.table({"commit": pa.array(commits, pa.int32()), "stream": pa.array(names, pa.string()), "growing": pa.array(kinds, pa.bool_())})
    connection.register("given", table_)
    connection.execute("CREATE TABLE store.live AS SELECT * FROM given")
    connection.unregister("given")


def _runs(connection: "duckdb.DuckDBPyConnection", contents: Contents) -> None:
    declared = ", ".join(f"{c.name} {_TYPES[c.type]}" for c in RUNS)
    connection.execute(f"CREATE TABLE main.runs ({declared})")
    rows: list[list[Any]] = [
        [r.number, plain(r.version), [plain(t) for t in r.targets], r.started or None, r.ended or None, r.finished, r.count if r.finished else len(r.streams)]
        for r in contents.runs
    ]
    if rows:
        connection.executemany("INSERT INTO main.runs VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _select(folder: Path, contents: Contents, table: str, columns: Iterable[Column]) -> str:
    names = ", ".join(f'"{c.name}"' for c in columns)
    parts = [p for p in _counted(contents) if p.table == table]
    whole = [p for p in parts if is_whole(contents, p)]
    mixed = [p for p in parts if not is_whole(contents, p)]
    selects = [f"SELECT stream, generation, {names} FROM {_files(folder, whole)}"] if whole else []  # noqa: S608 - our own names
    if mixed:
        growing = str(counting(contents, table) is contents.live).lower()
        selects.append(
            f"SELECT stream, generation, {names} FROM {_files(folder, mixed)} p WHERE EXISTS "  # noqa: S608 - our own names
            f"(FROM store.live l WHERE l.commit = p.commit AND l.stream = p.stream AND l.growing = {growing})"
        )
    if not selects:
        empty = ", ".join(f'NULL::{_TYPES[c.type]} AS "{c.name}"' for c in columns)
        selects.append(f"SELECT NULL::VARCHAR AS stream, NULL::BIGINT AS generation, {empty} WHERE false")
    return " UNION ALL ".join(selects)


def _files(folder: Path, parts: Iterable[Part]) -> str:
    return "read_parquet([" + ", ".join(_quoted(str(folder / p.file)) for p in parts) + "])"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
