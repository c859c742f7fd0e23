"""Reading: the texts of members in the order that the reader wants them, each stored file read once where that can be had."""

import io
import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from analyzer.archives.codecs import WEIGHT, Decoder, codec_of, inflate
from analyzer.archives.contents import Look, at_route, of_raw
from analyzer.archives.raws import Options, open_raw
from analyzer.archives.readers import Buffered, Raw, Reader, Window, Zeros
from analyzer.archives.records import BLOCK, ArchiveError, Budget, Limits, Member, Route
from analyzer.archives.walking import DEFAULT, NO_OPTIONS
from analyzer.sources.detect import HEAD

SOUGHT = ("zip", "tar")  # kinds of a first step that a stored file can be sought to
OPEN = 64  # stored files, weighed by what their decoders take in MiB, that are kept open in the middle

Key = tuple[str, Route]


def open_all(members: Sequence[Member], limits: Limits = DEFAULT, *, options: Options = NO_OPTIONS) -> Iterator[tuple[Member, BinaryIO]]:
    """Each member with its text, in the given order. A text can be read until the next step.

    ``read`` gives up to a MiB at a time; it raises ArchiveError where the data is damaged, truncated or too much, after all bytes that could be had.
    """
    opener = _Opener(members, limits, options)
    try:
        for number, member in enumerate(members):
            text = Text(opener.text(number, member), limits, member)
            yield member, cast("BinaryIO", text)
            text.end()
    finally:
        opener.close()


def head(member: Member, limits: Limits = DEFAULT, *, options: Options = NO_OPTIONS) -> bytes:
    """The first bytes of a member's text, up to 64 KiB; what could be had of them."""
    for _, text in open_all([member], limits, options=options):
        parts: list[bytes] = []
        left = HEAD
        try:
            while left and (data := text.read(left)):
                parts.append(data)
                left -= len(data)
        except ArchiveError:
            pass
        return b"".join(parts)
    return b""


class _Failed:
    """A text of which nothing can be had."""

    __slots__ = ("_problem",)

    def __init__(self, problem: str) -> None:
        self._problem = problem

    def read(self, _size: int, /) -> bytes:
        raise ArchiveError(self._problem)

    def skip(self, _size: int, /) -> int:
        raise ArchiveError(self._problem)


