"""Fact: what an experiment measured, what was expected, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.experiments.effect import NORMAL
from tenfold.sim.measures import median_interval

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
WILSON = 1.645
"""Standard errors on each side of 90 % of a normal distribution, as chances have used from the
start."""


@dataclass(frozen=True)
class Target:
    """A range fixed before the result was known.

    Attributes:
        low, high: the figure must lie within.
        text: how the range reads, with what is published.
        required: whether the model is calibrated to it; otherwise it is reported.
        whole: whether the whole interval must lie within, not the figure alone.
        judged: whether there is a range at all; otherwise the figure is only shown.
    """

    low: float
    high: float
    text: str
    required: bool = True
    whole: bool = False
    judged: bool = True


@dataclass(frozen=True)
class Fact:
    """One line of the table of facts.

    Attributes:
        number: such as "F1".
        title: what is measured, in words.
        unit: of the figure.
        middle: median over lucks, their mean where it is a difference, or the share of them.
        low, high: 90 % interval over lucks; for a mean or a share, of the mean or the share.
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
        """Whether the figure, or its whole interval, lies in the range."""
        least, most = (self.low, self.high) if self.target.whole else (self.middle, self.middle)
        return self.target.low <= least and most <= self.target.high

    @property
    def verdict(self) -> str:
        """`holds`, or by how much it fails."""
        if not self.target.judged:
            return "shown"
        if self.holds:
            return "holds"
        if self.middle < self.target.low:
            return f"fails: {self.target.low - self.middle:.3g} below"
        if self.middle > self.target.high:
            return f"fails: {self.middle - self.target.high:.3g} above"
        if np.isfinite(self.middle):
            return "fails: the interval reaches beyond"
        return "fails: it never arose"


def of_values(
    number: str, title: str, unit: str, values: FloatArray, target: Target, note: str = ""
) -> Fact:
    """A fact from one figure per luck: its median and the interval that holds 90 % of lucks."""
    middle, low, high = median_interval(np.asarray(values, dtype=np.float64))
    runs = int(np.isfinite(values).sum())
    return Fact(number, title, unit, middle, low, high, runs, target, note)


def of_mean(
    number: str, title: str, unit: str, values: FloatArray, target: Target, note: str = ""
) -> Fact:
    """A fact from a difference per luck: its mean and the 90 % interval of the mean."""
    known = values[np.isfinite(values)]
    if known.size < 2:
        nothing = float("nan")
        return Fact(number, title, unit, nothing, nothing, nothing, known.size, target, note)
    middle = float(known.mean())
    error = NORMAL * float(known.std(ddof=1)) / float(np.sqrt(known.size))
    return Fact(
        number, title, unit, middle, middle - error, middle + error, known.size, target, note
    )


def of_factor(number: str, title: str, decades: FloatArray, target: Target, note: str = "") -> Fact:
    """A fact from decades of compute per luck, told as a factor: the geometric mean of factors."""
    fact = of_mean(number, title, "times the compute", decades, target, note)
    low, middle, high = (float(10.0**value) for value in (fact.low, fact.middle, fact.high))
    return Fact(number, title, fact.unit, middle, low, high, fact.runs, target, note)


def of_chances(
    number: str, title: str, happened: BoolArray, target: Target, note: str = ""
) -> Fact:
    """A fact from a yes or no per luck: its share, with Wilson's 90 % interval."""
    low, share, high = chance(happened)
    return Fact(number, title, "chance", share, low, high, len(happened), target, note)


def of_two_chances(
    number: str, title: str, one: BoolArray, other: BoolArray, target: Target, note: str = ""
) -> Fact:
    """A fact from a yes or no in two groups of lucks: how much likelier it is in the first.

    The interval is Newcombe's, made of Wilson's two, which holds where few say yes.
    """
    runs = len(one) + len(other)
    if not len(one) or not len(other):
        nothing = float("nan")
        return Fact(number, title, "chance", nothing, nothing, nothing, runs, target, note)
    low, share, high = chance(one)
    other_low, other_share, other_high = chance(other)
    middle = share - other_share
    below = float(np.hypot(share - low, other_high - other_share))
    above = float(np.hypot(high - share, other_share - other_low))
    return Fact(
        number, title, "chance", middle, middle - below, middle + above, runs, target, note
    )  # fmt: skip


def chance(happened: BoolArray) -> tuple[float, float, float]:
    """A share with Wilson's 90 % interval: low, share, high; all of 0 to 1 where nobody was asked.

    Args:
        happened: a yes or no per luck.
    """
    n = len(happened)
    if n == 0:
        return 0.0, float("nan"), 1.0
    share = float(np.mean(happened))
    z = WILSON
    spread = 1.0 + z * z / n
    centre = (share + z * z / (2 * n)) / spread
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / spread
    return float(centre - half), share, float(centre + half)
