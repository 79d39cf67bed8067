"""C10: withholding or guarding the best model hurts those who distil it.

The essay expects that leading labs can slow distillers by hiding their models' reasoning, limiting
accounts, or keeping the best model for themselves, and that this costs them sales.

At ten to one the poor distil fully. The rich sell their models unguarded, half guarded or fully
guarded, one of them guards alone, or all withhold the best model and sell the small one. We look at
the poor side's best model, for a lag behind what is on sale would shrink by the withholding itself.
Guarding also hides ideas from labs that merely copy, so the same is raced with poor labs that do
not distil. That guarding lowers what can be learned is built in (`protection_strength`); how much
of it reaches the race is not. So the strength is walked.

Left out: guarding that is broken by leaks, and harm to honest users.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import row, told
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Races
from tenfold.sim.experiments.verdict import Kind, Verdict, depends_on

MATTERS = 1.0
"""Index points of the distillers' best model: about a month of the frontier's rise."""
WALKED = (0.0, 0.3, 0.9)
"""Values of protection_strength besides the believed one."""
DISTIL: dict[str, Choice] = {"rich.distil": 0.0, "poor.distil": 1.0}
NOT: dict[str, Choice] = {"rich.distil": 0.0, "poor.distil": 0.0}
FIRST = "Alder"
"""The rich lab that guards alone."""
ANSWERS = {
    "guarded": "all rich guard fully",
    "half": "all rich guard half",
    "one": "one rich lab guards fully",
    "withheld": "all rich withhold the best",
    "one withholds": "one rich lab withholds the best",
    "both": "all rich withhold and guard",
}


def judge(found: Found) -> Judged:
    """What distillers lose by the answers of the rich, and what these cost in sales."""
    hurt = {arm: _hurt(found, arm, "unguarded") for arm in ANSWERS}
    guarded, withheld = hurt["guarded"], hurt["withheld"]
    kind: Kind = "depends"
    if guarded.above(MATTERS) and withheld.above(MATTERS):
        kind = "supported"
    elif guarded.below(MATTERS) and withheld.below(MATTERS):
        kind = "contradicted"
    on = _which(found, guarded, withheld) if kind == "depends" else ""
    others = _hurt(found, "guarded, no distilling", "unguarded, no distilling")
    cost = {arm: _cost(found, "rich sales", arm) for arm in ANSWERS}
    lone, quiet = _cost(found, "own sales", "one"), _cost(found, "own sales", "one withholds")
    walked = [
        _hurt(found, f"guarded, strength {s:g}", f"unguarded, strength {s:g}") for s in WALKED
    ]
    turn = how_far("protection_strength", WALKED, walked, MATTERS)
    says = (
        f"Full guarding by all rich labs costs distillers {told(guarded)} points and withholding"
        f" the best {told(withheld)}; the rich sell {_sales(cost['guarded'])} and"
        f" {_sales(cost['withheld'])}, one that guards alone {_sales(lone)}. For guarding to cost"
        f" distillers only {MATTERS:g} point, {turn}: it hides ideas too."
    )
    effects = {f"distillers lose, {name}": hurt[arm] for arm, name in ANSWERS.items()}
    effects["labs that only copy lose, all rich guard fully"] = others
    effects |= {f"rich sales lost, {name}": cost[arm] for arm, name in ANSWERS.items()}
    effects |= {"own sales lost, one guards": lone, "own sales lost, one withholds": quiet}
    effects |= {
        f"distillers lose, protection_strength {strength:g}": effect
        for strength, effect in zip(WALKED, walked, strict=True)
    }
    picture = Dots(
        [row(name, hurt[arm]) for arm, name in ANSWERS.items()],
        "points that the distillers' best model is weaker",
        "What guarding and withholding cost those who distil",
        marks=((MATTERS, "counts"),),
    )
    return Judged(Verdict(kind, says, on), effects, picture)


def _hurt(found: Found, arm: str, against: str) -> Effect:
    return found.effect("distillers", against, arm, unit="index points")


def _cost(found: Found, read: str, arm: str) -> Effect:
    """Sales lost against guarding nothing, in per cent."""
    sold: FloatArray = found.values(read, arm)
    usual: FloatArray = found.values(read, "unguarded")
    return found.effect_of(100.0 * (1.0 - sold / np.maximum(usual, 1.0)), "per cent")


def _sales(lost: Effect) -> str:
    """Sales lost, in words."""
    return f"{abs(lost.middle):.0f} % {'less' if lost.middle >= 0.0 else 'more'}"


def _which(found: Found, guarded: Effect, withheld: Effect) -> str:
    """On what it depends: on which of the two is meant, or on a constant."""
    if guarded.above(MATTERS) != withheld.above(MATTERS):
        better = "guarding does, withholding may not"
        if withheld.above(MATTERS):
            better = "withholding does, guarding may not"
        return f"which answer is meant: {better}"
    return depends_on(guarded, found.points)


def _rich(guard: float, release: str = "closed") -> dict[str, Choice]:
    chosen: dict[str, Choice] = {"rich.protection": guard, "rich.mini_release": "closed"}
    return {**chosen, "rich.flagship_release": release}


CLAIM = Claim(
    number="C10",
    title="Guarding or withholding hurts distillers",
    text="E",
    says="Leading labs can slow those who distil by guarding their best models or by withholding"
    " them, at a cost in sales.",
    standing="built in",
    matters="1 index point of the distillers' best model, about a month of the frontier's rise.",
    rule="Supported if full guarding and withholding by all rich labs each make the distillers'"
    " best model weaker by more than 1 point in the whole interval. Contradicted if each costs"
    " them less than 1 point in the whole interval. Else it depends. The cost in sales is"
    " reported, and the protection_strength at which guarding costs them 1 point.",
    races=Races(
        scenario="ten-to-one",
        arms={
            "unguarded": {**DISTIL, **_rich(0.0)},
            "half": {**DISTIL, **_rich(0.5)},
            "guarded": {**DISTIL, **_rich(1.0)},
            "one": {**DISTIL, **_rich(0.0), f"{FIRST}.protection": 1.0},
            "withheld": {**DISTIL, **_rich(0.0, "withheld")},
            "one withholds": {
                **DISTIL, **_rich(0.0), f"{FIRST}.flagship_release": "withheld",
            },
            "both": {**DISTIL, **_rich(1.0, "withheld")},
            "unguarded, no distilling": {**NOT, **_rich(0.0)},
            "guarded, no distilling": {**NOT, **_rich(1.0)},
        }
        | {
            f"{name}, strength {strength:g}": {
                "world.protection_strength": strength, **DISTIL, **_rich(guard),
            }
            for strength in WALKED
            for name, guard in (("unguarded", 0.0), ("guarded", 1.0))
        },
        reads={
            "distillers": "poor.capability.m13-48",
            "rich sales": "rich.revenue.m13-48",
            "own sales": f"{FIRST}.revenue.m13-48",
        },
        lucks=24,
    ),
    judge=judge,
)  # fmt: skip
