"""What a daemon itself prints before its words: thread, group and connection of charon, pluto's object, iked's SPI, racoon's level."""

import re
from functools import cache

from analyzer.framing import asa, cisco_ios, vendors
from analyzer.framing import patterns as p
from analyzer.framing.programs import NETWORK_MANAGER, OTHER
from analyzer.model import Line

_REACH = 400  # letters of a line of unknown form in which a daemon's mark is looked for

charon = re.compile(p.CHARON).match
pluto_object = re.compile(p.OBJECT).match


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression, compiled when it is first needed."""
    return re.compile(pattern)


def read(line: Line, rest: str, family: str | None) -> None:
    """Read the marks at the begin of ``rest`` and set the message; ``family`` is what the frame has told so far."""
    if rest.startswith(("message repeated ", "last message repeated ")):
        m = compiled(p.REPEATED).match(rest)
        rest = m[1].rstrip() if m is not None else rest
    line.message, line.dialect = rest, family
    if family in (None, "libreswan") and (where := asa.read(line, rest)) >= 0:
        _before(line, rest[:where].strip())
        return
    if family is None:
        _unknown(line, rest)
    elif family == "strongswan":
        _ = _charon(line, rest) or _unnamed(line, rest)
    elif family == "libreswan":
        _ = _pluto(line, rest) or _charon(line, rest)
    elif family == "openiked":
        _iked(line, rest)
    elif family == "racoon":
        _racoon(line, rest)
    elif family == "junos":
        _junos(line, rest)


def charon_fields(line: Line, m: re.Match[str], text: str) -> None:
    """Take charon's mark into the line."""
    thread, group, conn, sa, other_conn, other_sa = m.groups()
    line.thread, line.group = thread or None, group
    line.conn, line.sa = conn or other_conn or line.conn, sa or other_sa or line.sa
    line.message, line.dialect = text[m.end() :], "strongswan"


def pluto_fields(line: Line, m: re.Match[str], text: str) -> None:
    """Take pluto's object into the line; a stream word before the object goes on with the message."""
    stream, line.conn, peer, sa, only_sa, from_peer = m.groups()
    line.peer, line.sa = peer or from_peer, sa or only_sa
    message = text[m.end() :]
    line.message, line.dialect = stream + message if stream else message, "libreswan"


def _charon(line: Line, rest: str) -> bool:
    m = charon(rest) or compiled(p.CHARON_BARE).match(rest)
    if m is None:
        return False
    charon_fields(line, m, rest)
    return True


def _unnamed(line: Line, rest: str) -> bool:
    m = compiled(p.CONN_BARE).match(rest)
    if m is None:
        return False
    line.conn, line.sa = m.groups()
    line.message = rest[m.end() :]
    return True


_OBJECT_BEGINS = frozenset('"#pcEFWwAI[V0123456789')  # letters that pluto's marks begin with


def _pluto(line: Line, rest: str) -> bool:
    if rest[:1] not in _OBJECT_BEGINS:
        return False
    label = compiled(p.LABEL).match(rest)
    start = label.end() if label is not None else 0
    code = compiled(p.WHACK).match(rest, start)
    m = pluto_object(rest, code.end() if code is not None else start)
    if m is not None:
        pluto_fields(line, m, rest)
        return True
    if code is None and label is None:
        return False
    line.message = rest[code.end() if code is not None else start :]
    return True


def _junos(line: Line, rest: str) -> None:
    """The facility and the priority stand before the tag where the syslog file asks for them."""
    m = compiled(p.PRIORITY).match(rest) if rest.startswith("%") else None
    line.message, line.dialect = rest if m is None else rest[m.end() :], "junos"


def _iked(line: Line, rest: str) -> None:
    if rest[:1].isupper() or rest[:1] == "%":
        if compiled(p.JUNOS_IKED).match(rest) is not None:
            _junos(line, rest)
        return
    m = compiled(p.IKED).match(rest)
    if m is not None:
        line.thread, line.sa = m[1] or line.thread, m[2]
        line.message = rest[m.end() :]


def _racoon(line: Line, rest: str) -> bool:
    m = compiled(p.RACOON).match(rest)
    if m is not None:
        line.peer, line.group = m.groups()
        line.message = rest[m.end() :]
        return True
    m = compiled(p.CODE_PLACE).match(rest)
    if m is not None:
        line.message = rest[m.end() :]
    return m is not None


def _unknown(line: Line, rest: str) -> None:
    """The marks themselves tell whose line it is."""
    first = rest[:1]
    if cisco_ios.read(line, rest):
        return
    if line.program is not None and NETWORK_MANAGER.match(rest) and line.program == "NetworkManager":
        line.dialect = OTHER
        return
    if (first.isdigit() and _charon(line, rest)) or (first == "[" and (_charon(line, rest) or _bracketed(line, rest))):
        return
    if _pluto(line, rest):
        line.dialect = "libreswan"
        return
    if line.time is not None and rest.startswith("| ") and compiled(p.CHARON_ANYWHERE).search(rest[:_REACH]) is None:
        line.dialect = "libreswan"  # pluto's debugging
        return
    if "system-" in rest[:160] and (m := compiled(p.SCREENOS).match(rest)) is not None:
        line.message, line.dialect = rest[m.end() :], "junos"
        return
    if "spi=0x" in rest[:40]:
        _iked(line, rest)
        if line.sa is not None:
            line.dialect = "openiked"
            return
    m = compiled(p.CODE_PLACE).match(rest) if "(): " in rest else None
    if m is not None:
        line.message, line.dialect = rest[m.end() :], "racoon"
        return
    if not vendors.read(line, rest):
        _anywhere(line, rest)


def _bracketed(line: Line, rest: str) -> bool:
    """``[192.0.2.1] ERROR: text``: only racoon names the peer so."""
    m = compiled(p.RACOON).match(rest)
    if m is None or m[1] is None:
        return False
    line.peer, line.group, line.message, line.dialect = m[1], m[2], rest[m.end() :], "racoon"
    return True


# letters that a time in a form of one's own consists of
_TIME_LIKE = re.compile(r"[\d:./,TZ+\- \[\]]{4,40}(?:[AP]M)?[ \]:]*")


def _anywhere(line: Line, rest: str) -> None:
    """A mark behind a frame of unknown form."""
    head = rest[:_REACH]
    m = compiled(p.CHARON_ANYWHERE).search(head) if "[" in head else None
    if m is not None:
        _before(line, rest[: m.start()].strip())
        charon_fields(line, m, rest)
        return
    if '"' in head:
        m = compiled(p.OBJECT_ANYWHERE).search(head)
        if m is not None:
            _before(line, rest[: m.start()].strip())
            line.conn, line.peer, line.sa = m.groups()
            line.message, line.dialect = rest[m.end() :], "libreswan"
            return
    m = compiled(p.CONN_BARE).match(rest) if rest.startswith("<") else None
    if m is not None:
        line.conn, line.sa = m.groups()
        line.message, line.dialect = rest[m.end() :], "strongswan"


def _before(line: Line, text: str) -> None:
    """What can be told of the unknown frame."""
    if line.time is None:
        m = compiled(p.ANY_TIME).search(text)
        if m is not None:
            line.time = m[0].strip()
        elif ":" in text and _TIME_LIKE.fullmatch(text):
            line.time = text.strip("[] :")
    if line.program is None:
        m = compiled(p.PROGRAM).search(text)
        if m is not None:
            line.program, line.pid = m.groups()
