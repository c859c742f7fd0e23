"""The manifest of a store: one line for each thing that has happened to it, and what follows from all of them.

A line is ``{"crc":"<crc32 of the record>","record":{...}}``; records are numbered. A line is appended and flushed to the disk
as the last step of a commit, so that the commit counts exactly if its line is whole. A last line that is cut off was not
committed; any other damage is an error, since rows would go missing in silence.

Kinds of records: ``store`` (the first line), ``snapshot`` (all that came before, after a compaction), ``run``, ``end``,
``commit``, ``forget``.
"""

import json
import os
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VERSION = 1  # of the store's format
NAME = "manifest.jsonl"
FILE = re.compile(r"\d{6,12}-(?:[a-z_]{1,20}\.parquet|state\.bin)")  # the files that it names
_HEAD, _MIDDLE = b'{"crc":"', b'","record":'
_BODY = len(_HEAD) + 8 + len(_MIDDLE)


class StoreError(RuntimeError):
    """A store cannot be read or written; the message is one line for people."""


@dataclass(slots=True)
class Part:
    """One Parquet file. ``members``: for each commit in it the number of its streams that counted when it was written."""

    file: str
    table: str
    size: int
    rows: int
    members: dict[int, int]


@dataclass(slots=True)
class Stream:
    """What is known of one stream: the commits whose rows count, oldest first, and the state of the latest."""

    chain: list[int]
    generation: int
    identities: list[dict[str, Any]]
    version: str
    state: tuple[str, int, int, int] | None  # file, offset, length, crc32


@dataclass(slots=True)
class Run:
    """One run. Times are ISO 8601 or empty."""

    number: int
    version: str
    targets: list[str]
    started: str = ""
    ended: str = ""
    finished: bool = False
    count: int = 0  # of streams, once it has finished
    streams: set[str] = field(default_factory=set)  # until then
    wishes: dict[str, Any] = field(default_factory=dict)  # that it was read by


class Contents:
    """What a store holds, by its manifest."""

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.parts: dict[str, Part] = {}
        self.runs: list[Run] = []
        self.next = 1  # number of the next commit
        self.records = 0
        self.live: dict[int, set[str]] = {}  # for each commit the streams whose rows count
        self.latest: dict[int, set[str]] = {}  # and those of which it is the latest

    def apply(self, record: dict[str, Any]) -> None:
        """Take one record in."""
        kinds = {
            "store": self._store, "snapshot": self._snapshot, "run": self._run, "end": self._end, "commit": self._commit, "forget": self._forget,
        }  # fmt: skip
        kinds[record["kind"]](record)
        self.records += 1

    def _store(self, record: dict[str, Any]) -> None:
        if record["version"] > VERSION:
            raise StoreError(
                f"the store was written by a newer ikedoctor (format {record['version']}; this one reads up to {VERSION}): use that one, or another folder"
            )

    def _run(self, record: dict[str, Any]) -> None:
        run = Run(record["run"], record["version"], record["targets"], record["started"], wishes=record.get("wishes", {}))
        if self.runs and self.runs[-1].number == run.number:  # taken up again
            run.streams, run.started = self.runs[-1].streams, self.runs[-1].started
            self.runs[-1] = run
        else:
            self.runs.append(run)

    def _end(self, record: dict[str, Any]) -> None:
        run = self.runs[-1]
        run.ended, run.finished, run.count = record["ended"], True, len(run.streams)
        run.streams = set()

    def _commit(self, record: dict[str, Any]) -> None:
        number = record["commit"]
        for p in record["parts"]:
            self._part(p)
        for s in record["streams"]:
            name = s["stream"]
            old = self.streams.get(name)
            if old is not None:
                self.latest[old.chain[-1]].discard(name)
                if not s["continues"]:
                    self._kill(name, old.chain)
            chain = [*old.chain, number] if old is not None and s["continues"] else [number]
            self._learn(name, Stream(chain, s["generation"], s["identities"], record["version"], _place(s)))
        if self.runs and not self.runs[-1].finished:
            self.runs[-1].streams.update(s["stream"] for s in record["streams"])
        self.next = number + 1

    def _forget(self, record: dict[str, Any]) -> None:
        for name in record["streams"]:
            old = self.streams.pop(name, None)
            if old is not None:
                self.latest[old.chain[-1]].discard(name)
                self._kill(name, old.chain)

    def _snapshot(self, record: dict[str, Any]) -> None:
        self.next = record["next"]
        for p in record["parts"]:
            self._part(p)
        for s in record["streams"]:
            self._learn(s["stream"], Stream(s["chain"], s["generation"], s["identities"], s["version"], _place(s)))
        for r in record["runs"]:
            run = Run(r["run"], r["version"], r["targets"], r["started"], r["ended"], r["finished"], r["count"], set(r["streams"]), r.get("wishes", {}))
            self.runs.append(run)

    def _part(self, p: dict[str, Any]) -> None:
        if not FILE.fullmatch(p["file"]):
            raise ValueError(p["file"])
        self.parts[p["file"]] = Part(p["file"], p["table"], p["size"], p["rows"], {int(k): v for k, v in p["members"].items()})

    def _learn(self, name: str, stream: Stream) -> None:
        self.streams[name] = stream
        for commit in stream.chain:
            self.live.setdefault(commit, set()).add(name)
        self.latest.setdefault(stream.chain[-1], set()).add(name)

    def _kill(self, name: str, chain: Sequence[int]) -> None:
        for commit in chain:
            self.live[commit].discard(name)

    def snapshot(self) -> dict[str, Any]:
        """All of it as one record."""
        return {
            "kind": "snapshot", "next": self.next,
            "parts": [part_record(p) for p in self.parts.values()],
            "streams": [
                {"stream": name, "chain": s.chain, "generation": s.generation, "identities": s.identities, "version": s.version, "state": s.state}
                for name, s in self.streams.items()
            ],
            "runs": [
                {"run": r.number, "version": r.version, "targets": r.targets, "started": r.started, "ended": r.ended, "finished": r.finished,
                 "count": r.count, "streams": sorted(r.streams), "wishes": r.wishes}
                for r in self.runs
            ],
        }  # fmt: skip


