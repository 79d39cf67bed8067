"""Drawing: what several facts' pictures are made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.experiments.picture import Series
from tenfold.sim.facts.fact import Fact

FloatArray = NDArray[np.float64]


def path(name: str, values: FloatArray, dashed: bool = False) -> Series:
    """Median by month over lucks, with the band that holds 90 % of them.

    Args:
        name: of the line.
        values: [lucks, months + 1].
        dashed: whether the line is.
    """
    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95], axis=0)
    months = tuple(float(month) for month in range(values.shape[1]))
    return Series(name, months, _plain(middle), _plain(low), _plain(high), dashed)


def means(name: str, values: FloatArray, dashed: bool = False) -> Series:
    """Mean by month over lucks, without a band: for arms that are compared luck by luck."""
    months = tuple(float(month) for month in range(values.shape[1]))
    return Series(name, months, _plain(values.mean(axis=0)), dashed=dashed)


def straight(name: str, start: float, yearly: float, months: int) -> Series:
    """A dashed line that rises by so much a year."""
    ends = (0.0, float(months))
    return Series(name, ends, tuple(start + yearly * month / 12.0 for month in ends), dashed=True)


def flat(name: str, level: float, months: int) -> Series:
    """A dashed line at a level."""
    return straight(name, level, 0.0, months)


def dot(fact: Fact, label: str = "") -> tuple[str, float, float, float]:
    """A fact as a row of dots."""
    return label or fact.title, fact.middle, fact.low, fact.high


def _plain(values: FloatArray) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
