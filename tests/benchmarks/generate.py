"""Write a made-up log of any size, and beside it what is true of it.

``python -m tests.benchmarks.generate dense OUT --mb 300 --seed 1`` writes a charon syslog of many gateways, every line
charon's; ``long`` the same of few gateways, so that it goes over days; ``mixed`` the syslog of a whole site in which 5 % of
the lines are charon's. ``--vendor`` takes another daemon instead: pluto, cisco_ios, cisco_asa, junos. ``OUT.truth.json``
holds the counts of lines and, for each faulty connection, the causes that a diagnosis may name and the failed attempts.
"""

import argparse
import heapq
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypedDict

from tests.benchmarks.charon import Counts, Site, make_fleet
from tests.benchmarks.faults import FAULTS
from tests.benchmarks.lives import life
from tests.benchmarks.noise import Noise
from tests.benchmarks.plays import VENDORS, lines_of, make_sites
from tests.benchmarks.plays import Site as PlayingSite

START = 1_767_603_600  # a Monday
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHARON_SHARE = 0.05
SIZES = {"dense": (60, 40), "long": (8, 25), "mixed": (12, 20)}  # gateways, connections of each
TOGETHER = 3  # jobs of different gateways whose lines are mixed
CHUNK = 20_000  # lines written at once


class FaultySite(TypedDict):
    """A connection that fails, and how often it was seen to fail."""

    gateway: str
    connection: str
    local: str
    peer: str
    fault: str
    causes: list[str]
    attempts: int


class Truth(TypedDict):
    """What is true of a made-up log."""

    kind: str
    vendor: str
    seed: int
    bytes: int
    lines: int
    charon_lines: int
    failure_lines: int
    established: int
    undecided: list[str]  # addresses and names of connections of which the log does not show enough
    faulty: list[FaultySite]


class Stamp:
    """The syslog time stamp of a time, made once a second."""

    __slots__ = ("second", "text")

    def __init__(self) -> None:
        self.second, self.text = -1, ""

    def at(self, now: float) -> str:
        second = int(now)
        if second != self.second:
            t = time.gmtime(second)
            self.second = second
            self.text = f"{MONTHS[t.tm_mon - 1]} {t.tm_mday:2d} {t.tm_hour:02d}:{t.tm_min:02d}:{t.tm_sec:02d}"
        return self.text


def charon_lines(fleet: list[Site], seed: int) -> Iterator[list[str]]:
    """The lines of all sites in the order of time, with stamps, some at once; without end."""
    rnd, stamp = Random(seed), Stamp()
    heap: list[tuple[float, int]] = []
    lives = [life(site) for site in fleet]
    heads = [f" {site.gateway.host} charon[{site.gateway.pid}]: " for site in fleet]
    waiting: list[list[str]] = []
    for number, jobs in enumerate(lives):
        wait, lines = next(jobs)
        waiting.append(lines)
        heap.append((START + wait, number))
    heapq.heapify(heap)
    while True:
        due = [heapq.heappop(heap) for _ in range(1 + int(rnd.random() * TOGETHER))]
        now = stamp.at(due[-1][0])
        bursts = []
        for then, number in due:
            head = now + heads[number]
            bursts.append([f"{head}{line}\n" for line in waiting[number]])
            wait, waiting[number] = next(lives[number])
            heapq.heappush(heap, (then + wait, number))
        yield merged(bursts, rnd)


def merged(bursts: list[list[str]], rnd: Random) -> list[str]:
    """The lines of several bursts mixed at random, each burst's in its own order."""
    if len(bursts) == 1:
        return bursts[0]
    out: list[str] = []
    iterators = [iter(burst) for burst in bursts if burst]
    while len(iterators) > 1:
        index = int(rnd.random() * len(iterators))
        line = next(iterators[index], None)
        if line is None:
            del iterators[index]
        else:
            out.append(line)
    for rest in iterators:
        out.extend(rest)
    return out


