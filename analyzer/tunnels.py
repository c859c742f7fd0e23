"""Tunnels: the negotiations of one pair of gateways together, both ends' logs joined, attempts folded, findings ranked.

The last complete attempt decides; what failed before a later success is told as history. Memory is bounded by the number of
tunnels, not of negotiations: of each cause one judgement is kept, the rest is counted.
"""

import ipaddress
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analyzer.causes._base import Clue, Weight, causes
from analyzer.classifier import Candidate, Judgement, Outcome
from analyzer.framing.timestamps import is_later
from analyzer.kinds import UP_KINDS, Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage

# An IKE_SA that takes the place of another one.
_SUCCESSION = (Kind.IKE_REKEYED, Kind.REAUTH, Kind.DUPLICATE_IKE)
ALIVE = 8  # the latest are enough to know that one is up
CLOSINGS = 16  # kept of one tunnel
FLAPS = 3  # times that an established tunnel is lost before it counts as flapping


class Facts(NamedTuple):
    """What is kept of a negotiation that is over."""

    number: int
    dialect: str
    role: str | None
    mode: str | None
    ike_version: int | None
    up: bool
    up_at: Event | None
    ended_at: Event | None
    children: frozenset[str]
    succeeds: bool  # another IKE_SA of the same tunnel: rekeyed, reauthenticated, replaced

    @classmethod
    def of(cls, n: Negotiation) -> "Facts":
        """The facts of a negotiation."""
        children = frozenset(n.children_up)
        return cls(n.number, n.dialect, n.role, n.mode, n.ike_version, n.up, n.up_at, n.ended_at, children, n.has(*_SUCCESSION))


class Moment(NamedTuple):
    """When something was: its place in the order of its own log, and what the line says of the time."""

    seq: int
    time: str | None


@dataclass(slots=True)
class Fault:
    """All occurrences of one cause on one tunnel; the surest and latest judgement speaks for them."""

    judgement: Judgement
    negotiation: Facts
    count: int = 0
    first: Clue | None = None
    last: Clue | None = None
    seq: int = 0
    source: str = ""
    seen: dict[str, Clue] = field(default_factory=dict)  # the latest occurrence in each scope
    judged: str = ""  # the scope of the judgement

    def add(self, judgement: Judgement, n: Facts, scope: str) -> None:
        """Count one more occurrence."""
        self.count += 1
        clues = judgement.answer.clues
        low = high = clues[0]
        for clue in clues[1:]:
            if clue.seq < low.seq:
                low = clue
            elif clue.seq > high.seq:
                high = clue
        if self.first is None or low.seq < self.first.seq:
            self.first = low
        seq = high.seq
        if self.last is None or seq >= self.seq:
            self.last, self.seq = high, seq
        if scope not in self.seen or seq >= self.seen[scope].seq:
            self.seen[scope] = high
        if judgement.answer.weight >= self.judgement.answer.weight:
            self.judged = scope
            self.judgement, self.negotiation = judgement, n if n.up_at is n.ended_at is None else n._replace(up_at=None, ended_at=None)


