"""C20: combining several open models covers gaps.

The article on content quality advises those without the best model to combine several open ones,
each for what it does well. In the model customers who combine gain up to a few points by segment,
the more open models there are and the nearer these are to the frontier. In the race from 2026 the
points that combining gains are set to nothing, left as they are, and multiplied by two, four, eight
and sixteen. Read are the part of the open models' gap that it covers in content work, the open
models' share of tokens, and the skill that customers hold per token, mean over all they use.

The points are an assumption (one point in content), so the verdict is no independent one: what the
race adds is how far open models are behind, how many there are, and how customers answer. Two more
arms set how near a model must be to help (`ensemble_span`) and how many are needed
(`custom_products`) to the friendly ends of their ranges. Left out: the price of asking several
models, and routing between open and closed ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import Scenario
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import PERCENT, at_least, overturned, share, told, weigh
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Cell, Found
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Verdict
from tenfold.sim.measures import over_labs

SEGMENT = "content"
COVERED, USE = 0.5, 0.05
"""Part of the gap; share of tokens."""
TIMES = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Walk of the points that combining gains, against what the model assumes."""
KNOWN = load_parameters()
NEAR, FEW = "any open model helps", "few open models are enough"


def _arm(times: float) -> str:
    return "nobody combines" if times == 0.0 else f"combining gains {times:g} times"


ARMS: Mapping[str, Mapping[str, Choice]] = {
    **{_arm(times): {} for times in TIMES},
    NEAR: {"world.ensemble_span": KNOWN["ensemble_span"].high},
    FEW: {"world.custom_products": KNOWN["custom_products"].low},
}
OFF, BASE = _arm(0.0), _arm(1.0)


@dataclass(frozen=True)
class RacesOfCombiners(Races):
    """Races in some arms of which combining open models gains another number of points.

    Attributes:
        combining: name of an arm to a factor on every segment's points.
    """

    combining: Mapping[str, float] = field(default_factory=dict)

    def world(self, arm: str, cell: Cell) -> Scenario:
        """The scenario of an arm in a cell, with the arm's points."""
        scenario = super().world(arm, cell)
        times = self.combining.get(arm, 1.0)
        segments = tuple(
            segment.model_copy(update={"ensemble": times * segment.ensemble})
            for segment in scenario.segments
        )
        return scenario.model_copy(update={"segments": segments})


def _combined(raced: Raced) -> FloatArray:
    """How much of a segment's points each product gains, 0 to 1: [runs, labs, products].

    As in the mechanism of demand: more open models help more, and those near the frontier most.
    """
    world, rules = raced.race.world, raced.race.rules
    market = world.market
    many = 1.0 - np.exp(-market.open_products / rules.custom_products)
    behind = market.frontier[:, None, None] - world.product.capability
    near = 1.0 - np.clip(behind / rules.ensemble_span[:, None, None], 0.0, 1.0)
    return np.asarray(many[:, None, None] * near * _open(raced))


def _open(raced: Raced) -> FloatArray:
    world = raced.race.world
    opened = world.product.opened_at <= world.market.month[:, None, None]
    sold = world.lab.active[:, :, None] > 0.0
    return np.asarray(opened & sold, dtype=np.float64)


def _points_gained(raced: Raced) -> float:
    return next(each.ensemble for each in raced.scenario.segments if each.name == SEGMENT)


def covered(raced: Raced) -> FloatArray:
    """Part of the open models' gap that combining covers in content work, last month.

    Returns:
        [runs] 0 to 1; nan where open models are not behind.
    """
    lab = raced.race.world.lab
    best_open = lab.open_capability.max(axis=1)
    gap = lab.closed_capability.max(axis=1) - best_open
    product = raced.race.world.product.capability
    at_best = (product == best_open[:, None, None]) & (_open(raced) > 0.0)
    gained = _points_gained(raced) * np.where(at_best, _combined(raced), 0.0).max(axis=(1, 2))
    return np.where(gap > 0.0, np.minimum(gained / np.maximum(gap, 1e-9), 1.0), np.nan)


