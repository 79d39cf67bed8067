"""F5: what each efficiency lever does to a tenfold gap in compute.

Three labs have ten times the chips and money of the other three. In five worlds everyone may use
more and more levers: none (research looks for cheaper serving alone), innovation (everyone finds
ideas, alone), innovation and copying, innovation and distillation by the poor, and all of them,
with the poor distilling fully. A gap that closes is told as compute: how many times the poor side's
compute would have been worth as much (index points over what tenfold compute is worth).

Expected, before any of this was raced: innovation alone does not favour the poor, for the rich have
more of it; distillation closes two to six times; all together do not close ten times, so that the
poor side leads seldom, and not never. Of copying the text expects little, while the speed of copies
in F8 asks for much: a trial in which F8 held closed eight times. It is shown, and judged by
nothing.

Levers are switched for both sides alike, except distillation: who leads has nobody to learn from.
"""

from __future__ import annotations

from tenfold.scenarios.questions import Choice
from tenfold.sim.experiments.picture import Dots
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

ALONE: dict[str, Choice] = {"all.replicate": 0.0, "all.distil": 0.0}
NO_COPY_BUT_POOR_DISTIL: dict[str, Choice] = {
    "all.replicate": 0.0, "rich.distil": 0.0, "poor.distil": 1.0,
}  # fmt: skip
AS_THEY_CHOOSE = "as they choose"
ARMS = {
    AS_THEY_CHOOSE: Arm(TEN_TO_ONE),
    "no lever": Arm(TEN_TO_ONE, {"all.efficiency": 1.0, "all.distil": 0.0}),
    "innovation": Arm(TEN_TO_ONE, ALONE),
    "copying": Arm(TEN_TO_ONE, {"all.distil": 0.0}),
    "distillation": Arm(TEN_TO_ONE, NO_COPY_BUT_POOR_DISTIL),
    "all levers": Arm(TEN_TO_ONE, {"rich.distil": 0.0, "poor.distil": 1.0}),
}


def judge(found: Measured) -> Shown:
    """Chance of leading, and what each lever makes up for."""
    sides = found.of("rich", AS_THEY_CHOOSE), found.of("poor", AS_THEY_CHOOSE)
    gaps = {arm: found.of("gap", arm)[:, LAST_YEAR].mean(axis=1) for arm in ARMS}

    def made_up(arm: str, title: str, target: Target) -> Fact:
        behind = gaps[arm].mean()
        return of_factor(
            "F5", title, found.more("decades", "innovation", arm), target,
            f"poor side {behind:.1f} points behind in the last year",
        )  # fmt: skip

    facts = (
        poor_leads("F5", TEN_TO_ONE, *sides, TENFOLD),
        of_mean(
            "F5", "gap that innovation alone adds", "index points",
            gaps["innovation"] - gaps["no lever"], INNOVATION,
            f"{gaps['no lever'].mean():.1f} points without any lever, "
            f"{gaps['innovation'].mean():.1f} with it",
        ),
        made_up("distillation", "gap that distillation closes", DISTILLATION),
        made_up("copying", "gap that copying closes", COPYING),
        made_up("all levers", "gap that all levers close together", EVERYTHING),
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
    Arms(ARMS, {"rich": rich, "poor": poor, "gap": gap, "decades": decades}), judge,
)  # fmt: skip
