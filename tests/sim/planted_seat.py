"""A seat without races: what a strategy reaches is known, and luck adds the same to all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.balance.found import Best, End, Index, Portrait
from tenfold.sim.balance.strategies import Dial

FloatArray = NDArray[np.float64]
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
DIALS = (Dial("distil", STEPS), Dial("order", STEPS), Dial("data", STEPS))


class Planted:
    """Scores of a formula, plus luck that all strategies share and an accident of each."""

    seed = 1

    def __init__(self, value: Callable[[FloatArray], FloatArray], accident: float = 0.0) -> None:
        self.dials = DIALS
        self.value = value
        self.accident = accident

    def scores(self, strategies: FloatArray, lucks: NDArray[np.int64]) -> FloatArray:
        """What is planted; a lever that is left to the autopilot stands in the middle."""
        held = np.where(np.isnan(strategies), 0.5, strategies)
        bumps = np.sin(1e4 * (held @ np.array([1.0, 2.0, 3.0]) + 0.1)[:, None] * (1.0 + lucks))
        return self.value(held)[:, None] + np.sin(lucks) + self.accident * bumps


def portrait(
    seat: str = "Alder", total: float = 0.1, worse: float = 1.0, winner: str = "autopilot"
) -> Portrait:
    """Figures of a seat with one lever."""
    end = End(0.0, 0.5, worse, 0.1)
    return Portrait(
        scenario="made-up", seat=seat, identity="x", races=10, mission={"profit": 1.0},
        usual=50.0, random_mean=45.0, random_spread=8.0, spread=6.0,
        indices=(Index("distil", total, total - 0.005, total + 0.005),),
        levers=(Best("distil", 0.5, 1.0, 4.0, (end,)),),
        play={"distil": 0.5}, gain=12.0, gain_error=0.5,
        policies={"autopilot": 50.0, "fixed": 48.0, "distiller": 47.0}, winners=(winner,),
    )  # fmt: skip
