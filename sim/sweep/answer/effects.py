"""Effects: paired differences, and how sure they are over luck and, apart, over parameters.

Every arm, cell and point raced with the same lucks, so a difference is taken luck by luck:
D[p, r] at point p and luck r. It is split into the mean G, what points add (a), what lucks add (b)
and a rest (e): D[p, r] = G + a[p] + b[r] + e[p, r]. The interval over luck is a t-interval of the
mean over lucks, G + b[r]: it shrinks with more lucks. The interval over parameters is the 5-95 %
range of G + a[p], with the spread that luck alone would give removed: it does not shrink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t

from tenfold.sim.sweep.answer.chances import COVERAGE, independent_races, paired, wilson
from tenfold.sim.sweep.answer.results import (
    AnalysisError,
    Asked,
    FloatArray,
    Results,
    Value,
    same,
    show,
)

ROUNDING = 1e-9
"""Of a mean: what is smaller is the rounding of floats."""
POWER = 0.8
"""Chance with which `Effect.detectable` would have shown itself."""
SWEEPS_OF_THE_FIT = 50
"""Most rounds of the two-way fit; where no race is missing, the first is exact."""


@dataclass(frozen=True)
class Shares:
    """Where the spread of single races comes from; the three sum to 1."""

    parameters: float
    luck: float
    both: float


@dataclass(frozen=True)
class Effect:
    """A difference, or a level, with what is known about it.

    Attributes:
        mean: over all points and lucks.
        luck: 90 % interval of the mean over lucks; None with fewer than two lucks.
        single: 5-95 % range of single races (pairs of races, for a difference).
        parameters: 5-95 % range over points, without luck's part; None with one point.
        of_points: [points] mean of each point, without luck's part; nan where nothing is known.
        means: [points] mean of each point as it is, luck's part included; nan likewise. Averages
            of many points (thirds, bins) take these: luck's part falls out in the averaging.
        races: how many races (or pairs) stand behind it.
        lucks: how many lucks.
        points: how many points.
        shares: where the spread comes from; None where it cannot be told.
        detectable: the smallest mean that these lucks would have told from zero in 80 % of cases.
    """

    mean: float
    luck: tuple[float, float] | None
    single: tuple[float, float]
    parameters: tuple[float, float] | None
    of_points: FloatArray
    means: FloatArray
    races: int
    lucks: int
    points: int
    shares: Shares | None
    detectable: float | None

    @property
    def told_apart(self) -> bool:
        """Whether points differ by more than luck alone would make them."""
        known = np.isfinite(self.of_points)
        alike = float(np.ptp(self.means[known])) <= ROUNDING * max(1.0, abs(self.mean))
        return bool(alike or np.ptp(self.of_points[known]) > 0.0)


def slices(results: Results, asked: Asked) -> FloatArray:
    """What is asked for, race by race, before averaging: [slices, points, lucks].

    A slice is a cell (and, where values of a factor are contrasted, an arm). Differences are nan
    where either race is missing or failed.

    Raises:
        AnalysisError: an arm, factor, value or outcome that this sweep does not have.
    """
    cube = results.cube(asked.outcome)
    if asked.factor is not None:
        if asked.factor not in results.factors:
            raise AnalysisError(f"this sweep has no factor '{asked.factor}'")
        plus = results.cells_at({**asked.at, asked.factor: _side(asked.plus)})
        minus = results.cells_at({**asked.at, asked.factor: _side(asked.minus)})
        found = cube[:, plus] - cube[:, minus]
    else:
        cells = results.cells_at(asked.at)
        if asked.plus is None:
            found = cube[:, cells]
        else:
            found = cube[_arm(results, asked.plus), cells] - cube[_arm(results, asked.minus), cells]
    return np.asarray(found.reshape(-1, *cube.shape[2:]))


def answer(results: Results, asked: Asked) -> Effect:
    """The effect, or the level, that is asked for; see `slices`."""
    values = slices(results, asked)
    alike = [slices(results, each) for each in _alike(results, asked)]
    return of_slices(values, results.label(asked.outcome).chance,
                     level=asked.plus is None, shown=alike)  # fmt: skip


def _alike(results: Results, asked: Asked) -> list[Asked]:
    """What is asked, and the same of every other arm or value against the same side."""
    if asked.plus is None:
        return [asked]
    sides = results.arms if asked.factor is None else results.factors[asked.factor]
    return [replace(asked, plus=side) for side in sides if not same(side, asked.minus)] or [asked]


def by_arm(results: Results, asked: Asked) -> list[tuple[str, Effect]]:
    """The contrast of a factor's values in each arm alone; arms without a pair are left out."""
    chance = results.label(asked.outcome).chance
    parts = np.split(slices(results, asked), len(results.arms))
    known = [np.isfinite(part).any() for part in parts]
    return [
        (arm, of_slices(part, chance, shown=parts))
        for arm, part, there in zip(results.arms, parts, known, strict=True)
        if there
    ]


