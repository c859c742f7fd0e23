"""From tunnels to the answer: findings with their words, the tunnels' states, the verdict."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from analyzer.causes._base import Cause, Clue, Weight, causes
from analyzer.framing.timestamps import iso
from analyzer.model import Analysis, Confidence, Evidence, Finding, Input, Line, Sa, Status, Tunnel, Verdict
from analyzer.tunnels import FLAPS, Facts, Fault, Tunnels, TunnelState

if TYPE_CHECKING:
    from analyzer.dumps.records import Dump

LONGEST, AROUND = 600, 100  # letters of a line that are shown, and of what stands before and after the message in a longer one
LINES = 6  # decisive lines shown of one finding

Clock = Callable[[Line], str | None]  # the time of a line, in ISO 8601


def clock(year: int | None, tz: str | None) -> Clock:
    """The times as the lines say them, completed by a year and a time zone."""
    return partial(_iso, year, tz)


def _iso(year: int | None, tz: str | None, line: Line) -> str | None:
    return iso(line.time, year, tz) if line.time else None


def analysis(tunnels: Tunnels, inputs: tuple[Input, ...], when: Clock, dumps: "Sequence[Dump]" = ()) -> Analysis:
    """Put the answer together: faults first, the surest first; then what has healed; then notes."""
    words = _Words(when)
    findings: list[Finding] = []
    for t in tunnels.all:
        findings += words.of_tunnel(t)
    known = tuple(_tunnel(t) for t in tunnels.all)
    sas: tuple[Sa, ...] = ()
    counted = _closings(tunnels) if dumps or len(inputs) > 1 else []
    if dumps or counted:
        from analyzer.sa_status import status_of

        status = status_of([*dumps, *counted], known, findings)
        known, sas = status.tunnels, status.sas
        if status.findings:
            better = {f.tunnel for f in status.findings if f.status is Status.ACTIVE}
            findings = [f for f in findings if f.cause != "log.incomplete" or f.tunnel not in better] + list(status.findings)
    rank = {Status.ACTIVE: 0, Status.RECOVERED: 1, Status.NOTE: 2}
    sure = {Confidence.PROVEN: 0, Confidence.LIKELY: 1, Confidence.POSSIBLE: 2}
    findings.sort(key=lambda f: (rank[f.status], f.cause == "log.incomplete", sure[f.confidence], -f.count))
    return Analysis(
        verdict=_verdict(known, findings),
        inputs=inputs,
        tunnels=known,
        findings=tuple(findings),
        sas=sas,
    )


def _verdict(tunnels: Sequence[Tunnel], findings: list[Finding]) -> Verdict:
    active = [f for f in findings if f.status is Status.ACTIVE]
    if any(f.cause != "log.incomplete" for f in active):
        return Verdict.FAULT
    if active:
        return Verdict.NOT_ENOUGH_LOG
    states = {t.state for t in tunnels}
    if "up" in states:
        return Verdict.HEALTHY
    if states & {"down", "phase1"}:
        return Verdict.NOT_ENOUGH_LOG
    return Verdict.NOTHING_FOUND


def _closings(tunnels: Tunnels) -> "list[Dump]":
    """The counters that the logs print when a CHILD_SA is closed, as the last dumps of those SAs."""
    from analyzer.dumps.records import LOG, ChildSa, Dump

    found = []
    for t in tunnels.all:
        children = tuple(
            ChildSa(
                where=e.where, text=e.line.text, name=t.name, state="closed", spi_in=e.get("spi_in"), spi_out=e.get("spi_out"), local=t.local,
                remote=t.remote, local_ts=tuple(e.get("local_ts").split()), remote_ts=tuple(e.get("remote_ts").split()),
                bytes_in=int(e.get("bytes_in") or 0), bytes_out=int(e.get("bytes_out") or 0),
            )
            for e in t.closings
        )  # fmt: skip
        if children:
            lines = frozenset(c.where.line for c in children)
            found.append(Dump(source=children[0].where.source, format=LOG, first_line=min(lines), last_line=max(lines), lines=lines, children=children))
    return found


def _tunnel(t: TunnelState) -> Tunnel:
    state = t.state
    if state == "up" and any(f.judgement.answer.cause.id != "log.incomplete" for f in t.active()):
        state = "degraded"
    return Tunnel(
        id=f"t{t.number}", name=t.name, local=t.local, remote=t.remote, local_id=t.local_id, remote_id=t.remote_id,
        ike_version=t.ike_version, role=t.role, state=state, attempts=t.attempts,
    )  # fmt: skip


class _Words:
    def __init__(self, when: Clock) -> None:
        self.when = when
        self.causes = {c.id: c for c in causes()}

    def of_tunnel(self, t: TunnelState) -> Iterator[Finding]:
        for fault in t.active():
            yield self._finding(t, fault, Status.ACTIVE)
        for fault in t.recovered():
            yield self._finding(t, fault, Status.RECOVERED)
        if t.losses >= FLAPS and "life.flapping" in self.causes:
            yield self._flapping(t)
        for candidate, n in t.notes.values():
            yield Finding(
                cause=candidate.cause.id, title=candidate.cause.title, confidence=Confidence.PROVEN, status=Status.NOTE, tunnel=f"t{t.number}",
                summary=f"{_tunnel_name(t)}: {candidate.cause.title}.", evidence=tuple(self._evidence(candidate.clues[:2])),
                faq=candidate.cause.faq, details=_details(candidate.clues), remedy=_remedy(candidate.cause, n),
            )  # fmt: skip

    def _finding(self, t: TunnelState, fault: Fault, status: Status) -> Finding:
        j, n = fault.judgement, fault.negotiation
        cause = j.answer.cause
        assert fault.first is not None and fault.last is not None
        return Finding(
            cause=cause.id,
            title=cause.title,
            confidence=j.confidence,
            status=status,
            tunnel=f"t{t.number}",
            summary=_summary(t, n, cause, j.confidence, status),
            evidence=tuple(self._evidence(j.answer.clues)) + (tuple(self._of_other_end(t, fault)) if status is Status.ACTIVE else ()),
            faq=cause.faq,
            aliases=cause.aliases,
            alternatives=j.others,
            ruled_out=tuple(r for r in j.not_these if r.cause not in {o.cause for o in j.others}),
            details=_details(j.answer.clues),
            remedy=_remedy(cause, n),
            ask_for=cause.ask_for if j.confidence is not Confidence.PROVEN or cause.id == "log.incomplete" else (),
            first=self.when(fault.first.event.line),
            last=self.when(fault.last.event.line),
            count=fault.count,
        )

    def _flapping(self, t: TunnelState) -> Finding:
        cause = self.causes["life.flapping"]
        lost = [f for f in t.faults.values() if f.last is not None]
        clues = [Clue(Weight.FITS, f.last.event, "the tunnel was lost here") for f in lost if f.last is not None]
        return Finding(
            cause=cause.id, title=cause.title, confidence=Confidence.LIKELY, status=Status.ACTIVE if t.active() else Status.RECOVERED,
            tunnel=f"t{t.number}", summary=f"{_tunnel_name(t)} came up and was lost {t.losses} times.",
            evidence=tuple(self._evidence(tuple(clues))), remedy=cause.remedy, ask_for=cause.ask_for, count=t.losses,
        )  # fmt: skip

    def _evidence(self, clues: tuple[Clue, ...]) -> Iterator[Evidence]:
        seen: set[tuple[object, str]] = set()
        shown = sorted(clues, key=lambda c: c.event.seq)
        texts: set[str] = set()
        for clue in shown:
            line = clue.event.line
            if (line.where, clue.why) in seen or line.message in texts:
                continue
            seen.add((line.where, clue.why))
            texts.add(line.message)
            yield Evidence(where=line.where, text=_shown(line.text, clue.event.match[0]), why=clue.why, time=self.when(line))
            if len(seen) >= LINES:
                return

    def _of_other_end(self, t: TunnelState, fault: Fault) -> Iterator[Evidence]:
        for clue in t.other_end(fault):
            line = clue.event.line
            yield Evidence(where=line.where, text=_shown(line.text, clue.event.match[0]), why=f"the other end's log: {clue.why}", time=self.when(line))


def _shown(text: str, message: str) -> str:
    """The line, or of an endless one what stands around the message."""
    text = text.strip()
    if len(text) <= LONGEST:
        return text
    at = max(text.find(message.strip()[:200]), 0)
    begin, end = max(at - AROUND, 0), at + AROUND + min(len(message), LONGEST - 2 * AROUND)
    return ("..." if begin else "") + text[begin:end].strip() + ("..." if end < len(text) else "")


def _details(clues: tuple[Clue, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for clue in clues:
        for key, value in clue.details.items():
            found.setdefault(key, value)
    return found


def _remedy(cause: Cause, n: Facts) -> tuple[str, ...]:
    own = product_of(n.dialect)
    steps = list(cause.remedy)
    for product, texts in cause.remedies.items():
        if product in (own, "Alibaba Cloud"):
            steps += [f"{product}: {text}" for text in texts]
    for product, texts in cause.remedies.items():
        if product not in (own, "Alibaba Cloud"):
            steps += [f"{product}: {text}" for text in texts]
    return tuple(steps)


_PRODUCTS = {"strongswan": "strongSwan", "openiked": "OpenIKED", "racoon": "racoon", "junos": "Juniper", "screenos": "Juniper"}


def product_of(dialect: str) -> str:
    """The name under which the causes give steps for a dialect's product."""
    maker = dialect.partition("_")[0]
    return _PRODUCTS.get(dialect) or _PRODUCTS.get(maker) or maker.capitalize()


