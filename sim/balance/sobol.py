"""Sobol: how much of the variety of scores hangs on each lever, over random strategies.

The total index of a lever is the share of the variance of scores, over strategies, that would be
gone if everybody set this lever alike: its part in interactions included. Design of Saltelli, total
index after Jansen. Every strategy is raced on the same few lucks, and what a change of a lever does
on one luck is multiplied by what it does on another: so the small accidents that any change sets
off cancel, and the index is that of the mean over all lucks, without the luck of those few.

An index is a part of a whole, the variance of strategies. Where that is not clearly above nothing,
the ratio can be anything, and no index is told (Fieller: the interval of a ratio has no end where
that of its denominator reaches zero).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from SALib.sample import sobol as saltelli

from tenfold.sim.balance.found import Index
from tenfold.sim.balance.strategies import LEFT, Dial

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
COVERAGE = 0.90
TAILS = ((1.0 - COVERAGE) / 2.0, (1.0 + COVERAGE) / 2.0)
DRAWS = 400
"""Of the bootstrap over strategies."""
SMALLEST = 1e-12
"""Squared points: what rounding leaves where all strategies score the same."""
FEWEST_LUCKS = 2
"""That have a product."""
UNTOUCHED = 0.5
"""Chance that a random strategy leaves a lever to the autopilot."""


def design(
    dials: Sequence[Dial], steps: Sequence[Sequence[float]], rows: int, seed: int
) -> FloatArray:
    """Random strategies: [rows, dials + 2, dials].

    The first of each row is a strategy, the last another one; the k-th between them is the first
    with lever k set as in the last.

    Args:
        dials: of the seat.
        steps: of each dial those that a sensible person might hold; all of them alike often.
        rows: a power of two.
        seed: of the scrambling.
    """
    problem = {
        "num_vars": len(dials),
        "names": [dial.name for dial in dials],
        "bounds": [[0.0, 1.0]] * len(dials),
    }
    units = saltelli.sample(problem, rows, calc_second_order=False, scramble=True, seed=seed)
    values = np.stack([_set(units[:, k], steps[k]) for k in range(len(dials))], axis=1)
    return np.asarray(values.reshape(rows, len(dials) + 2, len(dials)))


def _set(unit: FloatArray, steps: Sequence[float]) -> FloatArray:
    """Settings from numbers between 0 and 1."""
    if not steps:
        return np.full(len(unit), LEFT)
    part = np.maximum(unit - UNTOUCHED, 0.0) / (1.0 - UNTOUCHED)
    places = np.minimum((part * len(steps)).astype(np.intp), len(steps) - 1)
    return np.where(unit < UNTOUCHED, LEFT, np.array(steps)[places])


def total_indices(dials: Sequence[Dial], scores: FloatArray, seed: int) -> tuple[Index, ...]:
    """Total index of every lever, with its interval over strategies; untold without a whole.

    Args:
        dials: of the seat.
        scores: [rows, dials + 2, lucks] of the design's strategies; two lucks at least.
        seed: of the bootstrap.
    """
    rows = len(scores)
    ends = scores[:, [0, -1]]
    # A luck that is good for all is no variety of strategies.
    ends = ends - ends.mean(axis=(0, 1))
    draws = np.random.Generator(np.random.Philox(seed)).integers(rows, size=(DRAWS, rows))
    if not _is_whole(ends, draws):
        return tuple(Index(dial.name, 0.0, 0.0, 0.0, told=False) for dial in dials)
    changes = 0.5 * _across(scores[:, :1] - scores[:, 1:-1])
    # Of some draws in twenty the variance may be nothing: they lie beyond the interval.
    whole = np.maximum(_variance(ends, draws), SMALLEST)
    low, high = np.quantile(changes[draws].mean(axis=1) / whole[:, None], TAILS, axis=0)
    found = changes.mean(axis=0) / _variance(ends, np.arange(rows)[None])[0]
    return tuple(
        Index(dial.name, float(found[k]), float(low[k]), float(high[k]))
        for k, dial in enumerate(dials)
    )


def _across(values: FloatArray) -> FloatArray:
    """Mean product over all pairs of different lucks; the lucks are the last axis."""
    lucks = values.shape[-1]
    products = values.sum(axis=-1) ** 2 - (values**2).sum(axis=-1)
    return np.asarray(products / (lucks * (lucks - 1)))


def _variance(ends: FloatArray, draws: IntArray) -> FloatArray:
    """Variance over strategies of the mean over all lucks, in each draw of rows; [draws].

    Unbiased, so it may come out below nothing.
    """
    # Per row: mean score, and mean product of its scores on different lucks.
    products = _across(ends).mean(axis=1)[draws].mean(axis=1)
    return np.asarray(products - ends.mean(axis=(1, 2))[draws].mean(axis=1) ** 2)


def _is_whole(ends: FloatArray, draws: IntArray) -> bool:
    """Whether the variance of strategies is clearly above nothing.

    Its interval must lie above it, on all lucks and also without any one of them: where what is
    good on one luck is bad on another, few lucks can seem to agree by accident.
    """
    lucks = ends.shape[-1]
    sets = [ends, *(np.delete(ends, k, axis=2) for k in range(lucks) if lucks > FEWEST_LUCKS)]
    return all(float(np.quantile(_variance(each, draws), TAILS[0])) > SMALLEST for each in sets)
