"""C3: some ideas pay more at scale, and widen the gap.

The essay holds that methods are not equally good at all sizes. Some pay off only in large runs, so
the same knowledge is worth more to whoever has more compute.

In the model a third of the ideas gain a little more with every e-fold of training compute. That is
an assumption (`scale_gain`), so the claim is built in. What is not built in is how much it matters:
runs grow on both sides, know-how of the start already contains part of it, and the rich do not use
all their chips for training. We race ten to one without such ideas, with what is believed, and with
the assumption walked far beyond its range, and say where it begins to count.

Left out: ideas that only work in small models.
"""

from __future__ import annotations

from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import told
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on

MATTERS = 1.0
"""Index points: about a month of the frontier's rise."""
WALKED = (0.0, 0.003, 0.006, 0.012, 0.02, 0.04)
"""Nats per nat; the believed range ends at 0.02."""


def arm_of(gain: float) -> str:
    """The arm in which ideas of scale gain so much more per e-fold of compute."""
    return f"scale gain {gain:g}"


NONE = arm_of(0.0)
BELIEVED = "as believed"


RULE = (
    "Supported if, with such ideas as believed, the gap at ten to one is wider by more than 1"
    " point than without them in the whole interval. Contradicted if it is wider by less than 1"
    " point in the whole interval: then it does not count. Else it depends. Whatever the verdict,"
    " it is said which scale_gain would widen the gap by 1 point."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """The gap with ideas that pay more at scale, less the gap without them."""
    widened = found.effect("gap", BELIEVED, NONE, unit="index points")
    walk = {gain: found.effect("gap", arm_of(gain), NONE, unit="index points") for gain in WALKED}
    kind: Kind = "depends"
    if widened.above(MATTERS):
        kind = "supported"
    elif widened.below(MATTERS):
        kind = "contradicted"
    on = depends_on(widened, found.points) if kind == "depends" else ""
    every = list(walk.values())
    says = (
        f"Ideas that pay more at scale widen the gap by {told(widened)} points after four"
        f" years at ten to one. That they widen it is assumed; for {MATTERS:g} point,"
        f" {how_far('scale_gain', WALKED, every, MATTERS, points=found.points)}."
    )
    effects = {"gap, as believed less none": widened}
    effects |= {f"gap, {arm_of(gain)} less none": effect for gain, effect in walk.items() if gain}
    effects["gap without such ideas"] = found.level("gap", NONE, unit="index points")
    picture = Lines(
        [
            Series(
                "widening",
                WALKED,
                [effect.middle for effect in every],
                [effect.low for effect in every],
                [effect.high for effect in every],
            ),
            Series("what counts", (WALKED[0], WALKED[-1]), (MATTERS, MATTERS), dashed=True),
        ],
        "extra gain per e-fold of training compute (scale_gain), nats",
        "gap more than without such ideas, index points",
        "The more ideas pay at scale, the wider the gap",
    )
    return Judged(Verdict(kind, says, on), effects, picture)


CLAIM = Claim(
    number="C3",
    title="Ideas that pay more at scale widen the gap",
    text="E",
    says="Some ideas pay more in larger runs, so the same knowledge is worth more to labs with"
    " more compute, and the gap widens.",
    standing="built in",
    matters="1 index point of gap after four years, about a month of the frontier's rise.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={BELIEVED: {}} | {arm_of(gain): {"world.scale_gain": gain} for gain in WALKED},
        reads={"gap": "gap_points.end"},
        lucks=40,
    ),
    judge=judge,
)
