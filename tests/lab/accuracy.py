"""How often the first answer is right on the practice runs: ``python -m tests.lab.accuracy [--kind log|sa|both|with-dumps] [--verbose]``."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import click
from tabulate import tabulate

from analyzer import analyze
from analyzer.model import Analysis, Confidence, Finding, Status, Tunnel
from tests.lab.index import DATA, HEALTHY, INCOMPLETE, Row, rows

CONFIDENT = (Confidence.PROVEN, Confidence.LIKELY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the program answered for one row, and whether that holds. ``said`` is empty where nothing was found."""

    row: Row
    said: str
    confidence: str
    status: str
    summary: str
    alternatives: tuple[str, ...]
    acceptable: bool
    confident_and_wrong: bool
    false_alarm: bool
    truth_named: bool
    notes: tuple[str, ...] = ()


def judge(row: Row, analysis: Analysis) -> Outcome:
    """Hold one answer against what may be answered from that file."""
    return _judge_connections(row, analysis) if row.connections else _judge_whole(row, analysis)


def _real(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.status is not Status.NOTE]


def _judge_whole(row: Row, analysis: Analysis) -> Outcome:
    found = _real(analysis.findings)
    first = found[0] if found else None
    silent_is_right = HEALTHY in row.acceptable or INCOMPLETE in row.acceptable
    right = silent_is_right if first is None else first.cause in row.acceptable
    truths = set(row.truth_cause.split("|"))
    return Outcome(
        row=row,
        said=first.cause if first else "",
        confidence=first.confidence.value if first else "",
        status=first.status.value if first else analysis.verdict.value,
        summary=first.summary if first else "",
        alternatives=tuple(other.cause for other in first.alternatives) if first else (),
        acceptable=right,
        confident_and_wrong=first is not None and not right and first.confidence in CONFIDENT,
        false_alarm=bool(found) and row.acceptable == {HEALTHY},
        truth_named=any(truths & _named(finding) for finding in found),
        notes=tuple(finding.cause for finding in found[1:]),
    )


def _named(finding: Finding) -> set[str]:
    return {finding.cause, *(other.cause for other in finding.alternatives)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Connection:
    """A connection of a run with several, as this side knows it: its own name for it, and the peer's address or its own."""

    names: frozenset[str]
    address: str

    def occurs(self, text: str) -> bool:
        return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for word in (*self.names, self.address))

    def is_of(self, tunnel: Tunnel) -> bool:
        if tunnel.name:
            return tunnel.name.split("/")[0] in self.names
        return self.address in (tunnel.local, tunnel.remote)


def _connections(row: Row) -> dict[str, _Connection]:
    """Both sides' names of each connection; what sets the connections apart is the address at side B."""
    truth = json.loads((DATA / row.scenario / "truth.json").read_text(encoding="utf-8"))
    result = {}
    for ours in truth["A"]["conns"]:
        if ours["name"] in row.connections:
            theirs = next(conn for conn in truth["B"]["conns"] if conn["local"] == ours["remote"])
            side = ours if row.side == "A" else theirs
            result[ours["name"]] = _Connection(names=frozenset({side["name"]}), address=ours["remote"])
    return result


def _judge_connections(row: Row, analysis: Analysis) -> Outcome:
    text = row.files[0].read_text(encoding="utf-8", errors="replace")
    spoken = {name: conn for name, conn in _connections(row).items() if conn.occurs(text)}
    said: list[str] = []
    wrong: list[str] = []
    sure = alarm = False
    named = True
    for name, conn in spoken.items():
        ids = {tunnel.id for tunnel in analysis.tunnels if conn.is_of(tunnel)}
        found = _real(finding for finding in analysis.findings if finding.tunnel in ids or len(spoken) == 1)
        first = found[0] if found else None
        cause = row.connections[name]
        said.append(f"{name}={first.cause if first else ''}")
        if cause == HEALTHY:
            right = first is None
            alarm = alarm or not right
        else:
            right = first is not None and _fits(first, cause, row.kind)
            named = named and any(cause in _named(finding) for finding in found)
        if not right:
            wrong.append(f"{name} should be {cause}")
            sure = sure or (first is not None and first.confidence in CONFIDENT)
    return Outcome(
        row=row,
        said="|".join(said),
        confidence="",
        status=analysis.verdict.value,
        summary="; ".join(finding.summary for finding in _real(analysis.findings)),
        alternatives=(),
        acceptable=not wrong,
        confident_and_wrong=sure,
        false_alarm=alarm,
        truth_named=named,
        notes=tuple(wrong),
    )


def _fits(first: Finding, cause: str, kind: str) -> bool:
    if first.cause == cause:
        return True
    if first.confidence is Confidence.POSSIBLE and cause in _named(first):
        return True
    return kind == "sa" and first.cause == INCOMPLETE


