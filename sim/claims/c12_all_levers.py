"""C12: all levers together do not close tenfold, unless a big breakthrough falls to the poor.

The essay goes through what a poor lab can do and finds that nothing makes up for a tenth of the
compute, with one exception: a large discovery of its own that the rich do not have. Here the three
poor labs pull every lever at once: full distillation, much copying, work on cheaper serving, long
shots and open weights. One more arm bets nearly half of research on long shots.

A big breakthrough is one that is worth at least threefold compute. It counts as the poor's alone
if a poor lab finds it by itself, during the race, at least a run's length before any rich lab knows
it, and early enough for a model with it. Races in which this happens are compared with all others
of the same arm. What leads to a breakthrough may lead in other ways too (a race in which the poor
are lucky with ideas), so the comparison shows who wins, not what the breakthrough alone does. To
lead in any month at all counts as having closed the gap: the poor are given every chance. Left
out: levers that no lab of the model has, such as a merger of the poor.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from tenfold.agents.decision import LEVER
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import PERCENT, at_least_by_luck, at_most, row, share, told, weigh
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.world import BREAKTHROUGH, NEVER

CLOSED_AT = 0.25
"""Chance ever to lead from which the gap counts as closed: far less than equal sides have."""
MATTERS = 0.10
"""What a breakthrough must add to that chance."""
BIG = math.log(3.0)
"""Gain of a breakthrough that counts as big, nats of effective compute: threefold."""
RUN_MONTHS = LEVER["run_months"].default
"""Months of a usual run: the head start that turns an idea into a model."""
ALL: Mapping[str, Choice] = {
    "poor.distil": 1.0,
    "poor.replicate": 0.4,
    "poor.moonshot": 0.15,
    "poor.efficiency": 0.1,
    "poor.flagship_release": "open",
    "poor.mini_release": "open",
}
ARMS: Mapping[str, Mapping[str, Choice]] = {
    "no lever": {"poor.distil": 0.0, "poor.replicate": 0.0, "poor.efficiency": 0.0},
    "as they choose": {},
    "all levers": ALL,
    "all levers, long shots first": {**ALL, "poor.moonshot": 0.45, "poor.replicate": 0.3},
}


def own_breakthrough(raced: Raced) -> FloatArray:
    """Whether a big breakthrough was the poor side's alone for the length of a run.

    Returns:
        [runs] 0 or 1.
    """
    world = raced.race.world
    big = (world.idea.kind == BREAKTHROUGH) & (world.idea.gain >= BIG)
    by_themselves = np.where(world.copied == 0.0, world.known_at, NEVER)
    poor = by_themselves[:, raced.groups["poor"]].min(axis=1)
    rich = world.known_at[:, raced.groups["rich"]].min(axis=1)
    in_time = (poor > 0.0) & (poor <= raced.history.months - 2.0 * RUN_MONTHS)
    return np.asarray((big & in_time & (rich - poor >= RUN_MONTHS)).any(axis=1), dtype=np.float64)


RULE = (
    "All levers of the poor on, ten to one, four years. Part one holds if the 90 % interval of"
    " their chance ever to lead, in races without a big breakthrough of their own, lies below"
    " 25 %, and fails if above. Part two holds if their chance is more than 10 percentage"
    " points higher in races with one, by the interval over luck (such races are too few to"
    " tell parameter sets apart), and fails if it is less. Supported if both hold,"
    " contradicted if both fail, depends otherwise."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""
    leads, alone = found.values("leads", "all levers"), found.values("alone", "all levers")
    with_one = np.where(alone > 0.0, leads, np.nan)
    without = np.where(alone > 0.0, np.nan, leads)
    chance_with = found.effect_of(with_one).clipped()
    chance_without = found.effect_of(without).clipped()
    # Such races are few at each point: what they add is counted from the others' mean there.
    more = found.effect_of(with_one - chance_without.per_point[:, None])
    how_often = found.level("alone", "all levers").clipped()
    parts = (
        at_most("a gap that levers alone leave open", chance_without, CLOSED_AT),
        at_least_by_luck("the exception, a big breakthrough of the poor's own", more, MATTERS),
    )
    kind, on = weigh(parts, found.points)
    chances = {arm: found.level("leads", arm).clipped() for arm in ARMS}
    gaps = {arm: found.level("gap", arm, unit="index points") for arm in ARMS}
    then = "so this could not be tried"
    if np.isfinite(more.middle):
        then = f"then they ever lead in {PERCENT * chance_with.middle:.0f} %"
    says = (
        f"With every lever the poor end up {told(gaps['all levers'])} points behind, with none"
        f" {told(gaps['no lever'])}. Without a big breakthrough of their own they ever lead in"
        f" {share(chance_without)} of races. In {share(how_often)} of races one is theirs alone for"
        f" the length of a run; {then}."
    )
    effects = {
        "chance ever to lead, all levers, no big breakthrough": chance_without,
        "chance ever to lead, all levers, own big breakthrough": chance_with,
        "what an own big breakthrough adds to the chance": more,
        "races with a big breakthrough of the poor alone": how_often,
        **{f"chance ever to lead, {arm}": effect for arm, effect in chances.items()},
        **{f"points behind at the end, {arm}": effect for arm, effect in gaps.items()},
    }
    rows = [row(arm, chances[arm], PERCENT) for arm in ARMS]
    rows.append(row("all levers, no big breakthrough", chance_without, PERCENT))
    rows.append(row("all levers, own big breakthrough", chance_with, PERCENT))
    picture = Dots(
        rows,
        "% of races in which the poor side leads in any month",
        "Chance that a tenth of the compute ever leads",
        [(PERCENT * CLOSED_AT, "counts as closed")],
    )
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C12",
    title="All levers together do not close tenfold",
    text="E",
    says=(
        "A lab with a tenth of the compute cannot make up for it with all efficiencies together,"
        " unless a big breakthrough falls to it and not to the rich."
    ),
    standing="emergent",
    matters=(
        "a chance of 25 % ever to lead counts as closed; a breakthrough must"
        " add 10 percentage points to it"
    ),
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms=ARMS,
        reads={"leads": "poor_leads.max", "gap": "gap_points.end", "alone": own_breakthrough},
        lucks=80,
    ),
    judge=judge,
)
