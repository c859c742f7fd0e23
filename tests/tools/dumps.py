"""Dumps in tests: read a text, tear it, and find the practice files of a name."""

from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from analyzer.dumps import Dump, read_dumps
from analyzer.dumps.lines import table

LAB = Path(__file__).parents[1] / "lab" / "data"


def read(text: str) -> list[Dump]:
    """The dumps of a text."""
    return read_dumps("gw", list(enumerate(text.splitlines(), 1)))


def only(text: str) -> Dump:
    """The one dump of a text."""
    (dump,) = read(text)
    return dump


def practice(*names: str) -> list[Path]:
    """The practice files whose names begin so."""
    return sorted(p for p in LAB.glob("*/*/*.txt") if p.name.startswith(names))


def not_understood(path: Path) -> list[str]:
    """The lines of a file that no dump has."""
    text = path.read_text(encoding="utf-8")
    known = {n for dump in read(text) for n in dump.lines}
    return [line for n, line in enumerate(text.splitlines(), 1) if line.strip() and n not in known]


def row_name(format: str, text: str) -> str | None:  # noqa: A002 - the word of the records
    """Which row of a format a line is."""
    row = table(format).read(1, text)
    return row.name if row is not None else None


def torn(blocks: Iterable[str]) -> st.SearchStrategy[tuple[str, set[int]]]:
    """A text of blocks of which one line is gone or twice there, or which is cut somewhere, and the blocks that are whole."""
    lines = [(i, line) for i, block in enumerate(blocks) for line in block.splitlines()]
    everything = {i for i, _ in lines}

    def tear(how: tuple[str, int]) -> tuple[str, set[int]]:
        what, n = how
        if what == "twice":
            kept, hurt = [*lines[: n + 1], lines[n], *lines[n + 1 :]], set()
        elif what == "gone":
            kept, hurt = [*lines[:n], *lines[n + 1 :]], {lines[n][0]}
        elif what == "end":
            kept, hurt = lines[:n], {i for i, _ in lines[n:]}
        elif what == "begin":
            kept, hurt = lines[n:], {i for i, _ in lines[:n]}
        else:
            kept, hurt = [*lines[:n], (-1, "root@gw:~# "), *lines[n:]], set()
        return "\n".join(line for _, line in kept), everything - hurt

    return st.tuples(st.sampled_from(["twice", "gone", "end", "begin", "prompt"]), st.integers(0, len(lines) - 1)).map(tear)
