"""A stream: the members that one log was cut into by rotation, in the order of time, read as one numbered text."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from analyzer.archives import ArchiveError, Limits, Member, open_all
from analyzer.batch.known import EDGE, Known, digest_of
from analyzer.extract.lane import plain
from analyzer.framing.heads import stamp
from analyzer.framing.timestamps import parse_time
from analyzer.sources import SMALL, Batch, Passing, Source, open_source

AROUND = 20  # lines at the begin and the end of a member that are looked at for a time stamp
SYSLOG = len("Nov 23 07:21:00")
BLOCK = 1 << 20  # bytes read at a time
EPOCH = datetime(1970, 1, 1)
HALF_A_YEAR = 183 * 86_400 * 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Piece:
    """A member of a stream. ``year`` is that of its first line; ``known`` is what an earlier run has read of it."""

    member: Member
    year: int | None = None
    known: Known | None = None

    @property
    def before(self) -> int:
        """Its lines that are passed over."""
        return self.known.whole_lines if self.known is not None else 0


@dataclass(slots=True)
class Part:
    """What became of a piece: bytes and lines of its text, times, problem. ``start`` is the number of its first line in the stream, from 1."""

    piece: Piece
    start: int
    lines: int = 0
    size: int = 0
    whole: int = 0
    rest: int = 0  # lines without an end: one or none
    head: str = ""
    tail: str = ""
    digest: str = ""
    whole_digest: str = ""
    first: int | None = None
    last: int | None = None
    problem: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    rest_counts: dict[str, int] = field(default_factory=dict)

    def known(self) -> Known:
        """What is remembered of it."""
        before, member = self.piece.before, self.piece.member
        now = Known(
            name=member.name, starts=((self.start, before),), year=self.piece.year, size=self.size, packed=member.packed,
            modified=member.modified, whole=self.whole, lines=before + self.lines, whole_lines=before + self.lines - self.rest,
            head=self.head, tail=self.tail, digest=self.digest, whole_digest=self.whole_digest, first=self.first, last=self.last,
            problem=self.problem, counts=self.counts, rest=self.rest_counts,
        )  # fmt: skip
        return now.after(self.piece.known) if self.piece.known is not None else now


class ChangedError(Exception):
    """What an earlier run has read is no longer there as it was: the stream has to be read anew."""


class _Counted:
    """A stream of bytes that notes what goes by, and passes over what was read before."""

    def __init__(self, stream: BinaryIO, part: Part, name: str) -> None:
        self.name = name
        self._stream, self._part = stream, part
        self._all = hashlib.blake2b(digest_size=16)
        self._whole = self._all.copy()
        self.head = self._tail = self.recent = b""
        self._hashed = True
        known = part.piece.known
        if known is not None:
            self._pass_over(known)

    def _pass_over(self, known: Known) -> None:
        edge = min(EDGE, known.whole)
        if self._stream.seekable():  # a plain file: what was read is not read again
            self._hashed = False
            self._part.size = self._part.whole = known.whole
            self._stream.seek(known.whole - edge)
            self._tail = self.recent = self._stream.read(edge)
        else:
            left = known.whole
            while left > 0:
                block = self._stream.read(min(BLOCK, left))
                if not block:
                    raise ChangedError
                left -= len(block)
                self._note(block)
            if known.whole_digest and self._all.hexdigest() != known.whole_digest:
                raise ChangedError
        if digest_of(self._tail) != known.tail:
            raise ChangedError

    def _note(self, block: bytes) -> None:
        part = self._part
        if len(self.head) < EDGE:
            self.head += block[: EDGE - len(self.head)]
        cut = block.rfind(b"\n") + 1
        if cut:
            self._all.update(block[:cut])
            self._whole = self._all.copy()
            part.whole = part.size + cut
            self._tail = block[cut - EDGE : cut] if cut >= EDGE else (self.recent + block[:cut])[-EDGE:]
            self._all.update(block[cut:])
        else:
            self._all.update(block)
        self.recent = (self.recent + block[-EDGE:])[-EDGE:]
        part.size += len(block)

    def read(self, size: int, /) -> bytes:
        """The next bytes; what is wrong with the rest is noted, and ends them."""
        try:
            block = self._stream.read(size)
        except (ArchiveError, OSError) as error:
            self._part.problem = str(error)
            return b""
        self._note(block)
        return block

    def end(self) -> None:
        """Note what it hashes to."""
        part = self._part
        part.tail, part.head = digest_of(self._tail), digest_of(self.head)
        if self._hashed:
            part.digest, part.whole_digest = self._all.hexdigest(), self._whole.hexdigest()


class Rotation:
    """The pieces as one text. Read ``batches`` once; then ``parts`` say what became of each piece.

    ``before`` are the members that were read in earlier runs, ``start`` is the number of the first line now. ``boundary`` is called
    whenever a piece is over. The last line of all, where nothing ends it, is left in ``rest``: a log that is being written goes on there.
    """

    def __init__(self, pieces: tuple[Piece, ...], limits: Limits, start: int = 1, before: Iterable[Known] = ()) -> None:
        self.pieces, self.limits = pieces, limits
        self.parts: list[Part] = []
        self.rest: list[Batch] = []
        self.boundary: Callable[[Part], None] = lambda _: None
        self.next = start
        self.passing = Passing()  # what the reader has no use for
        self._places = sorted((at, lines, k.name, k.year, k.first) for k in before for at, lines in k.starts)

    def batches(self) -> Iterator[Batch]:
        """All lines, numbered through. Raises ChangedError."""
        for number, (piece, stream) in enumerate(self._opened()):
            part = Part(piece, self.next)
            self.parts.append(part)
            self._places.append((part.start, piece.before, piece.member.name, piece.year, None))
            yield from self._of_piece(part, stream, last=number == len(self.pieces) - 1)
            self.boundary(part)

    def _opened(self) -> Iterator[tuple[Piece, BinaryIO]]:
        rest = self.pieces
        if rest and rest[0].known is not None and _is_plain(rest[0].member):
            with Path(rest[0].member.top).open("rb", buffering=0) as file:
                yield rest[0], cast("BinaryIO", file)
            rest = rest[1:]
        for number, (_, stream) in enumerate(open_all([p.member for p in rest], self.limits)):
            yield rest[number], stream

    def _of_piece(self, part: Part, stream: BinaryIO, *, last: bool) -> Iterator[Batch]:
        name, year = part.piece.member.name, part.piece.year
        counted = _Counted(stream, part, name)
        passing = Passing(self.passing.runs)
        source = open_source(counted, name, passing)
        held: Batch | None = None
        for first, texts in source.batches:
            begin = part.start + first - 1
            self.next = begin + len(texts)
            if part.first is None:
                self._begins(part, _time(_lines(counted.head)[:AROUND], year) or _time(texts[:AROUND], year))
            if held is not None:
                yield held
            held = (begin, texts)
        counted.end()
        self.next = max(self.next, part.start + passing.lines)
        read_before = part.piece.known.whole if part.piece.known is not None else 0
        part.problem = part.problem or (source.problem if part.size > read_before else None)
        part.lines = self.next - part.start
        if part.first is None:
            self._begins(part, _time(_lines(counted.head)[:AROUND], year))
        ends = held[1] if held is not None else []
        part.last = _time(_lines(counted.recent)[-AROUND:], year, backwards=True) or _time(ends[-AROUND:], year, backwards=True) or part.first
        if held is not None:
            yield from self._end(part, held, last=last)

    def _begins(self, part: Part, time: int | None) -> None:
        part.first = time
        if time is not None and part.piece.known is None:
            self._places[-1] = (part.start, part.piece.before, part.piece.member.name, part.piece.year, time)

    def _end(self, part: Part, held: Batch, *, last: bool) -> Iterator[Batch]:
        """The last batch of a piece, without the line that may go on."""
        begin, texts = held
        if not last or part.whole == part.size:
            yield held
            return
        part.rest = 1
        self.rest = [(begin + len(texts) - 1, texts[-1:])]
        if len(texts) > 1:
            yield begin, texts[:-1]

    def span(self) -> tuple[int | None, int | None]:
        """The first and the last time that the pieces tell, which have been read."""
        times = [t for part in self.parts for t in (part.first, part.last) if t is not None]
        return (times[0], times[-1]) if times else (None, None)

    def place(self, line: int) -> tuple[str, int]:
        """The member that a line of the stream is in, and the line's number there."""
        at = self._at(line)
        return (at[2], line - at[0] + 1 + at[1]) if at is not None else ("", line)

    def time(self, line: int, text: str | None) -> int | None:
        """The time of a line, in microseconds since 1970; a log that began in December goes on in the next year."""
        if not text:
            return None
        at = self._at(line)
        year, first = (at[3], at[4]) if at is not None else (None, None)
        found = micros(text, year)
        if found is not None and year is not None and first is not None and found < first - HALF_A_YEAR:
            found = micros(text, year + 1)
        return found

    def _at(self, line: int) -> "_Place | None":
        number = bisect_right(self._places, line, key=_start)
        return self._places[number - 1] if number else None


