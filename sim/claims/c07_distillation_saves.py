"""C7: distillation saves several-fold compute, not tenfold.

The essay reads the evidence as saying that training on a better model's answers saves a few times
the compute, but far from ten times.

We switch the poor side's distillation off, half on and fully on, at 3, 10 and 30 to one, and ask
how much compute would have lifted its best model as much. That is what is left after all costs:
experiments given up, bans, and rivals that go on. An assumption bounds it (`distil_most`, four by
default), so that it saves no more than fourfold is built in. We therefore also walk that bound to
sixteen times its default, and look for the value at which distillation would save tenfold.

Left out: teachers who are not on sale, and training on several at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, at_most, row, told, weigh
from tenfold.sim.claims.savings import as_factor, decades_of
from tenfold.sim.claims.walk import how_far, stands_at
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict
from tenfold.sim.measures import over_labs
from tenfold.sim.sweep.outcomes import mean_over

SEVERAL, TENFOLD = 2.0, 10.0
"""Times the compute."""
RATIOS = (3, 10, 30)
WALKED = (8, 16, 64)
"""Values of distil_most besides the believed one."""


def strength(raced: Raced) -> FloatArray:
    """The poor side's best model over the last two years, in decades of compute: [runs]."""
    return decades_of(raced, "poor", 25, 48)


def taught(raced: Raced) -> FloatArray:
    """What the poor labs' latest models had from a teacher, before costs, in decades: [runs]."""
    gained = raced.history.series("distil_gain")[:, :, raced.groups["poor"]]
    points = mean_over(over_labs(gained) / gained.shape[-1], 25, 48)
    return np.asarray(points / raced.race.rules.index_per_decade)


RULE = (
    "Supported if at ten to one full distillation is worth 2 to 10 times the compute in the"
    " whole interval, and less than 10 times at 3 and 30 to one too. Contradicted if at ten to one"
    " the whole interval lies below 2, or above 10. Else it depends. The bound is assumed, and it"
    " is said what distil_most twofold and tenfold would take."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Compute that would have lifted the poor side's best model as much as distilling does."""
    full = {ratio: _saved(found, "full", "none", ratio) for ratio in RATIOS}
    half = {ratio: _saved(found, "half", "none", ratio) for ratio in RATIOS}
    walk = {most: _saved(found, f"full, most {most}", f"none, most {most}", 10) for most in WALKED}
    before = as_factor(found.level("taught", "full", {"compute_ratio": 10}))
    kind, on = _weighed(full, found.points)
    # The result without a fixed bound belongs to the mean of the parameter sets, not the default.
    bounds = (stands_at("distil_most", found.points), *WALKED)
    saved = [full[10], *walk.values()]
    turns = {
        mark: how_far("distil_most", bounds, saved, mark, mark == TENFOLD, found.points)
        for mark in (SEVERAL, TENFOLD)
    }
    says = (
        f"Full distillation is worth {told(full[10])} times the compute to a lab at a tenth of the"
        f" leaders', {full[3].middle:.1f} and {full[30].middle:.1f} times at a third and a"
        f" thirtieth, all costs counted ({before.middle:.1f} before them at a tenth). The bound is"
        f" assumed: for twice, {turns[SEVERAL]}; for ten times, {turns[TENFOLD]}."
    )
    effects = {"saved at 10 to 1": full[10]}
    effects |= {f"saved at {ratio} to 1": effect for ratio, effect in full.items()}
    effects |= {f"saved at {r} to 1, half intensity": effect for r, effect in half.items()}
    effects["saved at 10 to 1, full intensity, before costs"] = before
    effects |= {f"saved at 10 to 1, distil_most {m}": effect for m, effect in walk.items()}
    effects["lag removed at 10 to 1"] = found.effect(
        "lag", "none", "full", {"compute_ratio": 10}, unit="months"
    )
    rows = {f"{ratio} to 1": effect for ratio, effect in full.items()}
    rows |= {f"{ratio} to 1, half intensity": effect for ratio, effect in half.items()}
    rows |= {f"10 to 1, bound moved to {most}": effect for most, effect in walk.items()}
    picture = Dots(
        [row(name, effect) for name, effect in rows.items()],
        "compute that would have done as much, times",
        "What training on a better model's answers saves",
        marks=((1.0, "nothing"), (TENFOLD, "tenfold")),
    )
    return Judged(Verdict(kind, says, on), effects, picture)


def _weighed(full: dict[int, Effect], points: pd.DataFrame) -> tuple[Kind, str]:
    """The verdict: clearly less than several-fold or more than tenfold fails the whole claim."""
    tenth = full[10]
    if tenth.below(SEVERAL) or tenth.above(TENFOLD):
        return "contradicted", ""
    largest = max(full.values(), key=lambda effect: effect.high)
    halves = at_least("several-fold", tenth, SEVERAL), at_most("not tenfold", largest, TENFOLD)
    return weigh(halves, points)


def _saved(found: Found, plus: str, minus: str, ratio: int) -> Effect:
    return as_factor(found.effect("strength", plus, minus, {"compute_ratio": ratio}))


def _distilling(intensity: float, most: int = 0) -> dict[str, Choice]:
    bound: dict[str, Choice] = {"world.distil_most": most} if most else {}
    return {**bound, "rich.distil": 0.0, "poor.distil": intensity}


CLAIM = Claim(
    number="C7",
    title="Distillation saves several-fold compute, not tenfold",
    text="E",
    says="Training on a better model's answers saves a few times the compute, but not ten times.",
    standing="built in",
    matters="Twice the compute is the least that several-fold means; ten times is tenfold.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={
            "none": _distilling(0.0),
            "half": _distilling(0.5),
            "full": _distilling(1.0),
        }
        | {f"none, most {most}": _distilling(0.0, most) for most in WALKED}
        | {f"full, most {most}": _distilling(1.0, most) for most in WALKED},
        reads={"strength": strength, "taught": taught, "lag": "lag_months.m25-48"},
        cross={"compute_ratio": RATIOS},
        lucks=16,
    ),
    judge=judge,
)
