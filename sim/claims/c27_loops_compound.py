"""Product loops compound; open groups consolidate slowly.

A forum thread says that a product in use brings data, and shipping fast brings use, so that leads
feed themselves; groups around open models pull together only slowly.

The world of 2026 for four years. The loop of data is off, as each parameter set has it, or at the
top of its range; we follow the lab that is used most after a year and ask whether its model draws
away from the others' by more than without the loop. Fernhill, the largest product, ships every two
months or every six: does the difference grow from the second year to the fourth? And communities
tune an open product within six months or two years: what does slowness cost open weights in use?

Left out: data that only some uses bring, and groups that merge: what is slow here is the tuning of
each product by its users.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.c25_where_open_wins import open_tokens
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import PERCENT, at_least, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import FloatArray, over_labs

SEAT = "Fernhill"
LEAST = 0.5
"""Index points: about two weeks of the frontier's rise."""
USE_LEAST = 5.0
KNOWN = 12
"""Month in which the most used lab is named."""
MONTHS = (12, 24, 36, 48)
STRONG = load_parameters()["data_flywheel"].high
MORE_LATE = "the end less month 24"


def lead_of_most_used(raced: Raced, month: int) -> FloatArray:
    """Capability in a month of the lab most used after a year, less the mean of others: [runs]."""
    history = raced.history
    place = history.series("tokens")[:, KNOWN].argmax(axis=1)
    capability = history.series("capability")[:, month]
    active = history.series("active")[:, month]
    rows = np.arange(len(place))
    ours = capability[rows, place]
    others = over_labs(capability * active) - ours * active[rows, place]
    count = over_labs(active) - active[rows, place]
    return np.asarray(ours - others / np.maximum(count, 1.0))


def lead_of_seat(raced: Raced, month: int) -> FloatArray:
    """Fernhill's capability in a month, less that of the best other lab: [runs]."""
    place = raced.history.labs.index(SEAT)
    capability = raced.history.series("capability")[:, month]
    others = np.where(np.arange(capability.shape[1]) == place, 0.0, capability)
    return np.asarray(capability[:, place] - others.max(axis=1))


CLAIM = Claim(
    number="C27",
    title="Product loops compound; open groups are slow",
    text="O",
    says=(
        "Data from use and fast shipping compound into growing leads, while groups around open"
        " models consolidate slowly."
    ),
    standing="emergent",
    matters="0.5 index points, about two weeks of the frontier's rise; 5 points of use",
    rule=(
        "Three statements. Data from use compounds: from month 12 to the end the lead of the most"
        " used lab grows by more than 0.5 points more with a strong loop than with none. Shipping"
        " fast compounds: what two-month runs gain Fernhill over six-month runs is more than 0.5"
        " points larger at the end than in month 24. Slow tuning costs open groups: if communities"
        " tuned in six months instead of two years, open weights would have more than 5 percentage"
        " points more of all tokens. Each holds where the whole interval lies beyond, and fails"
        " where it lies on the other side. Supported: all hold."
        " Contradicted: all fail. Else it depends."
    ),
    races=Races(
        scenario="tenfold-2026",
        arms={
            "no loop": {"world.data_flywheel": 0.0},
            "as drawn": {},
            "strong loop": {"world.data_flywheel": STRONG},
            "ships every 2 months": {"seat": SEAT, "seat.run_months": 2},
            "ships every 6 months": {"seat": SEAT, "seat.run_months": 6},
            "tuned in 6 months": {"world.custom_months": 6.0},
            "tuned in 24 months": {"world.custom_months": 24.0},
        },
        reads={
            **{f"most used {month}": partial(lead_of_most_used, month=month) for month in MONTHS},
            **{f"seat {month}": partial(lead_of_seat, month=month) for month in MONTHS},
            "seat share early": f"{SEAT}.token_share.m24",
            "seat share late": f"{SEAT}.token_share.end",
            "open use": open_tokens,
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Growth of leads with and without each loop, and the price of slowness."""
    loop = found.effect_of(_growth(found, "strong loop") - _growth(found, "no loop"), "points")
    early, late = _fast(found, 24), _fast(found, 48)
    speed = found.effect_of(_faster(found, 48) - _faster(found, 24), "points")
    slow = found.effect(
        "open use", "tuned in 6 months", "tuned in 24 months", unit="percentage points"
    )
    parts = (
        at_least("data from use", loop, LEAST),
        at_least("fast shipping", speed, LEAST),
        at_least("slow tuning", slow, USE_LEAST),
    )
    share = _share_won(found)
    usual = found.effect_of(_growth(found, "as drawn"), "points")
    says = (
        f"From month 12 to 48 the lead of the most used lab changes by {told(usual)} points; a"
        f" loop of data at the top of its range moves that by {told(loop)} points against none."
        f" Runs of two months instead of six move Fernhill by {told(early)} points against its best"
        f" rival after two years and by {told(late)} after four; they win it"
        f" {told(share['month 24'])} percentage points of use after two years and"
        f" {told(share['the end'])} after four: a difference of {told(share[MORE_LATE])}. Tuning in"
        f" six months instead of two years would give open weights {told(slow)} percentage points"
        " more of all tokens."
    )
    effects = {
        "growth of the lead, loop at the top of its range less none": loop,
        "growth of the lead, the loop as each parameter set has it": usual,
        "fast shipping, month 24": early,
        "fast shipping, the end": late,
        "fast shipping, the end less month 24": speed,
        **{f"share of use by fast shipping, {when}": effect for when, effect in share.items()},
        "open use, tuned in 6 months less 24": slow,
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _growth(found: Found, arm: str) -> FloatArray:
    return found.values("most used 48", arm) - found.values("most used 12", arm)


def _faster(found: Found, month: int) -> FloatArray:
    read = f"seat {month}"
    return found.values(read, "ships every 2 months") - found.values(read, "ships every 6 months")


def _share_won(found: Found) -> dict[str, Effect]:
    """Fernhill's share of tokens by shipping fast, early, late and late less early."""
    early, late = (
        PERCENT
        * (found.values(read, "ships every 2 months") - found.values(read, "ships every 6 months"))
        for read in ("seat share early", "seat share late")
    )
    values = {"month 24": early, "the end": late, MORE_LATE: late - early}
    return {when: found.effect_of(each, "percentage points") for when, each in values.items()}


def _fast(found: Found, month: int) -> Effect:
    return found.effect_of(_faster(found, month), "points")


def _picture(found: Found) -> Lines:
    series = []
    names = {
        "no loop": "no loop",
        "as each parameter set has it": "as drawn",
        "at the top of its range": "strong loop",
    }
    for name, arm in names.items():
        leads = [found.level(f"most used {month}", arm) for month in MONTHS]
        series.append(
            Series(
                name,
                MONTHS,
                [lead.middle for lead in leads],
                [lead.low for lead in leads],
                [lead.high for lead in leads],
            )
        )
    return Lines(
        series,
        "months",
        "points ahead of the mean of the others",
        "The lab most used after a year: does its lead grow?",
    )