_Place = tuple[int, int, str, int | None, int | None]  # first line in the stream, lines of the member before it, its name, year, first time


def _start(place: _Place) -> int:
    return place[0]


def _is_plain(member: Member) -> bool:
    """Whether the member is a file of the disk whose bytes are the text."""
    return not member.route and member.size is not None and member.size == member.packed and Path(member.top).is_file()


def source_of(rotation: Rotation, name: str) -> Source:
    """The stream as an input of the pipeline, without its ``rest`` where it is long.

    One that is small has a size; it is offered whole, as pastes and dumps are, unless every line is one of a syslog file, in order.
    """
    batches = rotation.batches()
    held: list[Batch] = []
    for batch in batches:
        held.append(batch)
        if sum(part.size for part in rotation.parts) > SMALL:
            return Source(name, None, chain(held, batches), passing=rotation.passing)
    held += rotation.rest
    rotation.rest = []
    first, last = rotation.span()
    ordered = first is not None and last is not None and first <= last and all(plain(texts) for _, texts in held)
    size = sum(part.size for part in rotation.parts)
    return Source(name, size, iter(held), whole=not ordered, plain=ordered)


def _lines(edge: bytes) -> list[str]:
    return edge.decode("utf-8", "replace").split("\n")


def _time(texts: list[str], year: int | None, *, backwards: bool = False) -> int | None:
    for text in reversed(texts) if backwards else texts:
        found = stamp(text[:200])
        if found is not None:
            return micros(found[0][1], year)
    return None


def first_stamp(head: bytes) -> str | None:
    """The first time stamp of a member, as it is written there."""
    for text in head[: BLOCK].decode("utf-8", "replace").split("\n", AROUND)[:AROUND]:
        found = stamp(text[:200])
        if found is not None:
            return found[0][1]
    return None


def micros(text: str, year: int | None) -> int | None:
    """A time stamp as microseconds since 1970 of the gateway's own clock; None where it is none or the year is not known."""
    if len(text) == SYSLOG and text[9] == text[12] == ":":  # Nov 23 07:21:00: of the same minute as most before it
        minute, seconds = _micros(text[:13] + "00", year), text[13:]
        if minute is not None and seconds.isdecimal() and seconds < "60":
            return minute + int(seconds) * 1_000_000
    return _micros(text, year)


@lru_cache(maxsize=4096)
def _micros(text: str, year: int | None) -> int | None:
    try:
        found = parse_time(text, year)
    except ValueError:
        return None
    if found is None:
        return None
    gone = found.replace(tzinfo=None) - EPOCH
    return (gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds
