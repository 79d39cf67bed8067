"""The driver of a sweep: it finds what is missing, hands it out, writes what comes back.

It alone writes, and keeps nothing per race: millions take the memory of a hundred.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenfold.sim.report.screen import STOPPED, aside, progress
from tenfold.sim.sweep.running.claim import Keeper, claim
from tenfold.sim.sweep.running.cluster import INSTALL, compute_on_cluster
from tenfold.sim.sweep.running.disk import FULL, SweepFolderError
from tenfold.sim.sweep.running.journal import Journal, machine
from tenfold.sim.sweep.running.papers import versions
from tenfold.sim.sweep.running.parts import Tally, check_new
from tenfold.sim.sweep.running.progress import EVERY, Pace, Teller, span
from tenfold.sim.sweep.running.supervise import compute_here, usable_cores
from tenfold.sim.sweep.running.work import Finished, Orders, Results, Work, WorkersError, races_of

if TYPE_CHECKING:
    from tenfold.sim.sweep.plan import Plan

LOCAL, DASK = "local", "dask"
ENGINES = (LOCAL, DASK)
SOME_FAILED = 1
"""Exit code of a complete sweep with failed races: the results are whole, a person should look."""


@dataclass(frozen=True)
class How:
    """How a sweep is computed; changes no bit of its results.

    Attributes:
        jobs: worker processes.
        engine: "local" or "dask".
        scheduler: address of a Dask scheduler; None for a cluster on this computer.
    """

    jobs: int
    engine: str = LOCAL
    scheduler: str | None = None


def how_to(jobs: int | None, engine: str = LOCAL, scheduler: str | None = None) -> How:
    """How to compute, from what was asked for; by default a worker for every usable core.

    Raises:
        WorkersError: if it makes no sense.
    """
    if jobs is not None and jobs < 1:
        raise WorkersError(f"--jobs {jobs}: give 1 or more, or leave it out for all cores")
    if engine not in ENGINES:
        raise WorkersError(f"--engine {engine}: give one of {', '.join(ENGINES)}")
    if scheduler is not None and engine != DASK:
        raise WorkersError(f"--scheduler {scheduler} needs --engine {DASK}")
    if engine == DASK and find_spec("distributed") is None:
        raise WorkersError(INSTALL)
    return How(jobs or usable_cores(), engine, scheduler)


@dataclass(frozen=True)
class Done:
    """What a sweep has come to.

    Attributes:
        complete: whether every race is done.
        races: races that are done, those of earlier commands included.
        failed: how many of them failed.
        reasons: the first reasons.
        seconds: time taken now.
    """

    complete: bool
    races: int
    failed: int
    reasons: tuple[str, ...]
    seconds: float

    @property
    def exit_code(self) -> int:
        """0: all went well; 1: complete, some races failed; 130: stopped, to be resumed."""
        if not self.complete:
            return STOPPED
        return SOME_FAILED if self.failed else 0


def sweep(
    plan: Plan,
    source: bytes,
    out: Path,
    how: How,
    resume_command: str,
    work: Work | None = None,
) -> Done:
    """Run a sweep, or the rest of one, and say on stderr what happens.

    Args:
        plan: the sweep.
        source: the sweep file, verbatim.
        out: folder for the results, new or of this very sweep.
        how: with how many workers, and where.
        resume_command: what to type to go on after a stop; this very command.
        work: what is computed; the races of the plan where None.

    Returns:
        What it has come to; also after Ctrl-C.

    Raises:
        SweepFolderError: if the folder is of something else, in use, or cannot be written; says
            what is safe and what to do.
        WorkersError: if workers cannot begin or cannot be reached.
    """
    with _Stop() as stop, claim(out, plan, source) as keeper:
        drive = _Drive(plan, keeper, how, stop)
        try:
            drive.check()
            if drive.missing:
                drive.run(work or races_of(plan))
        except KeyboardInterrupt:
            pass  # asked for twice: at once
        except Exception as problem:
            if not stop.at_once:  # else: what was interrupted complains
                drive.note_end("error")
                raise _explained(problem, out, drive.how_far, resume_command) from None
        done = drive.done()
        drive.note_end("complete" if done.complete else "stopped")
    _tell(done, drive.how_far, out, resume_command)
    return done


class _Drive:
    """One life of the driver."""

    def __init__(self, plan: Plan, keeper: Keeper, how: How, stop: _Stop) -> None:
        self.missing: list[int] = []
        self._plan, self._keeper, self._how, self._stop = plan, keeper, how, stop
        self._tally = Tally()
        self._before = self._races = 0
        self._checked = False
        self._begun = time.monotonic()
        self._used_before = _cpu_seconds()
        self._journal = Journal(keeper.folder)

    def check(self) -> None:
        """Find what is missing."""
        told = time.monotonic()
        with progress("Checking parts", self._plan.chunks) as forward:

            def passed(chunks: int) -> None:
                nonlocal told
                forward(1)
                if self._stop.asked:
                    raise KeyboardInterrupt
                if time.monotonic() - told > EVERY:
                    told = time.monotonic()
                    aside(f"Checking parts: {chunks:,} of {self._plan.chunks:,}")

            self.missing, self._tally = self._keeper.missing(aside, passed)
        open_races = sum(self._plan.chunk(number).rows for number in self.missing)
        self._before = self._races = self._plan.races - open_races
        self._checked = True

    def run(self, work: Work) -> None:
        """Compute what is missing, and write it."""
        self._announce()
        orders = Orders(self.missing, lambda: self._stop.asked)
        pace = Pace(self._plan.races, self._races, time.monotonic())
        told = False
        teller = Teller("Racing", pace)
        with teller, closing(_results(work, orders, self._how, teller.say)) as results:
            for back in results:
                if self._stop.asked and not told:
                    told = True
                    teller.say("Stopping when the races under way are done; Ctrl-C again: now.")
                teller.tick(0 if back is None else self._keep(work, back))

    def _keep(self, work: Work, back: Finished) -> int:
        files = work.failed(back.number, back.lost) if back.lost else back.files
        found = check_new(files, self._plan, back.number)
        self._keeper.keep(back.number, files)
        self._tally.add(found)
        rows = self._plan.chunk(back.number).rows
        self._races += rows
        return rows

    def _announce(self) -> None:
        how = self._how
        where = f"Dask at {how.scheduler}" if how.scheduler else f"{how.jobs} workers"
        done = f", {self._races:,} of them done already" if self._races else ""
        aside(f"{self._plan.races:,} races in {self._plan.chunks:,} chunks{done}; {where}.")
        facts: dict[str, Any] = {"jobs": how.jobs, "engine": how.engine, "done": self._races}
        self._journal.note("begun", **facts, **machine(), versions=versions())

    def done(self) -> Done:
        """What has been reached."""
        complete = self._races == self._plan.races
        seconds = time.monotonic() - self._begun
        return Done(complete, self._races, self._tally.failed, self._tally.reasons, seconds)

    @property
    def how_far(self) -> str:
        """How much is done, in words."""
        if not self._checked:
            return "what was done is as it was"
        return f"{self._races:,} of {self._plan.races:,} races are done"

    def note_end(self, event: str) -> None:
        """A line in the log, unless nothing was computed."""
        races, seconds = self._races - self._before, time.monotonic() - self._begun
        if not self.missing:
            return
        used = {who: round(now - self._used_before[who], 2) for who, now in _cpu_seconds().items()}
        self._journal.note(
            event,
            races=races,
            seconds=round(seconds, 3),
            races_a_second=round(races / seconds, 1),
            failed=self._tally.failed,
            cpu_seconds=used,
        )


def _cpu_seconds() -> dict[str, float]:
    """Used so far by this process and by workers that have ended."""
    whose = {"driver": resource.RUSAGE_SELF, "workers": resource.RUSAGE_CHILDREN}
    used = {who: resource.getrusage(code) for who, code in whose.items()}
    return {who: each.ru_utime + each.ru_stime for who, each in used.items()}


def _results(work: Work, orders: Orders, how: How, say: Callable[[str], None]) -> Results:
    if how.engine == DASK:
        return compute_on_cluster(work, orders, how.jobs, how.scheduler, say)
    return compute_here(work, orders, how.jobs, say)


def _explained(problem: Exception, out: Path, how_far: str, resume_command: str) -> Exception:
    """A mishap in one line, with what is done and how to go on; a fault of ours stays as it is."""
    if isinstance(problem, SweepFolderError | WorkersError):
        return type(problem)(f"{problem}; {how_far}; resume: {resume_command}")
    if isinstance(problem, OSError):
        reason = problem.strerror or str(problem)
        first = "free some space, then " if problem.errno in FULL else ""
        return SweepFolderError(
            f"cannot write to '{out}': {reason}; {how_far}; {first}resume: {resume_command}"
        )
    return problem


def _tell(done: Done, how_far: str, out: Path, resume_command: str) -> None:
    if done.failed:
        reasons = "; ".join(done.reasons)
        aside(f"{done.failed:,} races failed and are kept as rows that say why: {reasons}", "bold")
    if done.complete:
        aside(f"Complete: {done.races:,} races in '{out}'; this took {span(done.seconds)}.", "bold")
    else:
        aside(f"Stopped: {how_far}. Resume with", "bold")
        aside(f"  {resume_command}", "bold")


class _Stop:
    """Ctrl-C and its kin: the first asks to stop, the second stops at once. Use as a context."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.asked = self.at_once = False
        self._before: dict[int, Any] = {}

    def _hear(self, number: int, frame: object) -> None:
        if not self.asked:
            self.asked = True
        else:
            self.at_once = True
            signal.signal(signal.SIGINT, lambda *_: os._exit(STOPPED))  # a third: no tidying
            raise KeyboardInterrupt

    def __enter__(self) -> _Stop:
        if threading.current_thread() is threading.main_thread():
            for each in self.SIGNALS:
                # What was started with nohup stays deaf to the end of its terminal.
                if signal.getsignal(each) is not signal.SIG_IGN:
                    self._before[each] = signal.signal(each, self._hear)
        return self

    def __exit__(self, *error: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)
