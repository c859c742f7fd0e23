"""A run: look for what there is, plan, read what is new with all processors, and put it into the store as it comes."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from analyzer.archives import Limits, Member, top_level, walk_heads
from analyzer.batch.copies import Alike, alike, copies
from analyzer.batch.executor import Done, Executor, Failed
from analyzer.batch.plan import Found, Wishes, batches, found, plan
from analyzer.batch.progress import Progress
from analyzer.batch.reading import StreamTask, read_streams
from analyzer.batch.rows import Rows
from analyzer.batch.store import PARTS, Store, StreamRecord, StreamResult

NOT_READ = "-"  # the stream of the members that were not read: no text, damaged, or copies
LOOK = 200  # files that are looked into together
COMMIT_BYTES, COMMIT_STREAMS = 256 << 20, 2000  # of text and streams read; then the results are stored
COMMIT_ROWS = 100_000
_NO_LOG = ("not text", "empty", "a link", "a device", "a pipe", "a socket", "not a file")  # problems of what holds no log anyway


@dataclass(frozen=True, slots=True)
class Top:
    """A file or URL to look into: a unit of work."""

    name: str
    limits: Limits
    size: int = 1


@dataclass(slots=True)
class Summary:
    """What a run did: members found, read, no logs (pictures, links), not read, not to the end; streams read, read on, unchanged; bytes of text."""

    members: int = 0
    read: int = 0
    no_logs: int = 0
    not_read: int = 0
    broken: int = 0
    copies: int = 0
    streams: int = 0
    unchanged: int = 0
    size: int = 0


def run(
    targets: Sequence[str], store: Store, executor: Executor, wishes: Wishes, version: str, *, progress: Progress, now: Callable[[], datetime],
    wished: Mapping[str, Any] | None = None,
) -> Summary:  # fmt: skip
    """Bring the store up to date with the archive at ``targets``. What was read by other wishes (``wished`` in JSON's types) is read anew.

    Raises StoreError (the disk), ExecutorError (nothing runs the work). Killed at any point, the next run goes on where this one was.
    """
    store.begin_run(targets, version, now(), wished)
    known = store.known()
    summary = Summary()
    seen, problems = _look(targets, executor, wishes.limits, store.folder)
    summary.members = len(seen) + len(problems)
    settled = _settled(known, seen)
    same = {name: original for name, original in settled.items() if original is not None}
    for ended in executor.run(copies, batched_by_size(alike(seen, wishes.limits, settled))):
        if isinstance(ended, Done):
            same |= ended.result
    own = [f for f in seen if f.member.name not in same]
    todo = plan(own, known, store.way, wishes)
    summary.unchanged, summary.copies = len(todo.unchanged), len(same)
    summary.broken = sum(_broken(known[name].identities) for name in todo.unchanged)
    progress.plan(sum(t.size for t in todo.tasks))
    failed = _read(todo.tasks, store, executor, progress, summary)
    notes = [*problems, *((p.member, reason) for task, reason in failed for p in task.pieces)]
    summary.no_logs = sum(problem.startswith(_NO_LOG) for _, problem in notes)
    summary.not_read = len(notes) - summary.no_logs
    _note(store, known.get(NOT_READ), notes, [(f, same[f.member.name]) for f in seen if f.member.name in same])
    store.end_run(now())
    return summary


def batched_by_size(units: Iterable[Alike], most: int = 256 << 20) -> Iterator[tuple[Alike, ...]]:
    """Units together that are about ``most`` bytes."""
    held: list[Alike] = []
    for unit in units:
        held.append(unit)
        if sum(u.size for u in held) >= most or len(held) >= LOOK:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def look(tops: tuple[Top, ...]) -> list[tuple[Found | None, Member, str | None]]:
    """The members in some files, with a first look at each. A pure function; workers run it."""
    seen: list[tuple[Found | None, Member, str | None]] = []
    for top in tops:
        for member, head in walk_heads([top.name], top.limits):
            seen.append((None, member, member.problem) if member.problem is not None else (found(member, head), member, None))
    return seen


def _look(targets: Sequence[str], executor: Executor, limits: Limits, store: Path) -> tuple[list[Found], list[tuple[Member, str]]]:
    seen: dict[str, Found] = {}
    problems: dict[str, tuple[Member, str]] = {}
    folder = os.path.realpath(store)
    own = (folder, str(Path(folder, PARTS)))

    def tops() -> Iterator[Top]:
        for place in top_level(targets):
            if place.problem is not None:
                problems[place.name] = (place, place.problem)
            elif _folder_of(place.top) not in own:  # the store may lie in the archive
                yield Top(place.top, limits)

    for ended in executor.run(look, _together(tops())):
        if isinstance(ended, Failed):
            member = Member(name=ended.unit.name, top=ended.unit.name)
            problems[member.name] = (member, ended.reason)
            continue
        for f, member, problem in ended.result:
            if f is not None:
                seen[member.name] = f
            else:
                problems[member.name] = (member, problem or "not read")
    return [seen[name] for name in sorted(seen)], [problems[name] for name in sorted(problems)]


def _folder_of(name: str) -> str:
    return _real(os.path.dirname(name))  # noqa: PTH120 - strings, no paths: there are many


@cache
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def _together(tops: Iterator[Top]) -> Iterator[tuple[Top, ...]]:
    while some := tuple(islice(tops, LOOK)):
        yield some


def _read(tasks: Iterable[StreamTask], store: Store, executor: Executor, progress: Progress, summary: Summary) -> list[tuple[StreamTask, str]]:
    """Read the streams and store them as they come; those that could not be read, with the reason."""
    failed: list[tuple[StreamTask, str]] = []
    held: list[StreamResult] = []
    size = 0
    for ended in executor.run(read_streams, batches(tasks)):
        if isinstance(ended, Failed):
            failed.append((ended.unit, ended.reason))
            progress.done(ended.unit.size, len(ended.unit.pieces), len(ended.unit.pieces))
            continue
        held += ended.result
        done = sum(t.size for t in ended.task)
        size += done
        summary.streams += len(ended.result)
        summary.read += sum(len(t.pieces) for t in ended.task if t.share[0] == 0)
        summary.size += sum(_bytes(r) for r in ended.result)
        summary.broken += sum(_broken(r.identities) for r in ended.result)
        progress.done(done, sum(len(t.pieces) for t in ended.task))
        if size >= COMMIT_BYTES or len(held) >= COMMIT_STREAMS or sum(map(_rows, held)) >= COMMIT_ROWS:
            store.commit(held)
            held, size = [], 0
    store.commit(held)
    return failed


def _bytes(r: StreamResult) -> int:
    return sum(int(i.get("size") or 0) for i in r.identities)


def _broken(identities: Iterable[Mapping[str, Any]]) -> int:
    """The members of a stream that were not read to their ends."""
    return sum(not (i.get("problem") or _NO_LOG[0]).startswith(_NO_LOG) for i in identities)


def _rows(r: StreamResult) -> int:
    return sum(len(rows) for rows in r.rows.values() if isinstance(rows, Rows))


# -- what was not read


def _settled(known: dict[str, StreamRecord], seen: Iterable[Found]) -> dict[str, str | None]:
    """The members that an earlier run has compared with others like them and that have not changed; of copies the original."""
    before: dict[str, tuple[Any, ...]] = {}
    originals: dict[str, str | None] = {}
    for name, record in known.items():
        for i in record.identities:
            before[i["name"]] = (i.get("packed"), i.get("modified"), i.get("head"))
            originals[i["name"]] = i.get("original") if name == NOT_READ else None
    same = {f.member.name for f in seen if before.get(f.member.name) == (f.member.packed, f.member.modified, f.head)}
    return {name: originals[name] for name in same if originals[name] is None or originals[name] in same}


def _note(store: Store, record: StreamRecord | None, problems: Iterable[tuple[Member, str]], same: Iterable[tuple[Found, str]]) -> None:
    rows = Rows()
    identities: list[dict[str, Any]] = []
    for member, problem in problems:
        rows.append((member.name, None, member.size, member.packed, None, None, None, 0, 0, 0, 0, 0, problem, None))
    for f, original in same:
        m = f.member
        rows.append((m.name, None, m.size, m.packed, None, None, None, 0, 0, 0, 0, 0, None, original))
        identities.append({"name": m.name, "packed": m.packed, "modified": m.modified, "head": f.head, "original": original})
    if len(rows) or record is not None:
        generation = record.generation + 1 if record is not None else 1
        store.commit([StreamResult(NOT_READ, generation, False, {"inputs": rows}, identities, b"")])
