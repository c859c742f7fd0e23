"""What still counts of a store's files, and many small ones made into few."""

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.batch.manifest import Contents, Part, StoreError, Stream, flush_folder, write_all
from analyzer.batch.parts import NEW, STORED, PartWriter, live_batches, schema
from analyzer.batch.tables import GROWING

if TYPE_CHECKING:
    import pyarrow as pa

MANY_PARTS, MANY_RECORDS = 64, 1000
DEAD_STATE = 64 << 20  # bytes of states that no longer count


def counting(contents: Contents, table: str) -> Mapping[int, set[str]] | None:
    """For each commit the streams whose rows in this table count; None where all do."""
    if table == "seen":
        return None
    return contents.live if table in GROWING else contents.latest


def is_dead(contents: Contents, part: Part) -> bool:
    """Whether no row of the part counts."""
    sets = counting(contents, part.table)
    return sets is not None and not any(sets.get(c) for c in part.members)


def is_whole(contents: Contents, part: Part) -> bool:
    """Whether every row of the part counts."""
    sets = counting(contents, part.table)
    return sets is None or all(len(sets.get(c, ())) == n for c, n in part.members.items())


def needed(contents: Contents) -> set[str]:
    """The files that count."""
    alive = {p.file for p in contents.parts.values() if not is_dead(contents, p)}
    return alive | {s.state[0] for s in contents.streams.values() if s.state is not None}


def advised(folder: Path, contents: Contents) -> bool:
    """Whether a compaction would pay."""
    tables = [p.table for p in contents.parts.values() if not is_dead(contents, p)]
    if contents.records > MANY_RECORDS or any(tables.count(t) > MANY_PARTS for t in STORED):
        return True
    used: dict[str, int] = {}
    for s in contents.streams.values():
        if s.state is not None:
            used[s.state[0]] = used.get(s.state[0], 0) + s.state[2]
    held = sum((folder / file).stat().st_size for file in used)
    return held - sum(used.values()) > max(DEAD_STATE, sum(used.values()))


def join(folder: Path, contents: Contents) -> dict[str, Any]:
    """Write one file a table with the rows that count, and one of states; the snapshot that names them. Raises OSError, StoreError."""
    number = contents.next
    new = Contents()
    new.next = number + 1
    new.runs = contents.runs
    new.streams = _join_states(folder, f"{number:06}-state.bin", contents.streams)
    for table in STORED:
        old = [p for p in contents.parts.values() if p.table == table and not is_dead(contents, p)]
        if old:
            part = _join_parts(folder, f"{number:06}-{table}.parquet", table, old, contents)
            new.parts[part.file] = part
    flush_folder(folder)
    return new.snapshot()


def _join_parts(folder: Path, file: str, table: str, old: list[Part], contents: Contents) -> Part:
    sets = counting(contents, table)
    writer = PartWriter(folder, file, table)
    try:
        for batch in _earliest(_batches(folder, old, contents)) if table == "seen" else _batches(folder, old, contents):
            writer.add_batch(batch)
        commits = {c for p in old for c in p.members}
        members = {c: len(sets.get(c, ())) if sets is not None else 1 for c in sorted(commits)}
        return writer.finish({c: n for c, n in members.items() if n})
    except BaseException:
        writer.abandon()
        raise


def _batches(folder: Path, parts: Iterable[Part], contents: Contents) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa

    for part in parts:
        sets = counting(contents, part.table)
        try:
            yield from live_batches(folder / part.file, part.table, None if is_whole(contents, part) else sets)
        except pa.ArrowInvalid as error:
            raise StoreError(f"{folder / part.file} is damaged: restore it from a backup, or read into a new folder") from error


def _earliest(batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Of the rows of ``seen`` the earliest run of each key."""
    import pyarrow as pa

    names = schema("seen").names
    found = pa.Table.from_batches(list(batches), schema("seen"))
    key = ["stream", "tunnel", "cause", "status"]
    first = found.group_by(key).aggregate([("run", "min"), ("commit", "min"), ("generation", "min")])
    first = first.rename_columns({"run_min": "run", "commit_min": "commit", "generation_min": "generation"})
    yield from first.select(names).cast(schema("seen")).to_batches()


def _join_states(folder: Path, file: str, streams: Mapping[str, Stream]) -> dict[str, Stream]:
    joined: dict[str, Stream] = {}
    if not any(s.state for s in streams.values()):
        return dict(streams)
    offset = 0
    with (folder / (NEW + file)).open("wb", buffering=0) as target:
        for name, s in sorted(streams.items(), key=lambda item: item[1].state or ("", 0, 0, 0)):  # as they lie on the disk
            state = None
            if s.state is not None:
                old, begin, length, crc = s.state
                with (folder / old).open("rb") as source:
                    source.seek(begin)
                    data = source.read(length)
                if zlib.crc32(data) != crc:
                    raise StoreError(f"{folder / old} is damaged: restore it from a backup, or read into a new folder")
                write_all(target.fileno(), data)
                state = (file, offset, length, crc)
                offset += length
            joined[name] = Stream(s.chain, s.generation, s.identities, s.version, state)
        os.fsync(target.fileno())
    (folder / (NEW + file)).replace(folder / file)
    return joined
