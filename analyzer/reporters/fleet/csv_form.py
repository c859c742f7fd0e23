"""The findings of the fleet report as CSV, the worst first; no cell is taken for a formula."""

from collections.abc import Iterator

from analyzer.batch.fleet_records import Fleet
from analyzer.reporters.rows import csv_lines

HEADERS = (
    "gateway", "tunnel", "name", "local", "remote", "state", "cause", "title", "confidence", "status", "new", "flapping", "first_time", "last_time",
    "count", "failed", "summary", "input", "line", "evidence", "alternatives", "faq", "stream",
)  # fmt: skip


def render(fleet: Fleet) -> Iterator[str]:
    """All findings, in pieces; ``failed`` are the tunnel's failed attempts within the buckets of the report."""
    return csv_lines(
        HEADERS,
        (
            [x.gateway, x.tunnel, x.name, x.local, x.remote, x.state, x.cause, x.title, x.confidence, x.status, x.new, x.flapping, x.first, x.last,
             x.count, sum(x.failures), x.summary, x.input, x.line, x.text, x.alternatives, x.faq, x.stream]
            for x in fleet.findings
        ),
    )  # fmt: skip
