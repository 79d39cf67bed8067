"""Judge the model: run the races that the facts need, and collect the table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tenfold.sim.facts.best_split import GRID, best_split
from tenfold.sim.facts.chances import EQUAL, TENFOLD, poor_leads
from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.frontier import chinese_lag, open_lag, speed, training_growth
from tenfold.sim.facts.market import first_copies, price_fall, usage
from tenfold.sim.race import Race

MAIN, EQUAL_START, TEN_TO_ONE = "tenfold-2026", "equal-start", "ten-to-one"
RUNS = 200
MONTHS = 48
STEPS = 3 + len(GRID) * 12
"""Races of many lucks that the whole judgement takes, as a progress bar counts them."""


def judge(
    seed: int = 1, runs: int = RUNS, passed: Callable[[int], None] | None = None
) -> list[Fact]:
    """All facts that are computed so far, in the order of their numbers.

    Args:
        seed: of the lucks; the same for every arm, so that arms are paired.
        runs: lucks for every fact but F7, which has its own number.
        passed: told about each finished race of many lucks.
    """
    race = Race(MAIN, seed=seed, runs=runs, months=MONTHS, collect=False)
    history = race.run()
    homes = np.array([spec.home for spec in race.setting.labs])
    kinds = np.array(history.kinds)
    facts = [speed(history), chinese_lag(history, homes), open_lag(history)]
    tail = [first_copies(race.world, homes), price_fall(history), *usage(history, kinds)]
    growth = training_growth(history, homes)
    race.close()
    _tell(passed)
    facts.append(poor_leads(EQUAL_START, seed, runs, "F4", EQUAL))
    _tell(passed)
    facts.append(poor_leads(TEN_TO_ONE, seed, runs, "F5", TENFOLD))
    _tell(passed)
    facts.append(best_split(MAIN, seed, passed))
    return [*facts, *tail, *growth]


def _tell(passed: Callable[[int], None] | None) -> None:
    if passed is not None:
        passed(1)
