"""F3: the best open model is four to eight months behind the best closed one.

On the published index open weights trailed by 4 to 8 months, a gap of 6 to 9 points. Products are
grouped by their release in that month, not by who makes them: a lab that opens its model changes
sides. The lag is the mean of months 6 to 24 of the race from 2026; its later path is shown.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.fact import Target
from tenfold.sim.facts.lags import lag_shown
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

OPEN_LAG = Target(4.0, 8.0, "4 to 8 months")


def closed(raced: Raced) -> FloatArray:
    """Best model that is sold closed: [runs, months + 1]."""
    return np.asarray(raced.history.series("closed_capability").max(axis=2))


def opened(raced: Raced) -> FloatArray:
    """Best model with open weights: [runs, months + 1]."""
    return np.asarray(raced.history.series("open_capability").max(axis=2))


def judge(found: Measured) -> Shown:
    """Lag of the first two years."""
    return lag_shown(
        "F3", "best open behind best closed",
        found.of("closed", "as it is"), found.of("open", "as it is"), OPEN_LAG,
    )  # fmt: skip


PATTERN = Pattern(
    "F3", "Open models behind closed ones",
    "The best model with open weights is four to eight months behind the best closed one.",
    Arms({"as it is": Arm()}, {"closed": closed, "open": opened}), judge,
)  # fmt: skip
