"""The fleet report for the terminal: the answer in the first lines, then causes, gateways and tunnels, the worst first."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from analyzer.batch.fleet_records import Buckets, Fleet, FleetFinding, InputRow, Totals
from analyzer.redact import secrets
from analyzer.reporters.harmless import clip, visible
from analyzer.reporters.rows import table

FEW = 15  # gateways, flapping tunnels, inputs
_WHOLE = ("cause", "since", "last")
_BARS = "▁▂▃▄▅▆▇█"


def render(fleet: Fleet, *, width: int = 100) -> str:
    """The whole report."""
    return "\n".join(_lines(fleet, max(60, width))).rstrip("\n") + "\n"


def _lines(f: Fleet, width: int) -> Iterator[str]:
    yield from _wrapped(verdict(f), width)
    for line in (scope(f), *counts(f)):
        yield from _wrapped(line, width)
    active = [x for x in f.findings if x.status == "active"]
    new = any(c.new for c in f.causes)
    short = _short_time(f)
    if f.causes:
        yield from _titled("Causes")
        heads = ["cause", "what it is", "gateways", "tunnels", "times", *(["new"] if new else []), "since"]
        yield table(heads, [
            [c.cause, c.title, c.gateways, c.tunnels, c.count, *([c.new] if new else []), short(c.first)] for c in f.causes
        ], width, whole=(*_WHOLE, "gateways", "tunnels", "times"))  # fmt: skip
    if f.gateways:
        yield from _titled("Gateways")
        heads = ["gateway", "tunnels", "down", "degraded", "findings", "failed", f"by {f.buckets.unit}", "causes"]
        yield table(heads, [
            [g.gateway, g.tunnels, g.down, g.degraded, g.active, g.failed, bars(g.failures, 16), some(g.causes)] for g in f.gateways[:FEW]
        ], width, whole=(*heads[1:7],))  # fmt: skip
        yield from _more(f.totals.gateways_failing - min(len(f.gateways), FEW), "gateways")
    if active:
        yield from _titled("Tunnels that fail")
        heads = ["gateway", "tunnel", "state", "cause", "how sure", "times", "since", f"by {f.buckets.unit}"]
        yield table(heads, [
            [x.gateway, tunnel(x), x.state, x.cause, x.confidence, x.count, short(x.first), bars(x.failures, 10) + mark(x)] for x in active
        ], width, whole=("state", "how sure", "times", "since"))  # fmt: skip
        if any(x.new or x.flapping for x in active):
            yield "* new since the last run   ~ goes up and down"
        yield from _more(f.totals.active - len(active), "findings")
    yield from _short("Goes up and down", f.flapping, f.totals.flapping, width, short)
    yield from _short("Earlier, works since", [x for x in f.findings if x.status == "recovered"], f.totals.recovered, width, short)
    yield from _inputs("Not read, or not to the end", f.problems, f.totals.unreadable, width)
    yield from _inputs("Read once, though there more than once", f.duplicates, f.totals.duplicates, width)


def verdict(f: Fleet) -> str:
    """The answer in one sentence."""
    t = f.totals
    if t.active:
        failing = f"{t.gateways_failing} of {_of(t.gateways, 'gateway')} {'has' if t.gateways_failing == 1 else 'have'} faults"
        worst = f"; most often {f.causes[0].cause} ({f.causes[0].title})" if f.causes else ""
        return f"FAULT  {failing}: {_of(t.active, 'finding')}{worst}."
    if t.tunnels and t.up:
        return f"NO FAULT  {_of(t.tunnels, 'tunnel')} of {_of(t.gateways, 'gateway')}, none of them with a fault that lasts."
    return "NOTHING FOUND  no fault was found, which is no proof of health."


def scope(f: Fleet) -> str:
    """What time the report is about, which filters hold, and what is new."""
    span = f"{when(f.oldest)} to {when(f.newest)}" if f.oldest and f.newest else "no time stamps"
    filters = [
        f"{name} {value}"
        for name, value in (
            ("since", f"{f.filters.since} ({when(f.since)})" if f.since and f.filters.since else ""),
            ("gateway", f.filters.gateway),
            ("cause", f"{f.filters.cause} ({', '.join(f.filters.causes[:6])}{' ...' if len(f.filters.causes) > 6 else ''})" if f.filters.cause else ""),
        )
        if value
    ]
    run = "" if not f.run else f"Run {f.run}" + ("" if f.finished else ", not finished")
    t = f.totals
    fresh = "" if f.run < 2 else f"Since the last run {t.new} new, {t.healed} healed"
    return ". ".join(x for x in (span, f"Only {', '.join(filters)}" if filters else "", run, fresh) if x) + "."


def counts(f: Fleet) -> list[str]:
    """The totals in sentences."""
    t: Totals = f.totals
    lines = [
        f"Tunnels: {t.tunnels}: {t.down} down, {t.degraded} degraded, {t.up} up, {t.other} closed or not known. "
        f"Findings: {t.active} active ({t.flapping} flapping), {t.recovered} recovered, {_of(t.notes, 'note')}.",
        f"Inputs: {t.inputs}: {t.read} read, {t.unreadable} not or not to the end, {_of(t.duplicates, 'duplicate')}. "
        f"{_of(t.lines, 'line')}: {t.events} understood, {t.noise} routine, {t.other_lines} of other programs, {t.not_understood} not understood.",
    ]
    if t.untimed:
        lines.append(f"{_of(t.untimed, 'finding')} without a time left out, since only what was seen since a time is asked for.")
    return lines


def when(time: datetime | None) -> str:
    """A time to the minute, as the gateway's clock said it."""
    return "" if time is None else time.isoformat(" ", "minutes")


