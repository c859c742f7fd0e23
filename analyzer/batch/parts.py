"""Write the rows of a commit, or of a compaction, as one Parquet file a table; in memory is one row group at most."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.batch.arrow import arrow
from analyzer.batch.manifest import Part, StoreError
from analyzer.batch.tables import LOG_JSON, LOG_TEXTS, OPEN, ROWS, Column
from analyzer.redact import secrets

if TYPE_CHECKING:
    import pyarrow as pa

STEP = 2_000  # rows that are turned into columns at a time
GROUP_ROWS, GROUP_BYTES = 20_000, 4 << 20  # a row group ends at either
NEW = ".new-"  # a file that is being written

# The run that first saw a cause at a tunnel in a status; these rows outlive what they were derived from.
SEEN = (
    Column("run", "int", "number of the run"),
    Column("tunnel", "text", "key of the tunnel within the stream"),
    Column("cause", "text", "id of the cause"),
    Column("status", "text", "active, recovered or note"),
)
STORED: dict[str, tuple[Column, ...]] = {**ROWS, "seen": SEEN}
Row = tuple[Any, ...]


def need_libraries() -> None:
    """Raise StoreError where pyarrow or duckdb is not installed."""
    from importlib.util import find_spec

    missing = [name for name in ("pyarrow", "duckdb") if find_spec(name) is None]
    if missing:
        raise StoreError(f"a store needs {' and '.join(missing)}: pip install 'ikedoctor[batch]'")


def schema(table: str) -> "pa.Schema":
    """The columns as they are in the files: the number of the commit, stream, generation, then the table's."""
    import pyarrow as pa

    types = {
        "text": pa.string(), "int": pa.int64(), "time": pa.timestamp("us"), "bool": pa.bool_(), "texts": pa.list_(pa.string()),
    }  # fmt: skip
    head = [pa.field("commit", pa.int32()), pa.field("stream", pa.string()), pa.field("generation", pa.int64())]
    return pa.schema([*head, *(pa.field(c.name, types[c.type]) for c in STORED[table])])


class PartWriter:
    """One Parquet file in the making, next to its place and under another name. Errors of the disk are OSErrors."""

    def __init__(self, folder: Path, file: str, table: str) -> None:
        arrow()
        import pyarrow.parquet as pq

        self.folder, self.file, self.table, self.rows = folder, file, table, 0
        self.schema = schema(table)
        self._batches: list[pa.RecordBatch] = []
        self._held = self._bytes = 0
        self._stream = (folder / (NEW + file)).open("wb", buffering=0)
        self._writer = pq.ParquetWriter(self._stream, self.schema, compression="zstd", use_dictionary=True)

    def add(self, commit: int, stream: str, generation: int, rows: Iterable[Row]) -> Iterator[list[Row]]:
        """Write rows of one stream, some at a time; yields those that it has taken."""
        import pyarrow as pa

        columns = STORED[self.table]
        source = iter(rows)
        while taken := list(islice(source, STEP)):
            values = list(zip(*taken, strict=True))
            if len(values) != len(columns):
                raise ValueError(f"a row of {self.table} has {len(values)} values, and not {len(columns)}")
            arrays = [pa.repeat(pa.scalar(v, t), len(taken)) for v, t in zip((commit, stream, generation), self.schema.types[:3], strict=True)]
            arrays += [
                _array(self.table, c, cells, t) for c, cells, t in zip(columns, values, self.schema.types[3:], strict=True)
            ]  # fmt: skip
            self.add_batch(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
            yield taken

    def add_batch(self, batch: "pa.RecordBatch") -> None:
        """Write rows that are columns already."""
        self._batches.append(batch)
        self._held += batch.num_rows
        self._bytes += batch.nbytes
        if self._held >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            table = pa.Table.from_batches(self._batches, self.schema)
            self._batches = []
            self._writer.write_table(table, row_group_size=self._held)
            self.rows += self._held
        self._held = self._bytes = 0

    def finish(self, members: dict[int, int]) -> Part:
        """Put the file in its place; it counts once the manifest names it."""
        self._flush()
        self._writer.close()
        os.fsync(self._stream.fileno())
        self._stream.close()
        size = (self.folder / (NEW + self.file)).stat().st_size
        (self.folder / (NEW + self.file)).replace(self.folder / self.file)
        return Part(self.file, self.table, size, self.rows, members)

    def abandon(self) -> None:
        """Drop what was written."""
        self._batches = []
        try:
            self._writer.close()
        except OSError:
            pass  # the reason why it is dropped
        finally:
            self._stream.close()
            for name in (NEW + self.file, self.file):
                (self.folder / name).unlink(missing_ok=True)


def _array(table: str, column: Column, cells: tuple[Any, ...], type_: "pa.DataType") -> "pa.Array[Any]":
    import pyarrow as pa

    key = (OPEN.get(table, table), column.name)
    if key in LOG_TEXTS:
        cells = tuple(c if c is None else secrets(c) for c in cells)
    elif key in LOG_JSON:
        cells = tuple(c if c is None else _clean_json(c) for c in cells)
    try:
        return pa.array(cells, type_)
    except (pa.ArrowInvalid, OverflowError, UnicodeError):
        return pa.array([_fitting(c) for c in cells], type_)  # a counter of 64 bits, half a surrogate pair


_MOST = (1 << 63) - 1


def plain(text: str) -> str:
    """The text as UTF-8 can hold it: what is no letter (a byte of a file's name) becomes an escape."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _fitting(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return max(-_MOST - 1, min(value, _MOST))
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, (list, tuple)):
        return [_fitting(v) for v in value]
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _clean_json(text: str) -> str:
    """JSON with each of its texts free of secrets; what is no JSON is cleaned as a text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return secrets(text)
    cleaned = _clean(value)
    return text if cleaned == value else json.dumps(cleaned, ensure_ascii=False)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return secrets(value)
    if isinstance(value, list):
        return [_clean(v) for v in value]
    return {k: _clean(v) for k, v in value.items()} if isinstance(value, dict) else value


def live_batches(path: Path, table: str, live: Mapping[int, set[str]] | None) -> Iterator["pa.RecordBatch"]:
    """The rows of a part that still count, a row group at a time; all where ``live`` is None. Raises OSError, pyarrow.ArrowInvalid."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = schema(table)
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=GROUP_ROWS):
            rows = batch.cast(wanted) if batch.schema != wanted else batch
            if live is not None:
                keep = pa.array([False] * rows.num_rows)
                for commit in pc.unique(rows.column("commit")).to_pylist():
                    names = pa.array(sorted(map(plain, live.get(commit, ()))), pa.string())
                    keep = pc.or_(keep, pc.and_(pc.equal(rows.column("commit"), commit), pc.is_in(rows.column("stream"), value_set=names)))
                rows = rows.filter(keep)
            if rows.num_rows:
                yield rows
