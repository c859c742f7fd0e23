"""Run tasks on the workers of a Dask cluster; the files must be reachable under the same paths or URLs from each of them.

A cluster is a scheduler and workers, all with the same version of this package and of ``distributed``::

    pip install 'ikedoctor[cluster]'                                          # on each machine
    dask scheduler --port 8786                                                # on one
    dask worker tcp://host:8786 --nworkers N --nthreads 1 --memory-limit 1GiB # on each, N its processors
    ikedoctor batch s3://logs/vpn --out results/ --scheduler tcp://host:8786

Sizing
    Workers: one thread each, as the analysis is Python and threads would take turns. A worker needs about 300 MB: its imports, one
    batch's state, one result on its way.
    Batches: a task costs the scheduler about 4 ms of CPU and a round trip, so batches should take a second or more: 64 MB of text and
    up, never single small files. One scheduler then feeds some 250 workers.
    The client (where the command runs) unpickles results and writes the store: some 20 MB/s of results for each processor. Results
    are as large as what is found in the logs, not as the logs.
    Traffic: tasks are names and sizes, results are pickles; logs travel only from where they lie to the worker that reads them.

What fails
    A worker that dies is started again by its nanny, and its tasks go to others; after more deaths than the scheduler allows
    (``distributed.scheduler.allowed-failures``, 3) a task is split down to the unit that is at fault. Time limits are kept by
    the worker itself: it ends its process. What was done before the scheduler or the client went is in the store.

The connection may be encrypted by Dask's own settings (``distributed.comm.tls``); without it anybody who reaches the scheduler
can run code on the cluster, so it belongs into a network of its own.
"""

import contextlib
import faulthandler
import importlib.metadata
import logging
import os
import pickle
import queue
import socket
import threading
import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from types import TracebackType
from typing import Any, Self

from analyzer.batch.executor import SLOWEST, Done, ExecutorError, Failed, Function, Job, Jobs, R, Trouble, U, trouble_of

CONNECT = 5.0  # seconds until a scheduler must have answered, and its first worker be there
PATIENCE = 120.0  # seconds without any worker until a run is given up
LOOK = 2.0  # seconds between two looks at the cluster where nothing arrives
AHEAD = 2  # tasks for each thread: the one it is at and the next
LARGEST = 64_000_000  # bytes of the result of several units; a larger one is asked for in pieces
MISSING = "--scheduler needs Dask's distributed: pip install 'ikedoctor[cluster]'"
KILLED = "its worker was ended each time it was tried (out of memory, killed from outside, or over the time limit)"


