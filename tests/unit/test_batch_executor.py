"""Tasks that fail cost only themselves, whatever becomes of the process that runs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.batch.executor import Done, Executor, ExecutorError, Failed, Jobs, SerialExecutor, Trouble, executor, trouble_of
from analyzer.batch.workers import LocalExecutor
from tests.tools.working import Unit, result_of, work

Ended = Sequence[Done[Unit, tuple[int, list[int]]] | Failed[Unit]]


def tasks_of(count: int, each: int, bad: dict[int, str], note: str = "") -> list[tuple[Unit, ...]]:
    units = [Unit(n, bad.get(n, ""), note=note) for n in range(count * each)]
    return [tuple(units[i : i + each]) for i in range(0, len(units), each)]


def sorted_out(ended: Ended) -> tuple[list[int], dict[int, str]]:
    """Numbers of the units that were done, and the reasons of the others."""
    done = sorted(n for e in ended if isinstance(e, Done) for n in e.result[1])
    assert done == sorted(u.number for e in ended if isinstance(e, Done) for u in e.task)
    return done, {e.unit.number: e.reason for e in ended if isinstance(e, Failed)}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def two() -> Iterator[LocalExecutor]:
    with LocalExecutor(2) as crew:
        yield crew


@pytest.mark.parametrize("processes", [1, 2])
def test_all_is_done_by_as_many_processes_as_asked(processes: int) -> None:
    with executor(processes) as crew:
        ended = list(crew.run(work, iter(tasks_of(20, 3, {0: "nap", 3: "nap"}))))
    done, failed = sorted_out(ended)
    assert (done, failed) == (list(range(60)), {})
    pids = {e.result[0] for e in ended if isinstance(e, Done)}
    assert len(pids) == processes
    assert (os.getpid() in pids) == (processes == 1)


def test_processes_are_kept_from_one_run_to_the_next(two: LocalExecutor) -> None:
    pids = [{e.result[0] for e in two.run(work, tasks_of(4, 1, dict.fromkeys(range(4), "nap"))) if isinstance(e, Done)} for _ in range(2)]
    assert pids[0] == pids[1]
    assert len(pids[0]) == 2


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("die", "SIGKILL"), ("leave", "exit code 3"), ("error", "is bad: \ufffd[31mred\ufffd[0m"),
        ("missing", "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere'"), ("unpicklable", "cannot travel"),
        ("sys.exit", "leaving"),
    ],
)  # fmt: skip
def test_only_the_bad_unit_is_lost(two: LocalExecutor, does: str, reason: str) -> None:
    done, failed = sorted_out(list(two.run(work, tasks_of(6, 7, {9: does, 30: does}))))
    assert done == [n for n in range(42) if n not in (9, 30)]
    assert set(failed) == {9, 30}
    assert all(reason in said and "Traceback" not in said and "\n" not in said for said in failed.values())


def test_a_task_whose_process_was_killed_is_run_again(two: LocalExecutor, tmp_path: Path) -> None:
    note = tmp_path / "note"
    assert sorted_out(list(two.run(work, tasks_of(4, 3, {4: "die once"}, str(note))))) == (list(range(12)), {})
    read = [int(line.split()[0]) for line in note.read_text(encoding="ascii").splitlines()]
    assert read.count(4) == 2


def test_a_unit_that_kills_is_tried_so_often_and_no_more(two: LocalExecutor, tmp_path: Path) -> None:
    note = tmp_path / "note"
    _, failed = sorted_out(list(two.run(work, tasks_of(1, 4, {2: "die"}, str(note)))))
    assert set(failed) == {2}
    tries = [line.split() for line in note.read_text(encoding="ascii").splitlines()]
    assert [n for n, _ in tries].count("2") == Trouble.DIED.value + 1 + Trouble.DIED.value  # whole, half, alone


def test_a_unit_that_hangs_is_ended_and_the_rest_is_done() -> None:
    begin = time.monotonic()
    with LocalExecutor(2, time_limit=0.3) as crew:
        done, failed = sorted_out(list(crew.run(work, tasks_of(4, 4, {6: "hang"}))))
    assert done == [n for n in range(16) if n != 6]
    assert failed[6].startswith("not done after")
    assert time.monotonic() - begin < 15


def test_a_larger_task_may_take_longer() -> None:
    with LocalExecutor(1, time_limit=0.05) as crew:
        done, _ = sorted_out(list(crew.run(work, [(Unit(1, "nap", size=1_000_000),)])))
    assert done == [1]


def test_a_process_that_grows_is_replaced() -> None:
    with LocalExecutor(1, memory=150_000_000) as crew:
        ended = list(crew.run(work, tasks_of(8, 1, dict.fromkeys(range(8), "grow"))))
    pids = [e.result[0] for e in ended if isinstance(e, Done)]
    assert len(pids) == 8
    assert 2 <= len(set(pids)) < 8


def test_few_tasks_are_taken_ahead(two: LocalExecutor) -> None:
    taken = []

    def endless() -> Iterator[tuple[Unit, ...]]:
        number = 0
        while True:
            taken.append(number)
            yield (Unit(number),)
            number += 1

    running = two.run(work, endless())
    for seen in range(1, 40):
        next(running)
        assert len(taken) <= seen + 2 * 2 + 1


def test_large_tasks_and_large_results_do_not_block_each_other(two: LocalExecutor) -> None:
    tasks = [tuple(Unit(n, note="x" * 0, size=1_000) for n in range(5000)) for _ in range(8)]
    sizes = [len(e.result) for e in two.run(result_of, tasks) if isinstance(e, Done)]
    assert sizes == [5_000_000] * 8


def test_a_run_that_is_left_leaves_no_work_behind(two: LocalExecutor, tmp_path: Path) -> None:
    note = tmp_path / "note"
    for ended in two.run(work, [(Unit(0, note=str(note)),), (Unit(1, "hang", note=str(note)),), (Unit(2, "hang", note=str(note)),)]):
        assert isinstance(ended, Done)
        break
    time.sleep(0.1)
    pids = [int(line.split()[1]) for line in note.read_text(encoding="ascii").splitlines() if not line.startswith("0 ")]
    assert [pid for pid in pids if alive(pid)] == []
    assert sorted_out(list(two.run(work, tasks_of(2, 2, {})))) == ([0, 1, 2, 3], {})


def test_idle_processes_that_were_killed_are_replaced(two: LocalExecutor) -> None:
    for _ in range(2):
        ended = list(two.run(work, tasks_of(4, 2, {0: "nap"})))
        assert sorted_out(ended) == (list(range(8)), {})
        for pid in {e.result[0] for e in ended if isinstance(e, Done)}:
            os.kill(pid, signal.SIGKILL)


def test_processes_that_cannot_start_are_told_in_a_line(two: LocalExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.batch.workers._work", os._exit)
    with pytest.raises(ExecutorError, match="no process can be started"):
        list(two.run(work, tasks_of(2, 2, {})))


SCRIPT = """
import sys
from analyzer.batch.workers import LocalExecutor
from tests.tools.working import Unit, work
if __name__ == "__main__":
    with LocalExecutor(2) as crew:
        list(crew.run(work, [(Unit(n, "hang", note=sys.argv[1]),) for n in range(9)]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_parent(number: signal.Signals, tmp_path: Path) -> None:
    note, script = tmp_path / "note", tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="ascii")
    root = str(Path(__file__).parents[2])
    parent = subprocess.Popen(
        [sys.executable, str(script), str(note)], env={**os.environ, "PYTHONPATH": root}, stderr=subprocess.PIPE, start_new_session=True
    )
    until(lambda: note.exists() and len(note.read_text(encoding="ascii").splitlines()) == 2, 20)
    pids = [int(line.split()[1]) for line in note.read_text(encoding="ascii").splitlines()]
    if number == signal.SIGINT:
        os.killpg(parent.pid, number)  # as a terminal does
    else:
        parent.send_signal(number)
    _, errors = parent.communicate(timeout=5)
    until(lambda: not any(alive(pid) for pid in pids), 5)
    assert errors.count(b"Traceback") == (number == signal.SIGINT)  # the parent's own


def until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


# -- the policy


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.sets(st.integers(0, 39)), st.sampled_from(list(Trouble)))
def test_splitting_ends_at_the_bad_units(sizes: list[int], bad: set[int], trouble: Trouble) -> None:
    jobs = Jobs([tuple(Unit(n, size=size) for n, size in enumerate(sizes)), ()])
    done, failed, runs = [], [], 0
    while (job := jobs.take()) is not None:
        runs += 1
        if bad & {u.number for u in job.task}:
            failed += [f.unit.number for f in jobs.failed(job, trouble, "bad")]
        else:
            done += [u.number for u in job.task]
    assert sorted(done) == [n for n in range(len(sizes)) if n not in bad]
    assert sorted(failed) == sorted(n for n in bad if n < len(sizes))
    assert runs <= 5 + len(bad) * (len(sizes) + 4) * 2


def test_reasons_are_short_and_harmless() -> None:
    trouble, reason = trouble_of(RuntimeError("a\n" + "x\x1b" * 500))
    assert (trouble, len(reason)) == (Trouble.ERROR, 300)
    assert "\x1b" not in reason
    assert trouble_of(MemoryError())[0] is Trouble.DIED
    assert trouble_of(ConnectionResetError("gone")) == (Trouble.ENVIRONMENT, "ConnectionResetError: gone")
    assert trouble_of(RuntimeError("\n \n"))[1] != ""


def test_serial_is_an_executor_like_the_others() -> None:
    crew: Executor = executor(1)
    assert isinstance(crew, SerialExecutor)
    with crew:
        done, failed = sorted_out(list(crew.run(work, tasks_of(3, 3, {4: "error", 7: "missing"}))))
    assert done == [0, 1, 2, 3, 5, 6, 8]
    assert set(failed) == {4, 7}
