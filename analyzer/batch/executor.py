"""Run a pure function over many tasks, here or elsewhere, so that one bad unit costs only itself.

A task is a tuple of units (whatever the function understands, picklable, with a ``size`` in bytes), the function takes that tuple
and gives one picklable result. ``run`` takes an iterator of tasks of any length, keeps only a few of them under way, and yields
each result as it is there, in no particular order::

    with executor(processes=4) as crew:
        for ended in crew.run(read, tasks):
            if isinstance(ended, Failed):
                note(ended.unit, ended.reason)
            else:
                keep(ended.task, ended.result)

A task that fails is run again where that may help, then split, down to the unit that is at fault, which ends as ``Failed``; all
the others are done. So a task may come back as several ``Done``, whose tasks together with the failed units are the task given.

Executors: ``SerialExecutor`` in this process, ``LocalExecutor`` in processes of this machine (``analyzer.batch.workers``),
``DaskExecutor`` on the machines of a cluster (``analyzer.batch.dask_executor``, which tells how large batches should be).
"""

import os
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar


class Unit(Protocol):
    """What a task is made of: the smallest piece of work, say a file. It is pickled whole."""

    @property
    def size(self) -> int:
        """Bytes that reading the unit takes, about."""


U = TypeVar("U", bound=Unit)
R = TypeVar("R")
Function = Callable[[tuple[U, ...]], R]


@dataclass(frozen=True, slots=True)
class Done(Generic[U, R]):
    """What the function gave for these units."""

    task: tuple[U, ...]
    result: R


@dataclass(frozen=True, slots=True)
class Failed(Generic[U]):
    """A unit for which the function gave nothing, and why in one line."""

    unit: U
    reason: str


class ExecutorError(RuntimeError):
    """No unit is at fault but what should run them: one line for people."""


class Executor(Protocol):
    """What runs tasks."""

    @property
    def processes(self) -> int:
        """How many tasks run at the same time."""

    def run(self, function: Function[U, R], tasks: Iterable[tuple[U, ...]]) -> Iterator[Done[U, R] | Failed[U]]:
        """Run ``function``, which a module has at its top level, over all tasks; each result as soon as it is there.

        Raises:
            ExecutorError: nothing can run the tasks (any more).

        """

    def close(self) -> None:
        """End all processes, whatever they do; may be called twice."""

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None: ...


# -- tasks that fail


class Trouble(Enum):
    """How a task failed, and how often it is run in all before it is split or given up."""

    DIED = 3  # the process went: killed, or out of memory, maybe not by this task's doing
    HANGS = 2  # the time was up
    ENVIRONMENT = 4  # an OSError: files and networks recover
    ERROR = 1  # any other exception of a pure function comes again
    TOO_LARGE = 0  # the result should come in smaller pieces


@dataclass(frozen=True, slots=True)
class Job(Generic[U]):
    """A task to be run: how often it has failed, and whether it is a piece of a task that failed."""

    task: tuple[U, ...]
    failures: int = 0
    piece: bool = False

    @property
    def size(self) -> int:
        """Bytes of all units."""
        return sum(unit.size for unit in self.task)

    def after(self, trouble: Trouble, reason: str) -> "list[Job[U]] | Failed[U]":
        """What is to be run now that it failed once more: the same again, or its halves, or nothing.

        The pieces of a task that failed often are not run as often again, only the last unit: it takes the blame.
        """
        failures = self.failures + 1
        tries = 1 if self.piece and len(self.task) > 1 else trouble.value
        if failures < tries:
            return [Job(self.task, failures, self.piece)]
        if len(self.task) <= 1:
            return Failed(self.task[0], reason)
        middle = self._middle()
        return [Job(self.task[:middle], piece=True), Job(self.task[middle:], piece=True)]

    def _middle(self) -> int:
        """Where to split, so that both halves take about as long; both have a unit."""
        half, seen = self.size / 2, 0
        for number, unit in enumerate(self.task[:-1], 1):
            seen += unit.size
            if seen >= half:
                return number
        return max(1, len(self.task) // 2) if seen == 0 else len(self.task) - 1


class Jobs(Generic[U]):
    """The jobs that wait: those of tasks that failed first, then what the iterator gives. Tasks without units are passed over."""

    def __init__(self, tasks: Iterable[tuple[U, ...]]) -> None:
        self._again: deque[Job[U]] = deque()
        self._tasks = iter(tasks)

    def take(self) -> Job[U] | None:
        """The next job; None where none waits (one may come back later)."""
        if self._again:
            return self._again.popleft()
        return next((Job(task) for task in self._tasks if task), None)

    def waiting(self) -> bool:
        """Whether there is a next job now."""
        job = self.take()
        if job is not None:
            self.give_back(job)
        return job is not None

    def give_back(self, job: Job[U]) -> None:
        """Put back a job that was not begun."""
        self._again.appendleft(job)

    def failed(self, job: Job[U], trouble: Trouble, reason: str) -> Iterator[Failed[U]]:
        """Note that a job failed, and give the unit that is at fault if it is known now."""
        then = job.after(trouble, reason)
        if isinstance(then, Failed):
            yield then
        else:
            self._again.extend(then)


SLOWEST = 500_000  # bytes a second that a task makes at the least: what it may take on top of a time limit
LONGEST_REASON = 300  # characters


def trouble_of(error: BaseException) -> tuple[Trouble, str]:
    """How to go on after an exception, and what to tell people of it: its last line, without what a terminal would obey."""
    lines = "".join(traceback.format_exception_only(error)).splitlines() or [type(error).__name__]
    last = next((line for line in reversed(lines) if line.strip()), "")
    reason = "".join(c if c.isprintable() else "\ufffd" for c in last.strip())
    if len(reason) > LONGEST_REASON:
        reason = reason[: LONGEST_REASON - 1] + "\u2026"
    if isinstance(error, MemoryError):
        return Trouble.DIED, reason
    return (Trouble.ENVIRONMENT if isinstance(error, OSError) else Trouble.ERROR), reason


# -- the executor of this process, and which to take


class SerialExecutor:
    """One task after the other in this process: no process is started, nothing is pickled, and nothing guards against a crash."""

    processes = 1

    def run(self, function: Function[U, R], tasks: Iterable[tuple[U, ...]]) -> Iterator[Done[U, R] | Failed[U]]:
        """See ``Executor``."""
        jobs = Jobs(tasks)
        while (job := jobs.take()) is not None:
            try:
                result = function(job.task)
            except (Exception, SystemExit) as error:
                yield from jobs.failed(job, *trouble_of(error))
            else:
                yield Done(job.task, result)

    def close(self) -> None:
        """Nothing runs after ``run``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def executor(processes: int | None = None, scheduler: str | None = None, time_limit: float | None = None) -> Executor:
    """The executor for these wishes: the cluster's where there is a scheduler, else processes (by default one per processor).

    Args:
        processes: of this machine; 1 runs the tasks in this process.
        scheduler: address of a Dask scheduler, ``tcp://host:8786``.
        time_limit: seconds that a task may take before its process is ended; on top come two seconds per megabyte.

    Raises:
        ExecutorError: the scheduler cannot be used.

    """
    if scheduler is not None:
        from analyzer.batch.dask_executor import DaskExecutor

        return DaskExecutor(scheduler, time_limit=time_limit)
    wanted = processes or available()
    if wanted == 1 and time_limit is None:
        return SerialExecutor()
    from analyzer.batch.workers import LocalExecutor

    return LocalExecutor(wanted, time_limit=time_limit)


def available() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
