"""Lags: how far one group's best model is behind another's, as F2 and F3 judge it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim import measures
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.facts.drawing import flat, path
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Shown

FloatArray = NDArray[np.float64]
SETTLED, JUDGED = 6, 24
"""Months from which lags are counted (before, no new model is out), and up to which."""


def lag_shown(
    number: str, title: str, leader: FloatArray, follower: FloatArray, target: Target
) -> Shown:
    """A lag in months, mean of months 6 to 24, with the gap in points beside it.

    Args:
        number: of the fact.
        title: of the fact.
        leader: [lucks, months + 1] best model of the group that is ahead.
        follower: the same of the other.
        target: of the lag.
    """
    window = slice(SETTLED, JUDGED + 1)
    lag = measures.lag_months(leader, follower)
    gap = np.median((leader - follower)[:, window].mean(axis=1))
    end = np.median((leader - follower)[:, -1])
    months = leader.shape[1] - 1
    note = f"gap {gap:.1f} points (published 6 to 9), {end:.1f} at month {months}"
    fact = of_values(number, title, "months", lag[:, window].mean(axis=1), target, note)
    picture = Lines(
        [
            path(title, lag),
            flat(f"at least {target.low:g}", target.low, months),
            flat(f"at most {target.high:g}", target.high, months),
        ],
        "months since the start", "months behind", f"{title[0].upper()}{title[1:]}",
    )  # fmt: skip
    return Shown((fact,), picture)
