"""PRIM: a box of parameters and cross factors in which something happens often.

The patient rule induction method (Friedman and Fisher 1999) as scenario discovery uses it (Bryant
and Lempert 2010): from all cases, thin slices are peeled off one side of one dimension at a time;
then the box is pasted back out where that helps; restrictions that chance explains are dropped.
Case: one point in one cell, with the share of its lucks in which it happened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from tenfold.sim.sweep.answer.results import AnalysisError, FloatArray, Results, Value

PEEL = 0.1
"""Share of the box that one peel takes off, at most (more where values are tied)."""
LEAST_MASS = 0.05
"""A box never holds a smaller share of all cases."""
LEAST_CASES = 20
LEAST_HAPPENED = 3.0
UNLIKELY = 0.05
"""A restriction stays where chance explains it with less than this."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Dimension:
    """A column of cases.

    Attributes:
        name: of the parameter or factor.
        values: [cases] numbers; for words, the place of each in `words`.
        words: values of a factor that is no number; empty for numbers.
    """

    name: str
    values: FloatArray
    words: tuple[str, ...] = ()


Side = tuple[Dimension, str]
"""A dimension, and "low", "high" or "words"."""


@dataclass(frozen=True)
class Restriction:
    """What a box demands of one dimension.

    Attributes:
        name: of the parameter or factor.
        low: least value inside; None where open below.
        high: greatest value inside; None where open above.
        words: values inside, of a factor that is no number; empty for numbers.
        by_chance: quasi-p-value: how likely cases at random would do as well as this restriction.
    """

    name: str
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    by_chance: float = 1.0


@dataclass(frozen=True)
class Box:
    """A box and how good it is.

    Attributes:
        restrictions: by dimension, only those that restrict.
        density: share of happenings inside.
        coverage: share of all happenings that lie inside.
        mass: share of all cases that lie inside.
        cases: how many cases lie inside.
    """

    restrictions: tuple[Restriction, ...]
    density: float
    coverage: float
    mass: float
    cases: int


@dataclass(frozen=True)
class Discovery:
    """The box that was chosen, and the way there.

    Attributes:
        box: chosen; the one with the highest harmonic mean of density and coverage.
        path: boxes from all cases to the smallest.
        base: share of happenings among all cases.
        cases: how many cases there were.
    """

    box: Box
    path: tuple[Box, ...]
    base: float
    cases: int


def discover(results: Results, outcome: str, arm: int) -> Discovery:
    """Where in parameters and cross factors an outcome of 0 or 1 happens often, in one arm.

    Raises:
        AnalysisError: too few cases, or too few or too many happenings; says how many.
    """
    dimensions, happened = cases_of(results, outcome, arm)
    if not dimensions:
        raise AnalysisError("nothing varies but luck: there is no space to look for a box in")
    return prim(dimensions, happened)


def cases_of(results: Results, outcome: str, arm: int) -> tuple[list[Dimension], FloatArray]:
    """Cases of one arm: dimensions, and [cases] the share of lucks in which it happened."""
    cube = results.cube(outcome)[arm]
    known = np.isfinite(cube)
    count = known.sum(axis=2)
    share = np.where(known, cube, 0.0).sum(axis=2) / np.maximum(count, 1)
    cells, points = np.nonzero(count)
    dimensions = [
        _dimension(factor, [results.cells[cell][factor] for cell in cells])
        for factor in results.factors
    ]
    for name in results.parameters:
        column = results.points[name].to_numpy(dtype=np.float64)
        dimensions.append(Dimension(name, column[points]))
    return [each for each in dimensions if len(np.unique(each.values)) > 1], share[cells, points]


def prim(dimensions: list[Dimension], happened: FloatArray) -> Discovery:
    """Peel, paste, choose, and drop what chance explains.

    Args:
        dimensions: columns of the cases.
        happened: [cases] share of lucks in which it happened, 0 to 1.

    Raises:
        AnalysisError: too few cases, or too few or too many happenings.
    """
    total = float(happened.sum())
    if len(happened) < LEAST_CASES:
        raise AnalysisError(
            f"only {len(happened)} points and cells were raced; a box needs {LEAST_CASES}"
        )
    if total < LEAST_HAPPENED:
        raise AnalysisError(
            f"it happened in {100 * total / len(happened):.2g} % of races: the weight of"
            f" {total:.1f} of {len(happened)} points and cells, and a box needs {LEAST_HAPPENED:g}"
        )
    if len(happened) - total < LEAST_HAPPENED:
        raise AnalysisError("it happened nearly everywhere: there is nothing to set apart")
    path = [np.ones(len(happened), dtype=bool)]
    while (peeled := _peel(dimensions, happened, path[-1])) is not None:
        path.append(peeled)
    chosen = _paste(dimensions, happened, max(path, key=lambda inside: _merit(happened, inside)))
    box = _significant(dimensions, happened, chosen)
    sides = _sides(dimensions)
    boxes = tuple(_describe(sides, happened, inside) for inside in path)
    return Discovery(box, boxes, total / len(happened), len(happened))


def _dimension(name: str, values: list[Value]) -> Dimension:
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) == len(values):
        return Dimension(name, np.array(numbers, dtype=np.float64))
    words = tuple(dict.fromkeys(str(value) for value in values))
    places = [float(words.index(str(value))) for value in values]
    return Dimension(name, np.array(places), words)


def _peel(dimensions: list[Dimension], happened: FloatArray, inside: BoolArray) -> BoolArray | None:
    """The box after the best peel: the most density won per case given up; None at the end."""
    before, held = float(happened[inside].mean()), int(inside.sum())
    best, found = 0.0, None
    for candidate in _peels(dimensions, inside):
        kept = int(candidate.sum())
        if kept < LEAST_MASS * len(happened) or kept == held:
            continue
        gain = (float(happened[candidate].mean()) - before) / (held - kept)
        if gain > best + 1e-15:
            best, found = gain, candidate
    return found


