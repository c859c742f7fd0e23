"""What the report over a store says: plain records, which the reporters write down."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the report is about; empty is everything. ``since``: an ISO date or time, or 24h, 7d, 2w before the newest event of the store.

    ``gateway``: a name with ``*`` and ``?``. ``causes``: ids, of which any; ``cause`` is how the user said it.
    """

    since: str = ""
    gateway: str = ""
    cause: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Numbers of everything that the filters let through; inputs are not filtered by time or cause."""

    gateways: int
    gateways_failing: int
    tunnels: int
    up: int
    down: int
    degraded: int
    other: int
    active: int
    recovered: int
    notes: int
    new: int
    healed: int
    flapping: int
    untimed: int  # findings without a time, left out where there is a "since"
    inputs: int
    read: int
    unreadable: int
    duplicates: int
    size: int
    lines: int
    events: int
    noise: int
    other_lines: int
    not_understood: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One cause over the fleet: where it is wrong now."""

    cause: str
    title: str
    gateways: int
    tunnels: int
    count: int
    new: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """One gateway with its active findings; ``failures`` by bucket."""

    gateway: str
    tunnels: int
    down: int
    degraded: int
    up: int
    active: int
    new: int
    causes: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    failed: int
    failures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FleetFinding:
    """One cause at one tunnel. ``failures`` are the tunnel's failed attempts by bucket, ``input``, ``line``, ``text`` the first evidence."""

    gateway: str
    stream: str
    tunnel: str
    name: str | None
    local: str | None
    remote: str | None
    state: str
    cause: str
    title: str
    confidence: str
    status: str
    summary: str
    first: datetime | None
    last: datetime | None
    count: int
    new: bool
    flapping: bool
    faq: tuple[str, ...]
    alternatives: tuple[str, ...]
    input: str | None
    line: int | None
    text: str | None
    failures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input that was not read, or not to its end, or not again."""

    input: str
    gateway: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """The stretches of time in which failures are counted: ``unit`` is hour or day."""

    unit: str = "day"
    starts: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """The whole report, worst first. Lists may be cut (``most``); the totals and ``gateways_listed`` and so on say how long they are."""

    folder: str
    filters: Filters
    since: datetime | None
    oldest: datetime | None
    newest: datetime | None
    run: int
    finished: bool
    buckets: Buckets
    totals: Totals
    causes: tuple[CauseRow, ...]
    gateways: tuple[GatewayRow, ...]
    findings: tuple[FleetFinding, ...]  # active ones first, then recovered, then notes
    flapping: tuple[FleetFinding, ...] = field(default=())
    problems: tuple[InputRow, ...] = field(default=())
    duplicates: tuple[InputRow, ...] = field(default=())