def part_record(p: Part) -> dict[str, Any]:
    """A part as JSON."""
    return {"file": p.file, "table": p.table, "size": p.size, "rows": p.rows, "members": p.members}


def _place(s: dict[str, Any]) -> tuple[str, int, int, int] | None:
    if s["state"] is None:
        return None
    file, offset, length, crc = s["state"]
    if not FILE.fullmatch(file):
        raise ValueError(file)
    return file, offset, length, crc


def encode(number: int, record: dict[str, Any]) -> bytes:
    """One line; ``number`` is its place, from 0."""
    body = json.dumps({"n": number, **record}, separators=(",", ":")).encode("ascii")
    return b"%s%08x%s%s}\n" % (_HEAD, zlib.crc32(body), _MIDDLE, body)


def read(folder: Path) -> tuple[Contents, int]:
    """What the manifest says, and the length in bytes of its whole lines. Raises StoreError."""
    path = folder / NAME
    contents, length = Contents(), 0
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream):
                if not line.endswith(b"\n"):  # the process or the machine died while it was written
                    break
                record = _decode(path, number, line)
                try:
                    contents.apply(record)
                except (KeyError, TypeError, ValueError, IndexError) as error:
                    raise _damaged(path, number) from error
                length += len(line)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    if not contents.records:
        raise StoreError(f"{path} is no manifest of an ikedoctor store")
    return contents, length


def _decode(path: Path, number: int, line: bytes) -> dict[str, Any]:
    body = line[_BODY:-2]
    try:
        good = line.startswith(_HEAD) and int(line[len(_HEAD) : len(_HEAD) + 8], 16) == zlib.crc32(body)
        record: dict[str, Any] = json.loads(body) if good else {}
    except ValueError:
        record = {}
    if number == 0 and record.get("kind") != "store":
        raise StoreError(f"{path} is no manifest of an ikedoctor store")
    if record.get("n") != number:
        raise _damaged(path, number)
    return record


def _damaged(path: Path, number: int) -> StoreError:
    return StoreError(f"{path} line {number + 1} is damaged, so that rows would be missing: restore the folder from a backup, or read into a new one")


def append(folder: Path, length: int, records: Iterable[bytes]) -> int:
    """Write whole lines behind the first ``length`` bytes and flush them to the disk; the new length. Raises OSError, and then nothing is written."""
    path = folder / NAME
    with path.open("r+b", buffering=0) as stream:
        stream.truncate(length)
        stream.seek(length)
        data = b"".join(records)
        try:
            write_all(stream.fileno(), data)
            os.fsync(stream.fileno())
        except OSError:
            stream.truncate(length)
            raise
    return length + len(data)


def replace(folder: Path, lines: Sequence[bytes]) -> int:
    """Put a new manifest in the place of the old one, or of none; its length in bytes."""
    data = b"".join(lines)
    new = folder / (NAME + ".new")
    with new.open("wb", buffering=0) as stream:
        write_all(stream.fileno(), data)
        os.fsync(stream.fileno())
    new.replace(folder / NAME)
    flush_folder(folder)
    return len(data)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of ``data``. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
