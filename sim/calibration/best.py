"""Best point: one parameter set to be the defaults, where a single race is asked for.

Parameters that no data inform stay at their defaults, whatever a member of the ensemble has there
by chance. The others come from the mean of the ensemble, or from one of its likeliest members;
whichever is likeliest in races of its own, on many lucks, and keeps every fact that holds today,
becomes the best point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.calibration.calibrate import Fitted
from tenfold.sim.calibration.figures import race_points
from tenfold.sim.calibration.posterior import ASSUMED, Marginal
from tenfold.sim.calibration.space import Space
from tenfold.sim.calibration.waves import Raced, raced_from
from tenfold.sim.experiments.pool import Pool, Task
from tenfold.sim.facts.fact import Fact
from tenfold.sim.facts.pattern import RUNS, Arm, Arms, Form
from tenfold.sim.facts.registry import find_patterns

FloatArray = NDArray[np.float64]
DIGITS = 2
"""Significant digits of a default."""
APART = 900_000_000
"""First luck of the races that compare candidates: no wave has these."""
MOST_TRIED = 12
"""Candidates whose facts are measured."""
Judge = Callable[[Mapping[str, float]], list[Fact]]
"""Values in place of defaults -> the facts, measured."""


@dataclass(frozen=True)
class Candidate:
    """A parameter set that could become the defaults.

    Attributes:
        origin: where its informed parameters come from.
        unit: [parameters] in the unit cube, rounded already.
        log_density: of the targets, in races of its own; for comparison alone.
    """

    origin: str
    unit: FloatArray
    log_density: float = -np.inf


def candidates(
    fitted: Fitted, space: Space, known: Sequence[Marginal], count: int
) -> list[Candidate]:
    """The ensemble's mean and its likeliest members, each with defaults where no data speak.

    Args:
        fitted: a fit.
        space: of its parameters.
        known: about them.
        count: how many.
    """
    informed = np.array([each.standing != ASSUMED for each in known])
    noise = fitted.yardstick.luck / fitted.last.lucks[0]
    density = fitted.yardstick.log_density(fitted.yardstick.figures(fitted.last), noise)
    order = np.argsort(-density, kind="stable")[: max(0, count - 2)]
    mean = (fitted.weights[:, None] * fitted.last.unit).sum(axis=0)
    usual = space.unit(space.usual)
    found = [
        Candidate("the defaults before", usual),
        _rounded("mean", mean, usual, informed, space),
    ]
    for place in order:
        name = f"point {place} of the last wave"
        found.append(_rounded(name, fitted.last.unit[place], usual, informed, space))
    return found


def _rounded(
    origin: str, unit: FloatArray, usual: FloatArray, informed: NDArray[np.bool_], space: Space
) -> Candidate:
    values = space.natural(np.where(informed, unit, usual))
    short = np.array([float(f"{value:.{DIGITS}g}") for value in values])
    short = np.where(informed, np.clip(short, space.low, space.high), space.usual)
    return Candidate(origin, space.unit(short))


def compared(
    tried: Sequence[Candidate], fitted: Fitted, space: Space, lucks: int, seed: int, pool: Pool,
    passed: Callable[[int], None] = lambda races: None,
) -> list[Candidate]:  # fmt: skip
    """Candidates by their likelihood in races of their own, likeliest first.

    All are raced on the same lucks, so that luck favours none.
    """
    kinds = fitted.fit.kinds
    tasks = [
        Task(race_points, (kind, space, each.unit[None, :], APART, lucks, seed), lucks)
        for each in tried
        for kind in kinds
    ]
    figures = pool.run(tasks, passed)
    told = []
    for k, each in enumerate(tried):
        parts = figures[k * len(kinds) : (k + 1) * len(kinds)]
        raced: Raced = raced_from(each.unit[None, :], np.concatenate(parts, axis=2), kinds)
        yardstick = fitted.yardstick
        density = yardstick.log_density(yardstick.figures(raced), yardstick.luck / lucks)
        told.append(replace(each, log_density=float(density[0])))
    return sorted(told, key=lambda each: -each.log_density)


@dataclass(frozen=True)
class Best:
    """The best point and how it was found.

    Attributes:
        candidate: the one.
        passed_over: likelier ones, each with the facts that it would break.
        facts: measured at the best point.
        before: the same at the defaults that it replaces.
    """

    candidate: Candidate
    passed_over: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    before: tuple[Fact, ...]

    def changes(self, space: Space) -> dict[str, float]:
        """Name to new default, where it differs from the old one."""
        values = space.natural(self.candidate.unit)
        return {
            name: float(f"{value:.6g}")
            for name, value, old in zip(space.names, values, space.usual, strict=True)
            if not np.isclose(value, old, rtol=1e-6)
        }


def choose(ranked: Sequence[Candidate], space: Space, judge: Judge, most: int = MOST_TRIED) -> Best:
    """The likeliest candidate that keeps every fact that holds at the defaults.

    Args:
        ranked: candidates, likeliest first; the defaults are among them, and keep all facts.
        space: of their parameters.
        judge: measures the facts.
        most: candidates that are tried before the defaults are kept.
    """
    before = judge({})
    hold = {(fact.number, fact.title) for fact in before if fact.holds}
    passed_over: list[tuple[str, str]] = []
    for each in ranked[:most]:
        facts = judge(dict(space.values(each.unit)))
        broken = [f.number for f in facts if (f.number, f.title) in hold and not f.holds]
        if not broken:
            return Best(each, tuple(passed_over), tuple(facts), tuple(before))
        passed_over.append((each.origin, ", ".join(dict.fromkeys(broken))))
    usual = next(each for each in ranked if np.allclose(each.unit, space.unit(space.usual)))
    return Best(usual, tuple(passed_over), tuple(before), tuple(before))


def facts_at(
    values: Mapping[str, float], pool: Pool, runs: int = RUNS, seed: int = 1
) -> list[Fact]:
    """Facts with other defaults; what a scenario or an arm of an experiment sets itself stays.

    All but F7, whose best replies take longer than all the others together.

    Args:
        values: name to value.
        pool: who races.
        runs: lucks of an arm.
        seed: of the lucks.
    """
    works = [
        (pattern, _moved(pattern.work, values))
        for pattern in find_patterns()
        if isinstance(pattern.work, Arms)
    ]
    plans = [(pattern, work, work.tasks(Form(seed, runs))) for pattern, work in works]
    results = pool.run([task for _, _, tasks in plans for task in tasks])
    facts: list[Fact] = []
    for pattern, work, tasks in plans:
        own, results = results[: len(tasks)], results[len(tasks) :]
        facts += pattern.judge(work.gather(own)).facts
    return facts


def _moved(work: Arms, values: Mapping[str, float]) -> Arms:
    arms = {name: _arm_moved(arm, values) for name, arm in work.arms.items()}
    return replace(work, arms=arms)


def _arm_moved(arm: Arm, values: Mapping[str, float]) -> Arm:
    known = load_parameters()
    own = {known.find(name).name for name in load_scenario(arm.scenario).parameters}
    chosen = [key.removeprefix("world.") for key in arm.choices if key.startswith("world.")]
    own |= {known.find(name).name for name in chosen}
    new = {f"world.{name}": value for name, value in values.items() if name not in own}
    return replace(arm, choices={**new, **arm.choices})
