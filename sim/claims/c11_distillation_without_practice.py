"""C11: distillation cannot replace a lab's own reinforcement learning.

The essay says that a lab may learn much from a better model's answers, but that skill in reasoning
also needs practice of its own after training, which costs compute. Three labs with a tenth of the
compute train on their rivals' answers as hard as they can, once with the usual practice and once
with none, and the same without any answers. What is lost without practice is measured twice: in
broad capability, and in maths and code.

The model has this built in twice: a part of what a teacher gives (`undistillable`) is kept only
with own practice, and extra skill in maths and code comes from practice alone. So the experiment
walks both assumptions: that part from none to all, and what practice gives (`post_gain`) from
nothing to the top of its range. (The usual practice is the measure of both, so that a lab which
keeps to it is the same wherever they stand.) The lower compute of a run that practises is in the
figures. Left out: teachers that show practice itself, and practice that needs fewer chips with a
teacher.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, mean_of, overturned, row, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.sweep.outcomes import mean_over

LAST_YEAR = (37, 48)
MATTERS = 1.0
"""Index points: about a month of the frontier."""
TAUGHT, ALONE = {"poor.distil": 1.0}, {"poor.distil": 0.0}
PRACTISED = {"poor.post_training": load_parameters()["post_standard"].value}
UNPRACTISED = {"poor.post_training": 0.0}
KEPT = (0.0, 0.8, 1.0)
"""Walk of the part of a teacher's gain that needs own practice."""
GIVEN = (0.0, 0.2, 1.0)
"""Walk of the most that practice gives, decades."""


def maths_and_code(raced: Raced) -> FloatArray:
    """Best skill of the poor side in maths and code, last year: capability and what comes on top.

    Returns:
        [runs] index points.
    """
    history = raced.history
    skill = history.series("capability") + history.series("reasoning")
    counted = (history.series("active") > 0) & raced.groups["poor"]
    return mean_over(np.where(counted, skill, 0.0).max(axis=2), *LAST_YEAR)


ARMS = {
    "taught, with practice": TAUGHT | PRACTISED,
    "taught, no practice": TAUGHT | UNPRACTISED,
    "alone, with practice": ALONE | PRACTISED,
    "alone, no practice": ALONE | UNPRACTISED,
    **{
        f"taught, no practice, {part:g} needs it": TAUGHT
        | UNPRACTISED
        | {"world.undistillable": part}
        for part in KEPT
    },
    **{
        f"taught, no practice, it gives {gain:g}": TAUGHT | UNPRACTISED | {"world.post_gain": gain}
        for gain in GIVEN
    },
}


RULE = (
    "Poor labs distil in full. Loss: with the usual practice less without any, best poor lab,"
    " mean of months 37 to 48. Supported if the 90 % intervals of the loss in maths and code"
    " and of the loss in broad capability both lie above 1 point; contradicted if both lie"
    " below; depends otherwise. The two assumptions behind it are walked until the loss in"
    " broad capability crosses 1 point."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""

    def lost(read: str, more: str, less: str) -> Effect:
        return found.effect(read, more, less, unit="index points")

    maths = lost("maths", "taught, with practice", "taught, no practice")
    broad = lost("broad", "taught, with practice", "taught, no practice")
    maths_alone = lost("maths", "alone, with practice", "alone, no practice")
    broad_alone = lost("broad", "alone, with practice", "alone, no practice")
    parts = (
        at_least("maths and code", maths, MATTERS),
        at_least("broad capability", broad, MATTERS),
    )
    kind, on = weigh(parts, found.points)
    known = load_parameters()
    by_part = [
        lost("broad", "taught, with practice", f"taught, no practice, {part:g} needs it")
        for part in KEPT
    ]
    by_gain = [
        lost("broad", "taught, with practice", f"taught, no practice, it gives {gain:g}")
        for gain in GIVEN
    ]
    fallen = f"The loss in broad capability would fall to {MATTERS:g} point"
    says = (
        f"Labs that are taught in full and never practise lose {told(maths)} index points in maths"
        f" and code and {told(broad)} in broad capability; without a teacher they would lose"
        f" {told(maths_alone)} and {told(broad_alone)}. "
        + overturned(
            fallen, "the part of a teacher's gain that needs own practice", "", KEPT, by_part,
            MATTERS, known["undistillable"].value, mean_of(found.points, "undistillable"),
        )
        + " "
        + overturned(
            fallen, "the most that practice gives broadly", "decades", GIVEN, by_gain,
            MATTERS, known["post_gain"].value, mean_of(found.points, "post_gain"),
        )
    )  # fmt: skip
    effects = {
        "lost in maths and code, taught": maths,
        "lost in broad capability, taught": broad,
        "lost in maths and code, alone": maths_alone,
        "lost in broad capability, alone": broad_alone,
        **{
            f"lost broadly, taught, {part:g} of it needs practice": effect
            for part, effect in zip(KEPT, by_part, strict=True)
        },
        **{
            f"lost broadly, taught, practice gives {gain:g} decades": effect
            for gain, effect in zip(GIVEN, by_gain, strict=True)
        },
    }
    return Judged(Verdict(kind, says, on), effects, _picture(effects))


def _picture(effects: Mapping[str, Effect]) -> Dots:
    return Dots(
        [row(label, effect) for label, effect in effects.items()],
        "index points lost without own practice",
        "What a lab loses that never practises",
        [(MATTERS, "a month of the frontier")],
    )


CLAIM = Claim(
    number="C11",
    title="Distillation cannot replace own practice after training",
    text="E",
    says=(
        "A lab that trains on a better model's answers still needs reinforcement learning of its"
        " own: answers do not make up for it."
    ),
    standing="built in",
    matters="1 index point in the last year, about a month of the frontier",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms=ARMS,
        reads={"maths": maths_and_code, "broad": "poor.capability.m37-48"},
        lucks=32,
    ),
    judge=judge,
)
