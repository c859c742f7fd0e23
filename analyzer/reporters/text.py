"""The report for the terminal and for pasting: the answer in the first line, then what proves it and what to do."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from analyzer.model import Analysis, Confidence, Evidence, Finding, Input, Status, Tunnel, Verdict
from analyzer.redact import secrets
from analyzer.reporters.harmless import clip, visible
from analyzer.reporters.networks import drawing

FULL = 10  # findings told in full; the others get a line each
FEW = 4  # so many are told in full, whatever they are
LISTED = 40  # of the others
UNKNOWN_LINES = 5

_CODES = {"bold": "1", "red": "31;1", "green": "32;1", "yellow": "33;1", "dim": "2"}
_SURE = {
    Confidence.PROVEN: "proven", Confidence.LIKELY: "likely (fits better than anything else)",
    Confidence.POSSIBLE: "possible (one of several that this log cannot tell apart)",
}  # fmt: skip
_HEAD = {
    Verdict.HEALTHY: ("HEALTHY", "green", "the tunnel is up, and no fault was found in this log."),
    Verdict.NOTHING_FOUND: (
        "NOTHING FOUND", "yellow",
        "no fault was found, which is no proof of health. Give the log from before an attempt to after its end, of the IKE daemon "
        "(strongSwan charon, Libreswan pluto, OpenIKED, racoon).",
    ),
    Verdict.NOT_ENOUGH_LOG: (
        "NOT ENOUGH LOG", "yellow",
        "a negotiation was seen that did not come to its end, and this log does not say why.",
    ),
}  # fmt: skip


def told_in_full(active: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that are told in full, and the others: of many tunnels with one fault the first one stands for all."""
    if len(active) <= FEW:
        return active, []
    first: dict[str, Finding] = {}
    for f in active:
        first.setdefault(f.cause, f)
    full = list(first.values())[:FULL]
    return full, [f for f in active if not any(f is x for x in full)]


def render(analysis: Analysis, *, width: int = 100, colour: bool = False) -> str:
    """The whole report; ``width`` in columns, ``colour`` with ANSI escapes."""
    return "\n".join(_Page(width, colour).lines(analysis)).rstrip("\n") + "\n"


