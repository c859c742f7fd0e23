"""Write the files of one commit: the rows of all its streams, and their states."""

import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from analyzer.batch.manifest import StoreError, flush_folder, part_record, write_all
from analyzer.batch.parts import NEW, PartWriter, Row, plain
from analyzer.batch.tables import ROWS, TABLES


@dataclass(slots=True)
class StreamResult:
    """What reading one stream, or reading on in it, has brought.

    ``rows`` has for each table tuples in the order of its columns without ``stream`` and ``generation``, as a list or an iterator.
    ``continues``: the stream has grown, and this adds to its older generations; otherwise they no longer count.
    ``identities`` and ``state`` are the reader's own: what the inputs were, and where to read on.
    """

    stream: str
    generation: int
    continues: bool
    rows: Mapping[str, Iterable[Row]]
    identities: list[dict[str, Any]]
    state: bytes


_FINDING = [c.name for c in TABLES["findings"]]
_SEEN = tuple(_FINDING.index(name) for name in ("tunnel", "cause", "status"))


class CommitWriter:
    """The files of the commit of this number, of the run of that number. Errors of the disk are OSErrors."""

    def __init__(self, folder: Path, number: int, run: int) -> None:
        self.folder, self.number, self.run = folder, number, run
        self._writers: dict[str, PartWriter] = {}
        self._states: dict[str, tuple[str, int, int, int] | None] = {}

    def add(self, result: StreamResult) -> None:
        """Write the rows of one stream."""
        for table in ROWS:
            rows = result.rows.get(table)
            if rows is None:
                continue
            seen: dict[Row, None] = {}
            for taken in self._taken(table, result, rows):
                if table == "findings":
                    seen.update((tuple(row[i] for i in _SEEN), None) for row in taken)
            for _ in self._taken("seen", result, [(self.run, *key) for key in seen]):
                pass

    def _taken(self, table: str, result: StreamResult, rows: Iterable[Row]) -> Iterable[list[Row]]:
        source = iter(rows)
        first = next(source, None)
        if first is None:
            return ()
        if table not in self._writers:
            self._writers[table] = PartWriter(self.folder, f"{self.number:06}-{table}.parquet", table)
        return self._writers[table].add(self.number, plain(result.stream), result.generation, chain([first], source))

    def finish(self, results: Sequence[StreamResult]) -> dict[str, Any]:
        """Put the files in their places, flushed; the record for the manifest."""
        self._write_states(results)
        done = [writer.finish({self.number: len(results)}) for writer in self._writers.values()]
        flush_folder(self.folder)
        return {
            "kind": "commit",
            "commit": self.number,
            "parts": [part_record(p) for p in done],
            "streams": [
                {"stream": r.stream, "generation": r.generation, "continues": r.continues, "identities": r.identities, "state": self._states[r.stream]}
                for r in results
            ],
        }

    def _write_states(self, results: Sequence[StreamResult]) -> None:
        file = self._state_file
        self._states = {r.stream: None for r in results}
        if not any(r.state for r in results):
            return
        offset = 0
        with (self.folder / (NEW + file)).open("wb", buffering=0) as stream:
            for r in results:
                if r.state:
                    write_all(stream.fileno(), r.state)
                    self._states[r.stream] = (file, offset, len(r.state), zlib.crc32(r.state))
                    offset += len(r.state)
            os.fsync(stream.fileno())
        (self.folder / (NEW + file)).replace(self.folder / file)

    @property
    def _state_file(self) -> str:
        return f"{self.number:06}-state.bin"

    def abandon(self) -> None:
        """Drop what was written."""
        for writer in self._writers.values():
            with suppress(OSError, StoreError):
                writer.abandon()
        for name in (NEW + self._state_file, self._state_file):
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)
