"""What Cisco's ASA, FTD and PIX print before their words.

    syslog = "%" platform ["-" class] "-" [severity] "-" id [":"] (debug | session | text)
    debug  = "[IKEv1" [" DEBUG" | " DECODE"] "]" [":"] (session | text) | ["I"] "KEv2-" ("PROTO" | "PLAT") "-" level ":" ["(" SA "):"] text
    session = ["Group =" group ","] ["Username =" user ","] "IP =" peer ","

Severities and levels are the administrator's to choose and say nothing. Several records of a debug can stand in one line, and lists
of proposals stand in the lines below their title.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analyzer.framing.patterns import ANY_TIME
from analyzer.model import Line

_HEAD = 400  # letters in which the mark is looked for
# %ASA-4-713903: text    %FTD-4-750003 text    %FTD--6-852002: text    %ASA-vpn-5-713120: text    %FTD<Up>-4-313005: text
_SYSLOG = re.compile(r"%(?:ASA|FTD|PIX|FWSM)(?:<[^<>\n]{1,16}>)?(?:-[A-Za-z]\w{0,31}|-)?-\d?-(\d{6}):?(?:[ \t]+|$)")
# [IKEv1]: IP = 192.0.2.1, text    [IKEv1 DEBUG]Group = a, IP = 192.0.2.1, text    [IKEv1], text
_DEBUG1 = re.compile(r"\[IKEv1(?: DEBUG| DECODE)?\][:,]?[ \t]*")
# IKEv2-PROTO-1: (17): text    IKEv2-PLAT-2: text
_DEBUG2 = re.compile(r"(?<![A-Za-z])I?KEv2-(?:PROTO|PLAT)-\d{1,2}:[ \t]*(?:\((\d{1,10})\):[ \t]*)?")
# (17): Initiator SPI : 9A10FF0155D20C3E - Responder SPI : B00711223344AA55 Message id: 1
_GOES_ON = re.compile(r"\((\d{1,10})\):[ \t]*")
_SESSION = re.compile(r"(?:Group = ([^\n]{1,128}?), )?(?:Username = ([^\n]{0,128}?), )?IP = ([^\s,]{1,255}),[ \t]*")
# what stands before the mark: a relay's name and time, the device's name or address, a colon
_OWN_TIME = re.compile(rf"(?:[ \t]:)?[ \t]+{ANY_TIME}[ \t]*:?[ \t]*\Z")
_DEVICE = re.compile(r"(?:^|[ \t>])([A-Za-z][\w.-]{0,254}|(?:\d{1,3}\.){3}\d{1,3})[ \t]*:?[ \t]*\Z")
_NO_DEVICE = re.compile(r"(?:kern|user|daemon|auth|syslog|local\d)\.[a-z]+\Z|(?:UTC|GMT|[A-Z]{3,4})\Z")
_MESSAGE_IN_DEBUG = "711001"  # a line of a debug, logged


def read(line: Line, rest: str) -> int:
    """Read the mark of an ASA into the line; where in ``rest`` it begins, -1 where there is none."""
    begin = _begin(rest)
    if begin is None:
        return -1
    where, end, line.sa = begin
    line.dialect = "cisco_asa"
    m = _DEVICE.search(_OWN_TIME.sub("", rest[:where].rstrip()))
    if m is not None and _NO_DEVICE.match(m[1]) is None:
        line.host = line.host or m[1]
    m = _SESSION.match(rest, end)
    if m is not None:
        line.peer = m[3]
        end = m.end()
    line.message = rest[end:]
    if not line.message.strip():
        line.dialect = "blank"
    return where


def _begin(rest: str) -> tuple[int, int, str | None] | None:
    """Where the mark begins and ends, and the number of the SA that it names."""
    head = rest[:_HEAD]
    if "%" in head and (m := _SYSLOG.search(head)) is not None:
        end = m.end()
        if m[1] == _MESSAGE_IN_DEBUG or rest.startswith(("[IKEv1", "IKEv2-P"), end):
            inner = _DEBUG1.match(rest, end) or _DEBUG2.match(rest, end)
            if inner is not None:
                return m.start(), inner.end(), inner[1] if inner.re is _DEBUG2 else None
        return m.start(), end, None
    if "[IKEv1" in head and (m := _DEBUG1.search(head)) is not None:
        return m.start(), m.end(), None
    if "KEv2-P" in head and (m := _DEBUG2.search(head)) is not None:
        return m.start(), m.end(), m[1]
    if head.startswith("(") and (m := _GOES_ON.match(head)) is not None:
        return 0, m.end(), m[1]
    return None


_RECORD = re.compile(r"(?=(?<![A-Za-z0-9])I?KEv2-(?:PROTO|PLAT)-\d{1,2}:)|(?<=[A-Z])(?=IKEv2-(?:PROTO|PLAT)-\d{1,2}:)")


def records(text: str) -> list[str]:
    """The records of a debug that stand in one line, what stands before the first with it."""
    if "KEv2-P" not in text[1:]:
        return [text]
    cuts = [m.start() for m in _RECORD.finditer(text)]
    places = [0, *(c for i, c in enumerate(cuts) if i or _whole(text[:c])), len(text)]
    return [text[a:b] for a, b in pairwise(places) if a < b]


def _whole(text: str) -> bool:
    """Whether what stands before the first mark is a record itself, and not a time, a prompt or a frame."""
    return text.rstrip().endswith(("REQUEST", "RESPONSE"))


_TITLE = re.compile(r"(?:Received|Expected) Policies:[ \t]*\Z")
_CUT = re.compile(r"%(?:ASA|FTD)-[^\n]{1,40}? Local:[^\n]{1,200} Username:\S{0,64}[ \t]*\Z")  # a record that goes on in the next line
_PROPOSAL = re.compile(r"[ \t]*(?:(?:ESP|AH|IKE):[ \t]*)?Proposal \d{1,3}:[ \t]")
MOST = 64  # proposals of one list, blank lines with them


def with_lists(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines; proposals below the title of a list become a part of the title's line, and their own lines are empty."""
    title: tuple[int, str] | None = None
    below: list[tuple[int, str]] = []
    for number, text in numbered:
        if title is not None:
            if len(below) < MOST and (not text.strip() or _PROPOSAL.match(text) or (not below and text.startswith("IKEv2 "))):
                below.append((number, text))
                continue
            yield from _list(title, below)
            title = None
        if ("Policies:" in text and _TITLE.search(text) is not None) or ("Username:" in text and _CUT.search(text) is not None):
            title, below = (number, text), []
        else:
            yield number, text
    if title is not None:
        yield from _list(title, below)


def _list(title: tuple[int, str], below: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    found = [text.strip() for _, text in below if text.strip()]
    yield title[0], f"{title[1].rstrip()} {'; '.join(found)}".rstrip()
    yield from ((number, "") for number, _ in below)
