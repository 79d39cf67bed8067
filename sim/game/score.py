"""The score of a game: how far the seat's mission was reached, and the player's part in it.

Par is the score of the autopilot in the same seat on the same luck. You = score - par. How goals
are valued stands in `points.py`; what of a score is the seat's, luck's and the rivals',
sim/game/debrief/reckoning.py tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game import points
from tenfold.sim.game.telling.phrase import dollars, number, percent
from tenfold.sim.game.telling.view import PartOfScore, Score

Columns = Mapping[str, NDArray[np.float64]]
"""Column of the history to its values, [months + 1, labs]."""

Told = dict[str, tuple[float, str]]
"""Goal to its value, 0 to 100, and the figures behind it."""
NEEDED = points.NEEDED
TITLES = {
    "capability": "Close to the leader",
    "tokens": "Use",
    "profit": "Earning its keep",
    "reach": "Reach of open models",
    "survival": "Still in the race",
}


def _capability(behind: float, rank: float, labs: float, here: float) -> str:
    if here == 0.0:
        return "left the race"
    said = "the leader" if behind == 0.0 else f"{number(round(behind), 'month')} behind the leader"
    return f"in true skill, {said} and number {rank:.0f} of {labs:.0f}"


def _tokens(share: float) -> str:
    return f"{percent(share)} of all use, mean of the last year"


def _profit(revenue: float, spending: float) -> str:
    return f"sales of {dollars(revenue)} against costs of {dollars(spending)} in the last year"


def _reach(share: float) -> str:
    return f"{percent(share)} of all use came from its open models, mean of the last year"


def _survival(lasted: float, months: float) -> str:
    return f"{lasted:.0f} of {months:.0f} months"


WORDS: dict[str, Callable[..., str]] = {
    "capability": _capability,
    "tokens": _tokens,
    "profit": _profit,
    "reach": _reach,
    "survival": _survival,
}
"""Goal to what is said of the figures that `points.GOALS` gives with its value."""


def values_of(columns: Columns, lab: int, mission: Mapping[str, float]) -> Told:
    """Goal to its value, 0 to 100, and the figures behind it, of those that weigh something.

    Args:
        columns: of NEEDED, the history of one race.
        lab: place of the seat.
        mission: goal to weight.
    """
    alone = {name: columns[name][None] for name in NEEDED}
    found = points.values_of(alone, lab, mission)
    return {goal: each.first(WORDS[goal]) for goal, each in found.items()}


def parts_of(
    ours: Told, theirs: Told, titles: Mapping[str, str], mission: Mapping[str, float]
) -> tuple[PartOfScore, ...]:
    """The goals that weigh something, the heaviest first.

    Args:
        ours: goal to its value in the game, and the figures behind it.
        theirs: the same with the autopilot in the seat.
        titles: of the goals.
        mission: goal to weight.
    """
    parts = [
        PartOfScore(titles[goal], mission[goal], value, theirs[goal][0], because)
        for goal, (value, because) in ours.items()
        if mission.get(goal, 0.0)
    ]
    return tuple(sorted(parts, key=lambda part: -part.weight))


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
    ours, theirs = (values_of(each, lab, mission) for each in (played, on_autopilot))
    return whole(parts_of(ours, theirs, TITLES, mission))


def whole(parts: tuple[PartOfScore, ...]) -> Score:
    """Score and par of weighed goals, as whole points."""
    score = float(round(sum(part.weight * part.value for part in parts)))
    par = float(round(sum(part.weight * part.par for part in parts)))
    return Score(score, par, score - par, parts)
