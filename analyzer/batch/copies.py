"""Members with the same content, or with the begin of another's: each text is read once, however often it was saved."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analyzer.archives import ArchiveError, Limits, Member, open_all
from analyzer.batch.plan import Found

BLOCK = 1 << 20  # bytes read at a time
LEAST = 256  # bytes by which a text is known; shorter ones may be the same by chance


@dataclass(frozen=True, slots=True)
class Alike:
    """Members that begin with the same bytes: a unit of work."""

    members: tuple[Member, ...]
    limits: Limits

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(m.size or m.packed or 0 for m in self.members)


def alike(found: Iterable[Found], limits: Limits, settled: Mapping[str, str | None]) -> list[Alike]:
    """The members that may be copies. ``settled`` are those that an earlier run has compared and that have not changed."""
    groups: dict[tuple[str, int], list[Member]] = {}
    for f in found:
        if f.length >= LEAST:
            groups.setdefault((f.head, f.length), []).append(f.member)
    return [
        Alike(tuple(sorted(group, key=lambda m: m.name)), limits)
        for group in groups.values()
        if len(group) > 1 and not all(m.name in settled for m in group)
    ]


def copies(units: tuple[Alike, ...]) -> dict[str, str]:
    """Of each member that is a copy, or the begin, of another: that other one's name. A pure function; workers run it."""
    same: dict[str, str] = {}
    for unit in units:
        digests: dict[str, tuple[int, Member]] = {}
        for member, stream in open_all(unit.members, unit.limits):
            size, digest = _read(stream.read)
            if size and (original := digests.get(digest)) is not None:
                same[member.name] = original[1].name
            elif size:
                digests[digest] = (size, member)
        texts = sorted(((size, member, digest) for digest, (size, member) in digests.items()), key=lambda t: (-t[0], t[1].name))
        while len(texts) > 1:
            (_, largest, _), *rest = texts
            begins = _begins(largest, sorted({size for size, _, _ in rest}), unit.limits)
            same |= {member.name: largest.name for size, member, digest in rest if begins.get(size) == digest}
            texts = [t for t in rest if t[1].name not in same]
    return {name: same.get(original, original) for name, original in same.items()}


def _read(read: Callable[[int], bytes]) -> tuple[int, str]:
    digest, size = hashlib.blake2b(digest_size=16), 0
    try:
        while block := read(BLOCK):
            digest.update(block)
            size += len(block)
    except (ArchiveError, OSError):
        digest.update(b"\0damaged")  # what is left of it is no copy of anything
    return size, digest.hexdigest()


def _begins(member: Member, sizes: list[int], limits: Limits) -> dict[int, str]:
    """The hashes of a member's first so many bytes."""
    digest, seen = hashlib.blake2b(digest_size=16), 0
    begins: dict[int, str] = {}
    for _, stream in open_all([member], limits):
        try:
            for size in sizes:
                while seen < size and (block := stream.read(min(BLOCK, size - seen))):
                    digest.update(block)
                    seen += len(block)
                if seen == size:
                    begins[size] = digest.hexdigest()
        except (ArchiveError, OSError):
            break
    return begins
