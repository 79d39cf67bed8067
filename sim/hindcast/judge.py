"""Judging: errors, bias, coverage and skill of the hindcast on 2025, month by month.

The rule, as it stood before any error was computed: the forecast is the weighted median of the
races, its bands the weighted quantiles; the months judged are the twelve of 2025. The hindcast
passes if its mean absolute error is below that of each of the three naive forecasts, both for the
index (mean over the four best-of series) and for the lag (mean over the two strict lags), and if
its 80 % bands hold 65 to 95 % of these months and series. The model's best is the best *on sale*,
so models count from the day they were sold; the same figures with previews from the day they were
shown stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tenfold.sim.hindcast.bands import effective, quantiles
from tenfold.sim.hindcast.naive import KNOWN, NAIVE
from tenfold.sim.hindcast.observed import Observed
from tenfold.sim.hindcast.quantities import QUANTITIES, FloatArray

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Quantiles that are kept: the median and the ends of bands of 50, 80 and 90 %."""
MIDDLE = LEVELS.index(0.5)
BANDS = {50: (LEVELS.index(0.25), LEVELS.index(0.75)), 80: (LEVELS.index(0.1), LEVELS.index(0.9))}
"""Width of a band in percent to the places of its ends."""
FAMILIES = {
    "index": ("best_closed", "best_open", "best_us", "best_china"),
    "lag": ("lag_open", "lag_china"),
    "lag, 1.5 points forgiven": ("lag_open_near", "lag_china_near"),
    "training compute": ("training_us", "training_china"),
    "price at fixed capability": ("price_fixed",),
}
"""Quantities that are judged together."""
RULED = ("index", "lag")
"""Families that the rule is about."""
LEAST_COVERED, MOST_COVERED = 0.65, 0.95


@dataclass(frozen=True)
class Errors:
    """How far a forecast was from what happened, over some months.

    Attributes:
        absolute: mean absolute error.
        bias: mean of forecast less observed.
        covered: width of a band in percent to the share of months inside it.
        naive: name of a naive forecast to its mean absolute error.
        months: how many were judged.
    """

    absolute: float
    bias: float
    covered: dict[int, float]
    naive: dict[str, float]
    months: int

    @property
    def skill(self) -> dict[str, float]:
        """By naive forecast: 1 less the ratio of errors; above 0 is better than naive."""
        return {
            name: 1.0 - self.absolute / error if error > 0 else float("nan")
            for name, error in self.naive.items()
        }


@dataclass(frozen=True)
class Judged:
    """The hindcast against what happened, for one way of weighing races and counting models.

    Attributes:
        bands: name of a quantity to [levels, months + 1].
        errors: name to its errors in 2025; only of what was observed then.
        first_year: the same for 2024, which the ensemble was fitted to.
        families: family to its errors, means over quantities.
        worth: races that the weights are worth.
    """

    bands: dict[str, FloatArray]
    errors: dict[str, Errors]
    first_year: dict[str, Errors]
    families: dict[str, Errors]
    worth: float

    @property
    def covered(self) -> dict[int, float]:
        """Share of months and series of the rule inside the bands."""
        ruled = [self.errors[name] for family in RULED for name in FAMILIES[family]]
        return {width: _mean([each.covered[width] for each in ruled]) for width in BANDS}

    @property
    def beats(self) -> dict[str, bool]:
        """By family of the rule: whether it is better than every naive forecast."""
        return {
            family: all(
                self.families[family].absolute < error
                for error in self.families[family].naive.values()
            )
            for family in RULED
        }

    @property
    def passes(self) -> bool:
        """Whether the rule holds."""
        inside = LEAST_COVERED <= self.covered[80] <= MOST_COVERED
        return inside and all(self.beats.values())


def judge(values: dict[str, FloatArray], weights: FloatArray, observed: Observed) -> Judged:
    """Judge races.

    Args:
        values: by name, [rows, lucks, months + 1].
        weights: [rows, lucks], summing to 1.
        observed: the world over the same months.
    """
    bands = {name: quantiles(values[name], weights, LEVELS) for name in QUANTITIES}
    later, first = slice(KNOWN + 1, None), slice(1, KNOWN + 1)
    errors: dict[str, Errors] = {}
    first_year: dict[str, Errors] = {}
    for name in QUANTITIES:
        for found, months in ((errors, later), (first_year, first)):
            if np.isfinite(observed.values[name][months]).any():
                found[name] = _errors(bands[name], observed, name, months)
    families = {
        family: _family([errors[name] for name in names]) for family, names in FAMILIES.items()
    }
    return Judged(bands, errors, first_year, families, effective(weights))


def _errors(bands: FloatArray, observed: Observed, name: str, months: slice) -> Errors:
    there = observed.values[name][months]
    known = np.isfinite(there)
    there = there[known]
    ours = bands[:, months][:, known]
    miss = ours[MIDDLE] - there
    covered = {
        width: float(((ours[low] <= there) & (there <= ours[high])).mean())
        for width, (low, high) in BANDS.items()
    }
    naive = {
        title: float(np.abs(forecast(observed, name)[months][known] - there).mean())
        for title, forecast in NAIVE.items()
    }
    return Errors(float(np.abs(miss).mean()), float(miss.mean()), covered, naive, int(known.sum()))


def _family(members: list[Errors]) -> Errors:
    return Errors(
        _mean([each.absolute for each in members]),
        _mean([each.bias for each in members]),
        {width: _mean([each.covered[width] for each in members]) for width in BANDS},
        {name: _mean([each.naive[name] for each in members]) for name in NAIVE},
        sum(each.months for each in members),
    )


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)
