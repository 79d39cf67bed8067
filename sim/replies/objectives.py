"""Objectives: what a reply is best at, one figure per race, more is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.errors import nearest
from tenfold.scenarios.schema import LabSpec
from tenfold.sim.game.points import points_of_runs
from tenfold.sim.history import History

FloatArray = NDArray[np.float64]
YEAR = 12
"""Months at the end of a race over which objectives are counted."""


class ObjectiveError(ValueError):
    """An objective that nobody has; the message says which there are."""


@dataclass(frozen=True)
class Objective:
    """What a seat wants.

    Attributes:
        name: on the command line.
        meaning: in words.
        unit: of the figure.
        of: history, the seat's place and its entry in the scenario -> [runs].
    """

    name: str
    meaning: str
    unit: str
    of: Callable[[History, int, LabSpec], FloatArray]


def last_year(history: History, figure: str, place: int) -> FloatArray:
    """Mean of a lab's figure over the last year of each race; [runs]."""
    return np.asarray(history.series(figure)[:, -YEAR:, place].mean(axis=1))


def mission_score(history: History, place: int, spec: LabSpec) -> FloatArray:
    """What a game's score would be in each race, before rounding: 0 to 100; [runs]."""
    return points_of_runs(history, place, {str(goal): w for goal, w in spec.mission.items()})


OBJECTIVES: dict[str, Objective] = {
    each.name: each
    for each in (
        Objective(
            "capability", "capability on sale, mean of the last year", "index points",
            lambda history, place, spec: last_year(history, "capability", place),
        ),
        Objective(
            "tokens", "share of all use, mean of the last year", "share",
            lambda history, place, spec: last_year(history, "token_share", place),
        ),
        Objective(
            "sales", "share of all revenue, mean of the last year", "share",
            lambda history, place, spec: last_year(history, "revenue_share", place),
        ),
        Objective("mission", "score of the seat's mission, as in a game", "score", mission_score),
    )
}  # fmt: skip


def find_objective(name: str) -> Objective:
    """The objective of that name.

    Raises:
        ObjectiveError: there is none.
    """
    if name not in OBJECTIVES:
        raise ObjectiveError(f"no objective '{name}'{nearest(name, OBJECTIVES)}")
    return OBJECTIVES[name]
