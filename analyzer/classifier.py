"""Judge one negotiation: which causes its events speak for, how sure that is, and what they rule out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.causes._base import Cause, Clue, Weight, causes, speaking
from analyzer.causes._ruled_out import ruled_out
from analyzer.causes._symptoms import name_of, soon
from analyzer.kinds import ROUTINE, Kind
from analyzer.model import Confidence, Event, Named
from analyzer.negotiations.record import Negotiation, Reader, Unread, Waiting
from analyzer.negotiations.stages import Stage


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cause that a negotiation's events speak for."""

    cause: Cause
    weight: Weight
    clues: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one negotiation shows of one fault: the answer, what else it may be, what it is not."""

    answer: Candidate
    others: tuple[Named, ...]
    not_these: tuple[Named, ...]

    @property
    def confidence(self) -> Confidence:
        """How sure the answer is."""
        if self.answer.weight is Weight.PROVES:
            return Confidence.PROVEN
        return Confidence.LIKELY if self.answer.weight is Weight.FITS else Confidence.POSSIBLE


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a negotiation ended, and what it shows."""

    state: str  # up, phase1, down, closed, unknown
    judgements: tuple[Judgement, ...]
    notes: tuple[Candidate, ...] = ()


REMEMBERED, REMEMBERED_LINES = 512, 200  # judgements, and lines of a negotiation that is remembered
CLUES = 12  # of one cause in one negotiation
_NOTES = frozenset({"crypto.weak"})
_FALLBACK = "log.incomplete"
_OF_ONE_CONFIG = frozenset({Kind.AUTH_METHOD_MISMATCH, Kind.CONSTRAINT_FAILED, Kind.ID_MISMATCH})  # the next connection may fit


