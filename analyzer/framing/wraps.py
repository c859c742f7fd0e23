"""Put lines that were wrapped together again, and take lines apart that hold several messages."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from analyzer.framing import asa, heads
from analyzer.framing import patterns as p
from analyzer.framing.wrappers import ARROW
from analyzer.model import Line

LONG_LINE = 2000  # letters; what is longer holds several messages, or none
LONG_WORD = 250  # letters from blank to blank on average, where no message can be
_WIDTHS = frozenset((72, 76, 78, 79, 80, 100, 120, 128, 132, 140, 160))  # at which terminals and editors wrap
_NARROW = 50  # nobody wraps a log narrower than this


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


# a summary or a packet that ends, and the next message of a client's output behind it
_NEXT_BARE = re.compile(
    r"(?<=[\])a-z'])[ \t]++(?=(?:(?:sending|received) packet: from |(?:generating|parsed) [A-Z][A-Z0-9_]+ re(?:quest|sponse) "
    r"|received [A-Z][A-Z_]+ (?:error )?notify|initiating [A-Z]|establishing (?:connection|CHILD_SA|IKE_SA) |authentication of '"
    r"|(?:IKE|CHILD)_SA [^\s\[{]+[\[{]\d+[\]}] established |(?:local|remote) host is behind NAT|selected proposal: |retransmit \d"
    r"|sending retransmit \d|giving up after |peer not responding|no [a-z]+ [a-zA-Z_]+ found|tried \d+ shared))"
)
_BARE_SIGN = re.compile(r"(?: \]|bytes\))[ \t]+(?:sending|received|generating|parsed) ")


def split(row: Row) -> list[Row]:
    """A row for each message in the line."""
    text = row.text
    pieces = asa.records(text)
    if len(pieces) > 1 or len(text) < 40:
        return [row] if len(pieces) == 1 else [Row(row.number, row.raw, piece) for piece in pieces]
    signs = _SIGNS.findall(text)
    if not signs and _BARE_SIGN.search(text) is not None:
        return [Row(row.number, row.raw, piece) for piece in _NEXT_BARE.split(text)]
    if len(signs) < 2:
        return [row]
    times = sum(":" in sign for sign in signs)
    next_frame, next_mark, _ = _next()
    pieces = _cut(text, next_frame) if times > 1 else [text]
    if len(signs) - times > 1:
        pieces = [part for piece in pieces for part in _cut(piece, next_mark)]
    return [Row(row.number, row.raw, piece) for piece in pieces] if len(pieces) > 1 else [row]


def parted(batches: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Take the long lines of a long file apart; each part keeps the line's number."""
    for first, texts in batches:
        if max(map(len, texts)) <= LONG_LINE:
            yield first, texts
            continue
        for number, text in enumerate(texts, first):
            rows = split(Row(number, text, text)) if len(text) > LONG_LINE and text.count(" ") * LONG_WORD > len(text) else []
            for part in [row.text for row in rows] or [text]:
                yield number, [part]


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


def join(rows: list[Row], known: Callable[[str], object]) -> list[Row]:
    """The rows with what was wrapped put together, where there is good evidence for it; ``known`` texts are messages by themselves."""
    found = framed()
    flags = [bool(found.match(row.text)) for row in rows]
    shown = sum(1 for row in rows if row.text.strip())
    a_log = any(flags) and 2 * sum(flags) >= shown
    lengths = Counter(len(row.raw.rstrip()) for row, flag in zip(rows, flags, strict=True) if flag or not a_log)
    width = max(lengths, default=0)
    constant = lengths[width] > 1 or width in _WIDTHS
    full = _full(rows, flags, known)
    goes_on = [False] * len(rows)
    for i in range(1, len(rows)):
        if i in full:
            goes_on[i] = True
            rows[i].text = rows[i].raw if rows[i].raw.endswith(rows[i].text) else rows[i].text  # what looks like a quote mark or a bullet is none
            continue
        if not flags[i] and _may_go_on(rows, i):
            fits = _fits_log(rows, i, flags, width) if a_log else constant and _fits_bare(rows, i, width)
            goes_on[i] = fits and not known(rows[i].text.strip())
    if full:
        width = max(len(row.raw) for row in rows)
    wrapped = [len(rows[i - 1].raw.rstrip()) for i, on in enumerate(goes_on) if on]
    hard = width in _WIDTHS or (len(wrapped) > 1 and min(wrapped) >= width - 1)
    result: list[Row] = []
    for i, row in enumerate(rows):
        if goes_on[i] or (i > 0 and ARROW.match(row.text)):
            whole = result[-1]
            whole.text = _glue(whole.text, row.text, rows[i - 1].raw, width if hard else 0)
            whole.joined.append(row)
        else:
            result.append(row)
    return result


