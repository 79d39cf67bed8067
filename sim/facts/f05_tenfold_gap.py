"""F5: what each efficiency lever does to a tenfold gap in compute.

Three labs have ten times the chips and money of the other three. In one world nobody has an
efficiency lever: research looks for cheaper serving alone, and nobody distils. Against it stand
worlds with innovation (everyone finds ideas, alone), with distillation by the poor, and with all
levers, where the poor distil fully. A gap that closes is told as compute: how many times the poor
side's compute would have been worth as much (index points over what tenfold compute is worth). The
gap is that between the best models of the sides, mean of the last year.

Expected, before any of this was raced: innovation alone does not favour the poor, for the rich have
more of it; distillation closes two to six times; all together do not close ten times, so that the
poor side leads seldom, and not never. Of copying the text expects little, while the speed of copies
in F8 asks for much: a trial in which F8 held closed eight times. Copying needs ideas to copy, so it
is measured on top of innovation. It is shown, and judged by nothing.

At first distillation and all levers were measured on top of innovation too. Where nobody copies,
innovation opens so wide a gap that whatever lets ideas spread closes much of it: all levers then
close far more than ten times, and still leave ten. The text's own yardstick is the world without
any lever, so it is used; what the first one gave stands beside it.

Levers are switched for both sides alike, except distillation: who leads has nobody to learn from.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced
from tenfold.sim.facts.drawing import dot
from tenfold.sim.facts.fact import Fact, Target, of_factor, of_mean
from tenfold.sim.facts.pattern import TEN_TO_ONE, Arm, Arms, Measured, Pattern, Shown
from tenfold.sim.facts.sides import LAST_YEAR, decades, gap, poor, poor_leads, rich

TENFOLD = Target(1e-6, 0.10, "under 0.10, and not 0, with every lever", required=False)
INNOVATION = Target(
    -1.0, 1e9, "not below −1: alone it does not favour the poor", required=False, whole=True
)
DISTILLATION = Target(2.0, 6.0, "2 to 6 times", required=False)
COPYING = Target(
    0.0, 1e9, "the text expects little; 8 times in a trial in which F8 held",
    required=False, judged=False,
)  # fmt: skip
EVERYTHING = Target(0.0, 10.0, "under 10 times: the gap stays open", required=False, whole=True)

FIND_NOTHING: dict[str, Choice] = {"all.efficiency": 1.0}
FIND_ALONE: dict[str, Choice] = {"all.replicate": 0.0}
NOBODY_DISTILS: dict[str, Choice] = {"all.distil": 0.0}
THE_POOR_DISTIL: dict[str, Choice] = {"rich.distil": 0.0, "poor.distil": 1.0}
AS_THEY_CHOOSE = "as they choose"
ARMS = {
    "no lever": Arm(TEN_TO_ONE, FIND_NOTHING | NOBODY_DISTILS),
    "innovation": Arm(TEN_TO_ONE, FIND_ALONE | NOBODY_DISTILS),
    "distillation": Arm(TEN_TO_ONE, FIND_NOTHING | THE_POOR_DISTIL),
    "innovation and copying": Arm(TEN_TO_ONE, NOBODY_DISTILS),
    "innovation and distillation": Arm(TEN_TO_ONE, FIND_ALONE | THE_POOR_DISTIL),
    "all levers": Arm(TEN_TO_ONE, THE_POOR_DISTIL),
    AS_THEY_CHOOSE: Arm(TEN_TO_ONE),
}


def taught(raced: Raced) -> FloatArray:
    """What distillation adds to the models of poor labs, mean of the last year: [runs] points."""
    gains = raced.history.series("distil_gain")[:, LAST_YEAR, raced.groups["poor"]]
    return np.asarray(gains.mean(axis=(1, 2)))


def judge(found: Measured) -> Shown:
    """Chance of leading, and what each lever makes up for."""
    sides = found.of("rich", AS_THEY_CHOOSE), found.of("poor", AS_THEY_CHOOSE)
    gaps = {arm: found.of("gap", arm)[:, LAST_YEAR].mean(axis=1) for arm in ARMS}
    behind = {arm: f"{values.mean():.1f} points" for arm, values in gaps.items()}

    learnt = found.of("taught", "distillation").mean()

    def closed(arm: str, title: str, target: Target, note: str, than: str = "no lever") -> Fact:
        return of_factor("F5", title, found.more("decades", than, arm), target, note)

    def on_innovation(arm: str) -> str:
        fact = closed(arm, "", COPYING, "", "innovation")
        return f"{fact.middle:.3g} times on top of innovation"

    facts = (
        poor_leads("F5", TEN_TO_ONE, *sides, TENFOLD),
        of_mean(
            "F5", "gap that innovation alone adds", "index points",
            gaps["innovation"] - gaps["no lever"], INNOVATION,
            f"{behind['no lever']} without any lever, {behind['innovation']} with it",
        ),
        closed(
            "distillation", "gap that distillation closes", DISTILLATION,
            f"{on_innovation('innovation and distillation')}; {learnt:.1f} points are learnt, less"
            " what fewer experiments cost",
        ),
        closed(
            "innovation and copying", "gap that copying closes, on top of innovation", COPYING,
            f"poor side {behind['innovation and copying']} behind", "innovation",
        ),
        closed(
            "all levers", "gap that all levers close together", EVERYTHING,
            f"{on_innovation('all levers')}; poor side {behind['all levers']} behind",
        ),
    )  # fmt: skip
    rows = [
        dot(of_mean("F5", arm, "index points", values, COPYING)) for arm, values in gaps.items()
    ]
    picture = Dots(
        rows, "index points by which the poor side is behind, mean of the last year",
        "What each lever does to a tenfold gap",
    )  # fmt: skip
    return Shown(facts, picture)


PATTERN = Pattern(
    "F5", "Tenfold compute and the levers against it",
    "Innovation alone does not help the poor, distillation closes two to six times, and all levers"
    " together do not close ten.",
    Arms(ARMS, {"rich": rich, "poor": poor, "gap": gap, "decades": decades, "taught": taught}),
    judge,
)  # fmt: skip
