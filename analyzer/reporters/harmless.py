"""Make text from logs harmless in a terminal, in Markdown and in a spreadsheet. Logs are written by strangers."""

import re
import unicodedata

# Letters that a terminal or a browser acts on instead of showing: controls, escapes, bidirectional marks, invisible ones.
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Letters by Unicode's table, and yet nothing is seen of them: joiners, fillers, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# A word that no reader of Markdown and no tracker takes for markup, HTML, a link, a mention (@name), or a reference (#12, !12).
_PLAIN = re.compile(r"[^\W_](?:[^\W_]|[.,;:'\"()/%=+?!’“”§→…–—-])*\Z")
_LINK = re.compile(r"://|www\.|![\[\d]", re.IGNORECASE)
_SIGN = re.compile(r"[-+=:/…–—→]{1,3}\Z")
_SPAN = re.compile(r"`([^`]+)`")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")
_BEFORE, _AFTER = "'\"(“", "'\").,;:”"


def visible(text: str) -> str:
    """The text on one line, with every letter that would not show as itself written as an escape (``\\x1b``, ``\\u202e``)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c) for c in text)


def _shown(c: str) -> str:
    if c == "\t":
        return " "
    if c == " " or (c.isprintable() and unicodedata.category(c) not in _INVISIBLE and not _BLANK.match(c)):
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clip(text: str, most: int = 2000) -> str:
    """The text, without its middle where it is longer than ``most``."""
    if len(text) <= most:
        return text
    tail = most // 4
    return f"{text[: most - tail]} [... {len(text) - most} letters left out ...] {text[-tail:]}"


def markdown(text: str) -> str:
    """A sentence for a Markdown paragraph or table cell: what could be more than a plain word becomes a code span.

    What stands between back-ticks becomes one too.
    """
    out = ""
    for index, part in enumerate(_SPAN.split(visible(text).strip())):
        piece = code(part) if index % 2 else " ".join(_word(w, index + n == 0) for n, w in enumerate(part.split(" ")))
        out += (" " if out.endswith("`") and piece.startswith("`") else "") + piece  # two spans side by side would be one
    return out.strip()


def _word(word: str, first: bool) -> str:
    head = word[: len(word) - len(word.lstrip(_BEFORE))]
    core = word[len(head) :].rstrip(_AFTER)
    if not core or (_PLAIN.match(core) and not _LINK.search(core) and not (first and core.isdigit())):
        return word
    if _SIGN.match(word) and not first:
        return word
    return head + code(core) + word[len(head) + len(core) :]


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
    """Text for a CSV cell that no spreadsheet takes for a formula; numbers stay numbers."""
    shown = visible(text)
    return "'" + shown if shown.lstrip()[:1] in ("=", "+", "-", "@") and not _NUMBER.match(shown) else shown
