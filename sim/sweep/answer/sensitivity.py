"""Sensitivity: what a figure depends on, parameter by parameter and factor by factor.

`swings` ranks: how far the figure moves between the low and the high third of a parameter's range,
and how surely that is not chance. `sobol_indices` and `morris_indices` are SALib's, for the designs
that are made for them. `binned` makes the curve of an outcome along one parameter.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata, t

from tenfold.sim.sweep.answer.chances import COVERAGE
from tenfold.sim.sweep.answer.effects import over_slices, slices, summarise
from tenfold.sim.sweep.answer.results import (
    AnalysisError,
    Asked,
    FloatArray,
    Results,
    Value,
)

SEED = 20_260_101
"""Of every draw of the analysis: the same results give the same report."""
DRAWS, FEWEST_DRAWS = 400, 40
MOST_CELLS = 4_000_000
"""Entries that the arrays of a bootstrap may have."""
LEAST_POINTS = 6
"""With fewer points nothing is said of single parameters."""
ONE_AT_A_TIME = "one-at-a-time"


def draws_for(points: int) -> int:
    """How often to draw: fewer times of very many points, so that memory stays small."""
    return int(min(DRAWS, max(FEWEST_DRAWS, MOST_CELLS // max(points, 1))))


def generator() -> np.random.Generator:
    """Random numbers of the analysis, the same every time."""
    return np.random.Generator(np.random.Philox(SEED))


@dataclass(frozen=True)
class Swing:
    """How far a figure moves with one parameter or factor.

    Attributes:
        name: of the parameter or cross factor.
        factor: whether it is a cross factor.
        low: value, or end of the low third, at which the figure is `at_low`.
        high: value, or start of the high third, at which the figure is `at_high`.
        at_low: mean of the figure there (for a factor: where the figure is least).
        at_high: mean of the figure there (for a factor: where the figure is greatest).
        clear: more than chance would give the largest of all parameters in 9 of 10 cases; for a
            factor, the interval over luck of the paired difference leaves zero out.
        rank_share: squared rank correlation, with its 90 % bootstrap interval; None for a factor.
        curve: mean of the figure at every value of a factor; empty for a parameter.
    """

    name: str
    factor: bool
    low: Value
    high: Value
    at_low: float
    at_high: float
    clear: bool
    rank_share: tuple[float, float, float] | None = None
    curve: tuple[tuple[Value, float], ...] = ()

    @property
    def size(self) -> float:
        """How far the figure moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Index:
    """Sobol or Morris indices of one parameter.

    Attributes:
        name: of the parameter.
        first: Sobol's first index, or Morris's mean effect (mu).
        total: Sobol's total index, or Morris's mean absolute effect (mu*).
        first_half: half of the 90 % interval of `first`; None for Morris.
        total_half: half of the 90 % interval of `total`.
        spread: Morris's sigma; None for Sobol.
    """

    name: str
    first: float
    total: float
    first_half: float | None
    total_half: float
    spread: float | None = None


@dataclass(frozen=True)
class Bin:
    """One step of a main effect: points with a parameter between low and high.

    Attributes:
        low: least value in the bin.
        high: greatest value in the bin.
        middle: mean value in the bin.
        mean: of the outcome.
        interval: 90 % of that mean, over points; None with one point.
        points: how many.
    """

    low: float
    high: float
    middle: float
    mean: float
    interval: tuple[float, float] | None
    points: int


def swings(results: Results, values: FloatArray) -> list[Swing]:
    """How far a figure of each point moves with each parameter, largest first.

    Args:
        results: of the sweep.
        values: [points] the figure, nan where unknown.

    Returns:
        Empty with fewer than `LEAST_POINTS` known points that are independent.
    """
    known = np.isfinite(values) & independent(results)
    if int(known.sum()) < LEAST_POINTS:
        return []
    groups = [_outer_thirds(results, place, known) for place in range(len(results.parameters))]
    usable = [place for place, (low, high) in enumerate(groups) if low.any() and high.any()]
    if not usable:
        return []
    weights = np.array([_weights(*groups[place]) for place in usable])
    filled = np.where(known, values, 0.0)
    shuffled = np.tile(filled, (draws_for(len(filled)), 1))
    shuffled[:, known] = generator().permuted(shuffled[:, known], axis=1)
    by_chance = float(np.quantile(np.abs(shuffled @ weights.T).max(axis=1), COVERAGE))
    found = []
    for place in usable:
        low, high = groups[place]
        column = results.points.iloc[:, place].to_numpy()
        at_low, at_high = float(values[low].mean()), float(values[high].mean())
        found.append(
            Swing(
                results.parameters[place], False,
                float(column[low].max()), float(column[high].min()), at_low, at_high,
                abs(at_high - at_low) > max(by_chance, 0.0),
                _rank_share(column[known], values[known]),
            )
        )  # fmt: skip
    return sorted(found, key=lambda swing: -swing.size)


