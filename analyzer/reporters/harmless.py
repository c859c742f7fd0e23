"""Make text from logs harmless in a terminal, in Markdown and in a spreadsheet. Logs are written by strangers."""

import re
import unicodedata

# Letters that a terminal or a browser acts on instead of showing: controls, escapes, bidirectional marks, invisible ones.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# What Markdown readers turn into links by themselves: an address with its scheme, www., an e-mail address.
_AUTOLINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp|www)([:.])")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~&])")


def visible(text: str) -> str:
    """The text on one line, with every letter that would not show as itself written as an escape (``\\x1b``, ``\\u202e``)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c) for c in text)


def _shown(c: str) -> str:
    if c == "\t":
        return " "
    if c == " " or (c.isprintable() and unicodedata.category(c) not in _INVISIBLE):
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def markdown(text: str) -> str:
    """Text for a Markdown paragraph or table cell: nothing in it is markup, HTML or a link."""
    escaped = _MARKDOWN.sub(lambda m: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(m[1], "\\" + m[1]), visible(text))
    return _AUTOLINK.sub(r"\1&#8203;\2", escaped)


def code(text: str) -> str:
    """Text as a Markdown code span that it cannot leave; for table cells too."""
    shown = visible(text).replace("|", "\u00a6")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{ticks}{pad}{shown or ' '}{pad}{ticks}"


def fence(lines: list[str]) -> str:
    """Lines as a fenced Markdown block that none of them can close."""
    shown = [visible(line) for line in lines]
    longest = max((len(run) for line in shown for run in re.findall(r"`+", line)), default=0)
    ticks = "`" * max(3, longest + 1)
    return "\n".join([ticks + "text", *shown, ticks])


def cell(text: str) -> str:
    """Text for a CSV cell that no spreadsheet takes for a formula."""
    shown = visible(text)
    return "'" + shown if shown[:1] in ("=", "+", "-", "@") else shown
