"""The report for a ticket, as Markdown (CommonMark with tables)."""

from collections.abc import Iterator
from itertools import groupby

from analyzer.model import Analysis, Confidence, Finding, Status, Verdict
from analyzer.redact import secrets
from analyzer.reporters.harmless import clip, code, fence, markdown
from analyzer.reporters.networks import drawing
from analyzer.reporters.text import told_in_full

FULL = 10
_SURE = {Confidence.PROVEN: "proven", Confidence.LIKELY: "likely", Confidence.POSSIBLE: "possible, not the only candidate"}
_VERDICT = {
    Verdict.FAULT: "Fault",
    Verdict.HEALTHY: "Healthy: the tunnel is up, and no fault was found in this log",
    Verdict.NOTHING_FOUND: "Nothing found, which is no proof of health",
    Verdict.NOT_ENOUGH_LOG: "Not enough log: a negotiation did not come to its end, and this log does not say why",
}


def render(analysis: Analysis) -> str:
    """The whole report."""
    return "\n".join(_lines(analysis)).rstrip("\n") + "\n"


def _lines(a: Analysis) -> Iterator[str]:
    active = [f for f in a.findings if f.status is Status.ACTIVE]
    yield f"## IPsec diagnosis: {_VERDICT[a.verdict]}"
    yield ""
    if a.verdict is Verdict.FAULT and active:
        yield f"**{_text(active[0].summary)}**"
        yield ""
    full, folded = told_in_full(active)
    for f in full:
        yield from _finding(f)
    rest = [("More findings", folded), ("Earlier, works since", _of(a, Status.RECOVERED)), ("Also noted", _of(a, Status.NOTE))]
    for title, findings in rest:
        if findings:
            yield f"### {title}"
            yield ""
            for f in findings[: FULL * 2]:
                times = f" ({f.count} times)" if f.count > 1 else ""
                yield f"- {code(f.cause)} {_text(f.summary)}{times}, {code(f'{f.evidence[0].where.source}:{f.evidence[0].where.line}')}"
            if len(findings) > FULL * 2:
                yield f"- and {len(findings) - FULL * 2} more"
            yield ""
    if len(a.tunnels) > 1:
        yield "### Tunnels"
        yield ""
        yield "| tunnel | here | peer | version | role | state | attempts |"
        yield "|---|---|---|---|---|---|--:|"
        for t in a.tunnels[: FULL * 3]:
            version = f"IKEv{t.ike_version}" if t.ike_version else ""
            yield f"| {_text(t.name or t.id)} | {_text(t.local or '')} | {_text(t.remote or '')} | {version} | {t.role or ''} | {t.state} | {t.attempts} |"
        yield ""
    if a.sas:
        yield "### Networks"
        yield ""
        yield fence(list(drawing(a.tunnels, a.sas)))
        yield ""
    yield "### What was read"
    yield ""
    yield "| input | lines | understood | routine | other programs | not understood |"
    yield "|---|--:|--:|--:|--:|--:|"
    for i in a.inputs:
        problem = f" ({_text(i.problem)})" if i.problem else ""
        yield f"| {code(i.source)}{problem} | {i.lines} | {i.events} | {i.noise} | {i.other} | {i.not_understood} |"
    unparsed = [u for i in a.inputs for u in i.unparsed][:FULL]
    if unparsed:
        yield ""
        yield "Not understood:"
        yield ""
        yield fence([f"{u.where.source}:{u.where.line}  {secrets(u.text)[:300]}" for u in unparsed])


def _of(a: Analysis, status: Status) -> list[Finding]:
    return [f for f in a.findings if f.status is status]


def _finding(f: Finding) -> Iterator[str]:
    faq = f", FAQ {', '.join(f.faq)}" if f.faq else ""
    yield f"### {_text(f.title)} ({code(f.cause)}{faq})"
    yield ""
    yield f"- Confidence: **{_SURE[f.confidence]}**"
    if f.count > 1 or f.first:
        span = f"from {f.first} to {f.last}" if f.first and f.first != f.last else f"at {f.first}" if f.first else ""
        yield f"- Seen: {f.count} time{'s' if f.count > 1 else ''} {_text(span)}".rstrip()
    for key, value in f.details.items():
        yield f"- {_text(key.replace('_', ' '))}: {code(_shown(value))}"
    yield ""
    for why, lines in groupby(f.evidence, key=lambda e: e.why):
        yield f"{_text(why)}:"
        yield ""
        yield fence([f"{e.where.source}:{e.where.line}  {_shown(e.text)}" for e in lines])
        yield ""
    for title, rows in (
        ("It may also be", [f"{code(a.cause)}: {_text(a.why)}" for a in f.alternatives]),
        ("Ruled out", [f"{code(r.cause)}: {_text(r.why)}" for r in f.ruled_out]),
        ("What to do", [markdown(s) for s in f.remedy]),  # a key in these is an example
        ("To be sure, get", [markdown(s) for s in f.ask_for]),
    ):
        if rows:
            yield f"**{title}**"
            yield ""
            yield from (f"- {row}" for row in rows)
            yield ""


def _text(text: str) -> str:
    return markdown(_shown(text))


def _shown(text: str) -> str:
    return clip(secrets(text))