def factor_swings(results: Results, asked: Asked) -> list[Swing]:
    """How far what is asked for moves with each cross factor, all else as asked; largest first.

    Values of which no race is there are left out; so is the factor that is itself contrasted.
    """
    found = []
    for factor, values in results.factors.items():
        if factor == asked.factor:
            continue
        effects, cubes = [], []
        for value in values:
            here = Asked(
                asked.outcome, asked.plus, asked.minus, asked.factor,
                {**asked.at, factor: value}, asked.matters_if,
            )  # fmt: skip
            cube = over_slices(slices(results, here))
            if np.isfinite(cube).any():
                effects.append((summarise(cube).mean, value))
                cubes.append(cube)
        if len(effects) < 2:
            continue
        means = np.array([effect for effect, _ in effects])
        least, most = int(means.argmin()), int(means.argmax())
        found.append(
            Swing(
                factor, True, effects[least][1], effects[most][1],
                float(means[least]), float(means[most]),
                _apart(cubes[most] - cubes[least]),
                curve=tuple((value, effect) for effect, value in effects),
            )
        )  # fmt: skip
    return sorted(found, key=lambda swing: -swing.size)


def binned(column: FloatArray, values: FloatArray, bins: int = 6) -> list[Bin]:
    """Means of values in bins of a column."""
    levels = np.unique(column)
    if len(levels) <= bins:
        places = np.searchsorted(levels, column)
    else:
        bins = max(1, min(bins, len(column) // 3))
        order = rankdata(column, method="ordinal") - 1
        places = np.asarray(order * bins // len(column), dtype=np.intp)
    found = []
    for number in np.unique(places):
        inside, here = values[places == number], column[places == number]
        half = None
        if len(inside) > 1:
            error = float(inside.std(ddof=1)) / np.sqrt(len(inside))
            half = float(t.ppf((1 + COVERAGE) / 2, len(inside) - 1)) * error
        mean = float(inside.mean())
        interval = None if half is None else (mean - half, mean + half)
        found.append(
            Bin(
                float(here.min()), float(here.max()), float(here.mean()),
                mean, interval, len(inside),
            )
        )  # fmt: skip
    return found


def sobol_indices(results: Results, values: FloatArray) -> list[Index]:
    """Sobol's first and total indices of a figure, by SALib; greatest total first.

    Args:
        results: of a sweep of the design "sobol".
        values: [points] the figure at every point of the design.

    Raises:
        AnalysisError: another design, points missing, or a figure that never changes.
    """
    _whole_design(results, values, "sobol")
    from SALib.analyze import sobol

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = sobol.analyze(
            dict(results.problem), values, calc_second_order=False,
            num_resamples=DRAWS, conf_level=COVERAGE, seed=SEED,
        )  # fmt: skip
    rows = zip(
        results.parameters, found["S1"], found["ST"], found["S1_conf"], found["ST_conf"],
        strict=True,
    )  # fmt: skip
    indices = [Index(name, *(float(number) for number in numbers)) for name, *numbers in rows]
    return sorted(indices, key=lambda index: -index.total)


def morris_indices(results: Results, values: FloatArray) -> list[Index]:
    """Morris's mean, mean absolute and spread of elementary effects; greatest mu* first.

    Raises:
        AnalysisError: another design, points missing, or a figure that never changes.
    """
    _whole_design(results, values, "morris")
    from SALib.analyze import morris

    found = morris.analyze(
        dict(results.problem), results.points.to_numpy(dtype=np.float64), values,
        num_resamples=DRAWS, conf_level=COVERAGE, seed=SEED,
        num_levels=int(results.settings.get("levels", 4)),
    )  # fmt: skip
    indices = [
        Index(
            name, float(found["mu"][k]), float(found["mu_star"][k]), None,
            float(found["mu_star_conf"][k]), float(found["sigma"][k]),
        )
        for k, name in enumerate(results.parameters)
    ]  # fmt: skip
    return sorted(indices, key=lambda index: -index.total)


def indices(results: Results, values: FloatArray) -> list[Index]:
    """The indices that the design is made for; empty for all other designs."""
    kinds: dict[str, Any] = {"sobol": sobol_indices, "morris": morris_indices}
    return list(kinds[results.design](results, values)) if results.design in kinds else []


def _whole_design(results: Results, values: FloatArray, design: str) -> None:
    if results.design != design:
        raise AnalysisError(f"{design} indices need a sweep of the design '{design}'")
    lost = int((~np.isfinite(values)).sum())
    if lost:
        raise AnalysisError(
            f"{design.capitalize()} indices need every point of the design, and {lost:,} of"
            f" {len(values):,} are missing or failed: finish the sweep"
        )
    if float(np.ptp(values)) <= 0.0:
        raise AnalysisError("the figure is the same at every point: it depends on no parameter")


def independent(results: Results) -> NDArray[np.bool_]:
    """[points] that were placed independently of one another.

    Sobol's design repeats its two base samples with one value changed each, and Morris walks from
    point to point: to compare points as if each were new would find what is not there. Of Sobol's
    design the base samples are left, of Morris's nothing: its indices alone can be trusted.
    """
    count = len(results.points)
    if results.design == "morris":
        return np.zeros(count, dtype=bool)
    if results.design == "sobol":
        step = len(results.parameters) + 2
        places = np.arange(count) % step
        return np.asarray((places == 0) | (places == step - 1))
    return np.ones(count, dtype=bool)


def varied(results: Results, place: int) -> NDArray[np.bool_]:
    """Points that tell of a parameter: of one-at-a-time those that vary this one alone."""
    rows = independent(results)
    if results.design != ONE_AT_A_TIME:
        return rows
    others = np.delete(results.points.to_numpy(dtype=np.float64), place, axis=1)
    return np.asarray(rows & (others == others[0]).all(axis=1))


def _outer_thirds(
    results: Results, place: int, known: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which points lie in the low and in the high third of a parameter's range."""
    column = results.points.iloc[:, place].to_numpy(dtype=np.float64)
    rows = known & varied(results, place)
    low, high = column.min(), column.max()
    third = (high - low) / 3.0
    slack = 1e-9 * max(third, 1e-300)
    if third <= 0.0:
        return np.zeros(len(column), dtype=bool), np.zeros(len(column), dtype=bool)
    return rows & (column <= low + third + slack), rows & (column >= high - third - slack)


def _weights(low: NDArray[np.bool_], high: NDArray[np.bool_]) -> FloatArray:
    """Row that takes the mean of the high points less the mean of the low ones."""
    return np.asarray(high / high.sum() - low / low.sum())


def _rank_share(column: FloatArray, values: FloatArray) -> tuple[float, float, float]:
    across, up = rankdata(column), rankdata(values)
    picks = generator().integers(len(across), size=(draws_for(len(across)), len(across)))
    drawn = _shares(across[picks], up[picks])
    low, high = np.quantile(drawn, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return float(_shares(across[None], up[None])[0]), float(low), float(high)


def _shares(across: FloatArray, up: FloatArray) -> FloatArray:
    """Squared correlation of each row of one with that row of the other; 0 where nothing varies."""
    across = across - across.mean(axis=1, keepdims=True)
    up = up - up.mean(axis=1, keepdims=True)
    spread = (across * across).sum(axis=1) * (up * up).sum(axis=1)
    product = (across * up).sum(axis=1)
    return np.asarray(np.where(spread > 0.0, product * product / np.maximum(spread, 1e-300), 0.0))


def _apart(values: FloatArray) -> bool:
    """Whether the interval over luck leaves zero out."""
    if not np.isfinite(values).any():
        return False
    luck = summarise(values).luck
    return luck is not None and (luck[0] > 0.0 or luck[1] < 0.0)
