"""Compute is the largest factor in who competes at the frontier.

The essay holds that of all that sets labs apart, compute counts most. Here one poor lab of the
ten-to-one world, Maple, may have or lack each of six things: ten times the chips (with the cash and
sales of the rich), researchers (as many as its rivals, or a tenth), search for ideas of its own,
copying of rivals' ideas, distillation, and bought data. What it does not search or copy it puts
into cheaper serving, which makes no model better. All 64 mixes are raced on the same lucks, against
rivals that stay as they are; the figure is how far Maple's best model on sale is ahead of its best
rival's after four years.

The way from nothing to everything is shared out among the six by Shapley's rule: what each adds,
averaged over all orders in which they could come. The shares add up exactly. What comes first in an
order is worth other than what comes last, so both are shown too.

Every lab of the race copies, so copying sets apart only who would stop. Beside the verdict stands
how the way is shared out among the other five where the lab copies anyway: the same races, less
those without copying. It does not enter the verdict, and was added when the verdict was known.

The rule says nothing of prices: tenfold chips cost far more than distillation. Chips and people are
compared at tenfold, the other four at all or nothing; a lab in between would see smaller shares.
Left out: what these factors do to rivals beyond this one lab, and know-how, which all have alike
(a lab with more chips starts with the same model, so with less of it, and catches up).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.agents.decision import LEVER
from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import row, told
from tenfold.sim.claims.shapley import Coalition, arm_of, arms_of, shapley
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Raced, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on

SEAT = "Maple"
COMPUTE, TALENT, OWN, COPYING, DISTILLATION, DATA = PLAYERS = (
    "compute", "talent", "own ideas", "copying", "distillation", "data",
)  # fmt: skip
ALL = frozenset(PLAYERS)
OTHERS = tuple(name for name in PLAYERS if name != COPYING)
TIMES = 10.0
"""How many times as many chips, and as many researchers, the lab has with the factor as without."""
MATTERS = 0.1
"""Part of the whole way by which a share must pass another to count as larger."""


def choose(having: Coalition) -> Mapping[str, Choice]:
    """The choices of the arm in which Maple has these factors."""
    chips = TIMES if COMPUTE in having else 1.0
    explore = LEVER["explore"].default if OWN in having else 0.0
    moonshot = LEVER["moonshot"].default if OWN in having else 0.0
    replicate = LEVER["replicate"].default if COPYING in having else 0.0
    return {
        "seat": SEAT,
        "seat.compute_times": chips,
        "seat.cash_times": chips,
        "seat.revenue_times": chips,
        "seat.staff_times": 1.0 if TALENT in having else 1.0 / TIMES,
        "seat.explore": explore,
        "seat.moonshot": moonshot,
        "seat.replicate": replicate,
        "seat.efficiency": 1.0 - explore - moonshot - replicate,
        "seat.distil": 1.0 if DISTILLATION in having else 0.0,
        "seat.data": LEVER["data"].default if DATA in having else 0.0,
    }


def ahead(raced: Raced) -> FloatArray:
    """How far the seat's best model on sale is ahead of the best rival's at the end.

    Returns:
        [runs] index points; negative where it is behind.
    """
    capability = raced.history.series("capability")[:, -1]
    active = raced.history.series("active")[:, -1] > 0.0
    seat = raced.groups[SEAT]
    rivals = np.where(active & ~seat, capability, -np.inf).max(axis=1)
    return np.asarray(capability[:, seat][:, 0] - rivals, dtype=np.float64)


CLAIM = Claim(
    number="C1",
    title="Compute is the largest factor at the frontier",
    text="E",
    says="Compute is the largest factor in who competes at the frontier.",
    standing="emergent",
    matters="a tenth of the whole way from a lab with nothing to a lab with everything",
    rule=(
        "At each parameter set compute's Shapley share of the whole way is held against the largest"
        " of the other five. Supported: compute's is larger by more than a tenth of the way (the"
        " whole interval). Contradicted: it is smaller by more than a tenth (the whole interval)."
        " Else it depends."
    ),
    races=Races(
        scenario="ten-to-one",
        arms=arms_of(PLAYERS, choose),
        reads={"ahead": ahead},
        points=24,
        lucks=8,
    ),
    judge=lambda found: judge(found),
)


def judge(found: Found) -> Judged:
    """Share the way out, and hold compute against the largest other factor."""

    def value(having: Coalition) -> FloatArray:
        return found.values("ahead", arm_of(PLAYERS, having))

    shares = shapley(PLAYERS, value)
    whole = value(ALL) - value(frozenset())
    way = whole.mean(axis=1, keepdims=True)
    parts = {name: found.effect_of(share / way, "of the way") for name, share in shares.items()}
    margin = found.effect_of((shares[COMPUTE] - largest_other(shares)) / way, "of the way")
    kind = kind_of(margin)
    points = {name: found.effect_of(share, "index points") for name, share in shares.items()}
    others = sorted(PLAYERS[1:], key=lambda name: -parts[name].middle)
    among = shapley(OTHERS, lambda having: value(having | {COPYING}))
    rest = (value(ALL) - value(frozenset({COPYING}))).mean(axis=1, keepdims=True)
    copying_all = {
        name: found.effect_of(share / rest, "of the rest") for name, share in among.items()
    }
    says = (
        f"From a lab with nothing to a lab with everything it is {told(found.effect_of(whole))}"
        f" index points. Compute accounts for {percent(parts[COMPUTE])} of them, {others[0]} for"
        f" {percent(parts[others[0]])}, {others[1]} for {percent(parts[others[1]])}."
        f" For a lab that copies anyway compute is {percent(copying_all[COMPUTE])} of the rest."
    )
    effects = {
        "compute's share less the largest other": margin,
        "the whole way, index points": found.effect_of(whole, "index points"),
        **{f"share of {name}": effect for name, effect in parts.items()},
        **{f"points of {name}": effect for name, effect in points.items()},
        **{f"share of {name}, copying anyway": effect for name, effect in copying_all.items()},
        **{
            f"{name}, {how}": found.effect_of(value(more) - value(less), "index points")
            for name in PLAYERS
            for how, more, less in (
                ("first", frozenset({name}), frozenset[str]()),
                ("last", ALL, ALL - {name}),
            )
        },
    }
    on = depends_on(margin, found.points) if kind == "depends" else ""
    return Judged(Verdict(kind, says, on), effects, _picture(parts))


def largest_other(shares: Mapping[str, FloatArray]) -> FloatArray:
    """[points, lucks] share of the factor that, compute apart, is largest at that point.

    Which factor that is, is decided by a point's mean over lucks: the largest luck by luck would
    always look larger than any factor is.
    """
    others = np.array([shares[name] for name in PLAYERS if name != COMPUTE])
    strongest = others.mean(axis=2).argmax(axis=0)
    return np.asarray(others[strongest, np.arange(others.shape[1])])


def kind_of(margin: Effect) -> Kind:
    """The rule."""
    if margin.above(MATTERS):
        return "supported"
    return "contradicted" if margin.below(-MATTERS) else "depends"


def percent(effect: Effect) -> str:
    """A share in per cent, which may be negative, or more than the whole."""
    return f"{told(effect, 0, 100.0)} %"


def _picture(parts: Mapping[str, Effect]) -> Dots:
    return Dots(
        [row(name, effect, 100.0) for name, effect in parts.items()],
        "% of the way from a lab with nothing to a lab with everything",
        "What sets labs apart: Shapley shares",
    )
