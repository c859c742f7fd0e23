"""The stages one after the other: inputs to lines, lines to events, events to negotiations, negotiations to the answer."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from analyzer.classifier import Memo, Outcome
from analyzer.dumps.lines import formats_in
from analyzer.extract.engine import dialects
from analyzer.extract.events import Extractor
from analyzer.extract.lane import UnreadLine, plain, time_of
from analyzer.findings import analysis, clock
from analyzer.framing import undress_blocks, unechoed
from analyzer.model import Analysis, Event, Input, Line, Region
from analyzer.negotiations import LEAST, OPEN, Assembler, Negotiation, Reader, Unread
from analyzer.sources import Source, open_source
from analyzer.tunnels import Tunnels, TunnelState

if TYPE_CHECKING:
    from analyzer.dumps import Dump

LARGEST = 64 << 20  # bytes of an input that is taken for a dump; no gateway prints more
Given = Path | str | bytes | IO[bytes]


class Pipeline:
    """One incident: any number of inputs, read one after the other."""

    def __init__(self, side: str | None = None) -> None:
        self.side = side
        self.tunnels = Tunnels()
        self._judge = Memo()
        self._assemblers: dict[tuple[str, str], Assembler] = {}  # of the input that is being read, by host and dialect
        self._keepers: dict[str, Assembler] = {}
        self._reader: Reader | None = None
        self._base = self._seq = 0  # order numbers: before the input's first line, and the next one
        self._inputs = 0
        self.dumps: list[Dump] = []
        self._numbers = itertools.count(1)

    def read(self, source: Source) -> Input:
        """Take in one input; what cannot be read is said in the result."""
        self.start()
        ledger = self.go_on(source)
        self.end()
        return ledger

    def start(self) -> None:
        """An input begins."""
        self._inputs += 1
        self._base = self._seq

    def go_on(self, source: Source, extractor: Extractor | None = None) -> Input:
        """Take in a part of the input that is being read; its negotiations stay open."""
        extractor = extractor or Extractor(source.name)
        found = self._dumps(source)
        base, seq = self._base, self._seq
        numbered = not source.whole  # long files are read in their own order: their line numbers are the order of events
        if self._reader is None and numbered:
            self._reader = LineReader(source.name, base)
        for line, hits in extractor.events(source, self._keepers):
            seq = base + line.number if numbered else seq + 1
            for template, match in hits:
                self._feed(Event(line, template, match, seq))
        self._seq = max(seq, base + extractor.lines) + 1
        ledger = extractor.ledger(source)
        return _with_dumps(ledger, found) if found else ledger

    def end(self) -> None:
        """The input is over: close what is still open."""
        for assembler in self._assemblers.values():
            assembler.finish()
        self._assemblers.clear()
        self._keepers.clear()
        self._reader = None

    def _dumps(self, source: Source) -> "list[Dump]":
        """Take the SA dumps out of an input; what is left of it is a log."""
        if source.problem is not None or source.plain or not (source.whole or (source.size or 0) <= LARGEST):
            return []
        if not source.whole and plain(source.begin()):
            return []
        raw = _held(source) if source.whole else list(enumerate(source.begin(), 1))
        text = "\n".join(line for _, line in raw)
        if not formats_in(text) and (not source.whole or (text.isascii() and "&" not in text)):
            return []
        lines = undress_blocks(raw) if source.whole else raw
        from analyzer.dumps import is_dump, read_dumps

        if not source.whole:
            if not is_dump([text for _, text in lines]):
                return []
            lines = raw = source.hold()
        found = read_dumps(source.name, lines)
        taken = frozenset(n for dump in found for n in dump.lines)
        if taken:
            self.dumps += found
            source.keep([(n, text) for n, text in raw if n not in taken])
        return found

    def _feed(self, event: Event) -> None:
        line: Line = event.line
        host, dialect = line.host or "", event.template.dialect
        assembler = self._assemblers.get((host, dialect))
        if assembler is None:
            scope = "\0".join((str(self._inputs), host, dialect))  # two inputs may have one name
            assembler = self._assemblers[host, dialect] = Assembler(dialect, self._closer(scope), self._next, self._reader)
            for known in self._assemblers.values():
                known.limit = max(LEAST, min(known.limit, OPEN // len(self._assemblers)))
            if dialect == "strongswan":
                self._keepers[host] = assembler
        assembler.feed(event)

    def _next(self) -> int:
        return next(self._numbers)

    def _closer(self, scope: str) -> Callable[[Negotiation], None]:
        def close(n: Negotiation) -> None:
            self.conclude(n, scope)

        return close

    def tunnels_of(self, scope: str) -> Tunnels:  # noqa: ARG002 - one incident; a fleet keeps its gateways apart
        """Where the negotiations of a scope are counted: input, host, dialect."""
        return self.tunnels

    def conclude(self, n: Negotiation, scope: str) -> tuple[TunnelState | None, Outcome | None]:
        """Judge a negotiation that is complete and count it for its tunnel; no outcome where it was all routine and is unread."""
        tunnels = self.tunnels_of(scope)
        if n.unread and (tunnel := tunnels.touch(n, scope)) is not None:
            return tunnel, None
        n.close()
        if n.pending and not tunnels.knows(n, scope):
            n.settle()
        if n.conn is None and n.last is not None:  # nothing that it said names the connection, but its frame does
            n.conn = n.last.line.conn
        n.role = n.role or self.side
        outcome = self._judge(n)
        return tunnels.add(n, outcome, scope), outcome


class LineReader:
    """Makes an event of a line that was kept as text. ``base`` is the order number before the input's first line."""

    def __init__(self, source: str, base: int) -> None:
        self.source, self.base = source, base
        self._charon = dialects()["strongswan"]

    def __call__(self, item: Unread) -> Event | None:
        """The line's event, None where it turns out to be none."""
        number, text, begin, _ = item
        hit = self._charon.recognise(text, begin)
        if hit is None or hit[0].strength == "noise":
            return None
        return Event(UnreadLine(self.source, number, text, begin), *hit, self.base + number)

    def time(self, item: Unread) -> str | None:
        """The line's time."""
        return time_of(item[1])


