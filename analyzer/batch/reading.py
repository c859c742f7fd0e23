"""Read one stream: its lines to negotiations, tunnels and findings, as the rows of a store. A pure function; workers run it."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from analyzer.archives import Limits
from analyzer.batch.commits import StreamResult
from analyzer.batch.fleet_pipeline import FleetPipeline
from analyzer.batch.known import Known
from analyzer.batch.rows import Rows
from analyzer.batch.state import StateError, pack, unpack
from analyzer.batch.streams import EPOCH, ChangedError, Part, Piece, Rotation, micros, source_of
from analyzer.extract.events import Extractor
from analyzer.extract.share import Share
from analyzer.findings import analysis
from analyzer.model import Analysis, Finding, Input, Line
from analyzer.sources import Source


@dataclass(frozen=True, slots=True)
class StreamTask:
    """A stream to read: the unit of work. ``size`` in bytes, about.

    ``state`` is where an earlier run came to: then ``pieces`` hold what is new, ``before`` says what was read. ``anew`` is how to
    read the stream from its begin, should that turn out to have changed. ``share`` of it is read: its number, from 0, and how many there are.
    """

    stream: str
    generation: int
    pieces: tuple[Piece, ...]
    size: int
    gateway: str | None
    default: str
    limits: Limits
    state: bytes = b""
    before: tuple[Known, ...] = ()
    anew: "StreamTask | None" = None
    share: tuple[int, int] = (0, 1)


def read_streams(tasks: tuple[StreamTask, ...]) -> list[StreamResult]:
    """What each of the streams says."""
    return [read_stream(task) for task in tasks]


def read_stream(task: StreamTask) -> StreamResult:
    """What one stream says. A stream that has changed in what was read before is read anew."""
    try:
        return _Reading(task).result()
    except (ChangedError, StateError):
        if task.anew is None:
            raise
        return _Reading(task.anew).result()


@dataclass(slots=True)
class _Reading:
    task: StreamTask
    pipeline: FleetPipeline = field(init=False)
    rotation: Rotation = field(init=False)
    extractor: Extractor = field(init=False)
    _counted: dict[str, int] = field(init=False, default_factory=dict)

    def result(self) -> StreamResult:
        task = self.task
        mind: dict[str, Any] = unpack(task.state) if task.state else {"next": 1}
        self.pipeline = FleetPipeline(task.gateway, task.default)
        self.rotation = Rotation(task.pieces, task.limits, mind["next"], task.before)
        self.extractor = Extractor(task.stream)
        self.extractor.share = Share(*task.share)
        self.rotation.passing.runs = self.extractor.passed.runs
        self.pipeline.place, self.pipeline.clock = self.rotation.place, self.rotation.time
        self.rotation.boundary = self._boundary
        if task.state:
            self.pipeline.remember(mind["pipeline"])
        else:
            self.pipeline.start()
        state, ledger = self._read()
        rows = {"negotiations": self.pipeline.negotiations, "events": self.pipeline.events}
        self.pipeline.negotiations, self.pipeline.events = rows["open_negotiations"], rows["open_events"] = Rows(), Rows()
        self.pipeline.end()
        known = [part.known() for part in self.rotation.parts]
        grown = bool(task.pieces) and task.pieces[0].known is not None
        known = [*task.before[: len(task.before) - grown], *known]
        rows |= self._answer(ledger, known)
        return StreamResult(task.stream, task.generation, bool(task.state), dict(rows), [k.as_json() for k in known], state)

    def _read(self) -> tuple[bytes, Input]:
        """Where the reading came to, for a later run; nothing of a small stream, which is cheap to read again."""
        rotation, name = self.rotation, self.task.stream
        source = Source(name, None, rotation.batches(), passing=rotation.passing) if self.task.state else source_of(rotation, name)
        ledger = self.pipeline.go_on(source, self.extractor)
        self._balance()
        if source.size is not None:
            return b"", ledger
        state = pack({"next": rotation.next - len(rotation.rest), "pipeline": self.pipeline.mind()})
        if rotation.rest:
            before = self.extractor.so_far()
            ledger = self.pipeline.go_on(Source(name, None, iter(rotation.rest)), self.extractor)
            rotation.parts[-1].rest_counts = {what: n - before[what] for what, n in self.extractor.so_far().items()}
        return state, ledger

    # -- what became of the lines

    def _boundary(self, part: Part) -> None:
        """A member is over: what has become of its lines."""
        now = self.extractor.so_far()
        part.counts = {name: value - self._counted.get(name, 0) for name, value in now.items()}
        self._counted = now

    def _balance(self) -> None:
        """Lines that were still being looked at when their member was over are the last one's."""
        if self.rotation.parts:
            last, now = self.rotation.parts[-1], self.extractor.so_far()
            for name, value in now.items():
                last.counts[name] = last.counts.get(name, 0) + value - self._counted.get(name, 0)
            self._counted = now

    def _iso(self, line: Line) -> str | None:
        time = self.rotation.time(line.number, line.time)
        return None if time is None else iso_of(time)

    # -- rows

    def _answer(self, ledger: Input, known: list[Known]) -> dict[str, Rows]:
        rows = {name: Rows() for name in ("inputs", "tunnels", "findings", "sas")}
        dumps = self.pipeline.dumps
        if dumps:
            self.pipeline.fleet.setdefault(self.pipeline.gateway_of(""), self.pipeline.tunnels_of("\0\0"))
        for gateway, tunnels in self.pipeline.fleet.items():
            own = dumps if gateway == self.pipeline.gateway_of("") or len(self.pipeline.fleet) == 1 else []
            answer = analysis(tunnels, (ledger,), self._iso, own)
            self._rows_of(gateway, answer, rows)
        gateways = sorted(self.pipeline.fleet)
        for k in known:
            rows["inputs"].append(k.row(gateways[0] if len(gateways) == 1 else None))
        return rows

    def _rows_of(self, gateway: str, answer: Analysis, rows: dict[str, Rows]) -> None:
        for t in answer.tunnels:
            first, last = self.pipeline.spans.get((gateway, int(t.id[1:])), (None, None))
            rows["tunnels"].append(
                (gateway, t.id, t.name, t.local, t.remote, t.local_id, t.remote_id, t.ike_version, t.role, t.state, t.attempts, first, last)
            )
        for f in answer.findings:
            rows["findings"].append(self._finding(gateway, f))
        for s in answer.sas:
            rows["sas"].append((
                gateway, s.tunnel, s.kind, *self.rotation.place(s.where.line), s.name, s.state, s.ike_version, s.spi_in, s.spi_out, s.local_ts,
                s.remote_ts, s.bytes_in, s.bytes_out, s.packets_in, s.packets_out, s.age,
            ))  # fmt: skip

    def _finding(self, gateway: str, f: Finding) -> tuple[Any, ...]:
        evidence = []
        for e in f.evidence:
            name, line = self.rotation.place(e.where.line)
            evidence.append({"input": name, "line": line, "text": e.text, "why": e.why})
        return (
            gateway, f.tunnel, f.cause, f.title, f.confidence.value, f.status.value, f.summary, micros(f.first, None) if f.first else None,
            micros(f.last, None) if f.last else None, f.count, f.faq, tuple(a.cause for a in f.alternatives),
            json.dumps(evidence, ensure_ascii=False), json.dumps(dict(f.details), ensure_ascii=False),
        )  # fmt: skip


def iso_of(time: int) -> str:
    """Microseconds since 1970 in ISO 8601."""
    return (EPOCH + timedelta(microseconds=time)).isoformat()
