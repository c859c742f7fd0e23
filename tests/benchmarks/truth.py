"""Hold a report against what is true of a made-up log."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.benchmarks.generate import FaultySite, Truth

Report = Mapping[str, Any]


class Row(NamedTuple):
    """One fault: connections that have it, those whose first finding names an acceptable cause, attempts that failed and were counted."""

    fault: str
    sites: int
    found: int
    attempts: int
    counted: int


class Comparison(NamedTuple):
    """All faults, and what the report says against the truth."""

    rows: list[Row]
    missed: list[str]
    false_alarms: list[str]

    @property
    def attempts(self) -> int:
        """Attempts that failed, by the truth."""
        return sum(row.attempts for row in self.rows)

    @property
    def miscounted(self) -> int:
        """Sum of the differences between the attempts that failed and those that were counted, over all faults."""
        return sum(abs(row.attempts - row.counted) for row in self.rows)


def compare(report: Report, truth: Truth) -> Comparison:
    """Compare a JSON report with the truth; a connection is known by its peer's address or its name."""
    by_peer: dict[str, list[Mapping[str, Any]]] = {}
    for key, finding in placed(report):
        by_peer.setdefault(key, []).append(finding)
    by_fault: dict[str, list[FaultySite]] = {}
    for site in truth["faulty"]:
        by_fault.setdefault(site["fault"], []).append(site)
    rows, missed = [], []
    for fault, sites in sorted(by_fault.items()):
        found = counted = 0
        for site in sites:
            findings = by_peer.pop(site["peer"], []) + by_peer.pop(site["connection"], [])
            named = [f for f in findings if f["cause"] in site["causes"]]
            counted += max((int(f.get("count", 1)) for f in named), default=0)
            if named and findings[0]["cause"] in site["causes"]:
                found += 1
            else:
                missed.append(f"{site['gateway']} {site['connection']} {fault}: {', '.join(f['cause'] for f in findings) or 'nothing'}")
        rows.append(Row(fault, len(sites), found, sum(s["attempts"] for s in sites), counted))
    for key in truth["undecided"]:
        by_peer.pop(key, None)
    wrong = [f"{key}: {', '.join(f['cause'] for f in findings)}" for key, findings in by_peer.items()]
    return Comparison(rows, missed, wrong)


def placed(report: Report) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each finding that tells a fault, and the peer's address or the name of its tunnel; what a log lacks is no fault."""
    tunnels = {tunnel["id"]: tunnel for tunnel in report["tunnels"]}
    for finding in report["findings"]:
        if finding.get("status") != "note" and finding["cause"] != "log.incomplete":
            tunnel = tunnels.get(finding["tunnel"], {})
            yield str(tunnel.get("remote") or tunnel.get("name") or finding["tunnel"]), finding
