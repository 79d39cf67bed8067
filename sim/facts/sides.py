"""Sides: the best models of the rich and the poor side, and who leads in the end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim import measures
from tenfold.sim.experiments.races import Raced
from tenfold.sim.facts.fact import Fact, Target, of_chances

FloatArray = NDArray[np.float64]
LAST_YEAR = slice(37, 49)
"""Months 37 to 48."""


def rich(raced: Raced) -> FloatArray:
    """Best model of everyone but the poor side: [runs, months + 1]."""
    return measures.best(raced.history, ~raced.groups["poor"])


def poor(raced: Raced) -> FloatArray:
    """Best model of the poor side: [runs, months + 1]."""
    return measures.best(raced.history, raced.groups["poor"])


def gap(raced: Raced) -> FloatArray:
    """Index points by which the poor side is behind: [runs, months + 1]."""
    return rich(raced) - poor(raced)


def decades(raced: Raced) -> FloatArray:
    """The same as compute that would be worth as much, mean of the last year: [runs] decades."""
    points = gap(raced)[:, LAST_YEAR].mean(axis=1)
    return np.asarray(points / raced.race.rules.index_per_decade)


def poor_leads(
    number: str, scenario: str, rich_best: FloatArray, poor_best: FloatArray, target: Target
) -> Fact:
    """Chance that the side called poor has the best model on sale at the end.

    Args:
        number: of the fact.
        scenario: name of the race.
        rich_best: [lucks, months + 1] best model of the rich side.
        poor_best: the same of the poor side.
        target: of the chance.
    """
    lag = measures.lag_months(rich_best, poor_best)[:, -1]
    behind = (rich_best - poor_best)[:, -1]
    note = (
        f"poor side {np.median(behind):.1f} points, {np.median(lag):.1f} months behind at the end"
    )
    return of_chances(
        number, f"poor side leads after 4 years ({scenario})", poor_best[:, -1] > rich_best[:, -1],
        target, note,
    )  # fmt: skip
