"""7-Zip: the table of contents by py7zr, the data by the same decoders as everything else, folder after folder.

Copy, Deflate, BZip2, LZMA, LZMA2 (also behind a BCJ filter) and Zstandard are read in bounded memory; a folder that uses anything
else (PPMd, BCJ2, encryption) is listed with the reason. py7zr's own extraction is not used: its blocks are as large as free memory.
"""

import bz2
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
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
        empty, blocks = _table(py7zr.SevenZipFile(cast("Any", _File(raw))))
    except ArchiveError:
        raise
    except py7zr.exceptions.PasswordRequired:
        raise ArchiveError("encrypted") from None
    except Exception as error:  # py7zr lets slip whatever a damaged table causes
        raise ArchiveError(f"damaged: {reason(error)}") from None
    for file in empty:
        yield Entry(file.name, ("7z", file.number), 0, 0, file.modified, file.problem, lambda: Zeros(0))
    for block in blocks:
        yield from _members(raw, block, limits, budget)


@dataclass(slots=True)
class _Stored:
    """One file of the table of contents."""

    number: int
    name: str
    size: int
    crc: int | None
    modified: float | None
    problem: str | None


@dataclass(slots=True)
class _Block:
    """What 7z calls a folder: files that are compressed together. ``coders``: method and properties of each."""

    start: int
    packed: int
    coders: list[tuple[bytes, bytes]]
    files: list[_Stored]


def _table(archive: Any) -> tuple[list[_Stored], list[_Block]]:
    """The files without content, and the blocks of the others."""
    empty: list[_Stored] = []
    inside: dict[int, list[_Stored]] = {}
    for number, file in enumerate(archive.files):
        if file.is_directory:
            continue
        problem = "a link" if file.is_symlink or file.is_junction else "a socket" if file.is_socket else None
        found = _Stored(number, str(file.filename), 0, file.crc32, _modified(file), problem)
        if file.emptystream:
            empty.append(found)
        else:
            found.size = int(file.uncompressed)
            if found.size < 0:
                raise ValueError("a negative size")
            inside.setdefault(id(file.folder), []).append(found)
    blocks: list[_Block] = []
    main = archive.header.main_streams
    if main is not None and inside:
        places = [int(place) + archive.afterheader for place in main.packinfo.packpositions]
        stream = 0
        for folder in main.unpackinfo.folders:
            after = stream + (len(folder.packed_indices) or 1)
            coders = [(bytes(coder["method"]), bytes(coder.get("properties") or b"")) for coder in folder.coders]
            blocks.append(_Block(places[stream], max(0, places[after] - places[stream]), coders, inside.get(id(folder), [])))
            stream = after
    return empty, blocks


def _modified(file: Any) -> float | None:
    stamp = file.lastwritetime
    try:
        return None if stamp is None else float(stamp.totimestamp())
    except (ValueError, OverflowError, OSError):
        return None


def _members(raw: Raw, block: _Block, limits: Limits, budget: Budget) -> Iterator[Entry]:
    problem = None
    source: Reader = Zeros(0)
    try:
        source = Decoder(Buffered(Limited(Window(raw, block.start), block.packed)), "7z", limits, budget, _chain(block.coders, limits))
    except ArchiveError as error:
        problem = str(error)
    for file in block.files:
        part = Limited(source, file.size)
        opened = partial(Checked, part, file.size, file.crc)
        yield Entry(file.name, ("7z", file.number), file.size, None, file.modified, problem or file.problem, opened)
        if problem is None:
            try:
                part.skip(part.left)
            except ArchiveError as error:
                problem = f"behind damage in the same block: {error}"


def _chain(coders: list[tuple[bytes, bytes]], limits: Limits) -> Make:
    """The decoder of a block."""
    methods = [method for method, _ in coders]
    if b"\x06\xf1\x07\x01" in methods:
        raise ArchiveError("encrypted")
    if len(coders) == 2 and methods[0] == b"\x21" and methods[1] in _FILTERS and not coders[1][1]:
        return _maker(*coders[0], limits, _FILTERS[methods[1]])
    if len(coders) == 1:
        return _maker(*coders[0], limits)
    raise ArchiveError("compressed in a way that is not read here (7z filters)")


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
