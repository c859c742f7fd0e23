"""Pieces that the grammars of all vendors share, and how a message is written down.

    message   = example, kind, strength, tags, expr
    expr      = text, then values and text in turn; begins with literal text wherever the daemon's message does
    value     = one token with a results name from the model's vocabulary (analyzer/kinds.py, FIELDS)

Blanks between tokens are skipped, as pyparsing does. No parse actions, no recursion: each message is regular and is
compiled (``python -m analyzer.extract.build``) into a regular expression with the same meaning.
"""

import re
from typing import NamedTuple

import pyparsing as pp

PROVES, SUGGESTS, CONTEXT, NOISE = "proves", "suggests", "context", "noise"


class Message(NamedTuple):
    """One message that a daemon can print: ``expr`` reads it, ``example`` is a real line's text from its first letter on."""

    kind: str
    example: str
    strength: str
    tags: dict[str, str]
    expr: pp.ParserElement


def message(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = CONTEXT, **tags: str) -> Message:
    """Write down one message: its kind, a real line, what it consists of, and what is known without reading it."""
    expr: pp.ParserElement = pp.And([pp.Literal(p) if isinstance(p, str) else p for p in parts])
    return Message(kind, example, strength, tags, expr.parse_with_tabs())


# Values. Real pastes hold anything where an address stands: 192.0.2.1, %any, x.x.x.x, <peer>, 198.51._._, 192.{AWS}.2.223
HOST = r"(?:<[^<>\n]{1,64}>|[^\s\[\]<>,;()'\".]|\.(?!\.\.))++"


def host(name: str) -> pp.ParserElement:
    """An address, a mask over one, or a name; ends at a blank, ``[``, ``...``, a comma or a quote."""
    return pp.Regex(rf"(?P<{name}>{HOST})")


def endpoint(name: str) -> pp.ParserElement:
    """``host[port]``; the port may be missing, either may be masked: ``[client-ip][500]``, ``[500]``."""
    return pp.Regex(rf"(?:(?P<{name}>{HOST}|\[[^\[\]\n]{{1,64}}\](?=\[))?)(?:\[(?P<{name}_port>[^\[\]\n]*)\])?")


def identity(name: str) -> pp.ParserElement:
    """An identity up to the closing quote; distinguished names hold commas and blanks."""
    return pp.Regex(rf"'(?P<{name}>[^'\n]*)'")


def bracket_identity(name: str) -> pp.ParserElement:
    """``[identity]``; an identity may itself hold a pair of brackets."""
    return pp.Regex(rf"\[(?P<{name}>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]")


def number(name: str) -> pp.ParserElement:
    """A decimal number."""
    return pp.Word(pp.nums)(name)


def word(name: str) -> pp.ParserElement:
    """Anything up to a blank or a comma."""
    return pp.Regex(rf"(?P<{name}>[^\s,]+)")


def upper(name: str) -> pp.ParserElement:
    """A constant's name: NO_PROPOSAL_CHOSEN, MODP_2048, (16417)."""
    return pp.Regex(rf"(?P<{name}>[A-Z0-9][A-Za-z0-9_\-/.]*|\(\d+\))")


def until(name: str, stop: str) -> pp.ParserElement:
    """Anything (not empty) up to the literal ``stop``, which is read too."""
    return pp.Regex(rf"(?P<{name}>[^\n]+?){re.escape(stop)}")


def rest(name: str) -> pp.ParserElement:
    """The rest of the line, at least one letter."""
    return pp.Regex(rf"(?P<{name}>\S[^\n]*)")
