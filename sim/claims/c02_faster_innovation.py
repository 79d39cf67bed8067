"""C2: innovating faster does not favour the poor.

The essay says that efficiency found by research is no special weapon of labs with little compute.
Everyone looks for ideas, those with more chips try more of them, and faster progress lifts both
sides; if anything it lifts the rich more.

We race two sides that differ in chips and money alone. Their researchers are equally good and stay
where they are, nobody copies and nobody distils, so that what a lab knows it found itself. Then all
labs innovate faster, in two ways: research goes twice as fast, or every idea is worth twice as
much. The judge is the distance between the sides, in index points: the mean of the rich labs' best
models less that of the poor ones. The best of each side alone would hang more on luck. Months tell
less, for where everyone is faster, the same distance is fewer months. Pace and worth of ideas are
fixed at the defaults and at twice these, so the intervals leave out how uncertain these two are.

Left out: that thrift might be a talent of its own, which hardship teaches. Here a poor lab is as
clever as a rich one, and no cleverer.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import told
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on
from tenfold.sim.measures import over_labs

MATTERS = 1.0
"""Index points: about a month of the frontier's rise."""
RATIOS = (1, 3, 10, 30, 100)
APART = (10, 3, 30, 100)
"""Ratios at which there are rich and poor, in the order in which they are told."""
TENFOLD = {"compute_ratio": 10}
ALONE: dict[str, Choice] = {
    "all.replicate": 0.0,
    "all.distil": 0.0,
    "world.past_distil": 0.0,
    "world.private_exposure": 1.0,
    "world.closed_exposure": 1.0,
    "world.open_exposure": 1.0,
    "world.mobility": 0.0,
    "world.star_rate": 0.0,
}
"""Everyone finds all ideas alone, before the start too, and people stay where they are."""
PACE, GAIN = (load_parameters()[name].value for name in ("research_pace", "gain_mean"))
"""Of research, per month, and of an idea, in nats: the defaults; the other arms have twice that."""


def distance(raced: Raced) -> FloatArray:
    """Best model of a rich lab less that of a poor one, means over the labs, at the end: [runs]."""
    capability = raced.history.series("capability")[:, -1]
    means = [
        over_labs(capability[:, raced.groups[side]]) / float(raced.groups[side].sum())
        for side in ("rich", "poor")
    ]
    return np.asarray(means[0] - means[1])


def ideas_of_the_rich(raced: Raced) -> FloatArray:
    """Ideas that a rich lab knows at the end, mean over the labs: [runs]."""
    return _ideas(raced, "rich")


def ideas_of_the_poor(raced: Raced) -> FloatArray:
    """Ideas that a poor lab knows at the end, mean over the labs: [runs]."""
    return _ideas(raced, "poor")


def _ideas(raced: Raced, side: str) -> FloatArray:
    known = raced.history.series("ideas")[:, -1, raced.groups[side]]
    return np.asarray(over_labs(known) / float(known.shape[-1]))


RULE = (
    "Supported if neither research twice as fast nor ideas twice as large shrink the gap by 1"
    " point or more anywhere in the interval, at 3, 10, 30 and 100 to one. Contradicted if at ten"
    " to one the whole interval of either shows a gap smaller by more than 1 point. Else it"
    " depends."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """The gap when everyone innovates faster, less the gap at the usual speed, ratio by ratio."""
    faster = {ratio: _widened(found, "faster", ratio) for ratio in APART}
    larger = {ratio: _widened(found, "larger", ratio) for ratio in APART}
    every = (*faster.values(), *larger.values())
    kind: Kind = "depends"
    if all(effect.above(-MATTERS) for effect in every):
        kind = "supported"
    elif faster[10].below(-MATTERS) or larger[10].below(-MATTERS):
        kind = "contradicted"
    worst = min((faster[10], larger[10]), key=lambda effect: effect.low)
    on = depends_on(worst, found.points) if kind == "depends" else ""
    lag = {arm: found.level("lag", arm, TENFOLD, "months") for arm in NAMES}
    says = (
        f"At ten to one, research twice as fast widens the gap by {told(faster[10])} points,"
        f" ideas twice as large by {told(larger[10])}. In months"
        f" the lag is {lag['usual'].middle:.0f} at the usual speed, {lag['faster'].middle:.0f} and"
        f" {lag['larger'].middle:.0f} at the others."
    )
    effects = {f"gap, research twice as fast, {r} to 1": e for r, e in faster.items()}
    effects |= {f"gap, ideas twice as large, {r} to 1": e for r, e in larger.items()}
    effects |= _beside(found)
    return Judged(Verdict(kind, says, on), effects, _picture(found))


NAMES = {
    "usual": "usual speed",
    "faster": "research twice as fast",
    "larger": "ideas twice as large",
}


def _widened(found: Found, arm: str, ratio: int) -> Effect:
    return found.effect("gap", arm, "usual", {"compute_ratio": ratio}, unit="index points")


def _beside(found: Found) -> dict[str, Effect]:
    """Ideas that each side knows, and months of lag, at every ratio and every speed."""
    effects = {
        f"ideas that a {side} lab knows at {ratio} to 1, {name}": found.level(
            f"{side} ideas", arm, {"compute_ratio": ratio}, "ideas"
        )
        for ratio in APART
        for arm, name in NAMES.items()
        for side in ("rich", "poor")
    }
    return effects | {
        f"lag at {ratio} to 1, {name}": found.level("lag", arm, {"compute_ratio": ratio}, "months")
        for ratio in APART
        for arm, name in NAMES.items()
    }


def _picture(found: Found) -> Lines:
    series = []
    for arm, name in NAMES.items():
        at = [found.level("gap", arm, {"compute_ratio": ratio}) for ratio in RATIOS]
        series.append(
            Series(name, RATIOS, [e.middle for e in at], [e.low for e in at], [e.high for e in at])
        )
    return Lines(
        series,
        "compute of the rich over that of the poor",
        "rich less poor after four years, index points",
        "Where everyone innovates faster, the poor do not come nearer",
        logarithmic=True,
    )


CLAIM = Claim(
    number="C2",
    title="Faster innovation does not favour the poor",
    text="E",
    says="Innovating faster does not help labs that are poor in compute to catch up; it may even"
    " help the rich, who can try more ideas.",
    standing="emergent",
    matters="1 index point of gap after four years, about a month of the frontier's rise.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={
            "usual": {**ALONE, "world.research_pace": PACE, "world.gain_mean": GAIN},
            "faster": {**ALONE, "world.research_pace": 2 * PACE, "world.gain_mean": GAIN},
            "larger": {**ALONE, "world.research_pace": PACE, "world.gain_mean": 2 * GAIN},
        },
        reads={
            "gap": distance,
            "lag": "lag_months.end",
            "rich ideas": ideas_of_the_rich,
            "poor ideas": ideas_of_the_poor,
        },
        cross={"compute_ratio": RATIOS},
        points=16,
        lucks=40,
    ),
    judge=judge,
)
