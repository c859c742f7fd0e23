"""From members to work: which belong to one stream, in which order, which are copies, and what an earlier run has read already."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby

from analyzer.archives import Limits, Member
from analyzer.batch.known import EDGE, Known, digest_of, from_json
from analyzer.batch.names import family, gateway_of, turn
from analyzer.batch.reading import StreamTask
from analyzer.batch.store import StreamRecord
from analyzer.batch.streams import Piece, first_stamp, micros

BATCH = 64 << 20  # bytes of text of one task, about
STREAMS = 500  # of one task at most
GUESS = 10  # how much a packed text grows, about
DAY = 86_400  # seconds
SPLIT = 256 << 20  # bytes of a log of several hosts that are read in shares: each process reads all, and analyses its hosts
LOOKED_AT = 1 << 18  # bytes for hosts
_HOST = re.compile(rb"(?m)^(?:[A-Z]..[ ].{2} .{2}:.{2}:.{2}|\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}+) ([\w.:-]++) ")
_SHARE = re.compile(r"(.+) \[\d+/(\d+)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A member as a first look shows it: the hash of its first ``EDGE`` bytes, how many there are, its first time stamp, several hosts."""

    member: Member
    head: str = ""
    length: int = 0
    stamp: str | None = None
    several: bool = False


def found(member: Member, head: bytes) -> Found:
    """A first look at a member."""
    edge = head[:EDGE]
    large = _size(member) > SPLIT
    return Found(member, digest_of(edge), len(edge), first_stamp(head), several=large and len(set(_HOST.findall(head[:LOOKED_AT]))) > 1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants: ``gateway`` finds the gateway's name in a member's name (group 1, or all of it); ``year`` is that of the first stamps."""

    gateway: re.Pattern[str] | None = None
    year: int | None = None
    shares: int = 1  # processes that can read one large log
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class Plan:
    """``tasks`` are to be read; ``unchanged`` streams need not be."""

    tasks: list[StreamTask] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def plan(members: Iterable[Found], known: Mapping[str, StreamRecord], version: str, wishes: Wishes) -> Plan:
    """The streams of the members, compared with what the store knows of them."""
    made = Plan()
    shared = {m[1]: int(m[2]) for name in known if (m := _SHARE.fullmatch(name)) is not None}
    ordered = sorted(members, key=lambda f: family(f.member.name))
    for name, group in groupby(ordered, key=lambda f: family(f.member.name)):
        pieces = in_order(group, wishes.year)
        of = 1 if name in known else shared.get(name) or _shares([f for _, f in pieces], wishes)
        for number in range(of):
            stream = name if of == 1 else f"{name} [{number + 1}/{of}]"
            task = _task(stream, pieces, known.get(stream), version, wishes)
            if task is None:
                made.unchanged.append(stream)
            else:
                made.tasks.append(task if of == 1 else _share(task, number, of))
    return made


def _shares(found: Sequence[Found], wishes: Wishes) -> int:
    """In how many shares a stream is read: those of one gateway in one, for the order of its lines matters."""
    size = sum(_size(f.member) for f in found)
    if size <= SPLIT or not any(f.several for f in found) or (wishes.gateway is not None and wishes.gateway.search(found[0].member.name)):
        return 1
    return max(1, min(wishes.shares, -(-size // SPLIT)))


def _share(task: StreamTask, number: int, of: int) -> StreamTask:
    anew = replace(task.anew, share=(number, of)) if task.anew is not None else None
    return replace(task, share=(number, of), size=task.size // of, anew=anew)


def in_order(members: Iterable[Found], year: int | None = None) -> list[tuple[Piece, Found]]:
    """The members of a stream by the time of their first line; those without by how often they were rotated."""
    pieces = []
    for f in members:
        first = _year(f, year)
        time = micros(f.stamp, first) if f.stamp is not None else None
        if time is None and f.member.modified is not None:
            time = int(f.member.modified * 1_000_000)
        pieces.append((time is None, time or 0, -turn(f.member.name), f.member.name, Piece(f.member, first), f))
    pieces.sort(key=lambda p: p[:4])
    return [(p[4], p[5]) for p in pieces]


def _year(f: Found, wanted: int | None) -> int | None:
    """The year of a member's first line, where its time stamps have none: it is not later than the member was written."""
    if f.stamp is None or micros(f.stamp, None) is not None:
        return None  # the stamps say it
    if wanted is not None:
        return wanted
    written = f.member.modified
    latest = datetime.fromtimestamp(written, UTC) if written is not None and written > 0 else datetime.now(UTC)
    first = micros(f.stamp, latest.year)
    return latest.year - 1 if first is not None and first > (latest.timestamp() + DAY) * 1_000_000 else latest.year


def _task(name: str, pieces: list[tuple[Piece, Found]], record: StreamRecord | None, version: str, wishes: Wishes) -> StreamTask | None:
    """How to read a stream; None where nothing in it is new."""
    first = pieces[0][0].member.name
    gateway = None
    if wishes.gateway is not None and (m := wishes.gateway.search(first)) is not None:
        gateway = m[1] if m.re.groups and m[1] else m[0]
    anew = StreamTask(
        stream=name, generation=record.generation + 1 if record is not None else 1, pieces=tuple(p for p, _ in pieces),
        size=sum(_size(p.member) for p, _ in pieces), gateway=gateway or None, default=gateway_of(first), limits=wishes.limits,
    )  # fmt: skip
    before = _before(record, version)
    if record is None or not before:
        return anew
    at = _aligned(before, pieces)
    if at is None:
        return anew
    last = len(before) - at - 1  # place of the member that was the last one
    if all(_same(k, f) for k, (_, f) in zip(before[at:], pieces, strict=False)) and len(pieces) == last + 1:
        return None
    state = record.state()
    if not state or before[-1].whole == 0:
        return anew
    grown = () if _same(before[-1], pieces[last][1]) else (replace(pieces[last][0], year=before[-1].year, known=before[-1]),)
    new = (*grown, *(p for p, _ in pieces[last + 1 :]))
    names = [f.member.name for _, f in pieces]
    renamed = tuple(replace(k, name=names[i - at]) if i >= at else k for i, k in enumerate(before))
    size = sum(max(0, _size(p.member) - (p.known.whole if p.known is not None else 0)) for p in new)
    return replace(anew, pieces=new, size=size, state=state, before=renamed, anew=anew)


def _before(record: StreamRecord | None, version: str) -> list[Known]:
    """What an earlier run of this version has read."""
    if record is None or record.version != version:
        return []
    try:
        return [from_json(i) for i in record.identities]
    except (KeyError, TypeError, ValueError):
        return []


def _aligned(before: Sequence[Known], pieces: Sequence[tuple[Piece, Found]]) -> int | None:
    """How many of the members that were read are gone by now, where the others are the first ones of the stream."""
    for at in range(len(before)):
        rest = before[at:]
        if len(rest) <= len(pieces) and all(_may_be(k, f) for k, (_, f) in zip(rest, pieces, strict=False)):
            return at
    return None


def _may_be(k: Known, f: Found) -> bool:
    return k.head == f.head and (f.member.size is None or f.member.size >= k.size)


def _same(k: Known, f: Found) -> bool:
    """Whether a member is surely the one that was read, and has not grown."""
    m = f.member
    return k.head == f.head and ((k.name == m.name and k.packed == m.packed and k.modified == m.modified) or (m.size == k.size and m.size < EDGE))


def _size(member: Member) -> int:
    return member.size if member.size is not None else (member.packed or 0) * GUESS


def batches(tasks: Iterable[StreamTask]) -> Iterator[tuple[StreamTask, ...]]:
    """The work in pieces that are worth a message to a worker; the largest streams first, so that no worker ends late."""
    held: list[StreamTask] = []
    size = 0
    for task in sorted(tasks, key=lambda t: (-t.size, t.stream)):
        if held and (size + task.size > BATCH or len(held) >= STREAMS):
            yield tuple(held)
            held, size = [], 0
        held.append(task)
        size += task.size
    if held:
        yield tuple(held)
