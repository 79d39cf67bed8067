"""F8: a released idea is copied by a rival within one to nine months.

Reasoning models were copied after four to five months, other ideas sooner or later. In the race
from 2026 every idea that a lab first shows in a released model during the race is followed until a
rival has copied it. The figure is the median over all ideas of all races. Ideas that were shown
before the start are left out, and so are those that nobody copied before the end.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim.experiments.picture import Bars
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown
from tenfold.sim.world import NEVER

FIRST_COPY = Target(1.0, 9.0, "median 1 to 9 months; reasoning models 4 to 5")
SHOWN_MONTHS = 9
"""Months of the picture; the last bar holds all later ones."""


def waits(raced: Raced) -> FloatArray:
    """Months from an idea's first release to its first copy: [runs, ideas], nan where none is."""
    idea = raced.race.world.idea
    counted = (idea.shown_at >= 0.0) & (idea.shown_at < NEVER) & (idea.copied_at < NEVER)
    return np.where(counted, idea.copied_at - idea.shown_at, np.nan)


def chinese_waits(raced: Raced) -> FloatArray:
    """The same to the first copy by a Chinese lab, of ideas that `waits` counts."""
    world = raced.race.world
    shown = world.idea.shown_at
    known = np.where(world.known_at > shown[:, None, :], world.known_at, NEVER)
    first = known[:, raced.groups["china"]].min(axis=1)
    return np.where(np.isfinite(waits(raced)) & (first < NEVER), first - shown, np.nan)


def judge(found: Measured) -> Shown:
    """Median over all ideas of all races."""
    months, chinese = found.of("anyone", "as it is"), found.of("china", "as it is")
    note = f"median months to the first Chinese copy: {np.nanmedian(chinese):.0f}"
    fact = of_values(
        "F8", "first rival copy of a released idea", "months", months.ravel(), FIRST_COPY, note
    )
    picture = Bars(
        [*(str(month) for month in range(1, SHOWN_MONTHS)), f"{SHOWN_MONTHS} or more"],
        {"first copy by anyone": _shares(months), "first Chinese copy": _shares(chinese)},
        "share of copied ideas", "Months from a release to the first copy",
    )  # fmt: skip
    return Shown((fact,), picture)


def _shares(months: FloatArray) -> tuple[float, ...]:
    known = np.clip(months[np.isfinite(months)], 1, SHOWN_MONTHS)
    return tuple(float((known == month).mean()) for month in range(1, SHOWN_MONTHS + 1))


PATTERN = Pattern(
    "F8", "The first copy of a released idea",
    "A rival has copied a released idea after one to nine months.",
    Arms({"as it is": Arm()}, {"anyone": waits, "china": chinese_waits}), judge,
)  # fmt: skip
