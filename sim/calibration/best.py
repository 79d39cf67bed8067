"""Best point: one parameter set to be the defaults, where a single race is asked for.

Before any calibration the defaults were set by hand; `hand-set.toml` of the ensembles has those
that have moved since, so that the same calibration finds the same best point however often it is
installed. Parameters that no data inform stay. The others come from the mode: the most likely
point by the emulators under a prior around the values set by hand, as wide as the even one, so
that data that hardly care move nothing. Candidates are the mode, steps on the way to it, the mean
of the ensemble and likely members of it. Each is raced on many lucks; the one of highest density
that keeps every fact that held becomes the best point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.ensembles import ENSEMBLES
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_overrides, load_parameters
from tenfold.sim.calibration.calibrate import Fitted
from tenfold.sim.calibration.figures import race_points
from tenfold.sim.calibration.posterior import ASSUMED, PRIOR_SD, Marginal
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
MOST_TRIED = 8
"""Candidates whose facts are measured."""
USUAL = "as set by hand"
ON_THE_WAY = (0.25, 0.5, 0.75)
"""Parts of the way from there to the mode."""
HAND_SET = ENSEMBLES / "hand-set.toml"
STEP = 1e-4
"""In the unit cube: of slopes."""
Judge = Callable[[Mapping[str, float]], list[Fact]]
"""Values in place of defaults -> the facts, measured."""


@dataclass(frozen=True)
class Candidate:
    """A parameter set that could become the defaults.

    Attributes:
        origin: where its informed parameters come from.
        unit: [parameters] in the unit cube, rounded already.
        log_prior: of its informed parameters; for comparison alone.
        log_likelihood: of the targets, in races of its own; for comparison alone.
    """

    origin: str
    unit: FloatArray
    log_prior: float = 0.0
    log_likelihood: float = -np.inf

    @property
    def log_density(self) -> float:
        """Of likelihood times prior."""
        return self.log_likelihood + self.log_prior


def candidates(
    fitted: Fitted, space: Space, known: Sequence[Marginal], count: int
) -> list[Candidate]:
    """What was set by hand, the mode, steps to it, the ensemble's mean and likeliest members.

    Args:
        fitted: a fit.
        space: of its parameters.
        known: about them.
        count: how many.
    """
    informed = np.array([each.standing != ASSUMED for each in known])
    usual = space.unit(hand_set(space))
    mean = (fitted.weights[:, None] * fitted.last.unit).sum(axis=0)
    mode = _mode(fitted, usual, informed)
    places = {USUAL: usual, "the mode": mode, "the mean": mean}
    for part in ON_THE_WAY:
        places[f"{part:g} of the way to the mode"] = usual + part * (mode - usual)
    noise = fitted.yardstick.luck / fitted.last.lucks[0]
    likelihood = fitted.yardstick.log_density(fitted.yardstick.figures(fitted.last), noise)
    density = likelihood + _log_prior(fitted.last.unit, usual, informed)
    for place in np.argsort(-density, kind="stable")[: max(0, count - len(places))]:
        places[f"member {place}"] = fitted.last.unit[place]
    return [_rounded(name, unit, usual, informed, space) for name, unit in places.items()]


def hand_set(space: Space) -> FloatArray:
    """[parameters] defaults as they were before any calibration, in their units."""
    values = dict(zip(space.names, space.usual.tolist(), strict=True))
    if HAND_SET.is_file():
        before = load_overrides(HAND_SET)
        values |= {name: value for name, value in before.items() if name in values}
    return np.array([values[name] for name in space.names])


def _log_prior(unit: FloatArray, usual: FloatArray, informed: NDArray[np.bool_]) -> FloatArray:
    """[...] log of the prior of the informed parameters of points [..., parameters]."""
    off = (unit[..., informed] - usual[informed]) / PRIOR_SD
    return np.asarray(-0.5 * (off * off).sum(axis=-1))


def _mode(fitted: Fitted, usual: FloatArray, informed: NDArray[np.bool_]) -> FloatArray:
    """Where the emulators see the highest density, with defaults where no data speak."""
    from scipy.optimize import minimize

    steps = STEP * np.eye(int(informed.sum()))

    def density(some: FloatArray) -> FloatArray:
        unit = np.tile(usual, (len(some), 1))
        unit[:, informed] = some
        told = fitted.guess.log_density(fitted.guess.figures(unit))
        return told + _log_prior(unit, usual, informed)

    def fall(place: FloatArray) -> tuple[float, FloatArray]:
        around = density(np.vstack((place, place + steps, place - steps)))
        middle, up, down = around[0], around[1 : len(steps) + 1], around[len(steps) + 1 :]
        return -float(middle), -(up - down) / (2.0 * STEP)

    box = [(0.0, 1.0)] * len(steps)
    found = minimize(fall, usual[informed], jac=True, bounds=box, method="L-BFGS-B")
    mode = usual.copy()
    mode[informed] = found.x
    return mode


def _rounded(
    origin: str, unit: FloatArray, usual: FloatArray, informed: NDArray[np.bool_], space: Space
) -> Candidate:
    if origin == USUAL:  # as they are, not rounded
        return Candidate(origin, usual, 0.0)
    values = space.natural(np.where(informed, unit, usual))
    short = np.array([float(f"{value:.{DIGITS}g}") for value in values])
    place = space.unit(np.clip(short, space.low, space.high))
    place = np.where(informed, place, usual)
    return Candidate(origin, place, float(_log_prior(place, usual, informed)))


def compared(
    tried: Sequence[Candidate], fitted: Fitted, space: Space, lucks: int, seed: int, pool: Pool,
    passed: Callable[[int], None] = lambda races: None,
) -> list[Candidate]:  # fmt: skip
    """Candidates by their density in races of their own, highest first.

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
        told.append(replace(each, log_likelihood=float(density[0])))
    return sorted(told, key=lambda each: -each.log_density)


