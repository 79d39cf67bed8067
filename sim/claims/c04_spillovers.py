"""C4: spillovers run both ways, and cannot make up a tenfold gap.

The essay grants that knowledge leaks from rich labs to poor ones. But it leaks the other way too:
what the poor find, the rich copy.

We race ten to one without distillation, and switch copying on for nobody, for the poor alone, for
the rich alone and for both sides. In two more arms both copy, and the poor keep everything closed
or publish everything: does that add to what the rich copy? We count the ideas that one side found
and the other learned mostly by copying, and look at the gap that is left. A tenth of the compute is
worth 7.7 index points in one run; a gap of 2 points or more is not made up. In the other engine of
research, which has stocks of knowledge in place of most ideas, what a lab copied is shared out
among those it may come from.

Left out: spillovers to others than labs, and people who found labs of their own.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import row, told
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on
from tenfold.sim.measures import over_labs

LEFT = 2.0
"""Index points of gap that count as not made up: a quarter of what tenfold compute is worth."""
UPWARD = 5.0
"""Ideas from the poor in four years, from which on spillovers run both ways."""
UNTAUGHT: dict[str, Choice] = {"all.distil": 0.0, "world.past_distil": 0.0}


def ideas_to_the_rich(raced: Raced) -> FloatArray:
    """Ideas that a poor lab found first and some rich lab learned mostly by copying: [runs]."""
    return _flow(raced, "poor", "rich")


def ideas_to_the_poor(raced: Raced) -> FloatArray:
    """Ideas that a rich lab found first and some poor lab learned mostly by copying: [runs]."""
    return _flow(raced, "rich", "poor")


def _flow(raced: Raced, source: str, target: str) -> FloatArray:
    continuous = raced.race.rules.research_engine > 0.0
    return np.where(continuous, _of_stocks(raced, source, target), _single(raced, source, target))


def _single(raced: Raced, source: str, target: str) -> FloatArray:
    """Single ideas that the source found in the race and some lab of the target copied: [runs]."""
    world = raced.race.world
    finder = np.asarray(world.idea.finder).astype(np.int64)
    found = (finder >= 0) & raced.groups[source][np.maximum(finder, 0)]
    found &= np.asarray(world.idea.found_at) >= 0.0
    copied = (np.asarray(world.copied)[:, raced.groups[target]] > 0.0).any(axis=1)
    return over_labs((found & copied).astype(np.float64))


def _of_stocks(raced: Raced, source: str, target: str) -> FloatArray:
    """Most that a lab of the target copied from the source, in ideas of mean gain: [runs].

    In the engine of stocks nobody knows whose an idea was. What a lab copied is shared out among
    the others as their own findings add up there, by powers.
    """
    copied = raced.history.series("ideas_copied")
    copied = copied[:, -1] - copied[:, 0]
    power = raced.race.rules.knowledge_overlap[:, None]
    own = np.power(np.asarray(raced.race.world.lab.own_known), power)
    whole, theirs = over_labs(own), over_labs(own * raced.groups[source])
    shares = theirs[:, None] / np.maximum(whole[:, None] - own, 1e-12)
    return np.asarray((copied * shares)[:, raced.groups[target]].max(axis=1))


NAMES = {
    "nobody": "nobody copies",
    "poor": "the poor alone copy",
    "rich": "the rich alone copy",
    "both": "both copy",
    "closed": "both copy, the poor closed",
    "open": "both copy, the poor open",
}


RULE = (
    "Supported if, where both sides copy at ten to one, more than 5 ideas run from poor to"
    " rich and more than 2 points of gap are left, each in the whole interval. Contradicted if"
    " either lies below its mark in the whole interval. Else it depends."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Ideas that run upwards, and the gap that is left where both sides copy."""
    up = found.level("up", "both", unit="ideas")
    down = found.level("down", "both", unit="ideas")
    gaps = {arm: found.level("gap", arm, unit="index points") for arm in NAMES}
    left = gaps["both"]
    kind: Kind = "depends"
    if up.above(UPWARD) and left.above(LEFT):
        kind = "supported"
    elif up.below(UPWARD) or left.below(LEFT):
        kind = "contradicted"
    weak = up if up.straddles(UPWARD) else left
    on = depends_on(weak, found.points) if kind == "depends" else ""
    closes = found.effect("gap", "both", "nobody", unit="index points")
    published = found.effect("up", "open", "closed", unit="ideas")
    says = (
        f"In four years {down.middle:.0f} ideas run from rich to poor and {up.middle:.0f} back;"
        f" copying by both moves the gap by {closes.middle:+.1f} points and leaves {told(left)}."
        f" If the poor alone copied, the gap would be {told(gaps['poor'])} points: what the rich"
        " copy, from each other too, keeps them ahead. Publishing weights adds"
        f" {told(published)} ideas to what the rich copy."
    )
    effects = {"gap left, both copy": left}
    effects |= {"ideas from poor to rich": up, "ideas from rich to poor": down}
    effects |= {f"gap, {NAMES[arm]}": effect for arm, effect in gaps.items() if arm != "both"}
    effects |= {
        "gap, both copy less nobody": closes,
        "ideas from poor to rich, open less closed": published,
        "chance that the poor lead, both copy": found.level(
            "leads", "both", unit="chance"
        ).clipped(),
    }
    picture = Dots(
        [row(NAMES[arm], effect) for arm, effect in gaps.items()],
        "gap after four years, index points",
        "What copying leaves of a tenfold gap",
        marks=((LEFT, "made up"),),
    )
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C4",
    title="Spillovers run both ways and leave a tenfold gap",
    text="E",
    says="Knowledge leaks from rich labs to poor ones and back, and cannot make up a tenfold gap"
    " in compute.",
    standing="emergent",
    matters="2 index points of gap that are left, a quarter of what tenfold compute is worth; 5"
    " ideas in four years that run from poor to rich.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={
            "nobody": {**UNTAUGHT, "all.replicate": 0.0},
            "poor": {**UNTAUGHT, "rich.replicate": 0.0},
            "rich": {**UNTAUGHT, "poor.replicate": 0.0},
            "both": {**UNTAUGHT},
            "closed": {
                **UNTAUGHT, "poor.flagship_release": "closed", "poor.mini_release": "closed",
            },
            "open": {**UNTAUGHT, "poor.flagship_release": "open", "poor.mini_release": "open"},
        },
        reads={
            "gap": "gap_points.end",
            "leads": "poor_leads.end",
            "up": ideas_to_the_rich,
            "down": ideas_to_the_poor,
        },
    ),
    judge=judge,
)  # fmt: skip
