"""Zip by its local headers as they come: for a zip inside of another archive, and where the directory is missing or damaged."""

from collections.abc import Iterator

from analyzer.archives.codecs import Decoder
from analyzer.archives.readers import Buffered, Checked, Entry, Limited, Reader, Zeros, crc32, pass_over
from analyzer.archives.records import ArchiveError, Budget, Limits
from analyzer.archives.zips import LOCAL, LOCAL_HEADER, Header, decoder_of, extra_fields, name_of, open_packed, time_of

_DESCRIPTOR = b"PK\x07\x08"
_AFTER = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08")  # what stands behind the members


def by_headers(source: Buffered, limits: Limits, budget: Budget) -> Iterator[Entry]:
    """The members as their local headers come. Raises ArchiveError at the end where the directory, which ends each zip, is missing."""
    if source.peek(4) in (b"PK\x07\x08", b"PK00"):  # the mark of a divided archive
        source.skip(4)
    while True:
        fixed = source.peek(30)
        if fixed[:4] in _AFTER:
            return
        if fixed[:4] != LOCAL:
            at = source.position
            if not _find_header(source):
                raise ArchiveError(f"damaged or truncated: no member and no directory at byte {at}")
            yield _damage(at, source.position)
            continue
        if len(fixed) < 30:
            raise ArchiveError("truncated: it ends without its directory")
        yield from _one(source, fixed, limits, budget)


def _one(source: Buffered, fixed: bytes, limits: Limits, budget: Budget) -> Iterator[Entry]:
    at = source.position
    _, _, flags, method, time, date, crc, packed, size, names, extras = LOCAL_HEADER.unpack(fixed)
    body = source.peek(30 + names + extras)[30:]
    if len(body) < names + extras:
        source.skip(3)
        if not _find_header(source):
            raise ArchiveError("truncated: it ends without its directory")
        yield _damage(at, source.position)
        return
    source.skip(30 + names + extras)
    head = Header(name_of(body[:names], flags), flags, method, crc, packed, size, time_of(date, time))
    extra_fields(head, body[names:], central=False)
    open_ended = bool(flags & 8) and not head.packed
    if not open_ended:
        packing = Limited(source, head.packed)
        if not head.folder:
            entry = Entry(
                head.name,
                ("zips", at),
                head.size,
                head.packed,
                head.modified,
                head.problem,
                lambda: open_packed(head, packing, limits, budget),
            )
            yield entry
        packing.skip(packing.left)
        if flags & 8:
            _descriptor(source, head.zip64)
        return
    if head.problem:
        yield Entry(head.name, ("zips", at), None, None, head.modified, head.problem, lambda: Zeros(0))
        if not _find_header(source):
            raise ArchiveError("truncated: it ends without its directory")
        return
    opened: list[Reader] = []

    def begin() -> Reader:
        if method == 0:
            opened.append(_StoredOpenEnded(source))
        else:
            opened.append(_OpenEnded(decoder_of(head, source, limits, budget), source, head.zip64))
        return opened[0]

    yield Entry(head.name, ("zips", at), None, None, head.modified, None, begin)
    try:
        reader = opened[0] if opened else begin()
        while reader.read(1 << 20):
            pass
    except ArchiveError as error:
        if not _find_header(source):
            raise error from None


class _OpenEnded:
    """A member whose size and checksum follow after its data."""

    def __init__(self, decoder: Decoder, source: Buffered, zip64: bool) -> None:
        self._decoder = Checked(decoder, None, None)
        self._inner = decoder
        self._source = source
        self._zip64 = zip64
        self._done = False

    def read(self, size: int, /) -> bytes:
        data = self._decoder.read(size)
        if not data and not self._done:
            self._done = True
            crc = _descriptor(self._source, self._zip64)
            if crc is not None and crc != self._decoder.sum:
                raise ArchiveError("damaged: the checksum is wrong")
        return data

    def skip(self, size: int, /) -> int:
        return pass_over(self, size)


class _StoredOpenEnded:
    """A stored member whose size and checksum follow after its data: where the bytes before a descriptor are just those it tells of."""

    def __init__(self, source: Buffered) -> None:
        self._source = source
        self._sum = 0
        self._size = 0
        self._done = False

    def read(self, size: int, /) -> bytes:
        if self._done:
            return b""
        window = self._source.peek(max(64, min(size, 1 << 16)))
        place = window.find(_DESCRIPTOR)
        if place == 0 and (length := self._described(window)):
            self._source.skip(length)
            self._done = True
            return b""
        if place == 0:
            place = window.find(_DESCRIPTOR, 1)
        if not window:
            self._source.read(1)  # raises where an error, not the end, has come
            raise ArchiveError("truncated: nothing tells where the stored member ends")
        # The last three bytes may begin a descriptor; at the end of all there is none any more.
        most = place if place > 0 else len(window) - 3 if len(window) > 3 else len(window)
        data = self._source.read(max(1, min(size, most)))
        self._sum = crc32(data, self._sum)
        self._size += len(data)
        return data

    def _described(self, window: bytes) -> int:
        """Length of the descriptor that ``window`` begins with; 0 if it tells of other bytes."""
        if int.from_bytes(window[4:8], "little") == self._sum:
            for width in (4, 8):
                sizes = (window[8 : 8 + width], window[8 + width : 8 + 2 * width])
                if sizes[0] == sizes[1] == self._size.to_bytes(8, "little")[:width]:
                    return 8 + 2 * width
        return 0

    def skip(self, size: int, /) -> int:
        return pass_over(self, size)


def _descriptor(source: Buffered, zip64: bool) -> int | None:
    """Pass over a data descriptor, with or without its signature, of 4-byte or 8-byte sizes; its checksum."""
    head = source.peek(28)
    signed = 4 if head[:4] == _DESCRIPTOR else 0
    for sizes in (16, 8) if zip64 else (8, 16):
        end = signed + 4 + sizes
        if head[end : end + 2] == b"PK" or len(head) == end:
            source.skip(end)
            return int.from_bytes(head[signed : signed + 4], "little")
    return None


def _find_header(source: Buffered) -> bool:
    """Go to the next local header; False where there is none."""
    source.skip(min(1, len(source.peek(1))))
    while True:
        window = source.peek(1 << 16)
        place = window.find(LOCAL)
        if place >= 0:
            source.skip(place)
            return True
        if len(window) < 4:
            return False
        source.skip(len(window) - 3)


def _damage(start: int, end: int) -> Entry:
    return Entry(f"(bytes {start} to {end})", ("zips", start), None, None, None, "damaged: no header where one should be", lambda: Zeros(0))
