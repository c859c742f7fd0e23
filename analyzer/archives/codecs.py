"""Compressed streams: told by their first bytes, decoded block by block, never more than a step of output at a time.

A stream is a row of frames (gzip members, RFC 1952 section 2.2; xz streams and padding; zstd and lz4 frames, skippable ones too; bzip2
streams). Zero bytes may pad it; anything else after its end is named as garbage once the text has been given.

Where data is damaged, what the decoder had made before is given first. A decoder keeps to itself the part of a step that it made
before it found the damage: in frames of up to a MiB packed the step is done again, byte by byte (bzip2 keeps the last byte of a block
whose own checksum is wrong); in longer ones up to 128 KiB before the damage are lost.
"""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

from analyzer.archives.readers import Buffered, crc32, pass_over
from analyzer.archives.records import ArchiveError, Budget, Limits

INPUT = 128 << 10  # packed bytes fed at a time
STEP = 128 << 10  # bytes made at a time
REPLAYED = 1 << 20  # packed bytes kept so that a failed step can be done again

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x04\x22\x4d\x18", "lz4"),
)
_BZIP2 = (b"1AY&SY", b"\x17rE8P\x90")  # a block, or the end of an empty stream
WEIGHT = {"gzip": 1, "lz4": 1, "bzip2": 4, "zstd": 8, "xz": 32, "lzma": 32}  # MiB that a decoder takes, about


class Decompressor(Protocol):
    """What bz2, lzma, compression.zstd, isal and lz4 have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes | None: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


Make = Callable[[], Decompressor]
Finish = Callable[[Buffered, int, int], None]


def codec_of(head: bytes) -> str | None:
    """The compression of the stream that begins with ``head``, or None."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[:3] == b"BZh" and head[3:4] in b"123456789" and head[4:10] in _BZIP2 and len(head) >= 10:
        return "bzip2"
    if len(head) > 8 and head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50:
        size = 8 + int.from_bytes(head[4:8], "little")
        return codec_of(head[size:]) if len(head) > size + 8 else "zstd"
    if len(head) > 13 and head[0] == 0x5D and _is_lzma(head):
        return "lzma"
    return None


def _is_lzma(head: bytes) -> bool:
    """The rule of xz for ``.lzma`` files: 2^n or 2^n + 2^(n-1) bytes of dictionary, and a size below 256 GiB or unknown."""
    dictionary = int.from_bytes(head[1:5], "little")
    size = int.from_bytes(head[5:13], "little")
    low = dictionary & -dictionary
    return dictionary >= 4096 and dictionary in (low, 3 * low) and (size < 1 << 38 or size == (1 << 64) - 1)


