"""F9: the cheapest price of a fixed capability falls five to fifteen times a year.

Published prices of models of equal score fell five to fifteen times a year, one lab's own list
price by about 14 to 16 %. The capability is that of the best model at the start of the race from
2026; the price is the lowest at which anyone sells as much, over the first 24 months. Nothing was
calibrated to this fact itself; the full fit uses list prices of 2024 and 2025.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim import measures
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import path, straight
from tenfold.sim.facts.fact import Target, of_values
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

PRICE_FALL = Target(5.0, 15.0, "5 to 15 times cheaper a year", required=False)
JUDGED = 24


def cheapest(raced: Raced) -> FloatArray:
    """Lowest price of what the best model could do at the start: [runs, months + 1]."""
    return raced.history.market_series("start_price")


def own_price(raced: Raced) -> FloatArray:
    """Price of the first lab's best model: [runs, months + 1]."""
    return raced.history.series("price")[:, :, 0]


def judge(found: Measured) -> Shown:
    """Yearly fall over the first two years."""
    price = found.of("cheapest", "as it is")
    fall = 1.0 / measures.growth_per_year(price, JUDGED)
    own = measures.growth_per_year(found.of("own", "as it is"), JUDGED)
    note = f"the first lab's own price falls {100 * (1 - np.median(own)):.0f} % a year"
    fact = of_values("F9", "fall of price at fixed capability", "times", fall, PRICE_FALL, note)
    least = float(price[price > 0.0].min())
    fallen = np.log10(np.maximum(price, least) / price[:, :1])
    months = price.shape[1] - 1
    picture = Lines(
        [
            path("cheapest price", fallen),
            straight("5 times a year", 0.0, -float(np.log10(PRICE_FALL.low)), months),
            straight("15 times a year", 0.0, -float(np.log10(PRICE_FALL.high)), months),
        ],
        "months since the start", "tenfolds of price (−1: a tenth)",
        "What the first frontier's capability costs",
    )  # fmt: skip
    return Shown((fact,), picture)


PATTERN = Pattern(
    "F9", "Fall of price at fixed capability",
    "The cheapest price of a fixed capability falls five to fifteen times a year.",
    Arms({"as it is": Arm()}, {"cheapest": cheapest, "own": own_price}), judge,
)  # fmt: skip
