"""Effect: a figure with its interval over parameter sets and lucks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
COVERAGE = 0.90
TAILS = (100 * (1 - COVERAGE) / 2, 100 * (1 + COVERAGE) / 2)
NORMAL = 1.6448536269514722
"""Standard errors on each side of 90 % of a normal distribution."""


@dataclass(frozen=True)
class Effect:
    """A mean over parameter sets and lucks, or a difference of two on the same of both.

    Attributes:
        middle: mean of the points' means.
        low, high: 90 % interval over both: from the 5th to the 95th percentile of the points'
            means, and nowhere narrower than the interval over luck. Unlike the latter it does not
            shrink with more races: what the world may be stays uncertain.
        luck_low, luck_high: 90 % interval of `middle` over lucks alone, the points as they are.
        per_point: [points] mean over the lucks of each parameter set; nan where none counts.
        unit: of all figures.
    """

    middle: float
    low: float
    high: float
    luck_low: float
    luck_high: float
    per_point: FloatArray
    unit: str = ""

    def above(self, bound: float) -> bool:
        """Whether the whole interval lies above."""
        return self.low > bound

    def below(self, bound: float) -> bool:
        """Whether the whole interval lies below."""
        return self.high < bound

    def straddles(self, bound: float) -> bool:
        """Whether it lies on both sides."""
        return self.low <= bound <= self.high

    def within(self, low: float, high: float) -> bool:
        """Whether the whole interval lies inside."""
        return self.low >= low and self.high <= high

    def clipped(self, least: float = 0.0, most: float = 1.0) -> Effect:
        """The same kept within what can be; the interval of a chance may reach beyond.

        Args:
            least: that the figure can be.
            most: that it can be.
        """

        def kept(value: float) -> float:
            return float(np.clip(value, least, most))

        return replace(
            self,
            middle=kept(self.middle),
            low=kept(self.low),
            high=kept(self.high),
            luck_low=kept(self.luck_low),
            luck_high=kept(self.luck_high),
        )

    def to_json(self) -> dict[str, float | str | None]:
        """Its figures, for programs."""
        named = ("middle", "low", "high", "luck_low", "luck_high")
        found: dict[str, float | str | None] = {}
        for name in named:
            value = getattr(self, name)
            found[name] = float(value) if np.isfinite(value) else None
        return found | {"unit": self.unit}

    def __str__(self) -> str:
        """The figure and its interval, as people write them."""
        text = f"{self.middle:.3g} ({self.low:.3g} to {self.high:.3g})"
        return f"{text} {self.unit}" if self.unit else text


def effect_of(values: FloatArray, unit: str = "") -> Effect:
    """The effect that values have on average.

    Args:
        values: [points, lucks]; nan for a luck that does not count (it has no such figure).
        unit: of the values.
    """
    counted = np.isfinite(values)
    filled = np.where(counted, values, 0.0)
    per_point = _mean(filled.sum(axis=1), counted.sum(axis=1))
    known = per_point[np.isfinite(per_point)]
    if not known.size:
        return Effect(*(float("nan"),) * 5, per_point, unit)
    middle = float(known.mean())
    per_luck = _mean(filled.sum(axis=0), counted.sum(axis=0))
    lucks = per_luck[np.isfinite(per_luck)]
    error = NORMAL * float(lucks.std(ddof=1)) / np.sqrt(len(lucks)) if len(lucks) > 1 else 0.0
    low, high = np.percentile(known, TAILS)
    return Effect(
        middle,
        min(float(low), middle - error),
        max(float(high), middle + error),
        middle - error,
        middle + error,
        per_point,
        unit,
    )


def _mean(total: FloatArray, count: NDArray[np.int64]) -> FloatArray:
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
