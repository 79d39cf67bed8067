"""Forecasts: what teams ask while they move levers, answered when nothing else is to be done.

One thread that stands back answers, team after team. Of a team only the newest question counts; it
is dropped when the round is resolved, and nothing is begun while submissions wait for the disk.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tenfold.sim.game.foresight.position import Position
from tenfold.sim.game.saves.entry import Mode
from tenfold.ui.classroom.spare_memory import give_back

MOST_WAITING = 200
MOST_BELIEFS = 2
"""In memory."""
WORLDS = 50
"""In each of a belief's two parts. A game of one person has three times as many; here forty teams
share one thread, and a band that comes in its round is worth more than a finer one that does not.
"""
STANDS_BACK = 10
"""How far the thread stands back (nice value), where the system lets threads."""
LOOK_AGAIN, LONGEST_WAIT = 0.02, 5.0
"""Seconds between two looks whether submissions wait, and after which it goes on anyway."""
log = logging.getLogger(__name__)
Key = tuple[str, str]
"""Room and team."""


@dataclass(frozen=True)
class Question:
    """What a team asks."""

    number: int
    """Of the round."""
    settings: Mapping[str, float]
    """Whole, as the seat's chair cleaned them."""
    mode: Mode
    position: Callable[[], Position | None]
    """Where the race stands; called in the forecasts' thread. None: no answer is of use any more.
    """
    answer: Callable[[dict[str, Any]], None]
    """Called there, too."""


class ForecastQueue:
    """Questions of all rooms of a server. Methods may be called from any thread."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        """Nothing was asked yet; the thread begins with the first question.

        Args:
            busy: whether submissions wait for the disk.
        """
        self._busy = busy
        self._asked: OrderedDict[Key, Question] = OrderedDict()
        self._rings = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, key: Key, question: Question) -> bool:
        """Queue a question, in place of an older one of the same team.

        Returns:
            False where too many wait already.
        """
        with self._rings:
            if self._closed or (key not in self._asked and len(self._asked) >= MOST_WAITING):
                return False
            self._asked[key] = question
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="classroom-forecasts", daemon=True
                )
                self._thread.start()
            self._rings.notify()
            return True

    def drop(self, room: str) -> None:
        """Forget what a room has asked."""
        with self._rings:
            for key in [key for key in self._asked if key[0] == room]:
                del self._asked[key]

    def close(self) -> None:
        """Begin nothing more; what is being answered is finished."""
        with self._rings:
            self._closed = True
            self._asked.clear()
            self._rings.notify()
        if self._thread is not None:
            self._thread.join()

    def __len__(self) -> int:
        """Questions that wait."""
        return len(self._asked)

    def _run(self) -> None:
        # They bring the engine along: a server that begins again stands without it.
        from tenfold.sim.game.foresight.follower import Superseded
        from tenfold.sim.game.foresight.forecasts import Forecasts

        with suppress(OSError, AttributeError):  # threads begun from here stand back as well
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STANDS_BACK)
        forecasts = Forecasts(MOST_BELIEFS, threads=1, worlds=WORLDS)
        while (question := self._next()) is not None:
            try:
                self._step_aside()
                position = question.position()
                if position is not None and position.turn == question.number:
                    question.answer(forecasts.ask(position, question.settings, question.mode))
            except Superseded:
                pass
            except Exception:  # the class goes on without it
                log.exception("A forecast failed.")
            give_back()
        forecasts.close()

    def _next(self) -> Question | None:
        with self._rings:
            self._rings.wait_for(lambda: self._asked or self._closed)
            if self._closed:
                return None
            return self._asked.popitem(last=False)[1]

    def _step_aside(self) -> None:
        until = time.monotonic() + LONGEST_WAIT
        while self._busy() and time.monotonic() < until and not self._closed:
            time.sleep(LOOK_AGAIN)
