"""Fans: how a measure runs from month to month, from races that are computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.sweep.answer.results import FloatArray, Results, Value
from tenfold.sim.sweep.answer.sensitivity import generator
from tenfold.sim.sweep.answer.series import Series

BANDS = (0.05, 0.25, 0.5, 0.75, 0.95)
RACES = 128
"""Races of one series that a fan is made of."""
MEASURES = 4
"""Measures that fans are drawn of, in the order of the outcomes."""


class Paths(Protocol):
    """Computes races of one arm and cell anew: months, and [runs, months + 1] of a measure."""

    def __call__(
        self, measure: str, arm: str, cell: Mapping[str, Value], runs: Sequence[int]
    ) -> tuple[NDArray[np.int64], FloatArray]:
        """Months and values of these runs, in their order."""
        ...


@dataclass(frozen=True)
class Fan:
    """A measure over the months, in one series.

    Attributes:
        measure: its name.
        outcome: an outcome of that measure.
        series: name of the series.
        months: [months + 1].
        bands: [5, months + 1] 5, 25, 50, 75, 95 % of the races.
        races: how many it is made of.
        differing: races whose last month is not, to the bit, what the sweep has stored.
    """

    measure: str
    outcome: str
    series: str
    months: NDArray[np.int64]
    bands: FloatArray
    races: int
    differing: int


def fans_of(
    results: Results, series: Sequence[Series], paths: Paths | None, no_paths: str
) -> tuple[tuple[Fan, ...], str]:
    """Fans of every measure and series, or none and the reason."""
    if paths is None:
        return (), no_paths or "Races could not be computed anew here."
    measures: dict[str, str] = {}
    for outcome in results.outcomes:
        measure, _, time = outcome.rpartition(".")
        if measure not in measures or time == "end":
            measures[measure] = outcome
    found = []
    for measure, outcome in list(measures.items())[:MEASURES]:
        # A fan of 0 and 1, or of codes, shows nothing.
        label = results.label(outcome)
        if label.chance or label.unit == "choice":
            continue
        fans = [_fan(results, each, measure, outcome, paths) for each in series]
        found += [fan for fan in fans if fan is not None]
    return tuple(found), ""


def _fan(results: Results, series: Series, measure: str, outcome: str, paths: Paths) -> Fan | None:
    values, differing, months = [], 0, np.zeros(0, dtype=np.int64)
    for arm, cell, rows in _picked(results, series):
        runs = results.frame["run"].to_numpy()[rows]
        months, anew = paths(measure, results.arms[arm], results.cells[cell], runs.tolist())
        if outcome.endswith(".end"):
            stored = results.frame[outcome].to_numpy(dtype=np.float64)[rows]
            differing += int((anew[:, -1].view(np.int64) != stored.view(np.int64)).sum())
        values.append(anew)
    if not values:
        return None
    together = np.concatenate(values)
    bands = np.nanquantile(together, BANDS, axis=0)
    return Fan(measure, outcome, series.name, months, bands, len(together), differing)


def _picked(results: Results, series: Series) -> list[tuple[int, int, NDArray[np.intp]]]:
    """Rows of the frame to compute anew, by arm and cell: evenly drawn, the same every time."""
    arms, cells = results.address[0], results.address[1]
    fine = (results.frame["failed"].astype(str) == "").to_numpy()
    each = max(1, RACES // len(series.places))
    found = []
    for arm, cell in series.places:
        rows = np.flatnonzero(fine & (arms == arm) & (cells == cell))
        if len(rows):
            picked = np.sort(generator().permutation(len(rows))[:each])
            found.append((arm, cell, rows[picked]))
    return found
