"""F1: the frontier rises by about 13 index points a year.

The best model on sale rose by 13 points a year on the published index in the years before the start
(a line through the month-ends gives 12 to 14). The race from 2026 is run as it stands, on 200
lucks, and the rise of the best model on sale is taken over the first 24 months. The pace of ideas
was calibrated to this fact. The later path is shown, and judged by nothing: supply, money and ideas
all grow more slowly in later years.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim import measures
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import path, straight
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

JUDGED = 24
"""Months over which this fact is judged."""
SPEED = Target(10.0, 16.0, "13 index points a year (10 to 16)")
PUBLISHED = 13.0


def frontier(raced: Raced) -> FloatArray:
    """Best model on sale: [runs, months + 1]."""
    return measures.frontier(raced.history)


def judge(found: Measured) -> Shown:
    """Rise over the first two years."""
    best = found.of("best", "as it is")
    months = best.shape[1] - 1
    rise = (best[:, JUDGED] - best[:, 0]) * 12.0 / JUDGED
    years = ", ".join(
        f"{np.median(best[:, month + 12] - best[:, month]):.1f}"
        for month in range(0, months - 11, 12)
    )
    fact = of_values(
        "F1", "rise of the frontier", "index points a year", rise, SPEED, f"year by year {years}"
    )
    start = float(np.median(best[:, 0]))
    picture = Lines(
        [path("best model on sale", best), straight("13 points a year", start, PUBLISHED, months)],
        "months since the start", "index points", "How fast the frontier rises",
    )  # fmt: skip
    return Shown((fact,), picture)


PATTERN = Pattern(
    "F1", "Speed of the frontier", "The best model on sale rises by about 13 index points a year.",
    Arms({"as it is": Arm()}, {"best": frontier}), judge,
)  # fmt: skip
