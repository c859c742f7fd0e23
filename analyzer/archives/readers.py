"""Readers: what gives bytes in blocks. Each raises ArchiveError once it has given all bytes that it could."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from analyzer.archives.records import BLOCK, ArchiveError, Step

try:
    from isal.isal_zlib import crc32
except ImportError:
    from zlib import crc32

__all__ = ["Buffered", "Chain", "Checked", "Entry", "Limited", "Raw", "Reader", "Window", "Zeros", "crc32", "pass_over"]


class Reader(Protocol):
    """A stream without a way back. ``read`` gives up to ``size`` bytes, none only at the end; ``skip`` passes over as many as there are."""

    def read(self, size: int, /) -> bytes: ...

    def skip(self, size: int, /) -> int: ...


class Raw(Protocol):
    """A file as it is stored. ``size`` is None and ``seekable`` False where it can only be read from its beginning to its end."""

    size: int | None
    seekable: bool
    modified: float | None

    def read_at(self, position: int, size: int, /) -> bytes: ...

    def close(self) -> None: ...


def pass_over(reader: Reader, size: int) -> int:
    """Read and drop up to ``size`` bytes."""
    left = size
    while left and (data := reader.read(min(left, BLOCK))):
        left -= len(data)
    return size - left


class Window:
    """The bytes of a raw file from ``start`` to its end."""

    __slots__ = ("_position", "_raw")

    def __init__(self, raw: Raw, start: int = 0) -> None:
        self._raw = raw
        self._position = start

    def read(self, size: int, /) -> bytes:
        data = self._raw.read_at(self._position, size)
        self._position += len(data)
        return data

    def skip(self, size: int, /) -> int:
        if self._raw.size is None or not self._raw.seekable:
            return pass_over(self, size)
        there = max(0, min(size, self._raw.size - self._position))
        self._position += there
        return there


class Zeros:
    """A hole in a sparse file: NUL bytes."""

    __slots__ = ("_left",)

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int, /) -> bytes:
        size = min(size, self._left, BLOCK)
        self._left -= size
        return bytes(size)

    def skip(self, size: int, /) -> int:
        size = min(size, self._left)
        self._left -= size
        return size


class Buffered:
    """A reader that can be looked into before it is read. ``position`` counts the bytes that have been read."""

    __slots__ = ("_ahead", "_ended", "_error", "_source", "position")

    def __init__(self, source: Reader) -> None:
        self._source = source
        self._ahead = b""
        self._error: ArchiveError | None = None
        self._ended = False
        self.position = 0

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end or before an error, which stays for ``read``."""
        ahead = self._ahead
        if len(ahead) < size and self._error is None and not self._ended:
            parts = [ahead]
            length = len(ahead)
            try:
                while length < size:
                    data = self._source.read(max(size - length, 64 << 10))
                    if not data:
                        self._ended = True
                        break
                    parts.append(data)
                    length += len(data)
            except ArchiveError as error:
                self._error = error
            self._ahead = ahead = b"".join(parts) if len(parts) != 2 or parts[0] else parts[1]
        return ahead[:size] if len(ahead) > size else ahead

    def read(self, size: int, /) -> bytes:
        ahead = self._ahead
        if ahead:
            if len(ahead) <= size:
                self._ahead = b""
                self.position += len(ahead)
                return ahead
            self._ahead = ahead[size:]
            self.position += size
            return ahead[:size]
        if self._error is not None:
            raise self._error
        if self._ended:
            return b""
        data = self._source.read(size)
        self.position += len(data)
        return data

    def skip(self, size: int, /) -> int:
        there = min(size, len(self._ahead))
        if there:
            self._ahead = self._ahead[there:]
        if there < size:
            if self._error is not None:
                raise self._error
            there += self._source.skip(size - there)
        self.position += there
        return there

    def unread(self, data: bytes) -> None:
        """Give back what has been read last."""
        if data:
            self._ahead = data + self._ahead
            self.position -= len(data)

    def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes; fewer only at the end. Raises the source's error if it keeps them from being there."""
        data = self.peek(size)
        if len(data) < size and self._error is not None:
            raise self._error
        self.skip(len(data))
        return data


class Limited:
    """The next ``size`` bytes of a source. Raises ArchiveError where it ends before."""

    __slots__ = ("_source", "left")

    def __init__(self, source: Reader, size: int) -> None:
        self._source = source
        self.left = size

    def read(self, size: int, /) -> bytes:
        if not self.left:
            return b""
        data = self._source.read(min(size, self.left))
        if not data:
            raise ArchiveError(f"truncated: {self.left} bytes are missing")
        self.left -= len(data)
        return data

    def skip(self, size: int, /) -> int:
        there = self._source.skip(min(size, self.left))
        self.left -= there
        if there < size and self.left:
            raise ArchiveError(f"truncated: {self.left} bytes are missing")
        return there


class Chain:
    """Readers one after another."""

    __slots__ = ("_readers",)

    def __init__(self, readers: list[Reader]) -> None:
        self._readers = readers[::-1]

    def read(self, size: int, /) -> bytes:
        while self._readers:
            if data := self._readers[-1].read(size):
                return data
            self._readers.pop()
        return b""

    def skip(self, size: int, /) -> int:
        return pass_over(self, size)


class Checked:
    """A reader whose bytes have to be as many and have the checksum that the archive says. Raises ArchiveError at the end if not."""

    __slots__ = ("_crc", "_seen", "_size", "_source", "sum")

    def __init__(self, source: Reader, size: int | None, crc: int | None) -> None:
        self._source = source
        self._size = size
        self._crc = crc
        self._seen = 0
        self.sum = 0

    def read(self, size: int, /) -> bytes:
        data = self._source.read(size)
        if data:
            self.sum = crc32(data, self.sum)
            self._seen += len(data)
        elif self._size is not None and self._seen != self._size:
            raise ArchiveError(f"damaged: {self._size} bytes were promised, {self._seen} are there")
        elif self._crc is not None and self.sum != self._crc:
            raise ArchiveError("damaged: the checksum is wrong")
        return data

    def skip(self, size: int, /) -> int:
        return pass_over(self, size)


@dataclass(slots=True)
class Entry:
    """One member of a container as the container's reader gives it. ``open`` may be called once, before the next entry is asked for."""

    name: str
    step: Step
    size: int | None
    packed: int | None
    modified: float | None
    problem: str | None
    open: Callable[[], Reader]