@dataclass(frozen=True)
class Best:
    """The best point and how it was found.

    Attributes:
        candidate: the one.
        passed_over: ones of higher density, each with the facts that it would break.
        ranked: all candidates, by density.
        facts: measured at the best point.
        before: the same as it was set by hand.
    """

    candidate: Candidate
    passed_over: tuple[tuple[str, str], ...]
    ranked: tuple[Candidate, ...]
    facts: tuple[Fact, ...]
    before: tuple[Fact, ...]

    def changes(self, space: Space) -> dict[str, float]:
        """Name to new default, where it differs from what was set by hand."""
        values = space.natural(self.candidate.unit)
        return {
            name: float(f"{value:.6g}")
            for name, value, old in zip(space.names, values, hand_set(space), strict=True)
            if not np.isclose(value, old, rtol=1e-6)
        }


def choose(ranked: Sequence[Candidate], space: Space, judge: Judge, most: int = MOST_TRIED) -> Best:
    """The candidate of highest density that keeps every fact that held as it was set by hand.

    Args:
        ranked: candidates, best first; what was set by hand is among them, and keeps all.
        space: of their parameters.
        judge: measures the facts.
        most: candidates that are tried before what was set by hand is kept.
    """
    before = judge(dict(zip(space.names, hand_set(space).tolist(), strict=True)))
    hold = {(fact.number, fact.title) for fact in before if fact.holds}
    passed_over: list[tuple[str, str]] = []
    for each in ranked[:most]:
        facts = before if each.origin == USUAL else judge(dict(space.values(each.unit)))
        broken = [f.number for f in facts if (f.number, f.title) in hold and not f.holds]
        if not broken:
            return Best(each, tuple(passed_over), tuple(ranked), tuple(facts), tuple(before))
        passed_over.append((each.origin, ", ".join(dict.fromkeys(broken))))
    usual = next(each for each in ranked if each.origin == USUAL)
    return Best(usual, tuple(passed_over), tuple(ranked), tuple(before), tuple(before))


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
