"""Yards: what a room's seats are worth and how far sensible play spreads there, measured aside.

A yardstick is of the seat alone, so one measurement serves all rooms of a server in that seat; it
is kept with the room, because a restart must not change the ranking.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.yardstick import Yardstick, key_of, measure
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.game.table.seated import seated
from tenfold.ui.classroom.rooms.plan import RoomPlan
from tenfold.ui.classroom.spare_memory import give_back

STANDS_BACK = 15
"""How far the thread stands back (nice value), where the system lets threads."""
BREATH = 0.01
"""Seconds between two chunks of races, in which others find the interpreter free."""
MOST_KNOWN = 16
"""Yardsticks that are remembered for further rooms, some 50 kB each; rooms keep their own."""
Tell = Callable[[Yardstick], None]


class Yards:
    """Yardsticks of seats. Methods may be called from any thread."""

    def __init__(self) -> None:
        """Nothing is measured."""
        self._known: OrderedDict[str, Future[Yardstick]] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = False
        self._worker = ThreadPoolExecutor(1, "classroom-yards", initializer=_stand_back)

    def ask(self, plan: RoomPlan, seat: str, tell: Tell) -> None:
        """Have a seat measured, once.

        Args:
            plan: of the room.
            seat: of it.
            tell: called with the yardstick, from another thread.
        """
        scenario = seated(plan.world, plan.seats)
        yard = Seat(scenario, seat, chair_of(scenario, seat).place, plan.rounds)
        key = key_of(yard)
        with self._lock:
            if self._closed:
                return
            found = self._known.pop(key, None) or self._worker.submit(self._measured, yard)
            self._known[key] = found
            self._forget()
        found.add_done_callback(lambda done: _pass_on(done, tell))

    def close(self) -> None:
        """Measure nothing more."""
        with self._lock:
            self._closed = True
        self._worker.shutdown(cancel_futures=True)

    def _forget(self) -> None:
        """Remember so many; one that is being measured stays, so that nobody measures it again."""
        done = [key for key, one in self._known.items() if one.done()]
        for key in done[: max(0, len(self._known) - MOST_KNOWN)]:
            del self._known[key]

    def _measured(self, yard: Seat) -> Yardstick:
        for _, made in measure(yard):
            if self._closed:
                break
            if made is not None:
                return made
            give_back()
            time.sleep(BREATH)
        raise RuntimeError("the server stops")


def yardstick_from(text: str) -> Yardstick:
    """A yardstick from the text that `sim.game.debrief.yardstick.text_of` made of it."""
    found = json.loads(text)
    return Yardstick(found["seat"], found["spread"], tuple(found["bots"]), tuple(found["yous"]))


def _pass_on(done: Future[Yardstick], tell: Tell) -> None:
    if not done.cancelled() and done.exception() is None:
        tell(done.result())


def _stand_back() -> None:
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STANDS_BACK)
