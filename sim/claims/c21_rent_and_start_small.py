"""Rent first, start small.

An article on content quality advises labs without chips to rent shared ones, which helps for a
while, and to begin with small models before they scale.

We follow Ruolan, the small Chinese challenger of 2026. Renting abroad is the third channel on its
list: once it may go no further than domestic chips, once it rents as well; a third arm lets it rent
up to 0.6 of its chips, the top of the range. Chips rented before the start stay until they wear
out. The advice on size is tried as a plan: a year and a half of small, short runs with few chips,
then large, long runs; against large, long runs from the first month on. Beside it, apart from the
rule: the same small phase and then what Ruolan does anyway, and both plans, against that alone.

Left out: shared clouds by the hour, several runs at once, and what people learn from small models
besides ideas and tests.
"""

from __future__ import annotations

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, told, weigh
from tenfold.sim.claims.run_plan import PlannedRaces, RunPlan
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.verdict import Verdict

SEAT = "Ruolan"
SMALL = {"run_months": 2.0, "model_size": 0.5, "training": 0.10}
LARGE = {"run_months": 6.0, "model_size": 1.0, "training": 0.30}
SMALL_MONTHS = 18
MUCH_RENTED = load_parameters()["rented_ceiling"].high
LITTLE = 5.0
"""Percent more chips below which renting cannot matter much; for the words, not the verdict."""
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
            "renting much": {
                "seat": SEAT,
                "seat.channels": "rented abroad",
                "world.rented_ceiling": MUCH_RENTED,
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
    more = found.effect("late", "renting much", "no renting", unit="points")
    plan = found.effect("late", "small, then large", "large at once", unit="points")
    first = found.effect("month 18", "small, then large", "large at once", unit="points")
    own = found.effect("late", "small, then as it would", "as it would", unit="points")
    fixed, large = (
        found.effect("late", arm, "as it would", unit="points")
        for arm in ("small, then large", "large at once")
    )
    gain = found.values("early", "renting") - found.values("early", "no renting")
    rest = found.values("late", "renting") - found.values("late", "no renting")
    fades = found.effect_of(0.5 * gain - rest, "points")
    parts = (
        at_least("renting", early, LEAST),
        at_least("its fading", fades, 0.0),
        at_least("small runs first", plan, LEAST),
    )
    chips = 100.0 * (_ratio(found, "chips early") - 1.0)
    so = " So little is rented that little can be gained." if abs(chips) < LITTLE else ""
    says = (
        f"Renting gives Ruolan {chips:.0f} % more chips in months 7 to 18, and a model that is"
        f" {told(early)} points better; in the fourth year the gain is {told(late)}.{so} Against"
        f" large runs from the start, small runs first stand at {told(first)} points when the small"
        f" phase ends and at {told(plan)} in the fourth year. {_against_its_own(fixed, large)}"
        f" Small runs first and then what Ruolan does anyway stand at {told(own)} against that"
        " alone."
    )
    effects = {
        "renting, months 7 to 18": early,
        "renting, months 37 to 48": late,
        "half the early gain less the late one": fades,
        f"renting up to {MUCH_RENTED:g} of its chips, months 37 to 48": more,
        "small runs first, month 18": first,
        "small runs first, months 37 to 48": plan,
        "small, then large, against its own policy, months 37 to 48": fixed,
        "large at once, against its own policy, months 37 to 48": large,
        "small, then its own policy, against that alone, months 37 to 48": own,
    }
    kind, on = weigh(parts, found.points)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


def _against_its_own(small: Effect, large: Effect) -> str:
    """How both plans of fixed sizes fare against the policy that Ruolan has, as a sentence."""
    figures = (
        f"small first moves its model by {told(small)} points in the fourth year, large from the"
        f" start by {told(large)}."
    )
    if small.below(0.0) and large.below(0.0):
        return f"Either plan of fixed sizes is worse than what Ruolan does anyway: {figures}"
    return f"Against what Ruolan does anyway, {figures}"


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
