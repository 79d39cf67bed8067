"""Waterfall: where the gap to the leader came from, in points of capability that add up exactly.

The best model that each of the two labs ever made, on sale or not, is taken apart by
sim/attribution.py; the difference of each part is one step from level to the gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenfold.sim.attribution import BEST, NAMES, REFERENCE, attribute, capability_of
from tenfold.sim.game.debrief.played import Played
from tenfold.sim.measures import frontier

YEAR = 12


@dataclass(frozen=True)
class Step:
    """One part of the gap."""

    part: str
    """Name as in sim.attribution.PARTS."""
    points: float
    """Of the player's lab, less the other's [index points]."""


@dataclass(frozen=True)
class Waterfall:
    """From level to the gap."""

    other: int
    """Place of the lab that it is against: the leader, or the next best where the player leads."""
    gap: float
    """Best model of the player's lab, less the other's [index points]."""
    steps: tuple[Step, ...]
    """Their points sum to the gap within 1e-9."""
    chips: float
    """Chips of the player's lab over the other's, mean of all months until the end."""


def waterfall_of(played: Played, month: int | None = None) -> Waterfall | None:
    """The gap to the leader, taken apart; None where nobody else is left, or the seat has no lab.

    Args:
        played: the game.
        month: at whose end; the last unless given.
    """
    seat = played.seat.place
    if seat < 0:
        return None
    now = played.history.months if month is None else month
    active = played.series("active")[now] > 0.0
    best = capability_of(played.history, BEST)[0, now]
    rivals = [i for i in range(len(best)) if i != seat and active[i]]
    if not rivals:
        return None
    other = max(rivals, key=lambda i: float(best[i]))
    parts = attribute(played.history, played.rules, BEST)[0, now]
    steps = tuple(
        Step(name, float(parts[seat, k] - parts[other, k]))
        for k, name in enumerate(NAMES)
        if k != REFERENCE
    )
    chips = played.series("compute")[: now + 1]
    ratio = float(np.mean(chips[:, seat])) / max(float(np.mean(chips[:, other])), 1e-9)
    return Waterfall(other, float(best[seat] - best[other]), steps, ratio)


def gain_of_year(played: Played) -> float:
    """Index points that the best model on sale gained in the last year of the race."""
    best = frontier(played.history)[0]
    months = min(YEAR, len(best) - 1)
    return float(best[-1] - best[-1 - months]) * YEAR / max(months, 1)