class DaskExecutor:
    """The workers of a cluster; those that come later are used as well.

    Args:
        scheduler: ``tcp://host:8786`` or whatever else Dask understands.
        time_limit: seconds that a task may take (and 2 s per megabyte more) before its worker ends itself; None waits for ever.
        largest: bytes of the result of several units.
        patience: seconds to wait for workers where all are gone.

    Raises:
        ExecutorError: no scheduler answers there, it has no workers, or they run another version.

    """

    def __init__(self, scheduler: str, *, time_limit: float | None = None, largest: int = LARGEST, patience: float = PATIENCE) -> None:
        try:
            import distributed
        except ImportError as error:
            raise ExecutorError(MISSING) from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said here
        self._scheduler, self._time_limit, self._largest, self._patience = scheduler, time_limit, largest, patience
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions that differ are told below
            try:
                connect: Any = distributed.Client
                self._client = connect(scheduler, timeout=CONNECT, set_as_default=False)
            except Exception as error:
                raise ExecutorError(f"no Dask scheduler answers at {scheduler}: {trouble_of(error)[1]}") from error
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    @property
    def processes(self) -> int:
        """Threads of all workers."""
        return sum(self._client.nthreads().values())

    def run(self, function: Function[U, R], tasks: Iterable[tuple[U, ...]]) -> Iterator[Done[U, R] | Failed[U]]:
        """See ``Executor``."""
        jobs, call = Jobs(tasks), pickle.dumps(function)
        under_way: dict[Any, Job[U]] = {}
        arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
        slots, seen = AHEAD * self.processes, time.monotonic()
        try:
            while True:
                while len(under_way) < max(1, slots) and (job := jobs.take()) is not None:
                    future = self._submit(call, job)
                    under_way[future] = job
                    future.add_done_callback(arrived.put)
                if not under_way:
                    return
                try:
                    future = arrived.get(timeout=LOOK)
                except queue.Empty:
                    slots = AHEAD * self.processes if self._client.status == "running" else slots
                    seen = time.monotonic() if slots else seen
                    if time.monotonic() - seen > self._patience:
                        raise ExecutorError(f"the scheduler at {self._scheduler} has no workers any more") from None
                    continue
                seen = time.monotonic()
                job = under_way.pop(future)
                yield from self._ended(future, job, jobs)
        finally:
            with contextlib.suppress(Exception):
                self._client.cancel(list(under_way), force=True)

    def close(self) -> None:
        """Leave the cluster; its workers stay."""
        with contextlib.suppress(Exception):
            self._client.close(timeout=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _check(self) -> None:
        """Hold the workers' versions against ours."""
        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
        except Exception as error:
            raise ExecutorError(f"the scheduler at {self._scheduler} has no workers: start some with 'dask worker'") from error
        mine = versions()
        answers = self._client.run(versions, on_error="return")
        for worker, theirs in sorted(answers.items()):
            if isinstance(theirs, BaseException):
                raise ExecutorError(f"the worker {worker} cannot run ikedoctor: {trouble_of(theirs)[1]}")
            _compare(worker, theirs, mine)

    def _submit(self, call: bytes, job: Job[U]) -> Any:
        limit = None if self._time_limit is None else self._time_limit + job.size / SLOWEST
        try:
            return self._client.submit(work_off, versions(), call, pickle.dumps(job.task), self._largest, limit, pure=False, retries=0)
        except Exception as error:
            raise self._lost() from error

    def _ended(self, future: Any, job: Job[U], jobs: Jobs[U]) -> Iterator[Done[U, Any] | Failed[U]]:
        """What became of a task; the cluster forgets its result."""
        if future.status == "cancelled" or self._client.status != "running":
            raise self._lost()
        error = future.exception()
        if error is None:
            try:
                state, answer = future.result()
            except Exception as gone:  # the worker that held the result went with the connection
                error = gone
        future.release()
        if error is not None:
            yield from self._unanswered(error, job, jobs)
            return
        said = pickle.loads(answer)  # noqa: S301 - from our own cluster
        if state == "version":
            raise ExecutorError(said)
        if state == "done":
            yield Done(job.task, said)
        else:
            yield from jobs.failed(job, *said)

    def _unanswered(self, error: BaseException, job: Job[U], jobs: Jobs[U]) -> Iterator[Failed[U]]:
        """A task whose worker did not even say that it failed."""
        from distributed.scheduler import KilledWorker

        if not isinstance(error, KilledWorker):
            yield from jobs.failed(job, Trouble.DIED, trouble_of(error)[1])
        elif len(job.task) > 1:  # the scheduler has tried it again and again
            yield from jobs.failed(replace(job, failures=Trouble.DIED.value), Trouble.DIED, KILLED)
        else:  # once more: it may have waited behind the one that is at fault
            yield from jobs.failed(job, Trouble.HANGS, KILLED)

    def _lost(self) -> ExecutorError:
        return ExecutorError(f"the scheduler at {self._scheduler} is gone; what was done is kept, and a new run goes on from there")


# -- on the worker


@cache
def versions() -> dict[str, str]:
    """What must be the same on all machines."""
    found = {}
    for name in ("ikedoctor", "distributed"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "unknown"
    return found


def _compare(worker: str, theirs: dict[str, str], mine: dict[str, str]) -> None:
    for name, version in mine.items():
        if theirs.get(name) != version:
            raise ExecutorError(
                f"the worker {worker} has {name} {theirs.get(name)}, here it is {version}: install the same on all machines"
            )


def work_off(wanted: dict[str, str], call: bytes, task: bytes, largest: int, limit: float | None) -> tuple[str, bytes]:
    """Run one task; "done" and the result, "failed" and the trouble, or "version" and what is wrong, all pickled.

    Pickles, so that the scheduler carries them without looking into them, and that what is wrong with one is seen here.
    """
    try:
        _compare(socket.gethostname(), versions(), wanted)
    except ExecutorError as error:
        return "version", pickle.dumps(str(error))
    try:
        units = pickle.loads(task)  # noqa: S301 - from our own client
        with _ends_in(limit):
            answer = pickle.dumps(pickle.loads(call)(units), pickle.HIGHEST_PROTOCOL)  # noqa: S301 - from our own client
    except (Exception, SystemExit) as error:
        return "failed", pickle.dumps(trouble_of(error))
    if len(answer) > largest and len(units) > 1:
        return "failed", pickle.dumps((Trouble.TOO_LARGE, "its result is too large"))
    return "done", answer


class _Clock:
    """The one clock of this process that ends it; how many tasks run under it (several where a worker has threads)."""

    lock = threading.Lock()
    running = 0


@contextlib.contextmanager
def _ends_in(seconds: float | None) -> Iterator[None]:
    """End this process if the block takes longer, even where no other thread of Python gets to run."""
    if seconds is None:
        yield
        return
    with _Clock.lock:
        _Clock.running += 1
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        with _Clock.lock:
            _Clock.running -= 1
            if _Clock.running == 0:
                faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> int:
    """Where the traceback of a process that ends goes."""
    return os.open(os.devnull, os.O_WRONLY)
