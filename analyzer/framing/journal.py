"""Records of the journal that go over several lines: ``journalctl -o export`` and ``-o verbose``.

export  = (field "=" value | field <length> value)* blank-line
verbose = time [cursor] (blanks field "=" value)*
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice, starmap
from typing import TYPE_CHECKING

from analyzer.framing import records as fields
from analyzer.model import Line

if TYPE_CHECKING:
    from analyzer.framing.framer import Framer

# _HOSTNAME=gw        MESSAGE=initiating IKE_SA
_FIELD = re.compile(r"[ \t]*([A-Z_][A-Z0-9_]{0,63})=(.*)")
# Mon 2026-11-23 07:18:32.884123 UTC [s=0f3c;i=1a;b=...]
_VERBOSE = re.compile(r"[A-Z][a-z]{2} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [A-Z+\-:\d]{1,6})?) \[s=[0-9a-f]+;")
_MOST = 256  # fields of one record
_FIRST = 200  # lines that tell whether there are records


def records(framer: "Framer", numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
    """Frame the lines; the lines of a record become one line at its MESSAGE and, the others, lines without a message.

    Whether there are such records the first lines tell.
    """
    rest = iter(numbered)
    for number, text in islice(rest, _FIRST):
        if _begins(text):
            yield from _records(framer, chain([(number, text)], rest))
            return
        yield framer.frame(number, text)
    yield from starmap(framer.frame, rest)


def _begins(text: str) -> bool:
    return text.startswith("__CURSOR=") or _VERBOSE.match(text) is not None


def _records(framer: "Framer", numbered: Iterable[tuple[int, str]]) -> Iterator[Line]:
    record: list[tuple[int, str]] = []
    for number, text in numbered:
        if record:
            if _goes_on(record, text):
                record.append((number, text))
                continue
            yield from _close(framer, record)
            record = []
        if _begins(text):
            record.append((number, text))
        else:
            yield framer.frame(number, text)
    yield from _close(framer, record)


def _goes_on(record: list[tuple[int, str]], text: str) -> bool:
    if len(record) >= _MOST or not text.strip() or _begins(text):
        return False
    if _FIELD.match(text):
        return True
    last = record[-1][1]
    return bool(re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", text) or re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", last))


def _close(framer: "Framer", record: list[tuple[int, str]]) -> Iterator[Line]:
    values: dict[str, object] = {}
    place = -1
    for i, (_, text) in enumerate(record):
        m = _FIELD.match(text)
        name, value = m.groups() if m is not None else ("", "")
        if m is None and i and re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", record[i - 1][1]):
            name, value = record[i - 1][1], _sized(text)
        values.setdefault(name, value)
        if name == "MESSAGE" and place < 0:
            place = i
    if record and place >= 0 and (m := _VERBOSE.match(record[0][1])) is not None:
        values.setdefault("time", m[1])
    for i, (number, text) in enumerate(record):
        line = Line(framer.source, number, text, "", dialect="blank")
        if i == place:
            line.dialect = None
            fields.fill(line, values)
            framer.finish(line)
        yield line


def _sized(text: str) -> str:
    """A value with its length before it; the NUL bytes of the length are gone, its first byte may look like a letter."""
    stripped = text.lstrip("".join(map(chr, range(32))))
    if stripped is text and len(text) > 1 and ord(text[0]) == len(text.encode()) - 1:
        return text[1:]
    return stripped
