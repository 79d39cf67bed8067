"""Worlds: a race whose runs differ in the stocks of chips that they start with.

Deciding for a hundred runs at once costs little more than for one, so worlds race side by side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.luck import fill_luck
from tenfold.sim.month import record_all
from tenfold.sim.opening.balance import settle_run
from tenfold.sim.opening.figures import random_waits, write_scenario
from tenfold.sim.opening.past import begin_runs
from tenfold.sim.race import Parameter, Race

CHANNELS = ("compute_legal", "compute_domestic", "compute_rented", "compute_smuggled")


class Worlds(Race):
    """A race of several worlds, each with its own constants and stocks, on the same lucks.

    Args:
        scenario: of all worlds; its stocks are replaced.
        stocks: [worlds, labs] H100e at the start.
        parameters: by name, [worlds].
        lucks: numbers of the lucks that every world meets.
        seed: of the lucks.
        months: length.
        spare: a closed race whose memory may be used.
    """

    def __init__(
        self,
        scenario: Scenario,
        stocks: NDArray[np.float64],
        parameters: dict[str, NDArray[np.float64]],
        lucks: range,
        seed: int,
        months: int,
        spare: Race | None = None,
    ) -> None:
        self._stocks = stocks
        self._each = len(lucks)
        spread: dict[str, Parameter] = {
            name: np.repeat(values, self._each) for name, values in parameters.items()
        }
        super().__init__(
            scenario,
            seed,
            months=months,
            parameters=spread,
            lucks=np.tile(np.array(lucks), len(stocks)),
            collect=False,
            note=False,
            spare=spare,
        )

    def _open(self) -> None:
        """Open each world with its stocks, once for all its lucks."""
        fill_luck(self.luck, self.seed, self.numbers, self.history.labs)
        self._regulate()
        write_scenario(self.world, self.setting)
        published = np.array([lab.compute.value for lab in self.setting.labs])
        factor = np.repeat(self._stocks / published, self._each, axis=0)
        for channel in CHANNELS:
            self.world.lab[channel] *= factor
        world = self.world
        for start in range(0, self.runs, self._each):
            settle_run(start, world, self.rules)
            end = start + self._each
            for array in (world.market, world.lab, world.product, world.segment, world.share):
                array[start + 1 : end] = array[start : start + 1]
        begin_runs(world, self.rules, self.luck, random_waits(self.setting))
        record_all(world, self._plain)
