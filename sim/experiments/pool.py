"""Pool: tasks on several processes, in order, whatever becomes of a process.

A killed process breaks a ready-made executor: the executor is made anew and what is missing is done
again, so a result never depends on who did it.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from tenfold.sim.sweep.running.supervise import leave_with_driver, one_thread

ATTEMPTS = 5
"""Times that processes may be killed before the work is given up."""


class PoolError(ValueError):
    """Processes keep ending: says what to do, in one line."""


@dataclass(frozen=True)
class Task:
    """A piece of work: a function of a module, its arguments, and how large it is."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    size: int = 1

    def run(self) -> Any:
        """Do it."""
        return self.function(*self.arguments)


class Pool:
    """Processes that stay ready from one batch of tasks to the next.

    Args:
        jobs: processes; with one, all is done here.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Pool:
        """The pool; its processes begin with the first tasks."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Let the processes go; what they had begun is lost."""
        self._dismiss()

    def run(self, tasks: Sequence[Task], passed: Callable[[int], None] | None = None) -> list[Any]:
        """Results of tasks, in their order; the same for any number of processes.

        Args:
            tasks: pure work; functions must be importable by name.
            passed: told the size of each finished task.

        Raises:
            PoolError: processes were killed again and again.
        """
        tell = passed or (lambda size: None)
        if self.jobs <= 1:
            return [_here(task, tell) for task in tasks]
        done: dict[int, Any] = {}
        for _ in range(ATTEMPTS):
            try:
                self._run_missing(tasks, done, tell)
                return [done[place] for place in range(len(tasks))]
            except BrokenProcessPool:
                self._dismiss()
        raise PoolError(
            f"worker processes ended {ATTEMPTS} times; is there memory left?"
            " Fewer processes need less: --jobs 1"
        )

    def _run_missing(
        self, tasks: Sequence[Task], done: dict[int, Any], tell: Callable[[int], None]
    ) -> None:
        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self.jobs, context, _serve)
        missing = [place for place in range(len(tasks)) if place not in done]
        with one_thread():  # processes start as work is handed out
            waiting: dict[Future[Any], int] = {
                self._executor.submit(tasks[place].run): place for place in missing
            }
        while waiting:
            finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                place = waiting.pop(future)
                done[place] = future.result()
                tell(tasks[place].size)

    def _dismiss(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


def run_tasks(
    tasks: Sequence[Task], jobs: int = 1, passed: Callable[[int], None] | None = None
) -> list[Any]:
    """Results of tasks on processes of their own; see `Pool.run`."""
    with Pool(jobs) as pool:
        return pool.run(tasks, passed)


def _here(task: Task, tell: Callable[[int], None]) -> Any:
    result = task.run()
    tell(task.size)
    return result


def _serve() -> None:
    """Ctrl-C is for the process that hands out the work; when that one ends, so does this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_driver, daemon=True).start()
