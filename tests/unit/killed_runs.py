"""Runs that write a store and are killed: ``python -m tests.unit.killed_runs FOLDER [STEP|SECONDS...]`` prints a line of JSON for each.

A run is a fixed sequence of commits, a stream that is forgotten, a compaction; it goes by what the store knows, as a real one does.
At the step it is told it kills itself with SIGKILL: a step is just before or just after each call that changes the disk. After the
seconds it is told (with a point: 0.05) it is killed wherever it is. Then the run is done again, and what is in the store is printed.
Each run is a fork of this process, to spare the start of the libraries.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer.batch.store import Store
from analyzer.batch.tables import TABLES
from tests.unit.batch_rows import START, result

CALLS = ("write", "fsync", "replace", "unlink", "mkdir", "ftruncate")


class Steps:
    """Count the calls that change the disk, and die at one of the steps; -1 is never."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.passed = fatal, 0
        for name in CALLS:
            setattr(os, name, self._around(getattr(os, name)))

    def _around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._step()
            value = real(*args, **kwargs)
            self._step()
            return value

        return call

    def _step(self) -> None:
        if self.passed == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


def run(folder: Path) -> None:
    """Bring the store to its end from wherever it is."""
    with Store(folder, create=True) as store:
        if not store.contents.runs:
            store.begin_run(["/archive"], "1", START)
        if store.contents.runs[-1].number == 1 and not store.contents.runs[-1].finished:
            store.begin_run(["/archive"], "1", START)
            for group in ("ab", "cd"):
                _read(store, dict.fromkeys(group, 1))
            store.end_run(START)
        if not store.contents.runs[-1].finished or store.contents.runs[-1].number == 1:
            store.begin_run(["/archive"], "2", START)
            if store.known().get("d") is not None and store.known()["d"].identities[0]["size"] == 3:  # it has changed in the past
                store.forget("d")
            _read(store, {"a": 2, "b": 2})
            _read(store, {"d": 1, "e": 1})
            store.compact()
            _read(store, {"a": 3, "f": 1})
            store.end_run(START)


def _read(store: Any, wanted: dict[str, int]) -> None:
    known = store.known()
    new = {name: g for name, g in wanted.items() if name not in known or known[name].generation < g}
    store.commit(
        [result(name, g, continues=name == "a" and g > 1, count=3 if (name, g) != ("d", 1) or "a" not in known else 1, state=f"{name}{g}".encode())
         for name, g in new.items()]
    )  # fmt: skip


def shown(folder: Path) -> dict[str, Any]:
    """All rows and states, in an order of their own."""
    with Store(folder, create=True) as store:
        connection = store.connect()
        found: dict[str, Any] = {t: sorted(str(r) for r in connection.execute(f"FROM {t}").fetchall()) for t in (*TABLES, "runs")}
        found["states"] = {name: [r.generation, r.state().decode()] for name, r in sorted(store.known().items())}
    found["leftovers"] = sorted(p.name for p in folder.rglob("*") if ".new" in p.name)
    return found


def main() -> None:
    """Do what the module says; step -1 is never, and leaves the number of steps in a file."""
    base = Path(sys.argv[1])
    for point in sys.argv[2:]:
        folder = base / point
        if (child := os.fork()) == 0:
            steps = Steps(-1 if "." in point else int(point))
            run(folder)
            if point == "-1":
                (base / "steps").write_text(str(steps.passed))
            os._exit(0)
        if "." in point:
            time.sleep(float(point))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if (child := os.fork()) == 0:
            run(folder)
            sys.stdout.write(json.dumps({"point": point, "killed": killed, "shown": shown(folder)}) + "\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
