"""The fleet report as one HTML page: nothing is loaded from anywhere, every text is escaped, tables can be sorted and filtered."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.batch.fleet_records import Fleet
from analyzer.redact import secrets
from analyzer.reporters.fleet import MissingTemplatesError
from analyzer.reporters.fleet.text_form import bucket_names, bucket_span, counts, mark, place, scope, verdict, when
from analyzer.reporters.harmless import clip, visible

if TYPE_CHECKING:
    import jinja2

CELL = 6  # pixels of a bucket in the heat row
_LEVELS = 4


def render(fleet: Fleet) -> Iterator[str]:
    """The page in pieces, with every row. Raises MissingTemplatesError at once without Jinja."""
    return _environment().get_template("page.html.jinja").generate(
        f=fleet, verdict=verdict(fleet), sentences=[scope(fleet), *counts(fleet)], span=bucket_span(fleet.buckets), names=bucket_names(fleet.buckets),
        active=[x for x in fleet.findings if x.status == "active"], recovered=[x for x in fleet.findings if x.status == "recovered"],
        notes=[x for x in fleet.findings if x.status == "note"], top=_top(fleet),
    )  # fmt: skip


def _environment() -> "jinja2.Environment":
    try:
        import jinja2
    except ImportError as error:
        raise MissingTemplatesError("the HTML report needs jinja2: pip install 'ikedoctor[batch]'") from error

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    environment.filters |= {"t": _shown, "when": when, "heat": heat, "mark": mark, "place": place}
    return environment


def _shown(text: str | None, most: int = 500) -> str:
    """A text of a log, harmless, without secrets, of a bounded length; it is escaped after that."""
    return clip(visible(secrets(text or "")), most)


def _top(fleet: Fleet) -> int:
    """The most failures of one tunnel in one bucket, which the colours go up to."""
    return max((n for x in fleet.findings for n in x.failures), default=0)


def heat(failures: Sequence[int], top: int) -> list[tuple[int, str]]:
    """For each shade the outline of its cells in a row of the buckets: (1 to 4, path of SVG); 4 is ``top`` failures. Empty without failures."""
    shades: dict[int, list[str]] = {}
    for i, n in enumerate(failures):
        if n:
            level = min(_LEVELS, 1 + (n - 1) * _LEVELS // max(top, 1))
            shades.setdefault(level, []).append(f"M{i * CELL} 0h{CELL - 1}v12h-{CELL - 1}z")
    return [(level, "".join(paths)) for level, paths in sorted(shades.items())]
