"""Space: the box of all uncertain parameters, seen as a unit cube.

The prior is even over the box: each parameter between its `low` and `high` of parameters.toml, all
independent of each other. What sweeps draw from without an ensemble is the same box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.parameters import Parameters, load_parameters

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Space:
    """Names and ends of what varies.

    Attributes:
        names: of the parameters, in the order of parameters.toml.
        low, high: [parameters] ends of the prior, in each parameter's unit.
        usual: [parameters] the defaults.
    """

    names: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    usual: FloatArray

    def natural(self, unit: FloatArray) -> FloatArray:
        """[..., parameters] values in their units, of places in the unit cube."""
        return np.clip(self.low + unit * (self.high - self.low), self.low, self.high)

    def unit(self, natural: FloatArray) -> FloatArray:
        """[..., parameters] places in the unit cube, of values in their units."""
        return (natural - self.low) / (self.high - self.low)

    def values(self, row: FloatArray) -> Mapping[str, float]:
        """Name to value of a place in the unit cube."""
        return dict(zip(self.names, self.natural(row).tolist(), strict=True))


def make_space(parameters: Parameters | None = None) -> Space:
    """The box of every parameter that varies: it has a range, and moves usual races.

    Args:
        parameters: those of the model unless given.
    """
    known = load_parameters() if parameters is None else parameters
    names = tuple(name for name in known if known[name].varies)
    return Space(
        names,
        np.array([known[name].low for name in names]),
        np.array([known[name].high for name in names]),
        np.array([known[name].value for name in names]),
    )


def latin(points: int, parameters: int, seed: int) -> FloatArray:
    """[points, parameters] of a Latin hypercube in the unit cube."""
    from scipy.stats import qmc

    drawn = qmc.LatinHypercube(parameters, rng=np.random.default_rng(seed)).random(points)
    return np.asarray(drawn, dtype=np.float64)
