"""Processes of this machine that run tasks: one pipe each, so that a death is that of one known task.

``concurrent.futures`` is not used because its pool does not say which task a dead process was at: all that were under way
would have to be suspected, and run again one by one. Here each process has one pipe, answers in order, and is replaced alone when
it dies, hangs, or has grown too large. Processes are forked from a small server that has imported the function's module once
(``forkserver``; ``spawn`` where there is none), so they share its memory and neither threads nor open files come along.

They end with their parent, however it ends: a thread of theirs waits for that. Ctrl-C is the parent's to see.
"""

import gc
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self, cast

from analyzer.batch.executor import SLOWEST, Done, ExecutorError, Failed, Function, Job, Jobs, R, Trouble, U, trouble_of

AHEAD = 2  # tasks of one process: the one it is at, and the next, so that it never waits for the parent
MEMORY = 220_000_000  # bytes that a process may hold between two tasks before it is replaced
NOT_STARTED = 3  # processes that die before they are ready, one after the other, until it is given up
READY = b"ready"
KILLED = "its process was ended by {} (out of memory, or killed from outside)"
EXITED = "its process ended by itself with exit code {}"
HUNG = "not done after {:.0f} s"


class LocalExecutor:
    """Processes of this machine, started when tasks come and kept from one ``run`` to the next.

    Args:
        processes: at most this many.
        time_limit: seconds that a task may take (and 2 s per megabyte more) before its process is killed; None waits for ever.
        memory: bytes that a process may hold between two tasks before a new one takes its place.

    """

    def __init__(self, processes: int, *, time_limit: float | None = None, memory: int = MEMORY) -> None:
        self.processes = max(1, processes)
        self._time_limit, self._memory = time_limit, memory
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._not_started = 0

    def run(self, function: Function[U, R], tasks: Iterable[tuple[U, ...]]) -> Iterator[Done[U, R] | Failed[U]]:
        """See ``Executor``. A task that is not picklable raises what pickle raises."""
        jobs = Jobs(tasks)
        call = pickle.dumps(function)
        try:
            while self._fill(call, jobs, function.__module__):
                yield from self._answers(jobs)
        finally:  # also where the caller goes away in the middle
            for worker in self._busy:
                worker.kill()
            self._busy.clear()

    def close(self) -> None:
        """End all processes."""
        for worker in (*self._busy, *self._idle):
            worker.kill()
        self._busy.clear()
        self._idle.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _fill(self, call: bytes, jobs: Jobs[Any], module: str) -> bool:
        """Give each process a job, then each a second; whether anything is under way."""
        for depth in range(1, AHEAD + 1):
            while jobs.waiting() and (worker := self._free(depth, module)) is not None and (job := jobs.take()) is not None:
                if not worker.send(call, job):
                    jobs.give_back(job)
                    return True  # that process is dead, as its pipe will tell
        self._idle += [w for w in self._busy if not w.jobs]  # there is no work for them
        self._busy = [w for w in self._busy if w.jobs]
        return bool(self._busy)

    def _free(self, depth: int, module: str) -> "_Worker | None":
        """A process that has fewer jobs than ``depth``: one that works, one that is idle, or a new one."""
        worker = next((w for w in self._busy if len(w.jobs) < depth and not w.leaves), None)
        if worker is None and len(self._busy) < self.processes:
            worker = self._idle.pop() if self._idle else _Worker(module, self._memory)
            self._busy.append(worker)
        return worker

    def _answers(self, jobs: Jobs[U]) -> Iterator[Done[U, Any] | Failed[U]]:
        """Wait until something happens, and tell what."""
        due = None if self._time_limit is None else min(w.due(self._time_limit) for w in self._busy) - time.monotonic()
        ready = wait([w.pipe for w in self._busy], None if due is None else max(0.0, due))
        for worker in [w for w in self._busy if w.pipe in ready]:
            yield from self._answer(worker, jobs)
        if self._time_limit is not None:
            now = time.monotonic()
            for worker in [w for w in self._busy if w.due(self._time_limit) < now and not w.pipe.poll()]:
                worker.kill()
                yield from self._lost(worker, jobs, Trouble.HANGS, HUNG.format(now - worker.since))

    def _answer(self, worker: "_Worker", jobs: Jobs[U]) -> Iterator[Done[U, Any] | Failed[U]]:
        """What a process says, or that it will say no more."""
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            yield from self._lost(worker, jobs, Trouble.DIED, worker.ended())
            return
        worker.since = time.monotonic()
        if message == READY:
            worker.started, self._not_started = True, 0
            return
        job = worker.jobs.popleft()
        good, worker.leaves = bool(message[0]), bool(message[1])
        answer = pickle.loads(memoryview(message)[2:])  # noqa: S301 - from our own process
        if worker.leaves and not worker.jobs:
            self._busy.remove(worker)
            worker.kill()
        if good:
            yield Done(job.task, answer)
        else:
            yield from jobs.failed(job, *answer)

    def _lost(self, worker: "_Worker", jobs: Jobs[U], trouble: Trouble, reason: str) -> Iterator[Failed[U]]:
        """A process is gone: the job that it was at has failed, the next was not begun."""
        self._busy.remove(worker)
        begun = 1 if worker.started else 0
        for job in reversed(list(worker.jobs)[begun:]):
            jobs.give_back(job)
        if worker.started and worker.jobs:
            yield from jobs.failed(worker.jobs[0], trouble, reason)
        elif not worker.started:
            self._not_started += 1
            if self._not_started >= NOT_STARTED:
                raise ExecutorError(f"no process can be started: {reason}")


