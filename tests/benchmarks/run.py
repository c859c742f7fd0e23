"""The benchmarks with their floors: ``make bench``, or ``python -m tests.benchmarks.run --mb 300 --rounds 3``.

1. A paste of 20 lines is answered in at most 1.5 times the time of importing pyparsing and click, plus 150 ms; no pandas.
2. A log is read, file to findings, at 25 MB per second of CPU where every line is charon's, at 80 where 5 % are; beside it in
   the same rounds a ``grep -c -E`` of the begins of the same messages, and pyparsing as it comes.
3. The peak of memory stays under 200 MB, with thousands of tunnels too. It does not grow with the log: what is held is bounded
   by the tunnels, so few tunnels that talk for days show it.
4. A dump of 5,000 tunnels is analysed in 5 seconds of CPU and 300 MB.
5. Every faulty connection is found, no healthy one is accused, and the failed attempts are counted.

The exit code is 1 if a floor is missed.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tabulate import tabulate

from analyzer.extract.compile import heads
from tests.benchmarks.charon import make_fleet
from tests.benchmarks.dumps import statusall
from tests.benchmarks.faults import FAULTS
from tests.benchmarks.generate import generate, read_truth, truth_path
from tests.benchmarks.measure import Cost, costs_table, measure, run
from tests.benchmarks.naive import SAMPLE, charon_texts, first_lines, messages_in
from tests.benchmarks.truth import Report, compare

FLOORS = {"dense": 25.0, "mixed": 80.0}  # MB per second of CPU
MEMORY_FLOOR = 200.0  # MB
GROWTH = 1.1  # peak memory of the largest log, in multiples of the smallest's
COLD_FACTOR, COLD_EXTRA = 1.5, 0.150
COLD_ROUNDS = 11
COUNT_TOLERANCE = 0.01  # attempts that are under way when the log ends
SHOWN = 5
DUMP_TUNNELS, DUMP_CPU, DUMP_MEMORY = 5000, 5.0, 300.0  # seconds, MB
DIAGNOSE = (sys.executable, "-m", "analyzer", "diagnose")


class Check(NamedTuple):
    """One floor and the figure that was measured."""

    name: str
    figure: str
    floor: str
    holds: bool


class Options(NamedTuple):
    """What was asked for."""

    sizes: tuple[float, ...]
    rounds: int
    seed: int
    folder: Path
    naive_lines: int


def paste(seed: int) -> str:
    """Twenty lines of a tunnel whose pre-shared key is wrong."""
    fleet, _ = make_fleet(seed, 1, 20, FAULTS)
    site = next(s for s in fleet if s.fault == "psk_wrong_here")
    lines = [line for _ in range(2) for _, job in FAULTS["psk_wrong_here"].attempt(site) for line in job]
    return "".join(f"Jan  5 09:00:00 {site.gateway.host} charon[{site.gateway.pid}]: {line}\n" for line in lines[:20])


def cold_start(options: Options) -> Iterator[Check]:
    """How long a short answer takes, and what is imported for it."""
    file = options.folder / "paste.log"
    file.write_text(paste(options.seed), encoding="utf-8")
    commands = {"import pyparsing, click": (sys.executable, "-c", "import pyparsing, click"), "diagnose": (*DIAGNOSE, str(file))}
    measure(commands, 1)  # fills the caches
    costs = measure(commands, COLD_ROUNDS)
    print(costs_table(costs, "import pyparsing, click"), end="\n\n")
    limit = COLD_FACTOR * costs["import pyparsing, click"].wall + COLD_EXTRA
    wall = costs["diagnose"].wall
    yield Check("20 lines, cold start", f"{wall * 1000:.0f} ms", f"<= {limit * 1000:.0f} ms", wall <= limit)
    imported = run((sys.executable, "-X", "importtime", *DIAGNOSE[1:], str(file))).errors
    heavy = sorted(name for name in ("numpy", "pandas") if re.search(rf"\| +{name}$".encode(), imported, re.MULTILINE))
    yield Check("20 lines, imports", ", ".join(heavy) or "neither pandas nor numpy", "no pandas", not heavy)


def dump(options: Options) -> Iterator[Check]:
    """The SA dump of a gateway with thousands of tunnels, file to report."""
    file = options.folder / f"statusall-{DUMP_TUNNELS}.txt"
    file.write_text(statusall(options.seed, DUMP_TUNNELS), encoding="utf-8")
    cost = run((*DIAGNOSE, str(file)))
    lines = cost.output.count(b"\n")
    yield Check(f"dump of {DUMP_TUNNELS} tunnels, CPU", f"{cost.cpu:.1f} s", f"<= {DUMP_CPU:.0f} s", cost.cpu <= DUMP_CPU)
    yield Check(f"dump of {DUMP_TUNNELS} tunnels, peak memory", f"{cost.memory:.0f} MB", f"< {DUMP_MEMORY:.0f}", cost.memory < DUMP_MEMORY)
    yield Check(f"dump of {DUMP_TUNNELS} tunnels, lines of the report", str(lines), "<= 400", lines <= 400)


def log_of(options: Options, kind: str, megabytes: float) -> Path:
    """The made-up log, written unless it is there."""
    log = options.folder / f"{kind}-{megabytes:g}-{options.seed}.log"
    if not (log.exists() and truth_path(log).exists()):
        generate(kind, log, megabytes, options.seed)
    return log


def grep_patterns(options: Options, log: Path) -> Path:
    """A file of what the log's messages begin with, for ``grep -E -f``."""
    found = {head for m in messages_in(charon_texts(first_lines(log, SAMPLE))) for head in heads(m.expr) or () if len(head) >= 4}
    file = options.folder / "patterns.txt"
    file.write_text("".join(re.sub(r"[^\w ]", r"\\\g<0>", head) + "\n" for head in sorted(found)), encoding="utf-8")
    return file


