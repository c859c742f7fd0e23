"""The report on a fleet in the form that is wanted."""

from collections.abc import Iterable
from importlib import import_module

from analyzer.batch.fleet_records import Fleet

MOST = {"text": 40, "markdown": 40, "html": None, "csv": None, "json": None}  # findings that are listed; the others are counted
FORMS = tuple(MOST)


class MissingTemplatesError(RuntimeError):
    """The page needs a library that is not installed."""


def render(fleet: Fleet, form: str = "text", *, width: int = 100) -> Iterable[str]:
    """The report in pieces; ``width`` in columns is for text. Raises MissingTemplatesError for HTML where Jinja is missing."""
    module = import_module(f"analyzer.reporters.fleet.{form}_form")
    pieces: str | Iterable[str] = module.render(fleet, width=width) if form == "text" else module.render(fleet)
    return (pieces,) if isinstance(pieces, str) else pieces
