"""Zip by its central directory, where the file can be sought in (APPNOTE.TXT 6.3.10).

The directory is read entry by entry; what it says is never held. Members whose data overlap (the bomb of Fifield, 2019) are refused.
"""

import bz2
import lzma
import struct
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from analyzer.archives.codecs import Copy, Decoder, Make, inflate, zstd_maker
from analyzer.archives.names import of_bytes
from analyzer.archives.readers import Buffered, Checked, Entry, Limited, Raw, Reader, Window
from analyzer.archives.records import ArchiveError, Budget, Limits, Step

LOCAL = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
FULL = 0xFFFFFFFF


@dataclass(slots=True)
class Header:
    """What a local or central header says."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    modified: float | None
    offset: int = 0
    mode: int = 0
    zip64: bool = False
    stored: bytes = b""  # the name, as it is stored

    @property
    def problem(self) -> str | None:
        if self.flags & 0x2041 or self.method == 99:
            return "encrypted"
        kind = self.mode & 0o170000
        if kind == 0o120000:
            return "a link"
        if kind not in (0, 0o100000, 0o040000):
            return "a device or a pipe"
        if self.method not in (0, 8, 12, 14, 93, 95):
            return f"compressed in a way that is not read here (zip method {self.method})"
        return None

    @property
    def folder(self) -> bool:
        return self.name.endswith("/") and not self.size


def time_of(date: int, time: int) -> float | None:
    """Seconds since the epoch of a DOS date and time, the clock taken as UTC; None where they make no sense."""
    month, day = date >> 5 & 15, date & 31
    if not 1 <= month <= 12 or not day:
        return None
    return float(timegm((1980 + (date >> 9), month, day, time >> 11, time >> 5 & 63, (time & 31) * 2)))


def extra_fields(head: Header, extra: bytes, central: bool) -> None:
    """Take from the extra fields the 64-bit sizes and the UTC time stamp."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if tag == 1:
            head.zip64 = True
            numbers = [int.from_bytes(body[i : i + 8], "little") for i in range(0, len(body) - 7, 8)][::-1]
            if head.size == FULL and numbers:
                head.size = numbers.pop()
            if head.packed == FULL and numbers:
                head.packed = numbers.pop()
            if central and head.offset == FULL and numbers:
                head.offset = numbers.pop()
        elif tag == 0x5455 and len(body) >= 5 and body[0] & 1:
            head.modified = float(int.from_bytes(body[1:5], "little", signed=True))
        at += 4 + length


def name_of(raw: bytes, flags: int) -> str:
    """A member's name, in UTF-8 or the old code page, with Windows' separators turned."""
    return of_bytes(raw, "utf-8" if flags & 0x800 else "cp437").replace("\\", "/")


def _lzma_maker(source: Buffered, limits: Limits) -> Make:
    """The decoder for what stands after zip's own LZMA header (APPNOTE 5.8.8)."""
    head = source.exactly(9)
    if len(head) < 9 or head[2:4] != b"\5\0" or head[4] >= 225:
        raise ArchiveError("damaged: the LZMA header")
    return lzma_maker(head[4], int.from_bytes(head[5:9], "little"), limits)


def lzma_maker(properties: int, dictionary: int, limits: Limits, kind: int = lzma.FILTER_LZMA1, before: int | None = None) -> Make:
    """A raw LZMA decoder for the properties byte (lc, lp, pb) and the dictionary size. Raises ArchiveError where it would take too much memory."""
    if dictionary > limits.memory:
        raise ArchiveError("too much memory would be needed to read it")
    chosen: dict[str, int] = {"id": kind, "dict_size": max(4096, dictionary)}
    if kind == lzma.FILTER_LZMA1:
        chosen |= {"lc": properties % 9, "lp": properties // 9 % 5, "pb": properties // 45}
    chain = [chosen] if before is None else [{"id": before}, chosen]
    return partial(lzma.LZMADecompressor, lzma.FORMAT_RAW, None, chain)


def decoder_of(head: Header, source: Buffered, limits: Limits, budget: Budget) -> Decoder:
    """What unpacks the member whose packed bytes begin in ``source``."""
    make: Make
    if head.method == 0:
        make = Copy
    elif head.method == 8:
        make = inflate
    elif head.method == 12:
        make = bz2.BZ2Decompressor
    elif head.method == 14:
        make = _lzma_maker(source, limits)
    elif head.method == 95:
        make = partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, limits.memory)
    else:
        make = zstd_maker(limits)
    return Decoder(source, "zip", limits, budget, make)


def open_packed(head: Header, source: Reader, limits: Limits, budget: Budget) -> Reader:
    """The text of a member whose packed bytes follow in ``source``."""
    packed = Limited(source, head.packed)
    if head.method == 0:
        return Checked(packed, head.size, head.crc)
    return Checked(decoder_of(head, Buffered(packed), limits, budget), head.size, head.crc)


# -- by the directory