def _peels(dimensions: list[Dimension], inside: BoolArray) -> list[BoolArray]:
    """Every box that one peel makes: each side of numbers, each word of words."""
    found = []
    for each in dimensions:
        values = each.values[inside]
        if each.words:
            found += [inside & (each.values != word) for word in np.unique(values)]
            continue
        # At least one whole value goes, so that ties leave together.
        low, high = np.quantile(values, [PEEL, 1.0 - PEEL])
        above_low = each.values > low if low <= values.min() else each.values >= low
        below_high = each.values < high if high >= values.max() else each.values <= high
        found += [inside & above_low, inside & below_high]
    return [box for box in found if box.any()]


def _merit(happened: FloatArray, inside: BoolArray) -> float:
    """Harmonic mean of density and coverage."""
    density = float(happened[inside].mean())
    coverage = float(happened[inside].sum() / happened.sum())
    return 2.0 * density * coverage / max(density + coverage, 1e-300)


def _paste(dimensions: list[Dimension], happened: FloatArray, inside: BoolArray) -> BoolArray:
    """Push sides out again, a peel's worth or one value at a time, while density does not fall."""
    while True:
        best, found = (float(happened[inside].mean()) - 1e-12, int(inside.sum())), None
        for candidate in _pastes(dimensions, inside):
            merit = (float(happened[candidate].mean()), int(candidate.sum()))
            if merit > best and merit[1] > int(inside.sum()):
                best, found = merit, candidate
        if found is None:
            return inside
        inside = found


def _pastes(dimensions: list[Dimension], inside: BoolArray) -> list[BoolArray]:
    found = []
    for place, each in enumerate(dimensions):
        others = _box_of(_sides(dimensions[:place] + dimensions[place + 1 :]), inside)
        values = each.values[inside]
        if each.words:
            outside = np.setdiff1d(each.values[others], values)
            found += [inside | (others & (each.values == word)) for word in outside]
            continue
        below = np.sort(each.values[others & (each.values < values.min())])[::-1]
        above = np.sort(each.values[others & (each.values > values.max())])
        for step in {1, max(1, round(PEEL * int(inside.sum())))}:
            if len(below):
                edge = below[min(step, len(below)) - 1]
                found.append(others & (each.values >= edge) & (each.values <= values.max()))
            if len(above):
                edge = above[min(step, len(above)) - 1]
                found.append(others & (each.values <= edge) & (each.values >= values.min()))
    return found


def _sides(dimensions: list[Dimension]) -> list[Side]:
    """Each side of numbers, and words as a whole: what a box can restrict one by one."""
    return [
        (each, side)
        for each in dimensions
        for side in (("words",) if each.words else ("low", "high"))
    ]


def _box_of(sides: list[Side], inside: BoolArray) -> BoolArray:
    """All cases within what the cases inside span on these sides."""
    box = np.ones(len(inside), dtype=bool)
    for each, side in sides:
        values = each.values[inside]
        if side == "words":
            box &= np.isin(each.values, values)
        elif side == "low":
            box &= each.values >= values.min()
        else:
            box &= each.values <= values.max()
    return box


def _significant(dimensions: list[Dimension], happened: FloatArray, inside: BoolArray) -> Box:
    """The box without the sides that chance explains, the least needed first."""
    kept = [(each, side) for each, side in _sides(dimensions) if _restricts(each, side, inside)]
    while kept:
        chances = _by_chance(kept, happened, _box_of(kept, inside))
        weakest = int(np.argmax(chances))
        if chances[weakest] <= UNLIKELY:
            break
        del kept[weakest]
    return _describe(kept, happened, _box_of(kept, inside))


def _restricts(each: Dimension, side: str, inside: BoolArray) -> bool:
    values = each.values[inside]
    if side == "words":
        return len(np.unique(values)) < len(each.words)
    if side == "low":
        return bool(values.min() > each.values.min())
    return bool(values.max() < each.values.max())


def _describe(sides: list[Side], happened: FloatArray, inside: BoolArray) -> Box:
    """Figures of a box that restricts these sides (those that do not restrict are left out)."""
    shown = [(each, side) for each, side in sides if _restricts(each, side, inside)]
    chances = _by_chance(shown, happened, inside)
    restrictions: dict[str, Restriction] = {}
    for (each, side), chance in zip(shown, chances, strict=True):
        values = each.values[inside]
        before = restrictions.get(each.name, Restriction(each.name, by_chance=0.0))
        found: dict[str, Any] = {"by_chance": max(before.by_chance, chance)}
        if side == "words":
            found["words"] = tuple(each.words[int(word)] for word in np.unique(values))
        else:
            found[side] = float(values.min() if side == "low" else values.max())
        restrictions[each.name] = replace(before, **found)
    return Box(
        tuple(restrictions.values()),
        float(happened[inside].mean()),
        float(happened[inside].sum() / happened.sum()),
        float(inside.mean()),
        int(inside.sum()),
    )


def _by_chance(sides: list[Side], happened: FloatArray, inside: BoolArray) -> list[float]:
    """Of each side: chance of as many happenings among as many cases of the box without it."""
    hits = int(np.floor(float(happened[inside].sum()) + 1e-9))
    # Without a side, the box holds all cases that no other side leaves out.
    left_out = [~_box_of([side], inside) for side in sides]
    times = np.sum(left_out, axis=0, dtype=np.int64)
    rates = np.array([happened[times == out].mean() for out in left_out])
    chances = binom.sf(hits - 1, int(inside.sum()), np.clip(rates, 0.0, 1.0))
    return [float(chance) for chance in chances]
