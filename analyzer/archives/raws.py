"""Stored files: of the local disk, of memory, and of what fsspec reaches (``s3://``, ``oss://``, ``sftp://``, ``http://`` ...)."""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from analyzer.archives.readers import Raw
from analyzer.archives.records import ArchiveError

Options = Mapping[str, Any]  # what fsspec's file system takes: keys, endpoints
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_url(target: str) -> bool:
    """Whether ``target`` is for fsspec."""
    scheme, mark, _ = target.partition("://")
    return bool(mark) and scheme.replace("+", "").replace("::", "").replace("-", "").isalnum() and len(scheme) > 1


def reason(error: BaseException) -> str:
    """An error of the system or of a library in one short line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


class Local:
    """A regular file of this machine."""

    __slots__ = ("_file", "modified", "seekable", "size")

    def __init__(self, path: str) -> None:
        try:
            self._file = os.open(path, _FLAGS)
            found = os.fstat(self._file)
        except (OSError, ValueError) as error:
            raise ArchiveError(f"unreadable: {reason(error)}") from None
        if not stat.S_ISREG(found.st_mode):
            os.close(self._file)
            raise ArchiveError(f"not a file: {kind_of(found.st_mode)}")
        self.size: int | None = found.st_size
        self.modified: float | None = found.st_mtime
        self.seekable = found.st_size > 0  # files of /proc say 0 and have content

    def read_at(self, position: int, size: int, /) -> bytes:
        try:
            return os.pread(self._file, size, position)
        except (OSError, OverflowError) as error:
            raise ArchiveError(f"unreadable: {reason(error)}") from None

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def kind_of(mode: int) -> str:
    """What a thing of the disk is that is not a regular file."""
    for test, name in (
        (stat.S_ISLNK, "a link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a device"), (stat.S_ISCHR, "a device"),
    ):  # fmt: skip
        if test(mode):
            return name
    return "something unknown"


class Memory:
    """Bytes that are held."""

    __slots__ = ("_data", "modified", "seekable", "size")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size: int | None = len(data)
        self.modified: float | None = None
        self.seekable = True

    def read_at(self, position: int, size: int, /) -> bytes:
        return self._data[position : position + size]

    def close(self) -> None:
        self._data = b""


class Remote:
    """A file that fsspec reaches. Servers without ranges give it only from its beginning to its end."""

    __slots__ = ("_at", "_file", "modified", "seekable", "size")

    def __init__(self, url: str, options: Options) -> None:
        try:
            fs, path = file_system(url, options)
            self._file = fs.open(path, "rb")
            size = getattr(self._file, "size", None)
            self.seekable = size is not None and bool(self._file.seekable())
        except ArchiveError:
            raise
        except Exception as error:  # each of fsspec's many libraries has errors of its own
            raise ArchiveError(f"unreadable: {reason(error)}") from None
        self.size: int | None = size
        self.modified: float | None = None
        self._at = 0

    def read_at(self, position: int, size: int, /) -> bytes:
        try:
            if position != self._at:
                if not self.seekable:
                    raise ArchiveError("unreadable: the server gives it only from its beginning to its end")
                self._file.seek(position)
            data: bytes = self._file.read(size)
        except ArchiveError:
            raise
        except Exception as error:  # see above
            raise ArchiveError(f"unreadable: {reason(error)}") from None
        self._at = position + len(data)
        return data

    def close(self) -> None:
        with suppress(Exception):  # what has been read is read
            self._file.close()


def file_system(url: str, options: Options) -> tuple[Any, str]:
    """fsspec's file system for ``url`` and the path in it. Raises ArchiveError where the extra or the protocol's library is missing."""
    try:
        import fsspec
    except ImportError:
        raise ArchiveError("URLs are read by fsspec: install ikedoctor[batch]") from None
    try:
        fs, path = fsspec.core.url_to_fs(url, **options)
    except (ImportError, ValueError) as error:
        raise ArchiveError(f"unreadable: {reason(error)}") from None
    return fs, path


def open_raw(top: str, options: Options) -> Raw:
    """Open what the walk found. Raises ArchiveError where it cannot be opened or is no regular file."""
    return Remote(top, options) if is_url(top) else Local(top)
