"""A small text as a whole."""

from collections.abc import Iterable

from analyzer.framing.framer import Framer
from analyzer.model import Line


def frame_paste(source: str, lines: Iterable[tuple[int, str]]) -> list[Line]:
    """The lines of a text with its wrappers undone."""
    return list(Framer(source, small=True).lines(lines))
