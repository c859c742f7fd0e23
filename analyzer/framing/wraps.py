"""Put lines that were wrapped together again, and take lines apart that hold several messages."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from analyzer.framing import heads
from analyzer.framing import patterns as p
from analyzer.framing.wrappers import ARROW
from analyzer.model import Line

_WIDTHS = frozenset((72, 76, 78, 79, 80, 100, 120, 128, 132, 140, 160))  # at which terminals and editors wrap
_NARROW = 60  # nobody wraps a log narrower than this


@dataclass(slots=True)
class Row:
    """A line on its way: its number and what it was, its text now, and the lines that were joined to it."""

    number: int
    raw: str
    text: str
    joined: list["Row"] = field(default_factory=list)


@cache
def framed() -> re.Pattern[str]:
    """Finds a frame at the begin of a line."""
    return re.compile(p.FRAMED)


@cache
def _next() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return re.compile(p.NEXT_FRAME), re.compile(p.NEXT_MARK), re.compile(p.BEGINNING)


# what frames have and messages seldom: a time of day, a thread and group, a code and a name
_SIGNS = re.compile(r"\d\d:\d\d:\d\d|\d\d\[[A-Z]{3}\d?\] |\d{3} \"")


def split(row: Row) -> list[Row]:
    """A row for each framed message in the line."""
    text = row.text
    if len(text) < 40:
        return [row]
    signs = _SIGNS.findall(text)
    if len(signs) < 2:
        return [row]
    times = sum(":" in sign for sign in signs)
    next_frame, next_mark, _ = _next()
    pieces = _cut(text, next_frame) if times > 1 else [text]
    if len(signs) - times > 1:
        pieces = [part for piece in pieces for part in _cut(piece, next_mark)]
    return [Row(row.number, row.raw, piece) for piece in pieces] if len(pieces) > 1 else [row]


def _cut(text: str, where: re.Pattern[str]) -> list[str]:
    """Cut where a frame begins within the message, not within the line's own frame."""
    if where.search(text) is None:
        return [text]
    line = Line("", 0, text, text)
    heads.read(line, text)
    end = len(text.rstrip())
    at = end - len(line.message) - 1 if text.endswith(line.message, 0, end) else 0
    start = 0
    pieces: list[str] = []
    while (m := where.search(text, max(0, at))) is not None:
        pieces.append(text[start : m.start()])
        start, at = m.end(), m.end(1)
    return [*pieces, text[start:]]


def join(rows: list[Row]) -> list[Row]:
    """The rows with what was wrapped put together, where there is good evidence for it."""
    found = framed()
    flags = [bool(found.match(row.text)) for row in rows]
    shown = sum(1 for row in rows if row.text.strip())
    a_log = sum(flags) >= 2 and 2 * sum(flags) >= shown
    lengths = Counter(len(row.raw.rstrip()) for row in rows)
    width = max(lengths, default=0)
    wrapped = [
        len(rows[i - 1].raw.rstrip()) for i in range(1, len(rows)) if not flags[i] and _goes_on(rows, i, flags, a_log, width, lengths)
    ]
    hard = width in _WIDTHS or (len(wrapped) > 1 and min(wrapped) >= width - 1)
    result: list[Row] = []
    for i, row in enumerate(rows):
        if result and not flags[i] and _goes_on(rows, i, flags, a_log, width, lengths):
            whole = result[-1]
            whole.text = _glue(whole.text, row.text, rows[i - 1].raw, width if hard else 0)
            whole.joined.append(row)
        else:
            result.append(row)
    return result


def _goes_on(rows: list[Row], i: int, flags: list[bool], a_log: bool, width: int, lengths: Counter[int]) -> bool:
    """Whether row ``i``, which has no frame, is the rest of the row before."""
    text, before = rows[i].text, rows[i - 1].raw.rstrip()
    if not text.strip() or not before or rows[i].number == rows[i - 1].number:
        return False
    if ARROW.match(text):
        return True
    if width < _NARROW or _next()[2].match(text.lstrip()) or text.lstrip()[:3] in ("```", "---", "===", "..."):
        return False
    first = len(text.split(None, 1)[0])
    if a_log:
        # had the word found room in the line before, the line would not have been wrapped there
        return len(before) + 1 + first > width and _follows_frame(rows, i, flags)
    constant = len(before) == width and (lengths[width] > 1 or width in _WIDTHS)
    if not constant or before[-1] in ")].!?;:" or text[0].isupper() or text[0].isspace():
        return False
    return text[:6] != rows[i - 1].text[:6] and not re.match(p.WHACK, text)


def _follows_frame(rows: list[Row], i: int, flags: list[bool]) -> bool:
    """At most three pieces follow a line with a frame."""
    for back in range(1, 4):
        if i - back < 0 or not rows[i - back].text.strip():
            return False
        if flags[i - back]:
            return True
    return False


_MID_NAME = re.compile(r"(?:[A-Z][A-Z0-9]*_[A-Z0-9_]*|[A-Z]+\d*_)\Z")


def _glue(text: str, rest: str, raw: str, hard: int) -> str:
    """Join without a blank where a word was cut."""
    arrow = ARROW.match(rest)
    if arrow is not None:
        return text.rstrip() + " " + rest[arrow.end() :].lstrip()
    if hard and len(raw.rstrip()) == hard:
        blank = " " if text.endswith(" ") or rest.startswith(" ") else ""
        return text.rstrip() + blank + rest.lstrip()
    text, rest = text.rstrip(), rest.lstrip()
    cut = (text[-1:].isdigit() and rest[0].isdigit()) or rest[0] == "_" or (_MID_NAME.search(text[-40:]) and rest[0].isupper())
    return text + rest if cut else f"{text} {rest}"
