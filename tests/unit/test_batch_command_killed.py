"""Killed at any moment, and gone on with, the command ``batch`` ends with the store of a run that nobody disturbed."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.batch.store import Store
from tests.benchmarks.trees import descendants
from tests.tools.fleets import ENVIRONMENT, archive, content, cut, logs, put
from tests.tools.packing import SQUEEZE

SECONDS = 120.0  # until a run must have ended
IMPORTS = 0.3  # seconds in which a run does not do much yet

Moment = Callable[["Run"], bool]


class Run:
    """One run of the command in a process group of its own."""

    def __init__(self, folder: Path, out: Path, *options: str) -> None:
        self.out, self.begin = out, time.monotonic()
        command = [sys.executable, "-m", "tests.tools.small_batches", "batch", "--out", str(out), "--processes", "2", "--year", "2026", "--no-progress"]
        self.process = subprocess.Popen(
            [*command, *([] if "--resume" in options else [str(folder)]), *options], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def ended(self) -> str:
        """What it printed, once it has come to its end."""
        try:
            output, _ = self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        assert self.process.returncode == 1, output
        return output

    def reaches(self, moment: Moment) -> bool:
        """Wait for the moment; whether the run still goes then."""
        end = time.monotonic() + SECONDS
        while self.process.poll() is None and not moment(self):
            assert time.monotonic() < end
            time.sleep(0.002)
        return self.process.poll() is None

    def kill(self) -> None:
        """Kill the command itself; the processes that it started have to go by themselves."""
        self.process.kill()
        self.process.communicate()
        end = time.monotonic() + 10
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.killpg(self.process.pid, 0)
                assert time.monotonic() < end, "processes outlive the command"
                time.sleep(0.02)

    def kill_worker(self, which: int) -> bool:
        """Kill one of the processes that read; whether there was one."""
        parents = {pid: parent_of(pid) for pid in descendants(self.process.pid)}
        workers = sorted(pid for pid, parent in parents.items() if parent in parents and parent != self.process.pid)
        if not workers:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(workers[which % len(workers)], signal.SIGKILL)
        return True


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0


def after(seconds: float) -> Moment:
    return lambda run: time.monotonic() - run.begin >= seconds


def records(number: int) -> Moment:
    """When the manifest has so many lines."""

    def reached(run: Run) -> bool:
        try:
            return (run.out / "manifest.jsonl").read_bytes().count(b"\n") >= number
        except OSError:
            return False

    return reached


def runs(out: Path) -> list[tuple[object, ...]]:
    with Store(out) as store, store.connect() as connection:
        return connection.execute("SELECT run, targets, finished, streams FROM runs ORDER BY run").fetchall()


@dataclass
class Undisturbed:
    """An archive, a store of an earlier state of it to begin with, the store in the end, and how the run went."""

    folder: Path
    before: Path | None
    out: Path
    seconds: float
    lines: int

    def begin(self, out: Path) -> Path:
        shutil.rmtree(out, ignore_errors=True)
        if self.before is not None:
            shutil.copytree(self.before, out)
        return out

    def check(self, out: Path) -> None:
        assert content(out) == content(self.out)
        assert runs(out) == runs(self.out)
        assert not [p.name for p in out.rglob("*") if ".new" in p.name]
        for name in ("report.md", "findings.csv"):
            assert (out / name).read_text(encoding="utf-8") == (self.out / name).read_text(encoding="utf-8")


def undisturbed(folder: Path, before: Path | None, out: Path) -> Undisturbed:
    whole = Undisturbed(folder, before, out, 0.0, 0)
    whole.begin(out)
    run = Run(folder, out)
    most = 0

    def watch(run: Run) -> bool:
        nonlocal most
        with contextlib.suppress(OSError):
            most = max(most, (run.out / "manifest.jsonl").read_bytes().count(b"\n"))
        return False

    run.reaches(watch)
    run.ended()
    whole.seconds, whole.lines = time.monotonic() - run.begin, most
    return whole


def made(folder: Path, megabytes: float) -> Undisturbed:
    archive(folder / "in", logs(folder, megabytes=megabytes))
    return undisturbed(folder / "in", None, folder / "out")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return made(tmp_path_factory.mktemp("small"), 3.0)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return made(tmp_path_factory.mktemp("large"), 20.0)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """An archive of two logs that are long enough to be read on, and some others, read once and then grown."""
    folder = tmp_path_factory.mktemp("grown")
    gateways = logs(folder, megabytes=50.0)
    long, *others = gateways
    half, rest = cut(gateways[long], 2)
    put(folder / "in", {f"{long}/charon.log": half, **{f"{name}.log.gz": SQUEEZE["gz"](gateways[name][:1_000_000]) for name in others[:4]}})
    Run(folder / "in", folder / "before").ended()
    put(folder / "in", {f"{long}/charon.log": half + rest, **{f"{name}.log.gz": SQUEEZE["gz"](gateways[name][:1_500_000]) for name in others[2:6]}})
    return undisturbed(folder / "in", folder / "before", folder / "out")


def killed(whole: Undisturbed, out: Path, moment: Moment) -> bool:
    """Kill a run at the moment, go on, compare; whether it was in time."""
    run = Run(whole.folder, whole.begin(out))
    if not run.reaches(moment):
        run.ended()
        return False
    run.kill()
    if (out / "manifest.jsonl").exists() and len(runs_begun(out)) == len(runs(whole.out)):
        Run(whole.folder, out, "--resume").ended()
    else:  # it was not told what to read
        Run(whole.folder, out).ended()
    if len(runs(out)) == len(runs(whole.out)):
        whole.check(out)
    else:  # it had ended but for its reports
        assert content(out) | {"inputs": []} == content(whole.out) | {"inputs": []}
    return True


def runs_begun(out: Path) -> list[int]:
    with Store(out) as store:
        return [r.number for r in store.contents.runs]


# -- in every test run


def test_a_run_that_is_killed_is_gone_on_with(small: Undisturbed, tmp_path: Path) -> None:
    assert small.lines > 5
    assert killed(small, tmp_path / "early", records(3))
    assert killed(small, tmp_path / "late", records(small.lines - 1))


def test_a_worker_that_is_killed_loses_nothing(small: Undisturbed, tmp_path: Path) -> None:
    run = Run(small.folder, small.begin(tmp_path / "out"))
    assert run.reaches(records(2))
    assert run.reaches(lambda r: r.kill_worker(0))
    assert "not read" not in run.ended()
    small.check(tmp_path / "out")


def test_ctrl_c_ends_a_run_that_can_be_gone_on_with(small: Undisturbed, tmp_path: Path) -> None:
    run = Run(small.folder, small.begin(tmp_path / "out"))
    assert run.reaches(records(3))
    os.killpg(run.process.pid, signal.SIGINT)  # as the terminal does, to all of them
    output, _ = run.process.communicate(timeout=SECONDS)
    assert run.process.returncode == 130
    assert output == f"\nInterrupted. To go on: ikedoctor batch --out {tmp_path / 'out'} --resume\n"
    Run(small.folder, tmp_path / "out", "--resume").ended()
    small.check(tmp_path / "out")


# -- many moments


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["large", "grown"])
def test_a_run_that_is_killed_at_many_moments_is_gone_on_with(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    whole: Undisturbed = request.getfixturevalue(kind)
    chance = random.Random(7)
    first = 1 if whole.before is None else (whole.before / "manifest.jsonl").read_bytes().count(b"\n")
    moments = [records(n) for n in range(first + 1, whole.lines, max(1, (whole.lines - first) // 6))]
    moments += [after(IMPORTS + (whole.seconds - IMPORTS) * (n + chance.random()) / 10) for n in range(10)]
    assert sum(killed(whole, tmp_path / str(n), moment) for n, moment in enumerate(moments)) > 12


WAVERS = pytest.mark.xfail(
    strict=False, reason="which events of a log that is read on are kept wavers: once in some runs there are more deletes, all else being equal"
)


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["large", pytest.param("grown", marks=WAVERS)])
def test_workers_that_are_killed_at_many_moments_lose_nothing(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    whole: Undisturbed = request.getfixturevalue(kind)
    chance = random.Random(8)
    hit = 0
    for n in range(15):
        run = Run(whole.folder, whole.begin(tmp_path / str(n)))
        if run.reaches(after(IMPORTS + (whole.seconds - IMPORTS) * (n + chance.random()) / 15)):
            hit += run.kill_worker(n)
        assert "not read" not in run.ended()
        whole.check(tmp_path / str(n))
    assert hit >= 5
