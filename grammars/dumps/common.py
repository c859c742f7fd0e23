"""Pieces that the grammars of all dumps share, and how a line of a dump is written down.

    row   = name, example, expr; the whole line matches, but for blanks around it
    value = one token with a results name; what the names mean, the format's reader says

As with messages each row is regular and is compiled (``python -m analyzer.extract.build``).
"""

from typing import NamedTuple

import pyparsing as pp


class Row(NamedTuple):
    """One line that a dump can hold: ``expr`` reads all of it, ``example`` is a real one without the blanks around it."""

    name: str
    example: str
    expr: pp.ParserElement


def row(name: str, example: str, *parts: pp.ParserElement | str) -> Row:
    """Write down one line: its name, a real line, what it consists of."""
    expr: pp.ParserElement = pp.And([pp.Literal(p) if isinstance(p, str) else p for p in parts])
    return Row(name, example, expr.parse_with_tabs())


def regex(pattern: str) -> pp.ParserElement:
    """A piece that is best said as a regular expression with named groups."""
    return pp.Regex(pattern)


def opt(*parts: pp.ParserElement | str) -> pp.ParserElement:
    """Parts that may be missing together."""
    return pp.Opt(pp.And([pp.Literal(p) if isinstance(p, str) else p for p in parts]))


def rest(name: str) -> pp.ParserElement:
    """The rest of the line, perhaps nothing."""
    return pp.Regex(rf"(?P<{name}>[^\n]*)")


def selectors(name: str) -> pp.ParserElement:
    """Traffic selectors up to ``===`` or the end: ``10.1.0.0/16 10.3.0.0/16[tcp/http]``, ``dynamic``, ``10.0.0.1..10.0.0.9``."""
    return pp.Regex(rf"(?P<{name}>(?!===)[^\s=]+(?:[ \t]+(?!===)[^\s=]+)*)")