class _Zlib:
    """zlib's raw inflate with the interface of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(-15)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail and not self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class Copy:
    """No compression at all, with the interface of the others."""

    eof = False
    unused_data = b""

    def __init__(self) -> None:
        self._held = b""

    @property
    def needs_input(self) -> bool:
        return not self._held

    def decompress(self, data: bytes, max_length: int) -> bytes:
        data = self._held + data
        self._held = data[max_length:]
        return data[:max_length]


try:
    from isal import igzip_lib
except ImportError:
    inflate: Make = _Zlib
    _FAILURES: tuple[type[Exception], ...] = ()
else:
    inflate = partial(igzip_lib.IgzipDecompressor, igzip_lib.DECOMP_DEFLATE)
    _FAILURES = (cast("type[Exception]", igzip_lib.IsalError),)

if sys.version_info >= (3, 14):
    from compression import zstd

    _FAILURES = (*_FAILURES, zstd.ZstdError)
else:
    try:
        from backports import zstd
    except ImportError:
        zstd = None  # type: ignore[assignment] # the extra is not there
    else:
        _FAILURES = (*_FAILURES, zstd.ZstdError)

ERRORS: tuple[type[Exception], ...] = (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error, RuntimeError, MemoryError, *_FAILURES)


def zstd_maker(limits: Limits) -> Make:
    """How to make a zstd decoder that keeps to the memory limit."""
    if zstd is None:
        raise ArchiveError("zstd is not read here: install ikedoctor[batch]")
    window = max(10, min(31, limits.memory.bit_length() - 1))
    return partial(zstd.ZstdDecompressor, options={zstd.DecompressionParameter.window_log_max: window})


def _lz4_maker() -> Make:
    try:
        from lz4.frame import LZ4FrameDecompressor
    except ImportError:
        raise ArchiveError("lz4 is not read here: install ikedoctor[batch]") from None
    return LZ4FrameDecompressor  # type: ignore[no-any-return] # the library has no types


def maker(codec: str, limits: Limits) -> Make:
    """How to make a decoder of one frame; raises ArchiveError where its library is missing."""
    if codec == "gzip":
        return inflate
    if codec == "bzip2":
        return bz2.BZ2Decompressor
    if codec in ("xz", "lzma"):
        form = lzma.FORMAT_XZ if codec == "xz" else lzma.FORMAT_ALONE
        return partial(lzma.LZMADecompressor, form, limits.memory)
    return zstd_maker(limits) if codec == "zstd" else _lz4_maker()


def gzip_header(head: bytes) -> tuple[int, int]:
    """Length of the gzip header that ``head`` begins with, and its time stamp (0: none). Raises ArchiveError where it has no end."""
    if len(head) < 10:
        raise ArchiveError("truncated: only a part of the gzip header is there")
    flags = head[3]
    length = 10
    if flags & 4:
        length += 2 + int.from_bytes(head[10:12], "little")
    for flag in (8, 16):
        if flags & flag:
            length = head.find(b"\0", length) + 1
            if not length:
                break
    if flags & 2 and length:
        length += 2
    if not length or length > len(head):
        raise ArchiveError(
            "truncated: only a part of the gzip header is there" if len(head) < 1 << 16 else "damaged: the gzip header has no end"
        )
    return length, int.from_bytes(head[4:8], "little")


def _gzip_end(source: Buffered, crc: int, size: int) -> None:
    trailer = source.exactly(8)
    if len(trailer) < 8:
        raise ArchiveError("truncated: the checksum at the end is missing")
    if int.from_bytes(trailer[:4], "little") != crc or int.from_bytes(trailer[4:], "little") != size & 0xFFFFFFFF:
        raise ArchiveError("damaged: the checksum is wrong")


class Decoder:
    """The text of a compressed stream. ``single`` decoders read one frame without a header, as zip and 7z have them."""

    __slots__ = (
        "_budget", "_codec", "_crc", "_error", "_fed", "_frame", "_given", "_in", "_kept", "_last", "_limits", "_make", "_out", "_single", "_source", "ended",
    )  # fmt: skip

    def __init__(self, source: Buffered, codec: str, limits: Limits, budget: Budget, single: Make | None = None) -> None:
        self._source = source
        self._codec = codec
        self._limits = limits
        self._budget = budget
        self._make: Make | None = single
        self._single = single is not None
        self._frame: Decompressor | None = _made(single) if single else None
        self._kept: list[bytes] | None = []
        self._fed = self._in = self._out = self._given = self._crc = 0
        self._error: ArchiveError | None = None
        self._last = b""
        self.ended = False

    def read(self, size: int, /) -> bytes:
        if self._error is not None:
            raise self._error
        parts: list[bytes] = []
        length = 0
        try:
            while length < size and (data := self._next(min(STEP, size - length))):
                parts.append(data)
                length += len(data)
                self._out += len(data)
                if self._out > self._limits.small and self._out > self._limits.ratio * self._in:
                    raise ArchiveError(f"a decompression bomb: more than {self._limits.ratio} bytes for one")
                self._budget.spend(len(data))
        except ArchiveError as error:
            self._error = error
            self._source.unread(self._last)  # headers of other members may be in it
            self._last = b""
            if not parts:
                raise
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, size: int, /) -> int:
        return pass_over(self, size)

    def _next(self, most: int) -> bytes:
        """The next bytes, at most ``most``; none at the end."""
        if self._error is not None:  # found together with the last bytes
            raise self._error
        while not self.ended:
            frame = self._frame
            if frame is None:
                if not self._begin():
                    self.ended = True
                    break
                frame = self._frame
                assert frame is not None
            fresh = b""
            if frame.needs_input:
                fresh = self._feed()
                if not fresh:
                    raise ArchiveError("truncated: the compressed data has no end")
            try:
                data = frame.decompress(fresh, most)
            except ERRORS as error:
                return self._replayed(error)
            if data and self._codec == "gzip":
                self._crc = crc32(data, self._crc)
            self._given += len(data)
            if frame.eof:
                self._close_frame(frame)
            if data:
                return data
        return b""

    def _feed(self) -> bytes:
        fresh = self._last = self._source.read(INPUT)
        self._in += len(fresh)
        self._fed += len(fresh)
        if self._kept is not None:
            self._kept.append(fresh)
            if self._fed > REPLAYED:
                self._kept = None
        return fresh

    def _close_frame(self, frame: Decompressor) -> None:
        left = frame.unused_data or b""
        self._source.unread(left)
        self._last = b""
        self._in -= len(left)
        crc, given = self._crc, self._given
        self._frame = None
        self._crc = self._given = self._fed = 0
        self._kept = []
        if self._single:
            self.ended = True
        elif self._codec == "gzip":
            try:
                _gzip_end(self._source, crc, given)
            except ArchiveError as error:
                self._error = error

    def _begin(self) -> bool:
        """Open the next frame; False at the end of the stream. Raises ArchiveError for garbage."""
        head = self._source.peek(512)
        while self._make is not None and head[:1] == b"\0":
            self._source.skip(len(head) - len(head.lstrip(b"\0")))
            head = self._source.peek(512)
        if not head:
            self._source.read(1)  # raises where an error, not the end, has come
            return False
        if len(head) < 16 and self._make is not None and codec_of(head) is None and _may_begin(head, self._codec):
            raise ArchiveError("truncated: only a part of the next header is there")
        codec = codec_of(head)
        if codec is None or (self._make is not None and codec != self._codec):
            raise ArchiveError(f"something else follows the end of the {self._codec} data")
        if self._make is None:
            self._make = maker(codec, self._limits)
        if codec == "gzip":
            if len(head) == 512:
                head = self._source.peek(1 << 16)
            self._source.skip(gzip_header(head)[0])
        self._frame = _made(self._make)
        return True

    def _replayed(self, cause: Exception) -> bytes:
        """What the decoder had made of the step in which it failed. Sets the error."""
        text = str(cause) or type(cause).__name__
        reason = "too much memory would be needed to read it" if "emory" in text or "too large" in text else f"damaged: {text}"
        self._error = ArchiveError(reason)
        if self._kept is None or self._make is None:
            raise self._error
        frame = self._make()
        done = 0
        made: list[bytes] = []
        try:
            for byte in b"".join(self._kept):
                fresh = byte.to_bytes(1, "big")
                while len(made) <= STEP and not frame.eof:
                    data = frame.decompress(fresh, min(STEP, self._given - done) if done < self._given else 1)
                    fresh = b""
                    if done >= self._given:
                        made.append(data)
                    done += len(data)
                    if frame.needs_input or not data:
                        break
        except ERRORS:
            pass
        data = b"".join(made)
        if not data:
            raise self._error
        self._given += len(data)
        return data


def _made(make: Make) -> Decompressor:
    try:
        return make()
    except ERRORS as error:
        raise ArchiveError(f"damaged: {error}") from None


def _may_begin(head: bytes, codec: str) -> bool:
    return any(magic.startswith(head) or head.startswith(magic) for magic, name in (*_MAGIC, (b"BZh", "bzip2")) if name == codec)
