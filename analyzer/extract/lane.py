"""The fast lane of long syslog files: what one look at a line's begin decides, without building records for it.

A line of a program that never speaks IKE is counted. A routine line of an IKE_SA that is already known by the number in its
frame is kept as text and read only if its negotiation turns out to matter. Every other line takes the ordinary way.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from analyzer.extract.engine import Dialect, Entry
from analyzer.framing.programs import OTHER, family
from analyzer.kinds import STATE_KINDS, Kind
from analyzer.model import Line
from analyzer.negotiations.record import Negotiation
from analyzer.proposals import weak

# Nov 23 07:21:00 gw charon[9]: 05[IKE] <net-net|1>     05[NET] <1>     2026-11-23T07:18:32.884+01:00 gw sshd[7]:
_AFTER_TIME = (
    r" ([^ ]++) ([^ \[:]++)(?:\[\d++\])?+: "  # host, program
    r"(?:\d\d\[[A-Z]{3}\d?+\] <(?:[^|<>]*+\|)?+(\d++)> )?+"  # IKE_SA
)
_BSD = re.compile(r"[A-Z]..[ ].{2} .{2}:.{2}:.{2}" + _AFTER_TIME).match
_ISO = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}+" + _AFTER_TIME).match
# The same with all that stands before the message.
_WHOLE = re.compile(
    r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}) (\S+) ([^\s\[:]{1,48})(?:\[(\d+)\])?: "
    r"(\d\d)\[([A-Z]{3})\d?\] <(?:([^|<>]{0,128})\|)?(\d{1,10})> "
).match


def line_of(source: str, number: int, text: str) -> Line | None:
    """The record of a line that the fast lane has taken; None where it is not of that form."""
    m = _WHOLE(text)
    if m is None:
        return None
    time, host, program, pid, thread, group, conn, sa = m.groups()
    return Line(source, number, text, text[m.end() :], time, host, program, pid, thread, group, conn, sa, None, "strongswan")

LETTERS = 16  # of a message that decide
ENOUGH = 12  # letters of a message's fixed begin that no other message has by chance
PROPOSAL = len("selected proposal:")
LINES = 48  # unread lines of one IKE_SA
SLOW, NOISE, KEPT, FOREIGN = range(4)


class Keeper(Protocol):
    """What takes the routine lines of one gateway."""

    by_sa: dict[str, Negotiation]

    def keep(self, sa: str, number: int, text: str, begin: int, state: Kind | None) -> bool:
        """Take the line, whose message begins at ``begin``, for the IKE_SA of this number; false where it is not known yet.

        ``state`` where the line says what is up.
        """


class Lane:
    """Decides one line after the other; ``keepers`` are the gateways met so far, by host."""

    def __init__(self, charon: Dialect, keepers: Mapping[str, Keeper]) -> None:
        self.charon, self.keepers = charon, keepers
        self.counts = dict.fromkeys((NOISE, KEPT, FOREIGN), 0)
        self._programs: dict[str, str | None] = {}
        self._keys: dict[str, tuple[int, Kind | None]] = {}

    def sift(  # noqa: C901 - one loop without calls
        self, numbered: Iterator[tuple[int, str]], enough: Callable[[], bool]
    ) -> Iterator[tuple[int, str]]:
        """Pass on the lines that are not decided here, and all from where it is ``enough``; the others are in ``counts``.

        One loop without calls for the common case: it sees every line of an archive.
        """
        keys, keepers, counts, programs = self._keys, self.keepers, self.counts, self._programs
        frame, other = _BSD, _ISO
        for number, text in numbered:
            m = frame(text)
            if m is None:
                m = other(text)
                if m is None:
                    yield number, text
                    continue
                frame, other = other, frame
            host, program, sa = m.groups()
            if sa is None:
                if program not in programs:
                    self._meet(program)
                if programs[program] == OTHER:
                    counts[FOREIGN] += 1
                    continue
            elif (keeper := keepers.get(host)) is not None:
                end = m.end()
                known = keys.get(text[end : end + LETTERS])
                kind, state = known if known is not None else self._learn(text[end : end + LETTERS])
                if kind == KEPT and state is not None and (state is not Kind.PROPOSAL_SELECTED or weak(text[end + PROPOSAL :])):
                    if keeper.keep(sa, number, text, end, state):
                        counts[KEPT] += 1
                        continue
                elif kind == KEPT:
                    n = keeper.by_sa.get(sa)
                    if n is not None and n.remote is not None:
                        n.pending.append((number, text, end))
                        if len(n.pending) > LINES:
                            n.thin_out(LINES // 4)
                        counts[KEPT] += 1
                        continue
                elif kind == NOISE:
                    counts[NOISE] += 1
                    continue
                else:
                    what = self._look(keeper, sa, number, text, end)
                    if what != SLOW:
                        counts[what] += 1
                        continue
            yield number, text
            if enough():
                break
        yield from numbered

    def _meet(self, program: str) -> None:
        if len(self._programs) > 4096:
            self._programs.clear()
        self._programs[program] = family(program)

    def _look(self, keeper: Keeper, sa: str, number: int, text: str, end: int) -> int:
        """The first letters do not decide, or say that something is up: read the message, and no more than that."""
        hit = self.charon.recognise(text, end)
        if hit is None:
            return SLOW
        template, match = hit
        if template.strength == "noise":
            return NOISE
        if not template.routine:
            return SLOW
        state: Kind | None = template.kind
        if state not in STATE_KINDS or (state is Kind.PROPOSAL_SELECTED and not weak(match[match.lastindex or 0])):
            state = None
        return KEPT if keeper.keep(sa, number, text, end, state) else SLOW

    def _learn(self, key: str) -> tuple[int, Kind | None]:
        """What a text with these first letters is: the first message with all of them decides, or all that can follow agree."""
        if len(self._keys) > 4096:
            self._keys.clear()
        entries = [e for e in self.charon.candidates(key) if e.heads is not None]
        whole = [e for e in entries if any(_decides(h, key) for h in e.heads or ())]
        if whole and (whole[0] is entries[0] or (len(key) < LETTERS and key in (whole[0].heads or ()))):
            entries = whole
        elif len(key) < LETTERS:
            entries = []
        kinds = {e.template.kind for e in entries}
        known: tuple[int, Kind | None] = (SLOW, None)
        if entries and all(e.template.strength == "noise" for e in entries):
            known = (NOISE, None)
        elif entries and all(_kept(e) for e in entries) and (len(kinds) == 1 or not kinds & STATE_KINDS):
            kind = entries[0].template.kind
            known = (KEPT, kind if kind in STATE_KINDS else None)
        elif entries and entries[0].template.kind in _SUMMARIES and all(_kept(e) or e.template.strength == "noise" for e in entries):
            known = (KEPT, None)
        self._keys[key] = known
        return known


def _decides(head: str, key: str) -> bool:
    return head.startswith(key) or (len(head) >= ENOUGH and key.startswith(head))


def _kept(e: Entry) -> bool:
    return e.template.routine and e.template.strength != "noise"


# Messages that begin with one word and the exchange: what else begins with that word is a trace of the same thing.
_SUMMARIES = (Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED)
