"""How far a sweep is: races a second and time left, on a terminal as a bar, else as plain lines."""

from __future__ import annotations

import time
from collections import deque
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.text import Text

from tenfold.sim.report.screen import aside

EVERY = 10.0
"""Seconds between plain lines: a log of an hour has 360."""
WINDOW = 60.0
"""Seconds that the rate looks back."""


class Pace:
    """Races a second over the last minute, and the time left at that rate.

    Args:
        total: races of the sweep.
        done: races that were done before.
        now: seconds on a steady clock.
    """

    def __init__(self, total: int, done: int, now: float) -> None:
        self.total, self.done = total, done
        self._marks = deque([(now, done)])

    def add(self, races: int, now: float) -> None:
        """Count races that have just been done."""
        self.done += races
        # One mark a second at most, so that memory does not grow with the number of races.
        if now - self._marks[-1][0] >= 1.0:
            self._marks.append((now, self.done))
        while len(self._marks) > 1 and now - self._marks[1][0] > WINDOW:
            self._marks.popleft()

    def rate(self, now: float) -> float:
        """Races a second; 0 while there is nothing to tell it from."""
        start, done = self._marks[0]
        return (self.done - done) / (now - start) if now > start else 0.0

    def line(self, now: float) -> str:
        """How far it is, in one line."""
        share = self.done / self.total if self.total else 1.0
        # Rounded down: "100%" shall mean that nothing is missing.
        text = f"{self.done:,} of {self.total:,} races ({int(100 * share)}%)"
        return f"{text}, {self.speed(now)}"

    def speed(self, now: float) -> str:
        """Races a second and time left, in words."""
        rate = self.rate(now)
        if rate <= 0:
            return "starting"
        left = span((self.total - self.done) / rate)
        return f"{rate:,.0f} races a second, {left} left"


def span(seconds: float) -> str:
    """A time that people can take in: "41 s", "3 min 20 s", "2 h 5 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class Teller:
    """Tells how far a sweep is, and other things meanwhile, on stderr. Use as a context.

    Args:
        what: what is going on, such as "Racing".
        pace: how far it is.
        every: seconds between lines where stderr is no terminal.
    """

    def __init__(self, what: str, pace: Pace, every: float = EVERY) -> None:
        self._what, self._pace, self._every = what, pace, every
        console = Console(stderr=True, soft_wrap=True)
        self._live = console.is_terminal
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            TextColumn("{task.fields[speed]}"),
            console=console,
            transient=True,
            disable=not self._live,
        )
        self._task = self._bar.add_task(what, total=pace.total, speed="starting")
        self._last = time.monotonic()

    def say(self, text: str) -> None:
        """Say something else without spoiling the bar."""
        if self._live:
            self._bar.console.print(Text(text, style="dim"))
        else:
            aside(text)

    def tick(self, races: int = 0) -> None:
        """Note races that are done, and show how far it is; call it every moment or so."""
        now = time.monotonic()
        self._pace.add(races, now)
        if self._live:
            speed = self._pace.speed(now)
            self._bar.update(self._task, completed=self._pace.done, speed=speed)
        elif now - self._last >= self._every:
            self._last = now
            aside(f"{self._what}: {self._pace.line(now)}")

    def __enter__(self) -> Teller:
        self._bar.start()
        self.tick()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
