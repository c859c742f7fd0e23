"""Read a line's frame without knowing its form: wrappers, time, host, program, then the daemon's own marks."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from analyzer.framing import asa, cisco_ios, marks, records, vendors
from analyzer.framing import patterns as p
from analyzer.framing.marks import charon, compiled, pluto_object
from analyzer.framing.programs import family as family_of
from analyzer.model import Line

SYSLOG, CHARON, PLUTO, FACILITY, ELSE = range(5)  # what follows the time


class Head(NamedTuple):
    """What a framer can use for the lines to come: how the time is found, where what follows it begins, and its form."""

    clock: Callable[[str], re.Match[str] | None] | None
    start: int
    form: int
    family: str | None = None


@cache
def _stamp(form: int) -> re.Pattern[str]:
    return re.compile(p.STAMP.format(time=p.TIMES[form]))


# which forms of time can begin so
_DIGIT = (0, 4, 5, 6, 7, 8)
_UPPER = (1, 2, 0)
_LOWER = (3, 1)
_FORMS = {**dict.fromkeys("0123456789 ", _DIGIT), **dict.fromkeys("*.", (1,)), "<": (1, 0, 2, 3), "[": (0, 1, 2, 7, 5, 4, 8)}


def stamp(text: str) -> tuple[re.Match[str], int] | None:
    """The time stamp that the text begins with, and the number of its form."""
    first = text[:1]
    if first.isalpha():
        forms: tuple[int, ...] = _UPPER if first.isupper() else _LOWER
    else:
        forms = _FORMS.get(first, ())
    for form in forms:
        m = _stamp(form).match(text)
        if m is not None:
            return m, form
    return None


def read(line: Line, text: str, pluto: bool = False) -> Head | None:
    """Fill the line; ``pluto`` says that pluto has been heard in this file."""
    rest = text.strip(" \t")
    if not rest or ((len(rest) < 12 or not rest[0].isalnum()) and compiled(p.DECORATION).match(rest)):
        line.message, line.dialect = "", "blank"
        return None
    if cisco_ios.read(line, rest):
        return None
    outer: str | None = None
    for _ in range(4):
        if _record(line, rest, pluto):
            return None
        m = compiled(p.RFC5424).match(rest) if rest.startswith(("<", "1 ")) else None
        if m is not None:
            _syslog5424(line, m, rest)
            return None
        if rest[0] == "[" and (m := compiled(p.TRACE).match(rest)) is not None:
            line.time, line.peer = m.groups()
            marks.read(line, rest[m.end() :], None)
            line.dialect = line.dialect or "junos"
            return None
        found = stamp(rest)
        if found is None:
            m = compiled(p.COMPOSE).match(rest) if "| " in rest[:100] else None
            if m is None:
                break
            rest = rest[m.end() :]
            continue
        m, form = found
        outer = line.time
        line.time = m[1]
        untouched = rest is text or (len(rest) <= len(text) and text.startswith(rest) and outer is None)
        after = rest[m.end() :]
        cri = compiled(p.CRI).match(after)
        if cri is not None:
            rest = after[cri.end() :]
            continue
        if stamp(after) is not None and form == 0:
            rest = after
            continue
        head = _after_time(line, after, m, pluto)
        return Head(_stamp(form).match, m.end(), head.form, head.family) if untouched else None
    return _bare(line, rest, rest is text or text.startswith(rest))


def _record(line: Line, rest: str, pluto: bool) -> bool:
    """A line that is a record of named fields: JSON, swanctl's raw form, FortiOS' events."""
    if " time=" in rest[:160] and vendors.fortios_event(line, rest):
        return True
    if rest.endswith("}") and (at := rest.find('{"event_timestamp"', 1)) > 0 and records.read_json(line, rest[at:]):
        found = stamp(rest)
        line.time = found[0][1] if found is not None else line.time
        return True
    if rest.startswith("{") and records.read_json(line, rest):
        inner = line.message
        if line.dialect is None and line.program is None:
            read(line, inner, pluto)
        elif line.dialect is None:
            marks.read(line, inner, family_of(line.program or ""))
        return True
    return rest.startswith("log {") and records.read_raw(line, rest)


def _syslog5424(line: Line, m: re.Match[str], rest: str) -> None:
    time, host, program, pid, tag, data = (None if field == "-" else field for field in m.groups())
    line.time, line.host, line.program, line.pid = time, host, program, pid
    message = rest[m.end() :]
    if data is not None and tag is not None and data.startswith("[junos@"):  # the text may be left out: then the parameters say it
        text = message.strip() or data.partition(" ")[2].removesuffix("]").replace("\\]", "]")
        line.message, line.dialect = f"{tag}: {text}", "junos"
        return
    marks.read(line, message, family_of(program) if program else None)


def _bare(line: Line, rest: str, untouched: bool) -> Head | None:
    """No time: perhaps a program or a logcat tag, or only the daemon's marks, or the bare message."""
    if charon(rest) is not None:
        marks.read(line, rest, "strongswan")
        return Head(None, 0, CHARON) if untouched and line.time is None else None
    if pluto_object(rest) is not None:
        marks.read(line, rest, "libreswan")
        return None
    if not any(way(line, rest) for way in (_logcat, _facility, _topics, _named)):
        marks.read(line, rest, None)
    return None


