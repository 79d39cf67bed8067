"""C10: withholding or guarding the best model hurts those who distil it.

The essay expects that leading labs can slow distillers by hiding their models' reasoning, limiting
accounts, or keeping the best model for themselves, and that this costs them sales.

At ten to one the poor distil fully. The rich sell their models unguarded, half guarded or fully
guarded, one of them guards alone, or all withhold the best model and sell the small one. In one
more arm all rich labs sell their best model first and publish its weights after half a year. We
look at the poor side's best model, for a lag behind what is on sale would shrink by the withholding
itself. Guarding also hides ideas from labs that merely copy, so the same is raced with poor labs
that do not distil. That guarding lowers what can be learned is built in (`protection_strength`);
how much of it reaches the race is not. So the strength is walked.

Left out: guarding that is broken by leaks, and harm to honest users.
"""

from __future__ import annotations

import numpy as np

from tenfold.scenarios.questions import Choice
from tenfold.sim.claims.claim import Claim, Judged
from tenfold.sim.claims.judging import at_least, row, told, weigh
from tenfold.sim.claims.walk import how_far
from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.found import Found
from tenfold.sim.experiments.picture import Dots
from tenfold.sim.experiments.races import FloatArray, Races
from tenfold.sim.experiments.verdict import Verdict

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
    "staged": "all rich open after half a year",
}


RULE = (
    "Supported if full guarding and withholding by all rich labs each make the distillers'"
    " best model weaker by more than 1 point in the whole interval. Contradicted if each costs"
    " them less than 1 point in the whole interval. Else it depends. The cost in sales is"
    " reported, and the protection_strength at which guarding costs them 1 point."
)
"""Of the verdict."""


def judge(found: Found) -> Judged:
    """What distillers lose by the answers of the rich, and what these cost in sales."""
    hurt = {arm: _hurt(found, arm, "unguarded") for arm in ANSWERS}
    guarded, withheld = hurt["guarded"], hurt["withheld"]
    parts = (at_least("guarding", guarded, MATTERS), at_least("withholding", withheld, MATTERS))
    kind, on = weigh(parts, found.points)
    others = _hurt(found, "guarded, no distilling", "unguarded, no distilling")
    sales = {arm: _change(found, "rich sales", arm) for arm in ANSWERS}
    lone, quiet = _change(found, "own sales", "one"), _change(found, "own sales", "one withholds")
    walked = [
        _hurt(found, f"guarded, strength {s:g}", f"unguarded, strength {s:g}") for s in WALKED
    ]
    turn = how_far("protection_strength", WALKED, walked, MATTERS, points=found.points)
    says = (
        f"Full guarding by all rich labs costs distillers {told(guarded)} points and withholding"
        f" the best {told(withheld)}; the rich's sales change by {_signed(sales['guarded'])} and"
        f" {_signed(sales['withheld'])}, those of one that guards alone by {_signed(lone)}."
        f" {_price(sales['withheld'])} Opening after half a year costs distillers"
        f" {told(hurt['staged'])} points. For guarding to cost them only {MATTERS:g} point, {turn}:"
        " it hides ideas too."
    )
    effects = {f"distillers lose, {name}": hurt[arm] for arm, name in ANSWERS.items()}
    effects["labs that only copy lose, all rich guard fully"] = others
    effects |= {f"change of rich sales, {name}": sales[arm] for arm, name in ANSWERS.items()}
    effects["change of own sales, one rich lab guards fully"] = lone
    effects["change of own sales, one rich lab withholds the best"] = quiet
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


def _change(found: Found, read: str, arm: str) -> Effect:
    """Sales more than without any guarding, in per cent."""
    sold: FloatArray = found.values(read, arm)
    usual: FloatArray = found.values(read, "unguarded")
    return found.effect_of(100.0 * (sold / np.maximum(usual, 1.0) - 1.0), "per cent")


def _signed(change: Effect) -> str:
    """A change with its interval: '+14 (2 to 29) %'."""
    return f"{round(change.middle) + 0:+d} ({round(change.low)} to {round(change.high)}) %"


def _price(change: Effect) -> str:
    """What withholding does to the sales of the rich, in words."""
    if change.above(0.0):
        return "Withholding costs the rich no sales here: it raises them."
    if change.below(0.0):
        return "Withholding costs the rich sales."
    return "Whether withholding costs the rich sales is not clear."


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
    rule=RULE,
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
            "staged": {**DISTIL, **_rich(0.0, "staged")},
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
