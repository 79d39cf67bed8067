"""F2: the best Chinese model is seven to eight months behind the best US model.

On the published index the best Chinese model trailed by 4 to 14 months over three years, by 7 to 8
most of the time, which is a gap of 6 to 9 points. Labs are grouped by home. The lag is the number
of months since the US side first had what the Chinese side has now, mean of months 6 to 24 of the
race from 2026; its later path is shown. What else a country could mean for a lab (language,
customers, talent at home) is in the model only as far as its mechanisms know homes.
"""

from __future__ import annotations

from tenfold.sim import measures
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.fact import Target
from tenfold.sim.facts.lags import lag_shown
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

CHINESE_LAG = Target(4.0, 14.0, "7 to 8 months (4 to 14)")


def american(raced: Raced) -> FloatArray:
    """Best model of the US labs: [runs, months + 1]."""
    return measures.best(raced.history, raced.groups["us"])


def chinese(raced: Raced) -> FloatArray:
    """Best model of the Chinese labs: [runs, months + 1]."""
    return measures.best(raced.history, raced.groups["china"])


def judge(found: Measured) -> Shown:
    """Lag of the first two years."""
    return lag_shown(
        "F2", "best Chinese behind best US",
        found.of("us", "as it is"), found.of("china", "as it is"), CHINESE_LAG,
    )  # fmt: skip


PATTERN = Pattern(
    "F2", "Chinese labs behind US labs",
    "The best Chinese model is seven to eight months behind the best US model.",
    Arms({"as it is": Arm()}, {"us": american, "china": chinese}), judge,
)  # fmt: skip
