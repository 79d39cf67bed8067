"""Found: what the races of an experiment showed, by arm and cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tenfold.scenarios.questions import Choice
from tenfold.sim.experiments.effect import Effect, effect_of

FloatArray = NDArray[np.float64]
Cell = dict[str, Choice]
"""Value of each cross factor."""
Place = tuple[str, str, tuple[tuple[str, Choice], ...]]


def place(read: str, arm: str, cell: Mapping[str, Choice]) -> Place:
    """Where the values of a reading in an arm and a cell are kept."""
    return read, arm, tuple(sorted(cell.items()))


@dataclass(frozen=True)
class Found:
    """Values of every reading in every arm and cell, on the same points and lucks.

    Attributes:
        cells: value of each cross factor, for every cell.
        points: the parameter sets, a row each.
        by_place: [points, lucks] by `place`.
    """

    cells: tuple[Cell, ...]
    points: pd.DataFrame
    by_place: Mapping[Place, FloatArray]

    def values(self, read: str, arm: str, at: Mapping[str, Choice] | None = None) -> FloatArray:
        """A reading in an arm: [points, lucks].

        Args:
            read: its name.
            arm: name of the arm.
            at: value of each cross factor; none needed where there is one cell.

        Raises:
            KeyError: no such reading, arm or cell.
        """
        return self.by_place[place(read, arm, at or {})]

    def level(
        self, read: str, arm: str, at: Mapping[str, Choice] | None = None, unit: str = ""
    ) -> Effect:
        """A reading's mean in an arm, with its interval."""
        return effect_of(self.values(read, arm, at), unit)

    def effect(
        self,
        read: str,
        plus: str,
        minus: str,
        at: Mapping[str, Choice] | None = None,
        at_minus: Mapping[str, Choice] | None = None,
        unit: str = "",
    ) -> Effect:
        """A paired difference: the arm `plus` less the arm `minus`, luck by luck.

        Args:
            read: name of the reading.
            plus: an arm.
            minus: the arm that is taken away; the same where cells are compared.
            at: the cell of both.
            at_minus: the cell of `minus`, where it is another.
            unit: of the reading.
        """
        there = at if at_minus is None else at_minus
        return effect_of(self.values(read, plus, at) - self.values(read, minus, there), unit)

    def effect_of(self, values: FloatArray, unit: str = "") -> Effect:
        """The effect of values that were derived from readings: [points, lucks]."""
        return effect_of(np.asarray(values, dtype=np.float64), unit)
