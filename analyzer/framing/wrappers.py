"""Undo what forums, tickets, chats and terminals put around a line: quotes, bullets, numbers, markup, colours, blanks."""

import re
from collections.abc import Sequence
from functools import cache

# ESC[31m   ESC]0;title BEL   ESC(B
_ANSI = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|[ -/]?[0-~])")
# blanks of all kinds, and letters that take no room
_SPACES = {
    **dict.fromkeys((0xA0, 0x1680, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F), None),
    0x2026: "...",
}

_TAGS = (
    "abbr|blockquote|body|br|b|caption|code|del|details|div|em|figure|font|h[1-6]|head|hr|html|i|kbd|li|mark|ol|pre|p|samp|small|span|"
    "strike|strong|sub|summary|sup|s|table|tbody|td|tfoot|thead|th|tr|tt|ul|u"
)
# <b>   </span>   <font color="red">   <br/>   <a href="...">
_HTML = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?>|<a\s[^<>]{{1,300}}>|</a>", re.IGNORECASE)
_ROW = re.compile(r"<(?:br\s*/?|/p|/li|/div|/tr)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,6})|#[xX]([0-9a-fA-F]{1,5}));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": " "}

# [COLOR=#000000]   [/CODE]   [quote="name"]
_BBCODE = re.compile(
    r"\[/?(?:color|colour|code|quote|size|font|url|img|spoiler|noparse|list|pre|html|highlight)"
    r"(?:=[^\[\]\n]{0,80})?\]",
    re.IGNORECASE,
)
_BBCODE_LETTER = re.compile(r"\[/([biusBIUS])\]")

# [192.0.2.1](http://192.0.2.1)   [gw.example](mailto:a@gw.example)   <http://192.0.2.1>
_LINK = re.compile(r"\[([^\[\]()\n]{1,200})\]\((?:https?://|mailto:|www\.|tel:|ftp://)[^()\s]{1,300}\)")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)([^<>\s]{1,200})>")
# NO\_PROPOSAL\_CHOSEN   \[IKE\]   \<con|2\>
_ESCAPED = re.compile(r"\\([_\[\]<>*#|`~(){}!+-])")
_FENCE = re.compile(r"\s{0,8}(?:```|~~~)")

# > > text   >text
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
# - text   * text   • text   12. text   12: text   12) text   12 | text   --> text   ==> text
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦●○▪–—]|[-=]{1,3}>|→|⇒|\d{1,6}[.):|]|L\d{1,5}:?)[ \t]+")
_CELL = re.compile(r"[ \t]*\|[ \t]{0,64}(?=\S.*\|[ \t]*$)")
# 12 Nov 23 07:21:00   0012<tab>09[IKE]   [12] 09[IKE]: a number without a mark, only where a frame follows
_NUMBER = re.compile(r"[ \t]*[\[(]?\d{1,6}[\])]?(?:[ \t]+|(?=[A-Z][a-z]{2} [ \d]\d \d\d:))")
_BLANKS = re.compile(r"(?<=\S)(?:[ ]{3,}|[ ]*\t[ \t]*)(?=\S)")
# a wrapped line goes on after an arrow
ARROW = re.compile(r"[ \t]*(?:˓→|,→|↪|↳|⤷|➥|└>|\\>)[ \t]*")


# from 192.0. ˓→2.74: the arrow of a wrapped line that was joined already
_INNER_ARROW = re.compile(r"(?<=[^ \t])[ \t]{0,8}(?:˓→|,→)[ \t]{0,8}")


def _mend(m: re.Match[str]) -> str:
    """The text is cut at a blank, or behind a full stop or a stroke within a value."""
    return "" if m.string[m.start() - 1] in "./" else " "


@cache
def _entity(name: str, decimal: str, hexadecimal: str) -> str:
    if name:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