@dataclass(slots=True)
class TunnelState:
    """One tunnel while negotiations are added to it."""

    number: int
    name: str | None = None
    local: str | None = None
    remote: str | None = None
    local_id: str | None = None
    remote_id: str | None = None
    ike_version: int | None = None
    role: str | None = None
    state: str = "unknown"
    attempts: int = 0
    learnt: bool = False  # names and addresses, from a negotiation whose lines were all read
    seq: int = 0  # of the last event
    ups: dict[str, Moment] = field(default_factory=dict)  # when each scope last saw it come up
    losses: int = 0  # times that it was lost after it had worked
    alive: dict[int, str] = field(default_factory=dict)  # negotiations that were up when their log ended, and its scope
    faults: dict[str, Fault] = field(default_factory=dict)
    notes: dict[str, tuple[Candidate, Facts]] = field(default_factory=dict)
    closings: deque[Event] = field(default_factory=lambda: deque(maxlen=CLOSINGS))  # the latest counters of its CHILD_SAs
    scopes: set[str] = field(default_factory=set)
    responders: set[str] = field(default_factory=set)  # the scopes that saw the peer's first message
    lately_up: deque[Facts] = field(default_factory=lambda: deque(maxlen=2))
    echoes: dict[str, tuple[int, Clue]] = field(default_factory=dict)  # by scope: the phase that its log last saw fail, and the line

    def active(self) -> list[Fault]:
        """The faults that no later success has overcome, the answer first."""
        found = [f for f in self.faults.values() if not self._overcome(f)]
        if self.responders and len(self.scopes) > 1:  # the other end's log shows that our messages arrive
            heard = [f for f in found if f.judgement.answer.cause.id != "p1.peer_unreachable" or f.source in self.responders]
            found = heard if any(f.judgement.answer.cause.id != "log.incomplete" for f in heard) else found
        sure = [f for f in found if f.judgement.answer.weight >= Weight.FITS]
        if sure:
            phases = {f.judgement.answer.cause.phase for f in sure}
            found = sure + [
                f
                for f in found
                if f not in sure and f.judgement.answer.cause.phase not in phases | {0} and f.seq > max(s.seq for s in sure)
            ]
        elif found:
            both = len(self.scopes) > 1  # then the end that leaves fewer candidates knows best
            found = [
                max(found, key=lambda f: (f.judgement.answer.cause.id != "log.incomplete", -len(f.judgement.others) if both else 0, f.seq))
            ]
        return sorted(found, key=lambda f: (-f.judgement.answer.weight, -f.seq))

    def other_end(self, fault: Fault) -> tuple[Clue, ...]:
        """What the other end's log shows of the same failure, where both logs are at hand."""
        here, phase = _gateway(fault.judged), fault.judgement.answer.cause.phase
        return tuple(clue for scope, (failed, clue) in self.echoes.items() if phase == failed and fault.judged and _gateway(scope) != here)

    def absorb(self, other: "TunnelState") -> None:
        """Take over what the other end's log says of the same tunnel."""
        for cause, fault in other.faults.items():
            mine = self.faults.get(cause)
            if mine is None or fault.judgement.answer.weight > mine.judgement.answer.weight:
                self.faults[cause] = fault
            if mine is not None:
                self.faults[cause].seen = mine.seen | fault.seen
        self.echoes = other.echoes | self.echoes
        self.scopes |= other.scopes
        self.responders |= other.responders
        self.attempts = max(self.attempts, other.attempts)
        self.ups |= other.ups
        self.alive |= other.alive

    def recovered(self) -> list[Fault]:
        """The sure faults, and all interruptions, that a later success has overcome."""
        return [
            f for f in self.faults.values()
            if self._overcome(f) and (f.judgement.answer.weight >= Weight.FITS or f.judgement.answer.cause.id == "life.dpd_timeout")
        ]  # fmt: skip

    def _overcome(self, f: Fault) -> bool:
        """Whether the tunnel came up later; the loss of one IKE_SA is overcome as long as another one is up."""
        cause = f.judgement.answer.cause.id
        if cause.startswith(("up.", "sa.")) and f.judgement.answer.clues[0].event.kind is not Kind.MONITOR_FAILED:  # of tunnels that are up
            return False
        if cause.startswith("life.") and any(scope in f.seen for n, scope in self.alive.items() if n != f.negotiation.number):
            return True
        return all(self._came_up_after(scope, fault) for scope, fault in f.seen.items())

    def _came_up_after(self, scope: str, fault: Clue) -> bool:
        """Lines of one log are in order; another log, of the other end or of another day, tells by its times alone."""
        return any(
            up.seq > fault.seq if where == scope else bool(up.time and fault.time and is_later(up.time, fault.time))
            for where, up in self.ups.items()
        )

    def came_up(self, scope: str, seq: int, time: str | None) -> None:
        """Note a success; ``time`` is None where the line is unread."""
        before = self.ups.get(scope)
        if before is None or seq >= before.seq:
            self.ups[scope] = Moment(seq, time or (before.time if before else None))


