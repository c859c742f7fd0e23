"""7-Zip: the table of contents by py7zr, the data by the same decoders as everything else, folder after folder.

Copy, Deflate, BZip2, LZMA, LZMA2 (also behind a BCJ filter) and Zstandard are read in bounded memory; a folder that uses anything
else (PPMd, BCJ2, encryption) is listed with the reason. py7zr's own extraction is not used: its blocks are as large as free memory.
"""

import bz2
import io
import lzma
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

from analyzer.archives.codecs import Copy, Decoder, Make, inflate, zstd_maker
from analyzer.archives.raws import reason
from analyzer.archives.readers import Buffered, Checked, Entry, Limited, Raw, Reader, Window, Zeros
from analyzer.archives.records import ArchiveError, Budget, Limits
from analyzer.archives.zips import lzma_maker

MAGIC = b"7z\xbc\xaf\x27\x1c"
_FILTERS = {  # what makes programs smaller, and what py7zr puts before everything
    b"\x03\x03\x01\x03": lzma.FILTER_X86, b"\x03\x03\x02\x05": lzma.FILTER_POWERPC, b"\x03\x03\x04\x01": lzma.FILTER_IA64,
    b"\x03\x03\x05\x01": lzma.FILTER_ARM, b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB, b"\x03\x03\x08\x05": lzma.FILTER_SPARC,
}  # fmt: skip
LONGEST = 32 << 20  # bytes of the table of contents, as stored


class _File(io.RawIOBase):
    """A raw file as py7zr wants it."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = max(0, offset + (0, self._at, self._raw.size or 0)[whence])
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        most = (self._raw.size or 0) - self._at
        data = self._raw.read_at(self._at, max(0, most if size is None or size < 0 else min(size, most)))
        self._at += len(data)
        return data


def members(raw: Raw, limits: Limits, budget: Budget) -> Iterator[Entry]:
    """The members as stored; their step is their number. Raises ArchiveError where the table of contents cannot be read."""
    begin = Buffered(Window(raw)).peek(32)
    if len(begin) < 32 or int.from_bytes(begin[20:28], "little") > LONGEST:
        raise ArchiveError("damaged or truncated: the 7z header")
    try:
        import py7zr
    except ImportError:
        raise ArchiveError("7z is not read here: install ikedoctor[batch]") from None
    try:
        archive = py7zr.SevenZipFile(cast("Any", _File(raw)))
        files = list(archive.files)
        main = archive.header.main_streams
        start = archive.afterheader
    except ArchiveError:
        raise
    except py7zr.exceptions.PasswordRequired:
        raise ArchiveError("encrypted") from None
    except Exception as error:  # py7zr lets slip whatever a damaged header causes
        raise ArchiveError(f"damaged: {reason(error)}") from None
    stored: dict[int, list[tuple[int, Any]]] = {}
    for number, file in enumerate(files):
        if len(stored) > limits.members:
            break
        if file.is_directory:
            continue
        if file.emptystream:
            yield Entry(str(file.filename), ("7z", number), 0, 0, _modified(file), None, lambda: Zeros(0))
        else:
            stored.setdefault(id(file.folder), []).append((number, file))
    if main is None:
        return
    positions = main.packinfo.packpositions
    stream = 0
    for folder in main.unpackinfo.folders:
        at = start + positions[stream] if stream < len(positions) else start
        stream += len(folder.packed_indices) or 1
        after = start + positions[stream] if stream < len(positions) else start + positions[-1]
        yield from _folder(raw, folder, at, after - at, stored.get(id(folder), []), limits, budget)


def _folder(raw: Raw, folder: Any, at: int, packed: int, files: list[tuple[int, Any]], limits: Limits, budget: Budget) -> Iterator[Entry]:
    problem = None
    source: Reader = Zeros(0)
    try:
        source = _decoder(Buffered(Limited(Window(raw, at), max(0, packed))), folder, limits, budget)
    except ArchiveError as error:
        problem = str(error)
    for number, file in files:
        size = int(file.uncompressed)
        part = Limited(source, size)
        kind = "a link" if file.is_symlink or file.is_junction else "a socket" if file.is_socket else None
        yield Entry(
            str(file.filename), ("7z", number), size, None, _modified(file), problem or kind,
            partial(Checked, part, size, file.crc32),
        )  # fmt: skip
        if problem is None:
            try:
                part.skip(part.left)
            except ArchiveError as error:
                problem = f"behind damage in the same block: {error}"


def _modified(file: Any) -> float | None:
    stamp = file.lastwritetime
    try:
        return None if stamp is None else float(stamp.totimestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _decoder(source: Buffered, folder: Any, limits: Limits, budget: Budget) -> Reader:
    methods = [bytes(coder["method"]) for coder in folder.coders]
    if b"\x06\xf1\x07\x01" in methods:
        raise ArchiveError("encrypted")
    properties = bytes(folder.coders[0].get("properties") or b"")
    if len(methods) == 2 and methods[0] == b"\x21" and methods[1] in _FILTERS and not folder.coders[1].get("properties"):
        make = _maker(methods[0], properties, limits, _FILTERS[methods[1]])
    elif len(methods) == 1:
        make = _maker(methods[0], properties, limits)
    else:
        raise ArchiveError("compressed in a way that is not read here (7z filters)")
    return Decoder(source, "7z", limits, budget, make)


def _maker(method: bytes, properties: bytes, limits: Limits, before: int | None = None) -> Make:
    if method == b"\0":
        return Copy
    if method == b"\x04\x01\x08":
        return inflate
    if method == b"\x04\x02\x02":
        return bz2.BZ2Decompressor
    if method == b"\x04\xf7\x11\x01":
        return zstd_maker(limits)
    if method == b"\x03\x01\x01" and len(properties) == 5 and properties[0] < 225:
        return lzma_maker(properties[0], int.from_bytes(properties[1:], "little"), limits)
    if method == b"\x21" and len(properties) == 1 and properties[0] <= 40:
        bits = properties[0]
        return lzma_maker(0, (2 | bits & 1) << (bits // 2 + 11), limits, lzma.FILTER_LZMA2, before)
    raise ArchiveError(f"compressed in a way that is not read here (7z method {method.hex()})")
