"""Put a log that shows its newest line first into the order of time, within equal seconds too."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from analyzer.framing.timestamps import clock
from analyzer.model import Line

_YEAR_TURNS = 300 * 86400.0  # without a year, December to January looks like a fall


def in_order(lines: list[Line]) -> list[Line]:
    """The lines, the part that has times reversed if time falls in it."""
    timed = [i for i, line in enumerate(lines) if line.time is not None and line.dialect != "blank"]
    said = timed or [i for i, line in enumerate(lines) if line.message]
    if len(said) < 2 or not _reversed([lines[i] for i in said]):
        return lines
    first, last = said[0], said[-1] + 1
    return [*lines[:first], *reversed(lines[first:last]), *lines[last:]]


def _reversed(lines: Sequence[Line]) -> bool:
    read = cache(clock)
    times = [time for line in lines if line.time is not None and (time := read(line.time)) is not None]
    falls = rises = 0
    for before, after in pairwise(times):
        if before != after:
            if (after < before) == (abs(after - before) < _YEAR_TURNS):
                falls += 1
            else:
                rises += 1
    if falls or rises:
        return falls > 3 * rises
    return _told_backwards(lines)


# a packet is received before it is parsed, and generated before it is sent
_PAIRS = (("generating ", "sending packet"), ("received packet", "parsed "), ("initiating ", "generating "))


def _told_backwards(lines: Sequence[Line]) -> bool:
    """Whether the messages' order shows what their times do not."""
    forth = back = 0
    for one, two in pairwise(lines):
        for first, second in _PAIRS:
            forth += one.message.startswith(first) and two.message.startswith(second)
            back += one.message.startswith(second) and two.message.startswith(first)
    return back > 0 and forth == 0
