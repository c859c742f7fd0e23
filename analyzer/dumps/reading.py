"""Find the dumps in a text: the lines of each format, in blocks that belong together."""

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import ModuleType

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import LONGEST, Row, Table, formats_in, table
from analyzer.dumps.records import Dump

FIRST = 400  # lines that tell what a large text is
PENALTY = 3  # lines that a line within a dump which was not understood weighs
GAP = 12  # lines of something else after which a dump is over


def read_dumps(source: str, lines: Sequence[tuple[int, str]]) -> list[Dump]:
    """All dumps in a text, in the order in which they begin."""
    readers = [importlib.import_module(f"analyzer.dumps.{name}") for name in formats_in("\n".join(text for _, text in lines))]
    found = [dump for reader in readers for dump in _Region(reader, source).read(lines)]
    return sorted(_undisputed(found) if len(readers) > 1 else found, key=lambda d: d.first_line)


def _undisputed(found: list[Dump]) -> list[Dump]:
    """Where two formats claim the same lines, the one that understands more of the text has them; formats of one maker look alike."""
    score: Counter[str] = Counter()
    for dump in found:
        score[dump.format] += len(dump.lines) - PENALTY * len(dump.not_understood)
    owner: dict[int, str] = {}
    kept: list[Dump] = []
    for dump in sorted(found, key=lambda d: (-score[d.format], d.first_line)):
        taken = sum(owner.get(n, dump.format) != dump.format for n in dump.lines)
        if 2 * taken > len(dump.lines):
            continue
        kept.append(dump)
        for n in dump.lines:
            owner.setdefault(n, dump.format)
    return kept


def is_dump(texts: Sequence[str]) -> bool:
    """Whether a large text begins as a dump: most of its first lines are a dump's."""
    first = [(number, text) for number, text in enumerate(texts[:FIRST]) if text.strip()]
    return 2 * sum(len(dump.lines) for dump in read_dumps("", first)) > len(first)


class _Region:
    """Reads the dumps of one format."""

    def __init__(self, reader: ModuleType, source: str) -> None:
        self.reader, self.source = reader, source
        self.rows: Table = table(reader.__name__.rpartition(".")[2])
        self.begins: frozenset[str] = frozenset(reader.BEGINS)
        self.among: frozenset[str] = frozenset(reader.AMONG)
        self.longest: int = getattr(reader, "LONGEST", LONGEST)
        self.prepared: Callable[[Iterable[tuple[int, str]]], Iterator[tuple[tuple[int, ...], str]]] = getattr(reader, "prepared", _as_they_are)
        self.restarts: frozenset[str] = frozenset(getattr(reader, "RESTARTS", ()))
        self.broken: tuple[str, ...] = getattr(reader, "BROKEN", ())  # how a first line begins that a terminal may have broken

    def read(self, lines: Iterable[tuple[int, str]]) -> list[Dump]:
        dumps: list[Dump] = []
        builder: Builder | None = None
        own: list[int] = []
        unknown: list[int] = []
        late: list[int] = []  # lines since the last known one
        before: tuple[int, str] | None = None
        for places, text in self.prepared(lines):
            if not text.strip():
                continue
            number, numbers = places[0], [*places]
            row = self.rows.read(number, text, self.longest)
            if row is None and before is not None and (builder is not None or before[1].lstrip().startswith(self.broken)):
                row = self._wrapped(before, text)
                if row is not None:
                    late = [n for n in late if n != before[0]]
                    numbers = [before[0], *places]
            before = (number, text) if row is None else None
            if row is not None and builder is None and row.name not in self.begins:
                row = None
            if row is None:
                late.append(number)
                if builder is not None and len(late) > GAP:
                    dumps += builder.dumps(own, unknown)
                    builder, own, unknown = None, [], []
                continue
            if builder is not None and own and (row.name in self.restarts or builder.restarts(row)):
                dumps += builder.dumps(own, unknown)
                builder = None
            if builder is None:
                builder, own, unknown = self.reader.Reader(self.source), [], []
            else:
                unknown += late
            late = []
            own += numbers
            builder.add(row)
            if builder.whole and builder.shown is None:
                builder.shown = row.where(self.source), row.text
        if builder is not None and own:
            dumps += builder.dumps(own, unknown)
        return dumps

    def _wrapped(self, before: tuple[int, str], text: str) -> Row | None:
        """The row that a line and the one before give together, where a terminal broke it."""
        for joint in ("", " "):
            row = self.rows.read(before[0], before[1].rstrip("\n") + joint + text.strip(), self.longest)
            if row is not None:
                return row
        return None


def _as_they_are(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[tuple[int, ...], str]]:
    return (((number,), text) for number, text in lines)
