"""Valuing: the score of every run of a history by the mission of a seat, lab's or government's."""

from __future__ import annotations

from pathlib import Path

from tenfold.sim.game import mandate, points, score
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.points import FloatArray
from tenfold.sim.game.telling import standing
from tenfold.sim.game.telling.view import PartOfScore
from tenfold.sim.history import History

DECIDING = tuple(Path(str(module.__file__)) for module in (points, mandate, standing))
"""Files that decide what a race scores, beside the engine: whatever is kept of scores is theirs."""


def points_by_run(history: History, seat: Seat) -> FloatArray:
    """The score before it is rounded; [runs]."""
    if seat.place >= 0:
        return points.points_of_runs(history, seat.place, seat.mission)
    return mandate.points_of_runs(history, *_homes(seat), seat.mission)


def goals_of(played: History, par: History, seat: Seat) -> tuple[PartOfScore, ...]:
    """Goal by goal: what was reached, what par reached, and the figures behind it.

    Args:
        played: the race of the game.
        par: the same race with the autopilot in the seat.
        seat: whose mission it is.
    """
    ours, theirs = _goals(played, seat), _goals(par, seat)
    titles = score.TITLES if seat.place >= 0 else mandate.TITLES
    return score.parts_of(ours, theirs, titles, seat.mission)


def _goals(history: History, seat: Seat) -> score.Told:
    """Goal to its value and the figures behind it, in the first run."""
    if seat.place >= 0:
        columns = {name: history.series(name)[0] for name in score.NEEDED}
        return score.values_of(columns, seat.place, seat.mission)
    labs = {name: history.series(name)[0] for name in mandate.NEEDED}
    market = {name: history.market_series(name)[0] for name in mandate.NEEDED_MARKET}
    return mandate.values_of(labs, market, *_homes(seat))


def _homes(seat: Seat) -> tuple[list[str], str]:
    """Home of each lab, and of the government."""
    return [lab.home for lab in seat.scenario.labs], seat.scenario.regulator.home
