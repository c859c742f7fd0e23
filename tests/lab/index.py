"""The rows of ``index.tsv``: which file came from where, and what may be answered from it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

LAB = Path(__file__).parent
DATA = LAB / "data"

HEALTHY = "healthy"
INCOMPLETE = "log.incomplete"
MAIN_LOGS = ("charon.log", "pluto.log", "syslog", "journal.log")  # of one side, the fullest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question: a file, or one log of each side, and what may be answered from it."""

    paths: tuple[str, ...]
    daemon: str
    side: str
    role: str
    ike: str
    mode: str
    kind: str
    framing: str
    truth_cause: str
    acceptable: frozenset[str]
    connections: Mapping[str, str]
    determinable: str
    injected_fault: str

    @property
    def path(self) -> str:
        """The file below ``data``, both where there are two."""
        return " + ".join(self.paths)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files themselves."""
        return tuple(DATA / path for path in self.paths)

    @property
    def scenario(self) -> str:
        """The run that the file belongs to."""
        return self.paths[0].split("/")[0]


def rows(kind: str) -> tuple[Row, ...]:
    """The rows of one kind: ``log``, ``sa``, ``conn``, ``both`` for the logs of both sides, ``with-dumps`` for one side's log and dumps."""
    if kind == "both":
        return _pairs()
    if kind == "with-dumps":
        return _with_dumps()
    with (LAB / "index.tsv").open(encoding="utf-8", newline="") as table:
        entries = list(csv.DictReader(table, delimiter="\t"))
    by_connection = {
        entry["path"].split("/")[0]: entry["acceptable_causes"] for entry in entries if "=" in entry["acceptable_causes"]
    }  # dumps of such a run say "per_connection" only
    return tuple(_row(entry, by_connection) for entry in entries if entry["kind"] == kind)


def _row(entry: Mapping[str, str], by_connection: Mapping[str, str]) -> Row:
    causes = entry["acceptable_causes"]
    if causes == "per_connection":
        causes = by_connection[entry["path"].split("/")[0]]
    answers = causes.split("|")
    connections = dict(answer.split("=") for answer in answers) if "=" in causes else {}
    return Row(
        paths=(entry["path"],),
        daemon=entry["daemon"],
        side=entry["side"],
        role=entry["role"],
        ike=entry["ike"],
        mode=entry["mode"],
        kind=entry["kind"],
        framing=entry["framing"],
        truth_cause=entry["truth_cause"],
        acceptable=frozenset() if connections else frozenset(answers),
        connections=connections,
        determinable=entry["determinable"],
        injected_fault=entry["injected_fault"],
    )


def _pairs() -> tuple[Row, ...]:
    """For each run one log of either side; what both sides may say, and the truth, is acceptable."""
    best: dict[tuple[str, str], Row] = {}
    for name in reversed(MAIN_LOGS):
        best |= {(row.scenario, row.side): row for row in rows("log") if row.paths[0].endswith(f"/{name}") and not row.connections}
    return tuple(
        _pair(best[scenario, "A"], best[scenario, "B"]) for scenario, side in sorted(best) if side == "A" and (scenario, "B") in best
    )


def _pair(ours: Row, theirs: Row) -> Row:
    nothing = frozenset({INCOMPLETE})
    shared = ours.acceptable & theirs.acceptable
    if ours.acceptable == nothing or theirs.acceptable == nothing:
        shared = (ours.acceptable | theirs.acceptable) - nothing or nothing
    acceptable = shared | ({ours.truth_cause} if ours.truth_cause == HEALTHY else frozenset(ours.truth_cause.split("|")))
    daemons = ours.daemon if ours.daemon == theirs.daemon else f"{ours.daemon} to {theirs.daemon}"
    return Row(
        paths=(*ours.paths, *theirs.paths),
        daemon=daemons,
        side="A and B",
        role="both",
        ike=ours.ike,
        mode=ours.mode,
        kind="both",
        framing=f"{ours.framing}, {theirs.framing}",
        truth_cause=ours.truth_cause,
        acceptable=acceptable,
        connections={},
        determinable="yes" if len(acceptable) == 1 else "no",
        injected_fault=ours.injected_fault,
    )


def _with_dumps() -> tuple[Row, ...]:
    """For each side its fullest log with its last dumps; what the log allows, and what the dumps show beside it, is acceptable."""
    best: dict[str, Row] = {}
    for name in reversed(MAIN_LOGS):
        best |= {row.paths[0].rpartition("/")[0]: row for row in rows("log") if row.paths[0].endswith(f"/{name}")}
    dumps: dict[str, list[Row]] = {}
    for row in (*rows("sa"), *rows("conn")):
        folder, _, name = row.paths[0].rpartition("/")
        if name.count(".") == 1:  # not one from before
            dumps.setdefault(folder, []).append(row)
    return tuple(
        replace(
            log,
            paths=(*log.paths, *(d.paths[0] for d in dumps[folder])),
            kind="with-dumps",
            acceptable=log.acceptable | frozenset(c for d in dumps[folder] if d.kind == "sa" for c in d.acceptable if c != INCOMPLETE),
        )
        for folder, log in sorted(best.items())
        if folder in dumps
    )
