"""Lines of a log of any length, one after the other: read what stands before the message.

Logs repeat themselves: the form of the last line's frame is tried first, the time stamp is compared before it is read,
and what stands between it and the message is looked up.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from analyzer.framing import heads, marks
from analyzer.framing.doubles import Doubles
from analyzer.framing.marks import charon, pluto_object
from analyzer.framing.programs import OTHER, family
from analyzer.model import Line

_KEPT = 4096  # heads remembered
_OTHER, _CHARON, _PLUTO, _LOOK, _UNSURE = range(5)  # how a head's message is read
_SYSLOG, _CHARON_FILE, _PLUTO_FILE = range(3)  # what follows the time
_KINDS = {OTHER: _OTHER, "strongswan": _CHARON, "libreswan": _PLUTO}

Clock = Callable[[str], re.Match[str] | None]


def _never(text: str) -> None:
    """No form of time is known yet."""


class Framer:
    """Reads the frames of one source's lines in their order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._stamp = "\n"  # the last line's letters up to what follows the time
        self._after = 0  # how many they are
        self._time: str | None = None
        self._clock: Clock = _never
        self._form = _SYSLOG
        self._heads: dict[str, tuple[str | None, str, int, str | None]] = {}
        self._tags: set[tuple[str, bool]] = set()
        self._doubles: Doubles | None = None
        self._recent: deque[Line] = deque(maxlen=16)
        self._keep = self._recent.append
        self._pluto = False  # pluto has been heard in this file

    def frame(self, number: int, text: str) -> Line:
        """The line with its frame read; never fails, a line without frame is all message."""
        if text.startswith(self._stamp):
            start, time = self._after, self._time
        else:
            stamp = self._clock(text)
            if stamp is None:
                return self._slow(number, text)
            self._stamp, time = stamp[0], stamp[1]
            self._time, self._after = time, (start := stamp.end())
        if self._form == _CHARON_FILE:
            return self._charon_file(number, text, start, time)
        if self._form == _PLUTO_FILE:
            return self._pluto_file(number, text, start, time)
        end = text.find(": ", start, start + 160)
        bracket = text.find("[", start, end)
        known = self._heads.get(text[start : bracket + 1] if bracket > 0 else text[start:end])
        if known is None or end < 0:
            return self._slow(number, text)
        host, program, kind, kin = known
        pid = text[bracket + 1 : end - 1] if bracket > 0 else None
        end += 2
        if kind == _OTHER:
            return Line(self.source, number, text, text[end:], time, host, program, pid, None, None, None, None, None, OTHER)
        if kind == _CHARON and (m := charon(text, end)) is not None:
            thread, group, conn, sa, conn2, sa2 = m.groups()
            line = Line(
                self.source, number, text, text[m.end() :], time, host, program, pid,
                thread, group, conn or conn2, sa or sa2, None, "strongswan",
            )  # fmt: skip
        else:
            line = Line(self.source, number, text, text[end:], time, host, program, pid)
            if kind == _PLUTO and (m := pluto_object(text, end)) is not None:
                marks.pluto_fields(line, m, text)
            else:
                marks.read(line, text[end:], kin)
                if kind == _UNSURE and line.dialect is None:
                    line.message = text[start:]
        self._keep(line)
        if self._doubles is not None and self._doubles.note(line):
            line.dialect = "duplicate"
        return line

    def _charon_file(self, number: int, text: str, start: int, time: str | None) -> Line:
        m = charon(text, start)
        if m is None:
            return self._slow(number, text)
        thread, group, conn, sa, conn2, sa2 = m.groups()
        return Line(
            self.source, number, text, text[m.end() :], time, None, None, None,
            thread, group, conn or conn2, sa or sa2, None, "strongswan",
        )  # fmt: skip

    def _pluto_file(self, number: int, text: str, start: int, time: str | None) -> Line:
        m = pluto_object(text, start)
        if m is None:
            return self._slow(number, text)
        line = Line(self.source, number, text, text, time)
        marks.pluto_fields(line, m, text)
        return line

    def _slow(self, number: int, text: str) -> Line:
        """Any line; what is learned from it makes the next ones fast."""
        line = Line(self.source, number, text, text)
        head = heads.read(line, text, self._pluto)
        if line.dialect == "libreswan":
            self._pluto = True
        if head is not None:
            self._learn(line, head)
        self._note(line)
        return line

    def finish(self, line: Line) -> None:
        """Read the daemon's marks of a line whose frame is read already."""
        if line.dialect is None:
            marks.read(line, line.message, family(line.program) if line.program else None)
        self._note(line)

    def _note(self, line: Line) -> None:
        if line.dialect in _KINDS and line.dialect != OTHER:
            if self._doubles is not None:
                if self._doubles.note(line):
                    line.dialect = "duplicate"
            else:
                self._keep(line)

    def _learn(self, line: Line, head: heads.Head) -> None:
        text = line.text
        if head.start == 0 and line.time is None:
            if head.form == heads.CHARON and charon(text) is not None:
                self._stamp, self._after, self._time, self._clock, self._form = "", 0, None, _never, _CHARON_FILE
            return
        if head.clock is None:
            return
        if head.form == heads.CHARON:
            self._form = _CHARON_FILE
        elif head.form == heads.PLUTO:
            self._form = _PLUTO_FILE
        elif head.form == heads.SYSLOG and line.program is not None:
            self._form = _SYSLOG
            self._remember(line, head)
        else:
            return
        self._stamp, self._after, self._time, self._clock = text[: head.start], head.start, line.time, head.clock

    def _remember(self, line: Line, head: heads.Head) -> None:
        program = line.program or ""
        if len(self._heads) >= _KEPT:
            self._heads.clear()
        kin = head.family
        kind = _KINDS.get(kin or "", _LOOK)
        if kin is None and line.pid is None:
            kind = _UNSURE
        end = line.text.find(": ", head.start, head.start + 160)
        bracket = line.text.find("[", head.start, end)
        if (bracket > 0) != (line.pid is not None) or end < 0:
            return
        key = line.text[head.start : bracket + 1] if bracket > 0 else line.text[head.start : end]
        self._heads[key] = (line.host, program, kind, kin)
        if kind == _OTHER or line.dialect is None:
            return
        self._tags.add((program, line.pid is None))
        if len(self._tags) > 1 and self._doubles is None:
            self._doubles = Doubles()
            for earlier in self._recent:
                self._doubles.note(earlier)

    def lines(self, numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
        """The lines of the whole source; records of the journal that go over several lines are read together."""
        from analyzer.framing.journal import records

        return records(self, numbered)
