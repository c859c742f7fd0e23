"""The fleet report for a ticket or a wiki, as Markdown (CommonMark with tables)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analyzer.batch.fleet_records import Fleet, FleetFinding, InputRow
from analyzer.redact import secrets
from analyzer.reporters.fleet.text_form import FEW, bars, counts, mark, place, scope, verdict, when
from analyzer.reporters.harmless import clip, code, markdown


def render(fleet: Fleet) -> str:
    """The whole report."""
    return "\n".join(_lines(fleet)).rstrip("\n") + "\n"


def _lines(f: Fleet) -> Iterator[str]:
    yield "## IPsec fleet"
    yield ""
    yield f"**{_text(verdict(f))}**"
    for line in (scope(f), *counts(f)):
        yield ""
        yield _text(line)
    if f.causes:
        yield from _table(
            "Causes", ["cause", "what it is", "gateways", "tunnels", "times", "new", "since", "last"], "  rrrr",
            [[code(c.cause), _text(c.title), c.gateways, c.tunnels, c.count, c.new, when(c.first), when(c.last)] for c in f.causes],
        )  # fmt: skip
    if f.gateways:
        yield from _table(
            "Gateways", ["gateway", "tunnels", "down", "degraded", "findings", "failed", f"failed by {f.buckets.unit}", "causes"], " rrrrr",
            [[code(secrets(g.gateway)), g.tunnels, g.down, g.degraded, g.active, g.failed, bars(g.failures, 31), ", ".join(map(code, g.causes))]
             for g in f.gateways[:FEW]],
        )  # fmt: skip
        yield from _more(f.totals.gateways_failing - min(len(f.gateways), FEW), "gateways")
    yield from _findings("Tunnels that fail", f, [x for x in f.findings if x.status == "active"], f.totals.active)
    if any(x.new or x.flapping for x in f.findings):
        yield ""
        yield "`*` new since the last run, `~` goes up and down"
    yield from _findings("Goes up and down", f, f.flapping[:FEW], f.totals.flapping)
    yield from _findings("Earlier, works since", f, [x for x in f.findings if x.status == "recovered"][:FEW], f.totals.recovered)
    yield from _inputs("Not read, or not to the end", f.problems, f.totals.unreadable)
    yield from _inputs("Read once, though there more than once", f.duplicates, f.totals.duplicates)


def _findings(title: str, f: Fleet, findings: Iterable[FleetFinding], total: int) -> Iterator[str]:
    rows = [
        [*(code(secrets(v)) if v else "" for v in place(x)[:3]), x.state, code(x.cause), x.confidence, x.count, when(x.first), when(x.last),
         bars(x.failures, 31) + (f" `{mark(x).strip()}`" if mark(x) else ""), _text(clip(x.summary, 300)), code(secrets(place(x)[3])) if x.input else ""]
        for x in findings
    ]  # fmt: skip
    heads = ["gateway", "tunnel", "peer", "state", "cause", "how sure", "times", "since", "last", f"failed by {f.buckets.unit}", "what", "line"]
    if rows:
        yield from _table(title, heads, "      r", rows)
    yield from _more(total - len(rows), "findings")


def _inputs(title: str, inputs: Sequence[InputRow], total: int) -> Iterator[str]:
    if inputs:
        yield from _table(title, ["input", "because"], "", [[code(secrets(i.input)), _text(clip(i.reason, 300))] for i in inputs[:FEW]])
        yield from _more(total - min(len(inputs), FEW), "inputs")


def _table(title: str, heads: Sequence[str], sides: str, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield ""
    yield f"### {title}"
    yield ""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "|".join("--:" if side == "r" else "---" for side in sides.ljust(len(heads))) + "|"
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def _more(number: int, what: str) -> Iterator[str]:
    if number > 0:
        yield ""
        yield f"and {number} more {what if number != 1 else what[:-1]}"


def _text(text: str) -> str:
    return markdown(secrets(text))
