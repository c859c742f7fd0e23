"""What a stored file holds, all layers down to the texts: the one walk that listing and reading share."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzer.archives import sevens, tars, zip_headers, zips
from analyzer.archives.codecs import Decoder, codec_of, gzip_header
from analyzer.archives.names import SEPARATOR, Unique, inside
from analyzer.archives.raws import Memory
from analyzer.archives.readers import Buffered, Entry, Raw, Window
from analyzer.archives.records import ArchiveError, Budget, Limits, Member, Route
from analyzer.sources.detect import HEAD, problem_of


@dataclass(slots=True)
class Look:
    """What one pass over a stored file needs. ``wanted`` are the routes (and the beginnings of routes) to go to; None means everywhere."""

    limits: Limits
    budget: Budget
    wanted: frozenset[Route] | None = None
    problems: list[tuple[Route, str]] = field(default_factory=list)


@dataclass(slots=True)
class Leaf:
    """A member, the first bytes of its text, and the text. ``text`` is valid until the next leaf; None where there is a problem."""

    member: Member
    head: bytes
    text: Buffered | None


def container_of(head: bytes) -> str | None:
    """``zip``, ``7z``, ``tar`` or None."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")):
        return "zip"
    if head.startswith(sevens.MAGIC):
        return "7z"
    return "tar" if tars.is_tar(head) else None


def of_raw(raw: Raw, member: Member, look: Look) -> Iterator[Leaf]:
    """The leaves of a stored file that is listed as ``member``."""
    return _contents(Buffered(Window(raw)), raw, member, 0, look)


def _contents(source: Buffered, raw: Raw | None, member: Member, depth: int, look: Look) -> Iterator[Leaf]:
    """``raw`` is the stored file while nothing has been decoded yet, so that it may be sought in."""
    while True:
        head = source.peek(HEAD)
        codec = codec_of(head)
        container = None if codec else container_of(head)
        if codec is None and container is None:
            yield _leaf(source, head, member, listing=look.wanted is None)
            return
        depth += 1
        if depth > look.limits.depth:
            yield from _refused(member, f"nested too deeply (more than {look.limits.depth} layers)", look)
            return
        if container is not None:
            break
        assert codec is not None
        stamp = _gzip_time(head) if codec == "gzip" else None
        member = replace(member, size=None, modified=stamp if stamp is not None else member.modified)
        source = Buffered(Decoder(source, codec, look.limits, look.budget))
        raw = None
    yield from _members(source, raw, container, member, depth, look)


def _members(source: Buffered, raw: Raw | None, container: str, member: Member, depth: int, look: Look) -> Iterator[Leaf]:
    unique = Unique()
    count = 0
    try:
        for entry in _entries(source, raw, container, look):
            route = (*member.route, entry.step)
            if look.wanted is not None and route not in look.wanted:
                continue
            count += 1
            if count > look.limits.members:
                yield from _refused(member, f"more than {look.limits.members} members: the rest is not read", look)
                return
            name = f"{member.name}{SEPARATOR}{unique(inside(entry.name))}"
            found = Member(
                name=name, top=member.top, size=entry.size, packed=entry.packed, route=route,
                modified=entry.modified if entry.modified is not None else member.modified,
            )  # fmt: skip
            yield from _entry(entry, found, depth, look)
    except ArchiveError as error:
        yield from _refused(member, str(error), look)


def _entry(entry: Entry, found: Member, depth: int, look: Look) -> Iterator[Leaf]:
    """The leaves of one member. What is wrong with it costs only itself."""
    if entry.problem is not None:
        yield from _refused(found, entry.problem, look)
        return
    try:
        text = entry.open()
    except ArchiveError as error:
        yield from _refused(found, str(error), look)
        return
    yield from _contents(Buffered(text), None, found, depth, look)


def _entries(source: Buffered, raw: Raw | None, container: str, look: Look) -> Iterator[Entry]:
    limits, budget = look.limits, look.budget
    seekable = raw is not None and raw.seekable
    if container == "tar":
        return tars.members(source, "tar" if seekable else "tars")
    if container == "zip":
        if raw is not None and seekable and (where := zips.directory(raw)) is not None:
            listed = zips.by_directory(raw, where, limits, budget)
            if listed is not None:
                return listed
        return zip_headers.by_headers(source, limits, budget)
    if raw is None or not seekable:
        raw = Memory(_held(source, limits))
    return sevens.members(raw, limits, budget)


def _held(source: Buffered, limits: Limits) -> bytes:
    """A 7z that cannot be sought in, as a whole: its table of contents is at its end."""
    data = source.peek(limits.whole + 1)
    if len(data) > limits.whole:
        raise ArchiveError(f"a 7z inside of another archive may have {limits.whole} bytes at most")
    return data


def _leaf(source: Buffered, head: bytes, member: Member, *, listing: bool) -> Leaf:
    problem = problem_of(head) if listing else None
    if problem is None and not head:
        try:
            source.read(1)
        except ArchiveError as error:
            problem = str(error)
    elif problem is None and listing and len(head) < HEAD and not head.strip(b"\0"):
        problem = "empty: nothing but NUL bytes"
    if problem is not None:
        return Leaf(replace(member, problem=problem), head, None)
    return Leaf(member, head, source)


def _refused(member: Member, problem: str, look: Look) -> Iterator[Leaf]:
    look.problems.append((member.route, problem))
    yield Leaf(replace(member, problem=problem), b"", None)


def _gzip_time(head: bytes) -> float | None:
    try:
        return float(gzip_header(head)[1]) or None
    except ArchiveError:
        return None


def at_route(raw: Raw, member: Member, look: Look) -> Iterator[Leaf]:
    """The leaves behind the first step of ``member.route`` that the stored file can be sought to. Raises ArchiveError where it is gone."""
    kind, place = member.route[0]
    if kind == "zip":
        entry = zips.at(raw, (kind, place), look.limits, look.budget)
    else:
        found = next(tars.members(_From(raw, place), kind), None)
        if found is None or found.step != (kind, place):
            raise ArchiveError("the archive has changed since it was listed")
        entry = found
    outer = Member(name=member.top, top=member.top, route=((kind, place),), size=entry.size, packed=entry.packed, modified=entry.modified)
    return _entry(entry, outer, 1, look)


class _From(Buffered):
    """The bytes of a raw file from ``start``, its position counted from the file's beginning."""

    __slots__ = ()

    def __init__(self, raw: Raw, start: int) -> None:
        super().__init__(Window(raw, start))
        self.position = start
