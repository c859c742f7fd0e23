"""Rows on their way from a worker to the store: many, so they are held packed.

Cells are str, int, bool, None, or a tuple of str; times are microseconds since 1970 of the gateway's own clock.
"""

import marshal
import zlib
from collections.abc import Iterator
from typing import Any

Row = tuple[Any, ...]

CHUNK = 2000  # rows packed together


class Rows:
    """A growing list of rows that can be pickled, and read more than once."""

    __slots__ = ("_chunks", "_open", "_packed_rows")

    def __init__(self) -> None:
        self._chunks: list[bytes] = []
        self._open: list[Row] = []
        self._packed_rows = 0

    def append(self, row: Row) -> None:
        """Add a row."""
        self._open.append(row)
        if len(self._open) >= CHUNK:
            self._chunks.append(zlib.compress(marshal.dumps(self._open), 1))
            self._packed_rows += len(self._open)
            self._open = []

    def __iter__(self) -> Iterator[Row]:
        for chunk in self._chunks:
            yield from marshal.loads(zlib.decompress(chunk))  # noqa: S302 - our own process wrote it
        yield from self._open

    def __len__(self) -> int:
        return self._packed_rows + len(self._open)

    def __getstate__(self) -> tuple[list[bytes], list[Row], int]:
        return self._chunks, self._open, self._packed_rows

    def __setstate__(self, state: tuple[list[bytes], list[Row], int]) -> None:
        self._chunks, self._open, self._packed_rows = state
