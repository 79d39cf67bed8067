"""Weigh: from raced points and two likelihoods to a few hundred weighted rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
FEWEST = 100.0
"""Equal weights that an ensemble should be worth at least."""
HALVINGS = 60


def effective(weights: FloatArray) -> float:
    """How many equal weights would say as much [Kong1994]."""
    return float(weights.sum() ** 2 / (weights * weights).sum())


def importance(
    real: FloatArray, emulated: FloatArray, fewest: float = FEWEST
) -> tuple[FloatArray, float]:
    """Weights of points that were drawn by an emulated likelihood and then raced.

    Each weight is the likelihood of what the races gave over the emulated one. Where few points
    would carry all the weight, the log weights are shrunk until `fewest` equal ones say as much:
    the result lies between the emulated distribution and the real one.

    Args:
        real: [points] log likelihood of the races; -inf where a figure is missing.
        emulated: [points] log likelihood by which the points were drawn.
        fewest: effective size below which weights are shrunk.

    Returns:
        [points] weights that sum to 1, and the power to which they were raised (1: untouched).
    """
    known = np.isfinite(real)
    log = np.where(known, real - emulated, -np.inf)
    log = log - log[known].max()

    def weights(power: float) -> FloatArray:
        return np.where(known, np.exp(power * np.where(known, log, 0.0)), 0.0)

    power = 1.0
    if effective(weights(1.0)) < min(fewest, float(known.sum())):
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            power = (low + high) / 2.0
            few = effective(weights(power)) < fewest
            low, high = (low, power) if few else (power, high)
        power = low
    found = weights(power)
    return found / found.sum(), power


def thin(weights: FloatArray, count: int, seed: int) -> tuple[NDArray[np.int64], FloatArray]:
    """Fewer rows that say the same: heavy ones keep their weight, light ones are drawn alike.

    The optimal resampling of [Fearnhead2003]: no row comes twice, and every mean stays right over
    draws.

    Args:
        weights: [points], sum 1.
        count: rows wanted; all with a weight where there are no more.
        seed: of the draw.

    Returns:
        [rows] places in rising order, and their weights, which sum to 1.
    """
    some = np.flatnonzero(weights > 0.0)
    if len(some) <= count:
        return some, weights[some] / weights[some].sum()
    order = some[np.argsort(-weights[some], kind="stable")]
    falling = weights[order]
    left = np.cumsum(falling[::-1])[::-1]  # weight of a row and of all lighter ones
    heavy = 0
    while heavy < count and falling[heavy] * (count - heavy) >= left[heavy]:
        heavy += 1
    light, drawn = order[heavy:], count - heavy
    each = left[heavy] / drawn if drawn else 0.0
    ends = np.cumsum(weights[light])
    start = np.random.Generator(np.random.Philox(seed)).random()
    marks = (np.arange(drawn) + start) * each
    picked = light[np.minimum(np.searchsorted(ends, marks, side="right"), len(light) - 1)]
    rows = np.concatenate((order[:heavy], picked))
    kept = np.concatenate((falling[:heavy], np.full(drawn, each)))
    places = np.argsort(rows, kind="stable")
    return rows[places], kept[places] / kept.sum()


def weighted_quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    """The value below which a share of the weight lies."""
    order = np.argsort(values, kind="stable")
    ends = np.cumsum(weights[order])
    place = int(np.searchsorted(ends, share * ends[-1]))
    return float(values[order][min(place, len(values) - 1)])
