"""The same tasks on a real cluster: workers that die or hang lose nothing, and what cannot work is told in seconds."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzer.batch.dask_executor import DaskExecutor
from analyzer.batch.executor import Done, ExecutorError, Failed, executor
from tests.tools.cluster import Cluster, cluster
from tests.tools.working import Unit, result_of, work


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    with cluster(workers=2) as started:
        yield started


@pytest.fixture
def crew(running: Cluster) -> Iterator[DaskExecutor]:
    with DaskExecutor(running.address) as started:
        yield started


def run(crew: DaskExecutor, tasks: list[tuple[Unit, ...]]) -> tuple[list[int], dict[int, str], set[int]]:
    ended = list(crew.run(work, iter(tasks)))
    done = [e for e in ended if isinstance(e, Done)]
    assert all(e.result[1] == [u.number for u in e.task] for e in done)
    return (
        sorted(n for e in done for n in e.result[1]),
        {e.unit.number: e.reason for e in ended if isinstance(e, Failed)},
        {e.result[0] for e in done},
    )


def test_workers_share_the_tasks(crew: DaskExecutor) -> None:
    assert crew.processes == 2
    done, failed, pids = run(crew, [(Unit(2 * n, "nap"), Unit(2 * n + 1)) for n in range(10)])
    assert (done, failed, len(pids)) == (list(range(20)), {}, 2)


def test_only_the_unit_with_an_error_is_lost(crew: DaskExecutor) -> None:
    done, failed, _ = run(crew, [tuple(Unit(5 * t + n, "error" if (t, n) == (1, 2) else "") for n in range(5)) for t in range(4)])
    assert done == [n for n in range(20) if n != 7]
    assert failed == {7: "is bad: \ufffd[31mred\ufffd[0m"}


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(crew: DaskExecutor, tmp_path: Path) -> None:
    note = tmp_path / "note"
    tasks = [(Unit(n, "nap", note=str(note)),) for n in range(30)]
    done: list[int] = []
    killed = 0
    for ended in crew.run(work, tasks):
        assert isinstance(ended, Done)
        done += ended.result[1]
        if len(done) == 8:
            killed = int(note.read_text(encoding="ascii").split()[-1])
            os.kill(killed, signal.SIGKILL)
    assert sorted(done) == list(range(30))
    read = [int(line.split()[0]) for line in note.read_text(encoding="ascii").splitlines()]
    assert killed
    assert len(read) > 30  # what was under way was read again


def test_a_unit_that_kills_its_workers_is_found(running: Cluster, tmp_path: Path) -> None:
    with DaskExecutor(running.address) as crew:
        done, failed, _ = run(crew, [(Unit(0), Unit(1, "die")), (Unit(2), Unit(3)), (Unit(4),)])
    assert done == [0, 2, 3, 4]
    assert "its worker was ended" in failed[1]


def test_a_unit_that_hangs_is_ended_by_its_worker(running: Cluster) -> None:
    with executor(scheduler=running.address, time_limit=0.5) as crew:
        ended = list(crew.run(work, [(Unit(0, "hang"),), (Unit(1),)]))
    assert [e.task[0].number for e in ended if isinstance(e, Done)] == [1]
    assert ["time limit" in e.reason for e in ended if isinstance(e, Failed)] == [True]


def test_large_results_come_in_pieces(running: Cluster) -> None:
    with DaskExecutor(running.address, largest=1_000_000) as crew:
        ended = list(crew.run(result_of, [tuple(Unit(n, size=400_000) for n in range(8)), (Unit(8, size=3_000_000),)]))
    sizes = sorted(len(e.result) for e in ended if isinstance(e, Done))
    assert sizes == [800_000] * 4 + [3_000_000]


def test_the_cluster_forgets_what_was_fetched(crew: DaskExecutor) -> None:
    list(crew.run(result_of, [(Unit(n, size=100_000),) for n in range(10)]))
    time.sleep(0.5)
    assert sum(len(keys) for keys in crew._client.has_what().values()) == 0


def test_a_run_that_is_left_cancels_what_it_asked_for(crew: DaskExecutor) -> None:
    for _ in crew.run(work, [(Unit(n, "nap"),) for n in range(50)]):
        break
    done, _, _ = run(crew, [(Unit(1),)])
    assert done == [1]


# -- what cannot work


def test_no_scheduler_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    begin = time.monotonic()
    with pytest.raises(ExecutorError, match="no Dask scheduler answers at tcp://127"):
        DaskExecutor(address)
    assert time.monotonic() - begin < 15


def test_something_else_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 3)
            time.sleep(1)
            connection.close()

        threading.Thread(target=greet, daemon=True).start()
        begin = time.monotonic()
        with pytest.raises(ExecutorError, match="no Dask scheduler answers"):
            DaskExecutor(f"tcp://127.0.0.1:{server.getsockname()[1]}")
    assert time.monotonic() - begin < 15


def test_an_address_that_is_none() -> None:
    with pytest.raises(ExecutorError, match="no Dask scheduler answers at nonsense://x"):
        DaskExecutor("nonsense://x")


def test_a_cluster_without_workers_and_workers_of_another_version(tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    other.write_text("import analyzer.batch.dask_executor as d\nd.versions = lambda: {'ikedoctor': '0.0.0'}\n", encoding="ascii")
    with cluster(workers=0) as started:
        begin = time.monotonic()
        with pytest.raises(ExecutorError, match="has no workers: start some"):
            DaskExecutor(started.address)
        assert time.monotonic() - begin < 15
        started.add_workers(1)
        with DaskExecutor(started.address) as crew:
            started.add_workers(1, "--preload", str(other))  # one that comes late
            with pytest.raises(ExecutorError, match=r"has ikedoctor 0\.0\.0, here it is .*: install the same"):
                list(crew.run(work, [(Unit(n, "nap"),) for n in range(20)]))
        with pytest.raises(ExecutorError, match=r"has ikedoctor 0\.0\.0, here it is .*: install the same"):
            DaskExecutor(started.address)


def test_a_scheduler_that_goes_ends_the_run() -> None:
    with cluster(workers=1) as started, DaskExecutor(started.address) as crew:
        running = crew.run(work, [(Unit(n, "nap"),) for n in range(100)])
        assert isinstance(next(running), Done)
        started.kill_scheduler()
        begin = time.monotonic()
        with pytest.raises(ExecutorError, match="is gone"):
            list(running)
        assert time.monotonic() - begin < 60


def test_workers_that_all_go_end_the_run() -> None:
    with cluster(workers=0) as started:
        started.add_workers(1, "--no-nanny")
        with DaskExecutor(started.address, patience=3) as crew, pytest.raises(ExecutorError, match="no workers any more"):
            list(crew.run(work, [(Unit(1, "die"),)]))
