"""Run commands as processes and measure what each costs: CPU time of its process tree, wall time, peak memory.

Commands are run in rounds, each once a round, so that the noise of a busy machine hits all of them alike.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tabulate import tabulate

Command = Sequence[str]


class CommandError(RuntimeError):
    """A measured command ended in a way that makes its figures worthless."""


class Run(NamedTuple):
    """One run: seconds, seconds of CPU (user and system, all processes of the tree), peak memory in MB, and what it wrote."""

    wall: float
    cpu: float
    memory: float
    code: int
    output: bytes
    errors: bytes


class Cost(NamedTuple):
    """The medians over all rounds, the highest peak of memory, and the last run's output."""

    wall: float
    cpu: float
    memory: float
    output: bytes
    errors: bytes


def run(command: Command, allowed: Sequence[int] = (0, 1)) -> Run:
    """Run one command to its end.

    The kernel's figure for peak memory begins at the memory of the process that forks, so this process should stay small.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = code = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        done = Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code, out.read(), errors.read())
    if code not in allowed:
        raise CommandError(f"{' '.join(command)} ended with {code}: {done.errors[-600:].decode(errors='replace')}")
    return done


def measure(commands: Mapping[str, Command], rounds: int) -> dict[str, Cost]:
    """Run all commands in turn, ``rounds`` times."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: cost(of_name) for name, of_name in runs.items()}


def cost(runs: Sequence[Run]) -> Cost:
    """Fold the runs of one command."""
    return Cost(
        statistics.median(r.wall for r in runs),
        statistics.median(r.cpu for r in runs),
        max(r.memory for r in runs),
        runs[-1].output,
        runs[-1].errors,
    )


def costs_table(costs: Mapping[str, Cost], reference: str, megabytes: float | None = None) -> str:
    """A table of the costs; the last column is CPU time in multiples of the reference's."""
    rows = [
        [
            name, c.cpu, c.wall, round(megabytes / max(c.cpu, 1e-9)) if megabytes else None, round(c.memory),
            c.cpu / max(costs[reference].cpu, 1e-9),
        ]
        for name, c in costs.items()
    ]  # fmt: skip
    headers = ["command", "CPU s", "wall s", "MB per CPU s", "peak MB", f"x {reference}"]
    return tabulate(rows, headers, tablefmt="simple", floatfmt=("", ".2f", ".2f", ".0f", ".0f", ".2f"))