class Text(io.BufferedIOBase):
    """A member's text as a stream. It raises ArchiveError at the limits of one member."""

    def __init__(self, source: Reader, limits: Limits, member: Member) -> None:
        self._source = source
        self._left = limits.member
        self._reason = f"too big: a text may have {limits.member} bytes at most"
        if member.packed is not None and member.route:
            most = max(limits.small, limits.ratio * member.packed)
            if most < self._left:
                self._left = most
                self._reason = f"a decompression bomb: more than {limits.ratio} bytes for one"
        self._error: ArchiveError | None = None

    def readable(self) -> bool:
        return True

    def end(self) -> None:
        """From now on the text cannot be read."""
        self._source = Zeros(0)
        self._error = ArchiveError("read too late: the next member has been opened")

    def read1(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes, up to a MiB by default; none only at the end."""
        if self._error is not None:
            raise self._error
        if size == 0:
            return b""
        try:
            data = self._source.read(BLOCK if size is None or size < 0 or size > BLOCK else size)
        except ArchiveError as error:
            self._error = error
            raise
        self._left -= len(data)
        if self._left < 0:
            data = data[: self._left]
            self._error = ArchiveError(self._reason)
            if not data:
                raise self._error
        return data

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to ``size`` bytes in one block of at most a MiB; without ``size`` all there are, the error then raised by the next call."""
        if size is not None and size >= 0:
            return self.read1(size)
        parts = []
        try:
            while data := self.read1():
                parts.append(data)
        except ArchiveError:
            if not parts:
                raise
        return b"".join(parts)

    def readinto(self, buffer: object, /) -> int:
        """Like ``read``, into a buffer."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        data = self.read1(len(view))
        view[: len(data)] = data
        return len(data)


class _Opener:
    """The stored files that are open, each at the member that it has come to."""

    def __init__(self, members: Sequence[Member], limits: Limits, options: Options) -> None:
        self._limits = limits
        self._options = options
        self._alone: Raw | None = None
        self._units: OrderedDict[Key, _Unit] = OrderedDict()
        self._turns: dict[Key, dict[Route, list[int]]] = {}
        self._held = Held(limits.held)
        for number, member in enumerate(members):
            if member.route and member.problem is None:
                self._turns.setdefault(_key(member), {}).setdefault(member.route, []).append(number)

    def text(self, number: int, member: Member) -> Reader:
        if self._alone is not None:
            self._alone.close()
            self._alone = None
        if member.problem is not None:
            return _Failed(member.problem)
        try:
            return self._of_container(number, member) if member.route else self._of_file(member)
        except ArchiveError as error:
            return _Failed(str(error))

    def _of_file(self, member: Member) -> Reader:
        """A file that is a text, or a compressed text: no more than its layers."""
        self._alone = raw = open_raw(member.top, self._options)
        source = Buffered(Window(raw))
        budget = Budget(self._limits, raw.size)
        for _ in range(self._limits.depth):
            codec = codec_of(source.peek(HEAD))
            if codec is None:
                break
            source = Buffered(Decoder(source, codec, self._limits, budget))
        return source

    def _of_container(self, number: int, member: Member) -> Reader:
        key = _key(member)
        turns = self._turns[key]
        held = self._held.take(key, member.route)
        mine = turns[member.route]
        mine.remove(number)
        if not mine:
            del turns[member.route]
        if held is not None:
            if not turns:
                self._close(key)
            return held
        unit = self._units.pop(key, None)
        if unit is None:
            unit = _Unit(member, self._limits, self._options, {**turns, member.route: [number]})
        self._units[key] = unit
        self._make_room(key)
        text = unit.go_to(member.route, turns, self._held, key)
        if text is None:  # it stands before the place that the unit has come to
            unit.close()
            unit = self._units[key] = _Unit(member, self._limits, self._options, {**turns, member.route: [number]})
            text = unit.go_to(member.route, turns, self._held, key)
            if text is None:
                raise ArchiveError(unit.why(member.route))
        return text

    def _make_room(self, keep: Key) -> None:
        """Close what nothing is wanted of any more, then what was used longest ago, until the rest is light enough."""
        for key in [key for key in self._units if key != keep and not self._turns[key]]:
            self._close(key)
        while len(self._units) > 1 and sum(unit.weight for unit in self._units.values()) > OPEN:
            self._close(next(iter(self._units)))

    def _close(self, key: Key) -> None:
        unit = self._units.pop(key, None)
        if unit is not None:
            unit.close()

    def close(self) -> None:
        if self._alone is not None:
            self._alone.close()
        for key in list(self._units):
            self._close(key)


def _key(member: Member) -> Key:
    return member.top, member.route[:1] if member.route[0][0] in SOUGHT else ()


class _Unit:
    """One pass over a stored file, or over the one member of it that can be sought to."""

    def __init__(self, member: Member, limits: Limits, options: Options, turns: dict[Route, list[int]]) -> None:
        self._raw = raw = open_raw(member.top, options)
        wanted = frozenset(route[:length] for route in turns for length in range(1, len(route) + 1))
        self._look = Look(limits, Budget(limits, raw.size), wanted)
        self.weight = WEIGHT.get(codec_of(raw.read_at(0, 512) if raw.seekable else b"") or "", 1)
        if member.route[0][0] in SOUGHT:
            self._leaves = at_route(raw, member, self._look)
        else:
            self._leaves = of_raw(raw, Member(name=member.top, top=member.top), self._look)

    def go_to(self, route: Route, turns: dict[Route, list[int]], held: "Held", key: Key) -> Reader | None:
        """The text at ``route``, those before it that are wanted later held back; None where it does not come any more."""
        for leaf in self._leaves:
            found = leaf.member.route
            if found == route:
                if leaf.text is None:
                    raise ArchiveError(leaf.member.problem or "unreadable")
                return leaf.text
            if found in turns and leaf.text is not None:
                held.keep(key, found, turns[found][0], leaf.text)
        return None

    def why(self, route: Route) -> str:
        """Why ``route`` was not found."""
        for at, problem in reversed(self._look.problems):
            if route[: len(at)] == at:
                return problem
        return "the archive has changed since it was listed"

    def close(self) -> None:
        self._raw.close()


class Held:
    """Texts that came before they were wanted, packed. Those that are wanted last have to go where they are too much."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._used = 0
        self._texts: dict[tuple[Key, Route], tuple[int, int, list[bytes], ArchiveError | None]] = {}

    def keep(self, key: Key, route: Route, turn: int, text: Reader) -> None:
        if (key, route) in self._texts:
            return
        parts: list[bytes] = []
        size = 0
        error: ArchiveError | None = None
        packer = zlib.compressobj(1, zlib.DEFLATED, -15)
        try:
            while data := text.read(BLOCK):
                parts.append(packer.compress(data))
                size += len(parts[-1])
                if not self._room(size, turn):
                    return
        except ArchiveError as caught:
            error = caught
        parts.append(packer.flush())
        size += len(parts[-1])
        if self._room(size, turn):
            self._texts[key, route] = (turn, size, parts, error)
            self._used += size

    def _room(self, size: int, turn: int) -> bool:
        while self._used + size > self._most:
            last = max(self._texts, key=lambda place: self._texts[place][0], default=None)
            if last is None or self._texts[last][0] < turn:
                return False
            self._used -= self._texts.pop(last)[1]
        return True

    def take(self, key: Key, route: Route) -> Reader | None:
        """The text that is held, which is let go of; or None."""
        found = self._texts.pop((key, route), None)
        if found is None:
            return None
        _, size, parts, error = found
        self._used -= size
        return _Unpacked(parts, error)


class _Unpacked:
    """A held text."""

    def __init__(self, parts: list[bytes], error: ArchiveError | None) -> None:
        self._parts = parts[::-1]
        self._frame = inflate()
        self._error = error

    def read(self, size: int, /) -> bytes:
        while not self._frame.eof:
            fresh = b""
            if self._frame.needs_input:
                if not self._parts:
                    break
                fresh = self._parts.pop()
            if data := self._frame.decompress(fresh, size):
                return data
        if self._error is not None:
            raise self._error
        return b""

    def skip(self, size: int, /) -> int:
        left = size
        while left and (data := self.read(min(left, BLOCK))):
            left -= len(data)
        return size - left