def directory(raw: Raw) -> tuple[int, int, int] | None:
    """Where the central directory begins and ends, and what to add to its offsets. None where there is none."""
    if not raw.seekable or raw.size is None:
        return None
    tail_at = max(0, raw.size - 65557)
    tail = _all(raw, tail_at, raw.size - tail_at)
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0 and len(tail) - at < 22:
        at = tail.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        return None
    _, disk, _, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = tail_at + at
    if FULL in (size, offset) or count == 0xFFFF:
        locator = _all(raw, end - 20, 20) if end >= 20 else b""
        if locator[:4] == b"PK\x06\x07":
            where = int.from_bytes(locator[8:16], "little")
            record = _all(raw, where, 56)
            if len(record) < 56 or record[:4] != b"PK\x06\x06":
                where = end - 20 - 56
                record = _all(raw, max(0, where), 56)
            if len(record) == 56 and record[:4] == b"PK\x06\x06":
                count, size, offset = _END64.unpack(record)[7:]
                end = where
    shift = end - size - offset
    if end < size or (disk and disk != 0xFFFF):
        return None
    return end - size, end, shift if shift and not _stands(raw, end - size) else 0


def _stands(raw: Raw, begin: int) -> bool:
    """Whether the first member stands just where the directory says, so that a wrong place of the directory itself is no shift."""
    try:
        head = _central(Buffered(Window(raw, begin)))
    except ArchiveError:
        return False
    local = _all(raw, head.offset, 30 + len(head.stored)) if head else b""
    return head is not None and local[:4] == LOCAL and local[30:] == head.stored


def _all(raw: Raw, position: int, size: int) -> bytes:
    reader = Buffered(Window(raw, position))
    return reader.peek(size)


def _central(source: Buffered) -> Header | None:
    """The next entry of the directory; None where there is no more. Raises ArchiveError where it is damaged."""
    fixed = source.peek(46)
    if fixed[:4] != b"PK\x01\x02":
        return None
    if len(fixed) < 46:
        raise ArchiveError("damaged: the zip's directory ends too early")
    _, _, _, flags, method, time, date, crc, packed, size, names, extras, comments, _, _, external, offset = _CENTRAL.unpack(fixed)
    source.skip(46)
    body = source.exactly(names + extras + comments)
    if len(body) < names + extras + comments:
        raise ArchiveError("damaged: the zip's directory ends too early")
    mode = external >> 16 if fixed[5] == 3 else 0
    head = Header(name_of(body[:names], flags), flags, method, crc, packed, size, time_of(date, time), offset, mode, stored=body[:names])
    extra_fields(head, body[names : names + extras], central=True)
    return head


def _overlapping(raw: Raw, begin: int, end: int, shift: int, most: int) -> set[int] | None:
    """Offsets of the members that reach into the next one; None where the directory is damaged."""
    source = Buffered(Window(raw, begin))
    places: list[tuple[int, int]] = []
    while source.position + begin < end and len(places) < most:
        try:
            head = _central(source)
        except ArchiveError:
            return None
        if head is None:
            return None
        places.append((head.offset + shift, head.offset + shift + 30 + head.packed))
    bad = _reaching(places, begin)
    if bad:  # one wrong offset must not make its neighbours look bad
        bad = _reaching([place for place in places if _all(raw, place[0], 4) == LOCAL], begin)
    return bad


def _reaching(places: list[tuple[int, int]], furthest: int) -> set[int]:
    """Where those begin that end behind the beginning of the next, or begin where another one does."""
    bad = set()
    for start, end in sorted(places, reverse=True):
        if end > furthest or start == furthest:
            bad.add(start)
        furthest = min(furthest, start)
    return bad


def by_directory(raw: Raw, where: tuple[int, int, int], limits: Limits, budget: Budget) -> Iterator[Entry] | None:
    """The members as the central directory has them; None where it is damaged, so that the local headers have to tell."""
    begin, end, shift = where
    bad = _overlapping(raw, begin, end, shift, limits.members + 1)
    return None if bad is None else _listed(raw, begin, end, shift, bad, limits, budget)


def _listed(raw: Raw, begin: int, end: int, shift: int, bad: set[int], limits: Limits, budget: Budget) -> Iterator[Entry]:
    source = Buffered(Window(raw, begin))
    while (at := source.position + begin) < end:
        head = _central(source)
        if head is None:
            raise ArchiveError("damaged: the zip's directory ends too early")
        if head.folder:
            continue
        problem = head.problem
        if head.offset + shift in bad:
            problem = "overlaps another member (a decompression bomb)"
        yield _entry(raw, head, ("zip", at), shift, problem, limits, budget)


def _entry(raw: Raw, head: Header, step: Step, shift: int, problem: str | None, limits: Limits, budget: Budget) -> Entry:
    def opened() -> Reader:
        start = head.offset + shift
        local = _all(raw, start, 30)
        if local[:4] != LOCAL or len(local) < 30:
            raise ArchiveError("damaged: the member's header is not where the directory says")
        names, extras = struct.unpack_from("<HH", local, 26)
        return open_packed(head, Window(raw, start + 30 + names + extras), limits, budget)

    return Entry(head.name, step, head.size, head.packed, head.modified, problem, opened)


def at(raw: Raw, step: Step, limits: Limits, budget: Budget) -> Entry:
    """The member that ``by_directory`` had given with this step. Raises ArchiveError where it is gone."""
    try:
        head = _central(Buffered(Window(raw, step[1])))
    except ArchiveError:
        head = None
    if head is None:
        raise ArchiveError("the archive has changed since it was listed")
    shift = 0
    if not _stands(raw, step[1]) and (where := directory(raw)) is not None:  # something stands before the zip
        shift = where[2]
    return _entry(raw, head, step, shift, head.problem, limits, budget)
