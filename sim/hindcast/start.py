"""The start at the end of 2023: the scenario of real labs, and its uncertain stocks drawn."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import tenfold.scenarios
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Figure, Scenario

SCENARIO = Path(tenfold.scenarios.__file__).parent / "hindcast" / "labs-2023.toml"
STOCKS = 1
"""Purpose of a draw: the labs' chips at the start."""
REACH = 1.6448536269514722
"""Standard normals at the 5 % and 95 % ends of a figure."""


@cache
def load_hindcast() -> Scenario:
    """The race of real labs from the end of 2023; not of the catalogue, and nobody plays it."""
    return load_scenario(SCENARIO)


def start_dated() -> frozenset[str]:
    """Names of the constants that hold at a start: the scenario fixes them."""
    return frozenset(load_hindcast().parameters)


def draw_stocks(seed: int, row: int, scenario: Scenario | None = None) -> NDArray[np.float64]:
    """Chips of every lab at the start, in a world of its own; H100e.

    The logarithm is normal on either side of the middle, so that `value` is the median and `low`
    and `high` are the 5 % and 95 % points of each lab's figure. Labs are drawn apart.

    Args:
        seed: of all draws.
        row: number of the world; the same row has the same stocks whatever is asked besides.
        scenario: whose labs they are; the hindcast's unless given.

    Returns:
        [labs] in the order of the scenario.
    """
    labs = (scenario or load_hindcast()).labs
    normal = np.random.Generator(np.random.PCG64([seed, STOCKS, row])).standard_normal(len(labs))
    return np.array([_stock(lab.compute, z) for lab, z in zip(labs, normal.tolist(), strict=True)])


def _stock(figure: Figure, z: float) -> float:
    end = figure.high if z > 0.0 else figure.low
    return figure.value * math.exp(abs(z) / REACH * math.log(end / figure.value))


def with_stocks(scenario: Scenario, stocks: NDArray[np.float64]) -> Scenario:
    """The scenario with other chips at its labs.

    Args:
        scenario: that is changed; itself it stays as it is.
        stocks: [labs] H100e.
    """
    labs = []
    for lab, amount in zip(scenario.labs, stocks.tolist(), strict=True):
        drawn = lab.compute.model_copy(update={"value": amount})
        labs.append(lab.model_copy(update={"compute": drawn}))
    return scenario.model_copy(update={"labs": tuple(labs)})