def mixed_lines(charon: Iterator[list[str]], noise: Noise, rnd: Random) -> Iterator[tuple[list[str], int]]:
    """Noise with charon's lines among it, and how many of a piece's lines are charon's."""
    draw, make = rnd.random, noise.line
    for burst in charon:
        out: list[str] = []
        for line in burst:
            stamp = line[:15]
            while draw() > CHARON_SHARE:
                out.append(f"{stamp} {make()}\n")
            out.append(line)
        yield out, len(burst)


def fleet_of(vendor: str, seed: int, gateways: int, sites: int) -> tuple[Sequence[Site | PlayingSite], Counts, Iterator[list[str]]]:
    """A vendor's sites, their counters, and the lines that they write; without end."""
    if vendor == "charon":
        fleet, counts = make_fleet(seed, gateways, sites, FAULTS)
        return fleet, counts, charon_lines(fleet, seed)
    playing, counts = make_sites(vendor, seed, gateways, sites)
    return playing, counts, lines_of(vendor, playing, seed)


def generate(kind: str, out: Path, megabytes: float, seed: int, vendor: str = "charon") -> Truth:
    """Write the log ``out`` and its truth; equal arguments give equal files."""
    fleet, counts, daemon = fleet_of(vendor, seed, *SIZES[kind])
    pieces = mixed_lines(daemon, Noise(seed), Random(seed)) if kind == "mixed" else ((lines, len(lines)) for lines in daemon)
    target, size, lines, of_charon = int(megabytes * 1e6), 0, 0, 0
    with out.open("w", encoding="ascii", newline="\n") as file:
        buffer: list[str] = []
        for piece, ours in pieces:
            buffer += piece
            of_charon += ours
            if len(buffer) >= CHUNK or (buffer and size + len(buffer) * len(buffer[0]) > target):
                text = "".join(buffer)
                file.write(text)
                size, lines = size + len(text), lines + len(buffer)
                buffer.clear()
                if size >= target:
                    break
    truth: Truth = {
        "kind": kind, "vendor": vendor, "seed": seed, "bytes": size, "lines": lines, "charon_lines": of_charon,
        "failure_lines": counts.failure_lines, "established": counts.established,
        "undecided": [text for site in fleet if undecided(site) for text in (site.peer, site.name)],
        "faulty": [faulty(site, site.fault) for site in fleet if site.fault is not None and site.attempts],
    }  # fmt: skip
    truth_path(out).write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    return truth


def undecided(site: Site | PlayingSite) -> bool:
    """Whether the log ends before it shows how this connection is: in its first failing attempt, or between two SAs."""
    return (site.fault is not None and not site.attempts) or (isinstance(site, PlayingSite) and site.down)


def faulty(site: Site | PlayingSite, fault: str) -> FaultySite:
    return {
        "gateway": site.gateway.host, "connection": site.name, "local": site.gateway.address, "peer": site.peer, "fault": fault,
        "causes": list(site.causes if isinstance(site, PlayingSite) else FAULTS[fault].causes), "attempts": site.attempts,
    }  # fmt: skip


def truth_path(log: Path) -> Path:
    """Where a log's truth stands."""
    return log.with_name(log.name + ".truth.json")


def read_truth(log: Path) -> Truth:
    """The truth beside a log."""
    truth: Truth = json.loads(truth_path(log).read_text(encoding="utf-8"))
    return truth


def main() -> None:
    """Read the arguments, write the log, say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.generate", description=__doc__)
    parser.add_argument("kind", choices=sorted(SIZES))
    parser.add_argument("out", type=Path)
    parser.add_argument("--vendor", choices=("charon", *VENDORS), default="charon")
    parser.add_argument("--mb", type=float, default=300.0, help="size in millions of bytes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begin = time.process_time()
    truth = generate(options.kind, options.out, options.mb, options.seed, options.vendor)
    seconds = time.process_time() - begin
    print(
        f"{options.out}: {truth['bytes'] / 1e6:.1f} MB, {truth['lines']} lines, {truth['charon_lines']} of {options.vendor}, "
        f"{truth['failure_lines']} of failures, {len(truth['faulty'])} faulty connections; {truth['bytes'] / 1e6 / seconds:.0f} MB/s"
    )


if __name__ == "__main__":
    main()
