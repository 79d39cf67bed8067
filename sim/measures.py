"""Measures of a race: frontier, lags, gaps, leads, growth; each of many runs at once.

A group's best is the highest capability on sale among its active labs. A lag is the number of
months since the leading group first reached the level that the following group holds now; before
the start the leader's past is taken from the published frontier.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.history import History

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PAST_SPEED = 13.1
"""Index points a year at which the frontier rose before the start (evidence: frontier)."""


def best(history: History, member: BoolArray) -> FloatArray:
    """Highest capability on sale of a group; shape [runs, months + 1], 0 where the group is empty.

    Args:
        history: of the runs.
        member: [labs] or [runs, months + 1, labs], who belongs to the group.
    """
    capability = history.series("capability")
    active = history.series("active") > 0
    counted = np.where(active & member, capability, 0.0)
    return np.asarray(counted.max(axis=2))


def frontier(history: History) -> FloatArray:
    """Best capability on sale; shape [runs, months + 1]."""
    return best(history, np.ones(len(history.labs), dtype=bool))


def lag_months(leader: FloatArray, follower: FloatArray) -> FloatArray:
    """Months since the leader first reached the follower's present level; shape as the inputs.

    Between months the leader's path is taken as straight, before the first as rising by PAST_SPEED.
    A follower at or above the leader has lag 0.
    """
    runs, months = leader.shape
    climb = np.maximum.accumulate(leader, axis=1)
    lags = np.zeros((runs, months))
    for month in range(months):
        level = follower[:, month : month + 1]
        reached = climb[:, : month + 1] >= level
        first = np.where(reached.any(axis=1), reached.argmax(axis=1), month)
        rows = np.arange(runs)
        above = climb[rows, first]
        below = climb[rows, np.maximum(first - 1, 0)]
        step = np.maximum(above - below, 1e-9)
        when = first - np.where(first > 0, (above - level[:, 0]) / step, 0.0)
        before = (climb[:, 0] - level[:, 0]) / PAST_SPEED * 12.0
        when = np.where(first == 0, -before, when)
        lags[:, month] = np.where(level[:, 0] >= leader[:, month], 0.0, month - when)
    return np.maximum(lags, 0.0)


def months_behind(history: History, place: int) -> FloatArray:
    """Months that a lab's best model on sale is behind the frontier; shape [runs, months + 1]."""
    return lag_months(frontier(history), history.series("capability")[:, :, place])


def growth_per_year(series: FloatArray, months: int) -> FloatArray:
    """Factor by which a figure grew a year between month 0 and `months`; shape [runs]."""
    start = np.maximum(series[:, 0], 1e-300)
    return np.asarray((np.maximum(series[:, months], 1e-300) / start) ** (12.0 / months))


def leads(history: History, member: BoolArray, month: int) -> BoolArray:
    """Whether the best model of a group is the best of all at a month; a tie is no lead.

    Returns:
        [runs] True where the group's best is strictly above everyone else's.
    """
    ours = best(history, member)[:, month]
    theirs = best(history, ~member)[:, month]
    return np.asarray(ours > theirs)


def shares(history: History, member: BoolArray, figure: str, month: int) -> FloatArray:
    """Sum of a share (token_share or revenue_share) over a group at a month; shape [runs]."""
    return np.asarray((history.series(figure)[:, month] * member).sum(axis=1))


def concentration(history: History, figure: str = "token_share") -> FloatArray:
    """Herfindahl index of a share; shape [runs, months + 1]."""
    values = history.series(figure)
    return np.asarray((values * values).sum(axis=2))


def median_interval(values: FloatArray, coverage: float = 0.9) -> tuple[float, float, float]:
    """Median and the interval that holds a given share of the runs; nan entries are left out."""
    known = values[np.isfinite(values)]
    if known.size == 0:
        return (float("nan"), float("nan"), float("nan"))
    tail = (1.0 - coverage) / 2.0
    low, middle, high = np.quantile(known, [tail, 0.5, 1.0 - tail])
    return float(middle), float(low), float(high)
