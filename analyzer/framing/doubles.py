"""Find the second copy of a message that the system logs under two tags (VyOS, CloudStack, syslog and journal together)."""

from analyzer.framing.timestamps import clock
from analyzer.model import Line

Tag = tuple[str | None, bool, bool]
Key = tuple[str | None, str | None, str]


class Doubles:
    """The messages of the last two seconds. The n-th copy under one tag is double if another tag has said it n times."""

    def __init__(self) -> None:
        self._second: str | None = None
        self._clock: float | None = None
        self._now: dict[Key, tuple[Line, dict[Tag, int]]] = {}
        self._before: dict[Key, tuple[Line, dict[Tag, int]]] = {}

    def note(self, line: Line) -> bool:
        """Whether the line is a second copy; what only the copy's frame tells is handed on to the first."""
        if line.time is None or line.program is None:
            return False
        second = line.time.partition(".")[0]
        if second != self._second:
            self._second = second
            before, self._clock = self._clock, clock(second)
            near = before is not None and self._clock is not None and abs(self._clock - before) <= 1
            self._before, self._now = self._now if near else {}, {}
        key = (line.host, line.dialect, line.message)
        tag = (line.program, line.pid is None, line.thread is None)
        for seen in (self._now, self._before):
            found = seen.get(key)
            if found is not None:
                first, counts = found
                if line.conn != first.conn and line.conn is not None and first.conn is not None:
                    continue
                said = counts[tag] = counts.get(tag, 0) + 1
                if any(n >= said for other, n in counts.items() if other != tag):
                    _enrich(first, line)
                    return True
                return False
        self._now[key] = (line, {tag: 1})
        return False


def _enrich(first: Line, copy: Line) -> None:
    for name in ("thread", "group", "conn", "sa", "pid"):
        if getattr(first, name) is None:
            setattr(first, name, getattr(copy, name))
