"""Sampler: points that the emulators do not rule out, and points by their emulated likelihood.

Many walkers in the unit cube, in stages [DelMoral2006]: first the bound on the implausibility falls
until it is reached, then the likelihood comes in by degrees. Between stages walkers are drawn anew
by weight and take steps that leave the present stage's distribution unchanged: along the difference
of two walkers of the other half [TerBraak2006], or anew from the prior, in a few parameters at a
time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration.likelihood import NOT_RULED_OUT, Guess
from tenfold.sim.calibration.weigh import effective

FloatArray = NDArray[np.float64]
KEPT = 0.5
"""Part of the walkers that a stage keeps, at least."""
STEPS_A_STAGE, STEPS_AT_LAST = 10, 60
CHANGED = (3, 10, 30)
"""Parameters that a step changes, in turn."""
ANEW = 0.25
"""Part of the steps that draw from the prior."""
MOST_STAGES = 200
FINEST = 1e-3
"""Least step of the degree to which the likelihood counts."""


@dataclass
class Walkers:
    """Points and what the emulators say of them.

    Attributes:
        unit: [walkers, parameters].
        far: [walkers] implausibility.
        like: [walkers] log of the emulated likelihood.
    """

    unit: FloatArray
    far: FloatArray
    like: FloatArray

    def at(self, rows: NDArray[np.int64]) -> Walkers:
        """Some of them, copied."""
        return Walkers(self.unit[rows].copy(), self.far[rows].copy(), self.like[rows].copy())


class Sampler:
    """Draws points for one guess.

    Args:
        guess: emulators held against targets.
        parameters: of the space.
        count: walkers, and points that come out.
        seed: of every draw.
    """

    def __init__(self, guess: Guess, parameters: int, count: int, seed: int | list[int]) -> None:
        self._guess = guess
        self._draws = np.random.default_rng(seed)
        self._walkers = self._tell(self._draws.random((count, parameters)))
        self.ruled_out = 0.0
        """Log of the part of the box that is not ruled out, base ten."""

    def _tell(self, unit: FloatArray) -> Walkers:
        figures = self._guess.figures(unit)
        return Walkers(unit, self._guess.implausibility(figures), self._guess.log_density(figures))

    def not_ruled_out(self) -> FloatArray:
        """[count, parameters] points even over what is not ruled out.

        The bound on the implausibility falls from stage to stage to the half that is nearest.
        """
        for _ in range(MOST_STAGES):
            bound = max(NOT_RULED_OUT, float(np.quantile(self._walkers.far, KEPT)))
            inside = np.flatnonzero(self._walkers.far <= bound)
            self.ruled_out += float(np.log10(len(inside) / len(self._walkers.far)))
            self._walkers = self._walkers.at(self._draws.choice(inside, len(self._walkers.far)))
            last = bound <= NOT_RULED_OUT
            for step in range(STEPS_AT_LAST if last else STEPS_A_STAGE):
                self._move(step, bound, 0.0)
            if last:
                break
        return self._walkers.unit

    def likely(self, most: float = 1.0) -> tuple[FloatArray, FloatArray]:
        """[count, parameters] points by emulated likelihood, none ruled out, and its log.

        To be asked for after `not_ruled_out`.

        Args:
            most: power to which the likelihood is raised; below 1 points lie wider.
        """
        degree = 0.0
        while degree < most:
            rise = self._rise(most - degree)
            weights = np.exp(rise * (self._walkers.like - self._walkers.like.max()))
            degree = most if rise == most - degree else degree + rise
            self._walkers = self._walkers.at(self._systematic(weights))
            for step in range(STEPS_AT_LAST if degree == most else STEPS_A_STAGE):
                self._move(step, NOT_RULED_OUT, degree)
        return self._walkers.unit, self._walkers.like

    def _rise(self, left: float) -> float:
        """How much more the likelihood may count with half of the walkers still speaking."""
        like = self._walkers.like - self._walkers.like.max()
        low, high = FINEST, left
        if left <= FINEST or effective(np.exp(left * like)) >= KEPT * len(like):
            return left
        for _ in range(30):
            middle = (low + high) / 2.0
            enough = effective(np.exp(middle * like)) >= KEPT * len(like)
            low, high = (middle, high) if enough else (low, middle)
        return low

    def _systematic(self, weights: FloatArray) -> NDArray[np.int64]:
        ends = np.cumsum(weights)
        marks = (np.arange(len(weights)) + self._draws.random()) / len(weights) * ends[-1]
        places = np.searchsorted(ends, marks, side="right")
        return np.asarray(np.minimum(places, len(weights) - 1), dtype=np.int64)

    def _move(self, step: int, bound: float, degree: float) -> None:
        """One step of every walker, half after half."""
        order = self._draws.permutation(len(self._walkers.far))
        middle = len(order) // 2
        for ours, others in ((order[:middle], order[middle:]), (order[middle:], order[:middle])):
            new = self._tell(self._proposed(ours, others, CHANGED[step % len(CHANGED)]))
            rise = degree * (new.like - self._walkers.like[ours])
            taken = (new.far <= bound) & (np.log(self._draws.random(len(ours))) < rise)
            rows = ours[taken]
            self._walkers.unit[rows] = new.unit[taken]
            self._walkers.far[rows] = new.far[taken]
            self._walkers.like[rows] = new.like[taken]

    def _proposed(
        self, ours: NDArray[np.int64], others: NDArray[np.int64], changed: int
    ) -> FloatArray:
        unit = self._walkers.unit[ours]
        count, parameters = unit.shape
        mask = self._draws.random(unit.shape) < changed / parameters
        one, other = (self._draws.choice(others, count) for _ in range(2))
        length = 2.38 / np.sqrt(2.0 * min(changed, parameters))
        along = self._walkers.unit[one] - self._walkers.unit[other]
        step = length * along + 0.01 * self._draws.standard_normal(unit.shape)
        anew = self._draws.random((count, 1)) < ANEW
        fresh = self._draws.random(unit.shape)
        moved = np.where(anew, fresh, _reflected(unit + step))
        return np.where(mask, moved, unit)


def _reflected(unit: FloatArray) -> FloatArray:
    """Back into the cube: a step beyond an end turns round there."""
    folded = np.mod(unit, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)
