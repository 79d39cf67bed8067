"""Valuing: the score of every run of a history by the mission of a seat, lab's or government's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game import mandate
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.score import GOALS, NEEDED, TITLES, points_of_runs
from tenfold.sim.game.telling.view import PartOfScore
from tenfold.sim.history import History

FloatArray = NDArray[np.float64]


def points_by_run(history: History, seat: Seat) -> FloatArray:
    """The score before it is rounded; [runs]."""
    if seat.place >= 0:
        return points_of_runs(history, seat.place, seat.mission)
    found = []
    for run in range(len(history.lab)):
        values, total = _public(history, run, seat), 0.0
        for goal, weight in seat.mission.items():
            total += weight * values[goal][0] if weight else 0.0
        found.append(total)
    return np.array(found)


def goals_of(played: History, par: History, seat: Seat) -> tuple[PartOfScore, ...]:
    """Goal by goal: what was reached, what par reached, and the figures behind it.

    Args:
        played: the race of the game.
        par: the same race with the autopilot in the seat.
        seat: whose mission it is.
    """
    ours, theirs = _goals(played, seat), _goals(par, seat)
    titles = TITLES if seat.place >= 0 else mandate.TITLES
    parts = [
        PartOfScore(titles[goal], weight, ours[goal][0], theirs[goal][0], ours[goal][1])
        for goal, weight in seat.mission.items()
        if weight
    ]
    return tuple(sorted(parts, key=lambda part: -part.weight))


def _goals(history: History, seat: Seat) -> dict[str, tuple[float, str]]:
    """Goal to its value and the figures behind it, in the first run."""
    if seat.place < 0:
        return _public(history, 0, seat)
    columns = {name: history.series(name)[0] for name in NEEDED}
    return {goal: GOALS[goal](columns, seat.place) for goal in seat.mission}


def _public(history: History, run: int, seat: Seat) -> dict[str, tuple[float, str]]:
    return mandate.values_of(
        {name: history.series(name)[run] for name in mandate.NEEDED},
        {name: history.market_series(name)[run] for name in mandate.NEEDED_MARKET},
        [lab.home for lab in seat.scenario.labs],
        seat.scenario.regulator.home,
    )
