"""A real Dask cluster over loopback: one scheduler and its workers, each a process with a nanny."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[2]
SECONDS = 30.0  # until a process of the cluster must be there


class Cluster:
    """Started by ``with``; all its processes are gone afterwards."""

    def __init__(self, workers: int, environment: Mapping[str, str] | None = None) -> None:
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__NANNY__ENVIRON__MALLOC_TRIM_THRESHOLD_": "65536"}
        self._environment |= environment or {}
        self._count, self._processes = workers, list[subprocess.Popen[bytes]]()
        self._logs: list[IO[bytes]] = []
        self.address = ""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="ikedoctor-cluster-")
        try:
            log = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
            self.address = self.wait_for(log, r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")[0]
            if self._count:
                self.add_workers(self._count)
        except BaseException:
            self.__exit__()
            raise
        return self

    def add_workers(self, count: int, *options: str) -> None:
        log = self.start(
            "worker", self.address, "--host", "127.0.0.1", "--nworkers", str(count), "--nthreads", "1", "--no-dashboard",
            "--local-directory", self._folder.name, *options,
        )  # fmt: skip
        self.wait_for(log, r"Registered to", count)

    def start(self, *arguments: str) -> Path:
        """Start a process of the cluster; the file that it writes to."""
        path = Path(self._folder.name) / f"{len(self._processes)}.log"
        self._logs.append(path.open("wb"))
        command = [sys.executable, "-m", "dask", *arguments]
        self._processes.append(
            subprocess.Popen(
                command, env=self._environment, cwd=self._folder.name, stdin=subprocess.DEVNULL, stdout=self._logs[-1],
                stderr=subprocess.STDOUT, start_new_session=True,
            )
        )  # fmt: skip
        return path

    @staticmethod
    def wait_for(log: Path, pattern: str, count: int = 1) -> list[str]:
        end = time.monotonic() + SECONDS
        while len(found := re.findall(pattern, log.read_text(encoding="utf-8", errors="replace"))) < count:
            if time.monotonic() > end:
                raise TimeoutError(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            time.sleep(0.05)
        return found

    @property
    def pids(self) -> list[int]:
        """The processes that were started; they have others."""
        return [process.pid for process in self._processes]

    def kill_scheduler(self) -> None:
        self._processes[0].kill()

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for log in self._logs:
            log.close()
        self._folder.cleanup()


@contextlib.contextmanager
def cluster(workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A cluster of so many workers."""
    with Cluster(workers, environment) as started:
        yield started
