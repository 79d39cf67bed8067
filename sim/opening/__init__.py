"""The opening: from a scenario's published figures to a world that stands still until it is moved.

What is published is taken as it is. What is not is solved, so that the first month goes on from the
figures instead of jumping: know-how from capability, appeal from revenue, backing from the stock of
chips, the pull on researchers from staff, the data stock from spending and use.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.schema import Scenario
from tenfold.sim.luck import Luck
from tenfold.sim.opening.balance import settle_run
from tenfold.sim.opening.figures import random_waits, write_scenario
from tenfold.sim.opening.past import RECALLED, begin_runs
from tenfold.sim.world import Array, World


def open_world(world: World, rules: Array, luck: Luck, scenario: Scenario) -> None:
    """Open every run of a world.

    What does not depend on luck is solved once for neighbours with the same rules.
    """
    write_scenario(world, scenario)
    differs = np.concatenate(([True], rules[1:] != rules[:-1]))
    starts = np.flatnonzero(differs)
    ends = np.append(starts[1:], len(rules))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        settle_run(start, world, rules)
        for array in (world.market, world.lab, world.product, world.segment, world.share):
            array[start + 1 : end] = array[start : start + 1]
    recalled = np.zeros((int(rules.past_months.max()) + 1, len(scenario.labs), RECALLED))
    begin_runs(world, rules, luck, random_waits(scenario), recalled)
