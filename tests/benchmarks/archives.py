"""What reading an archive costs, beside the tools that people take for it.

``python -m tests.benchmarks.archives --mb 1000`` makes archives of that many millions of bytes of text and measures, each in
the same run: CPU (user and system, all processes) and wall of ``ikedoctor batch`` against ripgrep (``rg -z -c`` with what the
messages begin with), ``zcat``, ``grep -E`` and lnav without a terminal; many small files; one process against two; the growth of memory;
the cost of a Dask cluster; the throughput on each vendor's logs; and the findings against the truth. A peer that is not installed is
said to be missing. ``--only`` takes some of the parts.
"""

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tabulate import tabulate

from tests.benchmarks.archive import make
from tests.benchmarks.generate import read_truth
from tests.benchmarks.measure import CommandError, run
from tests.benchmarks.plays import VENDORS
from tests.benchmarks.run import Check, grep_patterns, log_of
from tests.benchmarks.run import Options as RunOptions
from tests.benchmarks.trees import Tree, cpu_of, run_tree
from tests.benchmarks.truth import compare
from tests.tools.cluster import cluster

FLOORS = {"mixed": 1.5, "dense": 6.0}  # CPU of the whole analysis, in multiples of rg -z -c
LNAV = 2.0  # how much faster than lnav on mixed logs
TWO = 1.6  # how much faster two processes are than one
MEMORY = 300.0  # MB of one process
FILES = 12_000
LNAV_QUERY = ";SELECT log_hostname, count(*) AS failed FROM syslog_log WHERE log_body LIKE '%failed%' GROUP BY log_hostname"


class Options(NamedTuple):
    """What was asked for."""

    mb: float
    seed: int
    folder: Path


def batch(options: Options, target: Path, *more: str) -> tuple[Tree, Path]:
    """Read an archive into a new store; the cost, and the store."""
    out = options.folder / "results"
    shutil.rmtree(out, ignore_errors=True)
    return run_tree((sys.executable, "-m", "analyzer", "batch", str(target), "--out", str(out), "--no-progress", *more)), out


def archive(options: Options, form: str, kind: str, megabytes: float, vendor: str = "charon") -> Path:
    """The archive, made unless it is there."""
    out = options.folder / f"{vendor}-{kind}-{form}-{megabytes:g}-{options.seed}"
    if not out.with_name(out.name + ".truth.json").exists():
        shutil.rmtree(out, ignore_errors=True)
        make(out, form, kind, megabytes, options.seed, vendor, files=FILES)
    return out


def peers(options: Options, target: Path) -> dict[str, list[str]]:
    """Other tools for a folder of .gz files, those that are installed."""
    expressions = grep_patterns(run_options(options), log_of(run_options(options), "dense", 30.0))
    patterns = str(expressions)
    literals = options.folder / "literals.txt"
    literals.write_text(re.sub(r"\\(.)", r"\1", expressions.read_text(encoding="utf-8")), encoding="utf-8")
    files = " ".join(shlex.quote(str(p)) for p in sorted(target.rglob("*")) if p.is_file())
    listed = options.folder / "files.txt"
    listed.write_text(files.replace(" ", "\n") + "\n", encoding="utf-8")
    commands = {
        "rg -z -c": ["rg", "-z", "-c", "-F", "-f", str(literals), str(target)],
        "zcat": ["sh", "-c", f"xargs zcat -f < {shlex.quote(str(listed))} > /dev/null"],
        "zcat | grep -c -E": ["sh", "-c", f"xargs zcat -f < {shlex.quote(str(listed))} | grep -c -E -f {shlex.quote(patterns)}"],
    }
    needed = {"rg -z -c": "rg", "zcat": "zcat", "zcat | grep -c -E": "grep"}
    for name in [name for name in commands if shutil.which(needed[name]) is None]:
        print(f"{name}: {needed[name]} is not installed")
        del commands[name]
    return commands


def run_options(options: Options) -> RunOptions:
    return RunOptions((options.mb,), 1, options.seed, options.folder, 3000)


