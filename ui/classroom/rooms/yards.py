"""Yards: the spread of sensible strategies in each seat of a room, measured behind the scenes.

It is a figure of the seat alone, so one measurement serves all rooms of a server in that seat; it
is kept with the room, because a restart must not change the ranking.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.yardstick import key_of, measure
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.table.seated import seated
from tenfold.ui.classroom.rooms.plan import RoomPlan

STANDS_BACK = 15
"""How far the thread stands back (nice value), where the system lets threads."""
BREATH = 0.01
"""Seconds between two chunks of races, in which others find the interpreter free."""


class Yards:
    """Spreads of seats. Methods may be called from any thread."""

    def __init__(self) -> None:
        """Nothing is measured."""
        self._known: dict[str, Future[float]] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._worker = ThreadPoolExecutor(1, "classroom-yards", initializer=_stand_back)

    def spread(self, plan: RoomPlan, seat: str, tell: Callable[[float], None]) -> None:
        """Have a seat measured, once.

        Args:
            plan: of the room.
            seat: of it.
            tell: called with the spread, from another thread.
        """
        scenario = seated(plan.world, plan.seats)
        yard = Seat(scenario, seat, chair_of(scenario, seat).place, plan.rounds)
        key = key_of(yard)
        with self._lock:
            if self._closed:
                return
            if key not in self._known:
                self._known[key] = self._worker.submit(self._measured, yard)
            found = self._known[key]
        found.add_done_callback(lambda done: _pass_on(done, tell))

    def close(self) -> None:
        """Measure nothing more."""
        with self._lock:
            self._closed = True
        self._worker.shutdown(cancel_futures=True)

    def _measured(self, yard: Seat) -> float:
        for _, made in measure(yard):
            if self._closed:
                break
            if made is not None:
                return made.spread
            time.sleep(BREATH)
        raise RuntimeError("the server stops")


def _pass_on(done: Future[float], tell: Callable[[float], None]) -> None:
    if not done.cancelled() and done.exception() is None:
        tell(done.result())


def _stand_back() -> None:
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STANDS_BACK)