# -- one process, seen from the parent


@dataclass(eq=False)
class _Worker:
    """A process, its pipe, the jobs that it was given and has not answered (the first is the one it is at)."""

    module: str
    memory: int
    jobs: "deque[Job[Any]]" = field(default_factory=deque)
    started: bool = False
    leaves: bool = False  # takes no more jobs
    since: float = 0.0  # when it began the first of the jobs, at the latest

    def __post_init__(self) -> None:
        context = _context(self.module)
        self.pipe, theirs = context.Pipe()
        process = cast("Any", context).Process(target=_work, args=(theirs, self.memory), daemon=True, name="ikedoctor-batch")
        self.process: BaseProcess = process
        self.since = time.monotonic()
        try:
            with _undisturbed():
                self.process.start()
        except (OSError, EOFError) as error:
            raise ExecutorError(f"processes cannot be started: {error}") from error
        finally:
            theirs.close()

    def send(self, call: bytes, job: "Job[Any]") -> bool:
        """Give it a job; whether it could be given."""
        message = pickle.dumps((call, job.task), pickle.HIGHEST_PROTOCOL)
        try:
            self.pipe.send_bytes(message)
        except OSError:
            return False
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        return True

    def due(self, limit: float | None) -> float:
        """When the first of its jobs must be done, by the monotonic clock."""
        return self.since + (limit or 0.0) + (self.jobs[0].size / SLOWEST if self.jobs else 0.0)

    def ended(self) -> str:
        """How it ended, now that its pipe is closed."""
        self.process.join(1.0)
        code = self.process.exitcode
        self.kill()
        if code is None or code >= 0:
            return EXITED.format("unknown" if code is None else code)
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return KILLED.format(name)

    def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join(5.0)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes so that Ctrl-C never reaches them, the server that forks them included."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(module: str) -> BaseContext:
    """How processes are started here; the server imports the function's module before the first is forked."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, module])
    return context


# -- one process, seen from within


def _work(pipe: Connection, memory: int) -> None:
    """Answer tasks until the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()  # records form no cycles; the collector would walk all of them again and again
    messages: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, messages), daemon=True).start()
    functions: dict[bytes, Callable[[Any], Any]] = {}
    try:
        pipe.send_bytes(READY)
        while True:
            pipe.send_bytes(_work_off(messages.get(), functions, memory))
    except OSError:
        os._exit(1)


def _listen(pipe: Connection, messages: "queue.SimpleQueue[bytes]") -> None:
    """Take messages while a task runs, so that the parent never waits to send one; end this process with the parent."""
    try:
        while True:
            messages.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _work_off(message: bytes, functions: dict[bytes, Callable[[Any], Any]], memory: int) -> bytes:
    """Run one task. The answer: whether it worked, whether this process should be replaced; then, pickled, the result or the trouble."""
    good = True
    try:
        call, task = pickle.loads(message)  # noqa: S301 - from our own parent
        if call not in functions:
            functions[call] = pickle.loads(call)  # noqa: S301 - from our own parent
        answer = pickle.dumps(functions[call](task), pickle.HIGHEST_PROTOCOL)
    except (Exception, SystemExit) as error:
        good, answer = False, pickle.dumps(trouble_of(error))
    return bytes((good, _outgrown(memory))) + answer


def _outgrown(memory: int) -> bool:
    """Whether this process holds more memory than it may, even after rubbish is collected."""
    if resident() <= memory:
        return False
    gc.collect()
    return resident() > memory


def resident() -> int:
    """Bytes of memory that this process has now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - read after each task
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
