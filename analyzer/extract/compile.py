"""Compile a regular pyparsing grammar to an equivalent regular expression.

pyparsing never goes back into an element that has matched (it is a PEG). Python's possessive quantifiers and atomic
groups say just that, so the expression is exact: same matches, same captures. What has no such form (parse actions,
recursion, ``Each``, longest-match ``Or``) raises :class:`NotRegularError` with the element's name when the tables are built.
"""

import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyparsing as pp


class NotRegularError(TypeError):
    """A grammar uses an element that cannot be compiled."""


def to_regex(expr: pp.ParserElement) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The regular expression of ``expr``, and for each results name the capturing groups that hold it."""
    compiler = _Compiler()
    source = compiler.element(expr)
    return source, {name: tuple(groups) for name, groups in compiler.groups.items()}


def heads(expr: pp.ParserElement) -> tuple[str, ...] | None:
    """The literal texts one of which every match begins with, or None where a match may begin with anything."""
    if isinstance(expr, pp.Literal):
        return (expr.match,)
    if isinstance(expr, pp.MatchFirst):
        return _together(heads(e) for e in expr.exprs)
    if isinstance(expr, (pp.Combine, pp.Suppress, pp.OneOrMore)):
        return heads(expr.expr)
    if isinstance(expr, pp.And):
        optional: list[tuple[str, ...] | None] = []
        for e in expr.exprs:
            if isinstance(e, (pp.Opt, pp.ZeroOrMore)):
                optional.append(heads(e.expr))
                continue
            if isinstance(e, (pp.NotAny, pp.FollowedBy)):
                continue
            return _together([*optional, heads(e)])
    return None


def _together(parts: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    texts: list[str] = []
    for part in parts:
        if part is None:
            return None
        texts.extend(part)
    return tuple(texts)


def inner(expr: pp.ParserElement) -> str | None:
    """The first literal text inside a match that begins with a variable part; None where there is none."""
    if isinstance(expr, pp.Literal):
        return expr.match
    if isinstance(expr, pp.And):
        return next(
            (t for e in expr.exprs if not isinstance(e, (pp.Opt, pp.ZeroOrMore, pp.NotAny, pp.FollowedBy)) and (t := inner(e))), None
        )
    return None


def needed(regex: str, heads: tuple[str, ...]) -> str | None:
    """The longest literal text inside every match, beyond what matches begin with; None where there is none worth a look."""
    parsed = importlib.import_module("re._parser").parse(regex)
    runs = [run for run in _runs(parsed) if len(run) >= LEAST_NEEDED and not any(run in head for head in heads)]
    return max(runs, key=len, default=None)


LEAST_NEEDED = 3


def _runs(parsed: Iterable[tuple[object, Any]]) -> Iterator[str]:
    """The literal texts that stand in any match of a parsed expression."""
    run = ""
    for op, value in parsed:
        name = str(op)
        if name == "LITERAL":
            run += chr(value)
            continue
        yield run
        run = ""
        if name == "SUBPATTERN":
            yield from _runs(value[3])
        elif name == "ATOMIC_GROUP":
            yield from _runs(value)
        elif name.endswith("_REPEAT") and value[0] > 0:
            yield from _runs(value[2])
    yield run


class _Compiler:
    def __init__(self) -> None:
        self.groups: dict[str, list[str]] = {}
        self.count = 0
        self.open: list[int] = []

    def group(self, name: str) -> str:
        """A regex group's name is unique, a results name may repeat in alternatives."""
        self.count += 1
        group = f"{name}__{self.count}"
        self.groups.setdefault(name, []).append(group)
        return group

    def element(self, e: pp.ParserElement) -> str:
        if e.parseAction:
            raise NotRegularError(f"parse action on {e}")
        if e.ignoreExprs:
            raise NotRegularError(f"ignore() on {e}")
        if id(e) in self.open:
            raise NotRegularError(f"recursion in {e}")
        self.open.append(id(e))
        body = self.body(e)
        self.open.pop()
        if e.resultsName:
            if isinstance(e, (pp.And, pp.Group, pp.OneOrMore, pp.ZeroOrMore)) and not isinstance(e, pp.Combine):
                raise NotRegularError(f"results name {e.resultsName!r} on several tokens: use Combine")
            body = f"(?P<{self.group(e.resultsName)}>{body})"
        skips = e.skipWhitespace and not isinstance(e, (pp.And, pp.MatchFirst, pp.Opt, pp.CharsNotIn))
        return r"[ \t]*+" + body if skips else body

    def body(self, e: pp.ParserElement) -> str:  # noqa: C901 - one case for each element of pyparsing
        if isinstance(e, pp.Literal):
            return re.escape(e.match)
        if isinstance(e, pp.Regex):
            if not isinstance(e.pattern, str) or e.flags:
                raise NotRegularError(f"flags or a compiled pattern in {e}")
            return "(?>" + re.sub(r"\(\?P<([^>]+)>", lambda m: f"(?P<{self.group(m[1])}>", e.pattern) + ")"
        if isinstance(e, pp.Word):
            if e.asKeyword:
                raise NotRegularError(f"as_keyword in {e}")
            return f"(?>{e.reString})"
        if isinstance(e, pp.CharsNotIn):
            most = "" if e.maxLen >= 1 << 30 else str(e.maxLen)
            return f"[^{re.escape(''.join(sorted(e.notChars)))}]{{{e.minLen},{most}}}+"
        if isinstance(e, pp.Combine):
            if not e.adjacent:
                raise NotRegularError(f"Combine with blanks: {e}")
            return f"(?>{self.element(e.expr)})"
        if isinstance(e, pp.And):
            return "".join(map(self.element, e.exprs))
        if isinstance(e, pp.MatchFirst):
            return "(?>" + "|".join(map(self.element, e.exprs)) + ")"
        if isinstance(e, pp.Opt):
            return f"(?>{self.element(e.expr)})?+"
        if isinstance(e, (pp.OneOrMore, pp.ZeroOrMore)) and e.not_ender is None:
            return f"(?>{self.element(e.expr)})" + ("++" if isinstance(e, pp.OneOrMore) else "*+")
        if isinstance(e, pp.NotAny):
            return f"(?!{self.element(e.expr)})"
        if isinstance(e, pp.FollowedBy):
            return f"(?={self.element(e.expr)})"
        if isinstance(e, (pp.StringEnd, pp.LineEnd)):
            return r"\s*+\Z"
        if isinstance(e, pp.Suppress) or type(e) is pp.Empty:
            return self.element(e.expr) if isinstance(e, pp.Suppress) else ""
        raise NotRegularError(f"{type(e).__name__} is not regular: {e}")
