"""One negotiation: an IKE_SA from its first message to its end, with its CHILD_SAs, as one gateway's log shows it."""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from analyzer.kinds import ROUTINE, STATE_KINDS, Kind
from analyzer.model import Event
from analyzer.negotiations.advance import CHATTER, FROM_PEER, HANDLERS
from analyzer.negotiations.stages import Place, Silence, Stage

KEEP_FIRST, KEEP_LAST = 160, 160  # events kept of one negotiation; what lies between is counted
PENDING = 600  # routine events that wait at most
FEW = 8  # so many are read in any case
ROOM, ROOM_UP = 48, 24  # unread lines that wait at most, before and after a CHILD_SA is up
BEGIN = 12  # of them are the first

_SUMMARIES = frozenset({Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED})
Unread = tuple[int, str, int, bool]  # a line: its number, its text, where its message begins, whether it is routine
Waiting = Event | Unread


class Reader(Protocol):
    """What makes events of unread lines. ``base`` is the order number before the input's first line."""

    base: int

    def __call__(self, item: Unread) -> Event | None:
        """The line's event, None where it turns out to be none."""

    def time(self, item: Unread) -> str | None:
        """The line's time."""


class Negotiation:
    """What one IKE_SA's events say. Filled by :meth:`add`, in the order of the log; read by the causes."""

    __slots__ = (
        "_index", "_seen", "agreed_child", "background", "child_up_at", "children_up", "conn", "dialect", "dropped", "ended_at", "exchange",
        "failed_children", "first", "floated", "head", "ike_version", "kinds", "last",
        "lazy", "local", "local_id", "lost", "marks", "method", "mode", "number", "odd", "peer_method", "pending", "reader",
        "received", "remote", "remote_id", "requests", "role", "room", "sa", "seq", "silences", "spi_i", "spi_r", "stage",
        "tail", "up_at", "weak",
    )  # fmt: skip

    def __init__(self, number: int, dialect: str) -> None:
        self.number, self.dialect = number, dialect
        self.conn: str | None = None
        self.sa: str | None = None
        self.local: str | None = None
        self.remote: str | None = None
        self.local_id: str | None = None
        self.remote_id: str | None = None
        self.spi_i: str | None = None
        self.spi_r: str | None = None
        self.ike_version: int | None = None
        self.mode: str | None = None
        self.role: str | None = None
        self.method: str | None = None  # psk, pubkey, eap: how we authenticate
        self.peer_method: str | None = None
        self.exchange: str | None = None  # of the last message seen
        self.stage = Stage.UNKNOWN
        self.kinds: dict[Kind, int] = {}
        self.head: list[Event] = []
        self.tail: deque[Event] = deque(maxlen=KEEP_LAST)
        self.dropped = 0
        self.first: Event | None = None
        self.last: Event | None = None
        self.received = False  # anything at all came from the peer
        self.floated = False  # UDP 4500 was used
        self.requests: dict[str, str] = {}  # our requests by message ID: exchange
        self.silences: dict[Place, Silence] = {}
        self.children_up: dict[str, Event] = {}
        self.failed_children: list[Event] = []
        self.up_at: Event | None = None
        self.child_up_at: Event | None = None
        self.agreed_child: Event | None = None  # where the first CHILD_SA's proposal was chosen
        self.ended_at: Event | None = None  # when the IKE_SA was deleted by either end
        self.seq = 0
        self._index: dict[Kind, list[Event]] | None = None
        self._seen: frozenset[Kind] | None = None
        self.pending: list[Waiting] = []  # what nobody had to look at yet
        self.lazy = False  # everything waits, not the routine alone
        self.lost = False  # it was up, and the peer fell silent for good
        self.odd = False  # something out of the ordinary waits
        self.room = ROOM
        self.marks: dict[Kind, Waiting] = {}  # the latest of them of each kind that says what is up
        self.reader: Reader | None = None
        self.weak: Event | None = None  # the first one with algorithms that are no longer advised
        self.background: tuple[Event, ...] = ()  # what the daemon said of this connection when it loaded it

    # -- filling

    def add(self, event: Event) -> None:
        """Take in one event. Routine ones wait until something else happens that makes them worth reading.

        In a long file all wait: most that fails there has failed before, in the same words (:class:`analyzer.classifier.Memo`).
        """
        self.seq = event.seq
        routine = event.template.routine
        if self.remote is not None and (routine or self.lazy):
            self.pending.append(event)
            if not routine:
                self.odd = True
            elif event.kind in STATE_KINDS:
                self.marks[event.kind] = event
            if len(self.pending) > PENDING:
                self.thin_out(KEEP_LAST // 2, KEEP_LAST // 2)
            return
        self.settle()
        self._read(event)

    def settle(self) -> list[Event | None]:
        """Read what waits; the events, in order, None for what turns out to be none."""
        waiting, self.pending = self.waiting(), []
        self.marks.clear()
        events = [self.event_of(item) for item in waiting]
        for event in events:
            if event is not None:
                self._read(event)
        return events

    def waiting(self) -> list[Waiting]:
        """What waits, with the marks that were thinned out, in order."""
        if not self.dropped:
            return self.pending
        here = set(map(id, self.pending))
        gone = [item for item in self.marks.values() if id(item) not in here]
        return sorted([*self.pending, *gone], key=_number) if gone else self.pending

    def time_of(self, item: Waiting) -> str | None:
        """What the line of something that waits says of the time."""
        if isinstance(item, Event):
            return item.line.time
        return self.reader.time(item) if self.reader is not None else None

    def event_of(self, item: Waiting) -> Event | None:
        """The event of something that waits."""
        if isinstance(item, Event):
            return item
        return self.reader(item) if self.reader is not None else None

    def order(self, kind: Kind) -> int | None:
        """The order number of the latest line of a kind that says what is up, where it waits."""
        item = self.marks.get(kind)
        if item is None:
            return None
        return item.seq if isinstance(item, Event) else item[0] + (self.reader.base if self.reader is not None else 0)

    def thin_out(self, first: int, last: int) -> None:
        """A healthy IKE_SA prints the same for months: keep its begin, its end, and what is out of the ordinary.

        What says that something is up is kept in ``marks`` too.
        """
        middle = self.pending[first:-last]
        kept = [item for item in middle if not _routine(item)][-first:] if self.odd else []
        self.dropped += len(middle) - len(kept)
        self.pending[first:-last] = kept

    @property
    def alive(self) -> bool:
        """Whether it is up, as far as what waits is known."""
        ended = self.lost or self.ended_at is not None or Kind.IKE_DELETED in self.marks
        return self.came_up and not ended

    @property
    def came_up(self) -> bool:
        """Whether a CHILD_SA came up, as far as what waits is known."""
        return self.child_up_at is not None or Kind.CHILD_UP in self.marks or Kind.CHILD_REKEYED in self.marks

    @property
    def unread(self) -> bool:
        """Whether most of it is routine lines that wait as text."""
        return not self.odd and not self.silences and len(self.pending) > FEW and not isinstance(self.pending[-1], Event) and (
            not self.kinds.keys() - ROUTINE
        )  # fmt: skip

    def close(self) -> None:
        """Nothing more comes. Where all was routine and unread, only the latest lines that say what is up are read.

        What waits together with something out of the ordinary goes on waiting for its judge.
        """
        if self.odd:
            return
        if self.unread:
            self.pending = sorted(self.marks.values(), key=_number) or [*self.pending[:FEW], *self.pending[-FEW:]]
        self.settle()

    def _read(self, event: Event) -> None:
        kind = event.kind
        self._index = self._seen = None
        event.stage, event.exchange = self.stage, self.exchange
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.first is None:
            self.first = event
        self.last = event
        if kind in FROM_PEER:
            self.received = True
        handler = HANDLERS.get(kind)
        if handler is not None:
            handler(self, event)
        if kind in CHATTER and self.stage >= Stage.IKE_UP:
            return
        if len(self.head) < KEEP_FIRST:
            self.head.append(event)
        else:
            if len(self.tail) == KEEP_LAST:
                self.dropped += 1
            self.tail.append(event)

    def identify(self, event: Event) -> None:
        """Learn names, addresses and identities from an event's fields."""
        get = event.get
        for name in event.template.identifies:
            if getattr(self, name) is None:
                value = get(name)
                if value and value not in ("%any", "0.0.0.0", "%any6", "::"):  # noqa: S104 - an address in a text
                    setattr(self, name, value)
        if self.conn is None and (conn := get("conn")) and conn != "(unnamed)":
            self.conn = conn.partition("/")[0] if self.dialect == "libreswan" else conn
        if self.ike_version is None and (version := get("ike_version")) in ("1", "2"):
            self.ike_version = int(version)
        if self.mode is None and (mode := get("mode")):
            self.mode = "aggressive" if mode.lower().startswith("aggr") else "main"
        if self.role is None and (role := get("role").lower()) in ("initiator", "responder"):
            self.role = role

    def reach(self, stage: Stage) -> None:
        """Note that the negotiation came so far."""
        if stage > self.stage:
            self.stage = stage

    # -- reading

    @property
    def events(self) -> Iterator[Event]:
        """The kept events, in order."""
        yield from self.head
        yield from self.tail

    def all(self, *kinds: Kind) -> list[Event]:
        """The kept events of these kinds, in order."""
        index = self._index
        if index is None:
            index = self._index = {}
            for e in self.events:
                index.setdefault(e.kind, []).append(e)
        if len(kinds) == 1:
            return index.get(kinds[0], [])
        found = [index[k] for k in kinds if k in index]
        if len(found) > 1:
            return sorted((e for events in found for e in events), key=lambda e: e.seq)
        return found[0] if found else []

    @property
    def seen(self) -> frozenset[Kind]:
        """The kinds of its events that a cause may have to look at, of those too that were not kept.

        Once phase 1 is up, the summaries of its messages tell no refusal any more.
        """
        if self._seen is None:
            self._seen = frozenset(self.kinds) - _SUMMARIES if self.up else frozenset(self.kinds)
        return self._seen

    def has(self, *kinds: Kind) -> bool:
        """Whether an event of one of these kinds was seen."""
        return not self.kinds.keys().isdisjoint(kinds)

    @property
    def up(self) -> bool:
        """Whether phase 1 came up."""
        return self.up_at is not None or self.stage >= Stage.IKE_UP

    @property
    def aggressive(self) -> bool:
        """Whether it is IKEv1 aggressive mode."""
        return self.mode == "aggressive"


def _routine(item: Waiting) -> bool:
    return item.template.routine if isinstance(item, Event) else item[3]


def _number(item: Waiting) -> int:
    return item.line.number if isinstance(item, Event) else item[0]