class Tunnels:
    """All tunnels of one analysis. Feed it judged negotiations in the order in which they end."""

    def __init__(self) -> None:
        self.all: list[TunnelState] = []
        self._by_key: dict[tuple[str, ...], TunnelState] = {}

    def touch(self, n: Negotiation, scope: str) -> TunnelState | None:
        """Count a negotiation that was all routine and is unread, if its tunnel is known and the same end began it as before."""
        t = self._by_key.get(("conn", scope, n.conn or ""))
        role = "initiator" if Kind.IKE_INITIATE in n.marks else "responder"
        if t is None or t.local_id is None or t.role != role or not n.marks:
            return None
        t.attempts += 1
        ended = Kind.IKE_DELETED in n.marks or Kind.IKE_DELETING in n.marks
        up = not UP_KINDS.isdisjoint(n.marks)
        if n.seq >= t.seq:
            t.seq, t.state = n.seq, "closed" if ended else "up" if up else "phase1"
        if (up_at := n.order(Kind.CHILD_UP)) is not None:
            t.came_up(scope, up_at, None)
        if not ended:
            self._live(t, n.number, scope)
        return t

    def knows(self, n: Negotiation, scope: str) -> bool:
        """Whether all is known of its tunnel that its lines can tell, so that they need not be read for that."""
        keys = [("conn", scope, n.conn)] if n.conn else _keys(n, scope)
        return any((t := self._by_key.get(key)) is not None and t.learnt for key in keys)

    @staticmethod
    def _live(t: TunnelState, number: int, scope: str) -> None:
        t.alive[number] = scope
        while len(t.alive) > ALIVE:
            del t.alive[min(t.alive)]

    def add(self, n: Negotiation, outcome: Outcome, scope: str) -> TunnelState | None:
        """Count a negotiation for its tunnel; one that neither names a peer nor shows anything is none."""
        if outcome.state == "unknown" and not outcome.judgements and not outcome.notes and not n.remote:
            return None
        t = self._find(n, scope)
        _learn(t, n)
        t.learnt = t.learnt or not n.pending
        facts = Facts.of(n)
        t.scopes.add(scope)
        t.attempts += 1
        if n.role == "responder" or n.has(Kind.NO_CONFIG):
            t.responders.add(scope)
        if n.seq >= t.seq:
            t.seq, t.state = n.seq, "up" if scope in t.ups and _only_phase_1(n, outcome) else outcome.state
            t.role, t.ike_version = n.role or t.role, n.ike_version or t.ike_version
        succeeded = n.child_up_at or (n.up_at if outcome.state == "up" else None)
        if succeeded is not None:
            t.came_up(scope, succeeded.seq, succeeded.line.time)
        if outcome.state in ("up", "phase1"):
            self._live(t, n.number, scope)
        if n.child_up_at is not None and any(
            j.answer.cause.id.startswith("life.") and j.answer.weight >= Weight.FITS for j in outcome.judgements
        ):
            t.losses += 1
        for judgement in outcome.judgements:
            cause = judgement.answer.cause.id
            fault = t.faults.get(cause)
            if fault is None:
                fault = t.faults[cause] = Fault(judgement, facts, source=scope)
            fault.add(judgement, facts, scope)
            if judgement.answer.cause.phase:
                t.echoes[scope] = (judgement.answer.cause.phase, judgement.answer.clues[0])
        if n.child_up_at is not None:
            self._twice(t, facts, n.seq, scope)
        if Kind.CHILD_CLOSING in n.kinds:
            t.closings.extend(e for e in n.all(Kind.CHILD_CLOSING) if e.get("spi_in") and e.get("spi_out"))
        for note in outcome.notes:
            t.notes.setdefault(note.cause.id, (note, facts))
        return t

    def join_ends(self) -> None:
        """Join what one end's log says of a peer with the tunnel that this peer's own log is about; call it after the last input.

        A responder that has no connection for a peer logs the peer's address alone.
        """
        for t in [t for t in self.all if t.remote and not t.local and not t.name]:
            ends = [o for o in self.all if o is not t and o.local == t.remote and not o.scopes & t.scopes]
            if len(ends) == 1 or (len({o.local for o in ends}) == 1 and len({o.remote for o in ends}) == 1):
                for other in ends:
                    other.absorb(t)
                self.all.remove(t)
        lonely = [t for t in self.all if t.remote and not t.local and not t.name]
        nameless = [t for t in self.all if not t.remote and t.name and t.role == "initiator"]
        if len(self.all) == 2 and len(lonely) == 1 and len(nameless) == 1 and not lonely[0].scopes & nameless[0].scopes:
            nameless[0].absorb(lonely[0])
            self.all.remove(lonely[0])
        if len(self.all) == 2:
            initiator, responder = sorted(self.all, key=lambda t: t.role != "initiator")
            if _two_ends(initiator, responder):
                initiator.absorb(responder)
                self.all.remove(responder)

    @staticmethod
    def _twice(t: TunnelState, n: Facts, seq: int, scope: str) -> None:
        """Two IKE_SAs that live at the same time, one started by either end, with the same CHILD_SA: not a rekey."""
        for other in t.lately_up:
            if {n.role, other.role} != {"initiator", "responder"} or not n.children & other.children:
                continue
            first, second = sorted((n, other), key=lambda x: x.up_at.seq if x.up_at else 0)
            if first.up_at is None or second.up_at is None or n.succeeds or other.succeeds:
                continue
            if first.ended_at is None or first.ended_at.seq > second.up_at.seq:
                cause = next(c for c in causes() if c.id == "sa.duplicate")
                clues = tuple(Clue(Weight.FITS, x.up_at, f"one IKE_SA as {x.role}") for x in (first, second) if x.up_at)
                judgement = Judgement(Candidate(cause, Weight.FITS, clues), (), ())
                fault = t.faults.setdefault(cause.id, Fault(judgement, n, source=scope))
                fault.add(judgement, n, scope)
                fault.seq = max(fault.seq, seq)
        t.lately_up.append(n)

    def _find(self, n: Negotiation, scope: str) -> TunnelState:
        if n.conn and (known := self._by_key.get(("conn", scope, n.conn))) is not None and known.local_id and known.remote:
            return known  # all that it may be known by is known
        keys = list(_keys(n, scope))
        known = next((t for k in keys if (t := self._by_key.get(k)) is not None and _fits(t, n, scope)), None)
        if known is None:
            known = TunnelState(len(self.all) + 1)
            self.all.append(known)
        for k in keys:
            self._by_key.setdefault(k, known)
        return known


