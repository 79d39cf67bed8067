"""Savings: differences of capability as compute that would have been worth as much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.measures import best
from tenfold.sim.sweep.outcomes import mean_over


def decades_of(raced: Raced, group: str, first: int, last: int) -> FloatArray:
    """The best capability of a group in decades of effective compute, mean of some months: [runs].

    Index points over what tenfold compute is worth in the same world, so that worlds with another
    worth of compute can be compared.
    """
    points = mean_over(best(raced.history, raced.groups[group]), first, last)
    return np.asarray(points / raced.race.rules.index_per_decade)


def as_factor(decades: Effect) -> Effect:
    """An effect in decades as a factor of compute; its middle is a geometric mean."""

    def lift(value: float) -> float:
        return float(10.0**value)

    return replace(
        decades,
        middle=lift(decades.middle),
        low=lift(decades.low),
        high=lift(decades.high),
        luck_low=lift(decades.luck_low),
        luck_high=lift(decades.luck_high),
        per_point=np.power(10.0, decades.per_point),
        unit="times the compute",
    )
