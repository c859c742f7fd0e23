"""A small text as a whole: take it out of what it was pasted in, put wrapped lines together, and into the order of time."""

from collections.abc import Callable, Iterable, Iterator

from analyzer.framing import quoted
from analyzer.framing.framer import Framer
from analyzer.framing.order import in_order
from analyzer.framing.wrappers import Undo, squeeze, undress
from analyzer.framing.wraps import Row, framed, join, split
from analyzer.model import Line


def frame_paste(source: str, lines: Iterable[tuple[int, str]], known: Callable[[str], object] = lambda _: False) -> list[Line]:
    """The lines of a text that is small enough to be looked at as a whole, in the order of time.

    ``known`` says whether a text is a message by itself: then it is not the rest of the line before.
    ``Line.text`` and ``Line.number`` are the original's. A line that holds several messages gives several lines with its
    number; what was joined to the line before stays as a line without a message.
    """
    rows = _rows(list(lines))
    framer = Framer(source, small=True)
    result: list[Line] = []
    waiting = iter(join(rows, known))
    sent: list[Row] = []

    def texts() -> Iterator[tuple[int, str]]:
        for row in waiting:
            sent.append(row)
            yield row.number, row.text

    for i, line in enumerate(framer.lines(texts())):
        row = sent[i]
        line.text = row.raw
        line.message = squeeze(line.message)
        result.append(line)
        result.extend(Line(source, rest.number, rest.raw, "", dialect="blank") for rest in row.joined)
    return in_order(result)


def _rows(lines: list[tuple[int, str]]) -> list[Row]:
    text = "\n".join(text for _, text in lines)
    found = quoted.objects(text)
    if found is not None:
        return _object_rows(lines, list(found))
    undo = Undo(text)
    begins = framed()
    rows: list[Row] = []
    for number, raw in lines:
        for part in undo.rows(raw):
            for line in quoted.lines_in(part, begins):
                rows.extend(split(Row(number, raw, undress(line, begins, undo.ticks))))
    return rows


def _object_rows(lines: list[tuple[int, str]], objects: list[tuple[int, str]]) -> list[Row]:
    """Each object at the line where it begins; the other lines say nothing of their own."""
    rows: list[Row] = []
    end = i = 0
    for number, raw in lines:
        end += len(raw) + 1
        first = i
        while i < len(objects) and objects[i][0] < end:
            rows.append(Row(number, raw, objects[i][1]))
            i += 1
        if i == first:
            rows.append(Row(number, raw, ""))
    return rows
