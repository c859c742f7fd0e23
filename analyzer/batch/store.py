"""The store of a batch run: Parquet files, a manifest, the state of each stream, and DuckDB views over it.

Layout of the folder::

    manifest.jsonl      what counts, a line a commit (:mod:`analyzer.batch.manifest`)
    parts/              000012-events.parquet ..., 000012-state.bin: a file a table and commit
    ikedoctor.duckdb    the views, for DuckDB's own shell; made anew from the manifest
    lock                held by the run that writes

A commit writes its files aside, flushes and renames them, and then appends its line to the manifest. Killed before the line
is whole, none of it counts, and the next run sweeps what is left over; after that all of it counts.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from analyzer.batch import compaction, manifest, parts, views
from analyzer.batch.commits import CommitWriter, StreamResult
from analyzer.batch.lock import Lock
from analyzer.batch.manifest import Contents, StoreError
from analyzer.batch.parts import NEW
from analyzer.batch.tables import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

__all__ = ["Store", "StoreError", "StreamRecord", "StreamResult"]

PARTS, LOCK = "parts", "lock"
_BEGUN = {manifest.NAME + ".new", PARTS, LOCK}  # what there can be before there is a manifest


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """The latest generation of a stream; ``version`` is that of the program that read it."""

    stream: str
    generation: int
    identities: list[dict[str, Any]]
    version: str
    state: Callable[[], bytes]  # raises StoreError where its file is damaged


class Store:
    """A folder with results. ``create`` makes it where it is missing and opens it for writing, one process at a time.

    Raises StoreError, one line for people: the folder is no store, of another program, of a newer version, damaged, in use, or cannot be written.
    """

    def __init__(self, folder: Path, *, create: bool = False, write: bool | None = None) -> None:
        parts.need_libraries()
        self.folder = folder.absolute()
        self._writes = create if write is None else write
        self._version = ""
        self._lock: Lock | None = None
        if self._writes:
            with self._told("opened"):
                self._open(create)
        else:
            self._missing()
        try:
            self._contents, self._length = manifest.read(self.folder)
            self._check()
            if self._writes:
                with self._told("written"):
                    self.sweep()
        except BaseException:
            self.close()
            raise

    def _missing(self) -> None:
        if not (self.folder / manifest.NAME).is_file():
            raise StoreError(f"{self.folder} holds no store: 'ikedoctor batch' makes one")

    def _open(self, create: bool) -> None:
        if not create:
            self._missing()
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(f"{self.folder} is a file, and not a folder for a store")
        self.folder.mkdir(parents=True, exist_ok=True)
        known = (self.folder / manifest.NAME).exists()
        if not known and (others := sorted(p.name for p in self.folder.iterdir() if p.name not in _BEGUN)):
            raise StoreError(f"{self.folder} holds other files ({others[0]!r}) and no store: give a new or an empty folder")
        self._lock = Lock(self.folder / LOCK)
        (self.folder / PARTS).mkdir(exist_ok=True)
        if not (self.folder / manifest.NAME).exists():
            manifest.replace(self.folder, [manifest.encode(0, {"kind": "store", "version": manifest.VERSION})])

    def _check(self) -> None:
        """Every file that the manifest names must be there, and whole by its size."""
        for file in sorted(compaction.needed(self._contents)):
            part = self._contents.parts.get(file)
            path = self.folder / PARTS / file
            try:
                found = path.stat().st_size
            except OSError as error:
                raise StoreError(f"{path} is missing or unreadable ({error.strerror}): restore it from a backup, or read into a new folder") from error
            if part is not None and part.size != found:
                raise StoreError(f"{path} has {found} bytes and not {part.size}: restore it from a backup, or read into a new folder")

    # -- reading

    def known(self) -> dict[str, StreamRecord]:
        """The streams whose rows count, by name."""
        return {
            name: StreamRecord(name, s.generation, s.identities, s.version, partial(self._state, s))
            for name, s in self._contents.streams.items()
        }

    def _state(self, stream: manifest.Stream) -> bytes:
        if stream.state is None:
            return b""
        file, offset, length, crc = stream.state
        path = self.folder / PARTS / file
        try:
            with path.open("rb") as f:
                f.seek(offset)
                data = f.read(length)
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror}") from error
        if len(data) != length or zlib.crc32(data) != crc:
            raise StoreError(f"{path} is damaged: restore it from a backup, or read into a new folder")
        return data

    @property
    def contents(self) -> Contents:
        """What the manifest says; not to be changed."""
        return self._contents

    def connect(self) -> "duckdb.DuckDBPyConnection":
        """A connection in memory with the views of all tables and ``runs``; it reads nothing but this store's files. Raises StoreError.

        ``ikedoctor.duckdb`` is made anew where the folder has moved or changed, and can be written.
        """
        if not views.current(self.folder, self._length):
            with suppress(StoreError):
                self.write_views()
        return views.connect(self.folder / PARTS, self._contents)

    def write_views(self) -> None:
        """Make ``ikedoctor.duckdb`` anew. Raises StoreError."""
        with self._told("written"):
            views.write(self.folder, self.folder / PARTS, self._contents, self._length)

    # -- writing

    @property
    def way(self) -> str:
        """How this run reads: by which version, and by which wishes. What was read in another way has to be read anew."""
        return self._version

    def begin_run(self, targets: Sequence[str], version: str, at: datetime | None = None, wishes: Mapping[str, Any] | None = None) -> int:
        """Begin a run, or take up the last one where it was interrupted; its number, from 1. ``wishes`` are for the next run, in JSON's types."""
        runs = self._contents.runs
        number = 1 if not runs else runs[-1].number + 1 if runs[-1].finished else runs[-1].number
        wishes = dict(wishes or {})
        self._version = f"{version} {json.dumps(wishes, sort_keys=True)}" if wishes else version
        record = {"kind": "run", "run": number, "version": version, "targets": list(targets), "started": at.isoformat() if at else ""}
        self._append(record | ({"wishes": wishes} if wishes else {}))
        return number

    def end_run(self, at: datetime | None = None) -> None:
        """End the run: many small files are joined, and the DuckDB file shows what there is."""
        if not self._contents.runs or self._contents.runs[-1].finished:
            raise ValueError("no run has begun")
        self._append({"kind": "end", "ended": at.isoformat() if at else ""})
        if compaction.advised(self.folder / PARTS, self._contents):
            self.compact()
        else:
            with self._told("written"):
                self.sweep()
        self.write_views()

    def commit(self, results: Sequence[StreamResult]) -> None:
        """Store the results, all or none of them. Raises StoreError (disk), ValueError (rows that do not fit, a generation that is not new)."""
        if not results:
            return
        self._writable()
        self._fits(results)
        number = self._contents.next
        run = self._contents.runs[-1].number if self._contents.runs else 1
        writer = CommitWriter(self.folder / PARTS, number, run)
        try:
            with self._told("written"):
                for r in results:
                    writer.add(r)
                record = writer.finish(results)
                self._append(record | {"version": self._version})
        except BaseException:
            self._recover()
            if self._contents.next == number:
                writer.abandon()
            raise

    def _recover(self) -> None:
        """After an error what the disk has counts, and not what was meant."""
        self._contents, self._length = manifest.read(self.folder)

    def _fits(self, results: Sequence[StreamResult]) -> None:
        names = set()
        for r in results:
            old = self._contents.streams.get(r.stream)
            if r.stream in names:
                raise ValueError(f"two results of the stream {r.stream!r} in one commit")
            if old is not None and r.generation <= old.generation:
                raise ValueError(f"generation {r.generation} of the stream {r.stream!r} is not newer than {old.generation}")
            if old is None and r.continues:
                raise ValueError(f"the stream {r.stream!r} continues nothing")
            if unknown := set(r.rows) - set(ROWS):
                raise ValueError(f"no such tables: {', '.join(sorted(unknown))}")
            names.add(r.stream)

    def forget(self, streams: Iterable[str]) -> None:
        """Let the rows and states of these streams count no more."""
        gone = sorted(set(streams) & set(self._contents.streams))
        if gone:
            self._append({"kind": "forget", "streams": gone})

    def compact(self) -> None:
        """Join the files of each table into one, without the rows that no longer count. All or nothing, as a commit."""
        self._writable()
        try:
            with self._told("written"):
                snapshot = compaction.join(self.folder / PARTS, self._contents)
                lines = [manifest.encode(0, {"kind": "store", "version": manifest.VERSION}), manifest.encode(1, snapshot)]
                self._length = manifest.replace(self.folder, lines)
        finally:
            self._recover()
            with suppress(OSError):  # what is left lies in nobody's way
                self.sweep()

    def sweep(self) -> None:
        """Remove files of this store that no longer count: left over, or replaced. Raises OSError."""
        kept = compaction.needed(self._contents)
        for path in sorted((self.folder / PARTS).iterdir()):
            name = path.name.removeprefix(NEW)
            if manifest.FILE.fullmatch(name) and (name != path.name or name not in kept):
                path.unlink()
        for path in self.folder.glob(views.NAME + ".*"):
            path.unlink(missing_ok=True)

    def _append(self, record: dict[str, Any]) -> None:
        self._writable()
        with self._told("written"):
            self._length = manifest.append(self.folder, self._length, [manifest.encode(self._contents.records, record)])
        self._contents.apply(record)

    def _writable(self) -> None:
        if self._lock is None:
            raise ValueError("the store is open for reading only")

    @contextmanager
    def _told(self, what: str) -> "Iterator[None]":
        try:
            yield
        except OSError as error:
            where = error.filename or self.folder
            raise StoreError(f"{where} cannot be {what}: {error.strerror or error}") from error

    def close(self) -> None:
        """Let others write."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
