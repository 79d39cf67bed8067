"""Pairs of races on the same luck that differ in one thing, and what that thing moves.

An outcome is written as `figure group` or `figure group how`: a column of the history; `market`,
`all`, a kind of lab or a lab's name; and how months become one number per run: their mean (the
default), `end` (the last month), `wobble` (spread of monthly changes), `size` (mean of absolute
values) or `spread` (across labs).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.sim.history import History
from tenfold.sim.race import Race

FloatArray = NDArray[np.float64]
SCENARIO = "tenfold-2026"


class Steady(Policy):
    """Another rule, with some levers held where a test wants them."""

    name = "steady"
    about = "A rule with some levers held."

    def __init__(self, rule: str = "autopilot", **held: float) -> None:
        self.rule = create(rule)
        self.held = held

    def decide(self, seen: Observation) -> Decision:
        """As the rule, with the held levers in place; shares still sum to one."""
        plan = self.rule.decide(seen)
        for name, value in self.held.items():
            setattr(plan, name, value)
        return plan.normalised()


def race(
    runs: int,
    months: int,
    parameters: Mapping[str, float] | None = None,
    policies: Mapping[str, Any] | None = None,
    scenario: Any = SCENARIO,
    seed: int = 3,
    note: bool = False,
) -> Race:
    """A race run to its end."""
    done = Race(
        scenario, seed, runs, months=months, parameters=parameters, policies=policies, note=note
    )
    done.run()
    done.close()
    return done


def outcome(history: History, text: str) -> FloatArray:
    """One number per run, as the text says."""
    figure, group, how, *_ = [*text.split(), "mean"]
    if group == "market":
        series = history.market_series(figure)[:, :, None]
    else:
        series = history.series(figure)[:, :, members(history, group)]
    if how == "end":
        return np.asarray(series[:, -1].mean(axis=1))
    if how == "wobble":
        return np.asarray(np.diff(np.log(series), axis=1).std(axis=(1, 2)))
    if how == "size":
        return np.asarray(np.abs(series[:, 1:]).mean(axis=(1, 2)))
    if how == "spread":
        return np.asarray(series[:, 1:].std(axis=2).mean(axis=1))
    return np.asarray(series[:, 1:].mean(axis=(1, 2)))


def members(history: History, group: str) -> NDArray[np.bool_]:
    """[labs] who belongs to a group: all, a kind, or one lab by name."""
    if group == "all":
        return np.ones(len(history.labs), dtype=bool)
    if group in history.labs:
        return np.array(history.labs) == group
    found = np.array(history.kinds) == group
    assert found.any(), f"no lab is '{group}'"
    return found


def score(lower: History, higher: History, text: str) -> float:
    """Paired difference of an outcome over its standard error; its sign is the direction."""
    difference = outcome(higher, text) - outcome(lower, text)
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    return float(difference.mean() / max(error, 1e-12 * abs(difference.mean()), 1e-300))


def check_direction(lower: History, higher: History, row: str, least: float = 2.5) -> None:
    """Hold a row such as `rent market -` against two histories on the same luck.

    A direction counts when the paired mean difference exceeds `least` standard errors.
    """
    text, sign = row.rsplit(maxsplit=1)
    found = score(lower, higher, text)
    wanted = {"+": 1.0, "-": -1.0}[sign]
    assert found * wanted > least, f"{text} should move {sign}: {found:+.1f} standard errors"


def same(left: History, right: History) -> bool:
    """Whether two histories are equal bit for bit."""
    return left.lab.tobytes() == right.lab.tobytes() and left.market.tobytes() == (
        right.market.tobytes()
    )
