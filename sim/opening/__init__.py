"""The opening: from a scenario's published figures to a world that stands still until it is moved.

What is published is taken as it is. What is not is solved, so that the first month goes on from the
figures instead of jumping: know-how from capability, appeal from revenue, backing from the stock of
chips, the pull on researchers from staff, the data stock from spending and use.
"""

from __future__ import annotations

from tenfold.scenarios.schema import Scenario
from tenfold.sim.luck import Luck
from tenfold.sim.opening.balance import settle_run, settle_runs
from tenfold.sim.opening.figures import random_waits, write_scenario
from tenfold.sim.opening.past import begin_runs
from tenfold.sim.world import Array, World


def open_world(world: World, rules: Array, luck: Luck, scenario: Scenario) -> None:
    """Open every run of a world.

    What does not depend on luck is solved once where all runs have the same rules.
    """
    write_scenario(world, scenario)
    if (rules == rules[0]).all():
        settle_run(0, world, rules)
        for array in (world.market, world.lab, world.product, world.segment, world.share):
            array[1:] = array[:1]
    else:
        settle_runs(world, rules)
    begin_runs(world, rules, luck, random_waits(scenario))
