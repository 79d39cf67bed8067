"""C18: pay gaps move talent to the rich; people also flow back, with ideas.

The essay says that rich labs can outbid poor ones for researchers, and that researchers who leave
carry what they know to whoever hires them. The rich labs of ten to one pay what the poor pay, twice
that and four times that; the poor's share of all talent is read at the end. Then people are made to
carry nothing (arrivals and stars make no idea easier to copy), to see how many ideas a poor lab
owes to them.

That pay moves people is an equation of the model, so the experiment walks how fast researchers
move (`mobility`), from not at all to far beyond its range. How many ideas come along is not set by
anyone. Of arrivals the model counts what a lab gains in a month: where the rich outbid the poor,
stars alone flow back. Left out: training of new researchers, visas, and people who found labs.
"""

from __future__ import annotations

from collections.abc import Mapping

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import (
    PERCENT,
    at_least,
    mean_of,
    overturned,
    share,
    told,
    weigh,
)
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import over_labs
from tenfold.sim.sweep.outcomes import mean_over

MOVES = 0.05
"""Share of all talent."""
CARRIED = 1.0
"""Ideas known per lab, mean over the months."""
PAYS = (1.0, 2.0, 4.0)
"""Pay of the rich against that of the poor."""
MOBILITIES = (0.0, 0.01, 0.06, 0.15)
"""Walk of the share of the way to where they are drawn that researchers go in a month."""
EQUAL, DOUBLE, FOURFOLD = ("equal pay", "the rich pay twice", "the rich pay four times")
NOTHING: Mapping[str, Choice] = {"world.inflow_exposure": 0.0, "world.star_exposure": 0.0}


def _pay(times: float) -> Mapping[str, Choice]:
    return {"poor.pay": 1.0, "rich.pay": times}


ARMS: Mapping[str, Mapping[str, Choice]] = {
    EQUAL: _pay(1.0),
    DOUBLE: _pay(2.0),
    FOURFOLD: _pay(4.0),
    f"{EQUAL}, people carry nothing": {**_pay(1.0), **NOTHING},
    f"{FOURFOLD}, people carry nothing": {**_pay(4.0), **NOTHING},
    **{
        f"{name}, mobility {mobility:g}": {**_pay(times), "world.mobility": mobility}
        for mobility in MOBILITIES
        for name, times in ((EQUAL, 1.0), (FOURFOLD, 4.0))
    },
}


def talent_of_the_poor(raced: Raced) -> FloatArray:
    """Share of all talent that works for the poor side in the last month: [runs]."""
    talent = raced.history.series("talent")[:, -1]
    return over_labs(talent * raced.groups["poor"]) / over_labs(talent)


def ideas_of_a_poor_lab(raced: Raced) -> FloatArray:
    """Ideas that a lab of the poor side knows, mean over labs and months: [runs]."""
    return _ideas_of_a_lab(raced, "poor")


def ideas_of_a_rich_lab(raced: Raced) -> FloatArray:
    """Ideas that a lab of the rich side knows, mean over labs and months: [runs]."""
    return _ideas_of_a_lab(raced, "rich")


def _ideas_of_a_lab(raced: Raced, side: str) -> FloatArray:
    member = raced.groups[side]
    known = over_labs(raced.history.series("ideas") * member) / float(member.sum())
    return mean_over(known, 1, raced.history.months)


RULE = (
    "Ten to one. Part one holds if the poor's share of talent at the end is more than 5"
    " percentage points lower where the rich pay four times as much than at equal pay. Part two"
    " holds if, at fourfold pay, a poor lab knows more than one idea more than where people"
    " carry nothing, mean over the months. Each by its 90 % interval, and fails if the interval"
    " lies on the other side. Supported if both hold, contradicted if both fail, depends"
    " otherwise. How fast researchers move is walked until part one turns."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def lost(pay: str, tail: str = "") -> Effect:
        return found.effect("talent", f"{EQUAL}{tail}", f"{pay}{tail}")

    def carried(read: str, pay: str) -> Effect:
        return found.effect(read, pay, f"{pay}, people carry nothing", unit="ideas a lab")

    fourfold, double = lost(FOURFOLD), lost(DOUBLE)
    back = carried("poor_ideas", FOURFOLD)
    parts = (
        at_least("talent that follows pay to the rich", fourfold, MOVES),
        at_least("ideas that people carry to the poor", back, CARRIED),
    )
    kind, on = weigh(parts, found.points)
    walk = [lost(FOURFOLD, f", mobility {mobility:g}") for mobility in MOBILITIES]
    levels = {pay: found.level("talent", pay) for pay in (EQUAL, DOUBLE, FOURFOLD)}
    equal_back, to_rich = carried("poor_ideas", EQUAL), carried("rich_ideas", FOURFOLD)
    gap = found.effect("gap", FOURFOLD, EQUAL, unit="index points")
    now = load_parameters()["mobility"].value
    says = (
        f"At equal pay the poor keep {share(levels[EQUAL])} of all talent for four years; where"
        f" the rich pay four times as much they lose {told(fourfold, 0, PERCENT)} percentage"
        f" points of it, and the gap changes by {told(gap)} index points. People who move bring a"
        f" poor lab {told(back)} ideas ({told(equal_back)} at equal pay) and a rich one"
        f" {told(to_rich)}. "
        + overturned(
            f"The loss of talent would fall to {PERCENT * MOVES:g} points",
            "researchers went only {} of the way to better offers in a month", "",
            MOBILITIES, walk, MOVES, now, mean_of(found.points, "mobility"),
        )
    )  # fmt: skip
    effects = {
        "talent lost by the poor at fourfold pay": fourfold,
        "talent lost by the poor at double pay": double,
        "ideas carried to a poor lab, fourfold pay": back,
        "ideas carried to a poor lab, equal pay": equal_back,
        "ideas carried to a rich lab, fourfold pay": to_rich,
        "gap added by fourfold pay": gap,
        **{f"talent of the poor, {pay}": level for pay, level in levels.items()},
        **{
            f"talent lost at fourfold pay, mobility {mobility:g}": effect
            for mobility, effect in zip(MOBILITIES, walk, strict=True)
        },
    }
    return Judged(Verdict(kind, says, on), effects, _picture(list(levels.values())))


def _picture(shown: list[Effect]) -> Lines:
    return Lines(
        [
            Series(
                "share of all talent",
                PAYS,
                [PERCENT * level.middle for level in shown],
                [PERCENT * level.low for level in shown],
                [PERCENT * level.high for level in shown],
            )
        ],
        "pay of the rich labs against that of the poor",
        "% of all talent with the poor labs after four years",
        "Researchers follow pay",
    )


CLAIM = Claim(
    number="C18",
    title="Pay moves talent to the rich; people carry ideas back",
    text="E",
    says=(
        "Rich labs outbid poor ones for researchers; but people also move to the poor, and take"
        " ideas with them."
    ),
    standing="built in",
    matters="5 percentage points of all talent; one idea known per poor lab, mean over four years",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms=ARMS,
        reads={
            "talent": talent_of_the_poor,
            "poor_ideas": ideas_of_a_poor_lab,
            "rich_ideas": ideas_of_a_rich_lab,
            "gap": "gap_points.end",
        },
        lucks=24,
    ),
    judge=judge,
)
