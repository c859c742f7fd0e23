"""The fast lane of long syslog files: what one look at a line's begin decides, without building records for it.

A line of a program that never speaks IKE is counted. A line of an IKE_SA that is already known by the number in its frame is
kept as text and read only when its negotiation is judged, if at all. Every other line takes the ordinary way.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from analyzer.extract.engine import Dialect, Entry
from analyzer.extract.foreign import PROGRAMS, STAMP, is_foreign
from analyzer.extract.share import Share
from analyzer.framing.programs import OTHER
from analyzer.kinds import STATE_KINDS, Kind
from analyzer.model import Line
from analyzer.negotiations.record import BEGIN, ROOM_UP, Negotiation, Unread, Waiting
from analyzer.proposals import weak

_TIME = re.compile(f"{STAMP} ").match
_PROGRAM = re.compile(r"[^ ]++ ([^ \[:]++)(?:\[\d++\])?+: ").match  # gw sshd[7]:
_HEAD = re.compile(r"([^ ]+) [^ \[:]+(?:\[\d+\])?: \d\d\[[A-Z]{3}\d?").fullmatch  # gw charon[9]: 05[IKE
# The same with all that stands before the message.
_WHOLE = re.compile(
    r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}) (\S+) ([^\s\[:]{1,48})(?:\[(\d+)\])?: "
    r"(\d\d)\[([A-Z]{3})\d?\] <(?:([^|<>]{0,128})\|)?(\d{1,10})> "
).match


def plain(texts: Iterable[str]) -> bool:
    """Whether every line is one of a syslog file as the lane reads it; blank ones may be among them."""
    return all((m := _TIME(text)) is not None and _PROGRAM(text, m.end()) is not None for text in texts if text)


def time_of(text: str) -> str | None:
    """The time of a line that the lane has taken, as it stands there."""
    m = _TIME(text)
    return m[0][:-1] if m is not None else None


class UnreadLine(Line):
    """A line that the lane has taken. What stands before its message is read when something of it is asked for."""

    __slots__ = ("begin",)

    def __init__(self, source: str, number: int, text: str, begin: int) -> None:
        self.source, self.number, self.text, self.begin = source, number, text, begin
        self.dialect, self.peer = "strongswan", None

    def __getattr__(self, name: str) -> str | None:
        if name not in Line.__slots__:
            raise AttributeError(name)
        if name == "message":
            self.message = self.text[self.begin :]
            return self.message
        m = _WHOLE(self.text)
        groups = m.groups() if m is not None else (None,) * 8
        self.time, self.host, self.program, self.pid, self.thread, self.group, self.conn, self.sa = groups
        value: str | None = getattr(self, name)
        return value


REACH = 160  # letters in which the mark of a thread, or the name of a connection, must end
LETTERS = 16  # of a message that decide
ENOUGH = 12  # letters of a message's fixed begin that no other message has by chance
PROPOSAL = len("selected proposal:")
SIGNS = 6  # texts to look for, at most; more cost more than to read the message
HEADS = 8192  # remembered
TEXTS, SHORT = 8192, 96  # messages remembered, and the letters of one at most: long ones are seldom printed twice
SLOW, NOISE, FOREIGN, KEPT = range(4)  # what becomes of a line
GONE = 8  # it belongs to another share of the log
# Lines that are kept: as out of the ordinary; in any case; if its IKE_SA is named, else it is of none; unless the IKE_SA is up.
ODD, PLAIN, LOOSE, IDLE = range(4, 8)


class Keeper(Protocol):
    """What takes the lines of one gateway unread."""

    by_sa: dict[str, Negotiation]

    def mark(self, n: Negotiation, state: Kind, item: Unread) -> None:
        """The line, which waits in ``n`` already, says what is up."""

    def keep_odd(self, n: Negotiation, kind: Kind, item: Unread, thread: str) -> None:
        """Take a line that is out of the ordinary."""

    def take(self, item: Unread) -> bool:
        """Read a line at once, and take it; False where it turns out to say nothing."""


class _Elsewhere:
    """Keeps the lines of gateways that belong to another share: nothing."""

    def __init__(self) -> None:
        self.by_sa: dict[str, Negotiation] = {}

    def mark(self, n: Negotiation, state: Kind, item: Unread) -> None:
        """Never called."""

    def keep_odd(self, n: Negotiation, kind: Kind, item: Unread, thread: str) -> None:
        """Never called."""

    def take(self, item: Unread) -> bool:  # noqa: ARG002 - as every keeper
        """Never called."""
        return True


_ELSEWHERE: Keeper = _Elsewhere()
_Class = tuple[int, Kind | None]


@dataclass(slots=True)
class _Learnt:
    """What messages are, by their first letters and by the whole of short ones: the same in every log."""

    keys: dict[str, _Class] = field(default_factory=dict)
    signs: dict[str, tuple[_Class, tuple[str, ...]]] = field(default_factory=dict)
    texts: dict[str, _Class] = field(default_factory=dict)


@lru_cache(2)
def _learnt(charon: Dialect) -> _Learnt:  # noqa: ARG001 - of this dialect
    return _Learnt()


class Lane:
    """Decides one line after the other; ``keepers`` are the gateways met so far, by host."""

    def __init__(self, charon: Dialect, keepers: Mapping[str, Keeper], share: Share | None = None) -> None:
        self.charon, self.keepers, self.share = charon, keepers, share or Share()
        self.counts = dict.fromkeys((NOISE, KEPT, FOREIGN), 0)
        self._heads: dict[str, Keeper] = {}
        self._numbers: dict[str, str] = {}
        learnt = _learnt(charon)
        self._keys, self._signs, self._texts = learnt.keys, learnt.signs, learnt.texts

    def sift(self, batches: Iterator[tuple[int, list[str]]], enough: Callable[[], bool]) -> Iterator[tuple[int, str]]:  # noqa: C901 - one loop
        """Pass on the lines that are not decided here, and all from where it is ``enough``; the others are in ``counts``.

        One loop without calls for the common case: it sees every line of an archive.
        """
        keys, heads, numbers = self._keys, self._heads, self._numbers
        stamp, after, who, wide = "\n", 0, "\n", 0
        last: Keeper | None = None
        n: Negotiation | None = None
        pending: list[Waiting] | None = None  # of n, where its peer is known
        room = 0
        program, families = _PROGRAM, PROGRAMS
        kept = noise = foreign = 0
        counted = int(self.share.first)
        for first, texts in batches:
            for number, text in enumerate(texts, first):
                if not text.startswith(stamp):
                    m = _TIME(text)
                    if m is None:
                        last = None
                        yield number, text
                        continue
                    stamp, after = m[0], m.end()
                mark = text.find("] <", after, after + REACH)
                if mark > 0 and (keeper := heads.get(text[after:mark])) is not None:
                    if keeper is last and text.startswith(who, mark + 3):  # of the same IKE_SA as the line before
                        end = mark + wide
                    elif keeper is _ELSEWHERE:
                        continue
                    else:
                        end = text.find("> ", mark, mark + REACH) + 2
                        last, who, wide = keeper, text[mark + 3 : end], end - mark
                        n = keeper.by_sa.get(numbers.get(who) or self._number(who))
                        pending, room = (n.pending, n.room) if n is not None and n.remote is not None else (None, 0)
                    kind, state = keys.get(text[end : end + LETTERS]) or self._learn(text[end : end + LETTERS])
                    if kind > ODD and state is None and n is not None and pending is not None:
                        kept += 1
                        if kind == IDLE and room == ROOM_UP:
                            continue
                        pending.append((number, text, end, True))
                        if len(pending) > room:
                            n.thin_out(BEGIN, room // 4)
                        continue
                    if kind == NOISE:
                        noise += 1
                        continue
                    what = self._look(keeper, n, (number, text, end, kind != ODD), text[mark - 6 : mark - 4], kind, state)
                    last = None  # it may be gone now
                elif (m := program(text, after)) is not None and families.get(m[1]) == OTHER:
                    foreign += counted
                    continue
                else:
                    what = self._unnumbered(text, after, mark, m)
                if what == GONE:
                    continue
                if what == SLOW:
                    last = None
                    yield number, text
                    if enough():
                        yield from enumerate(texts[number + 1 - first :], number + 1)
                        break
                else:
                    self.counts[what] += 1
            self.counts[KEPT] += kept
            self.counts[NOISE] += noise
            self.counts[FOREIGN] += foreign
            kept = noise = foreign = 0
            if enough():
                break
        for first, texts in batches:
            yield from enumerate(texts, first)

    def _number(self, who: str) -> str:
        """The IKE_SA's number in ``net-net|12> ``."""
        if len(self._numbers) >= HEADS:
            self._numbers.clear()
        found = self._numbers[who] = who[:-2].rpartition("|")[2]
        return found

    def _unnumbered(self, text: str, after: int, mark: int, head: re.Match[str] | None) -> int:
        """What becomes of a line that names no IKE_SA, or whose head is met for the first time."""
        if mark < 0 and (mark := text.find("] ", after, after + REACH)) > 0 and (keeper := self._heads.get(text[after:mark])) is not None:
            if keeper is _ELSEWHERE:
                return GONE
            key = text[mark + 2 : mark + 2 + LETTERS]
            kind = (self._keys.get(key) or self._learn(key))[0]
            return KEPT if kind == LOOSE and keeper.by_sa else NOISE if kind == NOISE else SLOW
        if self._meet(text, after, mark):
            return SLOW if self._heads.get(text[after:mark]) is not _ELSEWHERE else GONE
        if head is None or not is_foreign(head[1]):
            return SLOW
        return FOREIGN if self.share.first else GONE

    def _meet(self, text: str, after: int, mark: int) -> bool:
        """Whether it is a line of charon; from the next one on, its head and keeper are known."""
        m = _HEAD(text, after, mark) if mark > 0 else None
        if m is None:
            return False
        keeper = self.keepers.get(m[1]) if self.share.has(m[1]) else _ELSEWHERE
        if keeper is not None:
            if len(self._heads) >= HEADS:
                self._heads.clear()
            self._heads[m[0]] = keeper
        return True

    def _look(self, keeper: Keeper, n: Negotiation | None, item: Unread, thread: str, kind: int, state: Kind | None) -> int:
        """What becomes of a line that says something; where the first letters do not decide, the message is read, and no more."""
        if kind == SLOW and (usual := self._signs.get(item[1][item[2] : item[2] + LETTERS])) is not None:
            text = item[1]
            if not any(map(text.__contains__, usual[1])):
                kind, state = usual[0]
        if kind == SLOW:
            number, text, end, _ = item
            message = text[end:]
            kind, state = self._texts.get(message) or self._read(message)
            if kind in (SLOW, NOISE):
                return kind
            item = (number, text, end, kind != ODD)
        elif state is Kind.PROPOSAL_SELECTED and not weak(item[1][item[2] + PROPOSAL :]):
            state = None
        if n is None or n.remote is None:
            return KEPT if keeper.take(item) else SLOW
        if not item[3]:
            if not n.lazy or state is None:
                return KEPT if keeper.take(item) else SLOW
            keeper.keep_odd(n, state, item, thread)
            return KEPT
        n.pending.append(item)
        if state in STATE_KINDS:
            keeper.mark(n, state, item)
        return KEPT

    def _read(self, message: str) -> tuple[int, Kind | None]:
        """What becomes of a message that has to be read; many are printed again and again."""
        hit = self.charon.recognise(message)
        if hit is None:
            return SLOW, None
        template, match = hit
        state: Kind | None = template.kind
        if state is Kind.PROPOSAL_SELECTED and not weak(match[match.lastindex or 0]):
            state = None
        found = (NOISE if template.strength == "noise" else PLAIN if template.routine else ODD), state
        if len(message) <= SHORT:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            self._texts[message] = found
        return found

    def _learn(self, key: str) -> tuple[int, Kind | None]:
        """What a text with these first letters is: the first message with all of them decides, or all that can follow agree.

        Where they do not, it is one message unless a text is in it that the others need: that goes to ``_signs``.
        """
        if len(self._keys) > 4096:
            self._keys.clear()
            self._signs.clear()
        entries = [e for e in self.charon.candidates(key) if e.heads is not None]
        whole = [e for e in entries if any(_decides(h, key) for h in e.heads or ())]
        if whole and (whole[0] is entries[0] or (len(key) < LETTERS and key in (whole[0].heads or ()))):
            entries = whole
        elif len(key) < LETTERS:
            entries = []
        known = self._keys[key] = _class(entries, key, entries is whole)
        if known[0] == SLOW:
            usual = next((u for u in whole if _kept(u) and all(_marks(e, key) for e in entries if e is not u)), None)
            signs = {sign for e in entries if e is not usual for sign in _marks(e, key)}
            if usual is not None and len(signs) <= SIGNS and not any(sign in usual.template.example for sign in signs):
                self._signs[key] = _class([usual], key, True), tuple(signs)
        return known


