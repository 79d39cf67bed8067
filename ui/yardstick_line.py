"""The line for yardsticks: one is measured at a time, a bounded number waits, none waits twice.

Measuring takes seconds of a processor, and any page can ask for it. Those that somebody waits for
come first, of these the one asked for last: pages that wait ask again and again, and those that
were closed fall back. What is dropped is measured when its debrief is opened.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from tenfold.sim.game.debrief.yardstick import key_of, read

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.measuring import Measuring, Yardsticks
    from tenfold.sim.game.debrief.played import Seat

MOST_WAITING = 32
PAUSE = 0.1
"""Seconds between two looks at the one that is being measured."""


class YardstickLine:
    """Stands before the yardsticks of a server. All methods may be called from any thread."""

    def __init__(self, measured: Yardsticks, most: int = MOST_WAITING) -> None:
        """Nobody waits yet.

        Args:
            measured: measures what it is asked for, without bounds.
            most: seats that wait at the same time.
        """
        self._measured = measured
        self._most = most
        self._line: OrderedDict[str, tuple[Seat, bool]] = OrderedDict()
        self._handed: set[str] = set()
        self._lock = threading.Lock()
        self._busy = False

    def ask(self, seat: Seat, urgent: bool = False) -> Measuring:
        """How far the yardstick of a seat is; it waits in line where it is not begun.

        Args:
            seat: whose.
            urgent: somebody waits for it.
        """
        from tenfold.sim.game.debrief.measuring import Measuring

        key = key_of(seat)
        with self._lock:
            if key not in self._handed and read(self._measured.folder / f"{key}.json") is not None:
                self._handed.add(key)  # measured once before: there is nothing to wait for
            if key not in self._handed:
                before = self._line.pop(key, (seat, False))
                self._line[key] = (seat, urgent or before[1])
                self._shorten()
                if not self._busy:
                    self._busy = True
                    threading.Thread(target=self._work, daemon=True, name="yardstick line").start()
                return Measuring(None, 0)
        return self._measured.ask(seat, urgent=urgent)

    def wait(self, seat: Seat, seconds: float) -> Measuring:
        """The same, once it is measured or the seconds have passed."""
        until = time.monotonic() + seconds
        while True:
            now = self.ask(seat, urgent=True)
            if now.yardstick is not None or now.problem or time.monotonic() >= until:
                return now
            time.sleep(PAUSE)

    def __len__(self) -> int:
        """Seats that wait."""
        with self._lock:
            return len(self._line)

    def _shorten(self) -> None:
        """Drop one of those that nobody waits for, else the one whose page asked longest ago."""
        while len(self._line) > self._most:
            idle = (key for key, (_, urgent) in self._line.items() if not urgent)
            del self._line[next(idle, next(iter(self._line)))]

    def _next(self) -> tuple[Seat, bool] | None:
        with self._lock:
            newest = list(reversed(self._line))
            if not newest:
                self._busy = False
                return None
            key = next((one for one in newest if self._line[one][1]), newest[0])
            self._handed.add(key)
            return self._line.pop(key)

    def _work(self) -> None:
        while (waiting := self._next()) is not None:
            seat, urgent = waiting
            now = self._measured.ask(seat, urgent=urgent)
            while now.yardstick is None and not now.problem:
                time.sleep(PAUSE)
                now = self._measured.ask(seat)
