"""Worker processes of this computer, supervised: a killed one costs a chunk, never the sweep.

Each worker has a pipe and at most one chunk. Ready-made pools are of no use here: a killed process
breaks or hangs them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, resource_tracker
from pathlib import Path
from typing import Any

from tenfold.sim.sweep.running.work import (
    Computes,
    Files,
    Finished,
    Orders,
    Results,
    Work,
    WorkersError,
    begin,
    lost,
    said,
)

TICK = 0.25
"""Seconds after which a caller gets a word even if nothing came back."""
STILLBORN = 10
"""Workers in a row that may end before they are ready: accidents happen, faults come again."""
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that workers leave to the driver, which lets them finish their chunks."""
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMBA_NUM_THREADS",
        "ARROW_IO_THREADS",
    ),
    "1",
)
"""N workers use N cores, so no library inside one starts threads of its own."""
QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores() -> int:
    """Cores that this process may use: those it is bound to, and no more than a container's."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    with suppress(OSError, ValueError):
        share, period = QUOTA.read_text().split()
        cores = min(cores, round(int(share) / int(period)))
    return max(1, cores)


def compute_here(work: Work, orders: Orders, jobs: int, say: Callable[[str], None]) -> Results:
    """Compute chunks in worker processes until no order is left.

    Args:
        work: what to compute.
        orders: the chunks; once they are stopped, those in flight are awaited.
        jobs: processes.
        say: told of each worker that ended.

    Yields:
        What became of a chunk, in the order of completion; None when nothing came for a moment.

    Raises:
        WorkersError: if workers cannot begin.
    """
    crew = _Crew(work.packed(), orders, jobs, say)
    try:
        while crew.busy or orders.waiting:
            crew.fill()
            yield from crew.listen()
        crew.dismiss()
    finally:
        crew.kill()


class _Worker:
    """A process, its pipe, and the chunk it has."""

    def __init__(self, packed: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, packed), daemon=True)
        with deaf(IGNORED), one_thread():
            self.process.start()
        theirs.close()
        self.ready = False
        self.hung_up = False
        self.chunk: int | None = None

    def receive(self) -> tuple[str, Any] | None:
        """The next message that has come; None where there is none."""
        try:
            return self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):  # it has ended, perhaps in the middle of a message
            self.hung_up = True
            self.process.join(1)
            return None

    def order(self, number: int) -> bool:
        """Hand out a chunk; False where the worker has just ended."""
        try:
            self.pipe.send(number)
        except OSError:
            return False
        self.chunk = number
        return True

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


class _Crew:
    """The workers of a sweep, and what has come from them."""

    def __init__(
        self, packed: bytes, orders: Orders, jobs: int, say: Callable[[str], None]
    ) -> None:
        self._packed, self._orders, self._jobs, self._say = packed, orders, jobs, say
        self._workers: list[_Worker] = []
        self._stillborn = 0

    @property
    def busy(self) -> bool:
        return any(worker.chunk is not None for worker in self._workers)

    def fill(self) -> None:
        """Start as many workers as there is work for."""
        open_chunks = self._orders.waiting + sum(w.chunk is not None for w in self._workers)
        for _ in range(min(self._jobs, open_chunks) - len(self._workers)):
            try:
                self._workers.append(_Worker(self._packed))
            except OSError as problem:  # no memory, or no more processes allowed
                raise WorkersError(
                    f"cannot start worker {len(self._workers) + 1} of {self._jobs} "
                    f"({problem.strerror or problem}): use fewer --jobs"
                ) from None
        for worker in self._workers:
            self._hand_out(worker)

    def listen(self) -> Iterator[Finished | None]:
        """Wait a moment for messages and for ends of workers."""
        signs = {worker: (worker.pipe, worker.process.sentinel) for worker in self._workers}
        heard = connection.wait([sign for pair in signs.values() for sign in pair], timeout=TICK)
        if not heard:
            yield None
        for worker, pair in signs.items():
            if any(sign in heard for sign in pair):
                yield from self._hear(worker)

    def _hear(self, worker: _Worker) -> Iterator[Finished]:
        """Take all that a worker has sent; what it sent before its end counts."""
        ended = not worker.process.is_alive()
        while (message := worker.receive()) is not None:
            yield from self._take(worker, *message)
        if ended or worker.hung_up:
            yield from self._bury(worker)

    def _take(self, worker: _Worker, kind: str, content: Any) -> Iterator[Finished]:
        if kind == "ready":
            worker.ready, self._stillborn = True, 0
            self._hand_out(worker)
        elif kind == "unable":
            raise WorkersError(f"workers cannot begin: {content}")
        else:
            number, worker.chunk = worker.chunk, None
            assert number is not None, "a worker answered without an order"
            # The next order first: the worker computes while this part is written.
            self._hand_out(worker)
            if kind == "done":
                yield Finished(number, content)
            else:
                yield from self._struck(number, content)

    def _hand_out(self, worker: _Worker) -> None:
        if not worker.ready or worker.chunk is not None:
            return
        number = self._orders.next()
        if number is not None and not worker.order(number):
            self._orders.put_back(number)

    def _bury(self, worker: _Worker) -> Iterator[Finished]:
        """A worker has ended: its chunk goes to another."""
        reason = _end_of(worker.process.exitcode)
        self._workers.remove(worker)
        number, ready = worker.chunk, worker.ready
        worker.close()
        if not ready:
            self._stillborn += 1
            if self._stillborn >= STILLBORN:
                raise WorkersError(f"workers cannot begin: {STILLBORN} in a row {reason}")
        if number is None:
            self._say(f"A worker {reason}.")
        else:
            yield from self._struck(number, reason)

    def _struck(self, number: int, reason: str) -> Iterator[Finished]:
        if self._orders.strike(number):
            self._say(f"A worker {reason}: chunk {number} is computed again.")
        else:
            yield lost(number, reason)

    def dismiss(self) -> None:
        """Tell all to go: they have nothing left to do."""
        for worker in self._workers:
            with suppress(OSError):
                worker.pipe.send(None)
        for worker in self._workers:
            worker.process.join(1)

    def kill(self) -> None:
        for worker in self._workers:
            worker.close()
        self._workers = []


def _end_of(code: int | None) -> str:
    if code is None:
        return "no longer answers"
    if code < 0:
        known = {each.value: each.name for each in signal.Signals}
        name = known.get(-code, f"signal {-code}")
        memory = ", perhaps for want of memory" if -code == signal.SIGKILL else ""
        return f"was killed ({name}{memory})"
    return f"ended with exit code {code}"


@contextmanager
def deaf(signals: Iterable[signal.Signals]) -> Iterator[None]:
    """Processes and threads that start meanwhile never hear these, from their first breath."""
    resource_tracker.ensure_running()  # its own start would lift the mask
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def one_thread() -> Iterator[None]:
    """Processes that start meanwhile have one thread each."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _serve(pipe: Any, packed: bytes) -> None:
    """The life of a worker process: chunks in, parts out, until the driver is gone."""
    for each in IGNORED:
        signal.signal(each, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, IGNORED)
    threading.Thread(target=leave_with_driver, daemon=True).start()
    try:
        computer = begin(packed)
    except Exception as problem:
        pipe.send(("unable", said(problem)))
        return
    _limit_arrow()
    with suppress(EOFError, OSError):  # the driver is gone
        pipe.send(("ready", None))
        while (number := pipe.recv()) is not None:
            pipe.send(_computed(computer, number))
    sys.stderr.flush()
    os._exit(0)  # nothing to tidy up, and tidying takes a while


def _computed(computer: Computes, number: int) -> tuple[str, Files | str]:
    try:
        return "done", computer.compute(number)
    except Exception as problem:
        return "broke", f"could not go on ({said(problem)})"


def _limit_arrow() -> None:
    import pyarrow

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)


def leave_with_driver() -> None:
    """End at once when the driver does, even in the middle of a chunk."""
    driver = multiprocessing.parent_process()
    if driver is not None:
        connection.wait([driver.sentinel])
        os._exit(1)
