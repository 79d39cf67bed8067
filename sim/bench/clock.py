"""A clock that collects repetitions under names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median


class Clock:
    """Processor time of this thread, by name; repetitions may come in any order."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}

    @contextmanager
    def measure(self, name: str, parts: int = 1) -> Iterator[None]:
        """Time what happens inside, divided by `parts`, as one repetition of a name."""
        began = time.thread_time()
        yield
        self.add(name, (time.thread_time() - began) / parts)

    def add(self, name: str, seconds: float) -> None:
        """A repetition that something else has measured."""
        self.times.setdefault(name, []).append(seconds)

    def medians(self) -> dict[str, float]:
        """Median of the repetitions by name [s]."""
        return {name: median(times) for name, times in self.times.items()}

    def spreads(self) -> dict[str, float]:
        """Slowest over fastest repetition by name."""
        return {name: max(times) / min(times) for name, times in self.times.items()}
