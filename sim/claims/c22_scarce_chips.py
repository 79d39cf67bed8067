"""Scarce chips lock out labs without deep pockets.

A debate on hardware says that where chips are scarce, those who wait are the labs that cannot pay
for long contracts.

Three rich and three poor labs order on one market; the supply is that of 2026 per chip in use. Its
growth is slow, middling or fast, and large customers come first not at all, as by default (a
priority of 0.5), twice or four times as much. We read which part of its orders each side gets, and
how many times more chips the rich hold at the end (ten times at the start). Ratios are compared as
geometric means, levels and change alike: means of ratios and ratios of means told two stories.

That large customers come first is written into the market, so the claim is built in: what we can
say is how strong this must be, and whether scarcity alone (no priority) does the same. The verdict
stands at the default priority, set in every race, though the calibrated parameter sets spread over
the whole range from nothing to 2: the walk matters as much as the verdict. Left out: queues that
last (an order that is not filled lapses), prices that differ by customer, and clouds that serve the
small.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.c23_serving_against_hardware import percent, through
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, mean_of, overturned, rounded, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray, over_labs
from tenfold.sim.sweep.outcomes import mean_over

GROWTHS = (1.5, 2.3, 3.0)
ASSUMED = load_parameters()["contract_priority"].value
PRIORITIES = (0.0, ASSUMED, 2.0 * ASSUMED, 4.0 * ASSUMED)
SUPPLY = 4.9e5
"""H100e a month: half of 2026's, for the six labs hold half of the chips of 2026."""
ARM = "one market"
FILLED_LEAST = 10.0
GAP_LEAST = 25.0
Side = Literal["rich", "poor"]


def orders_filled(raced: Raced, side: Side) -> FloatArray:
    """Part of a side's orders over the whole race that the market filled, %: [runs]."""
    member = raced.groups[side]
    months = raced.history.months
    filled = mean_over(over_labs(raced.history.series("filled") * member), 1, months)
    ordered = mean_over(over_labs(raced.history.series("ordered") * member), 1, months)
    return np.asarray(100.0 * filled / np.maximum(ordered, 1e-9))


def filled_of_the_rich(raced: Raced) -> FloatArray:
    """Part of the rich side's orders that was filled, %."""
    return orders_filled(raced, "rich")


def filled_of_the_poor(raced: Raced) -> FloatArray:
    """Part of the poor side's orders that was filled, %."""
    return orders_filled(raced, "poor")