def _short_time(f: Fleet) -> Callable[[datetime | None], str]:
    """How to write a time where there is little room: without the year where all are of one."""
    form = "%Y-%m-%d"
    if f.oldest and f.newest and f.oldest.year == f.newest.year:
        form = "%H:%M" if f.oldest.date() == f.newest.date() else "%m-%d" if f.buckets.unit == "day" else "%m-%d %H:%M"
    return lambda time: "" if time is None else time.strftime(form)


def some(names: Sequence[str], most: int = 3) -> str:
    """The first names, and how many more there are."""
    return ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")


def place(x: FleetFinding) -> tuple[str, str, str, str]:
    """Gateway, tunnel, peer, and the line of the first evidence."""
    line = "" if x.input is None else x.input if x.line is None else f"{x.input}:{x.line}"
    return x.gateway, x.name or x.tunnel, x.remote or x.tunnel, line


def tunnel(x: FleetFinding) -> str:
    """The name and the peer of a tunnel, once where they are the same."""
    name, peer = place(x)[1:3]
    return name if name == peer else f"{name} ({peer})"


def mark(x: FleetFinding) -> str:
    """What is special of a finding: * is new, ~ goes up and down."""
    return (" *" if x.new else "") + (" ~" if x.flapping else "")


def bars(failures: Sequence[int], most: int) -> str:
    """A bar for each bucket, the highest one the most; neighbours are joined where there are more than ``most``. Empty without failures."""
    if not any(failures):
        return ""
    joined = -(-len(failures) // max(most, 1))
    padded = [0] * (-len(failures) % joined) + list(failures)
    sums = [sum(padded[i : i + joined]) for i in range(0, len(padded), joined)]
    top = max(sums)
    return "".join(_BARS[-(-n * (len(_BARS) - 1) // top)] if n else "·" for n in sums)


def bucket_names(b: Buckets) -> list[str]:
    """What each bucket is called."""
    return [s.strftime("%Y-%m-%d %H:00" if b.unit == "hour" else "%Y-%m-%d") for s in b.starts]


def bucket_span(b: Buckets) -> str:
    """From when to when the buckets are."""
    if not b.starts:
        return ""
    end = b.starts[-1] + (timedelta(hours=1) if b.unit == "hour" else timedelta(days=1))
    return f"{when(b.starts[0])} to {when(end)}"


def _short(title: str, findings: Iterable[FleetFinding], total: int, width: int, short: Callable[[datetime | None], str]) -> Iterator[str]:
    shown = list(findings)[:FEW]
    if shown:
        yield from _titled(title)
        yield table(
            ["gateway", "tunnel", "cause", "times", "since", "last", "what"],
            [[x.gateway, x.name or x.tunnel, x.cause, x.count, short(x.first), short(x.last), clip(secrets(x.summary), 120)] for x in shown],
            width, whole=_WHOLE,
        )  # fmt: skip
    yield from _more(total - len(shown), "findings")


def _inputs(title: str, inputs: Sequence[InputRow], total: int, width: int) -> Iterator[str]:
    if inputs:
        yield from _titled(title)
        yield table(["input", "because"], [[i.input, clip(i.reason, 200)] for i in inputs[:FEW]], width)
        yield from _more(total - min(len(inputs), FEW), "inputs")


def _titled(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "=" * len(title)


def _more(number: int, what: str) -> Iterator[str]:
    if number > 0:
        yield f"and {number} more {what if number != 1 else what[:-1]} (--format csv or html lists all)"


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _wrapped(text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(visible(secrets(text)), width, break_on_hyphens=False) or [""]
