"""Measuring: yardsticks of seats, one after the other in a thread that gives way to players.

A measured yardstick is a file named by what decides it; it appears whole or not at all.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tenfold.sim.game.debrief import yardstick as measured
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.yardstick import RACES, Yardstick
from tenfold.sim.game.saves.savefile import games_folder

NICE = 15
"""How much less urgent the thread is than what players wait for, where the system can tell."""
SPARE = 0.5
"""Rests after each chunk, of the time that the chunk took: others come first while a game runs."""


@dataclass(frozen=True)
class Measuring:
    """How far a yardstick is."""

    yardstick: Yardstick | None
    done: int
    """Races so far."""
    of: int = RACES
    seconds_left: float | None = None
    """None while it is not known."""
    problem: str = ""
    """Why there will be none."""


class Yardsticks:
    """Yardsticks by seat. All methods may be called from any thread."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is measured yet.

        Args:
            folder: where yardsticks are kept; beside the games unless given.
        """
        self.folder = games_folder().parent / "yardsticks" if folder is None else folder
        self._known: dict[str, Measuring] = {}
        self._waiting: list[tuple[str, Seat]] = []
        self._lock = threading.Condition()
        self._thread: threading.Thread | None = None
        self._urgent: set[str] = set()

    def ask(self, seat: Seat, urgent: bool = False) -> Measuring:
        """How far the yardstick of a seat is; begins to measure it where nobody has.

        Args:
            seat: whose.
            urgent: somebody waits for it: before others, and without rests.
        """
        key = measured.key_of(seat)
        with self._lock:
            if urgent:
                self._urgent.add(key)
            known = self._known.get(key)
            if known is None:
                found = measured.read(self._path(key))
                known = Measuring(found, RACES if found else 0)
                self._known[key] = known
                if found is None:
                    self._waiting.append((key, seat))
                    self._begin()
            return known

    def wait(self, seat: Seat, seconds: float) -> Measuring:
        """The same, once it is measured or the seconds have passed."""
        until = time.monotonic() + seconds
        while True:
            now = self.ask(seat, urgent=True)
            if now.yardstick is not None or now.problem or time.monotonic() >= until:
                return now
            with self._lock:
                self._lock.wait(min(1.0, max(0.0, until - time.monotonic())))

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="yardsticks")
            self._thread.start()

    def _work(self) -> None:
        with suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                self._waiting.sort(key=lambda one: one[0] not in self._urgent)
                key, seat = self._waiting.pop(0)
            try:
                self._measure(key, seat)
            except Exception as problem:  # whatever it was, the page must be able to say so
                self._tell(key, Measuring(None, 0, problem=f"{type(problem).__name__}: {problem}"))

    def _measure(self, key: str, seat: Seat) -> None:
        began, rested = time.monotonic(), 0.0
        last = began
        for done, found in measured.measure(seat):
            now = time.monotonic()
            left = (now - began - rested) * (RACES - done) / done
            if found is not None:
                self._write(self._path(key), measured.text_of(found))
            self._tell(key, Measuring(found, done, seconds_left=left))
            if found is None and key not in self._urgent:
                pause = SPARE * (now - last)
                time.sleep(pause)
                rested += pause
            last = time.monotonic()

    def _tell(self, key: str, how_far: Measuring) -> None:
        with self._lock:
            self._known[key] = how_far
            self._lock.notify_all()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _write(self, path: Path, text: str) -> None:
        """A folder that cannot be written costs a measurement next time, and nothing else."""
        scratch = path.with_name(f".{path.name}.{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(scratch, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(scratch, path)
