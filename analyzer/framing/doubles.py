"""Find the second copy of a message that the system logs under two tags or facilities (VyOS, CloudStack, OpenWrt, NetworkManager)."""

from analyzer.framing.timestamps import clock
from analyzer.model import Line

Tag = tuple[str | None, bool, bool]
Key = tuple[str | None, str]
Said = tuple[Line, dict[Tag, int]]  # the first copy, and how often each tag has said it


class Doubles:
    """The messages of the last two seconds. The n-th copy under one tag is double if another tag has said it n times."""

    def __init__(self) -> None:
        self.facilities = False  # lines without a program can be copies where the log names facilities
        self._second: str | None = None
        self._clock: float | None = None
        self._now: dict[Key, Said] = {}
        self._before: dict[Key, Said] = {}

    def note(self, line: Line) -> bool:
        """Whether the line is a second copy; what only the copy's frame tells is handed on to the first."""
        if line.time is None or (line.program is None and not self.facilities) or not line.message:
            return False
        second = line.time.partition(".")[0]
        if second != self._second:
            self._turn(second)
        key, tag = (line.host, line.message), _tag(line)
        for seen in (self._now, self._before):
            found = seen.get(key)
            if found is None:
                continue
            first, counts = found
            if not _same(first, line):
                continue
            said = counts[tag] = counts.get(tag, 0) + 1
            if any(n >= said for other, n in counts.items() if other != tag):
                _enrich(first, line)
                return True
            return False
        self._now[key] = (line, {tag: 1})
        return False

    def _turn(self, second: str) -> None:
        """Another second has begun; the one before counts on if it was just before."""
        self._second = second
        before, self._clock = self._clock, clock(second)
        near = before is not None and self._clock is not None and abs(self._clock - before) <= 1
        self._before, self._now = self._now if near else {}, {}


def _tag(line: Line) -> Tag:
    """Program, whether it gives its pid and its thread; without a program, all that stands before the message but the time."""
    if line.program is not None:
        return (line.program, line.pid is None, line.thread is None)
    before = line.text[: line.text.rfind(line.message)] if line.message in line.text else ""
    return (before.replace(line.time or "", ""), True, line.thread is None)


def _same(first: Line, line: Line) -> bool:
    """Whether what both frames tell is the same: else it is the same message about something else."""
    if first.program is None or line.program is None:
        names = ("program", "dialect", "conn", "sa", "thread")
        return all(getattr(first, name) == getattr(line, name) for name in names)
    return (
        (first.conn == line.conn or first.conn is None or line.conn is None)
        and (first.thread == line.thread or first.thread is None or line.thread is None)
        and (first.sa == line.sa or first.sa is None or line.sa is None)
        and (first.dialect == line.dialect or first.dialect is None or line.dialect is None)
    )


def _enrich(first: Line, copy: Line) -> None:
    for name in ("thread", "group", "conn", "sa", "pid"):
        if getattr(first, name) is None:
            setattr(first, name, getattr(copy, name))
