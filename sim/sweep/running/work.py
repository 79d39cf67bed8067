"""The work of a sweep as workers take it: what to compute, in which order, and what comes back."""

from __future__ import annotations

import gc
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas as pd

    from tenfold.sim.sweep.plan import Plan

STRIKES = 3
"""Workers that the same chunk may end before its rows are written as failed."""
LOST = "lost: "
"""How the reason of rows begins whose workers ended; the next driver computes them anew."""

Files = dict[str, bytes]
"""Bytes of the parts of one chunk, by folder: "runs", with full histories two more."""


class WorkersError(OSError):
    """Workers that cannot begin, cannot be reached or are of another version, in one line."""


class Computes(Protocol):
    """What a worker process keeps: it turns numbers of chunks into bytes."""

    def compute(self, number: int) -> Files:
        """Parts of one chunk: the same bytes in every process."""
        ...


@dataclass(frozen=True)
class Work:
    """What there is to do, for the driver and for its workers.

    Args:
        plan: the sweep; stays with the driver.
        make: makes what computes chunks; it alone goes to the workers, so it can be pickled, and
            is called once in each.
        failed: chunk, reason -> parts whose rows all failed for that reason.
    """

    plan: Plan
    make: Callable[[], Computes]
    failed: Callable[[int, str], Files]

    def packed(self) -> bytes:
        """Bytes for workers."""
        return pickle.dumps(self.make, protocol=pickle.HIGHEST_PROTOCOL)


def begin(packed: bytes) -> Computes:
    """Begin work in a worker process.

    Raises:
        WorkersError: if this process holds another version of the engine.
    """
    make: Callable[[], Computes] = pickle.loads(packed)
    return _Tidy(make())


class _Tidy:
    """Computes chunks, and leaves no finished world behind.

    A race and its agents point at each other, so only the collector frees them, and it counts
    objects: these are few and large. What was there before the first chunk is not looked at again,
    so that looking costs next to nothing.
    """

    def __init__(self, computer: Computes) -> None:
        self._computer = computer
        self._settled = False

    def compute(self, number: int) -> Files:
        files = self._computer.compute(number)
        gc.collect()
        if not self._settled:
            gc.freeze()
            self._settled = True
        return files


def races_of(plan: Plan) -> Work:
    """The work of a real sweep: races, by the very engine that this process has."""
    from tenfold.sim.compiled import engine_version
    from tenfold.sim.sweep.compute import failed_part

    make = partial(_computer, plan.to_json(), plan.points, engine_version())
    return Work(plan, make, partial(failed_part, plan))


def _computer(plan: dict[str, Any], points: pd.DataFrame, engine: str) -> Computes:
    from tenfold.sim.compiled import engine_version

    # A worker may run on another computer, or begin after the code was edited.
    if (own := engine_version()) != engine:
        raise WorkersError(
            f"a worker has version {own} of the engine, this sweep runs version {engine}: "
            "install the same version of Tenfold for all workers, then run the command again"
        )
    from tenfold.sim.sweep.compute import Computer
    from tenfold.sim.sweep.plan import Plan

    return Computer(Plan.from_json(plan, points))


@dataclass
class Orders:
    """The chunks still to compute, in order; one that lost its worker comes first again.

    Args:
        numbers: numbers of chunks.
        stop: whether nothing more shall be handed out; asked each time.
    """

    numbers: Iterable[int]
    stop: Callable[[], bool] = lambda: False
    _waiting: deque[int] = field(init=False)
    _strikes: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._waiting = deque(self.numbers)

    @property
    def stopped(self) -> bool:
        """Whether nothing more is handed out."""
        return self.stop()

    def next(self) -> int | None:
        """Number of the next chunk to hand out; None where there is none."""
        return self._waiting.popleft() if self._waiting and not self.stopped else None

    @property
    def waiting(self) -> int:
        """How many chunks could be handed out now."""
        return 0 if self.stopped else len(self._waiting)

    def put_back(self, number: int) -> None:
        """Hand out a chunk again, before all others."""
        self._waiting.appendleft(number)

    def strike(self, number: int) -> bool:
        """Note that a chunk ended a worker, and hand it out again; False where that was the last.

        Chunks that end no worker leave nothing behind here, so memory stays flat.
        """
        self._strikes[number] = self._strikes.get(number, 0) + 1
        if self._strikes[number] >= STRIKES:
            return False
        self.put_back(number)
        return True


@dataclass(frozen=True)
class Finished:
    """What became of a chunk: its parts, or why there are none."""

    number: int
    files: Files
    lost: str = ""
    """Why its rows are failed; "" where `files` holds parts."""


Results = Generator[Finished | None, None, None]
"""What comes back from workers; None when nothing came for a moment. Closed, it ends them."""


def lost(number: int, reason: str) -> Finished:
    """A chunk that ended its workers too often."""
    return Finished(number, {}, f"{LOST}the chunk ended {STRIKES} workers, last: {reason}")


def said(problem: BaseException) -> str:
    """An exception in one line; those written for people as they are."""
    if isinstance(problem, WorkersError):
        return str(problem)
    return f"{type(problem).__name__}: {problem}".partition("\n")[0].rstrip(": ")
