"""Backers: who paid where a lab's sales did not, so that nobody wonders how its cash could grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tenfold.sim.game.debrief.played import Played
from tenfold.sim.game.score import TITLES
from tenfold.sim.game.telling.phrase import dollars
from tenfold.sim.game.telling.view import PartOfScore

YEAR = 12
"""Months at the end that the goal of earning its keep is about."""


def goals_told(played: Played, goals: Sequence[PartOfScore]) -> tuple[PartOfScore, ...]:
    """The goals of a score; beside a loss by sales stands what backers gave.

    Args:
        played: the game.
        goals: of its score, as they are valued.
    """
    said = backing_words(played)
    return tuple(
        replace(goal, because=goal.because + said) if goal.title == TITLES["profit"] else goal
        for goal in goals
    )


def backing_words(played: Played) -> str:
    """What backers gave in the last year, where sales did not pay the costs; else empty."""
    if played.seat.place < 0:
        return ""
    revenue, spending, backing = (
        float(played.series(name)[1:][-YEAR:, played.seat.place].sum())
        for name in ("revenue", "spending", "backing")
    )
    loss = spending - revenue
    if loss <= 0.0 or backing <= 0.0:
        return ""
    paid = "paid the rest" if backing >= loss else "paid part of the rest, and cash what was left"
    return f"; backers, with {dollars(backing)}, {paid}"
