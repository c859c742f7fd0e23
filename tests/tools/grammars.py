"""What the tests of all grammars share: reading one message, and the list of shapes that a grammar has to know."""

from pathlib import Path

from analyzer.extract.engine import dialects
from analyzer.model import Event, Line

DATA = Path(__file__).parents[1] / "data"


def read(dialect: str, text: str) -> Event | None:
    """The event of a message without its frame; None where the grammar does not know it."""
    hit = dialects()[dialect].recognise(text)
    return None if hit is None else Event(Line("log", 1, text, text), *hit)


def rows(dialect: str) -> list[tuple[str, str, str]]:
    """The telling shapes of ``tests/data``: the row in the list of messages, the kind it must have (or empty), the message."""
    found = []
    for line in (DATA / f"{dialect}_rows.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row, *kind, text = line.split("\t", 2) if line.count("\t") > 1 else line.split("\t", 1)
            found.append((row, "".join(kind), text))
    return found
