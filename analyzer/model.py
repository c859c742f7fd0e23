"""The records that flow through the program: lines, events, findings, the analysis. No logic beyond reading a field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from analyzer.kinds import ROUTINE, Kind


class Where(NamedTuple):
    """A place in the input: the source's name and the line's number, from 1."""

    source: str
    line: int


class Line:
    """One input line after framing: what stands before the message is read, the message itself is not.

    ``text`` is the raw line, ``message`` begins where the daemon's own words begin. Every frame field may be None.
    ``program`` is the syslog tag or None, ``dialect`` the daemon family that the frame betrays or None.
    """

    __slots__ = (
        "conn", "dialect", "group", "host", "message", "number", "peer", "pid", "program", "sa", "source", "text", "thread", "time",
    )  # fmt: skip

    def __init__(
        self,
        source: str,
        number: int,
        text: str,
        message: str,
        time: str | None = None,
        host: str | None = None,
        program: str | None = None,
        pid: str | None = None,
        thread: str | None = None,
        group: str | None = None,
        conn: str | None = None,
        sa: str | None = None,
        peer: str | None = None,
        dialect: str | None = None,
    ) -> None:
        self.source, self.number, self.text, self.message = source, number, text, message
        self.time, self.host, self.program, self.pid = time, host, program, pid
        self.thread, self.group, self.conn, self.sa = thread, group, conn, sa
        self.peer, self.dialect = peer, dialect

    @property
    def where(self) -> Where:
        """The line's place."""
        return Where(self.source, self.number)


IDENTIFYING = ("local", "remote", "local_id", "remote_id", "spi_i", "spi_r")  # fields that say whose negotiation it is


class Template:
    """One message of a grammar in compiled form: its kind, what is known without reading, and where its fields are."""

    __slots__ = ("dialect", "example", "groups", "identifies", "kind", "routine", "strength", "tags")

    def __init__(
        self, dialect: str, kind: Kind, example: str, strength: str, tags: Mapping[str, str], groups: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.dialect, self.kind, self.example, self.strength = dialect, kind, example, strength
        self.tags, self.groups = tags, groups
        self.identifies = tuple(name for name in IDENTIFYING if name in groups or name in tags)
        self.routine = kind in ROUTINE and not (kind is Kind.DELETE_RECEIVED and tags.get("what") == "ike")


class Event:
    """One understood line: a :class:`Kind`, the line, and its fields, which are read from the match when asked for."""

    __slots__ = ("exchange", "kind", "line", "match", "seq", "stage", "template")

    def __init__(self, line: Line, template: Template, match: re.Match[str], seq: int = 0) -> None:
        self.kind, self.line, self.template, self.match, self.seq = template.kind, line, template, match, seq
        self.stage = 0  # of its negotiation when it happened
        self.exchange: str | None = None  # the one that was running

    def get(self, name: str, default: str = "") -> str:
        """The field's text, from the message, its grammar's tags, or the line's frame; ``default`` where it is absent."""
        groups = self.template.groups.get(name)
        if groups is not None:
            for group in groups:
                value = self.match[group]
                if value is not None:
                    return value.strip()
        value = self.template.tags.get(name)
        if value is None and name in ("conn", "sa"):
            value = self.line.conn if name == "conn" else self.line.sa
        return default if value is None else value

    def fields(self) -> dict[str, str]:
        """All fields of the message that have a value."""
        names = [*self.template.groups, *self.template.tags]
        return {name: value for name in names if (value := self.get(name))}

    @property
    def where(self) -> Where:
        """The line's place."""
        return self.line.where


class Confidence(StrEnum):
    """How sure a finding is; never more than the evidence allows."""

    PROVEN = "proven"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Status(StrEnum):
    """Whether a finding is what is wrong now, what was wrong and has healed, or a remark."""

    ACTIVE = "active"
    RECOVERED = "recovered"
    NOTE = "note"


class Verdict(StrEnum):
    """The answer in one word; ``nothing_found`` is no proof of health, ``not_enough_log`` says what is missing."""

    FAULT = "fault"
    HEALTHY = "healthy"
    NOTHING_FOUND = "nothing_found"
    NOT_ENOUGH_LOG = "not_enough_log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A line and why it counts. ``text`` is made harmless and free of secrets by the reporters, not here."""

    where: Where
    text: str
    why: str
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A cause that is not the answer, and the reason: an alternative, or one that is ruled out."""

    cause: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One attributed fault. ``details`` holds both sides' values where they are known."""

    cause: str
    title: str
    confidence: Confidence
    status: Status
    tunnel: str
    summary: str
    evidence: tuple[Evidence, ...]
    faq: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    alternatives: tuple[Named, ...] = ()
    ruled_out: tuple[Named, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    remedy: tuple[str, ...] = ()
    ask_for: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    count: int = 1

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"finding {self.cause} without evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tunnel:
    """One pair of gateways with one connection, and how it stands at the end of the log."""

    id: str
    name: str | None
    local: str | None
    remote: str | None
    local_id: str | None
    remote_id: str | None
    ike_version: int | None
    role: str | None
    state: str  # down, phase1, up, degraded, unknown
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sa:
    """One SA of a dump, or a pair of networks that is configured and has none. Seconds and bytes; None where the dump does not say.

    ``kind`` is ike, child or configured. Of an IKE_SA ``spi_in`` and ``spi_out`` are the initiator's and the responder's SPI.
    """

    tunnel: str
    kind: str
    where: Where
    name: str | None
    state: str
    ike_version: int | None = None
    spi_in: str | None = None
    spi_out: str | None = None
    local_ts: tuple[str, ...] = ()
    remote_ts: tuple[str, ...] = ()
    bytes_in: int | None = None
    bytes_out: int | None = None
    packets_in: int | None = None
    packets_out: int | None = None
    encap: bool | None = None
    proposal: str | None = None
    age: int | None = None
    configured: bool | None = None  # whether the configuration asks for it, where that is in the dumps


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A line that was not understood."""

    where: Where
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Neighbouring lines of one dialect."""

    dialect: str
    kind: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What one input held: ``lines`` is the sum of ``events``, ``noise``, ``other`` and ``not_understood``.

    ``other`` are lines of programs that have nothing to do with IKE. ``problem`` says why an input could not be read.
    """

    source: str
    lines: int = 0
    events: int = 0
    noise: int = 0
    other: int = 0
    not_understood: int = 0
    regions: tuple[Region, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()
    problem: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The whole answer for one incident."""

    verdict: Verdict
    inputs: tuple[Input, ...]
    tunnels: tuple[Tunnel, ...]
    findings: tuple[Finding, ...]
    sas: tuple[Sa, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)
