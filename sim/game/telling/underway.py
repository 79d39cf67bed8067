"""Under way: what has been set in motion and has not yet arrived."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.calendar import quarter_of, short_quarter
from tenfold.sim.game.telling.phrase import count

DELIVERY_MONTHS = 3
WORTH_TELLING = 0.005
"""Chips on order, as a share of chips at work, that are worth a sentence."""


def under_way(
    columns: Mapping[str, NDArray[np.float64]], lab: int, start: tuple[int, int]
) -> tuple[str, ...]:
    """One sentence for each thing to come.

    Args:
        columns: [months + 1, labs] of run_left, run_length, ideas, incoming, compute, banned.
        lab: place of the player's lab.
        start: year and month (1 to 12) of month 0.
    """
    month = len(columns["ideas"]) - 1

    def now(name: str) -> float:
        return float(columns[name][-1, lab])

    items = []
    if now("run_left") > 0.0:
        began = max(0, month - round(now("run_length") - now("run_left")))
        ends = month + round(now("run_left"))
        known = columns["ideas"][began, lab]
        ideas = f"the {known:.0f} ideas" if known >= 2.0 else "only what was"
        items.append(
            f"Your run ends in {short_quarter(start, max(ends - 1, month), month)} and uses "
            f"{ideas} known in {short_quarter(start, began, month)}."
        )
    else:
        items.append("Your next run begins now, with all the ideas that you know.")
    if now("incoming") > WORTH_TELLING * max(now("compute"), 1.0):
        due = quarter_of(start, month + DELIVERY_MONTHS).split()[0]
        items.append(f"{count(now('incoming'))} chips arrive by {due}.")
    if now("banned") > 0.0:
        items.append(f"Closed labs serve you again in {now('banned'):.0f} months.")
    return tuple(items)
