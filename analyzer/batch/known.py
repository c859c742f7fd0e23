"""What is remembered of a member of a stream, to know it again in a later run and to tell of it without reading it again."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

EDGE = 4096  # bytes at the begin, and before the end of what was read, by which a member is known again

_COUNTS = ("events", "noise", "other", "not_understood", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A member as it was read: bytes and lines of its text, ``whole`` and ``whole_lines`` up to the last line end.

    ``head``, ``tail`` (of what is whole), ``digest`` and ``whole_digest`` are hashes; the last two are empty where not all was read at
    once. ``counts`` says what became of the whole lines, ``rest`` of a last one without an end. Times are microseconds since 1970.
    ``starts`` are the numbers in the stream of the first line of each reading, with the member's lines before it.
    """

    name: str
    starts: tuple[tuple[int, int], ...]
    year: int | None = None
    size: int = 0
    packed: int | None = None
    modified: float | None = None
    whole: int = 0
    lines: int = 0
    whole_lines: int = 0
    head: str = ""
    tail: str = ""
    digest: str = ""
    whole_digest: str = ""
    first: int | None = None
    last: int | None = None
    problem: str | None = None
    counts: Mapping[str, int]
    rest: Mapping[str, int]

    def after(self, earlier: "Known") -> "Known":
        """This reading as the continuation of an earlier one of the same member."""
        counts = {name: earlier.counts.get(name, 0) + self.counts.get(name, 0) for name in _COUNTS}
        first = self.first if earlier.first is None else earlier.first
        return replace(self, starts=(*earlier.starts, *self.starts), head=earlier.head, first=first, last=self.last or earlier.last, counts=counts)

    def row(self, gateway: str | None) -> tuple[Any, ...]:
        """Its row in the table ``inputs``."""
        c = {name: self.counts.get(name, 0) + self.rest.get(name, 0) for name in _COUNTS}
        ike = c["events"] + c["noise"] > 0  # what nobody knows in a log without IKE is another program's
        return (
            self.name, gateway, self.size, self.packed, self.digest or None, self.first, self.last, self.lines, c["events"], c["noise"],
            c["other"] + (0 if ike else c["unknown"]), c["not_understood"] + (c["unknown"] if ike else 0), self.problem, None,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


def from_json(record: Mapping[str, Any]) -> Known:
    """What :meth:`Known.as_json` gave. Raises TypeError, KeyError, ValueError where it is something else."""
    return Known(**{**record, "starts": tuple((int(start), int(before)) for start, before in record["starts"])})


def digest_of(data: bytes) -> str:
    """The hash of a member's begin or end."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
