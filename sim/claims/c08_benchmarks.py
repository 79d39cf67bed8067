"""C8: distillation gains far more on narrow benchmarks than broadly.

The essay warns that a distilled model looks better than it is: its scores rise far more than its
worth to people who use it.

In the model the public score rises more than true skill, by a share of what distillation gave
(`score_bias`, an assumption), so that part is built in. Not built in is what remains after costs,
which lower skill and score alike and so make the ratio larger, and what customers do: they see the
score first and learn the truth with use. We race ten to one with distillation off and on, and walk
the bias from nothing to far beyond its range. Use is compared between worlds with and without the
bias, in the second to fourth years, when the first distilled models have long been tried out.

Left out: single benchmarks. The public score stands for all of them.
"""

from __future__ import annotations

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import told
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Bars
from tenfold.sim.experiments.races import Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on

FAR = 1.5
"""Gain in score over gain in true skill that counts as far larger."""
WALKED = (0.0, 0.35, 0.7, 1.0, 2.0)
"""Values of score_bias; the believed range ends at 1."""
TRUE, SCORE, USE = "true", "score", "use"


TAUGHT, UNTAUGHT = "distilled", "not distilled"


def arm_of(bias: float) -> str:
    """The arm of a bias, with the poor distilling fully."""
    return f"{TAUGHT}, bias {bias:g}"


RULE = (
    "Supported if at ten to one distilling adds more than 1.5 times as much to the public"
    " score of the poor side's best model as to its true skill, in the whole interval."
    " Contradicted if it adds less than that in the whole interval. Else it depends. The bias is"
    " assumed, and it is said which score_bias would make the gain 1.5 times as large; use is"
    " reported."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """What distilling adds to the score against what it adds to skill, and to use."""
    skill, score = _gain(found, TRUE, TAUGHT), _gain(found, SCORE, TAUGHT)
    margin = _margin(found, TAUGHT)
    kind: Kind = "depends"
    if margin.above(0.0):
        kind = "supported"
    elif margin.below(0.0):
        kind = "contradicted"
    on = depends_on(margin, found.points) if kind == "depends" else ""
    walked = {bias: _margin(found, arm_of(bias)) for bias in WALKED}
    turn = how_far("score_bias", WALKED, list(walked.values()), 0.0, points=found.points)
    bought = found.effect(USE, TAUGHT, arm_of(0.0), unit="share of tokens")
    earned = found.effect(USE, TAUGHT, UNTAUGHT, unit="share of tokens")
    says = (
        f"Distilling adds {told(score)} points to the poor side's best public score and"
        f" {told(skill)} to its true skill: {_ratio(score, skill)}. The bias is assumed: for a gain"
        f" {FAR:g} times as large, {turn}. In the second to fourth years distilling moves the poor"
        f" side's share of tokens by {100 * earned.middle:+.1f} percentage points; the bias"
        f" accounts for {100 * bought.middle:+.1f} of them."
    )
    effects = {f"score less {FAR:g} x skill": margin, "public score": score, "true skill": skill}
    effects |= {
        f"score less {FAR:g} x skill, bias {bias:g}": effect for bias, effect in walked.items()
    }
    effects |= {"token share": earned, "token share owed to the bias": bought}
    gains = {
        name: [_gain(found, read, arm_of(bias)).middle for bias in WALKED]
        for name, read in (("public score", SCORE), ("true skill", TRUE))
    }
    picture = Bars(
        [f"bias {bias:g}" for bias in WALKED],
        gains,
        "gained by distilling, index points",
        "Distilled models look better than they are",
    )
    return Judged(Verdict(kind, says, on), effects, picture)


def _gain(found: Found, read: str, arm: str) -> Effect:
    return found.effect(read, arm, UNTAUGHT, unit="index points")


def _margin(found: Found, arm: str) -> Effect:
    """What the score gains beyond FAR times the gain in true skill."""
    score = found.values(SCORE, arm) - found.values(SCORE, UNTAUGHT)
    skill = found.values(TRUE, arm) - found.values(TRUE, UNTAUGHT)
    return found.effect_of(score - FAR * skill, "index points")


def _ratio(score: Effect, skill: Effect) -> str:
    if skill.middle <= 0.0:
        return "its skill does not gain at all"
    return f"{score.middle / skill.middle:.1f} times as much"


def _distilling(intensity: float) -> dict[str, Choice]:
    return {"rich.distil": 0.0, "poor.distil": intensity}


CLAIM = Claim(
    number="C8",
    title="Distillation lifts benchmarks far more than skill",
    text="E",
    says="Distillation gains far more on narrow benchmarks than in broad capability.",
    standing="built in",
    matters="One and a half times as large a gain in the public score as in true skill.",
    rule=RULE,
    races=Races(
        scenario="ten-to-one",
        arms={TAUGHT: _distilling(1.0), UNTAUGHT: _distilling(0.0)}
        | {arm_of(bias): {"world.score_bias": bias, **_distilling(1.0)} for bias in WALKED},
        reads={
            TRUE: "poor.capability.m13-48",
            SCORE: "poor.public_score.m13-48",
            USE: "poor.token_share.m13-48",
        },
    ),
    judge=judge,
)
