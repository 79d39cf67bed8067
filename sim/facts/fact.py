"""Fact: what an experiment measured, what was expected, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.measures import median_interval

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """A range fixed before the result was known.

    Attributes:
        low, high: the figure must lie within.
        text: how the range reads, with what is published.
        required: whether the model is calibrated to it; otherwise it is reported.
    """

    low: float
    high: float
    text: str
    required: bool = True


@dataclass(frozen=True)
class Fact:
    """One line of the table of facts.

    Attributes:
        number: such as "F1".
        title: what is measured, in words.
        unit: of the figure.
        middle: median over lucks, or the share of them.
        low, high: 90 % interval over lucks (for a share, of the share).
        runs: lucks that it rests on.
        target: what was expected.
        note: what else one should know, measured in the same experiment.
    """

    number: str
    title: str
    unit: str
    middle: float
    low: float
    high: float
    runs: int
    target: Target
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure lies in the range."""
        return self.target.low <= self.middle <= self.target.high

    @property
    def verdict(self) -> str:
        """`holds`, or by how much it fails."""
        if self.holds:
            return "holds"
        if self.middle < self.target.low:
            return f"fails: {self.target.low - self.middle:.3g} below"
        return f"fails: {self.middle - self.target.high:.3g} above"


def of_values(
    number: str, title: str, unit: str, values: FloatArray, target: Target, note: str = ""
) -> Fact:
    """A fact from one figure per luck: its median and the interval that holds 90 % of lucks."""
    middle, low, high = median_interval(np.asarray(values, dtype=np.float64))
    runs = int(np.isfinite(values).sum())
    return Fact(number, title, unit, middle, low, high, runs, target, note)


def of_chances(
    number: str, title: str, happened: NDArray[np.bool_], target: Target, note: str = ""
) -> Fact:
    """A fact from a yes or no per luck: its share, with Wilson's 90 % interval."""
    n = len(happened)
    share = float(np.mean(happened))
    z = 1.645
    spread = 1.0 + z * z / n
    centre = (share + z * z / (2 * n)) / spread
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / spread
    return Fact(
        number, title, "chance", share, float(centre - half), float(centre + half), n, target, note
    )
