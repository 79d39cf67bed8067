"""Figures of the race of real labs from the end of 2023, for the quantities of the hindcast.

The same code makes them from a race and from what happened, so that both are the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import read
from tenfold.sim.hindcast.start import draw_stocks, load_hindcast, start_dated
from tenfold.sim.hindcast.worlds import Worlds

FloatArray = NDArray[np.float64]
MONTHS = 24
LEVELS = ("best_closed", "best_open", "best_china")
"""Index levels. The best US model is left out: in the data it is the best closed one all along."""
LAGS = ("lag_open", "lag_china")
AT = (6, 12, 18, 24)
"""Months at which levels are read: the end of each half-year."""
YEARS = (2024, 2025)
NAMES = (
    *(f"{name}-{month}" for name in LEVELS for month in AT),
    *(f"{name}-{year}" for name in LAGS for year in YEARS),
    *(f"{name}-{month}" for name in ("training_us", "training_china") for month in (12, 24)),
    *(f"compute_us-{month}" for month in (12, 24)),
    *(f"price_fixed-{month}" for month in (6, 12, 24)),
    "share_open_tokens-24", "share_china_tokens-2025",
)  # fmt: skip
"""Of the figures: a quantity, and the month or the year it is read at."""


def read_figure(name: str, series: Mapping[str, FloatArray]) -> FloatArray:
    """A figure of monthly series.

    A year means the mean of its month-ends. Training compute is the rise since the start: how large
    the largest run of 2023 was is a figure of the start, and uncertain for itself.

    Args:
        name: of NAMES.
        series: name of a quantity to [..., months + 1].
    """
    quantity, _, when = name.rpartition("-")
    values = series[quantity]
    if int(when) in YEARS:
        first = 12 * (int(when) - YEARS[0]) + 1
        return np.asarray(values[..., first : first + 12].mean(axis=-1))
    start = values[..., 0] if quantity.startswith("training") else 0.0
    return np.asarray(values[..., int(when)] - start)


def race_hindcast(
    parameters: Mapping[str, FloatArray], lucks: range, first_world: int, seed: int
) -> FloatArray:
    """Race worlds side by side on the same lucks, each from stocks of its own.

    Args:
        parameters: by name, [worlds]; constants that hold at a start are left to the scenario.
        lucks: numbers of the lucks.
        first_world: number of the first world, which its stocks are drawn for.
        seed: of lucks and stocks.

    Returns:
        [worlds, lucks, figures].
    """
    scenario = load_hindcast()
    kept = {name: each for name, each in parameters.items() if name not in start_dated()}
    worlds = len(next(iter(kept.values())))
    stocks = np.array([draw_stocks(seed, first_world + row) for row in range(worlds)])
    race = Worlds(scenario, stocks, kept, lucks, seed, MONTHS)
    series = read(race.run(), scenario, observe().past)
    race.close()
    figures = np.column_stack([read_figure(name, series) for name in NAMES])
    return figures.reshape(worlds, len(lucks), len(NAMES))