def _class(entries: list[Entry], key: str, sure: bool) -> tuple[int, Kind | None]:
    """What becomes of a text that is one of these messages; for ``sure`` it is."""
    kinds = {e.template.kind for e in entries}
    kind = entries[0].template.kind if entries else None
    noise = [e.template.strength == "noise" for e in entries]
    if kind is None or all(noise):
        return (SLOW if kind is None else NOISE), None
    if kinds <= _LOOSE:
        return LOOSE, None
    if sure and len(kinds) == 1 and not any(noise) and not any(e.template.routine for e in entries):
        return ODD, kind
    if all(map(_kept, entries)) and (len(kinds) == 1 or not kinds & STATE_KINDS):
        return IDLE if kinds <= _IDLE else PLAIN, kind if kind in STATE_KINDS else None
    if kind in _SUMMARIES and all(_kept(e) or e.template.strength == "noise" for e in entries):
        return IDLE if _INFORMATIONAL in key else PLAIN, None
    return SLOW, None


def _decides(head: str, key: str) -> bool:
    return head.startswith(key) or (len(head) >= ENOUGH and key.startswith(head))


def _marks(e: Entry, key: str) -> list[str]:
    """Texts one of which is in each text that is this message and begins with ``key``; none where there are no such."""
    if e.needed:
        return [e.needed]
    begins = [h for h in e.heads or () if h.startswith(key) or key.startswith(h)]
    return begins if all(len(h) > len(key) for h in begins) else []


def _kept(e: Entry) -> bool:
    return e.template.routine and e.template.strength != "noise"


# What goes on all day in an IKE_SA that is up: nothing of it is new.
_IDLE = {Kind.PACKET_SENT, Kind.PACKET_RECEIVED, Kind.KEEPALIVE}
_LOOSE = {Kind.SA_EXPIRED_SOFT, Kind.ACQUIRE}  # what the kernel asks for, without saying of which IKE_SA
_INFORMATIONAL = " INFOR"  # as much of it as the first letters hold
# Messages that begin with one word and the exchange: what else begins with that word is a trace of the same thing.
_SUMMARIES = (Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED)