def throughput(options: Options, kind: str, patterns: Path) -> Iterator[Check]:
    """File to findings beside grep and pyparsing, then the findings against the truth."""
    log = log_of(options, kind, options.sizes[-1])
    megabytes = log.stat().st_size / 1e6
    command = (*DIAGNOSE, "--format", "json", str(log))
    naive = (sys.executable, "-m", "tests.benchmarks.naive", str(log), "--lines", str(options.naive_lines))
    costs = measure(
        {"diagnose": command, "grep -c -E": ("grep", "-c", "-E", "-f", str(patterns), str(log)), "pyparsing": naive}, options.rounds
    )
    said = json.loads(costs["pyparsing"].output)
    scale = megabytes * 1e6 / said["bytes"]
    seconds = said["seconds"] * scale
    costs["pyparsing"] = Cost(seconds, seconds, costs["pyparsing"].memory, b"", b"")
    print(f"{kind}, {megabytes:.0f} MB (pyparsing: scaled from {said['lines']} lines, {said['understood']} understood)")
    print(costs_table(costs, "diagnose", megabytes), end="\n\n")
    speed = megabytes / costs["diagnose"].cpu
    yield Check(f"{kind}, file to findings", f"{speed:.1f} MB per CPU s", f">= {FLOORS[kind]:.0f}", speed >= FLOORS[kind])
    peak = costs["diagnose"].memory
    yield Check(f"{kind}, peak memory at {megabytes:.0f} MB", f"{peak:.0f} MB", f"< {MEMORY_FLOOR:.0f}", peak < MEMORY_FLOOR)
    yield from correctness(json.loads(costs["diagnose"].output), log, kind)


def correctness(report: Report, log: Path, kind: str) -> Iterator[Check]:
    """The findings against the truth beside the log."""
    truth = read_truth(log)
    result = compare(report, truth)
    print(f"{kind}: {truth['lines']} lines, {truth['charon_lines']} of charon, {truth['failure_lines']} tell failures")
    print(tabulate(result.rows, ["fault", "connections", "found", "failed attempts", "counted"]), end="\n\n")
    for title, names in (("not found", result.missed), ("wrong", result.false_alarms)):
        for name in names[:SHOWN]:
            print(f"{title}: {name}")
    faulty = sum(row.sites for row in result.rows)
    found = faulty - len(result.missed)
    yield Check(f"{kind}, faulty connections found", f"{found} of {faulty}", "all", not result.missed)
    yield Check(f"{kind}, healthy connections accused", str(len(result.false_alarms)), "none", not result.false_alarms)
    allowed, miscounted = COUNT_TOLERANCE * result.attempts, f"{result.miscounted} of {result.attempts}"
    yield Check(f"{kind}, failed attempts miscounted", miscounted, f"<= {allowed:.0f}", result.miscounted <= allowed)
    read = sum(int(i["lines"]) for i in report["inputs"])
    yield Check(f"{kind}, lines in the ledger", str(read), str(truth["lines"]), read == truth["lines"])


def memory(options: Options) -> Iterator[Check]:
    """Peak memory over logs of growing size: of few tunnels, which has to stay, and of many, some of which are new to the end."""
    peaks = {
        kind: [run((*DIAGNOSE, "--format", "json", str(log_of(options, kind, size)))).memory for size in options.sizes]
        for kind in ("long", "dense")
    }
    rows = zip(options.sizes, *peaks.values(), strict=True)
    print(tabulate(rows, ["MB", "peak MB, 200 tunnels", "peak MB, 2400 tunnels"], floatfmt=("g", ".1f", ".1f")), end="\n\n")
    first, *_, last = peaks["long"]
    sizes = " / ".join(f"{size:g}" for size in options.sizes)
    figure = " / ".join(f"{peak:.0f}" for peak in peaks["long"])
    yield Check(f"long, peak memory at {sizes} MB", f"{figure} MB", f"last <= {GROWTH} x first", last <= GROWTH * first)


def checks(options: Options) -> Iterator[Check]:
    """All floors in order."""
    yield from cold_start(options)
    yield from dump(options)
    patterns = grep_patterns(options, log_of(options, "dense", options.sizes[0]))
    for kind in FLOORS:
        yield from throughput(options, kind, patterns)
    yield from memory(options)


def parse(arguments: list[str] | None = None) -> tuple[argparse.Namespace, tuple[float, ...]]:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.run", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mb", type=float, default=300.0, help="size of the largest log in millions of bytes (300)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="small logs and one round: shows that it runs, the figures say little")
    parser.add_argument("--folder", type=Path, help="keep the logs here, and use those that are here")
    options = parser.parse_args(arguments)
    if options.quick:
        options.mb, options.rounds = min(options.mb, 30.0), 1
    return options, (options.mb / 10, options.mb / 3, options.mb)


def main(arguments: list[str] | None = None) -> int:
    """Run all benchmarks and print which floors hold."""
    given, sizes = parse(arguments)
    with tempfile.TemporaryDirectory(prefix="ikedoctor-bench-") as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        done = list(checks(Options(sizes, given.rounds, given.seed, folder, 3000)))
    print(tabulate([(c.name, c.figure, c.floor, "holds" if c.holds else "MISSED") for c in done], ["floor", "measured", "wanted", ""]))
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return 0 if all(c.holds for c in done) else 1


if __name__ == "__main__":
    sys.exit(main())