def _named(line: Line, rest: str) -> bool:
    """``charon: 09[IKE]``, ``gw pluto[9]: text``; without time only known daemons count as programs."""
    m = compiled(p.HEAD).match(rest)
    if m is None:
        return False
    family = family_of(m[2])
    if (family is None and m[3] is None) or (family == "other" and m[3] is None):
        return False
    line.host, line.program, line.pid = m.groups()
    marks.read(line, rest[m.end() :], family)
    return True


def _logcat(line: Line, rest: str) -> bool:
    m = compiled(p.LOGCAT).match(rest) if rest[1:2] == "/" else None
    if m is None:
        return False
    line.program, line.pid = m.groups()
    marks.read(line, rest[m.end() :], family_of(m[1]))
    return True


def _facility(line: Line, rest: str) -> bool:
    m = compiled(p.FACILITY).match(rest) if "." in rest[:80] else None
    if m is None:
        return False
    line.host, line.program, line.pid = m.groups()
    marks.read(line, rest[m.end() :], family_of(line.program) if line.program else None)
    return True


def _after_time(line: Line, rest: str, time: re.Match[str], pluto: bool) -> Head:
    """The frame behind the time; ``rest`` begins there."""
    if charon(rest) is not None:
        marks.read(line, rest, "strongswan")
        return Head(None, 0, CHARON)
    if pluto_object(rest) is not None:
        marks.read(line, rest, "libreswan")
        return Head(None, 0, PLUTO)
    if time[2]:
        return _after_colon(line, rest, pluto)
    if asa.read(line, rest) >= 0:
        return Head(None, 0, ELSE)
    for way in _WAYS:
        if way(line, rest):
            return Head(None, 0, FACILITY if way is _facility else ELSE)
    m = compiled(p.HEAD).match(rest)
    if m is not None:
        family = family_of(m[2])
        line.host, line.program, line.pid = m.groups()
        marks.read(line, rest[m.end() :], family)
        if family is None and line.pid is None and line.dialect is None:
            line.message = rest
        return Head(None, 0, SYSLOG, family)
    marks.read(line, rest, None)
    return Head(None, 0, ELSE)


def _after_colon(line: Line, rest: str, pluto: bool) -> Head:
    """``time: text`` is how pluto and racoon write files, and how Cisco's routers do."""
    m = compiled(p.RACOON).match(rest)
    if m is not None and (line.time or "")[:4].isdigit():
        marks.read(line, rest, "racoon")
        return Head(None, 0, ELSE)
    fraction = (line.time or "").rpartition(".")[2]
    family = "libreswan" if pluto or (len(fraction) == 6 and fraction.isdigit()) else None
    marks.read(line, rest, family)
    return Head(None, 0, ELSE)


def _brackets(line: Line, rest: str) -> bool:
    m = compiled(p.BRACKETS).match(rest)
    family = family_of(m[1]) if m is not None else None
    if m is None or (family is None and m[1] != "NetworkManager"):
        return False
    line.program = m[1]
    marks.read(line, rest[m.end() :], family)
    return True


def _threadtime(line: Line, rest: str) -> bool:
    m = compiled(p.THREADTIME).match(rest) if line.time is not None and line.time[2:3] == "-" else None
    if m is None:
        return False
    line.pid, line.program = m.groups()
    marks.read(line, rest[m.end() :], family_of(m[2]))
    return True


def _columns(line: Line, rest: str) -> bool:
    """Copied from a table: time, perhaps severity, program, perhaps pid, message."""
    m = compiled(p.COLUMNS).match(rest)
    if m is None:
        return False
    line.program, line.pid = m[1], m[2] or m[3]
    marks.read(line, rest[m.end() :], family_of(m[1]))
    return True


def _racoon(line: Line, rest: str) -> bool:
    """Without colon behind the time only a peer or a place in the code makes it racoon's."""
    m = compiled(p.RACOON).match(rest)
    if m is None or not (m[1] or "():" in m[0]):
        return False
    marks.read(line, rest, "racoon")
    return True


def _topics(line: Line, rest: str) -> bool:
    m = compiled(p.TOPICS).match(rest)
    if m is None:
        return False
    line.host, line.group, line.peer = m.groups()
    line.message, line.dialect = rest[m.end() :], "racoon"
    return True


def _instance(line: Line, rest: str) -> bool:
    m = compiled(p.INSTANCE).match(rest)
    if m is None:
        return False
    inner = rest[m.end() :]
    if m[1] is None and vendors.gateway(line, m[2], inner):
        return True
    place = compiled(p.CODE_PLACE).match(inner)
    if place is None and not m[2].startswith("PROTO_"):
        return False
    line.host, line.group = m.groups()
    line.message, line.dialect = inner[place.end() if place is not None else 0 :], "racoon"
    return True


def _spc(line: Line, rest: str) -> bool:
    """A card of a large SRX; each has a kmd of its own."""
    m = compiled(p.SPC).match(rest) if "(FPC Slot " in rest[:280] else None
    if m is None:
        return False
    after = rest[m.end() :]
    head = compiled(p.HEAD).match(after)
    if head is None:
        line.dialect, line.message = "other", after
    else:
        marks.read(line, after[head.end() :], family_of(head[2]))
        line.program, line.pid = head[2], head[3]
    line.host = m[1]
    return True


_WAYS = (_spc, _threadtime, _logcat, _columns, _facility, _racoon, _topics, _instance, _brackets)
