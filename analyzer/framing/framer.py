"""Lines of a log of any length, one after the other: read what stands before the message.

Logs repeat themselves: the form of the last line's frame is tried first, the time stamp is compared before it is read,
and what stands between it and the message is looked up. Expressions are for what is seen for the first time.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from analyzer.framing import asa, heads, journal, marks
from analyzer.framing.doubles import Doubles
from analyzer.framing.marks import charon, pluto_object
from analyzer.framing.programs import OTHER, family
from analyzer.model import Line

_KEPT = 8192  # heads and marks remembered
_MARK = 8  # letters of "09[IKE] "
_REACH = 160  # letters in which host and program, or a connection's name, must end
_OTHER, _MARKED, _CHARON, _PLUTO, _LOOK, _UNSURE = range(6)  # how the message behind a head is read; _MARKED: no pid
_SYSLOG, _CHARON_FILE, _PLUTO_FILE = range(3)  # what follows the time
_KINDS = {OTHER: _OTHER, "strongswan": _CHARON, "libreswan": _PLUTO}

Clock = Callable[[str], re.Match[str] | None]
Known = tuple[str | None, str, int, str | None]  # host, program, kind, family


class OtherLine(Line):
    """A line of a program that has nothing to do with IKE: most lines of a system log. What nobody asks for is not read."""

    __slots__ = ("_known", "_start")

    def __init__(self, source: str, number: int, text: str, time: str | None, start: int, known: Known) -> None:
        self.source, self.number, self.text, self.time = source, number, text, time
        self._start, self._known, self.dialect = start, known, OTHER

    def __getattr__(self, name: str) -> str | None:
        if name not in Line.__slots__:
            raise AttributeError(name)
        m = _HEAD_END.search(self.text, self._start)
        self.host, self.program = self._known[:2]
        self.pid, self.message = (m[1], self.text[m.end() :]) if m is not None else (None, self.text)
        self.thread = self.group = self.conn = self.sa = self.peer = None
        value: str | None = getattr(self, name)
        return value


_HEAD_END = re.compile(r"(?:\[([^\]\s]*)\])?: ?")


_FRACTION = re.compile(r"(?<=:\d\d[.,])\d+")


def _never(text: str) -> None:
    """No form of time is known yet."""


class Framer:
    """Reads the frames of one source's lines in their order.

    ``small`` looks for messages that are logged under two tags from the first line on, not from the second tag on.
    """

    def __init__(self, source: str, small: bool = False) -> None:
        self.source = source
        self._stamp = "\n"  # the last line's letters up to what follows the time
        self._after = 0  # how many they are
        self._time: str | None = None
        self._fraction: tuple[int, int, str, int] | None = None  # where it begins, where it ends, what follows, where the time ends
        self._clock: Clock = _never
        self._form = _SYSLOG
        self._heads: dict[str, Known] = {}
        self._marks: dict[str, tuple[str, str]] = {}
        self._tags: set[tuple[str, bool]] = set()
        self._doubles = Doubles() if small else None
        self._last: Line | None = None
        self._pluto = False  # pluto has been heard in this file

    @property
    def doubled(self) -> bool:
        """Whether the file has lines under several tags, so that copies are looked for."""
        return self._doubles is not None

    def frame(self, number: int, text: str) -> Line:  # noqa: C901 - in one piece: a call costs as much as a look-up
        """The line with its frame read; never fails, a line without frame is all message."""
        fraction = self._fraction
        if text.startswith(self._stamp) and (
            fraction is None or (text[fraction[0] : fraction[1]].isdecimal() and text.startswith(fraction[2], fraction[1]))
        ):
            at, time = self._after, self._time if fraction is None else text[: fraction[3]]
        else:
            stamp = self._clock(text)
            if stamp is None or (stamp[2] and self._form == _SYSLOG):
                return self._slow(number, text)
            at, time = stamp.end(), stamp[1]
            self._keep_stamp(stamp[0], time)
        host = program = pid = None
        form = self._form
        if form == _SYSLOG:
            bracket = text.find("[", at, at + _REACH)
            known = self._heads.get(text[at : bracket + 1])
            if known is None:
                return self._without_pid(number, text, at, time)
            host, program, kind, kin = known
            if kind == _OTHER:
                return OtherLine(self.source, number, text, time, at, known)
            if kind == _MARKED:
                at = bracket - 2
            else:
                at = text.find("]: ", bracket, bracket + 24) + 3
                if at < 3:
                    return self._slow(number, text)
                pid = text[bracket + 1 : at - 3]
                if kind != _CHARON:
                    return self._behind(Line(self.source, number, text, "", time, host, program, pid), at, kind, kin)
        elif form == _PLUTO_FILE:
            return self._pluto_file(number, text, at, time)
        mark = self._marks.get(text[at : at + _MARK])
        if mark is None:
            if form == _CHARON_FILE:
                return self._slow(number, text)
            return self._behind(Line(self.source, number, text, "", time, host, program, pid), at, _CHARON, "strongswan")
        at += _MARK
        conn = sa = None
        if text[at : at + 1] == "<":
            close = text.find("> ", at, at + _REACH)
            conn, bar, sa = text[at + 1 : close].rpartition("|")
            if close < 0 or not sa.isdecimal() or len(conn) > 128:
                return self._behind(Line(self.source, number, text, "", time, host, program, pid), at - _MARK, _CHARON, "strongswan")
            at = close + 2
            if not bar:
                conn = None
        elif text[at : at + 1] == "[":
            return self._behind(Line(self.source, number, text, "", time, host, program, pid), at - _MARK, _CHARON, "strongswan")
        line = Line(
            self.source, number, text, text[at:], time, host, program, pid, mark[0], mark[1], conn, sa, None, "strongswan"
        )  # fmt: skip
        self._last = line
        if self._doubles is not None and self._doubles.note(line):
            line.dialect = "duplicate"
        return line

    def lines(self, numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
        """The lines of the whole source; records of the journal that go over several lines are read together."""
        return journal.records(self, asa.with_lists(numbered))

    def finish(self, line: Line) -> None:
        """Read the daemon's marks of a line whose frame is read already."""
        if line.dialect is None:
            marks.read(line, line.message, family(line.program) if line.program else None)
        self._note(line)

    def _without_pid(self, number: int, text: str, at: int, time: str | None) -> Line:
        end = text.find(": ", at, at + _REACH)
        known = self._heads.get(text[at:end]) if end > 0 else None
        if known is None:
            return self._slow(number, text)
        host, program, kind, kin = known
        if kind == _OTHER:
            return OtherLine(self.source, number, text, time, at, known)
        if kind == _CHARON and text[end + 4 : end + 5] == "[" and charon(text, end + 2) is not None:
            self._heads[text[at : end + 5]] = (host, program, _MARKED, kin)
        line = self._behind(Line(self.source, number, text, "", time, host, program), end + 2, kind, kin)
        if kind == _UNSURE and line.dialect is None:
            line.message = text[at:]
        return line

    def _behind(self, line: Line, at: int, kind: int, kin: str | None) -> Line:
        """The message behind a known head, which ends at ``at``."""
        text = line.text
        if kind == _CHARON and (m := charon(text, at)) is not None:
            marks.charon_fields(line, m, text)
            self._remember_mark(text[at : at + _MARK], m)
        elif kind == _PLUTO and (m := pluto_object(text, at)) is not None:
            marks.pluto_fields(line, m, text)
        else:
            marks.read(line, text[at:], kin)
        self._note(line)
        return line

    def _pluto_file(self, number: int, text: str, at: int, time: str | None) -> Line:
        m = pluto_object(text, at)
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

    def _note(self, line: Line) -> None:
        """Look whether the line repeats what another tag has said."""
        if line.dialect in ("blank", OTHER):
            return
        if line.dialect is not None:
            self._last = line
        if self._doubles is not None and self._doubles.note(line):
            line.dialect = "duplicate"

    def _learn(self, line: Line, head: heads.Head) -> None:
        text = line.text
        if head.form == heads.CHARON and (m := charon(text, head.start)) is not None:
            self._remember_mark(text[head.start : head.start + _MARK], m)
            self._form = _CHARON_FILE
        elif head.form == heads.FACILITY:
            self._doubles = self._doubles or Doubles()
            self._doubles.facilities = True
            return
        elif head.form == heads.PLUTO:
            self._form = _PLUTO_FILE
        elif head.form == heads.SYSLOG and line.program is not None:
            self._form = _SYSLOG
            self._remember_head(line, line.program, head)
        else:
            return
        self._clock = head.clock or _never
        self._keep_stamp(text[: head.start], line.time)

    def _keep_stamp(self, stamp: str, time: str | None) -> None:
        """What the next line is compared with: the whole stamp, or all of it but the fraction of a second."""
        self._stamp, self._after, self._time, self._fraction = stamp, len(stamp), time, None
        m = _FRACTION.search(stamp)
        if time is not None and m is not None and stamp.startswith(time):
            self._stamp = stamp[: m.start()]
            self._fraction = (m.start(), m.end(), stamp[m.end() :], len(time))

    def _remember_mark(self, mark: str, m: re.Match[str]) -> None:
        if mark == f"{m[1]}[{m[2]}] ":
            if len(self._marks) >= _KEPT:
                self._marks.clear()
            self._marks[mark] = (m[1], m[2])

    def _remember_head(self, line: Line, program: str, head: heads.Head) -> None:
        if len(self._heads) >= _KEPT:
            self._heads.clear()
        kind = _KINDS.get(head.family or "", _LOOK)
        if head.family is None and line.pid is None:
            kind = _UNSURE
        text = line.text
        end = text.find(": ", head.start, head.start + _REACH)
        bracket = text.find("[", head.start, end)
        if end < 0 or (bracket > 0) != (line.pid is not None):
            return
        self._heads[text[head.start : bracket + 1] if bracket > 0 else text[head.start : end]] = (line.host, program, kind, head.family)
        if kind == _OTHER or (line.dialect is None and program != "NetworkManager"):
            return
        self._tags.add((program, line.pid is None))
        if len(self._tags) > 1 and self._doubles is None:
            self._doubles = Doubles()
            if self._last is not None:
                self._doubles.note(self._last)
