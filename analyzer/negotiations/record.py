"""One negotiation: an IKE_SA from its first message to its end, with its CHILD_SAs, as one gateway's log shows it."""

from collections import deque
from collections.abc import Callable, Iterator
from enum import IntEnum

from analyzer.kinds import ROUTINE, STATE_KINDS, Kind
from analyzer.model import Event
from analyzer.proposals import weak

KEEP_FIRST, KEEP_LAST = 160, 160  # events kept of one negotiation; what lies between is counted
PENDING = 600  # routine events that wait at most
FEW = 8  # so many are read in any case


Reader = Callable[[int, str], Event | None]
Waiting = Event | tuple[int, str, int]  # an event, or a line unread: its number, its text, where its message begins


class Stage(IntEnum):
    """How far the negotiation has come. IKEv2 goes 1, 2, 4, 5; main mode 1, 2, 3, 4, 5; aggressive mode 1, 4, 5."""

    UNKNOWN = 0
    INIT = 1  # the first message went out or came in
    INIT_DONE = 2  # it was answered: the IKE proposal is agreed
    KEYED = 3  # key exchange done (main mode message 4)
    AUTH = 4  # the first message that proves identity: IKE_AUTH, main mode message 5, aggressive mode message 2
    IKE_UP = 5
    CHILD = 6  # phase 2 runs
    CHILD_UP = 7


class Place(IntEnum):
    """Which message it is that gets no answer."""

    UNKNOWN = 0
    FIRST = 1  # IKE_SA_INIT, main mode 1, aggressive mode 1
    KEY_EXCHANGE = 2  # main mode 3
    AUTH = 3  # IKE_AUTH, main mode 5
    CHILD = 4  # quick mode, CREATE_CHILD_SA for a new or rekeyed SA
    ESTABLISHED = 5  # liveness check, delete, on an IKE_SA that is up
    RESPONSE = 6  # a responder repeats its answer


class Silence:
    """Unanswered repetitions of one message."""

    __slots__ = ("count", "events", "gave_up")

    def __init__(self) -> None:
        self.count = 0
        self.gave_up = False
        self.events: list[Event] = []

    def add(self, event: Event) -> None:
        """Count one repetition, keep the first and the last lines."""
        self.count += 1
        if len(self.events) < 3:
            self.events.append(event)
        else:
            self.events[2] = event


