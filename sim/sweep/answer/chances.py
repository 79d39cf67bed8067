"""Chances: intervals of what happens or does not, from races that are not all independent.

Races of one luck at many points resemble each other, so that many races are as sure of a chance as
fewer independent ones. How many is taken from the spread between lucks, and one number serves all
rows that are shown together: a row in which nothing happened has no spread of its own to tell by.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm

COVERAGE = 0.9


def wilson(share: float, races: float, coverage: float = COVERAGE) -> tuple[float, float]:
    """Wilson's interval of a chance from the share seen in so many independent races."""
    z = float(norm.ppf(0.5 + coverage / 2.0))
    middle = (share + z * z / (2.0 * races)) / (1.0 + z * z / races)
    spread = z * np.sqrt(share * (1.0 - share) / races + z * z / (4.0 * races * races))
    half = float(spread / (1.0 + z * z / races))
    return max(0.0, middle - half), min(1.0, middle + half)


def paired(mean: float, square: float, races: float) -> tuple[float, float]:
    """Interval of a difference of chances, with half a pair added to each of four outcomes.

    After Agresti and Min (2005): where no race differs, the chance of a difference is not zero.

    Args:
        mean: of the differences, each -1, 0 or 1.
        square: mean of their squares.
        races: independent pairs.
    """
    number = races + 2.0
    middle = mean * races / number
    spread = max(0.0, (square * races + 1.0) / number - middle * middle)
    half = float(norm.ppf((1 + COVERAGE) / 2)) * float(np.sqrt(spread / number))
    return max(-1.0, min(mean, middle - half)), min(1.0, max(mean, middle + half))


def independent_races(rows: Sequence[tuple[float, float]]) -> float | None:
    """How many independent races would be as sure of their mean, one number for all rows.

    Args:
        rows: variance of single races, and standard error of the mean from the spread between
            lucks; of every row that is shown together.

    Returns:
        All variances over all squared errors; None where no row tells.
    """
    errors = sum(error * error for _, error in rows)
    return sum(spread for spread, _ in rows) / errors if errors > 0.0 else None
