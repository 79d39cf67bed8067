"""Points: how far a lab reached its mission, for many races side by side.

Each goal is valued from 0 to 100, and the score is their mean by the mission's weights. Every score
of a lab comes from here: a game's, a debrief's, a balance's and that of best replies. What is said
of a value stands in `score.py`; the goals of governments in `mandate.py`.

Months are summed one by one, so that a race scores the same, to the bit, alone and among others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.telling.standing import rank_of
from tenfold.sim.history import History
from tenfold.sim.measures import lags_now, over_labs

FloatArray = NDArray[np.float64]
Series = Mapping[str, FloatArray]
"""Column of the history to its values: [runs, months + 1, labs] of labs, [runs, months + 1] of the
market."""

NEEDED = (
    "active", "capability", "token_share", "revenue", "spending",
    "flagship_release", "mini_release",
)  # fmt: skip
"""Columns of the labs that the goals are computed from."""
YEAR = 12
LOST_MONTHS = 24.0
"""Months behind the leader at which closeness is worth nothing."""
FULL_SHARE = 0.40
"""Share of all tokens that is worth 100 points; a quarter of it is worth 50."""


class Valued(NamedTuple):
    """A goal in every race."""

    value: FloatArray
    """[runs] from 0 to 100."""
    figures: tuple[FloatArray, ...]
    """[runs] each: what the value is made of."""

    def first(self, words: Callable[..., str]) -> tuple[float, str]:
        """Value of the first race, and its figures in words."""
        return float(self.value[0]), words(*(float(figure[0]) for figure in self.figures))


def points_of_runs(history: History, place: int, mission: Mapping[str, float]) -> FloatArray:
    """The score of a lab in every race, before it is rounded; [runs].

    Args:
        history: of finished races.
        place: of the lab.
        mission: goal to weight; the weights sum to 1.
    """
    series = {name: history.series(name) for name in NEEDED}
    return weighed(values_of(series, place, mission), mission)


def values_of(series: Series, place: int, mission: Mapping[str, float]) -> dict[str, Valued]:
    """Goal to its value, of those that weigh something.

    Args:
        series: the columns of NEEDED.
        place: of the lab.
        mission: goal to weight.
    """
    return {goal: of(series, place) for goal, of in GOALS.items() if mission.get(goal, 0.0)}


def weighed(values: Mapping[str, Valued], mission: Mapping[str, float]) -> FloatArray:
    """Mean of goals by the weights of a mission; [runs]."""
    return np.asarray(sum(mission.get(goal, 0.0) * found.value for goal, found in values.items()))


def last_year(values: FloatArray) -> FloatArray:
    """The months of the last year, of [runs, months + 1]; the state at the start is no month."""
    return values[:, 1:][:, -YEAR:]


def mean_of(months: FloatArray) -> FloatArray:
    """Mean over months, of [runs, months]; month by month: the same bits for any number of runs."""
    return np.asarray(over_labs(months) / months.shape[1])


def capability(series: Series, place: int) -> Valued:
    """Half for closeness to the leader in months, half for rank, both at the end.

    Counted is what models can truly do, not what benchmarks show. Who left the race has nothing.
    Figures: months behind, rank, number of labs, whether it is in the race.
    """
    active = series["active"][:, -1]
    levels = series["capability"] * series["active"]
    labs = levels.shape[-1]
    others = np.delete(levels, place, axis=2).max(axis=2)
    behind = lags_now(others, levels[:, -1, place])
    now = zip(series["capability"][:, -1], active, strict=True)
    rank = np.array([float(rank_of(skill, there, place)) for skill, there in now])
    closeness = 100.0 * np.maximum(0.0, 1.0 - behind / LOST_MONTHS)
    order = 100.0 * (labs - rank) / (labs - 1)
    here = active[:, place]
    value = np.where(here > 0.0, 0.5 * (closeness + order), 0.0)
    return Valued(value, (behind, rank, np.full(len(rank), float(labs)), here))


def tokens(series: Series, place: int) -> Valued:
    """Share of all tokens used, over the last year; with a root, so that first users count most.

    Figures: the share.
    """
    share = mean_of(last_year(series["token_share"][:, :, place]))
    return Valued(_of_share(share), (share,))


def profit(series: Series, place: int) -> Valued:
    """Revenue over revenue and costs, over the last year: 50 is breaking even.

    Figures: revenue, costs.
    """
    revenue = over_labs(last_year(series["revenue"][:, :, place]))
    spending = over_labs(last_year(series["spending"][:, :, place]))
    total = revenue + spending
    value = np.where(total > 0.0, 100.0 * revenue / np.where(total > 0.0, total, 1.0), 0.0)
    return Valued(value, (revenue, spending))


def reach(series: Series, place: int) -> Valued:
    """Share of all tokens answered by the lab's models in months when their weights were open.

    A month counts in full when best and small model are open, half when only one of them is.
    Figures: the share.
    """
    opened = 0.5 * (
        (series["flagship_release"][:, :, place] == 1.0).astype(np.float64)
        + (series["mini_release"][:, :, place] == 1.0)
    )
    share = mean_of(last_year(series["token_share"][:, :, place] * opened))
    return Valued(_of_share(share), (share,))


def survival(series: Series, place: int) -> Valued:
    """Part of the race that the lab was in it.

    Figures: months in it, months of the race.
    """
    active = series["active"][:, 1:, place]
    lasted, months = over_labs(active), float(active.shape[1])
    return Valued(100.0 * lasted / months, (lasted, np.full(len(lasted), months)))


GOALS: dict[str, Callable[[Series, int], Valued]] = {
    "capability": capability,
    "tokens": tokens,
    "profit": profit,
    "reach": reach,
    "survival": survival,
}


def _of_share(share: FloatArray) -> FloatArray:
    return 100.0 * np.minimum(1.0, np.sqrt(np.maximum(share, 0.0) / FULL_SHARE))