class Negotiation:
    """What one IKE_SA's events say. Filled by :meth:`add`, in the order of the log; read by the causes."""

    __slots__ = (
        "_index", "background", "child_up_at", "pending", "marks", "reader", "weak", "children_up", "conn", "dialect", "dropped", "ended_at", "exchange", "failed_children", "first", "floated", "head",
        "ike_version", "kinds", "last", "lazy", "odd", "last_received", "last_sent", "local", "local_id", "method", "mode", "number", "peer_method",
        "received", "remote", "remote_id", "requests", "role", "sa", "seq", "silences", "spi_i", "spi_r", "stage", "tail", "up_at",
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
        self.last_sent: Event | None = None
        self.last_received: Event | None = None
        self.received = False  # anything at all came from the peer
        self.floated = False  # UDP 4500 was used
        self.requests: dict[str, str] = {}  # our requests by message ID: exchange
        self.silences: dict[Place, Silence] = {}
        self.children_up: dict[str, Event] = {}
        self.failed_children: list[Event] = []
        self.up_at: Event | None = None
        self.child_up_at: Event | None = None
        self.ended_at: Event | None = None  # when the IKE_SA was deleted by either end
        self.seq = 0
        self._index: dict[Kind, list[Event]] | None = None
        self.pending: list[Waiting] = []  # what nobody had to look at yet
        self.lazy = False  # everything waits, not the routine alone
        self.odd = False  # something out of the ordinary waits
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
                self.thin_out(KEEP_LAST // 2)
            return
        self.settle()
        self._read(event)

    def settle(self) -> list[Event | None]:
        """Read what waits; the events, in order, None for what turns out to be none."""
        waiting, self.pending = self.pending, []
        self.marks.clear()
        events = [self.event_of(item) for item in waiting]
        for event in events:
            if event is not None:
                self._read(event)
        return events

    def event_of(self, item: Waiting) -> Event | None:
        """The event of something that waits."""
        if isinstance(item, Event):
            return item
        return self.reader(item[0], item[1]) if self.reader is not None else None

    def thin_out(self, keep: int) -> None:
        """A healthy IKE_SA prints the same for months: keep its begin, its end, and the latest lines that say what is up."""
        waiting = self.pending
        marks = set(map(id, self.marks.values()))
        kept = [item for item in waiting[keep:-keep] if id(item) in marks or (isinstance(item, Event) and not item.template.routine)]
        kept = kept[-keep:]
        self.dropped += len(waiting) - 2 * keep - len(kept)
        self.pending = [*waiting[:keep], *kept, *waiting[-keep:]]

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
            marks = set(map(id, self.marks.values()))
            self.pending = [item for item in self.pending if id(item) in marks] or [*self.pending[:FEW], *self.pending[-FEW:]]
        self.settle()

    def _read(self, event: Event) -> None:
        kind = event.kind
        self._index = None
        event.stage, event.exchange = self.stage, self.exchange
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.first is None:
            self.first = event
        self.last = event
        if kind in _FROM_PEER:
            self.received = True
        handler = _HANDLERS.get(kind)
        if handler is not None:
            handler(self, event)
        if kind in _CHATTER and self.stage >= Stage.IKE_UP:
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
        for name in ("local", "remote", "local_id", "remote_id", "spi_i", "spi_r"):
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
        if self.role is None and (role := get("role")) in ("initiator", "responder"):
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

    def has(self, *kinds: Kind) -> bool:
        """Whether an event of one of these kinds was seen."""
        return any(k in self.kinds for k in kinds)

    @property
    def up(self) -> bool:
        """Whether phase 1 came up."""
        return self.up_at is not None or self.stage >= Stage.IKE_UP

    @property
    def aggressive(self) -> bool:
        """Whether it is IKEv1 aggressive mode."""
        return self.mode == "aggressive"


def method_class(text: str) -> str | None:
    """Reduce an authentication method's name to psk, pubkey, eap or xauth; None where it is none of them."""
    low = text.lower()
    if "psk" in low or "pre-shared" in low or "preshared" in low or low == "secret":
        return "psk"
    if "eap" in low:
        return "eap"
    if "xauth" in low or "hybrid" in low:
        return "xauth"
    if any(w in low for w in ("rsa", "ecdsa", "signature", "public key", "dss", "ed25519", "ed448", "cert")):
        return "pubkey"
    return None


# Lines that an established IKE_SA prints all day long; they are counted, not kept.
_CHATTER = frozenset(
    {Kind.PACKET_SENT, Kind.PACKET_RECEIVED, Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED, Kind.KEEPALIVE, Kind.NOISE, Kind.IKE_STATE,
     Kind.CHILD_STATE, Kind.PROPOSAL_SELECTED, Kind.VENDOR_ID, Kind.DPD_SENT, Kind.REKEY_SCHEDULED, Kind.SA_EXPIRED_SOFT}
)  # fmt: skip

# What can only have been printed because the peer sent something.
_FROM_PEER = frozenset(
    {Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED, Kind.UNPROTECTED_IGNORED, Kind.DECRYPT_FAILED, Kind.PARSE_FAILED, Kind.MALFORMED_IGNORED,
     Kind.PSK_SUSPECTED, Kind.PEER_ID, Kind.ID_MISMATCH, Kind.HASH_MISMATCH, Kind.KE_RETRY, Kind.VENDOR_ID, Kind.NATT_SUPPORTED}
)  # fmt: skip

_ERROR_PAYLOADS = ("N(NO_PROP)", "N(INVAL_KE)", "N(COOKIE)", "N(INVAL_MAJOR)", "N(INVAL_SYN)", "N(AUTH_FAILED)", "N(INVAL_ID)")
_V1 = {"ID_PROT": "main", "AGGRESSIVE": "aggressive"}


def _initiate(n: Negotiation, e: Event) -> None:
    n.identify(e)
    n.role = "initiator"
    n.reach(Stage.INIT)


def _respond(n: Negotiation, e: Event) -> None:
    n.identify(e)
    n.role = "responder"
    n.received = True
    n.reach(Stage.INIT)


def _packet_sent(n: Negotiation, e: Event) -> None:
    n.last_sent = e
    if n.remote is None or n.local is None:
        n.identify(e)
    if not n.floated and e.get("local_port") == "4500":
        n.floated = True


def _packet_received(n: Negotiation, e: Event) -> None:
    n.last_received = e
    n.received = True
    if n.remote is None or n.local is None:
        n.identify(e)


def _message(n: Negotiation, e: Event) -> None:
    exchange, direction = e.get("exchange"), e.get("direction")
    sent = e.kind is Kind.MESSAGE_SENT
    if exchange:
        n.exchange = exchange
    if not sent:
        n.received = True
    if n.stage >= Stage.IKE_UP and exchange not in ("CREATE_CHILD_SA", "QUICK_MODE"):
        if sent and direction == "request":
            n.requests[e.get("message_id")] = exchange
        return
    payloads = e.get("payloads")
    if sent and direction == "request":
        n.requests[e.get("message_id")] = exchange
    if n.ike_version is None:
        n.ike_version = 1 if exchange in _V1 or exchange in ("QUICK_MODE", "INFORMATIONAL_V1", "TRANSACTION") else 2 if exchange else None
    if n.role is None and exchange in ("IKE_SA_INIT", "IKE_AUTH", "ID_PROT", "AGGRESSIVE") and direction:
        n.role = "initiator" if sent == (direction == "request") else "responder"
    if n.local is None or n.remote is None:
        n.identify(e)
    _advance(n, e, exchange, direction, payloads)


def _advance(n: Negotiation, e: Event, exchange: str, direction: str, payloads: str) -> None:
    step = e.get("step")
    refused = any(p in payloads for p in _ERROR_PAYLOADS)
    if exchange == "IKE_SA_INIT":
        n.reach(Stage.INIT_DONE if direction == "response" and not refused else Stage.INIT)
    elif exchange == "IKE_AUTH":
        n.reach(Stage.AUTH)
        names = payloads.split()
        if n.method is None and "AUTH" in names and direction == "request" and n.role == "initiator" and "CERT" in names:
            n.method = "pubkey"
    elif exchange == "ID_PROT":
        n.mode = "main"
        names = payloads.split()
        if "ID" in names or step in ("5", "6"):
            n.reach(Stage.AUTH)
            if n.method is None and names:
                n.method = "pubkey" if "SIG" in names else "psk"
        elif "KE" in names or step in ("3", "4"):
            n.reach(Stage.KEYED if direction == "response" or step == "4" else Stage.INIT_DONE)
        else:
            n.reach(Stage.INIT_DONE if direction == "response" or step == "2" else Stage.INIT)
    elif exchange == "AGGRESSIVE":
        n.mode = "aggressive"
        n.reach(Stage.AUTH if direction == "response" or step in ("2", "3") else Stage.INIT)
    elif exchange in ("CREATE_CHILD_SA", "QUICK_MODE"):
        n.reach(Stage.CHILD)


def _selected(n: Negotiation, e: Event) -> None:
    if n.weak is None and weak(e.get("proposal")):
        n.weak = e


def _ike_up(n: Negotiation, e: Event) -> None:
    n.identify(e)
    _selected(n, e)
    if method := method_class(e.get("method")):
        n.method = n.method or method
    n.up_at = e
    n.reach(Stage.IKE_UP)


def _child_up(n: Negotiation, e: Event) -> None:
    n.identify(e)
    _selected(n, e)
    n.child_up_at = e
    n.children_up[f"{e.get('local_ts')} {e.get('remote_ts')}"] = e
    n.reach(Stage.CHILD_UP)


def _own_auth(n: Negotiation, e: Event) -> None:
    n.identify(e)
    n.method = method_class(e.get("method")) or n.method


def _peer_auth(n: Negotiation, e: Event) -> None:
    n.identify(e)
    n.peer_method = method_class(e.get("method")) or n.peer_method


def _child_failed(n: Negotiation, e: Event) -> None:
    n.failed_children.append(e)


def _deleted(n: Negotiation, e: Event) -> None:
    n.identify(e)
    if e.kind is not Kind.DELETE_RECEIVED or e.get("what") == "ike":
        n.ended_at = n.ended_at or e


def _silent(n: Negotiation, e: Event) -> None:
    n.identify(e)
    place = place_of(n, e)
    silence = n.silences.setdefault(place, Silence())
    silence.add(e)
    if e.kind is not Kind.RETRANSMIT:
        silence.gave_up = True


# Libreswan's states: 3.x STATE_PARENT_I1, 4.x STATE_V2_PARENT_I1, from 5.2 IKE_SA_INIT_I; newest wording names the exchange.
_STATES = {
    "MAIN_I1": Place.FIRST, "MAIN_I2": Place.KEY_EXCHANGE, "MAIN_I3": Place.AUTH, "AGGR_I1": Place.FIRST, "AGGR_I2": Place.AUTH,
    "QUICK_I1": Place.CHILD, "PARENT_I1": Place.FIRST, "PARENT_I2": Place.AUTH, "V2_PARENT_I1": Place.FIRST, "V2_PARENT_I2": Place.AUTH,
    "IKE_SA_INIT_I": Place.FIRST, "IKE_AUTH_I": Place.AUTH, "IKE_INTERMEDIATE_I": Place.AUTH, "V2_IKE_INTERMEDIATE_I": Place.AUTH,
    "MAIN_R1": Place.RESPONSE, "MAIN_R2": Place.RESPONSE, "AGGR_R1": Place.RESPONSE, "QUICK_R1": Place.RESPONSE,
    "V2_NEW_CHILD_I1": Place.CHILD, "V2_REKEY_CHILD_I1": Place.CHILD, "V2_REKEY_IKE_I1": Place.CHILD, "NEW_CHILD_I1": Place.CHILD,
    "REKEY_CHILD_I1": Place.CHILD, "REKEY_IKE_I1": Place.CHILD,
}  # fmt: skip
_EXCHANGES = {
    "IKE_SA_INIT": Place.FIRST, "IKE_AUTH": Place.AUTH, "AGGRESSIVE": Place.FIRST, "QUICK_MODE": Place.CHILD, "CREATE_CHILD_SA": Place.CHILD,
    "IKE_INTERMEDIATE": Place.AUTH, "INFORMATIONAL": Place.ESTABLISHED, "INFORMATIONAL_V1": Place.ESTABLISHED, "TRANSACTION": Place.AUTH,
}  # fmt: skip


def place_of(n: Negotiation, e: Event) -> Place:
    """Which message a retransmission or time-out is about, from the state, the exchange or the message ID."""
    state = e.get("state").removeprefix("STATE_")
    if state:
        return _STATES.get(state, Place.ESTABLISHED if "ESTABLISHED" in state else Place.UNKNOWN)
    if e.get("direction") == "response":
        return Place.RESPONSE
    exchange = e.get("exchange")
    if not exchange and e.kind is not Kind.RETRANSMIT and n.silences:
        return next(reversed(n.silences))
    message_id = e.get("message_id")
    exchange = exchange or n.requests.get(message_id, "")
    if exchange in ("ID_PROT", "") and (seq := e.get("seq")) and message_id == "0":
        if n.aggressive:
            return Place.FIRST if seq == "1" else Place.AUTH
        return {"1": Place.FIRST, "2": Place.KEY_EXCHANGE, "3": Place.AUTH}.get(seq, Place.UNKNOWN)
    if exchange == "ID_PROT":
        return {Stage.INIT: Place.FIRST, Stage.INIT_DONE: Place.KEY_EXCHANGE}.get(n.stage, Place.AUTH)
    if exchange in _EXCHANGES:
        return _EXCHANGES[exchange]
    if n.stage >= Stage.IKE_UP:
        return Place.ESTABLISHED
    if message_id and e.get("ike_version") == "2":
        return {"0": Place.FIRST if n.role != "responder" else Place.ESTABLISHED, "1": Place.AUTH}.get(message_id, Place.ESTABLISHED)
    if message_id and e.get("ike_version") == "1":
        return Place.CHILD
    return {Stage.INIT: Place.FIRST, Stage.INIT_DONE: Place.KEY_EXCHANGE if n.ike_version == 1 else Place.AUTH, Stage.KEYED: Place.AUTH,
            Stage.AUTH: Place.AUTH}.get(n.stage, Place.UNKNOWN)  # fmt: skip


_HANDLERS: dict[Kind, Callable[[Negotiation, Event], None]] = {
    Kind.IKE_INITIATE: _initiate,
    Kind.IKE_RESPOND: _respond,
    Kind.PACKET_SENT: _packet_sent,
    Kind.PACKET_RECEIVED: _packet_received,
    Kind.MESSAGE_SENT: _message,
    Kind.MESSAGE_RECEIVED: _message,
    Kind.IKE_UP: _ike_up,
    Kind.IKE_REKEYED: _ike_up,
    Kind.CHILD_UP: _child_up,
    Kind.CHILD_REKEYED: _child_up,
    Kind.PROPOSAL_SELECTED: _selected,
    Kind.OWN_AUTH: _own_auth,
    Kind.PEER_AUTH_OK: _peer_auth,
    Kind.PEER_LOOKUP: _peer_auth,
    Kind.CHILD_FAILED: _child_failed,
    Kind.CHILD_REFUSED: _child_failed,
    Kind.RETRANSMIT: _silent,
    Kind.GAVE_UP: _silent,
    Kind.NOTIFY_RECEIVED: Negotiation.identify,
    Kind.NO_CONFIG: Negotiation.identify,
    Kind.KEY_MISMATCH: Negotiation.identify,
    Kind.KEY_MISSING: Negotiation.identify,
    Kind.PEER_ID: Negotiation.identify,
    Kind.HALF_OPEN_TIMEOUT: Negotiation.identify,
    Kind.CHILD_INITIATE: Negotiation.identify,
    Kind.PEER_SELECTED: Negotiation.identify,
    Kind.IKE_DELETING: _deleted,
    Kind.IKE_DELETED: _deleted,
    Kind.DELETE_RECEIVED: _deleted,
    Kind.IKE_STATE: Negotiation.identify,
}
