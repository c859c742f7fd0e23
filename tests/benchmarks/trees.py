"""Run a command with all the processes that it starts, and measure them together.

A process that outlives its parent (the server from which Python forks workers does, for a moment) is not in the figures that the
kernel gives for the command: this process adopts such orphans, waits for them, and adds theirs.
"""

import ctypes
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.measure import CommandError

PR_SET_CHILD_SUBREAPER = 36
LOOK = 0.05  # seconds between two looks at the memory


class Tree(NamedTuple):
    """Seconds, seconds of CPU of all processes, the highest peak of one process in MB, and how many processes were seen."""

    wall: float
    cpu: float
    memory: float
    processes: int
    output: bytes
    errors: bytes


def run_tree(command: Sequence[str], allowed: Sequence[int] = (0, 1), seconds: float = 7200.0) -> Tree:
    """Run a command to its end, and to that of all its descendants."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        watch = Watch(process.pid)
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        wall = time.perf_counter() - begin
        process.returncode = code = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime + sum(orphans())
        peak, seen = watch.stop()
        out.seek(0)
        errors.seek(0)
        done = Tree(wall, cpu, peak, seen, out.read(), errors.read())
    if code not in allowed:
        raise CommandError(f"{' '.join(command)} ended with {code}: {done.errors[-600:].decode(errors='replace')}")
    return done


def orphans() -> Iterator[float]:
    """Seconds of CPU of each adopted process, once it has ended."""
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return
        yield usage.ru_utime + usage.ru_stime


class Watch(threading.Thread):
    """Looks again and again at the peaks of memory of a process and its descendants."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._peaks, self._end = pid, dict[int, float](), threading.Event()
        self.start()

    def run(self) -> None:
        while not self._end.wait(LOOK):
            for pid in descendants(self._pid):
                self._peaks[pid] = max(self._peaks.get(pid, 0.0), peak_of(pid))

    def stop(self) -> tuple[float, int]:
        """The highest peak in MB, and the number of processes."""
        self._end.set()
        self.join()
        return max(self._peaks.values(), default=0.0), len(self._peaks)


def descendants(root: int) -> set[int]:
    """A process and all that come from it, now."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def peak_of(pid: int) -> float:
    """The peak of memory of one process in MB; 0 where it is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def cpu_of(root: int) -> float:
    """Seconds of CPU that a process and its descendants have used so far, those that have ended included."""
    ticks = 0
    for pid in descendants(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")
