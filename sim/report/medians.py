"""Medians and ranges over any number of runs, with memory for one month of them at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LOW, MIDDLE, HIGH = 10.0, 50.0, 90.0
"""Percentiles over runs."""


class Kept:
    """A few figures of every run, on disk, as [figure, month, run, lab].

    Args:
        path: a scratch file.
        figures: names of what is kept; one of them must be "active", 1 for a lab in the race.
        months: how many months are kept.
        runs: how many runs there will be.
        labs: how many labs.
    """

    def __init__(
        self, path: Path, figures: Sequence[str], months: int, runs: int, labs: int
    ) -> None:
        self.figures = tuple(figures)
        self._path = path
        self._shape = (len(self.figures), months, runs, labs)
        self._filled = 0
        np.memmap(path, np.float32, "w+", shape=self._shape).flush()

    def add(self, values: Mapping[str, FloatArray]) -> None:
        """Keep the next runs: figure to [runs, months kept, labs]."""
        # Opened anew each time: pages of a map that stays open count as memory of the process.
        room = np.memmap(self._path, np.float32, "r+", shape=self._shape)
        runs = len(values[self.figures[0]])
        for k, name in enumerate(self.figures):
            rows = slice(self._filled, self._filled + runs)
            room[k, :, rows, :] = values[name].transpose(1, 0, 2)
        self._filled += runs
        room.flush()

    def month(self, figure: str, at: int) -> FloatArray:
        """One figure in all runs added, at the `at`-th of the months kept; shape [runs, labs]."""
        room = np.memmap(self._path, np.float32, "r", shape=self._shape)
        k = self.figures.index(figure)
        return np.asarray(room[k, at, : self._filled, :], dtype=np.float64)

    def percentiles(self, figure: str) -> FloatArray:
        """Low, middle and high percentile over runs; shape [3, months kept, labs].

        Only runs in which a lab is still in the race count; NaN where that is none of them.
        """
        found = np.full((3, self._shape[1], self._shape[3]), np.nan)
        for at in range(self._shape[1]):
            values = self.month(figure, at)
            active = self.month("active", at) > 0.0
            for lab in range(self._shape[3]):
                racing = values[active[:, lab], lab]
                if racing.size:
                    found[:, at, lab] = np.percentile(racing, (LOW, MIDDLE, HIGH))
        return found

    def means(self, figure: str) -> FloatArray:
        """Mean over all runs, those without the lab included; shape [months kept, labs]."""
        kept = range(self._shape[1])
        return np.array([self.month(figure, at).mean(axis=0) for at in kept])

    def survival(self) -> FloatArray:
        """Share of runs in which a lab is in the race; shape [months kept, labs]."""
        kept = range(self._shape[1])
        return np.array([(self.month("active", at) > 0.0).mean(axis=0) for at in kept])

    def led(self) -> FloatArray:
        """Share of runs that each lab leads in capability in the last month kept; shape [labs].

        Labs that tie share the lead of that run.
        """
        last = self._shape[1] - 1
        score = np.where(self.month("active", last) > 0.0, self.month("capability", last), -np.inf)
        first = score == score.max(axis=1, keepdims=True)
        return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0))
