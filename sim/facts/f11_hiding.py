"""F11: hiding the teacher lengthens the lag of those who distil, and costs the hider revenue.

Chinese labs learn from the answers of better models, most of which US labs sell. In the race from
2026 all labs that began at the frontier guard their models not at all, by half, or fully (hidden
reasoning, limited accounts), for the whole race. The lag of the best Chinese model behind the best
US one and the revenue of the guarding labs are compared over months 25 to 48, luck by luck.

Expected: with full guarding the lag is longer and the revenue lower, each with its whole interval.
A single lab that guards alone is no part of this fact: others teach in its place.
"""

from __future__ import annotations

import numpy as np

from tenfold.sim import measures
from tenfold.sim.experiments.picture import Lines
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import means
from tenfold.sim.facts.fact import Target, of_mean
from tenfold.sim.facts.pattern import Arm, Arms, Measured, Pattern, Shown

LONGER = Target(
    1e-6, 1e9, "longer: above 0, with the whole interval", required=False, whole=True
)  # fmt: skip
POORER = Target(
    -1e9, -1e-6, "lower: below 0, with the whole interval", required=False, whole=True
)  # fmt: skip
LATER = slice(25, 49)
ARMS = {
    "unguarded": Arm(choices={"frontier.protection": 0.0}),
    "half guarded": Arm(choices={"frontier.protection": 0.5}),
    "fully guarded": Arm(choices={"frontier.protection": 1.0}),
}


def lag(raced: Raced) -> FloatArray:
    """Best Chinese model behind the best US one: [runs, months + 1]."""
    leader = measures.best(raced.history, raced.groups["us"])
    return measures.lag_months(leader, measures.best(raced.history, raced.groups["china"]))


def revenue(raced: Raced) -> FloatArray:
    """Revenue of the guarding labs, mean of the later months: [runs]."""
    ours = measures.over_labs(raced.history.series("revenue") * raced.groups["frontier"])
    return np.asarray(ours[:, LATER].mean(axis=1))


def judge(found: Measured) -> Shown:
    """Fully guarded against unguarded."""
    lags = {arm: found.of("lag", arm)[:, LATER].mean(axis=1) for arm in ARMS}
    sales = {arm: found.of("revenue", arm) for arm in ARMS}
    told = " / ".join(f"{values.mean():.1f}" for values in lags.values())
    half = 100.0 * (sales["half guarded"] / sales["unguarded"] - 1.0).mean()
    facts = (
        of_mean(
            "F11", "lag that guarding adds, all leading labs together", "months",
            lags["fully guarded"] - lags["unguarded"], LONGER,
            f"Chinese lag {told} months at guarding 0 / 0.5 / 1",
        ),
        of_mean(
            "F11", "revenue of those who guard", "%",
            100.0 * (sales["fully guarded"] / sales["unguarded"] - 1.0), POORER,
            f"{half:+.1f} % at 0.5",
        ),
    )  # fmt: skip
    picture = Lines(
        [means(arm, found.of("lag", arm)) for arm in ARMS], "months since the start",
        "months behind (mean over lucks)", "Chinese lag, by how far leading labs guard models",
    )  # fmt: skip
    return Shown(facts, picture)


PATTERN = Pattern(
    "F11", "Hiding the teacher",
    "Hiding the teacher lengthens the lag of those who distil, and costs the hider revenue.",
    Arms(ARMS, {"lag": lag, "revenue": revenue}), judge,
)  # fmt: skip