def table(costs: dict[str, Tree], *megabytes: float) -> str:
    """The costs; ``megabytes`` of each row, or of all."""
    sizes = megabytes if len(megabytes) > 1 else megabytes * len(costs)
    rows = [
        (n, c.cpu, c.wall, size / c.cpu if c.cpu else None, size / c.wall, c.memory, c.processes)
        for (n, c), size in zip(costs.items(), sizes, strict=True)
    ]
    return tabulate(rows, ["", "CPU s", "wall s", "MB/CPU s", "MB/s", "peak MB", "processes"], floatfmt=".1f") + "\n"


def compared(options: Options, target: Path, *more: str) -> dict[str, Tree]:
    """The peers and the batch on the same files, one after the other."""
    costs: dict[str, Tree] = {}
    for name, command in peers(options, target).items():
        try:
            costs[name] = run_tree(command, allowed=(0, 1, 2))
        except CommandError as error:
            print(f"{name}: {error}")
    costs["ikedoctor batch"], _ = batch(options, target, *more)
    return costs


# -- the parts


def ratios(options: Options) -> Iterator[Check]:
    """The whole analysis of a .gz archive beside the tools that only look."""
    for kind, floor in FLOORS.items():
        target = archive(options, "gz", kind, options.mb)
        costs = compared(options, target, "--processes", "1")
        ours = costs["ikedoctor batch"]
        print(f"\n{kind}, .gz, {options.mb:g} MB of text, one process\n{table(costs, options.mb)}")
        if rg := costs.get("rg -z -c"):
            yield Check(f"{kind} .gz, CPU in multiples of rg -z -c", f"{ours.cpu / rg.cpu:.2f}", f"<= {floor}", ours.cpu <= floor * rg.cpu)
    yield from beside_lnav(options)


def beside_lnav(options: Options) -> Iterator[Check]:
    """A single .gz file of a mixed log: of thousands of files lnav reads only some."""
    if shutil.which("lnav") is None:
        print("lnav is not installed")
        return
    folder = archive(options, "one", "mixed", options.mb)
    packed = options.folder / f"{folder.name}.log.gz"
    if not packed.exists():
        with packed.open("wb") as out:
            subprocess.run(["gzip", "-1", "-c", str(folder / "all.log")], stdout=out, check=True)
    costs = {"lnav -n": run_tree(["lnav", "-n", "-c", LNAV_QUERY, str(packed)])}
    costs["ikedoctor batch"], _ = batch(options, packed, "--processes", "1")
    print(f"\nmixed, one .gz, {options.mb:g} MB\n{table(costs, options.mb)}")
    gain = costs["lnav -n"].cpu / costs["ikedoctor batch"].cpu
    yield Check("mixed, one .gz, times as fast as lnav", f"{gain:.2f}", f">= {LNAV}", gain >= LNAV)


def small(options: Options) -> Iterator[Check]:
    """Thousands of small files."""
    target = archive(options, "small", "mixed", options.mb / 3)
    costs = compared(options, target)
    print(f"\n{FILES} small .gz files, {options.mb / 3:g} MB of text\n{table(costs, options.mb / 3)}")
    ours = costs["ikedoctor batch"]
    if rg := costs.get("rg -z -c"):
        yield Check(f"{FILES} small files, wall in multiples of rg -z -c", f"{ours.wall / rg.wall:.2f}", "<= 1", ours.wall <= rg.wall)


def two(options: Options) -> Iterator[Check]:
    """One process and two, on many files and on one."""
    for form, kind in (("gz", "dense"), ("small", "mixed"), ("one", "dense")):
        size = options.mb / 3 if form == "small" else options.mb
        target = archive(options, form, kind, size)
        costs = {f"{n} processes": batch(options, target, "--processes", str(n))[0] for n in (1, 2)}
        print(f"\n{kind}, {form}, {size:g} MB\n{table(costs, size)}")
        gain = costs["1 processes"].wall / costs["2 processes"].wall
        yield Check(f"{kind} {form}, two processes against one", f"{gain:.2f}", f">= {TWO}", gain >= TWO)


def memory(options: Options) -> Iterator[Check]:
    """Peak memory of one process while the input grows."""
    for form in ("one", "gz"):
        sizes = (options.mb / 10, options.mb, options.mb * 3)
        costs = {f"{size:g} MB": batch(options, archive(options, form, "long", size))[0] for size in sizes}
        print(f"\nlong, {form}\n{table(costs, *sizes)}")
        figure = " / ".join(f"{c.memory:.0f}" for c in costs.values())
        highest = max(c.memory for c in costs.values())
        name = f"long {form}, peak MB of a process at {' / '.join(costs)}"
        yield Check(name, figure, f"< {MEMORY:.0f}", highest < MEMORY)


