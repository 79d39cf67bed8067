"""Sensible strategies: random play around the autopilot, as people with a mind of their own play.

A strategy leans for the whole game and wavers from turn to turn. It takes what the autopilot would
do where it stands, and moves it: shares of compute and of research by a factor each (then they sum
to 1 again), prices, pay, sizes by a factor, intensities by a sum. Every seventh always opens its
best model, every seventh never does; of small models every fifth. Every third has answers of its
own to questions. What depends on others or on the law stays the autopilot's: teacher, channels.

Draws are uniform numbers at the address (seed, number of the strategy); factors are ratios, so that
nothing but exact operations decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import CLOSED, LEVER, LEVERS, OPEN, SUM_TO_ONE, Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.agents.ruling import RULE_LEVER, RegulatorDecision, Standing
from tenfold.agents.ruling import autopilot as autopilot_rules
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.rerun import ScriptedRules

FloatArray = NDArray[np.float64]

SHARE_REACH = 0.40
"""A share leans by a factor from (1 - 0.40) / (1 + 0.40) to its inverse: 0.43 to 2.3."""
FACTOR_REACH = {
    "automation": 0.30, "model_size": 0.20, "post_training": 0.25, "flagship_price": 0.15,
    "mini_price": 0.15, "pay": 0.25, "data": 0.30,
}  # fmt: skip
SUM_REACH = {"distil": 0.40, "protection": 0.30, "run_months": 1.5, "order": 0.25}
"""How far a lever is moved by a sum, in its own unit."""
RULE_REACH = {"legal_share": 0.35, "enforcement": 0.35, "home_subsidy": 2.0e8, "open_gap": 2.5}
"""The same for the rules of a government."""
WAVERING = 0.3
"""Of the reach of a lean: how far a single turn departs from it."""
OPEN_FLAGSHIP, OPEN_MINI = 1.0 / 7.0, 1.0 / 5.0
"""Strategies that always open a model; as many never do."""
OWN_ANSWERS = 1.0 / 3.0


@dataclass(frozen=True)
class Draws:
    """What tells strategies apart."""

    lean: FloatArray
    """[levers, strategies] from -1 to 1, most often near 0."""
    waver: FloatArray
    """[turns, levers, strategies] the same."""
    choice: FloatArray
    """[levers, strategies] from 0 to 1."""


def strategies(seed: int, numbers: Sequence[int], turns: int) -> Draws:
    """The strategies of these numbers; each is the same alone or among many."""
    levers = len(LEVERS)
    leans, wavers, choices = [], [], []
    for number in numbers:
        source = np.random.Generator(np.random.Philox(key=np.array([seed, number], np.uint64)))
        drawn = source.random((turns + 2, levers, 2))
        leans.append(drawn[0].sum(axis=1) - 1.0)
        choices.append(drawn[1, :, 0])
        wavers.append(drawn[2:].sum(axis=2) - 1.0)
    return Draws(np.stack(leans, -1), np.stack(wavers, -1), np.stack(choices, -1))


class Sensible(Policy):
    """Many strategies at once, one per run."""

    def __init__(self, draws: Draws) -> None:
        """At its first turn."""
        self.draws = draws
        self.stand_in = create("autopilot")

    def decide(self, seen: Observation) -> Decision:
        """What the autopilot would do here, moved by each strategy."""
        shift = self.draws.lean + WAVERING * self.draws.waver[seen.month // TURN_MONTHS]
        moved: dict[str, Any] = self.stand_in.decide(seen).as_dict()
        shares = {name for group in SUM_TO_ONE for name in group}
        for k, lever in enumerate(LEVERS):
            name = lever.name
            if name in shares or name in FACTOR_REACH:
                reach = FACTOR_REACH.get(name, SHARE_REACH) * shift[k]
                moved[name] = moved[name] * (1.0 + reach) / (1.0 - reach)
            elif name in SUM_REACH:
                moved[name] = moved[name] + SUM_REACH[name] * shift[k]
            if lever.whole and name in SUM_REACH:
                moved[name] = np.rint(moved[name])
            if name not in shares:
                moved[name] = np.minimum(np.maximum(moved[name], lever.low), lever.high)
        self._choose(moved)
        return Decision(**moved).normalised()

    def _choose(self, moved: dict[str, Any]) -> None:
        for name, part in (("flagship_release", OPEN_FLAGSHIP), ("mini_release", OPEN_MINI)):
            drawn = self.draws.choice[_place(name)]
            kept = np.where(drawn > 1.0 - part, float(CLOSED), moved[name])
            moved[name] = np.where(drawn < part, float(OPEN), kept)
        for k, lever in enumerate(LEVERS):
            if lever.group == "answers":
                drawn = self.draws.choice[k] / OWN_ANSWERS
                steps = lever.high - lever.low + 1.0
                own = np.minimum(np.floor(drawn * steps) + lever.low, lever.high)
                moved[lever.name] = np.where(drawn < 1.0, own, moved[lever.name])


class SensibleRules(ScriptedRules):
    """Many governments at once, one per run, that move the autopilot's rules."""

    def __init__(self, draws: Draws, names: Sequence[str]) -> None:
        """At its first turn."""
        super().__init__(np.empty(0), names)
        self.draws = draws

    def __call__(self, base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
        """What the autopilot would rule here, moved by each strategy."""
        made = autopilot_rules(base, standing)
        given: dict[str, Any] = {}
        for k, name in enumerate(self.names):
            shift = self.draws.lean[k] + WAVERING * self.draws.waver[self.turn, k]
            moved = getattr(made, name) + RULE_REACH[name] * shift
            rule = RULE_LEVER[name]
            given[name] = np.minimum(np.maximum(moved, rule.low), rule.high)
        return replace(made, **given)


def sensible(seat: Seat, seed: int, numbers: Sequence[int]) -> Policy | ScriptedRules:
    """Whoever plays these strategies in a seat.

    Args:
        seat: of a lab or of the government.
        seed: of all strategies.
        numbers: of the strategies, one per run.
    """
    draws = strategies(seed, numbers, seat.quarters)
    if seat.place >= 0:
        return Sensible(draws)
    return SensibleRules(draws, [rule.name for rule in seat.levers])


def _place(name: str) -> int:
    return LEVERS.index(LEVER[name])
