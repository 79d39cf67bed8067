"""Reckoning: score = seat + luck + rivals + you, exactly, and in the whole points that are shown.

Bots means: the autopilot in every human seat. Seat is what bots reach on average over 500 lucks;
luck what bots reach on this luck, less that; rivals par less what bots reach on this luck, where
par is the autopilot in this seat against the others as they played; you the score less par. In a
game of one person the others are policies, so par is the bots' race and rivals are exactly 0.

Seat and luck are of whole races: a game that was taken over in a later quarter has par and you
alone, and par is then the autopilot taking over in that quarter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.debrief.rerun import Script, as_logged, as_others_played, rerun
from tenfold.sim.game.debrief.valuing import goals_of, points_by_run
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.sim.game.telling.view import PartOfScore


@dataclass(frozen=True)
class Points:
    """Exact points of a finished game; what bots reach is known by racing them."""

    score: float
    par: float
    bots: float
    whole: bool
    """Every quarter was the player's: seat and luck can be told."""
    rivals_human: bool = False
    """Others were people, too."""
    goals: tuple[PartOfScore, ...] = ()
    """Goal by goal."""


@dataclass(frozen=True)
class Reckoning:
    """A score taken apart; whole points, of which the parts sum to the score."""

    score: int
    par: int
    you: int
    exact_you: float
    """Before rounding [points]."""
    seat: int | None = None
    """None until the yardstick is there, or where seat and luck cannot be told."""
    luck: int | None = None
    rivals: int | None = None
    whole: bool = True
    rivals_human: bool = False
    spread: float | None = None
    """Standard deviation of `you` over sensible strategies in this seat [points]."""
    spreads: float | None = None
    """`exact_you` over `spread`: what ranks."""
    beaten: float | None = None
    """Share of sensible strategies with a lower `you`."""
    luckier: float | None = None
    """Share of lucks on which bots reach less than on this one."""
    ranked: bool = False


def points_of(played: Played, others: Mapping[str, Script] | None = None) -> Points:
    """Score, par and what bots reach on the luck of a finished game.

    Args:
        played: the game.
        others: other seats in human hands to what was decided there; as it was played unless
            given.
    """
    seat, people = played.seat, as_others_played(played) if others is None else others
    own = as_logged(seat, played.entries[: played.taken_over], 1)
    par = rerun(seat, played.seed, [played.luck], own, people)
    reached = _one(points_by_run(par, seat))
    bots = reached
    if people:
        nobody: dict[str, Script] = {name: np.full_like(s, np.nan) for name, s in people.items()}
        alone = rerun(seat, played.seed, [played.luck], np.full_like(own, np.nan), nobody)
        bots = _one(points_by_run(alone, seat))
    score = _one(points_by_run(played.history, seat))
    goals = goals_of(played.history, par, seat)
    return Points(score, reached, bots, played.taken_over == 0, bool(people), goals)


def reckon(points: Points, yardstick: Yardstick | None, practice: bool) -> Reckoning:
    """The parts in whole points.

    Each is the difference of two rounded totals, so that parts sum to the score as people read it.

    Args:
        points: of the game.
        yardstick: of its seat, once it is there.
        practice: the game is not ranked.
    """
    score, par = round(points.score), round(points.par)
    you = points.score - points.par
    made = Reckoning(
        score, par, score - par, you, whole=points.whole, rivals_human=points.rivals_human
    )
    if yardstick is None:
        return made
    spreads = you / yardstick.spread if yardstick.spread > 0.0 else None
    made = replace(
        made,
        spread=yardstick.spread,
        spreads=spreads,
        beaten=yardstick.beaten(you),
        ranked=not practice and points.whole and spreads is not None,
    )
    if not points.whole:
        return made
    seat, bots = round(yardstick.seat), round(points.bots)
    return replace(
        made,
        seat=seat,
        luck=bots - seat,
        rivals=par - bots,
        luckier=yardstick.luckier(points.bots),
    )


def _one(values: NDArray[np.float64]) -> float:
    return float(values[0])
