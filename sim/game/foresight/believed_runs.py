"""Runs of rivals in a belief end when the public saw their models.

That a model came on sale says when a run ended; how good it is says how much its maker knows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.foresight.known import Known
from tenfold.sim.world import (
    FLAGSHIP,
    FLOP_PER_CHIP_SECOND,
    SECONDS_PER_MONTH,
    WITHHELD,
    Array,
    World,
)

LATE = 2.0
"""Months after which a run whose model nobody saw is believed to have come to nothing."""
LEAST_GAIN = 0.3
"""Of a surprise, at least this much is believed to last; the rest is luck of one run."""


def time_runs(world: World, rules: Array, before: Known, after: Known) -> None:
    """Before a month that has passed: let runs end in it where models came, and nowhere else.

    Args:
        world: of the belief, at the start of the month.
        rules: its constants.
        before: what was known when the month began.
        after: what was known when it was over.
    """
    came = models_came(before, after)
    last = before.products["released_at"][:, FLAGSHIP]
    for i in range(world.lab.shape[1]):
        if i == before.seat or after.labs["active"][i] == 0.0:
            continue
        row = world.lab[:, i]
        row.overdrawn = 0.0  # whoever is still seen is not insolvent
        if came[i]:
            _end_now(row, rules)
        elif before.month - last[i] < float(row.run_length.max()) + LATE:
            seen = row.set_flagship_release != WITHHELD
            row.run_left = np.where(seen & (row.run_left == 1.0), 2.0, row.run_left)


def models_came(before: Known, after: Known) -> NDArray[np.bool_]:
    """[labs] a new flagship came on sale in the month between."""
    fresh = after.products["released_at"][:, FLAGSHIP] == before.month
    better = after.products["score"][:, FLAGSHIP] != before.products["score"][:, FLAGSHIP]
    came: NDArray[np.bool_] = fresh & better & (after.labs["active"] > 0.0)
    return came


def _end_now(row: Array, rules: Array) -> None:
    """The run ends this month, as long as it is: a shorter one is scaled to its usual length."""
    length = np.maximum(row.run_length, 2.0)
    flop = row.usable * row.share_training * _chip_month_flop(rules)
    under_way = row.run_left > 0.0
    worked = np.where(under_way, np.maximum(length - row.run_left, 1.0), 1.0)
    spent = np.where(under_way, row.run_flop, 0.0)
    whole = (spent + flop) * (length - 1.0) / worked
    whole = np.where(worked <= 1.0, flop * (length - 1.0), whole)
    post = np.where(row.run_practice > 0.0, row.run_practice, row.set_post_training)
    row.run_flop = whole
    row.run_post = whole * post
    row.run_left = 1.0
    row.run_setbacks = 1.0  # it was not set back: its model is there


def _chip_month_flop(rules: Array) -> NDArray[np.float64]:
    """[runs] FLOP that one H100e does in a month of training."""
    flop: NDArray[np.float64] = (
        FLOP_PER_CHIP_SECOND * SECONDS_PER_MONTH * np.asarray(rules.training_utilisation)
    )
    return flop


def learn_skill(world: World, rules: Array, before: Known, after: Known) -> None:
    """After such a month: who showed a better model than believed is believed more skilled.

    The share of a surprise that lasts is that of skill in the spread of what was believed; the
    rest of the spread is the luck of one run.
    """
    for i in np.flatnonzero(models_came(before, after)).tolist():
        if i == before.seat:
            continue
        row = world.lab[:, i]
        surprise = after.products["score"][i, FLAGSHIP] - row.new_score
        luck = rules.index_per_decade * rules.yield_noise * (1.0 + rules.risk * row.run_moonshot)
        lasting = _share_that_lasts(row.new_score, luck)
        row.knowhow = row.knowhow + lasting * surprise / rules.index_per_decade


def _share_that_lasts(believed: NDArray[np.float64], luck: NDArray[np.float64]) -> float:
    spread = float(np.var(believed))
    if spread <= 0.0:
        return LEAST_GAIN
    return min(max(1.0 - float(np.mean(luck * luck)) / spread, LEAST_GAIN), 1.0)
