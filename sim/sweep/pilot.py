"""Pilot: what a sweep will take, and what it could show, from a few of its races."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.questions import Choice, as_text
from tenfold.sim.sweep.compute import Computer, runs_part
from tenfold.sim.sweep.layout import RUNS
from tenfold.sim.sweep.plan import Chunk, Plan

FloatArray = NDArray[np.float64]

LUCKS, POINTS = 16, 8
"""Of the sweep's own, that a pilot races in each of its arms."""
STARTING = 3.0
"""Seconds that workers take to begin; 2 to 3 were measured on a small machine."""
POWER = 0.8
INTERVAL = 1.645
"""Standard errors on each side of a 90 % interval."""
REACH = INTERVAL + 0.842
"""Standard errors of an effect that a 90 % interval shows in 80 % of sweeps."""


@dataclass(frozen=True)
class Forecast:
    """What a sweep takes and what it could show."""

    races: int
    chunks: int
    piloted: int
    """Races of the pilot."""
    seconds_per_race: float
    """Of one core."""
    bytes_per_race: float
    """On disk."""
    difference: bool
    """The headline is a difference of two sides, not a level."""
    shown: str
    """What the headline contrasts, in words."""
    unit: str
    detectable: float
    """Smallest true difference that the sweep would show in 80 % of cases; nan where unknown."""
    seen: float
    """The difference in the pilot itself."""
    matters_if: float | None

    def seconds(self, jobs: int) -> float:
        """How long the sweep takes on so many cores, the start of the workers included."""
        return STARTING + self.seconds_per_race * self.races / jobs


def forecast(plan: Plan, passed: Callable[[int], None] = lambda races: None) -> Forecast:
    """Race a small part of a sweep, and reckon from it.

    Args:
        plan: of the sweep.
        passed: called with the number of races that have just finished.
    """
    computer = Computer(plan)
    points = np.arange(min(POINTS, len(plan.points)), dtype=np.int32)
    lucks = np.arange(min(LUCKS, plan.question.replicates), dtype=np.int32)
    sides = _sides(plan)
    outcomes, size, spent = [], 0, []
    for arm, cell in (sides[0], *sides):  # the first once more: memory is made the first time
        chunk = Chunk(0, 0, arm, cell, np.repeat(points, len(lucks)), np.tile(lucks, len(points)))
        began = time.process_time()
        history = computer.race(chunk, slice(None))
        values = computer.outcomes_of(history)
        parts = {RUNS: runs_part(plan, chunk, values, [""] * chunk.rows)}
        if plan.full_history:
            parts |= computer.histories(chunk, history)
        spent.append((time.process_time() - began) / chunk.rows)
        size = sum(len(part) for part in parts.values())
        outcomes.append(values[_place(plan)].reshape(len(points), len(lucks)))
        passed(chunk.rows)
    computer.close()
    difference = outcomes[1] - outcomes[2] if len(sides) == 2 else outcomes[1]
    answer = plan.question.answer
    outcome = plan.outcomes[_place(plan)]
    return Forecast(
        races=plan.races,
        chunks=plan.chunks,
        piloted=sum(len(points) * len(lucks) for _ in sides),
        seconds_per_race=float(np.mean(spent[1:])),
        bytes_per_race=size / (len(points) * len(lucks)),
        difference=len(sides) == 2,
        shown=answer.contrast if answer is not None else outcome.name,
        unit=outcome.measure.unit,
        detectable=detectable(difference, len(plan.points), plan.question.replicates),
        seen=float(difference.mean()),
        matters_if=answer.matters_if if answer is not None else None,
    )


def pilot_races(plan: Plan) -> int:
    """How many races `forecast` runs."""
    points = min(POINTS, len(plan.points))
    return points * min(LUCKS, plan.question.replicates) * (len(_sides(plan)) + 1)


def detectable(difference: FloatArray, points: int, lucks: int) -> float:
    """Smallest true mean difference that so many points and lucks would show.

    The same lucks run at every point, so a luck's own effect does not average out over points:
    the variance of the mean over lucks is (between lucks + rest / points) / lucks.

    Args:
        difference: [points, lucks] of the pilot.
        points: of the sweep.
        lucks: of the sweep.

    Returns:
        In the unit of the difference; nan where the pilot has a single luck.
    """
    tried, drawn = difference.shape
    if drawn < 2:
        return float("nan")
    by_luck = difference.mean(axis=0)
    rest = difference - difference.mean(axis=1, keepdims=True) - by_luck + difference.mean()
    free = (tried - 1) * (drawn - 1)
    noise = float((rest * rest).sum() / free) if free else 0.0
    between = max(float(by_luck.var(ddof=1)) - noise / tried, 0.0)
    return REACH * float(np.sqrt((between + noise / points) / lucks))


def _place(plan: Plan) -> int:
    """Place of the headline's outcome; the first where there is no headline."""
    answer = plan.question.answer
    return plan.question.outcomes.keep.index(answer.outcome) if answer is not None else 0


def _sides(plan: Plan) -> list[tuple[str, dict[str, Choice]]]:
    """Arm and cell of what is contrasted: two of them, or one for a level alone.

    A cross factor that the headline does not fix stands at its middle value.
    """
    cross = plan.question.cross
    cell = {factor: values[len(values) // 2] for factor, values in cross.items()}
    answer = plan.question.answer
    if answer is None:
        return [(plan.arms[0], cell)]
    cell |= answer.at
    if answer.plus is None or answer.minus is None:
        return [(plan.arms[0], cell)]
    if answer.factor is None:
        return [(answer.plus, cell), (answer.minus, cell)]
    values = {as_text(value): value for value in cross[answer.factor]}
    sides = (answer.plus, answer.minus)
    return [(plan.arms[0], cell | {answer.factor: values[side]}) for side in sides]
