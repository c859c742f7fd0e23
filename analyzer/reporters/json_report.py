"""The report for programs: ``schema/report-1.json`` describes it, and is part of the public contract."""

import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from analyzer.model import Analysis, Finding, Input, Sa, Tunnel
from analyzer.redact import secrets

SCHEMA = "ikedoctor.report/1"


def render(analysis: Analysis) -> str:
    """The analysis as JSON text; letters that are not seen, or that steer a terminal, are written as JSON's escapes."""
    return escaped(json.dumps(to_dict(analysis), indent=1, ensure_ascii=False) + "\n")


def escaped(text: str) -> str:
    """JSON text in which letters that are not seen, or that steer a terminal, are escapes."""
    return text if text.isascii() and "\x7f" not in text else "".join(map(_escaped, text))


def _escaped(c: str) -> str:
    return c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1]


def to_dict(analysis: Analysis) -> dict[str, Any]:
    """The analysis as the contract says; log texts are verbatim but for secrets."""
    return {
        "schema": SCHEMA,
        "version": program_version(),
        "inputs": [_input(i) for i in analysis.inputs],
        "verdict": str(analysis.verdict),
        "tunnels": [_tunnel(t) for t in analysis.tunnels],
        "findings": [_finding(f) for f in analysis.findings],
        "sas": [_sa(s) for s in analysis.sas],
    }


def program_version() -> str:
    """The version of this program, 0 where it is not installed."""
    try:
        return version("ikedoctor")
    except PackageNotFoundError:
        return "0"


def _input(i: Input) -> dict[str, Any]:
    return {
        "source": i.source,
        "regions": [{"dialect": r.dialect, "kind": r.kind, "first_line": r.first_line, "last_line": r.last_line} for r in i.regions],
        "lines": i.lines,
        "events": i.events,
        "noise": i.noise,
        "other": i.other,
        "not_understood": i.not_understood,
        "unparsed": [{"line": u.where.line, "text": secrets(u.text), "reason": u.reason} for u in i.unparsed],
        "problem": i.problem,
        "remarks": list(i.remarks),
    }


def _tunnel(t: Tunnel) -> dict[str, Any]:
    return {
        "id": t.id, "name": t.name, "local": t.local, "remote": t.remote, "local_id": t.local_id, "remote_id": t.remote_id,
        "ike_version": t.ike_version, "role": t.role, "state": t.state, "attempts": t.attempts,
    }  # fmt: skip


def _sa(s: Sa) -> dict[str, Any]:
    return {
        "tunnel": s.tunnel, "kind": s.kind, "name": s.name, "state": s.state, "source": s.where.source, "line": s.where.line,
        "ike_version": s.ike_version, "spi_in": s.spi_in, "spi_out": s.spi_out, "local_ts": list(s.local_ts), "remote_ts": list(s.remote_ts),
        "bytes_in": s.bytes_in, "bytes_out": s.bytes_out, "packets_in": s.packets_in, "packets_out": s.packets_out, "encap": s.encap,
        "proposal": s.proposal, "age": s.age, "configured": s.configured,
    }  # fmt: skip


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "cause": f.cause,
        "faq": list(f.faq),
        "aliases": list(f.aliases),
        "title": f.title,
        "confidence": str(f.confidence),
        "status": str(f.status),
        "tunnel": f.tunnel,
        "summary": secrets(f.summary),
        "evidence": [
            {"source": e.where.source, "line": e.where.line, "time": e.time, "text": secrets(e.text), "why": secrets(e.why)} for e in f.evidence
        ],
        "alternatives": [{"cause": a.cause, "why": secrets(a.why)} for a in f.alternatives],
        "ruled_out": [{"cause": r.cause, "why": secrets(r.why)} for r in f.ruled_out],
        "details": {key: secrets(value) for key, value in f.details.items()},
        "remedy": list(f.remedy),
        "ask_for": list(f.ask_for),
        "first": f.first,
        "last": f.last,
        "count": f.count,
    }
