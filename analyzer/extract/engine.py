"""The matching engine: a message text in, the grammar's template and its match out.

One seam for all dialects, so that a native matcher can take the place of ``re`` without touching a grammar. A message
is found by its first letters, or, in a text whose frame is unknown, by searching for the letters that messages begin with.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from analyzer.kinds import Kind
from analyzer.model import Template

TABLES = Path(__file__).with_name("messages")  # a file for each dialect, and one that says what their messages begin with
BEGINS = "begins.json"
KEY = 12  # letters of a message that choose which expressions are tried
INNER = 6  # letters of a message's first fixed words that are looked for
FIRST, WORTH = 4, 9  # letters of a text by which its dialects are chosen, and by which it is worth a search
BACK = 4  # words that may stand before a message's first fixed words
LONG, BLOB = 4096, 128  # letters of a text, of which longer words are looked at only at their ends: no message has such
MESSAGE = 1000  # letters that a message may have in a longer text
MESSAGE_LEAST = 16  # letters of a message that is known without a frame
CACHE = 8192  # keys remembered; connection names at the begin of a message make them many

Hit = tuple[Template, re.Match[str]]


class Entry:
    """A message with its expression, compiled when it is tried for the first time."""

    __slots__ = ("compiled", "heads", "inner", "needed", "regex", "template")

    def __init__(
        self, template: Template, regex: str, heads: tuple[str, ...] | None, inner: str | None, needed: str | None = None
    ) -> None:
        self.template, self.regex, self.heads, self.inner, self.needed = template, regex, heads, inner, needed
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
            if entry.needed is not None and entry.needed not in text:
                continue
            match = (entry.compiled or entry.pattern()).match(text, start)
            if match is not None:
                return entry.template, match
        return None

    def begins(self, text: str) -> Hit | None:
        """The message that ``text`` begins with, among those that begin with fixed words."""
        for entry in self.candidates(text[:KEY]):
            if entry.heads is not None and (match := entry.pattern().match(text)) is not None:
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

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)" + _trie(self.searched()))

    @cached_property
    def _inside(self) -> tuple[re.Pattern[str], tuple[Entry, ...]]:
        entries = tuple(e for e in self.entries if e.heads is None and e.inner and len(e.inner) >= INNER and e.template.strength != "noise")
        return re.compile(_trie(e.inner for e in entries if e.inner)), entries

    def searched(self) -> set[str]:
        """The texts that messages begin with, and that are telling enough to be looked for anywhere in a line."""
        return {h for e in self.entries if e.template.strength != "noise" for h in e.heads or () if _telling(h)}

    def search(self, text: str) -> Iterator[Hit]:
        """The messages that stand anywhere in ``text``, from left to right, without overlap."""
        start = 0
        whole = len(text) <= LONG
        for found in self._anywhere.finditer(text):
            at = found.start()
            if at < start:
                continue
            hit = self.recognise(text, at) if whole else self.recognise(text[at : at + MESSAGE])
            if hit is not None:
                start = hit[1].end() if whole else at + hit[1].end()
                yield hit
        if start == 0:
            yield from self._search_inner(text)

    def _search_inner(self, text: str) -> Iterator[Hit]:
        """A message that begins with a variable part: find its first fixed words, then go back word by word."""
        literals, entries = self._inside
        if literals.search(text) is None:
            return
        for entry in entries:
            assert entry.inner is not None
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
    return Entry(template, str(row["regex"]), tuple(heads) if isinstance(heads, list) else None, *(str(row[k] or "") or None for k in ("inner", "needed")))


_SHORT = frozenset({"tried", "IDir", "XAuth"})  # first words that are short, yet seldom elsewhere


def _telling(head: str) -> bool:
    """Whether a message is looked for by these letters in a text of unknown form."""
    return len(head) >= 6 or head in _SHORT


class Dialects(Mapping[str, Dialect]):
    """All dialects by name, each read from its compiled table when it is asked for: most texts speak one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._signs: dict[str, dict[str, list[str]]] = json.loads((folder / BEGINS).read_text(encoding="utf-8"))
        self._read: dict[str, Dialect] = {}
        self._first = {name: frozenset(signs["first"]) for name, signs in self._signs.items()}
        self._short = {name: tuple(text for text in signs["first"] if len(text) < FIRST) for name, signs in self._signs.items()}

    def __getitem__(self, name: str) -> Dialect:
        found = self._read.get(name)
        if found is None:
            if name not in self._signs:
                raise KeyError(name)
            rows = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
            found = self._read[name] = Dialect(name, rows)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._signs

    def __iter__(self) -> Iterator[str]:
        return iter(self._signs)

    def __len__(self) -> int:
        return len(self._signs)

    def may_be(self, name: str, text: str) -> bool:
        """Whether a message of this dialect can be at the begin of the text; what is read already is not asked."""
        return name in self._read or self.may_begin(name, text) or any(sign in text for sign in self._signs[name]["needed"])

    def may_begin(self, name: str, text: str) -> bool:
        """Whether a message of this dialect that begins with fixed words can be at the begin of the text."""
        text = text[:KEY].lstrip(" \t")
        return text[:FIRST] in self._first[name] or text.startswith(self._short[name])

    @cached_property
    def any_begin(self) -> re.Pattern[str]:
        """What the begins of messages of any dialect begin with, and the first fixed words of the others."""
        return re.compile(r"\W" + _trie({text for signs in self._signs.values() for text in signs["begins"]}))