def _keys(n: Negotiation, scope: str) -> Iterator[tuple[str, ...]]:
    """What a negotiation's tunnel may be known by, the surest first."""
    if n.spi_i and n.spi_i.strip("0"):
        yield ("spi", n.spi_i)
    if n.conn:
        yield ("conn", scope, n.conn)
    pair = [a for a in (n.local, n.remote) if a and is_address(a)]
    if len(pair) == 2:
        if n.conn:
            yield ("pair", scope, *sorted(pair))
        yield ("pair", *sorted(pair))
    elif n.remote:
        yield ("peer", scope, n.remote)
    if n.local_id and n.remote_id and n.local_id != n.remote_id:
        yield ("ids", *sorted((n.local_id, n.remote_id)))
    if not n.conn and not n.remote:
        yield ("scope", scope)


def _fits(t: TunnelState, n: Negotiation, scope: str) -> bool:
    """Whether a tunnel with the same addresses is really the same: two connections of one gateway to one peer are two."""
    return not (n.conn and t.name and n.conn != t.name and scope in t.scopes)


def _two_ends(initiator: TunnelState, responder: TunnelState) -> bool:
    """Whether two logs tell of one tunnel, with NAT between its ends: each end knows another address of the initiator.

    A log that names no address at all, as of IOS' errors alone, tells of the tunnel that the only other log is about.
    """
    versions = {initiator.ike_version, responder.ike_version} - {None}
    if initiator.role != "initiator" or responder.role == "initiator" or len(versions) > 1:
        return False
    meets = initiator.remote is not None and initiator.remote == responder.local
    unnamed = not (responder.local or responder.remote or responder.name)
    if not (responder.role or responder.responders or meets or unnamed):
        return False
    if {_gateway(s) for s in initiator.scopes} & {_gateway(s) for s in responder.scopes}:
        return False
    for own, met in ((initiator.local, responder.remote), (responder.local, initiator.remote)):
        if own and met and own != met and is_address(own) and is_address(met) and not ipaddress.ip_address(own).is_private:
            return False
    return True


def _gateway(scope: str) -> str:
    """The host that logged, or the input where the lines do not name it."""
    number, host, _ = scope.split("\0")
    return host or number


@lru_cache(maxsize=4096)
def is_address(text: str) -> bool:
    """Whether the text is a whole IP address, not a mask over one."""
    try:
        return not ipaddress.ip_address(text).is_unspecified
    except ValueError:
        return False


def _only_phase_1(n: Negotiation, outcome: Outcome) -> bool:
    """Whether it renewed phase 1 of IKEv1 and no more: the phase 2 SAs live on."""
    return outcome.state == "phase1" and not outcome.judgements and n.ike_version == 1 and n.stage == Stage.IKE_UP


def _learn(t: TunnelState, n: Negotiation) -> None:
    t.name = t.name or n.conn
    own_view = t.local is None or t.local == n.local or t.remote == n.remote
    if own_view:
        t.local, t.remote = t.local or n.local, t.remote or n.remote
        t.local_id, t.remote_id = t.local_id or n.local_id, t.remote_id or n.remote_id
    t.ike_version = t.ike_version or n.ike_version
    t.role = t.role or n.role