class Undo:
    """What has to be undone in one text; what the text shows nowhere is not looked for in each line."""

    def __init__(self, text: str) -> None:
        self.colours = "\x1b" in text
        self.wide = not text.isascii()
        self.html = bool(_HTML.search(text) or _ENTITY.search(text))
        self.bbcode = bool(_BBCODE.search(text))
        self.letters = "".join({m[1] for m in _BBCODE_LETTER.finditer(text)})
        self.links = "](" in text or "<http" in text or "<mailto" in text
        self.escaped = len(_ESCAPED.findall(text[:200_000])) > 1
        self.ticks = "`" in text
        self.bold = text.count("**") > 1

    def rows(self, line: str) -> list[str]:
        """The line's text without markup; several, where the markup says that a new line begins."""
        if self.colours and "\x1b" in line:
            line = _ANSI.sub("", line)
        if self.wide and not line.isascii():
            line = line.translate(_SPACES)
            if "→" in line:
                line = _INNER_ARROW.sub(_mend, line)
        if not self.html or not ("<" in line or "&" in line):
            return [self._plain(line)]
        rows = [row for row in _ROW.split(line) if row.strip()] or [""]
        return [self._plain(_ENTITY.sub(lambda m: _entity(m[1], m[2], m[3]), _HTML.sub("", row))) for row in rows]

    def _plain(self, line: str) -> str:
        if self.bbcode and "[" in line:
            line = _BBCODE.sub("", line)
        if self.letters and "[" in line:
            line = re.sub(rf"\[/?[{self.letters}]\]", "", line)
        if self.links:
            line = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", line))
        if self.escaped and "\\" in line:
            line = _ESCAPED.sub(r"\1", line)
        if self.bold and "**" in line:
            line = line.replace("**", "")
        return line


def undress(line: str, framed: "re.Pattern[str]", ticks: bool) -> str:
    """The line without quote marks, bullets, numbers and code spans at its begin and end; ``framed`` finds a frame at a begin."""
    for _ in range(4):
        if not line or framed.match(line) or _FENCE.match(line):
            return line
        before = line
        for mark in (_QUOTE, _BULLET, _CELL):
            m = mark.match(line)
            if m is not None:
                line = line[m.end() :].rstrip(" |") if mark is _CELL else line[m.end() :]
        if ticks and ("`" in line[:2] or line.endswith("`")):
            line = line.strip().strip("`")
        if line == before:
            break
    m = _NUMBER.match(line)
    return line[m.end() :] if m is not None and framed.match(line, m.end()) else line


def squeeze(line: str) -> str:
    """Runs of blanks that a table or a copy has put between words become one."""
    return _BLANKS.sub(" ", line) if "   " in line or "\t" in line else line


# marks that stand before every line of a block, not of a line within one; of a list of SAs each line may have its own form
_BLOCK_MARKS = (re.compile(r"[ \t]*>[ \t]?"), re.compile(r"[ \t]*[-*+•‣◦●○▪–—|][ \t]"), re.compile(r"[ \t]*\d{1,6}[.):|][ \t]?"))
_BLOCK = 3  # lines that a block has at least, unless it is the whole text
_ELEMENT = re.compile(r"^[ \t]*</?[a-z]+-[a-z\-]+", re.MULTILINE)  # of XML, where entities belong to the values


def undress_blocks(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines without markup, and without the quote marks, bullets or numbers that every line of a block begins with."""
    text = "\n".join(text for _, text in lines)
    undo = Undo(text)
    undo.html = undo.html and _ELEMENT.search(text) is None
    rows = [(number, row.rstrip("\r")) for number, line in lines for row in (undo.rows(line) or [""])]
    for _ in range(4):
        marked = [next((i for i, mark in enumerate(_BLOCK_MARKS) if mark.match(row)), None) for _, row in rows]
        changed = _without_marks(rows, marked)
        if changed is None:
            break
        rows = changed
    return rows


def _without_marks(rows: list[tuple[int, str]], marked: list[int | None]) -> list[tuple[int, str]] | None:
    """The rows with the mark taken away where at least a few in a row have the same one; None where there is no such block."""
    found, start = list(rows), 0
    changed = False
    while start < len(rows):
        mark, end = marked[start], start + 1
        while end < len(rows) and (marked[end] == mark or (not rows[end][1].strip() and end + 1 < len(rows) and marked[end + 1] == mark)):
            end += 1
        if mark is not None and (end - start >= _BLOCK or (not start and not any(row.strip() for _, row in rows[end:]))):
            changed = True
            for i in range(start, end):
                m = _BLOCK_MARKS[mark].match(rows[i][1])
                found[i] = (rows[i][0], rows[i][1][m.end() :] if m is not None else rows[i][1])
        start = end
    return found if changed else None
