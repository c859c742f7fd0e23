"""Tar: ustar, GNU (long names, sparse files) and pax (POSIX.1-2008 pax, "pax Interchange Format"), header by header.

Headers are parsed by ``tarfile.TarInfo.frombuf``; the walk over them is our own, since that of tarfile holds extended headers of any size,
follows sizes below zero (CVE-2025-8194) and stops at the first damaged header.
Where a header is damaged the next good one is looked for, so that the other members are still read.
"""

import tarfile
from collections.abc import Iterator

from analyzer.archives.names import harmless, of_bytes
from analyzer.archives.readers import Buffered, Chain, Entry, Limited, Reader, Zeros
from analyzer.archives.records import ArchiveError

BLOCK = 512
LONGEST = 1 << 20  # bytes of an extended header
MOST_HOLES = 100_000  # pieces of a sparse file

_USTAR = b"ustar"
_FILES = {b"0", b"\0", b"7", b"S"}
_PROBLEMS = {b"1": "a link", b"2": "a link", b"3": "a device", b"4": "a device", b"6": "a pipe"}
_SILENT = {b"5", b"V", b"N"}  # folders, volume labels, old long names


def is_tar(head: bytes) -> bool:
    """Whether ``head`` begins with a tar header, or has one that is whole behind a damaged one."""
    if len(head) < BLOCK or not head[0]:
        return False
    if _sums_up(head[:BLOCK]) or head[257:262] == _USTAR:
        return True
    fields = (head[100:107], head[108:115], head[116:123], head[124:135], head[136:147])  # mode, owner, group, size, time
    if sum(field.isdigit() for field in fields) < 3:
        return False
    at = head.find(_USTAR)
    while at >= 0:
        if at % BLOCK == 257 and _sums_up(head[at - 257 : at + BLOCK - 257]):
            return True
        at = head.find(_USTAR, at + 1)
    return False


def _sums_up(block: bytes) -> bool:
    field = block[148:156]
    text = field.strip(b" \0")
    if not 1 <= len(text) <= 8 or text.strip(b"01234567"):
        return False
    return int(text, 8) == sum(block) - sum(field) + 256


def members(source: Buffered, kind: str) -> Iterator[Entry]:
    """The members as they come; their step is ``kind`` and where their header begins. Raises ArchiveError where the archive is cut off."""
    extended: dict[str, str] = {}
    always: dict[str, str] = {}
    begun = source.position
    while True:
        block = source.exactly(BLOCK)
        if len(block) < BLOCK:
            if block.strip(b"\0"):
                raise ArchiveError("truncated: it ends inside of a header")
            raise ArchiveError("truncated: the mark at its end is missing")
        if not block.strip(b"\0"):
            if not source.peek(BLOCK).strip(b"\0"):
                return
            continue
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            if info.size < 0:
                raise ValueError
        except (tarfile.HeaderError, ValueError, OverflowError):
            start = source.position - BLOCK
            if not _resync(source):
                raise ArchiveError(f"damaged: no header at byte {start}, nor after it") from None
            yield _note(f"(bytes {start} to {source.position})", (kind, start), "damaged: no header where one should be")
            extended, begun = {}, source.position
            continue
        padding = -info.size % BLOCK
        if info.type in (b"x", b"X", b"g", b"L", b"K"):
            if info.size > LONGEST:
                yield _note(f"(bytes {begun} to {source.position})", (kind, begun), "its extended header is too long")
                _pass(source, info.size + padding)
                extended, begun = {}, source.position
                continue
            body = source.exactly(info.size)
            if len(body) < info.size:
                raise ArchiveError("truncated: it ends inside of a header")
            source.skip(padding)
            _take(info.type, body, extended, always)
            continue
        yield from _one(source, info, {**always, **extended} if always else extended, (kind, begun))
        extended, begun = {}, source.position


def _take(kind: bytes, body: bytes, extended: dict[str, str], always: dict[str, str]) -> None:
    if kind == b"L":
        extended["path"] = of_bytes(body.rstrip(b"\0"))
    elif kind in b"xX":
        extended.update(_records(body))
    elif kind == b"g":
        always.update({key: value for key, value in _records(body).items() if key == "mtime"})


def _records(body: bytes) -> dict[str, str]:
    """The records ``length key=value`` of a pax header. The offsets and sizes of a sparse file (0.0) are joined by commas."""
    found: dict[str, str] = {}
    at = 0
    while at < len(body):
        space = body.find(b" ", at, at + 12)
        digits = body[at:space] if space > at else b""
        if not digits.isdigit():
            break
        end = at + int(digits)
        if end <= space or end > len(body):
            break
        key, _, value = body[space + 1 : end - 1].partition(b"=")
        name = of_bytes(key)
        if name in ("GNU.sparse.offset", "GNU.sparse.numbytes"):
            found["GNU.sparse.map"] = f"{found['GNU.sparse.map']},{of_bytes(value)}" if "GNU.sparse.map" in found else of_bytes(value)
        else:
            found[name] = of_bytes(value)
        at = end
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 20 else default