def _tunnel_name(t: TunnelState) -> str:
    name = f"Tunnel {t.name}" if t.name else "The tunnel"
    if t.local and t.remote:
        return f"{name} between {t.local} and {t.remote}"
    return f"{name} to {t.remote or t.local}" if t.remote or t.local else name


def _summary(t: TunnelState, n: Facts, cause: Cause, confidence: Confidence, status: Status) -> str:
    sure = {Confidence.PROVEN: "", Confidence.LIKELY: "most likely: ", Confidence.POSSIBLE: "possibly: "}[confidence]
    where = {1: "phase 1 failed", 2: "phase 1 is up, phase 2 failed" if n.up else "phase 2 failed"}.get(cause.phase, "trouble")
    if cause.phase == 0 and cause.id == "log.incomplete":
        where = "the negotiation did not finish"
    how = ", ".join(
        p for p in (f"IKEv{n.ike_version}" if n.ike_version else "", f"{n.mode} mode" if n.mode and n.ike_version == 1 else "",
                    f"this gateway is the {n.role}" if n.role else "") if p
    )  # fmt: skip
    past = " (it works since)" if status is Status.RECOVERED else ""
    title = cause.title if cause.title[:3].isupper() else cause.title[0].lower() + cause.title[1:]
    return f"{_tunnel_name(t)}: {where}{f' ({how})' if how else ''}, {sure}{title}{past}."