def _held(source: Source) -> list[tuple[int, str]]:
    """All lines of a small input, each of them once."""
    raw = source.hold()
    once = unechoed(raw)
    if once is None:
        return raw
    source.keep(once)
    return once


def _with_dumps(ledger: Input, dumps: "list[Dump]") -> Input:
    """The ledger of an input in which dumps were."""
    lines = len({n for dump in dumps for n in dump.lines})
    regions = tuple(Region(dialect=d.format, kind="sa", first_line=d.first_line, last_line=d.last_line) for d in dumps)
    all_of_them = sorted((*ledger.regions, *regions), key=lambda r: r.first_line)
    return replace(ledger, lines=ledger.lines + lines, events=ledger.events + lines, regions=tuple(all_of_them))


def analyze(inputs: Sequence[Given] | Given, *, year: int | None = None, tz: str | None = None, side: str | None = None) -> Analysis:
    """Analyse the inputs as one incident: files, binary streams or pasted texts, of one gateway or of both.

    ``year`` and ``tz`` complete time stamps that lack them; ``side`` ("initiator" or "responder") says which end logged where
    the text does not. Raises ValueError for another ``side``. What cannot be read is said in ``Analysis.inputs``.
    """
    if side not in (None, "initiator", "responder"):
        raise ValueError(f"side is {side!r}: it must be initiator or responder")
    pipeline = Pipeline(side)
    many = cast("Sequence[Given]", inputs) if isinstance(inputs, (list, tuple)) else (cast("Given", inputs),)
    read = tuple(pipeline.read(open_source(given)) for given in many)
    pipeline.tunnels.join_ends()
    return analysis(pipeline.tunnels, read, clock(year, tz), pipeline.dumps)
