"""Rent first, start small.

An article on content quality advises labs without chips to rent shared ones, which helps for a
while, and to begin with small models before they scale.

We follow Ruolan, the small Chinese challenger of 2026. Renting abroad is the third channel on its
list: once it may go no further than domestic chips, once it rents as well; a third arm doubles the
part of its chips that it may rent. Chips rented before the start stay until they wear out.
The advice on size is tried as a plan: a year and a half of small, short runs with few chips, then
large, long runs; against large, long runs from the first month on. Beside it, apart from the rule:
the same small phase and then what Ruolan does anyway, against that alone.

Left out: shared clouds by the hour, several runs at once, and what people learn from small models
besides ideas and tests.
"""

from __future__ import annotations

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, told, weigh
from tenfold.sim.claims.run_plan import PlannedRaces, RunPlan
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.verdict import Verdict

SEAT = "Ruolan"
SMALL = {"run_months": 2.0, "model_size": 0.5, "training": 0.10}
LARGE = {"run_months": 6.0, "model_size": 1.0, "training": 0.30}
SMALL_MONTHS = 18
LEAST = 0.5
"""Index points: about two weeks of the frontier's rise."""
TIMES = {6: "m6", 12: "m12", 18: "m18", 24: "m24", 30: "m30", 36: "m36", 42: "m42", 48: "end"}

CLAIM = Claim(
    number="C21",
    title="Renting helps for a while; small models first",
    text="Q",
    says=(
        "A lab short of chips gains by renting shared ones, for a while; it does better to begin"
        " with small models and to scale later."
    ),
    standing="emergent",
    matters="0.5 index points, about two weeks of the frontier's rise",
    rule=(
        "Three statements. Renting helps: Ruolan's model is better by more than 0.5 points in"
        " months 7 to 18. For a while: in months 37 to 48 less than half of that gain is left."
        " Small first: in months 37 to 48 the plan of small and then large runs is ahead of large"
        " runs from the start by more than 0.5 points. Each holds where the whole interval lies"
        " beyond, and fails where it lies on the other side. Supported: all hold."
        " Contradicted: all fail. Else it depends."
    ),
    races=PlannedRaces(
        scenario="tenfold-2026",
        arms={
            "no renting": {"seat": SEAT, "seat.channels": "domestic chips"},
            "renting": {"seat": SEAT, "seat.channels": "rented abroad"},
            "renting twice as much": {
                "seat": SEAT,
                "seat.channels": "rented abroad",
                "world.rented_ceiling": 0.6,
            },
            "small, then large": {},
            "large at once": {},
            "small, then as it would": {},
            "as it would": {},
        },
        plans={
            "small, then large": RunPlan(SEAT, SMALL, LARGE, SMALL_MONTHS),
            "large at once": RunPlan(SEAT, LARGE, LARGE, SMALL_MONTHS),
            "small, then as it would": RunPlan(SEAT, SMALL, {}, SMALL_MONTHS),
        },
        reads={
            "early": f"{SEAT}.capability.m7-18",
            "late": f"{SEAT}.capability.m37-48",
            "chips early": f"{SEAT}.compute.m7-18",
            "chips late": f"{SEAT}.compute.m37-48",
            **{f"month {month}": f"{SEAT}.capability.{time}" for month, time in TIMES.items()},
        },
        points=64,
        lucks=16,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Renting on against off, early and late; the two plans at the end."""
    early = found.effect("early", "renting", "no renting", unit="points")
    late = found.effect("late", "renting", "no renting", unit="points")
    more = found.effect("late", "renting twice as much", "no renting", unit="points")
    plan = found.effect("late", "small, then large", "large at once", unit="points")
    first = found.effect("month 18", "small, then large", "large at once", unit="points")
    own = found.effect("late", "small, then as it would", "as it would", unit="points")
    gain = found.values("early", "renting") - found.values("early", "no renting")
    rest = found.values("late", "renting") - found.values("late", "no renting")
    fades = found.effect_of(0.5 * gain - rest, "points")
    parts = (
        at_least("renting", early, LEAST),
        at_least("its fading", fades, 0.0),
        at_least("small runs first", plan, LEAST),
    )
    chips = 100.0 * (_ratio(found, "chips early") - 1.0)
    says = (
        f"Renting gives Ruolan {chips:.0f} % more chips in months 7 to 18, and a model that is"
        f" {told(early)} points better; in the fourth year the gain is {told(late)}. Against large"
        f" runs from the start, small runs first stand at {told(first)} points when the small"
        f" phase ends and at {told(plan)} in the fourth year. Small runs"
        f" first and then what Ruolan does anyway stand at {told(own)} against that alone."
    )
    effects = {
        "renting, months 7 to 18": early,
        "renting, months 37 to 48": late,
        "half the early gain less the late one": fades,
        "renting twice as much, months 37 to 48": more,
        "small runs first, month 18": first,
        "small runs first, months 37 to 48": plan,
        "small, then large, against its own policy, months 37 to 48": found.effect(
            "late", "small, then large", "as it would", unit="points"
        ),
        "small, then its own policy, against that alone, months 37 to 48": own,
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _ratio(found: Found, read: str) -> float:
    with_it, without = found.level(read, "renting"), found.level(read, "no renting")
    return with_it.middle / without.middle


def _picture(found: Found) -> Lines:
    pairs = {
        "renting against none": ("renting", "no renting"),
        "small first against large at once": ("small, then large", "large at once"),
    }
    series = []
    for name, (plus, minus) in pairs.items():
        gains = [found.effect(f"month {month}", plus, minus) for month in TIMES]
        series.append(
            Series(
                name,
                list(TIMES),
                [gain.middle for gain in gains],
                [gain.low for gain in gains],
                [gain.high for gain in gains],
            )
        )
    return Lines(
        series, "months", "points gained by Ruolan", "What renting and a small start are worth"
    )
