"""The score of a game: how far the seat's mission was reached, and the player's part in it.

Each goal of the mission is valued from 0 to 100, and the score is their mean by the mission's
weights. Par is the score of the autopilot in the same seat on the same luck. You = score - par.
What of a score is the seat's, luck's and the rivals', sim/game/debrief/reckoning.py tells.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.telling.phrase import dollars, number, percent
from tenfold.sim.game.telling.standing import behind_by_month, rank_of
from tenfold.sim.game.telling.view import PartOfScore, Score
from tenfold.sim.history import History
from tenfold.sim.measures import lag_months

Columns = Mapping[str, NDArray[np.float64]]
"""Column of the history to its values, [months + 1, labs]."""

NEEDED = (
    "active", "capability", "token_share", "revenue", "spending",
    "flagship_release", "mini_release",
)  # fmt: skip
BEHIND = "behind"
"""Months behind the leader in true skill, [months + 1, labs]: not of the record; where columns have
it, it is not computed again."""
YEAR = 12
LOST_MONTHS = 24.0
"""Months behind the leader at which closeness is worth nothing."""
FULL_SHARE = 0.40
"""Share of all tokens that is worth 100 points; a quarter of it is worth 50."""
TITLES = {
    "capability": "Close to the leader",
    "tokens": "Use",
    "profit": "Earning its keep",
    "reach": "Reach of open models",
    "survival": "Still in the race",
}


def capability(columns: Columns, lab: int) -> tuple[float, str]:
    """Half for closeness to the leader in months, half for rank, both at the end.

    Counted is what models can truly do, not what benchmarks show.
    """
    levels, active = columns["capability"], columns["active"]
    if active[-1, lab] == 0.0:
        return 0.0, "left the race"
    if BEHIND in columns:
        behind = float(columns[BEHIND][-1, lab])
    else:
        behind = float(behind_by_month(levels * active, lab)[-1])
    rank, labs = rank_of(levels[-1], active[-1], lab), levels.shape[1]
    closeness = 100.0 * max(0.0, 1.0 - behind / LOST_MONTHS)
    place = 100.0 * (labs - rank) / (labs - 1)
    said = "the leader" if behind == 0.0 else f"{number(round(behind), 'month')} behind the leader"
    return 0.5 * (closeness + place), f"in true skill, {said} and number {rank} of {labs}"


def tokens(columns: Columns, lab: int) -> tuple[float, str]:
    """Share of all tokens used, over the last year; with a root, so that first users count most."""
    share = float(_last_year(columns["token_share"])[:, lab].mean())
    return _of_share(share), f"{percent(share)} of all use, mean of the last year"


def profit(columns: Columns, lab: int) -> tuple[float, str]:
    """Revenue over revenue and costs, over the last year: 50 is breaking even."""
    revenue = float(_last_year(columns["revenue"])[:, lab].sum())
    spending = float(_last_year(columns["spending"])[:, lab].sum())
    total = revenue + spending
    value = 100.0 * revenue / total if total > 0.0 else 0.0
    return (
        value,
        f"sales of {dollars(revenue)} against costs of {dollars(spending)} in the last year",
    )


def reach(columns: Columns, lab: int) -> tuple[float, str]:
    """Share of all tokens answered by the lab's models in months when their weights were open.

    A month counts in full when best and small model are open, half when only one of them is.
    """
    opened = 0.5 * (
        (_last_year(columns["flagship_release"])[:, lab] == 1.0).astype(float)
        + (_last_year(columns["mini_release"])[:, lab] == 1.0)
    )
    share = float((_last_year(columns["token_share"])[:, lab] * opened).mean())
    said = "of all use came from its open models, mean of the last year"
    return _of_share(share), f"{percent(share)} {said}"


def survival(columns: Columns, lab: int) -> tuple[float, str]:
    """Part of the race that the lab was in it."""
    active = columns["active"][1:, lab]
    lasted = int(active.sum())
    months = max(len(active), 1)
    return 100.0 * lasted / months, f"{lasted} of {months} months"


GOALS = {
    "capability": capability,
    "tokens": tokens,
    "profit": profit,
    "reach": reach,
    "survival": survival,
}


def score_of(
    played: Columns, on_autopilot: Columns, lab: int, mission: Mapping[str, float]
) -> Score:
    """The score of a finished race.

    Args:
        played: the history of the game.
        on_autopilot: the history of the same race with the autopilot in the seat.
        lab: place of the seat.
        mission: goal to weight; the weights sum to 1.

    Returns:
        Score and par as whole points, so that score = par + you holds for what people read.
    """
    parts = []
    total = par = 0.0
    for goal, value_of in GOALS.items():
        weight = mission.get(goal, 0.0)
        if weight == 0.0:
            continue
        value, because = value_of(played, lab)
        other, _ = value_of(on_autopilot, lab)
        total += weight * value
        par += weight * other
        parts.append(PartOfScore(TITLES[goal], weight, value, other, because))
    parts.sort(key=lambda part: -part.weight)
    whole, whole_par = float(round(total)), float(round(par))
    return Score(whole, whole_par, whole - whole_par, tuple(parts))


def points(columns: Columns, lab: int, mission: Mapping[str, float]) -> float:
    """The score before it is rounded.

    Args:
        columns: the history of one race.
        lab: place of the seat.
        mission: goal to weight; the weights sum to 1.
    """
    total = 0.0
    for goal, value_of in GOALS.items():
        if weight := mission.get(goal, 0.0):
            total += weight * value_of(columns, lab)[0]
    return total


def points_of_runs(history: History, lab: int, mission: Mapping[str, float]) -> NDArray[np.float64]:
    """The score of every run of a history, before it is rounded; [runs]."""
    series = {name: history.series(name) for name in NEEDED}
    levels = series["capability"] * series["active"]
    others = np.delete(levels, lab, axis=2).max(axis=2)
    series[BEHIND] = np.zeros_like(levels)
    series[BEHIND][:, :, lab] = lag_months(others, levels[:, :, lab])
    return np.array(
        [
            points({name: values[run] for name, values in series.items()}, lab, mission)
            for run in range(len(levels))
        ]
    )


def _of_share(share: float) -> float:
    return 100.0 * min(1.0, float(np.sqrt(max(share, 0.0) / FULL_SHARE)))


def _last_year(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """The months of the last year; the state at the start is no month."""
    return column[1:][-YEAR:] if len(column) > 1 else column