def of_slices(
    values: FloatArray, chance: bool = False, level: bool = False, shown: Sequence[FloatArray] = ()
) -> Effect:
    """Mean and intervals over slices, each counted alike.

    Args:
        values: [slices, points, lucks], nan where nothing is known.
        chance: the figure is 0 or 1 in a race (or a difference of two such figures).
        level: a level, not a difference; matters for chances only.
        shown: slices of all rows shown with it, itself among them: of chances, they tell
            together how many races count as independent.

    Raises:
        AnalysisError: nothing is known at all.
    """
    rows = []
    if chance:
        rows = [_spread_and_error(over_slices(each), level) for each in shown]
    alone = independent_races([row for row in rows if row is not None])
    races = int(np.isfinite(values).sum())
    return summarise(over_slices(values), chance, level, races, alone)


def over_slices(values: FloatArray) -> FloatArray:
    """Mean over slices, [points, lucks]; what is missing in one slice shifts no other.

    Each slice's own level is taken out before averaging and put back after, so that an unfinished
    sweep does not compare unlike slices.
    """
    known = np.isfinite(values)
    counts = known.sum(axis=(1, 2))
    kept, seen = values[counts > 0], known[counts > 0]
    if not len(kept):
        return np.full(values.shape[1:], np.nan)
    if len(kept) == 1:
        return np.asarray(kept[0])
    means = np.where(seen, kept, 0.0).sum(axis=(1, 2)) / seen.sum(axis=(1, 2))
    centred = np.where(seen, kept - means[:, None, None], 0.0).sum(axis=0)
    number = seen.sum(axis=0)
    return np.where(number > 0, centred / np.maximum(number, 1) + means.mean(), np.nan)