class _Page:
    def __init__(self, width: int, colour: bool) -> None:
        self.width, self.colour = max(40, width), colour
        self.sources: dict[str, str] = {}

    def lines(self, a: Analysis) -> Iterator[str]:
        self.sources = _short_names([i.source for i in a.inputs])
        active = [f for f in a.findings if f.status is Status.ACTIVE]
        yield from self._verdict(a, active)
        full, folded = told_in_full(active)
        for number, f in enumerate(full, 1):
            yield from self._finding(f, number if len(active) > 1 else 0)
        if folded:
            yield ""
            yield self._paint(f"And {len(folded)} more:", "bold")
            for f in folded[:LISTED]:
                yield from self._wrap(f"{f.cause}  {_plain(f.summary)}", "  - ", "    ")
            for cause, count in Counter(f.cause for f in folded[LISTED:]).most_common():
                yield f"  - and {count} more tunnels with {cause}"
        yield from self._short("Earlier, works since:", [f for f in a.findings if f.status is Status.RECOVERED])
        yield from self._short("Also noted:", [f for f in a.findings if f.status is Status.NOTE])
        if len(a.tunnels) > 1:
            yield from self._tunnels(a.tunnels)
        if a.sas:
            yield ""
            yield self._paint("Networks (here, peer)", "bold")
            yield from (clip(line, self.width * 2) for line in drawing(a.tunnels, a.sas))
        yield from self._ledger(a.inputs)

    def _verdict(self, a: Analysis, active: list[Finding]) -> Iterator[str]:
        if a.verdict is Verdict.FAULT:
            yield from self._wrap(_plain(active[0].summary) if active else "", self._paint("FAULT  ", "red"), "       ", plain="FAULT  ")
            return
        word, colour, meaning = _HEAD[a.verdict]
        if a.inputs and all(i.problem for i in a.inputs):
            word, colour, meaning = (
                "NOT READ",
                "red",
                "no input could be read as a log: " + "; ".join(f"{i.source}: {i.problem}" for i in a.inputs),
            )
        elif a.verdict is Verdict.NOTHING_FOUND and not any(i.events for i in a.inputs):
            meaning = "no message of an IKE daemon is in this text. " + meaning.split(". ", 1)[1]
        yield from self._wrap(meaning, self._paint(word + "  ", colour), "  ", plain=word + "  ")

    def _finding(self, f: Finding, number: int) -> Iterator[str]:
        yield ""
        head = f"{number}. {f.title}" if number else f.title
        faq = f", FAQ {', '.join(f.faq)}" if f.faq else ""
        ids = f"  [{f.cause}{faq}]"
        fits = len(head) + len(ids) <= self.width
        yield self._paint(visible(head), "bold") + (ids if fits else "")
        if not fits:
            yield " " + ids
        yield from self._wrap(_SURE[f.confidence] + _when(f), "   How sure:  ", "              ")
        if number:
            yield from self._wrap(_plain(f.summary), "   Where:     ", "              ")
        if own := [a for a in f.aliases if "Alibaba" in a]:
            yield from self._wrap("; ".join(own), "   Called:    ", "              ")
        yield from self._evidence(f.evidence)
        yield from self._details(f.details)
        if f.alternatives:
            yield "   It may also be"
            for a in f.alternatives:
                yield from self._wrap(f"{a.cause}: {_plain(a.why)}", "     - ", "       ")
        if f.ruled_out:
            yield from self._wrap(_folded((r.cause, r.why) for r in f.ruled_out), "   Ruled out: ", "              ")
        yield from self._steps(f.remedy)
        if f.ask_for:
            yield "   To be sure, get"
            for step in f.ask_for:
                yield from self._wrap(step, "     - ", "       ")

    def _evidence(self, evidence: tuple[Evidence, ...]) -> Iterator[str]:
        yield "   Lines that show it"
        why = ""
        for e in evidence:
            yield from self._wrap(_plain(e.text), f"     {self._source(e)}:{e.where.line}  ", "       ")
            if e.why != why:
                why = e.why
                yield from self._wrap(f"-> {_plain(why)}", "       ", "          ", dim=True)

    def _source(self, e: Evidence) -> str:
        return visible(self.sources.get(e.where.source, e.where.source))

    def _details(self, details: object) -> Iterator[str]:
        values = dict(details) if isinstance(details, dict) else {}
        sides: dict[str, dict[str, str]] = {}
        for key, value in list(values.items()):
            name, comma, side = key.rpartition(", ")
            if comma and side in ("here", "peer"):
                sides.setdefault(name, {})[side] = _plain(value)
                del values[key]
        if sides:
            from tabulate import tabulate

            rows = [[visible(name), both.get("here", ""), both.get("peer", "")] for name, both in sides.items()]
            most = max(12, (self.width - 9 - max(len(row[0]) for row in rows)) // 2)
            table = tabulate(rows, headers=["", "here", "peer"], disable_numparse=True, maxcolwidths=[None, most, most])
            yield ""
            yield from textwrap.indent(table, "     ").split("\n")
        for key, value in values.items():
            yield from self._wrap(f"{visible(key.replace('_', ' '))}: {_plain(value)}", "     ", "       ")

    def _steps(self, remedy: tuple[str, ...]) -> Iterator[str]:
        general = [s for s in remedy if not _product(s)]
        yield "   What to do"
        for number, step in enumerate(general, 1):
            yield from self._wrap(step, f"     {number}. ", "        ")
        shown = ""
        for step in remedy:
            product = _product(step)
            if product:
                text = step[len(product) + 2 :]
                label = f"{product}: " if product != shown else " " * (len(product) + 2)
                shown = product
                yield from self._wrap(text, f"     {label}", " " * (5 + len(product) + 2))

    def _short(self, title: str, findings: list[Finding]) -> Iterator[str]:
        if not findings:
            return
        yield ""
        yield self._paint(title, "bold")
        for f in findings[:FULL]:
            e = f.evidence[0]
            times = f" ({f.count} times)" if f.count > 1 else ""
            yield from self._wrap(f"{f.cause}  {_plain(f.summary)}{times}", "  - ", "    ")
            yield from self._wrap(f"{self._source(e)}:{e.where.line}  {_plain(e.text)}", "    ", "      ", dim=True)
        if len(findings) > FULL:
            yield f"  and {len(findings) - FULL} more"

    def _tunnels(self, tunnels: tuple[Tunnel, ...]) -> Iterator[str]:
        from tabulate import tabulate

        worst = {"down": 0, "degraded": 1, "phase1": 2, "closed": 3, "unknown": 4, "up": 5}
        ranked = sorted(tunnels, key=lambda t: worst.get(t.state, 9))
        rows = [
            [t.id, visible(t.name or "-"), visible(t.local or "-"), visible(t.remote or "-"), f"IKEv{t.ike_version}" if t.ike_version else "-",
             t.role or "-", t.state, t.attempts]
            for t in ranked[: FULL * 3]
        ]  # fmt: skip
        yield ""
        yield self._paint("Tunnels", "bold")
        most = max(8, (self.width - 51) // 3)  # of the columns whose width a log decides
        yield from tabulate(
            rows, headers=["", "name", "here", "peer", "version", "role", "state", "attempts"], disable_numparse=True,
            maxcolwidths=[None, most, most, most, None, None, None, None],
        ).split("\n")  # fmt: skip
        if len(ranked) > FULL * 3:
            yield f"and {len(ranked) - FULL * 3} more"

    def _ledger(self, inputs: tuple[Input, ...]) -> Iterator[str]:
        yield ""
        for i in inputs:
            if i.problem:
                yield from self._wrap(f"{i.source}: not read, {i.problem}", "", "  ")
                continue
            parts = [f"{i.lines} line{'s' if i.lines != 1 else ''}: {i.events} understood, {i.noise} routine"]
            if i.other:
                parts.append(f"{i.other} of other programs")
            parts.append(f"{i.not_understood} not understood")
            dialects = ", ".join(dict.fromkeys(r.dialect for r in i.regions))
            yield from self._wrap(f"{i.source}: {', '.join(parts)}" + (f" ({dialects})" if dialects else ""), "", "  ", dim=True)
            for remark in i.remarks:
                yield from self._wrap(remark, "  ", "  ", dim=True)
            for u in i.unparsed[:UNKNOWN_LINES]:
                yield from self._wrap(_plain(u.text)[:300], f"  ? {u.where.line}: ", "    ", dim=True)
            if i.not_understood > UNKNOWN_LINES and i.unparsed:
                yield self._paint(f"  ? and {i.not_understood - UNKNOWN_LINES} more", "dim")

    def _wrap(self, text: str, first: str, later: str, *, plain: str | None = None, dim: bool = False) -> Iterator[str]:
        """Wrap a text; ``plain`` is ``first`` without colours, for counting columns."""
        shown = visible(first) if plain is None else plain
        lines = textwrap.wrap(
            visible(text), self.width, initial_indent=shown, subsequent_indent=later, break_on_hyphens=False, replace_whitespace=False,
        ) or [shown.rstrip()]  # fmt: skip
        if plain is not None and lines[0].startswith(plain):
            lines[0] = first + lines[0][len(plain) :]
        for line in lines:
            yield self._paint(line, "dim") if dim else line

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and text else text


def _short_names(sources: list[str]) -> dict[str, str]:
    """File names without their folders where that leaves them different."""
    short = [s.rsplit("/", 1)[-1] for s in sources]
    return dict(zip(sources, short, strict=True)) if len(set(short)) == len(set(sources)) else {}


def _plain(text: str) -> str:
    return clip(visible(secrets(text)))


def _when(f: Finding) -> str:
    times = f"; {f.count} times" if f.count > 1 else ""
    if f.first and f.last and f.first != f.last:
        return f"{times or '; seen'} from {f.first} to {f.last}"
    return f"{times}; at {f.first}" if f.first else times


def _folded(pairs: Iterable[tuple[str, str]]) -> str:
    by_why: dict[str, list[str]] = {}
    for cause, why in pairs:
        by_why.setdefault(why, []).append(cause)
    return "; ".join(f"{', '.join(names)} ({_plain(why)})" for why, names in by_why.items())


_PRODUCTS = ("Alibaba Cloud", "strongSwan", "Libreswan", "OpenIKED", "racoon", "Cisco", "Juniper")


def _product(step: str) -> str:
    return next((p for p in _PRODUCTS if step.startswith(p + ": ")), "")