CLAIM = Claim(
    number="C22",
    title="Scarce chips lock out labs without deep pockets",
    text="H",
    says="Where chips are scarce, waiting locks out the labs that cannot pay for long contracts.",
    standing="built in",
    matters=(
        "10 points less of their orders filled, and a ratio of chips that ends a quarter larger"
    ),
    rule=(
        "At the default priority. The poor wait: where supply grows 1.5 times a year, the part of"
        " orders filled is more than 10 percentage points smaller for the poor than for the rich."
        " They fall behind: the ratio of chips at the end is more than 25 % larger than where"
        " supply grows threefold a year. Supported: both hold. Contradicted: all fail. Else it"
        " depends. The priority is then walked from nothing to four times the"
        " default, to say where each statement turns."
    ),
    races=Races(
        scenario="ten-to-one",
        arms={ARM: {"world.supply": SUPPLY}},
        cross={"world.supply_growth": GROWTHS, "world.contract_priority": PRIORITIES},
        reads={
            "rich": filled_of_the_rich,
            "poor": filled_of_the_poor,
            "ratio": "compute_gap.end",
            "waiting": "market.waiting.mean",
            "lag": "lag_months.end",
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Who gets what was ordered, and what it does to the ratio of chips."""
    walked = [_waits(found, GROWTHS[0], priority) for priority in PRIORITIES]
    ratios = {priority: _apart(found, priority) for priority in PRIORITIES}
    assumed, none = walked[PRIORITIES.index(ASSUMED)], walked[0]
    parts = (
        at_least("waiting of the poor", assumed, FILLED_LEAST),
        at_least("falling behind", ratios[ASSUMED], GAP_LEAST),
    )
    level, ample = (
        through(
            found.effect_of(np.log(found.values("ratio", ARM, _cell(growth, ASSUMED)))),
            np.exp,
            "times",
        )
        for growth in (GROWTHS[0], GROWTHS[-1])
    )
    poor, rich = (
        found.level(side, ARM, _cell(GROWTHS[0], ASSUMED), "%") for side in ("poor", "rich")
    )
    waiting = found.level("waiting", ARM, _cell(GROWTHS[0], ASSUMED), "months of supply")
    name = "the priority of large customers"
    turn = overturned(
        f"The poor's shortfall would reach {FILLED_LEAST:g} points",
        name, "", PRIORITIES, walked, FILLED_LEAST, ASSUMED,
    )  # fmt: skip
    turn_apart = overturned(
        f"The ratio would grow by {GAP_LEAST:g} %",
        name, "", PRIORITIES, list(ratios.values()), GAP_LEAST, ASSUMED,
    )  # fmt: skip
    says = (
        f"At the default priority of {ASSUMED:g}{_drawn(found)}: where supply grows slowly,"
        f" unfilled orders are {told(waiting)} months of supply, and the part of"
        f" their orders that the poor get is {told(assumed, 0)} points smaller than that of the"
        f" rich, {poor.middle:.0f} % against {rich.middle:.0f} % ({told(none, 0)} without"
        f" priority). {turn} The rich begin with 10 times the"
        f" chips of the poor and end with {level.middle:.1f} times, where supply is plentiful with"
        f" {ample.middle:.1f}: scarcity makes the ratio {told(ratios[ASSUMED], 0)} % larger."
        f" {turn_apart}"
    )
    effects = {
        "orders filled, rich less poor, scarce": assumed,
        "orders filled, rich less poor, no priority": none,
        "orders filled, rich less poor, four times the priority": walked[-1],
        "growth of the ratio by scarcity": ratios[ASSUMED],
        "growth of the ratio, no priority": ratios[0.0],
        "unfilled orders, scarce": waiting,
        "ratio of chips at the end, scarce": level,
        "ratio of chips at the end, plentiful": ample,
        "orders filled of the rich, scarce": rich,
        "orders filled of the poor, scarce": poor,
        "lag of the poor, scarce less plentiful": found.effect(
            "lag", ARM, ARM, _cell(GROWTHS[0], ASSUMED), _cell(GROWTHS[-1], ASSUMED), "months"
        ),
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _cell(growth: float, priority: float) -> dict[str, float | int | str]:
    return {"world.supply_growth": growth, "world.contract_priority": priority}


def _waits(found: Found, growth: float, priority: float) -> Effect:
    at = _cell(growth, priority)
    return found.effect_of(
        found.values("rich", ARM, at) - found.values("poor", ARM, at), "percentage points"
    )


def _apart(found: Found, priority: float) -> Effect:
    scarce = found.values("ratio", ARM, _cell(GROWTHS[0], priority))
    ample = found.values("ratio", ARM, _cell(GROWTHS[-1], priority))
    return through(found.effect_of(np.log(scarce / ample)), percent, "%")


def _drawn(found: Found) -> str:
    """What the parameter sets would have, in brackets; nothing where they leave the default."""
    mean = mean_of(found.points, "contract_priority")
    return "" if mean is None else f" (the parameter sets have {rounded(mean)} on average)"


def _picture(found: Found) -> Lines:
    series = []
    for growth in GROWTHS:
        effects = [_waits(found, growth, priority) for priority in PRIORITIES]
        series.append(
            Series(
                f"supply grows {growth:g} times a year",
                PRIORITIES,
                [effect.middle for effect in effects],
                [effect.low for effect in effects],
                [effect.high for effect in effects],
            )
        )
    return Lines(
        series,
        "priority of large customers",
        "orders filled, rich less poor, percentage points",
        "Who waits when chips are short",
    )
