"""The tree that strongSwan's vici tools print: sections in sections with values and lists, on one line or on many."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

KEY = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
# Values are not quoted: one ends where the next key, the next section or the end of the section is.
_NEXT = rf"(?<!,) (?={KEY}=)| (?=child-sas \{{)|\}}"
_TOKEN = re.compile(rf" *(?:(?P<close>\}})|(?P<key>{KEY})=(?P<list>\[)?|(?P<open>[^{{}}=\[\]\s][^{{}}=\[\]]{{0,250}}?) \{{)")
_VALUE_END = re.compile(_NEXT)
_LIST_END = re.compile(rf"\](?={_NEXT})")  # selectors have brackets too
DEEPEST = 8  # sections in sections; those of an event are four


@dataclass(slots=True)
class Section:
    """One section; ``closed`` where all of it was there."""

    name: str
    number: int  # line
    text: str = ""
    indent: int = 0
    closed: bool = False
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sections: list["Section"] = field(default_factory=list)


class Wrapped:
    """A tree on one line, or on several where a terminal broke it."""

    def __init__(self, number: int, text: str, before: int = 0) -> None:
        """``before``: what stands before the text on its line, in letters."""
        self.parts = [text]
        self.numbers = [number]
        self.before = before
        self.depth = 1 + text.count("{") - text.count("}")

    def goes_on(self, number: int) -> bool:
        """Whether the line belongs to the tree, if it looks as if."""
        return self.depth > 0 and number == self.numbers[-1] + 1

    def add(self, number: int, text: str) -> None:
        """Take in the next line."""
        self.numbers.append(number)
        self.parts.append(text)
        self.depth += text.count("{") - text.count("}")

    def _joined(self) -> tuple[str, list[int]]:
        """The text, and where each line begins in it. A terminal cuts anywhere, and copies lose the blank at a line's end."""
        widths = [len(part) + (0 if i else self.before) for i, part in enumerate(self.parts)]
        width = max(widths[:-1], default=0)
        parts = [part + " " * (w == width - 1) for part, w in zip(self.parts[:-1], widths, strict=False)] + self.parts[-1:]
        return "".join(parts), [0, *accumulate(map(len, parts))][:-1]

    def read(self) -> Section:
        """The tree. What is cut off at the end is not in it."""
        text, starts = self._joined()
        root = Section("", self.numbers[0])
        stack, pos = [(root, 0)], 0
        while 0 < len(stack) <= DEEPEST:
            m = _TOKEN.match(text, pos)
            if m is None:
                end = _VALUE_END.search(text, pos + 1)
            elif m["close"]:
                section, start = stack.pop()
                section.closed, section.text = True, section.text or text[start : m.end()]
                pos = m.end()
                continue
            elif m["open"]:
                section = Section(m["open"], self.numbers[bisect_right(starts, m.start("open")) - 1])
                if m["open"] == "child-sas":
                    stack[-1][0].text = text[stack[-1][1] : m.end()]
                stack[-1][0].sections.append(section)
                stack.append((section, m.start("open")))
                pos = m.end()
                continue
            else:
                end = (_LIST_END if m["list"] else _VALUE_END).search(text, m.end())
                if end is not None and m["list"]:
                    stack[-1][0].lists[m["key"]] = tuple(text[m.end() : end.start()].split())
                elif end is not None:
                    stack[-1][0].values[m["key"]] = text[m.end() : end.start()]
            if end is None:
                break
            pos = end.end() if m is not None and m["list"] else end.start()
        for section, start in stack:
            section.text = section.text or text[start:]
        return root


class Indented:
    """A tree with one value on a line. The indentation, where it is left, tells where a line that is missing stood."""

    def __init__(self, number: int, indent: int) -> None:
        self.root = Section("", number, indent=indent)
        self.stack = [self.root]
        self.items: tuple[str, list[str]] | None = None  # the list that is read

    def open(self, name: str, number: int, text: str, indent: int) -> None:
        """A section begins."""
        if self._at(indent):
            section = Section(name, number, text, indent)
            self.stack[-1].sections.append(section)
            self.stack.append(section)

    def value(self, key: str, value: str, indent: int) -> None:
        """A value of the section."""
        if self._at(indent):
            self.stack[-1].values[key] = value

    def begin(self, key: str, indent: int) -> None:
        """A list begins."""
        if self._at(indent):
            self.items = (key, [])

    def item(self, text: str) -> None:
        """The next item of the list."""
        if self.items is not None:
            self.items[1].append(text)

    def end(self) -> None:
        """The list ends."""
        if self.items is not None:
            self.stack[-1].lists[self.items[0]] = tuple(self.items[1])
            self.items = None

    def close(self, indent: int) -> None:
        """The section ends."""
        if self._at(indent, closing=True) and indent <= self.stack[-1].indent:
            self.stack.pop().closed = True

    def _at(self, indent: int, closing: bool = False) -> bool:
        """End what is to be over at this indentation; false where all is."""
        if not self.stack:
            return False
        self.end()
        while len(self.stack) > 1 and self.stack[-1].indent > self.stack[-2].indent:
            if indent > self.stack[-1].indent or (closing and indent == self.stack[-1].indent):
                break
            self.stack.pop()
        return True