def signs_of(dialect: Dialect) -> dict[str, list[str]]:
    """What is known of a dialect before it is read.

    The first letters of its messages, those that make a text worth a search, and one text of each message that begins
    with a variable part.
    """
    inner = {e.inner for e in dialect.entries if e.heads is None and e.inner and len(e.inner) >= INNER}
    return {
        "first": sorted({head[:FIRST] for e in dialect.entries for head in e.heads or ()}),
        "needed": sorted({e.needed or "" for e in dialect.entries if e.heads is None}),
        "begins": sorted({text[:WORTH] for text in dialect.searched() | inner}),
    }


@cache
def dialects() -> Dialects:
    """All dialects."""
    return Dialects(TABLES)


def is_message(text: str, but: tuple[str, ...] = ()) -> bool:
    """Whether most of ``text`` is a message by itself, of any dialect ``but`` these; a short one may be the rest of any sentence."""
    if len(text) < MESSAGE_LEAST:
        return False
    known = dialects()
    for name in known:
        if name in but or not known.may_be(name, text):
            continue
        hit = known[name].recognise(text)
        if hit is not None and hit[0].strength != "noise":
            whole = len(hit[1][0])
            if whole >= MESSAGE_LEAST and 2 * whole >= len(text):
                return True
    return False


def worth_searching(text: str) -> bool:
    """Whether a message can be in ``text`` at all; cheap, so that lines of other programs cost little."""
    if len(text) > LONG:
        text = " ".join(word if len(word) <= BLOB else f"{word[:BLOB]} {word[-BLOB:]}" for word in text.split(" "))
    return dialects().any_begin.search(f" {text}") is not None


def _trie(texts: Iterable[str]) -> str:
    """A regular expression that matches one of the texts, longest first, and looks at each letter once."""
    root: dict[str, Any] = {}
    for text in texts:
        node = root
        for letter in text:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(root) if root else "(?!)"


def _branches(node: dict[str, Any]) -> str:
    chain = ""
    while len(node) == 1 and "" not in node:
        letter, node = next(iter(node.items()))
        chain += re.escape(letter)
    branches = [re.escape(letter) + _branches(child) for letter, child in sorted(node.items()) if letter]
    if not branches:
        return chain
    return chain + "(?:" + "|".join(branches) + ")" + ("?" if "" in node else "")