def summarise(
    values: FloatArray, chance: bool = False, level: bool = False,
    races: int | None = None, alone: float | None = None,
) -> Effect:  # fmt: skip
    """Mean and intervals of one figure per point and luck.

    Args:
        values: [points, lucks], nan where nothing is known.
        chance: the figure is 0 or 1 in a race (or a difference of two such figures).
        level: a level, not a difference; matters for chances only.
        races: how many stand behind it, where each value is a mean of several.
        alone: of chances: how many independent races would be as sure; None: its own spread
            between lucks says.

    Raises:
        AnalysisError: nothing is known at all.
    """
    known = np.isfinite(values)
    if not known.any():
        raise AnalysisError("no race (or no pair of races) is there to answer from")
    rows, columns = known.any(axis=1), known.any(axis=0)
    points, lucks = int(rows.sum()), int(columns.sum())
    added, shifts = _two_way(values[rows][:, columns])
    mean = float(added.mean())
    rest = values[rows][:, columns] - added[:, None] - shifts[None, :]
    noise = _noise(rest)
    of_points = np.full(len(values), np.nan)
    of_points[rows] = _without_luck(added, noise, lucks)
    means = np.full(len(values), np.nan)
    means[rows] = added
    inside = values[known]
    low, high = np.quantile(inside, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    error = float(np.std(shifts, ddof=1) / np.sqrt(lucks)) if lucks > 1 else None
    effect = Effect(
        mean=mean,
        luck=None if error is None else _t_interval(mean, error, lucks),
        single=(float(low), float(high)),
        parameters=_range(of_points[rows]) if points > 1 else None,
        of_points=of_points,
        means=means,
        races=int(known.sum()) if races is None else races,
        lucks=lucks,
        points=points,
        shares=_shares(added, shifts, noise),
        detectable=None if error is None else _detectable(error, lucks),
    )
    if not chance or error is None:
        return effect
    if alone is None:
        spread = _spread(values, mean, level)
        alone = independent_races([(spread, error)])
    number = float(np.clip(alone or 0.0, effect.lucks, effect.races))
    if level:
        return replace(effect, luck=wilson(float(np.clip(mean, 0.0, 1.0)), number))
    return replace(effect, luck=paired(mean, float((inside * inside).mean()), number))


def _spread(values: FloatArray, mean: float, level: bool) -> float:
    """Variance of single races of a chance, or of pairs of races."""
    if level:
        return max(0.0, mean * (1.0 - mean))
    return float(np.nanmean(values * values)) - mean * mean


def _spread_and_error(values: FloatArray, level: bool) -> tuple[float, float] | None:
    """Variance of single races, and standard error of the mean; None with fewer than two lucks."""
    known = np.isfinite(values)
    rows, columns = known.any(axis=1), known.any(axis=0)
    lucks = int(columns.sum())
    if lucks < 2:
        return None
    added, shifts = _two_way(values[rows][:, columns])
    error = float(np.std(shifts, ddof=1) / np.sqrt(lucks))
    return _spread(values, float(added.mean()), level), error


def _side(value: Value | None) -> Value:
    if value is None:
        raise AnalysisError("a contrast needs two sides: plus and minus")
    return value


def _arm(results: Results, name: object) -> int:
    for number, arm in enumerate(results.arms):
        if same(arm, name):
            return number
    raise AnalysisError(f"this sweep has no arm '{name}'; it has {', '.join(results.arms)}")


def _two_way(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean of each point, and what each luck adds (mean 0), by fitting the two in turn."""
    shifts = np.zeros(values.shape[1])
    added = np.nanmean(values, axis=1)
    for _ in range(SWEEPS_OF_THE_FIT):
        shifts = np.nanmean(values - added[:, None], axis=0)
        shifts -= shifts.mean()
        before = added
        added = np.nanmean(values - shifts[None, :], axis=1)
        if np.array_equal(np.isfinite(values), np.ones(values.shape, dtype=bool)):
            break
        if np.abs(added - before).max() <= 1e-12 * max(1.0, float(np.abs(added).max())):
            break
    return np.asarray(added), np.asarray(shifts)


def _noise(rest: FloatArray) -> float | None:
    """Variance of a race around its point and its luck; None where too little is known."""
    points, lucks = rest.shape
    freedom = int(np.isfinite(rest).sum()) - points - lucks + 1
    return float(np.nansum(rest * rest) / freedom) if freedom > 0 else None


def _without_luck(added: FloatArray, noise: float | None, lucks: int) -> FloatArray:
    """Points drawn towards their mean so that their spread is that of parameters alone."""
    if noise is None or len(added) < 2:
        return added
    spread = float(np.var(added, ddof=1))
    if spread <= 0.0:
        return added
    factor = np.sqrt(max(0.0, 1.0 - noise / lucks / spread))
    return np.asarray(added.mean() + factor * (added - added.mean()))


def _shares(added: FloatArray, shifts: FloatArray, noise: float | None) -> Shares | None:
    points, lucks = len(added), len(shifts)
    if noise is None:
        if points > 1 or lucks < 2:
            return None
        return Shares(parameters=0.0, luck=1.0, both=0.0)
    of_points = max(0.0, float(np.var(added, ddof=1)) - noise / lucks)
    of_luck = max(0.0, float(np.var(shifts, ddof=1)) - noise / points)
    total = of_points + of_luck + noise
    if total <= 0.0:
        return None
    return Shares(of_points / total, of_luck / total, noise / total)


def _range(values: FloatArray) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return float(low), float(high)


def _t_interval(mean: float, error: float, lucks: int) -> tuple[float, float]:
    half = float(t.ppf((1 + COVERAGE) / 2, lucks - 1)) * error
    return mean - half, mean + half


def _detectable(error: float, lucks: int) -> float:
    return float(t.ppf((1 + COVERAGE) / 2, lucks - 1) + t.ppf(POWER, lucks - 1)) * error


def name_of(asked: Asked) -> str:
    """The contrast as the sweep file writes it."""
    if asked.plus is None:
        return asked.outcome
    between = f"{show(asked.plus)} - {show(_side(asked.minus))}"
    return f"{asked.outcome}: {asked.factor + ' ' if asked.factor else ''}{between}"