def _one(source: Buffered, info: tarfile.TarInfo, extended: dict[str, str], step: tuple[str, int]) -> Iterator[Entry]:
    name = extended.get("GNU.sparse.name") or extended.get("path") or info.name
    size = _number(extended.get("size"), info.size)
    try:
        modified: float | None = float(extended["mtime"]) if "mtime" in extended else float(info.mtime)
    except (ValueError, OverflowError):
        modified = None
    if modified is not None and not abs(modified) < 1 << 40:
        modified = None
    kind = info.type
    if kind in _SILENT or kind == b"D" or (kind in (b"0", b"\0") and name.endswith("/")):
        _pass(source, size + -size % BLOCK)
        return
    if kind in _PROBLEMS:
        target = f" to {harmless(info.linkname[:200])}" if kind in b"12" else ""
        yield Entry(name, step, None, None, modified, _PROBLEMS[kind] + target, lambda: Zeros(0))
        return
    data = Limited(source, size)
    problem = None if kind in _FILES else f"a kind of member that is not known ({kind!r})"
    try:
        pieces, real = (
            _sparse(data, source, info, extended) if kind == b"S" or any(k.startswith("GNU.sparse") for k in extended) else (None, size)
        )
    except ArchiveError as error:
        pieces, real, problem = None, size, str(error)
    yield Entry(name, step, real, size, modified, problem, lambda: data if pieces is None else _Sparse(data, pieces, real))
    left = data.left
    if left:
        data.skip(left)
    if size % BLOCK:
        source.skip(-size % BLOCK)


def _pass(source: Buffered, size: int) -> None:
    if size and source.skip(size) < size:
        raise ArchiveError("truncated: it ends inside of a member")


def _note(name: str, step: tuple[str, int], problem: str) -> Entry:
    return Entry(name, step, None, None, None, problem, lambda: Zeros(0))


def _resync(source: Buffered) -> bool:
    """Go to the next block that is a header; False where there is none."""
    while len(window := source.peek(64 << 10)) >= BLOCK:
        for at in range(0, len(window) - BLOCK + 1, BLOCK):
            block = window[at : at + BLOCK]
            if block[257:262] == _USTAR and _sums_up(block):
                source.skip(at)
                return True
        source.skip(len(window) // BLOCK * BLOCK)
    return False


# -- sparse files

Piece = tuple[int, int]  # offset in the text, bytes


def _sparse(data: Limited, source: Buffered, info: tarfile.TarInfo, extended: dict[str, str]) -> tuple[list[Piece], int]:
    """The pieces of a sparse file and its real size. Reads the map that stands before the data."""
    pieces: list[Piece] = []
    if info.type == b"S":
        structs, more, real = info._sparse_structs  # type: ignore[attr-defined] # frombuf leaves the old GNU map there
        pieces = [piece for piece in structs if piece[1]]
        while more:
            block = source.exactly(BLOCK)
            if len(block) < BLOCK or len(pieces) > MOST_HOLES:
                raise ArchiveError("damaged: the map of the sparse file")
            for at in range(0, 504, 24):
                if not block[at]:
                    break
                pieces.append((tarfile.nti(block[at : at + 12]), tarfile.nti(block[at + 12 : at + 24])))  # type: ignore[attr-defined] # not in the stubs
            more = bool(block[504])
    else:
        real = _number(extended.get("GNU.sparse.realsize", extended.get("GNU.sparse.size")), -1)
        numbers: list[int]
        if extended.get("GNU.sparse.major") == "1":
            numbers = _map_of_data(data)
        else:
            numbers = [_number(part, -1) for part in extended.get("GNU.sparse.map", "").split(",")[: 2 * MOST_HOLES]]
        pieces = list(zip(numbers[::2], numbers[1::2], strict=False))
    at = 0
    for offset, size in pieces:
        if offset < at or size < 0:
            raise ArchiveError("damaged: the map of the sparse file")
        at = offset + size
    if at > real or sum(size for _, size in pieces) > data.left:
        raise ArchiveError("damaged: the map of the sparse file")
    return pieces, real


def _map_of_data(data: Limited) -> list[int]:
    """The map of a sparse file of format 1.0: decimal numbers, one a line, in whole blocks before the data."""
    blocks: list[bytes] = []
    lines = 0
    wanted: int | None = None
    while wanted is None or lines < wanted:
        block = _whole(data)
        blocks.append(block)
        lines += block.count(b"\n")
        if wanted is None:
            wanted = 1 + 2 * _number(block.partition(b"\n")[0].decode("ascii", "replace"), MOST_HOLES + 1)
        if wanted > 2 * MOST_HOLES or len(blocks) > MOST_HOLES:
            raise ArchiveError("damaged: the map of the sparse file")
    return [_number(line.decode("ascii", "replace"), -1) for line in b"".join(blocks).split(b"\n")[1:wanted]]


def _whole(data: Limited) -> bytes:
    block = b""
    while len(block) < BLOCK and (more := data.read(BLOCK - len(block))):
        block += more
    if len(block) < BLOCK:
        raise ArchiveError("damaged: the map of the sparse file")
    return block


class _Sparse(Chain):
    """A sparse file with its holes filled by NUL bytes."""

    __slots__ = ()

    def __init__(self, data: Limited, pieces: list[Piece], real: int) -> None:
        readers: list[Reader] = []
        at = 0
        for offset, size in pieces:
            if offset > at:
                readers.append(Zeros(offset - at))
            if size:
                readers.append(Part(data, size))
            at = offset + size
        if real > at:
            readers.append(Zeros(real - at))
        super().__init__(readers)


class Part(Limited):
    """A piece of a sparse file."""
