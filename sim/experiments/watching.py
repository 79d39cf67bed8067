"""Watching: how far races are, on a terminal as a bar, else as plain lines; on stderr."""

from __future__ import annotations

import time
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from tenfold.sim.sweep.running.progress import Pace, Teller


class RaceBar:
    """Tells how many races are done and how long the rest takes. Use as a context.

    Args:
        every: seconds between lines where stderr is no terminal.
    """

    def __init__(self, every: float = 10.0) -> None:
        self._every = every
        self._stack = ExitStack()
        self._teller: Teller | None = None

    def begin(self, total: int, done: int) -> None:
        """So many races in all, so many of them kept from before."""
        pace = Pace(total, done, time.monotonic())
        self._teller = self._stack.enter_context(Teller("Racing", pace, self._every))
        if done:
            self.say(f"{done:,} of {total:,} races are kept from before")

    def passed(self, races: int) -> None:
        """So many races are done."""
        assert self._teller is not None
        self._teller.tick(races)

    def say(self, line: str) -> None:
        """A line of its own, above what tells how far it is."""
        assert self._teller is not None
        self._teller.say(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()
