"""C16: the gap between open and closed models depends on which labs choose open; they flip.

The essay and the forum thread say that open models are as near as the labs that open them, and that
labs change their minds, for reasons of business, belief and politics. In the race from 2026 labs
first choose as their policies do; then the second-richest frontier lab opens everything, or all
Chinese labs close. Flips are counted where labs choose: labs whose best model goes from open to not
open, or back, at least once.

Three causes of flips are tried: a government (the US bars open weights at home, though what is open
stays open); business (the Chinese labs, who open most, get ten times the chips and so catch up and
have something to lose); and belief (they are run for sales, like frontier labs, and no longer as
their founders and their state wish). What labs do is counted as those of the twelve whose best
model is open, mean of the last year. One more arm also closes the open lab with a rich parent, so
that it shows who carries the open side. The policies' thresholds are rules of thumb, so the causes
show what such labs would do and not how often real ones change. Left out: licences, partly open
models, and leaks.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, at_most, row, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import over_labs
from tenfold.sim.sweep.outcomes import mean_over
from tenfold.sim.world import OPEN

LAST_YEAR = (37, 48)
MATTERS = 1.0
"""Index points: about a month of the frontier."""
FLIPS = 1.0
"""Labs that flip in a race."""
BASE = "as they choose"
OPENS, CLOSE = "a frontier lab opens", "the Chinese labs close"
BOTH = "the Chinese labs and the rich open lab close"
CAUSES: Mapping[str, Mapping[str, Choice]] = {
    "the US bars open weights": {"regulator.open_limit": 1.0},
    "Chinese labs have ten times the chips": {"china.compute_times": 10.0},
    "Chinese labs are run like frontier labs": {"china.policy": "frontier racer"},
}
ARMS: Mapping[str, Mapping[str, Choice]] = {
    BASE: {},
    OPENS: {"Brackwater.flagship_release": "open", "Brackwater.mini_release": "open"},
    CLOSE: {"china.flagship_release": "closed", "china.mini_release": "closed"},
    BOTH: {
        "china.flagship_release": "closed",
        "china.mini_release": "closed",
        "Kindlewood.flagship_release": "closed",
        "Kindlewood.mini_release": "closed",
    },
    **CAUSES,
}


def labs_that_flip(raced: Raced) -> FloatArray:
    """Labs whose best model goes between open and not open at least once: [runs]."""
    opened = raced.history.series("flagship_release") == OPEN
    flipped = (opened[:, 1:] != opened[:, :-1]).any(axis=1)
    return over_labs(flipped.astype(np.float64))


def open_labs(raced: Raced) -> FloatArray:
    """Labs whose best model is open, mean of the last year: [runs]."""
    opened = raced.history.series("flagship_release") == OPEN
    return mean_over(over_labs(opened.astype(np.float64)), *LAST_YEAR)


RULE = (
    "Best closed model less best open one, mean of months 37 to 48. Part one holds if a"
    " frontier lab that opens lowers it by more than 1 point, part two if Chinese labs that"
    " close raise it by more than 1 point, part three if more than one lab a race flips of its"
    " own accord; each by its 90 % interval, and fails if the interval lies on the other side."
    " Supported if all hold, contradicted if all fail, depends otherwise."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def moved(arm: str) -> Effect:
        return found.effect("gap", arm, BASE, unit="index points")

    opens, close = moved(OPENS), moved(CLOSE)
    flips = found.level("flips", BASE, unit="labs")
    parts = (
        at_most("a frontier lab that opens", opens, -MATTERS),
        at_least("Chinese labs that close", close, MATTERS),
        at_least("labs that flip", flips, FLIPS),
    )
    kind, on = weigh(parts, found.points)
    gaps = {arm: found.level("gap", arm, unit="index points") for arm in ARMS}
    opened = {arm: found.level("open_labs", arm, unit="labs") for arm in (BASE, *CAUSES)}
    turned = {arm: found.level("flips", arm, unit="labs") for arm in CAUSES}
    barred, chips, sales = CAUSES
    says = (
        f"Open models are {told(gaps[BASE])} index points behind closed ones; if one frontier lab"
        f" opens this changes by {told(opens)}, if the Chinese labs close by {told(close)}, and if"
        f" the rich open lab closes with them by {told(moved(BOTH))}. Of"
        f" twelve labs {told(flips)} change between open and not open of their own accord,"
        f" {told(turned[barred])} where the US bars open weights, {told(turned[chips])} where the"
        f" Chinese labs have the chips to catch up, {told(turned[sales])} where they are run for"
        f" sales. In the last year the best models of {told(opened[BASE])} labs are open, and in"
        f" these three worlds of {told(opened[barred])}, {told(opened[chips])} and"
        f" {told(opened[sales])}."
    )
    effects = {
        "gap changed if a frontier lab opens": opens,
        "gap changed if the Chinese labs close": close,
        "gap changed if the rich open lab closes too": moved(BOTH),
        "labs that flip": flips,
        **{f"labs that flip, {arm}": each for arm, each in turned.items()},
        **{f"gap changed, {arm}": moved(arm) for arm in CAUSES},
        **{f"open less closed gap, {arm}": effect for arm, effect in gaps.items()},
        **{f"labs whose best model is open, {arm}": each for arm, each in opened.items()},
    }
    picture = Dots(
        [row(arm, gaps[arm]) for arm in ARMS],
        "index points by which the best open model is behind the best closed one, last year",
        "The open gap, by who opens",
        [(0.0, "no gap")],
    )
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C16",
    title="The open gap depends on which labs choose open",
    text="EO",
    says=(
        "How far open models are behind depends on which labs open theirs, and labs change sides"
        " with business, belief and politics."
    ),
    standing="emergent",
    matters="1 index point of the gap, about a month of the frontier; one lab that flips a race",
    rule=RULE,
    races=Races(
        scenario="tenfold-2026",
        arms=ARMS,
        reads={
            "gap": "open_gap_points.m37-48",
            "flips": labs_that_flip,
            "open_labs": open_labs,
        },
        lucks=32,
    ),
    judge=judge,
)
