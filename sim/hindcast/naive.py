"""Naive forecasts: what anybody could have said at the end of 2024, to be beaten.

All three know the observed series up to the end of 2024 and nothing later.

- *no change*: everything stays as it was at the end of 2024. For a lag this is a constant lag too.
- *last trend*: the straight line from the end of 2023 to the end of 2024 goes on. Lags, which
  cannot be negative, stop at 0.
- *mean lag of 2024* (constant lag): followers are behind by the mean lag of the twelve month-ends
  of 2024: a follower's index is that of its leader so many months before, and a leader goes on
  along the last trend. What is neither, and has no leader, goes on along the last trend.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tenfold.sim.hindcast.observed import Observed
from tenfold.sim.hindcast.quantities import FloatArray

KNOWN = 12
"""Month up to which they know what happened: the end of 2024."""
LEADERS = {"best_open": "best_closed", "best_china": "best_us"}
"""Follower to leader."""
LAGS = {"best_open": "lag_open", "best_china": "lag_china"}
"""Follower to the lag that is held constant."""

Naive = Callable[[Observed, str], FloatArray]


def no_change(observed: Observed, name: str) -> FloatArray:
    """What was known last, for all later months; earlier ones as observed. [months + 1]."""
    return _from_then(observed, name, 0.0)


def last_trend(observed: Observed, name: str) -> FloatArray:
    """The line through the ends of 2023 and 2024, carried on. [months + 1]."""
    series = observed.values[name]
    path = _from_then(observed, name, float(series[KNOWN] - series[0]) / KNOWN)
    return np.maximum(path, 0.0) if name.startswith("lag_") else path


def constant_lag(observed: Observed, name: str) -> FloatArray:
    """Followers as far behind in time as they were over 2024 on average. [months + 1]."""
    if name.startswith("lag_"):
        path = observed.values[name].copy()
        path[KNOWN + 1 :] = _mean_of_2024(observed, name)
        return path
    if name not in LEADERS:
        return last_trend(observed, name)
    leader = LEADERS[name]
    before = observed.past[leader]
    months = np.arange(-len(before), observed.months + 1)
    leading = np.concatenate((before, last_trend(observed, leader)))
    path = observed.values[name].copy()
    asked = np.arange(KNOWN + 1, observed.months + 1) - _mean_of_2024(observed, LAGS[name])
    path[KNOWN + 1 :] = np.interp(asked, months, leading)
    return path


NAIVE: dict[str, Naive] = {
    "no change": no_change,
    "last trend": last_trend,
    "mean lag of 2024": constant_lag,
}
"""The three, by name."""


def _from_then(observed: Observed, name: str, slope: float) -> FloatArray:
    path = observed.values[name].copy()
    months = np.arange(1, observed.months - KNOWN + 1)
    path[KNOWN + 1 :] = path[KNOWN] + slope * months
    return path


def _mean_of_2024(observed: Observed, name: str) -> float:
    return float(observed.values[name][1 : KNOWN + 1].mean())
