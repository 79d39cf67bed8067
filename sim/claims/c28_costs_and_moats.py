"""Training costs and data moats grow.

A forum thread expects frontier runs to become dearer year by year, and data to become a moat of
those who can pay for it.

The world of 2026 for four years. The cost of a frontier run is the rent of the chips that the
latest run of the lab with the best model took; its growth is read from the end of the first year
to the end of the race. The moat is what their data adds to the strength of the frontier labs'
models, less what it adds to those of the Chinese labs, in tenfolds of compute.

Growth of compute was calibrated to what is published, so the first half is no prediction: we walk
the growth of supply to see where it ends. The price of data is assumed to rise every year; that is
walked from not at all to threefold. Left out: energy, buildings, failed runs in the price of a
run, and data that money cannot buy.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, mean_of, overturned, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray, over_labs
from tenfold.sim.world import FLOP_PER_CHIP_SECOND, SECONDS_PER_MONTH

FIRST, LAST = 12, 48
"""Months between which growth is read: in the first year runs still use chips of the past."""
MONTHS = (12, 24, 36, 48)
GROWTH_LEAST = 1.5
MOAT_LEAST = 0.05
SUPPLY = load_parameters()["supply_growth"].value
GROWTHS = (1.0, 0.75 + 0.25 * SUPPLY, 0.5 + 0.5 * SUPPLY, SUPPLY)
"""Growth of supply: none, a quarter, half and all of the default."""
PRICES = (1.0, load_parameters()["data_inflation"].value, 3.0)


def run_cost(raced: Raced, month: int) -> FloatArray:
    """Rent of the chips of the latest run of the best lab in a month, million USD: [runs]."""
    history = raced.history
    place = history.series("capability")[:, month].argmax(axis=1)
    flop = history.series("training_flop")[np.arange(len(place)), month, place]
    per_chip = FLOP_PER_CHIP_SECOND * SECONDS_PER_MONTH * raced.race.rules.training_utilisation
    return np.asarray(flop / per_chip * history.market_series("rent")[:, month] / 1.0e6)


def cost_growth(raced: Raced) -> FloatArray:
    """Factor a year by which the cost of a frontier run grows: [runs]."""
    first, last = run_cost(raced, FIRST), run_cost(raced, LAST)
    return np.asarray((last / np.maximum(first, 1e-9)) ** (12.0 / (LAST - FIRST)))


def moat(raced: Raced, month: int) -> FloatArray:
    """What data adds to models of frontier labs, less to those of Chinese labs, decades: [runs]."""
    part = raced.history.series("part_data")[:, month]
    rich, poor = raced.groups["frontier"], raced.groups["chinese"]
    ours = over_labs(part * rich) / rich.sum()
    theirs = over_labs(part * poor) / poor.sum()
    return np.asarray(ours - theirs)


CLAIM = Claim(
    number="C28",
    title="Training costs and data moats grow",
    text="O",
    says="Frontier runs become dearer, and data becomes a moat of those who can pay for it.",
    standing="calibrated to",
    matters="1.5 times a year; 0.05 tenfolds of compute, about a tenth more compute",
    rule=(
        "Two statements. Costs grow: from month 12 to 48 the rent of the chips of a frontier run"
        " grows more than 1.5 times a year. The moat grows: what data gives frontier labs over"
        " Chinese labs is more than 0.05 tenfolds of compute larger in month 48 than in month 12."
        " Each holds where the whole interval lies beyond, and fails where it lies on the other"
        " side. Supported: both hold. Contradicted: all fail. Else it depends."
        " Growth of supply and the price of data are walked to say where either turns."
    ),
    races=Races(
        scenario="tenfold-2026",
        arms={
            "as drawn": {},
            **{f"supply {growth:g}": {"world.supply_growth": growth} for growth in GROWTHS},
            **{f"price {price:g}": {"world.data_inflation": price} for price in PRICES},
        },
        reads={
            "growth": cost_growth,
            **{f"cost {month}": partial(run_cost, month=month) for month in MONTHS},
            **{f"moat {month}": partial(moat, month=month) for month in MONTHS},
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Growth of costs by supply, of the moat by the price of data."""
    growth = found.level("growth", "as drawn", unit="times a year")
    wider = _wider(found, "as drawn")
    walked = [found.level("growth", f"supply {each:g}") for each in GROWTHS]
    moats = [_wider(found, f"price {price:g}") for price in PRICES]
    parts = (
        at_least("growing costs", growth, GROWTH_LEAST),
        at_least("a growing moat", wider, MOAT_LEAST),
    )
    first, last = (found.level(f"cost {month}", "as drawn") for month in (FIRST, LAST))
    supply = overturned(
        f"Costs would grow {GROWTH_LEAST:g} times a year",
        "growth of supply", "times a year", GROWTHS, walked, GROWTH_LEAST, GROWTHS[-1],
        mean_of(found.points, "supply_growth"),
    )  # fmt: skip
    price = overturned(
        f"The moat would grow by {MOAT_LEAST:g}",
        "growth of the price of data", "times a year", PRICES, moats, MOAT_LEAST, PRICES[1],
        mean_of(found.points, "data_inflation"),
    )  # fmt: skip
    says = (
        f"A frontier run costs {first.middle:,.0f} million USD in chips after a year and"
        f" {last.middle:,.0f} million after four: {told(growth)} times as much every year. {supply}"
        f" What data gives frontier labs over Chinese ones changes by {told(wider, 2)} tenfolds of"
        f" compute in that time. {price}"
    )
    effects = {
        "growth of the cost of a frontier run": growth,
        "growth of that cost, supply does not grow": walked[0],
        "growth of the moat of data": wider,
        "growth of the moat, price of data does not rise": moats[0],
        "growth of the moat, price of data rises threefold a year": moats[-1],
        "moat in month 48": found.level("moat 48", "as drawn", unit="tenfolds"),
        "moat in month 12": found.level("moat 12", "as drawn", unit="tenfolds"),
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _wider(found: Found, arm: str) -> Effect:
    return found.effect_of(
        found.values(f"moat {LAST}", arm) - found.values(f"moat {FIRST}", arm), "tenfolds"
    )


def _picture(found: Found) -> Lines:
    arms = {
        "supply as each parameter set has it": "as drawn",
        f"supply grows {GROWTHS[1]:.2g} times a year": f"supply {GROWTHS[1]:g}",
        "supply does not grow": "supply 1",
    }
    series = []
    for name, arm in arms.items():
        costs = [found.level(f"cost {month}", arm) for month in MONTHS]
        series.append(
            Series(
                name,
                MONTHS,
                [cost.middle for cost in costs],
                [cost.low for cost in costs],
                [cost.high for cost in costs],
            )
        )
    return Lines(
        series, "months", "million USD of chips", "What the run behind the best model costs"
    )
