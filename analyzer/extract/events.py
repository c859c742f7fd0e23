"""Lines to events: choose the dialect of each line, read its message, and keep the ledger of what was understood."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy

from analyzer.extract.engine import Hit, dialects, is_message, worth_searching
from analyzer.extract.foreign import Foreign
from analyzer.extract.lane import FOREIGN, KEPT, NOISE, Keeper, Lane
from analyzer.extract.share import Share
from analyzer.framing import Framer, cisco_ios, frame_paste
from analyzer.framing.patterns import PROMPT
from analyzer.framing.wraps import LONG_LINE, parted
from analyzer.model import Input, Line, Region, Unparsed
from analyzer.sources import Source

IDLE = 1000  # lines without a known one, after which a long log is taken for another program's
MORE = 1.25  # times that another dialect has to read of a line
SHOWN = 20  # lines that were not understood and are kept to be shown
_SIFTED = (("noise", NOISE), ("events", KEPT), ("other", FOREIGN))  # by the fast lane
LONGEST_PROMPT = 300  # letters
_prompt = re.compile(PROMPT).fullmatch
_SKIP = {"blank": "noise", "duplicate": "noise", "other": "other"}


class Extractor:
    """Reads one input. After :meth:`events` is exhausted, :meth:`ledger` says what became of every line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables = dialects()
        self.order = list(self.tables)  # the dialect that spoke last is tried first
        self.lines = 0
        self.idle = 0  # lines since one was known
        self.counts = {"events": 0, "noise": 0, "other": 0, "not_understood": 0, "unknown": 0}
        self.unparsed: list[Unparsed] = []
        self.unknown: list[Unparsed] = []
        self.regions: list[list[object]] = []
        self.share = Share()
        self.passed = Foreign()  # lines that are counted before they are lines
        self._lane: Lane | None = None

    def so_far(self) -> dict[str, int]:
        """What has become of the lines until now; lines that are being looked at may be missing."""
        counts = self.counts | {"other": self.counts["other"] + (self.passed.lines if self.share.first else 0)}
        if self._lane is not None:
            for name, what in _SIFTED:
                counts[name] += self._lane.counts[what]
        return counts

    def events(self, source: Source, keepers: Mapping[str, Keeper] | None = None) -> Iterator[tuple[Line, list[Hit]]]:
        """Each line that says something, with its messages. ``keepers`` take lines of long files unread."""
        if source.whole:
            yield from self._read(iter(frame_paste(source.name, source.lines, is_message)))
        else:
            framer = Framer(source.name)
            batches = parted(source.batches)
            if keepers is None:
                yield from self._read(framer.lines(self._skim((n, text) for first, texts in batches for n, text in enumerate(texts, first))))
                return
            lane = self._lane = Lane(self.tables["strongswan"], keepers, self.share)
            source.passing.runs = self.passed.runs

            def enough() -> bool:
                """Two tags say the same: from there on each line has to be compared."""
                self.passed.closed = framer.doubled
                return framer.doubled

            yield from self._read(framer.lines(self._skim(lane.sift(batches, enough))))
            for name, what in _SIFTED:
                self.counts[name] += lane.counts[what]
            self.lines += sum(lane.counts.values())
            self._lane = None

    def _skim(self, numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Pass over the log of another program: where nothing was known for long, a line has to look like one to be read."""
        for number, text in numbered:
            if self.idle > IDLE and not worth_searching(text):
                self.lines += 1
                self.counts["unknown"] += self.share.first
                continue
            yield number, text

    def _read(self, lines: Iterator[Line]) -> Iterator[tuple[Line, list[Hit]]]:
        tables, counts, share = self.tables, self.counts, self.share
        for line in cisco_ios.joined(lines, _of_another):
            if share.of > 1 and not share.has(line.host):
                continue
            self.lines += 1
            dialect = line.dialect
            table = tables.get(dialect) if dialect is not None else None
            if table is not None:
                hit = table.recognise(line.message) if len(line.message) <= LONG_LINE else None
                hits = [hit] if hit is not None else list(table.search(line.message))
                if not hits:
                    counts["not_understood"] += 1
                    if len(self.unparsed) < SHOWN:
                        self.unparsed.append(Unparsed(line.where, line.text, f"{table.name} message not known"))
                    continue
            elif dialect is not None:
                counts[_SKIP.get(dialect, "other")] += 1
                continue
            else:
                hits = self._search(line)
                if not hits and _typed(line.text.strip()):
                    counts["noise"] += 1
                    continue
                if not hits or (not self.regions and all(hit[0].strength == "noise" for hit in hits)):
                    counts["unknown"] += 1
                    self.idle += 1
                    if len(self.unknown) < SHOWN:
                        self.unknown.append(Unparsed(line.where, line.text, "no known message in it"))
                    continue
            self.idle = 0
            said = [hit for hit in hits if hit[0].strength != "noise"]
            counts["events" if said else "noise"] += 1
            self._region(hits[0][0].dialect, line)
            if said and len(line.message) > LONG_LINE:
                yield from ((_part(line, hit[1][0]), [hit]) for hit in said)
            elif said:
                yield line, said

    def _search(self, line: Line) -> list[Hit]:
        """A line whose frame says nothing: every dialect may be meant, at its begin or anywhere in it."""
        text = line.message or line.text
        if not worth_searching(text):
            begun = _longest(
                found for name in self.order if self.tables.may_begin(name, text) and (found := self.tables[name].begins(text)) is not None
            )
            return [begun] if begun is not None else []
        tables = [self.tables[name] for name in self.order if self.tables.may_be(name, text)] if len(text) <= LONG_LINE else []
        known = [hit for table in tables if (hit := table.recognise(text)) is not None]
        told = _longest(hit for hit in known if hit[0].strength != "noise")
        noise = _longest(hit for hit in known if hit[0].strength == "noise")
        if told is not None and noise is not None and noise[0].dialect == self.order[0] and noise[1].end() > MORE * told[1].end():
            told = noise  # what goes on in a log that is read anyway
        if told is not None:
            self._prefer(told[0].dialect)
            return [told]
        best: list[Hit] = [noise] if noise is not None else []
        for name in self.order:
            hits = [hit for hit in self.tables[name].search(text) if hit[0].strength != "noise"]
            if sum(len(m[0]) for _, m in hits) > sum(len(m[0]) for _, m in best):
                best = hits
        if best:
            self._prefer(best[0][0].dialect)
        return best

    def _prefer(self, name: str) -> None:
        if self.order[0] != name:
            self.order.remove(name)
            self.order.insert(0, name)

    def _region(self, dialect: str, line: Line) -> None:
        if self.regions and self.regions[-1][0] == dialect:
            self.regions[-1][2] = line.number
        elif len(self.regions) < 1000:
            self.regions.append([dialect, line.number, line.number])

    def ledger(self, source: Source) -> Input:
        """What became of the lines; ``problem`` where the input could not be read."""
        c = self.so_far()
        ike = c["events"] + c["noise"] > 0 and any(self.regions)
        unparsed = self.unparsed + (self.unknown if ike else [])
        unparsed.sort(key=lambda u: u.where.line)
        return Input(
            source=self.name,
            lines=self.lines + self.passed.lines,
            events=c["events"],
            noise=c["noise"],
            other=c["other"] + (0 if ike else c["unknown"]),
            not_understood=c["not_understood"] + (c["unknown"] if ike else 0),
            regions=tuple(
                Region(dialect=str(d), kind="log", first_line=min(int(str(a)), int(str(b))), last_line=max(int(str(a)), int(str(b))))
                for d, a, b in self.regions
            ),
            unparsed=tuple(unparsed[:SHOWN]),
            problem=source.problem,
        )


def _typed(text: str) -> bool:
    """Whether the line is a prompt, with or without a command behind it."""
    return len(text) < LONGEST_PROMPT and _prompt(text) is not None


def _longest(hits: Iterable[Hit]) -> Hit | None:
    """The hit that explains clearly more of a line than those before it: the dialect that spoke last has it where two have the same words."""
    best: Hit | None = None
    for hit in hits:
        if best is None or hit[1].end() > MORE * best[1].end():
            best = hit
    return best


def _of_another(text: str) -> bool:
    """Whether the text is a message of another vendor than Cisco, whose two families share words."""
    return is_message(text, ("cisco_ios", "cisco_asa"))


def _part(line: Line, message: str) -> Line:
    """One message of a line that holds many."""
    part = copy(line)
    part.text = part.message = message
    return part
