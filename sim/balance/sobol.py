"""Sobol: how much of the variety of scores hangs on each lever, over random strategies.

The total index of a lever is the share of the variance of scores, over strategies, that would be
gone if everybody set this lever alike: its part in interactions included. Design of Saltelli, total
index after Jansen. Every strategy is raced on the same few lucks, and what a change of a lever does
on one luck is multiplied by what it does on another: so the small accidents that any change sets
off cancel, and the index is that of the mean over all lucks, without the luck of those few.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from SALib.sample import sobol as saltelli

from tenfold.sim.balance.found import Index
from tenfold.sim.balance.strategies import LEFT, Dial

FloatArray = NDArray[np.float64]
COVERAGE = 0.90
DRAWS = 400
"""Of the bootstrap over strategies."""
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
    """Total index of every lever, with its interval of 90 % over strategies.

    Args:
        dials: of the seat.
        scores: [rows, dials + 2, lucks] of the design's strategies; two lucks at least.
        seed: of the bootstrap.
    """
    rows = len(scores)
    ends = scores[:, [0, -1]]
    # A luck that is good for all is no variety of strategies.
    ends = ends - ends.mean(axis=(0, 1))
    # Per row: mean score, and mean product of its scores on different lucks.
    whole = np.stack([ends.mean(axis=(1, 2)), _across(ends).mean(axis=1)], axis=1)
    changes = 0.5 * _across(scores[:, :1] - scores[:, 1:-1])
    draws = np.random.Generator(np.random.Philox(seed)).integers(rows, size=(DRAWS, rows))
    drawn = changes[draws].mean(axis=1) / _variance(whole[draws])[:, None]
    low, high = np.quantile(drawn, [(1.0 - COVERAGE) / 2.0, (1.0 + COVERAGE) / 2.0], axis=0)
    found = changes.mean(axis=0) / _variance(whole[None])[0]
    return tuple(
        Index(dial.name, float(found[k]), float(low[k]), float(high[k]))
        for k, dial in enumerate(dials)
    )


def _across(values: FloatArray) -> FloatArray:
    """Mean product over all pairs of different lucks; the lucks are the last axis."""
    lucks = values.shape[-1]
    products = values.sum(axis=-1) ** 2 - (values**2).sum(axis=-1)
    return np.asarray(products / (lucks * (lucks - 1)))


def _variance(rows: FloatArray) -> FloatArray:
    """Variance over strategies of the mean over all lucks: [draws, rows, 2] -> [draws]."""
    means = rows.mean(axis=1)
    return np.asarray(np.maximum(means[:, 1] - means[:, 0] ** 2, 1e-12))