class Memo:
    """Judges negotiations, and remembers: a gateway that fails for months prints the same refusal again and again.

    Two negotiations whose lines read the same, but for the numbers that count SAs and messages, and of whose phase 1 the end came as
    soon or as late, get the same judgement, each with its own lines as evidence; the second is not even read. Whatever else a line
    says makes it another one.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._plain: dict[str, int] = {}  # by a message's first letters: what counts up in it

    def __call__(self, n: Negotiation) -> Outcome:
        """The outcome of :func:`judge`."""
        if not n.odd or n.came_up or len(n.pending) > REMEMBERED_LINES or n.background:
            n.settle()
            return judge(n)
        before = list(n.events)
        lines: list[Waiting] = [*before, *n.waiting()]
        key = self._words(n, lines)
        known = self._known.get(key)
        if known is not None:
            return _again(known, n, lines)
        places = {id(e): i for i, e in enumerate([*before, *n.settle()])}
        outcome = judge(n)
        evidence = tuple(tuple(places.get(id(c.event), -1) for c in j.answer.clues) for j in outcome.judgements)
        if n.weak is None and n.child_up_at is None and not any(-1 in numbers for numbers in evidence):
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = _Known(outcome, evidence, {name: getattr(n, name) for name in _FACTS})
        return outcome

    def _words(self, n: Negotiation, lines: list[Waiting]) -> str:
        """What the lines say, without what counts up.

        Packets and summaries stay as they are, and so do messages that begin with the letters of one that held no counter: in
        the worst case a negotiation is judged anew.
        """
        own, plain = f"[{n.sa}]" if n.sa not in _PORTS else "[]", self._plain
        words = []
        for item in lines:
            message = item[1][item[2] :] if isinstance(item, tuple) else item.line.message
            begin = message[:_BEGIN]
            kind = plain.get(begin)
            if kind is None:
                if len(plain) >= _BEGINS:
                    plain.clear()
                kind = plain[begin] = _SAME if message.startswith(_CONSTANT) else _OWN if _COUNTERS.search(message.replace(own, "")) is None else _MORE
            if kind == _OWN and "{" in message:  # as "establishing CHILD_SA net" of one release is "... net{3}" of another
                kind = plain[begin] = _MORE
            if kind == _OWN:
                message = message.replace(own, "[]")
            elif kind == _MORE:
                message = _COUNTERS.sub("", message.replace(own, "[]"))
            words.append(message)
        up = n.marks.get(Kind.IKE_UP) or n.up_at
        if up is not None:
            words += _soon_after(n, up, lines)
        return "\n".join(words)


def _soon_after(n: Negotiation, up: Waiting, lines: list[Waiting]) -> Iterator[str]:
    """For each line after phase 1 that is out of the ordinary, whether it came soon: a peer that leaves at once did not like our answer."""
    begin, time = _number(up), n.time_of(up)
    for item in lines:
        if not (item[3] if isinstance(item, tuple) else item.template.routine) and _number(item) > begin:
            yield str(soon(time, n.time_of(item), _number(item) - begin))


def _number(item: Waiting) -> int:
    return item[0] if isinstance(item, tuple) else item.line.number


_SAME, _OWN, _MORE = range(3)  # what counts up in a message: nothing, at most the IKE_SA's own number, more
_CONSTANT = ("sending packet", "received packet", "generating", "parsed")
_PORTS = ("500", "4500")
_BEGIN, _BEGINS = 12, 4096  # letters of a message by which its kind is remembered, and how many
# What counts up from one negotiation to the next: conn[12], conn{3}, SPIs, seconds, message IDs of two digits or more; not [500] and [4500].
_COUNTERS = re.compile(r"\[(?!4?500\])\d+\]|\{\d+\}|\b[0-9a-f]{8}(?:_[io])?\b|(?:request|response|ID) \d{2,}|reqid \d+|\b\d+s\b")
_FACTS = ("role", "mode", "ike_version", "method", "received", "floated", "stage")


@dataclass(frozen=True, slots=True)
class _Known:
    outcome: Outcome
    evidence: tuple[tuple[int, ...], ...]  # for each judgement the places of its clues' lines
    facts: dict[str, object]


class LentClue(Clue):
    """A clue of a judgement that was lent: its line reads as another one did, and is itself read only to be shown."""

    __slots__ = ("_like", "_read", "_reader", "_unread")
    _like: Clue
    _read: Event | None
    _reader: Reader
    _unread: Unread

    def __init__(self, like: Clue, reader: Reader, unread: Unread) -> None:
        put = object.__setattr__  # a clue is frozen
        put(self, "weight", like.weight)
        put(self, "why", like.why)
        put(self, "details", like.details)
        put(self, "_like", like)
        put(self, "_reader", reader)
        put(self, "_unread", unread)
        put(self, "_read", None)

    @property
    def parts(self) -> tuple[Clue, Reader, Unread]:
        """What it was made of."""
        return self._like, self._reader, self._unread

    @property
    def event(self) -> Event:
        """The line's event."""
        read = self._read
        if read is None:
            read = self._reader(self._unread) or self._like.event
            object.__setattr__(self, "_read", read)
        return read

    @property
    def seq(self) -> int:
        """The line's place in the order of its log."""
        return self._reader.base + self._unread[0]

    @property
    def time(self) -> str | None:
        """What the line says of the time."""
        return self._reader.time(self._unread)

    @property
    def kind(self) -> Kind:
        """What the line says."""
        return self._like.kind

    @property
    def number(self) -> int:
        """The line's number."""
        return self._unread[0]

    @property
    def text(self) -> str:
        """The line."""
        return self._unread[1]


def _lent(clue: Clue, n: Negotiation, item: Waiting) -> Clue:
    if isinstance(item, Event) or n.reader is None:
        event = n.event_of(item)
        return Clue(clue.weight, event or clue.event, clue.why, clue.details)
    return LentClue(clue, n.reader, item)


def _again(known: _Known, n: Negotiation, lines: list[Waiting]) -> Outcome:
    """The outcome with this negotiation's own lines as evidence."""
    for name, value in known.facts.items():
        setattr(n, name, value)
    judgements = []
    for j, numbers in zip(known.outcome.judgements, known.evidence, strict=True):
        clues = tuple([_lent(c, n, lines[i]) for c, i in zip(j.answer.clues, numbers, strict=True)])
        judgements.append(Judgement(Candidate(j.answer.cause, j.answer.weight, clues), j.others, j.not_these))
    return Outcome(known.outcome.state, tuple(judgements), known.outcome.notes)


