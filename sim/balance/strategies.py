"""Strategies: what a person would set in a game, lever by lever, and how it is played.

A strategy says for every lever either where it is held all game long, or that it is left to the
autopilot, as a lever is that nobody touches. Shares are held as times of what the autopilot gives
them at that turn, all shares of a group then scaled to sum to one: customers come and go, and who
plays moves chips after them. So each share stays a lever of its own, and no mix is impossible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import (
    BEST_TEACHER,
    LEVERS,
    STAGED,
    SUM_TO_ONE,
    Decision,
    Lever,
)
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.agents.ruling import RegulatorDecision, Standing, autopilot, rules_of
from tenfold.scenarios.schema import Scenario

FloatArray = NDArray[np.float64]
LEFT = np.nan
"""The value of a lever that is left to the autopilot."""
TIMES = (0.0, 0.25, 0.5, 0.7, 1.0, 1.4, 2.0, 4.0, 16.0)
"""Steps of a share: at its ends it takes nothing, or next to everything."""
STEPS = 8
"""Steps of other levers that have no choices."""
SHARES = frozenset(name for names in SUM_TO_ONE for name in names)
NEEDS = {"stage_months": ("flagship_release", "mini_release")}
"""Lever to the releases of which one must be staged for it to do anything: it is weighed and judged
among strategies that stage both."""
FACTOR = "times"
"""How the unit of a lever begins that is a factor: half is as far away as double."""


@dataclass(frozen=True)
class Dial:
    """A lever as strategies set it.

    Attributes:
        name: of the lever.
        steps: values that are tried, from low to high.
        ordered: whether neighbours are alike; the others are choices, and have no ends.
    """

    name: str
    steps: tuple[float, ...]
    ordered: bool = True

    @property
    def ends(self) -> tuple[float, ...]:
        """Settings of which none may be right everywhere: both ends, or every choice.

        Of teachers only 'the best within reach' is the same in several seats.
        """
        if self.name == "teacher":
            return (BEST_TEACHER,)
        return (self.steps[0], self.steps[-1]) if self.ordered else self.steps


def dials_of(scenario: Scenario, place: int) -> tuple[Dial, ...]:
    """The dials of a lab, in the order of `LEVERS`; levers that the scenario holds have none.

    Channels of chips are a choice only under export control.
    """
    held = scenario.labs[place].levers
    controlled = scenario.labs[place].home == "china"
    return tuple(
        _dial(lever, len(scenario.labs), place)
        for lever in LEVERS
        if lever.name not in held and (controlled or lever.name != "channels")
    )


def rule_dials(home: str) -> tuple[Dial, ...]:
    """The dials of a government of this home."""
    return tuple(_plain(lever) for lever in rules_of(home))


def _dial(lever: Lever, labs: int, place: int) -> Dial:
    if lever.name in SHARES:
        return Dial(lever.name, TIMES)
    if lever.name == "teacher":
        rivals = (float(other) for other in range(labs) if other != place)
        return Dial(lever.name, (BEST_TEACHER, *rivals), ordered=False)
    if lever.choices or lever.whole:
        steps = tuple(float(k) for k in range(int(lever.low), int(lever.high) + 1))
        return Dial(lever.name, steps, not lever.choices or lever.name == "channels")
    return _plain(lever)


def _plain(lever: Lever) -> Dial:
    """A lever of which any value may be set: steps at even distances."""
    parts = [k / STEPS for k in range(STEPS + 1)]
    if lever.unit.startswith(FACTOR):
        return Dial(
            lever.name,
            tuple(round(lever.low * (lever.high / lever.low) ** part, 4) for part in parts),
        )
    width = lever.high - lever.low
    return Dial(lever.name, tuple(round(lever.low + width * part, 4) for part in parts))


def where_it_bites(dials: Sequence[Dial], strategies: FloatArray, lever: str) -> FloatArray:
    """Strategies with all set that a lever needs to do anything; the same where it needs nothing.

    Args:
        dials: of the seat.
        strategies: [..., dials].
        lever: its name.
    """
    if lever not in NEEDS:
        return strategies
    needed = [k for k, dial in enumerate(dials) if dial.name in NEEDS[lever]]
    found = strategies.copy()
    found[..., needed] = float(STAGED)
    return found


class Held(Policy):
    """The autopilot with some levers held, in every run its own.

    Args:
        dials: of the seat.
        values: [runs, dials] where each lever is held; `LEFT` leaves it to the autopilot.
    """

    name = "held"
    about = "Holds levers where a strategy puts them."

    def __init__(self, dials: tuple[Dial, ...], values: FloatArray) -> None:
        self.autopilot = create("autopilot")
        self._columns = {dial.name: values[:, k] for k, dial in enumerate(dials)}

    def decide(self, seen: Observation) -> Decision:
        """The autopilot's decision, with what is held in place."""
        plan = self.autopilot.decide(seen)
        for name, held in self._columns.items():
            if name not in SHARES:
                setattr(plan, name, np.where(np.isnan(held), getattr(plan, name), held))
        for names in SUM_TO_ONE:
            self._share_out(plan, names, len(seen.compute))
        return plan

    def _share_out(self, plan: Decision, names: tuple[str, ...], runs: int) -> None:
        """Times of the autopilot's shares, scaled to sum to one."""
        usual = {
            name: np.broadcast_to(np.asarray(getattr(plan, name), dtype=np.float64), runs)
            for name in names
        }
        asked: dict[str, FloatArray] = {}
        total = np.zeros(runs)
        for name in names:
            times = self._columns.get(name, np.full(runs, LEFT))
            asked[name] = np.where(np.isnan(times), usual[name], usual[name] * times)
            total = total + asked[name]
        safe = np.where(total > 0.0, total, 1.0)
        for name in names:
            # With nothing asked for anywhere, the autopilot's split stands.
            setattr(plan, name, np.where(total > 0.0, asked[name] / safe, usual[name]))


class HeldRules:
    """A government's autopilot with some rules held, in every run its own.

    Args:
        dials: of the seat.
        values: [runs, dials] where each rule is held; `LEFT` leaves it to the autopilot.
    """

    def __init__(self, dials: tuple[Dial, ...], values: FloatArray) -> None:
        self._columns = {dial.name: values[:, k] for k, dial in enumerate(dials)}

    def __call__(self, base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
        """The autopilot's rules, with what is held in place."""
        plan = autopilot(base, standing)
        held: dict[str, Any] = {
            name: np.where(np.isnan(column), getattr(plan, name), column)
            for name, column in self._columns.items()
        }
        return replace(plan, **held)
