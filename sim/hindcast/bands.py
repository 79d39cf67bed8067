"""Bands: quantiles of weighted races, and the weights that a race's first year deserves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.hindcast.observed import Observed
from tenfold.sim.hindcast.quantities import FloatArray

REACH = 1.6448536269514722
FITTED = (("best_us", (6, 12)), ("best_china", (6, 12)), ("compute_us", (12,)))
"""Series and months of 2024 by which races are weighed. Two month-ends half a year apart: nearer
ones repeat each other."""
FORM_ERROR = {"best_us": 2.0, "best_china": 2.0, "compute_us": 0.1}
"""Standard deviation by which even a right model would miss, in the unit of the series."""
INDEX_ERROR = FORM_ERROR["best_us"]


def weigh(
    values: dict[str, FloatArray],
    observed: Observed,
    weights: NDArray[np.float64],
    error: float = INDEX_ERROR,
) -> FloatArray:
    """Weights of races by their first year: near what was observed in 2024 counts more.

    Each miss is compared with a normal law whose variance is that of the published error plus that
    of `FORM_ERROR`. Nothing after the end of 2024 is used. A row keeps the weight that the ensemble
    gives it, for that says already how well the row agrees with 2024; only the lucks within a row
    are weighed against each other.

    Args:
        values: by name, [rows, lucks, months + 1].
        observed: the world.
        weights: [rows] of the ensemble.
        error: that of `FORM_ERROR` for the index, points; all are changed in proportion.

    Returns:
        [rows, lucks], summing to 1.
    """
    rows, lucks = values["best_us"].shape[:2]
    miss = np.zeros((rows, lucks))
    for name, months in FITTED:
        for month in months:
            there = observed.values[name][month]
            spread = (observed.high[name][month] - observed.low[name][month]) / (2.0 * REACH)
            spread = 0.0 if np.isnan(spread) else spread
            variance = spread**2 + (FORM_ERROR[name] * error / INDEX_ERROR) ** 2
            miss += (values[name][:, :, month] - there) ** 2 / variance
    likely = np.exp(-0.5 * (miss - miss.min(axis=1, keepdims=True)))
    weighed = likely / likely.sum(axis=1, keepdims=True) * weights[:, None]
    return np.asarray(weighed / weighed.sum())


def effective(weights: FloatArray) -> float:
    """How many equal races weights are worth: 1 over the sum of their squares."""
    return float(1.0 / (weights**2).sum())


def quantiles(values: FloatArray, weights: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Weighted quantiles over all races of every month.

    Args:
        values: [rows, lucks, months].
        weights: [rows, lucks].
        levels: of the quantiles, rising.

    Returns:
        [levels, months].
    """
    flat = values.reshape(-1, values.shape[-1])
    each = weights.reshape(-1)
    found = np.empty((len(levels), flat.shape[1]))
    for month in range(flat.shape[1]):
        order = np.argsort(flat[:, month], kind="stable")
        share = each[order]
        middle = (np.cumsum(share) - 0.5 * share) / share.sum()
        found[:, month] = np.interp(levels, middle, flat[order, month])
    return found
