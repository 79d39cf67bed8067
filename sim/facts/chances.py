"""F4: at equal compute, neither side has an edge; at tenfold the poor lead seldom."""

from __future__ import annotations

import numpy as np

from tenfold.sim import measures
from tenfold.sim.facts.fact import Fact, Target, of_chances
from tenfold.sim.race import Race

EQUAL = Target(0.4, 0.6, "0.5 by symmetry (0.4 to 0.6)")
TENFOLD = Target(1e-6, 0.10, "under 0.10, and not 0, with every lever", required=False)


def poor_leads(scenario: str, seed: int, runs: int, number: str, target: Target) -> Fact:
    """Chance that the side called poor has the best model on sale after four years."""
    race = Race(scenario, seed=seed, runs=runs, months=48, collect=False)
    history = race.run()
    poor = np.array([spec.side == "poor" for spec in race.setting.labs])
    rich_best, poor_best = measures.best(history, ~poor), measures.best(history, poor)
    lag = measures.lag_months(rich_best, poor_best)[:, -1]
    gap = (rich_best - poor_best)[:, -1]
    race.close()
    note = f"poor side {np.median(gap):.1f} points, {np.median(lag):.1f} months behind at the end"
    return of_chances(
        number, f"poor side leads after 4 years ({scenario})", poor_best[:, -1] > rich_best[:, -1],
        target, note,
    )  # fmt: skip