@cache
def outcomes(kind: str) -> tuple[Outcome, ...]:
    """The answers for all rows of a kind; computed once."""
    return tuple(judge(row, analyze(row.files)) for row in rows(kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The counts of one group of rows."""

    files: int
    acceptable: int
    decidable: int
    exact: int
    confident_and_wrong: int
    healthy: int
    false_alarms: int
    missed: int
    missed_but_named: int

    @property
    def share_acceptable(self) -> float:
        """Share of the files whose first finding is acceptable."""
        return self.acceptable / self.files if self.files else 1.0

    @property
    def share_exact(self) -> float:
        """Share of the files with one possible cause whose first finding is that cause."""
        return self.exact / self.decidable if self.decidable else 1.0


def figures(group: Sequence[Outcome]) -> Figures:
    """Count one group."""
    decidable = [outcome for outcome in group if outcome.row.determinable == "yes"]
    healthy = [outcome for outcome in group if outcome.row.acceptable == {HEALTHY} or HEALTHY in outcome.row.connections.values()]
    faults = [outcome for outcome in group if outcome.row.truth_cause != HEALTHY]
    missed = [outcome for outcome in faults if not set(outcome.row.truth_cause.split("|")) & {outcome.said}]
    return Figures(
        files=len(group),
        acceptable=sum(outcome.acceptable for outcome in group),
        decidable=len(decidable),
        exact=sum(outcome.acceptable for outcome in decidable),
        confident_and_wrong=sum(outcome.confident_and_wrong for outcome in group),
        healthy=len(healthy),
        false_alarms=sum(outcome.false_alarm for outcome in group),
        missed=len(missed),
        missed_but_named=sum(outcome.truth_named for outcome in missed),
    )


HEADERS = ("files", "acceptable", "exact where decidable", "confident and wrong", "false alarms", "truth not first, yet named")


def _cells(found: Figures) -> tuple[str, ...]:
    return (
        str(found.files),
        f"{found.acceptable} ({found.share_acceptable:.1%})",
        f"{found.exact}/{found.decidable} ({found.share_exact:.1%})" if found.decidable else "-",
        str(found.confident_and_wrong),
        f"{found.false_alarms} of {found.healthy}",
        f"{found.missed_but_named}/{found.missed}" if found.missed else "-",
    )


GROUPINGS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("daemon", lambda row: row.daemon),
    ("side and role", lambda row: f"{row.side} {row.role}"),
    ("IKE version and mode", lambda row: f"{row.ike} {row.mode}".removesuffix(" -")),
    ("what the file decides", lambda row: row.determinable),
)


def report(results: Sequence[Outcome]) -> str:
    """The tables: everything, then by daemon, by side, by version and by how far the file decides."""
    whole = (
        ("all", results),
        ("fault put in", [outcome for outcome in results if outcome.row.truth_cause != HEALTHY]),
        ("none put in", [outcome for outcome in results if outcome.row.truth_cause == HEALTHY]),
    )
    parts = [tabulate([(name, *_cells(figures(group))) for name, group in whole], headers=("", *HEADERS), disable_numparse=True)]
    for title, key in GROUPINGS:
        groups: dict[str, list[Outcome]] = {}
        for outcome in results:
            groups.setdefault(key(outcome.row), []).append(outcome)
        table = [(name, *_cells(figures(group))) for name, group in sorted(groups.items())]
        parts.append(tabulate(table, headers=(title, *HEADERS), disable_numparse=True))
    parts.append(_listing("Confident and wrong", [outcome for outcome in results if outcome.confident_and_wrong]))
    parts.append(_listing("False alarms", [outcome for outcome in results if outcome.false_alarm]))
    return "\n\n".join(parts)


def _listing(title: str, group: Sequence[Outcome]) -> str:
    if not group:
        return f"{title}: none."
    lines = [f"  {outcome.row.path}: said {outcome.said} ({outcome.confidence})" for outcome in group]
    return "\n".join((f"{title}: {len(group)}", *lines))


def misses(results: Sequence[Outcome]) -> str:
    """Every answer that is not acceptable, in full, grouped by the fault that was put in."""
    wrong = sorted((outcome for outcome in results if not outcome.acceptable), key=lambda outcome: outcome.row.path)
    lines = [f"Not acceptable: {len(wrong)}"]
    for outcome in wrong:
        row = outcome.row
        expected = "|".join(f"{name}={cause}" for name, cause in row.connections.items()) or "|".join(sorted(row.acceptable))
        lines += [
            "",
            f"{row.path}  ({row.injected_fault}; {row.role}, {row.ike} {row.mode}; {row.framing}; decides: {row.determinable})",
            f"    acceptable: {expected}",
            f"    said:       {outcome.said or 'nothing'} {outcome.confidence} {outcome.status}".rstrip(),
        ]
        lines += [f"    {label}{text}" for label, text in _extras(outcome) if text]
    return "\n".join(lines)


def _extras(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    return (
        ("or:         ", ", ".join(outcome.alternatives)),
        ("then:       ", ", ".join(outcome.notes)),
        ("summary:    ", outcome.summary),
    )


@click.command()
@click.option("--kind", type=click.Choice(("log", "sa", "both", "with-dumps")), default="log", show_default=True, help="Which files are measured.")
@click.option("--verbose", is_flag=True, help="List every answer that is not acceptable.")
def main(kind: str, verbose: bool) -> None:
    """Measure the answers on the practice runs."""
    results = outcomes(kind)
    click.echo(report(results))
    if verbose:
        click.echo("\n" + misses(results))
    total = figures(results)
    if total.confident_and_wrong or total.false_alarms:
        sys.exit(1)


if __name__ == "__main__":
    main()
