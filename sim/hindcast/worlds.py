"""Worlds: a race whose runs differ in the stocks of chips that they start with.

Deciding for a hundred runs at once costs little more than for one, so worlds race side by side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.hindcast.start import with_stocks
from tenfold.sim.luck import Luck, fill_luck
from tenfold.sim.month import record_all
from tenfold.sim.opening import open_world
from tenfold.sim.race import Parameter, Race
from tenfold.sim.world import World


class Worlds(Race):
    """A race of several worlds, each with its own constants and stocks.

    Args:
        scenario: of all worlds; its stocks are replaced.
        stocks: [worlds, labs] H100e at the start.
        parameters: by name, [worlds].
        lucks: numbers of the lucks that every world meets, or [worlds, lucks] of each world's own.
        seed: of the lucks.
        months: length.
        spare: a closed race whose memory may be used.
    """

    def __init__(
        self,
        scenario: Scenario,
        stocks: NDArray[np.float64],
        parameters: dict[str, NDArray[np.float64]],
        lucks: range | NDArray[np.int64],
        seed: int,
        months: int,
        spare: Race | None = None,
    ) -> None:
        self._stocks = stocks
        numbers = np.array(lucks)
        numbers = numbers if numbers.ndim == 2 else np.tile(numbers, (len(stocks), 1))
        self._each = numbers.shape[1]
        spread: dict[str, Parameter] = {
            name: np.repeat(values, self._each) for name, values in parameters.items()
        }
        super().__init__(
            scenario,
            seed,
            months=months,
            parameters=spread,
            lucks=numbers.reshape(-1),
            collect=False,
            note=False,
            spare=spare,
        )

    def _open(self) -> None:
        """Open each world by itself, as a race of its own lucks, with its stocks."""
        fill_luck(self.luck, self.seed, self.numbers, self.history.labs)
        self._regulate(self.regulator.base)
        for place, stocks in enumerate(self._stocks):
            runs = slice(place * self._each, (place + 1) * self._each)
            world = World(*(array[runs] for array in self.world))
            luck = Luck(*(array[runs] for array in self.luck))
            open_world(world, self.rules[runs], luck, with_stocks(self.setting, stocks))
        record_all(self.world, self._plain)
