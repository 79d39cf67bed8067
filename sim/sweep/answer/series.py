"""Series: what a report shows side by side: arms, or the values of a cross factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenfold.sim.sweep.answer.effects import Effect, of_slices
from tenfold.sim.sweep.answer.results import FloatArray, Results, Value, same, show
from tenfold.sim.sweep.answer.sensitivity import Bin, binned, varied

EVERYTHING = "all races"


@dataclass(frozen=True)
class Series:
    """Races that are shown as one.

    Attributes:
        name: of the arm; or the factor's value, in words that tell what it is.
        places: (arm, cell) of its slices, in the same order in every series of a sweep.
        value: arm, or value of the factor, as the question writes it.
    """

    name: str
    places: tuple[tuple[int, int], ...]
    value: Value = ""

    def cube(self, results: Results, outcome: str) -> FloatArray:
        """[slices, points, lucks] of an outcome."""
        arms, cells = (list(each) for each in zip(*self.places, strict=True))
        return np.asarray(results.cube(outcome)[arms, cells])

    def level(self, results: Results, outcome: str, shown: Sequence[Series] = ()) -> Effect | None:
        """The outcome's mean with its intervals; None where no race is there.

        Args:
            results: of the sweep.
            outcome: its column.
            shown: all series that are shown together, this one among them.
        """
        cube = self.cube(results, outcome)
        if not np.isfinite(cube).any():
            return None
        chance = results.label(outcome).chance
        cubes = [each.cube(results, outcome) for each in shown] if chance else []
        return of_slices(cube, chance, level=True, shown=cubes)

    def main_effect(
        self, results: Results, outcome: str, parameter: str, bins: int = 6
    ) -> list[Bin]:
        """The curve of an outcome along a parameter, in bins of equally many points.

        Values that only a few levels take (grids, Morris) are a bin each.
        """
        effect = self.level(results, outcome)
        if effect is None:
            return []
        rows = np.isfinite(effect.means) & varied(results, results.parameters.index(parameter))
        column = results.points[parameter].to_numpy(dtype=np.float64)[rows]
        return binned(column, effect.means[rows], bins) if rows.any() else []


def series_of(results: Results) -> tuple[Series, ...]:
    """Arms, where there are several and no factor is contrasted; else the values of a factor.

    Races lie where the answer is read (`at`); over all else series are averages.
    """
    asked = results.asked
    at = dict(asked.at) if asked is not None else {}
    factor = asked.factor if asked is not None else None
    if factor is None and len(results.arms) > 1:
        cells = results.cells_at(at)
        return tuple(
            Series(arm, tuple((number, cell) for cell in cells), arm)
            for number, arm in enumerate(results.arms)
        )
    if factor is None and results.factors:
        free = [name for name in results.factors if name not in at]
        factor = (free or list(results.factors))[0]
        at.pop(factor, None)
    if factor is None:
        return (Series(EVERYTHING, ((0, 0),)),)
    return tuple(
        Series(_words(factor, value), _places(results, at | {factor: value}), value)
        for value in results.factors[factor]
    )


def reference_of(results: Results, series: tuple[Series, ...]) -> int:
    """Which series the others are compared with: the answer's second side, else the first."""
    asked = results.asked
    if asked is None or asked.minus is None:
        return 0
    found = [place for place, each in enumerate(series) if same(each.value, asked.minus)]
    return found[0] if found else 0


def _words(factor: str, value: Value) -> str:
    """A value that says what it is: words as they are, numbers with the factor's last word."""
    if isinstance(value, str):
        return value
    return f"{factor.rpartition('.')[2].replace('_', ' ')} {show(value)}"


def series_factor(results: Results) -> str | None:
    """The factor whose values the series are; None where they are arms, or all races."""
    series = series_of(results)
    for name, values in results.factors.items():
        if list(values) == [each.value for each in series]:
            return name
    return None


def _places(results: Results, at: dict[str, Value]) -> tuple[tuple[int, int], ...]:
    cells = results.cells_at(at)
    return tuple((arm, cell) for arm in range(len(results.arms)) for cell in cells)


def difference(
    results: Results, outcome: str, plus: Series, minus: Series, shown: Sequence[Series] = ()
) -> tuple[FloatArray, Effect | None]:
    """Paired differences of two series, [slices, points, lucks], and their effect.

    Args:
        results: of the sweep.
        outcome: its column.
        plus: the series.
        minus: the one that it is compared with.
        shown: all series that are compared with that one and shown together.
    """
    base = minus.cube(results, outcome)
    values = plus.cube(results, outcome) - base
    if not np.isfinite(values).any():
        return values, None
    chance = results.label(outcome).chance
    pairs = [each.cube(results, outcome) - base for each in shown if each is not minus]
    return values, of_slices(values, chance, shown=pairs if chance else [])


def is_asked(results: Results, outcome: str, plus: Series, minus: Series) -> bool:
    """Whether a pair of series is, for this outcome, the contrast that the question asks for."""
    asked = results.asked
    if asked is None or asked.plus is None or asked.outcome != outcome:
        return False
    return same(asked.plus, plus.value) and same(asked.minus, minus.value)
