"""Ask a store in SQL. The SQL may be anyone's: it reads the store's tables, writes nothing, and opens no file of its own."""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.batch.manifest import StoreError
from analyzer.batch.store import Store
from analyzer.batch.views import one_line
from analyzer.reporters import rows as reporter

if TYPE_CHECKING:
    import duckdb

FORMS = ("table", "csv", "json", "parquet")
SHOWN = 200  # rows in a table for the terminal
_STEP = 1000  # rows that are fetched at a time


def query(folder: Path, sql: str, form: str = "table", *, width: int = 100) -> Iterator[str]:
    """The answer as text in pieces; ``form`` is table (the first rows), csv or json (all). Raises StoreError before the first piece."""
    result, names = _run(folder, sql)
    if form == "csv":
        return _pieces(reporter.csv_lines(names, _rows(result)))
    if form == "json":
        return _pieces(reporter.json_lines(names, _rows(result)))
    return _table(names, _rows(result), width)


def query_parquet(folder: Path, sql: str, output: Path) -> None:
    """The answer as a Parquet file; texts without secrets. Raises StoreError."""
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    result, names = _run(folder, sql)
    try:
        with warnings.catch_warnings():  # DuckDB warns that it copies the rows
            warnings.simplefilter("ignore", UserWarning)
            reader = result.to_arrow_reader(_STEP * 50)
        assert reader is not None
        schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, reporter.unique(names), strict=True)])
        with pq.ParquetWriter(output, schema, compression="zstd") as writer:
            for batch in reader:
                columns = [_clean(column) for column in batch.columns]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    except duckdb.Error as error:
        raise StoreError(one_line(error)) from error
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise StoreError(f"Parquet cannot hold this answer: {one_line(error)}") from error
    except OSError as error:
        raise StoreError(f"{output} cannot be written: {error.strerror or error}") from error


def _run(folder: Path, sql: str) -> tuple["duckdb.DuckDBPyConnection", list[str]]:
    """The result of the one SELECT that the SQL is, and the names of its columns."""
    import duckdb

    for attempt in (1, 2):
        connection = Store(folder).connect()
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise StoreError("give one SELECT statement: a store is only read")
            result = connection.execute(sql)
            return result, [column[0] for column in result.description or ()]
        except duckdb.IOException as error:
            if attempt == 2:  # a run that joined the files in between is no reason to fail
                raise StoreError(one_line(error)) from error
        except (duckdb.Error, UnicodeError, RuntimeError) as error:
            raise error if isinstance(error, StoreError) else StoreError(one_line(error)) from error
    raise AssertionError("unreachable")


def _rows(result: "duckdb.DuckDBPyConnection") -> Iterator[Sequence[Any]]:
    import duckdb

    try:
        while rows := result.fetchmany(_STEP):
            yield from rows
    except (duckdb.Error, ValueError, OverflowError) as error:  # of values that Python has no form for, as dates B.C.
        raise StoreError(one_line(error)) from error


def _pieces(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces, the first one made at once, so that an error comes before anything is written."""
    first = next(pieces)

    def both() -> Iterator[str]:
        yield first
        yield from pieces

    return both()


def _table(names: Sequence[str], rows: Iterator[Sequence[Any]], width: int) -> Iterator[str]:
    kept: list[Sequence[Any]] = []
    more = 0
    for row in rows:
        if len(kept) < SHOWN:
            kept.append(row)
        else:
            more += 1
    text = reporter.table(names, kept, width) if kept else "no rows\n"
    return iter([text, f"and {more} more rows (--format csv shows all)\n"] if more else [text])


def _clean(column: Any) -> Any:
    import pyarrow as pa

    from analyzer.redact import secrets

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pa.array([None if text is None else secrets(text) for text in column.to_pylist()], column.type)
    return column