def use_of_open(raced: Raced) -> FloatArray:
    """Share of all tokens that open models answer, last month: [runs]."""
    tokens = raced.race.world.product.tokens
    return _sum(tokens * _open(raced)) / np.maximum(_sum(tokens), 1e-9)


def skill_held(raced: Raced) -> FloatArray:
    """Skill that customers hold, mean over all tokens, with what combining adds in content work.

    Returns:
        [runs] index points.
    """
    product = raced.race.world.product
    worth = product.capability + _points_gained(raced) * _combined(raced)
    return _sum(product.tokens * worth) / np.maximum(_sum(product.tokens), 1e-9)


def _sum(values: FloatArray) -> FloatArray:
    return over_labs(over_labs(values))


RULE = (
    "Race from 2026, last month. Part one holds if combining covers more than half of the gap"
    " between the best open and the best closed model in content work (races where open models"
    " are behind), part two if it moves more than 5 percentage points of all tokens to open"
    " models; each by its 90 % interval, and fails if the interval lies below. Supported if"
    " both hold, contradicted if both fail, depends otherwise. The points that combining gains"
    " are walked from none to sixteen times until part one turns."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """Apply the rule."""
    part = found.level("covered", BASE)
    use = found.effect("use", BASE, OFF)
    skill = found.effect("skill", BASE, OFF, unit="index points")
    parts = (
        at_least("covering the gap in content work", part, COVERED),
        at_least("more use of open models", use, USE),
    )
    kind, on = weigh(parts, found.points)
    parts_walked = [found.level("covered", _arm(times)) for times in TIMES]
    uses = [found.effect("use", _arm(times), OFF) for times in TIMES]
    gap = found.level("gap", BASE, unit="index points")
    says = (
        f"Open models end up {told(gap)} index points behind; combining them covers {share(part)}"
        f" of that in content work, moves {told(use, 1, PERCENT)} percentage points of all tokens"
        f" to open models and gives customers {told(skill)} points. "
        + overturned(
            "Half of the gap would be covered", "combining gained {} times as much as is assumed",
            "", TIMES, parts_walked, COVERED, 1.0,
        )
    )  # fmt: skip
    effects: dict[str, Effect] = {
        "part of the gap covered in content work": part,
        "share of tokens moved to open models": use,
        "skill held by customers, added": skill,
        "open models behind closed ones": gap,
        **{
            f"part covered, {_arm(times)}": level
            for times, level in zip(TIMES[1:], parts_walked[1:], strict=True)
        },
        **{
            f"tokens moved, {_arm(times)}": effect
            for times, effect in zip(TIMES[1:], uses[1:], strict=True)
        },
        **{f"part covered, {arm}": found.level("covered", arm) for arm in (NEAR, FEW)},
        f"skill added, {_arm(TIMES[-1])}": found.effect(
            "skill", _arm(TIMES[-1]), OFF, unit="index points"
        ),
    }
    picture = Lines(
        [
            _series("part of the gap covered", parts_walked),
            _series("share of tokens moved to open models", uses),
        ],
        "points that combining gains, against what is assumed",
        "%",
        "What combining open models covers",
    )
    return Judged(Verdict(kind, says, on), effects, picture)


def _series(name: str, effects: list[Effect]) -> Series:
    return Series(
        name,
        TIMES,
        [PERCENT * effect.middle for effect in effects],
        [PERCENT * effect.low for effect in effects],
        [PERCENT * effect.high for effect in effects],
    )


CLAIM = Claim(
    number="C20",
    title="Combining several open models covers gaps",
    text="Q",
    says=(
        "Who cannot have the best model can combine several open ones, and so cover most of what"
        " each of them lacks."
    ),
    standing="built in",
    matters="half of the gap to the best closed model; 5 percentage points of all tokens",
    rule=RULE,
    races=RacesOfCombiners(
        scenario="tenfold-2026",
        arms=ARMS,
        reads={
            "covered": covered,
            "use": use_of_open,
            "skill": skill_held,
            "gap": "open_gap_points.end",
        },
        lucks=28,
        combining={_arm(times): times for times in TIMES},
    ),
    judge=judge,
)
