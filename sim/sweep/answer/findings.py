"""Findings: the answer of a sweep in words and figures, and what it rests on.

`find` judges; the sentences are in `telling`. Everything on the first page of a report comes from
here, so that the page, the summary file and the command line say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.sweep.answer.effects import Effect, answer, slices, summarise
from tenfold.sim.sweep.answer.effects import over_slices as averaged
from tenfold.sim.sweep.answer.results import AnalysisError, Asked, Results, Value, same
from tenfold.sim.sweep.answer.sensitivity import (
    LEAST_POINTS,
    Index,
    Swing,
    factor_swings,
    indices,
    swings,
)
from tenfold.sim.sweep.answer.thresholds import UNLIKELY, Threshold, best_split, best_threshold

Verdict = Literal["matters", "too small", "depends", "open", "level", "nothing"]
MOST = 0.9
"""Share of points that must agree before the answer is said not to depend on parameters."""


@dataclass(frozen=True)
class FactorFlip:
    """A value of a cross factor at which the answer is another.

    Attributes:
        factor: its name.
        value: at which it is.
        mean: the effect there.
    """

    factor: str
    value: Value
    mean: float


@dataclass(frozen=True)
class Flips:
    """What would change the answer.

    Attributes:
        points: points of which something is known.
        otherwise: points at which the answer would be another.
        reversed: points at which the effect has the other sign.
        threshold: the one value of a parameter that best tells where; None where none does.
        factors: values of cross factors at which the answer is another.
    """

    points: int
    otherwise: int
    reversed: int
    threshold: Threshold | None
    factors: tuple[FactorFlip, ...]


@dataclass(frozen=True)
class Findings:
    """What a sweep found.

    Attributes:
        asked: what was asked; the level of the first outcome where the file asks for nothing.
        verdict: in one word.
        effect: the figures; None where no race is there to answer from.
        swings: parameters and cross factors by how far they move the answer, largest first.
        indices: Sobol or Morris indices of the answer, for designs that are made for them.
        indices_missing: why there are none, where the design is made for them.
        flips: what would change the answer; None where that cannot be asked.
        split: parameter, value, mean below, mean above: the sharpest divide; of levels only.
        in_range: share of points at which the answer is as on average.
    """

    asked: Asked
    verdict: Verdict
    effect: Effect | None
    swings: tuple[Swing, ...] = ()
    indices: tuple[Index, ...] = ()
    indices_missing: str = ""
    flips: Flips | None = None
    split: tuple[str, float, float, float] | None = None
    in_range: float = 1.0


def find(results: Results) -> Findings:
    """The findings of a sweep, complete or not.

    Raises:
        AnalysisError: the question asks for what the sweep does not have.
    """
    asked = results.asked or Asked(results.outcomes[0])
    try:
        effect = answer(results, asked)
    except AnalysisError:
        if np.isfinite(slices(results, asked)).any():
            raise
        return Findings(asked, "nothing", None)
    classes = _classes(effect, asked)
    here = _class_of(effect.mean, effect.mean, asked.matters_if)
    known = np.isfinite(effect.of_points)
    agree = float((classes[known] == here).mean())
    found = sorted(
        [*swings(results, effect.means), *factor_swings(results, asked)],
        key=lambda swing: -swing.size,
    )
    computed, missing = _indices(results, asked)
    level = asked.plus is None
    return Findings(
        asked,
        "level" if level else _verdict(effect, asked.matters_if, agree),
        effect,
        tuple(found),
        computed,
        missing,
        None if level else _flips(results, asked, effect, classes),
        best_split(results, effect.means) if level else None,
        agree,
    )


def _class_of(value: float, mean: float, matters_if: float | None) -> int:
    """1 where an effect is as large as matters in the direction of the mean, -1 against it, or 0.

    Without a size that matters, the sign alone decides.
    """
    along = value if mean >= 0.0 else -value
    least = matters_if or 0.0
    if least > 0.0:
        return int(along >= least) - int(along <= -least)
    return int(along > 0.0) - int(along < 0.0)


def _classes(effect: Effect, asked: Asked) -> NDArray[np.int64]:
    """[points] class of each; 0 where nothing is known."""
    return np.array(
        [
            _class_of(float(each), effect.mean, asked.matters_if) if np.isfinite(each) else 0
            for each in effect.of_points
        ]
    )


def _verdict(effect: Effect, matters_if: float | None, agree: float) -> Verdict:
    settled = _settled(effect, matters_if)
    if effect.points > 1 and agree < MOST:
        # Where luck leaves more open than parameters do, points on both sides say little.
        luck, span = effect.luck or (0.0, 0.0), effect.parameters or (0.0, 0.0)
        if settled != "open" or span[1] - span[0] > luck[1] - luck[0]:
            return "depends"
    return settled


def _settled(effect: Effect, matters_if: float | None) -> Verdict:
    """What the interval over luck says of the mean."""
    if effect.luck is None:
        return "open"
    low, high = effect.luck
    least = matters_if or 0.0
    if (low > 0.0 and low >= least) or (high < 0.0 and -high >= least):
        return "matters"
    if least > 0.0 and -least < low and high < least:
        return "too small"
    if effect.mean == 0.0 and low == high == 0.0:
        return "too small"
    return "open"


def _indices(results: Results, asked: Asked) -> tuple[tuple[Index, ...], str]:
    """Indices of what was asked, from plain means of points; or why there are none."""
    values = averaged(slices(results, asked))
    means = np.where(np.isfinite(values).all(axis=1), values.mean(axis=1), np.nan)
    try:
        return tuple(indices(results, means)), ""
    except AnalysisError as problem:
        return (), str(problem)


def _flips(results: Results, asked: Asked, effect: Effect, classes: NDArray[np.int64]) -> Flips:
    known = np.isfinite(effect.of_points)
    otherwise = known & (classes != _class_of(effect.mean, effect.mean, asked.matters_if))
    turned = known & (np.sign(effect.of_points) == -np.sign(effect.mean))
    threshold = None
    if int(known.sum()) >= LEAST_POINTS:
        threshold = best_threshold(results, otherwise, known)
    if threshold is not None and threshold.by_chance > UNLIKELY:
        threshold = None
    return Flips(
        int(known.sum()), int(otherwise.sum()), int(turned.sum()), threshold,
        _factor_flips(results, asked, effect),
    )  # fmt: skip


def _factor_flips(results: Results, asked: Asked, effect: Effect) -> tuple[FactorFlip, ...]:
    """Values of cross factors, one at a time, at which the mean effect is of another class."""
    here = _class_of(effect.mean, effect.mean, asked.matters_if)
    found = []
    for factor, values in results.factors.items():
        if factor == asked.factor:
            continue
        for value in values:
            if factor in asked.at and same(asked.at[factor], value):
                continue
            there = Asked(
                asked.outcome, asked.plus, asked.minus, asked.factor,
                {**asked.at, factor: value}, asked.matters_if,
            )  # fmt: skip
            cube = averaged(slices(results, there))
            if not np.isfinite(cube).any():
                continue
            mean = summarise(cube).mean
            if _class_of(mean, effect.mean, asked.matters_if) != here:
                found.append(FactorFlip(factor, value, mean))
    return tuple(found)
