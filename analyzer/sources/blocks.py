r"""Text to numbered lines. Only ``\n``, ``\r\n`` and ``\r`` end a line; an endless line comes in pieces of bounded length."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Batch = tuple[int, list[str]]  # the number of the first line, and lines that follow each other

LONG = 64 << 10  # characters; a longer line is cut, all its pieces carry its number
_NEAR = 8 << 10  # how far before the limit a better place to cut is looked for


@dataclass(slots=True)
class Passing:
    """What the reader has no use for: ``runs`` finds it in a text, as begin and end of stretches of whole lines and how many they are.

    ``lines`` are those of the text so far, passed over or not.
    """

    runs: Callable[[str], Iterable[tuple[int, int, int]]] | None = None
    lines: int = 0


def batches(parts: Iterable[str], passing: Passing | None = None) -> Iterator[Batch]:
    """The lines of a text that comes in parts, numbered from 1; the end of the last line may be missing."""
    passing = passing or Passing()
    number = 1
    rest = ""
    for part in parts:
        text = rest + part if rest else part
        if "\r" in text:
            text, held = (text[:-1], "\r") if text.endswith("\r") else (text, "")
            text = text.replace("\r\n", "\n").replace("\r", "\n") + held
        long = _has_long(text)
        if passing.runs is not None and not long:
            at = 0
            for begin, end, many in passing.runs(text):
                if begin > at:
                    lines = text[at : begin - 1].split("\n")
                    yield number, lines
                    number += len(lines)
                number += many
                at = end
            text = text[at:]
        lines = text.split("\n")
        rest = lines.pop()
        if lines:
            if long:
                for line in lines:
                    yield from ((number, [piece]) for piece in _pieces(line, LONG))
                    number += 1
            else:
                yield number, lines
                number += len(lines)
        passing.lines = number - 1
        if len(rest) > 2 * LONG:
            *pieces, rest = _pieces(rest, LONG)
            yield from ((number, [piece]) for piece in pieces)
    if rest.endswith("\r"):
        rest = rest[:-1]
        yield from ((number, [piece]) for piece in _pieces(rest, LONG))
    elif rest:
        yield from ((number, [piece]) for piece in _pieces(rest, LONG))


def _has_long(text: str) -> bool:
    """Whether a line is longer than ``LONG``; without looking at each."""
    start = 0
    while len(text) - start > LONG:
        start = text.rfind("\n", start, start + LONG + 1) + 1
        if start == 0:
            return True
    return False


def _pieces(line: str, most: int) -> Iterator[str]:
    r"""Cut after a literal ``\n``, else at a blank, else anywhere; nothing is lost, and the last piece is not longer than ``most``."""
    start = 0
    while len(line) - start > most:
        end = start + most
        cut = line.rfind("\\n", end - _NEAR, end)
        if cut < 0:
            cut = max(line.rfind(" ", end - _NEAR, end), line.rfind("\t", end - _NEAR, end))
            cut = cut + 1 if cut >= 0 else end
        else:
            cut += 2
        yield line[start:cut]
        start = cut
    yield line[start:]