def dask(options: Options) -> Iterator[Check]:
    """The same archive by two processes, and by a cluster of two workers on this machine."""
    target = archive(options, "gz", "dense", options.mb)
    local, _ = batch(options, target, "--processes", "2")
    with cluster(workers=2) as started:
        before = sum(cpu_of(pid) for pid in started.pids)
        far, _ = batch(options, target, "--scheduler", started.address)
        spent = sum(cpu_of(pid) for pid in started.pids) - before
    costs = {"2 processes": local, "2 workers of Dask": far._replace(cpu=far.cpu + spent)}
    print(f"\ndense, .gz, {options.mb:g} MB\n{table(costs, options.mb)}")
    more = costs["2 workers of Dask"].cpu - local.cpu
    yield Check("Dask, CPU on top of processes", f"{more:+.1f} s", "<= 5 s", more <= 5)


def vendors(options: Options) -> Iterator[Check]:
    """Each vendor's logs: throughput of both commands, and the findings against the truth."""
    rows = []
    size = min(options.mb, 30.0)
    for vendor in ("charon", *VENDORS):
        for kind in ("dense", "mixed"):
            target = archive(options, "one", kind, size, vendor)
            cost, out = batch(options, target, "--processes", "1")
            one = run((sys.executable, "-m", "analyzer", "diagnose", "--format", "json", str(target / "all.log")))
            result, told = compare(report_of(out), read_truth(target)), compare(json.loads(one.output), read_truth(target))
            faulty = sum(row.sites for row in result.rows)
            rows.append(
                (vendor, kind, size / one.cpu, size / cost.cpu, one.memory, cost.memory, told.miscounted, result.miscounted, told.attempts)
            )
            for name, wrong in (("batch", result), ("diagnose", told)):
                figure = f"{faulty - len(wrong.missed)} of {faulty}, {len(wrong.false_alarms)} wrong"
                yield Check(f"{vendor} {kind}, faults found by {name}", figure, "all, none wrong", not (wrong.missed or wrong.false_alarms))
                for line in (wrong.missed + wrong.false_alarms)[:3]:
                    print(f"{vendor} {kind}, {name}: {line}")
    heads = ["vendor", "kind", "diagnose MB/CPU s", "batch MB/CPU s", "diagnose MB", "batch MB", "miscounted", "by batch", "attempts"]
    print(tabulate(rows, heads, floatfmt=".1f"), end="\n\n")


def report_of(out: Path) -> dict[str, Any]:
    """What a store says, in the form of a report."""
    from analyzer.batch.store import Store

    with Store(out, create=False) as store:
        connection = store.connect()
        tunnels = connection.execute("SELECT gateway, tunnel, remote, name FROM tunnels").fetchall()
        findings = connection.execute('SELECT gateway, tunnel, cause, status, "count" FROM findings').fetchall()
    return {
        "tunnels": [{"id": (g, t), "remote": remote, "name": name} for g, t, remote, name in tunnels],
        "findings": [{"tunnel": (g, t), "cause": cause, "status": status, "count": count or 0} for g, t, cause, status, count in findings],
    }


PARTS: dict[str, Callable[[Options], Iterator[Check]]] = {
    "ratios": ratios, "small": small, "two": two, "memory": memory, "dask": dask, "vendors": vendors,
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the parts and print which floors hold."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.archives", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mb", type=float, default=1000.0, help="millions of bytes of text (1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts (all)")
    parser.add_argument("--folder", type=Path, help="keep the archives here, and use those that are here")
    given = parser.parse_args(arguments)
    done: list[Check] = []
    with tempfile.TemporaryDirectory(prefix="ikedoctor-archives-") as scratch:
        folder = given.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.only:
            done += PARTS[name](Options(given.mb, given.seed, folder.resolve()))
            sys.stdout.flush()
    print(tabulate([(c.name, c.figure, c.floor, "holds" if c.holds else "MISSED") for c in done], ["floor", "measured", "wanted", ""]))
    return 0 if all(c.holds for c in done) else 1


if __name__ == "__main__":
    sys.exit(main())
