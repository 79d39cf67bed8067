"""Races: the arms and cells of an experiment, all on the same parameter sets and the same lucks.

A sweep asks people's own questions and keeps every race on disk. An experiment of the project is
smaller, may read anything of a race (ideas, who found what), and is judged by a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tenfold.agents.policies.policy import Policy
from tenfold.scenarios.ensembles import load_ensemble
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import Scenario
from tenfold.sim.experiments.found import Cell, Found, Place, place
from tenfold.sim.experiments.pool import Task
from tenfold.sim.history import History
from tenfold.sim.measures import Groups, groups_of
from tenfold.sim.race import Race
from tenfold.sim.sweep.choices import apply_choices
from tenfold.sim.sweep.outcomes import find_outcome

FloatArray = NDArray[np.float64]
MOST_ROWS = 128
"""Races side by side: enough that deciding for all costs little each."""
ENSEMBLE = "full"
QUICK_POINTS, QUICK_LUCKS = 3, 4
"""Of the short form: too few to conclude from, enough to see that everything runs."""
SEED = 1


@dataclass(frozen=True)
class Raced:
    """A batch of finished races, as a reading sees it."""

    race: Race
    history: History
    groups: Groups
    """Name of a group or lab to its members, [labs]."""
    scenario: Scenario
    """With the arm's and the cell's choices in it."""


Reading = Callable[[Raced], FloatArray]
"""One number per race: [runs]; nan where a race has none."""


@dataclass(frozen=True)
class Races:
    """What is raced and what is read.

    Attributes:
        scenario: name in the catalogue.
        arms: name to choices, with keys as in sweep files ("poor.distil", "world.kappa").
        reads: own name to an outcome with a time ("lag_months.end"), or to a function of a module.
        cross: choices whose values all meet all arms.
        months: length of a race.
        points: parameter sets drawn from the calibrated ensemble; 0 for the defaults alone.
        lucks: per point, the same in every arm, cell and point.
        seed: of the lucks.
    """

    scenario: str
    arms: Mapping[str, Mapping[str, Choice]]
    reads: Mapping[str, str | Reading]
    cross: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    months: int = 48
    points: int = 24
    lucks: int = 48
    seed: int = SEED

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every combination of the cross factors' values."""
        names = tuple(self.cross)
        return tuple(dict(zip(names, each, strict=True)) for each in product(*self.cross.values()))

    @property
    def count(self) -> int:
        """How many races these are."""
        return len(self.arms) * len(self.cells) * max(1, self.points) * self.lucks

    def quick(self) -> Races:
        """The same in a short form."""
        return replace(
            self, points=min(self.points, QUICK_POINTS), lucks=min(self.lucks, QUICK_LUCKS)
        )

    def halved(self) -> Races:
        """The same with half the points and half the lucks."""
        return replace(self, points=-(-self.points // 2), lucks=-(-self.lucks // 2))

    def everywhere(self, choices: Mapping[str, Choice]) -> Races:
        """The same with some choices in every arm; an arm's own win."""
        return replace(self, arms={arm: {**choices, **own} for arm, own in self.arms.items()})

    def world(self, arm: str, cell: Cell) -> Scenario:
        """The scenario of an arm in a cell."""
        return apply_choices(load_scenario(self.scenario), {**cell, **self.arms[arm]})

    def tasks(self) -> list[Task]:
        """The work, in parts that any process can do in any order.

        Raises:
            ValueError: an arm or a reading that cannot be, in one line.
        """
        self._check()
        lucks = min(self.lucks, MOST_ROWS)
        sets, together = max(1, self.points), max(1, MOST_ROWS // lucks)
        return [
            Task(race_part, (self, part), part.rows)
            for arm, cell in product(self.arms, self.cells)
            for first in range(0, sets, together)
            for begin in range(0, self.lucks, lucks)
            for part in (
                Part(
                    arm, cell,
                    (first, min(first + together, sets)),
                    (begin, min(begin + lucks, self.lucks)),
                ),
            )
        ]  # fmt: skip

    def gather(self, tasks: list[Task], results: list[FloatArray]) -> Found:
        """What was found, from tasks and their results."""
        shape = (max(1, self.points), self.lucks)
        values: dict[Place, FloatArray] = {}
        for task, result in zip(tasks, results, strict=True):
            part: Part = task.arguments[1]
            for name, found in zip(self.reads, result, strict=True):
                whole = values.setdefault(place(name, part.arm, part.cell), np.full(shape, np.nan))
                whole[slice(*part.points), slice(*part.lucks)] = found
        return Found(self.cells, points_of(self.points), values)

    def _check(self) -> None:
        for arm, cell in product(self.arms, self.cells):
            scenario = self.world(arm, cell)
            for read in self.reads.values():
                if isinstance(read, str):
                    find_outcome(read, scenario, self.months)


@dataclass(frozen=True)
class Part:
    """Races of one arm and cell: every luck of a range at every point of a range."""

    arm: str
    cell: Cell
    points: tuple[int, int]
    lucks: tuple[int, int]

    @property
    def rows(self) -> int:
        """Races in it."""
        return (self.points[1] - self.points[0]) * (self.lucks[1] - self.lucks[0])


@lru_cache(maxsize=8)
def points_of(count: int) -> pd.DataFrame:
    """Parameter sets, a row each: drawn from the ensemble, or one row without columns."""
    if count == 0:
        return pd.DataFrame(index=pd.RangeIndex(1))
    return load_ensemble(ENSEMBLE).draw(count)


def race_part(races: Races, part: Part, policies: Mapping[str, Policy] | None = None) -> FloatArray:
    """Race a part and read it.

    Args:
        races: what is raced.
        part: the races of one arm and cell that are meant.
        policies: lab to the policy that it plays by in place of its own.

    Returns:
        [reads, points, lucks].
    """
    scenario = races.world(part.arm, part.cell)
    sets = np.arange(*part.points)
    lucks = np.arange(*part.lucks)
    race = Race(
        scenario,
        seed=races.seed,
        months=races.months,
        policies=policies,
        parameters=_parameters(scenario, races.points, np.repeat(sets, len(lucks))),
        lucks=np.tile(lucks, len(sets)),
        collect=False,
        note=False,
    )
    try:
        raced = Raced(race, race.run(), groups_of(scenario), scenario)
        read = [_read(each, raced, races.months) for each in races.reads.values()]
    finally:
        race.close()
    return np.array(read).reshape(len(read), len(sets), len(lucks))


def _parameters(scenario: Scenario, count: int, rows: NDArray[np.intp]) -> dict[str, FloatArray]:
    """Values of every run; what the scenario or a choice fixes stays as it is there."""
    known = load_parameters()
    fixed = {known.find(name).name for name in scenario.parameters}
    points = points_of(count)
    return {
        str(name): points[name].to_numpy(np.float64)[rows]
        for name in points.columns
        if name not in fixed
    }


def _read(read: str | Reading, raced: Raced, months: int) -> FloatArray:
    if isinstance(read, str):
        return find_outcome(read, raced.scenario, months).of(raced.history, raced.groups)
    return np.asarray(read(raced), dtype=np.float64)
