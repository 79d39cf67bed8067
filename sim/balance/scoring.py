"""Scoring: the mission score of many races at once, to the last digit that of a game.

`sim.game.score` values one game at a time; its goals are computed here for all runs side by side.
Tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game import mandate
from tenfold.sim.game.score import FULL_SHARE, LOST_MONTHS, YEAR
from tenfold.sim.history import History
from tenfold.sim.measures import PAST_SPEED

FloatArray = NDArray[np.float64]


def mission_scores(history: History, place: int, mission: Mapping[str, float]) -> FloatArray:
    """The score of each race before rounding, 0 to 100; [runs].

    Args:
        history: of finished races.
        place: of the seat.
        mission: goal to weight.
    """
    total = np.zeros(len(history.numbers))
    for goal, value_of in GOALS.items():
        weight = mission.get(goal, 0.0)
        if weight > 0.0:
            total = total + weight * value_of(history, place)
    return total


def mandate_scores(
    history: History, homes: Sequence[str], home: str, mission: Mapping[str, float]
) -> FloatArray:
    """The score of a government in each race before rounding, 0 to 100; [runs].

    Args:
        history: of finished races.
        homes: of each lab.
        home: whose government it is.
        mission: goal to weight.
    """
    labs = {name: history.series(name) for name in mandate.NEEDED}
    market = {name: history.market_series(name) for name in mandate.NEEDED_MARKET}
    total = np.zeros(len(history.numbers))
    for run in range(len(total)):
        found = mandate.values_of(
            {name: values[run] for name, values in labs.items()},
            {name: values[run] for name, values in market.items()},
            homes,
            home,
        )
        total[run] = sum(mission.get(goal, 0.0) * value for goal, (value, _) in found.items())
    return total


def capability(history: History, place: int) -> FloatArray:
    """Half closeness to the leader, half rank, at the end."""
    active = history.series("active")[:, -1]
    levels = history.series("capability") * history.series("active")
    others = np.delete(levels, place, axis=2).max(axis=2)
    behind = _last_lag(others, levels[:, -1, place])
    ahead = (history.series("capability")[:, -1] > history.series("capability")[:, -1, [place]]) & (
        active > 0.0
    )
    labs = levels.shape[2]
    closeness = 100.0 * np.maximum(0.0, 1.0 - behind / LOST_MONTHS)
    rank = 100.0 * (labs - 1 - ahead.sum(axis=1)) / (labs - 1)
    return np.asarray(np.where(active[:, place] > 0.0, 0.5 * (closeness + rank), 0.0))


def tokens(history: History, place: int) -> FloatArray:
    """Share of all use over the last year, with a root."""
    return _of_share(_last_year(history, "token_share", place).mean(axis=1))


def profit(history: History, place: int) -> FloatArray:
    """Revenue over revenue and costs, over the last year."""
    revenue = _last_year(history, "revenue", place).sum(axis=1)
    total = revenue + _last_year(history, "spending", place).sum(axis=1)
    return np.asarray(
        np.where(total > 0.0, 100.0 * revenue / np.where(total > 0.0, total, 1.0), 0.0)
    )


def reach(history: History, place: int) -> FloatArray:
    """Share of use answered by models in months when their weights were open."""
    opened = 0.5 * (
        (_last_year(history, "flagship_release", place) == 1.0).astype(np.float64)
        + (_last_year(history, "mini_release", place) == 1.0)
    )
    return _of_share((_last_year(history, "token_share", place) * opened).mean(axis=1))


def survival(history: History, place: int) -> FloatArray:
    """Part of the race that the lab was in it."""
    return np.asarray(100.0 * history.series("active")[:, 1:, place].mean(axis=1))


GOALS = {
    "capability": capability,
    "tokens": tokens,
    "profit": profit,
    "reach": reach,
    "survival": survival,
}


def _last_year(history: History, figure: str, place: int) -> FloatArray:
    """[runs, months] of the last year; the state at the start is no month."""
    return np.asarray(history.series(figure)[:, 1:, place][:, -YEAR:])


def _of_share(share: FloatArray) -> FloatArray:
    return np.asarray(100.0 * np.minimum(1.0, np.sqrt(np.maximum(share, 0.0) / FULL_SHARE)))


def _last_lag(leader: FloatArray, level: FloatArray) -> FloatArray:
    """Months behind at the end, as `measures.lag_months` has it for the last month alone.

    Args:
        leader: [runs, months + 1].
        level: [runs] the follower's at the end.
    """
    last = leader.shape[1] - 1
    climb = np.maximum.accumulate(leader, axis=1)
    reached = climb >= level[:, None]
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), last)
    rows = np.arange(len(level))
    above, below = climb[rows, first], climb[rows, np.maximum(first - 1, 0)]
    step = np.maximum(above - below, 1e-9)
    when = first - np.where(first > 0, (above - level) / step, 0.0)
    before = (climb[:, 0] - level) / PAST_SPEED * 12.0
    when = np.where(first == 0, -before, when)
    return np.asarray(np.maximum(np.where(level >= leader[:, -1], 0.0, last - when), 0.0))
