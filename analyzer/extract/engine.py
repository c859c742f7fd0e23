"""The matching engine: a message text in, the grammar's template and its match out.

One seam for all dialects, so that a native matcher can take the place of ``re`` without touching a grammar. A message
is found by its first letters, or, in a text whose frame is unknown, by searching for the letters that messages begin with.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from analyzer.kinds import Kind
from analyzer.model import Template

KEY = 12  # letters of a message that choose which expressions are tried
BACK = 4  # words that may stand before a message's first fixed words
CACHE = 8192  # keys remembered; connection names at the begin of a message make them many

Hit = tuple[Template, re.Match[str]]


class Entry:
    """A message with its expression, compiled when it is tried for the first time."""

    __slots__ = ("compiled", "heads", "inner", "regex", "template")

    def __init__(self, template: Template, regex: str, heads: tuple[str, ...] | None, inner: str | None) -> None:
        self.template, self.regex, self.heads, self.inner = template, regex, heads, inner
        self.compiled: re.Pattern[str] | None = None

    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self.compiled is None:
            self.compiled = re.compile(self.regex)
        return self.compiled


class Dialect:
    """The compiled messages of one daemon family."""

    def __init__(self, name: str, rows: list[Mapping[str, object]]) -> None:
        self.name = name
        self.entries = tuple(_entry(name, row) for row in rows)
        self._by_key: dict[str, tuple[Entry, ...]] = {}
        self._by_first: dict[str, tuple[Entry, ...]] = {}

    def recognise(self, text: str, start: int = 0) -> Hit | None:
        """The message that ``text`` begins with at ``start``, or None."""
        key = text[start : start + KEY]
        entries = self._by_key.get(key)
        if entries is None:
            entries = self._remember(key)
        for entry in entries:
            match = (entry.compiled or entry.pattern()).match(text, start)
            if match is not None:
                return entry.template, match
        return None

    def candidates(self, key: str) -> tuple[Entry, ...]:
        """The messages that a text with these first letters can be."""
        text = key.lstrip(" \t")
        first = text[:4]
        bucket = self._by_first.get(first)
        if bucket is None:
            bucket = _beginning(self.entries, first)
            if len(self._by_first) < CACHE:
                self._by_first[first] = bucket
        return _beginning(bucket, text)

    def _remember(self, key: str) -> tuple[Entry, ...]:
        if len(self._by_key) >= CACHE:
            self._by_key.clear()
        found = self._by_key[key] = self.candidates(key)
        return found

    @property
    @cache  # noqa: B019 - one object for each dialect, kept for the life of the process
    def _anywhere(self) -> re.Pattern[str]:
        texts = sorted({h for e in self.entries if e.template.strength != "noise" for h in e.heads or () if len(h) >= 6}, reverse=True)
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, texts)) + ")") if texts else re.compile(r"(?!)")

    def search(self, text: str) -> Iterator[Hit]:
        """The messages that stand anywhere in ``text``, from left to right, without overlap."""
        start = 0
        for found in self._anywhere.finditer(text):
            if found.start() < start:
                continue
            hit = self.recognise(text, found.start())
            if hit is not None:
                start = hit[1].end()
                yield hit
        if start == 0:
            yield from self._search_inner(text)

    def _search_inner(self, text: str) -> Iterator[Hit]:
        """A message that begins with a variable part: find its first fixed words, then go back word by word."""
        for entry in self.entries:
            if entry.heads is not None or not entry.inner or len(entry.inner) < 6 or entry.template.strength == "noise":
                continue
            at = text.find(entry.inner)
            begin = at
            for _ in range(BACK if at > 0 else 0):
                begin = text.rfind(" ", 0, max(begin - 1, 0)) + 1
                match = entry.pattern().match(text, begin)
                if match is not None:
                    yield entry.template, match
                    return
                if begin == 0:
                    break


def _beginning(entries: tuple[Entry, ...], text: str) -> tuple[Entry, ...]:
    return tuple(e for e in entries if e.heads is None or any(text.startswith(h) or h.startswith(text) for h in e.heads))


def _entry(dialect: str, row: Mapping[str, object]) -> Entry:
    tags, groups, heads = row["tags"], row["groups"], row["heads"]
    assert isinstance(tags, dict) and isinstance(groups, dict)
    template = Template(
        dialect, Kind(str(row["kind"])), str(row["example"]), str(row["strength"]), tags, {k: tuple(v) for k, v in groups.items()}
    )
    return Entry(template, str(row["regex"]), tuple(heads) if isinstance(heads, list) else None, str(row["inner"] or "") or None)


@cache
def dialects() -> dict[str, Dialect]:
    """All dialects by name, from the compiled tables."""
    table = json.loads(Path(__file__).with_name("messages.json").read_text(encoding="utf-8"))
    return {name: Dialect(name, rows) for name, rows in table.items()}


@cache
def _words() -> tuple[str, ...]:
    """Few short texts of which every searchable message's head holds at least one."""
    entries = [e for d in dialects().values() for e in d.entries if e.template.strength != "noise"]
    left = {h for e in entries for h in (e.heads or ((e.inner,) if e.inner else ())) if len(h) >= 6}
    chosen: list[str] = []
    while left:
        votes = Counter(w for h in left for w in set(re.findall(r"[A-Za-z_]{3,}", h)) or {h})
        word = max(votes, key=lambda w: (votes[w], len(w)))
        chosen.append(word)
        left = {h for h in left if word not in h}
    return tuple(chosen)


def worth_searching(text: str) -> bool:
    """Whether a message can be in ``text`` at all; cheap, so that lines of other programs cost little."""
    return any(word in text for word in _words())