def judge(n: Negotiation) -> Outcome:
    """Weigh every cause's clues in a negotiation and name the answer, or several where several are proven."""
    state = _state(n)
    if not n.silences and not n.background and n.kinds.keys() <= ROUTINE and not _deleted_by_peer(n) and not _refused(n):
        return Outcome(state, (), _notes(n))
    found = [c for c in _candidates(n) if c.cause.id != _FALLBACK or state not in ("up", "closed")]
    strong = [c for c in found if c.weight >= Weight.FITS]
    best = max((c.weight for c in strong), default=None)
    beaten = {b for c in strong if c.weight == best for b in c.cause.beats}
    answers = [c for c in strong if c.weight == best and c.cause.id not in beaten]
    weaker = [c for c in found if c not in answers and c.cause.id not in beaten and c.cause.id != _FALLBACK]
    if not answers and found:
        ranked = sorted(weaker, key=lambda c: -c.weight) or found
        answers, weaker = ranked[:1], ranked[1:]
    judgements = tuple(
        Judgement(a, () if a.weight is Weight.PROVES else tuple(_others(a, weaker)), tuple(ruled_out(n, a.cause.id))) for a in answers
    )
    return Outcome("down" if state != "up" and judgements else state, judgements, _notes(n))


def _others(answer: Candidate, weaker: list[Candidate]) -> Iterator[Named]:
    """The candidates that the evidence leaves beside the answer, the most likely first."""
    for c in sorted(weaker, key=lambda c: -c.weight):
        if c.cause.id != answer.cause.id:
            yield Named(c.cause.id, c.clues[0].why)


def _candidates(n: Negotiation) -> Iterator[Candidate]:
    for cause in speaking(n.seen):
        if cause.id in _NOTES:
            continue
        clues = tuple(c for c in cause.find(n) if not _healed(cause, c, n))
        if clues:
            weight = max(c.weight for c in clues)
            yield Candidate(cause, weight, _telling([c for c in clues if c.weight == weight]))


def _telling(clues: list[Clue]) -> tuple[Clue, ...]:
    """The first and the last of many clues that say the same."""
    return tuple(clues if len(clues) <= CLUES else [*clues[: CLUES // 2], *clues[-CLUES // 2 :]])


def _healed(cause: Cause, clue: Clue, n: Negotiation) -> bool:
    """Whether what the clue shows was overcome later in the same negotiation."""
    if cause.phase == 1:
        return (n.up_at is not None and clue.event.seq < n.up_at.seq) or _another_config(clue.event, n)
    if cause.phase == 2 and n.child_up_at is not None:
        child = clue.event.get("child")
        return any(up.seq > clue.event.seq and (not child or up.get("child") in ("", child)) for up in n.children_up.values())
    return False


def _another_config(e: Event, n: Negotiation) -> bool:
    """Whether the connection that the event speaks against was left for another one."""
    if e.kind not in _OF_ONE_CONFIG:
        return False
    chosen = [s for s in n.all(Kind.PEER_SELECTED) if s.seq > e.seq]
    return bool(chosen) and not any(a.seq > e.seq for a in n.all(Kind.NO_ALTERNATIVE))


def _notes(n: Negotiation) -> tuple[Candidate, ...]:
    if n.weak is None:
        return ()
    found = ((c, tuple(c.find(n))) for c in causes() if c.id in _NOTES)
    return tuple(Candidate(c, max(x.weight for x in clues), clues) for c, clues in found if clues)


def _deleted_by_peer(n: Negotiation) -> bool:
    """Whether the peer deleted the IKE_SA; what that means, the causes say."""
    return n.ended_at is not None and n.ended_at.kind is Kind.DELETE_RECEIVED


def _refused(n: Negotiation) -> bool:
    """Whether nothing but the summary of a message tells that an end refused."""
    if n.up:
        return False
    return any("EAP/FAIL" in e.get("payloads") or name_of(e) for e in n.all(Kind.MESSAGE_RECEIVED, Kind.MESSAGE_SENT))


def _state(n: Negotiation) -> str:
    if n.ended_at is not None and n.seq >= n.ended_at.seq and not n.has(Kind.IKE_REKEYED, Kind.REAUTH) and n.up:
        return "closed"
    if n.child_up_at is not None:
        return "up"
    if n.up:
        return "phase1"
    return "down" if n.stage >= Stage.INIT else "unknown"
