"""Open what users have - a file, standard input, bytes, a pasted text - as numbered lines of text.

An input that holds no text (a directory, a picture, a compressed file, nothing at all) yields no lines and says in
``Source.problem`` why.
"""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from analyzer.sources.blocks import LONG, Batch, Passing, batches
from analyzer.sources.decode import texts
from analyzer.sources.detect import HEAD, encoding_of, problem_of

__all__ = ["LONG", "SMALL", "Batch", "Passing", "Source", "open_source"]

SMALL = 4 << 20  # bytes up to which an input is offered whole

BLOCK = 1 << 20  # bytes read at a time


class Readable(Protocol):
    """A binary stream; it is read to its end and stays open."""

    def read(self, size: int, /) -> bytes: ...


Given = Path | str | bytes | Readable


@dataclass(slots=True)
class Source:
    """One input. ``batches`` can be read once; ``whole`` says that it is small enough to be looked at as a whole.

    ``size`` is in bytes, None where it is not known before the end. ``plain``: every line is one of a syslog file, in order, so that
    there is nothing to undo and no dump. ``problem`` is the reason why there are no lines.
    """

    name: str
    size: int | None
    batches: Iterator[Batch]
    whole: bool = False
    plain: bool = False
    passing: Passing = field(default_factory=Passing)
    problem: str | None = None

    def begin(self) -> list[str]:
        """The first lines; they can be read again."""
        first = next(self.batches, None)
        if first is None:
            return []
        self.batches = chain((first,), self.batches)
        return first[1]

    def hold(self) -> list[tuple[int, str]]:
        """All lines, held in memory; they can be read again."""
        held = list(self.batches)
        self.batches = iter(held)
        return [(number, text) for first, batch in held for number, text in enumerate(batch, first)]

    def keep(self, lines: list[tuple[int, str]]) -> None:
        """From here on these lines are the input."""
        self.batches = iter([(number, [text]) for number, text in lines])

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines one by one, each with its number."""
        for first, batch in self.batches:
            yield from enumerate(batch, first)


def open_source(given: Given, name: str | None = None, passing: Passing | None = None) -> Source:
    """The input that ``given`` stands for: a path, ``-`` (standard input), a binary stream, bytes, or the text itself.

    A ``str`` is a text if it has more than one line or if no file has that name and it does not look like a file's name.
    Lines that ``passing`` finds in a stream are left out, but numbered.
    """
    if isinstance(given, bytes):
        return _from_stream(io.BytesIO(given), name or "bytes", len(given))
    if isinstance(given, Path):
        return _from_path(given, name)
    if isinstance(given, str):
        if given == "-":
            return _from_stream(sys.stdin.buffer, name or "standard input", None)
        if _is_text(given):
            return _from_text(given, name or "text")
        return _from_path(Path(given), name)
    return _from_stream(given, name or str(getattr(given, "name", "stream")), None, passing)


def _is_text(given: str) -> bool:
    if not given or "\n" in given or "\r" in given or "\0" in given or len(given) > 1024:
        return True
    try:
        if Path(given).exists():
            return False
    except OSError:
        return True
    return any(c in given for c in ' \t"[<')


def _from_text(text: str, name: str) -> Source:
    if not text.strip("\ufeff\0 \t\r\n"):
        return _refused(name, "empty: there is no text in it", len(text))
    size = len(text.encode("utf-8", "surrogatepass"))
    return Source(name, size, batches(iter((text.removeprefix("\ufeff").replace("\0", ""),))), whole=size <= SMALL)


def _from_path(path: Path, name: str | None) -> Source:
    label = name or str(path)
    try:
        if path.is_dir():
            return _refused(label, "a directory: name the files in it")
        if not path.exists():
            return _refused(label, "no such file")
        size = path.stat().st_size if path.is_file() else None
        stream = path.open("rb", buffering=0)
    except OSError as error:
        return _refused(label, f"cannot be opened: {error.strerror or error}")
    source = _from_stream(stream, label, size)
    if source.problem is not None:
        stream.close()
    else:
        source.batches = _closing(source.batches, stream)
    return source


def _closing(batches: Iterator[Batch], stream: io.RawIOBase) -> Iterator[Batch]:
    with stream:
        yield from batches


def _from_stream(stream: Readable, name: str, size: int | None, passing: Passing | None = None) -> Source:
    """The first bytes decide what the stream is; one that ends within them is known whole."""
    try:
        head = _read_up_to(stream, SMALL + 1 if size is None or size <= SMALL else HEAD)
    except OSError as error:
        return _refused(name, f"cannot be read: {error.strerror or error}", size)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        if len(head) <= SMALL and (size is None or size <= SMALL):
            return _refused(name, "empty: there is no text in it", len(head))
    elif problem := problem_of(head[:HEAD]):
        return _refused(name, problem, size)
    whole = len(head) <= SMALL and (size is None or size <= SMALL)
    source = Source(name, len(head) if whole else size, iter(()), whole=whole, passing=passing or Passing())
    source.batches = batches(texts(_chunks(head, stream, source), encoding_of(head[:HEAD])), source.passing)
    return source


def _read_up_to(stream: Readable, most: int) -> bytes:
    """Pipes give what they have; read on until enough or the end."""
    parts: list[bytes] = []
    got = 0
    while got < most:
        part = stream.read(min(BLOCK, most - got))
        if not part:
            break
        parts.append(part)
        got += len(part)
    return b"".join(parts)


def _chunks(head: bytes, stream: Readable, source: Source) -> Iterator[bytes]:
    for start in range(0, len(head), BLOCK):
        yield head[start : start + BLOCK]
    del head
    try:
        while block := stream.read(BLOCK):
            yield block
    except OSError as error:
        source.problem = f"cannot be read to its end: {error.strerror or error}"


def _refused(name: str, problem: str, size: int | None = None) -> Source:
    return Source(name, size, iter(()), whole=True, problem=problem)