def _full(rows: list[Row], flags: list[bool], known: Callable[[str], object]) -> frozenset[int]:
    """The rows that go on with the one before, where a terminal has cut every line at its width: nothing is longer, and no frame follows a full line."""
    lengths = [len(row.raw) for row in rows]
    width = max(lengths, default=0)
    if width not in _WIDTHS:
        return frozenset()
    after = [i for i in range(1, len(rows)) if lengths[i - 1] == width]
    if not any(flags):
        if len(after) < 2:
            return frozenset()
        flags = [bool(known(row.text.strip())) for row in rows]
    bare = [i for i in range(1, len(rows)) if not flags[i] and rows[i].text.strip() and rows[i].number != rows[i - 1].number]
    cut = len(set(bare).intersection(after))
    if not cut or 10 * cut < 9 * len(after) or (cut == 1 and (bare != after or known(rows[after[0]].text.strip()))):
        return frozenset()
    return frozenset(i for i in bare if lengths[i - 1] >= width - 1)


_ALONE = re.compile(r"```|---|===|\.\.\.|\d{3}(?: |$)")  # fences, rules, whack's codes


def _may_go_on(rows: list[Row], i: int) -> bool:
    """Whether row ``i`` can be the rest of the row before at all: not what is a message by itself, nor a remark on it."""
    text, before = rows[i].text, rows[i - 1].raw.rstrip()
    if len(before) < _NARROW or rows[i].number == rows[i - 1].number or not rows[i - 1].text.strip():
        return False
    text = text.strip()
    return bool(text) and not _next()[2].match(text) and not _ALONE.match(text)


def _fits_log(rows: list[Row], i: int, flags: list[bool], width: int) -> bool:
    """In a log whose lines have frames, one without follows a line that had no room for its first word, or begins amid a sentence."""
    if not _follows_frame(rows, i, flags):
        return False
    text = rows[i].text.strip()
    if sum(flags) == 1:
        return rows[i].text[:4].isspace()
    return len(rows[i - 1].raw.rstrip()) + 1 + len(text.split(None, 1)[0]) > width or not (text[0].isupper() or text[0] in "<>#$-=*")


def _fits_bare(rows: list[Row], i: int, width: int) -> bool:
    """Among lines without frames, one follows a line that is cut exactly where others are."""
    text, before = rows[i].text, rows[i - 1].raw.rstrip()
    if len(before) != width or before[-1] in ")].!?;:" or text[0].isupper() or text[0].isspace():
        return False
    return text[:6] != rows[i - 1].text[:6]


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
        text = text.rstrip()
        return text + ("" if text.endswith((".", "/")) else " ") + rest[arrow.end() :].lstrip()
    if hard and len(raw.rstrip()) == hard:
        blank = " " if text.endswith(" ") or rest.startswith(" ") else ""
        return text.rstrip() + blank + rest.lstrip()
    text, rest = text.rstrip(), rest.lstrip()
    cut = (text[-1:].isdigit() and rest[0].isdigit()) or rest[0] == "_" or (_MID_NAME.search(text[-40:]) and rest[0].isupper())
    return text + rest if cut else f"{text} {rest}"
