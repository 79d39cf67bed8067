"""Splits: the best-reply split of R&D compute of several seats, at many parameter sets.

A short form of the search for worlds by the dozen: one dial is turned, the final run's share of R&D
compute by phase, and everything else stays with the seat's own policy. What is found has the shape
of an experiment's values; in place of lucks stand the seats, each searched on lucks of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import Scenario
from tenfold.sim.experiments.found import Cell, Found, Place, place
from tenfold.sim.experiments.pool import Task
from tenfold.sim.experiments.races import SEED, points_of
from tenfold.sim.replies.dials import DIAL
from tenfold.sim.replies.objectives import OBJECTIVES
from tenfold.sim.replies.schedule import Schedule, phase_of
from tenfold.sim.replies.search import search
from tenfold.sim.replies.seat import SeatRaces, place_of
from tenfold.sim.sweep.choices import apply_choices

FloatArray = NDArray[np.float64]
DIALS = (DIAL["run_share"],)
TRIALS, LUCKS, MORE, FINALISTS = 24, 6, 12, 2
"""Schedules tried, lucks of each, further lucks of the best few, and how many these are."""
OWN_LUCKS = FINALISTS * (LUCKS + MORE)
"""Lucks of a search: the seat's own policy is raced on all. Batches of one size share memory."""
QUICK_POINTS = 1
EXPERIMENTS, USUAL = "experiments", "usual"
"""What is read: the share of R&D compute that experiments get in the best reply, and usually."""


@dataclass(frozen=True)
class Splits:
    """Best-reply splits.

    Attributes:
        scenario: name in the catalogue.
        groups: name of a group to seats that belong to it; groups of one size.
        arms: name to choices, with keys as in sweep files.
        points: parameter sets drawn from the calibrated ensemble; 0 for the defaults alone.
        seed: of all lucks and searches.
    """

    scenario: str
    groups: Mapping[str, tuple[str, ...]]
    arms: Mapping[str, Mapping[str, Choice]] = field(default_factory=lambda: {"as it is": {}})
    points: int = 12
    seed: int = SEED

    @property
    def count(self) -> int:
        """How many races these are."""
        seats = sum(len(seats) for seats in self.groups.values())
        each = TRIALS * LUCKS + 2 * OWN_LUCKS
        return len(self.arms) * seats * max(1, self.points) * each

    def quick(self) -> Splits:
        """The same in a short form."""
        return replace(self, points=min(self.points, QUICK_POINTS))

    def halved(self) -> Splits:
        """The same with half the points."""
        return replace(self, points=-(-self.points // 2))

    def everywhere(self, choices: Mapping[str, Choice]) -> Splits:
        """The same with some choices in every arm; an arm's own win."""
        return replace(self, arms={arm: {**choices, **own} for arm, own in self.arms.items()})

    def tasks(self) -> list[Task]:
        """A task per arm, seat and parameter set.

        Raises:
            ValueError: a seat or a choice that cannot be, in one line.
        """
        for choices in self.arms.values():
            scenario = apply_choices(load_scenario(self.scenario), choices)
            for seats in self.groups.values():
                for seat in seats:
                    place_of(scenario, seat)
        size = self.count // max(1, len(self._places()))
        return [Task(best_split, (self, *each), size) for each in self._places()]

    def gather(self, tasks: list[Task], results: list[tuple[float, float]]) -> Found:
        """What was found: [points, seats of a group] by reading and arm, the group as the cell."""
        shape = (max(1, self.points), max(len(seats) for seats in self.groups.values()))
        values: dict[Place, FloatArray] = {}
        for task, result in zip(tasks, results, strict=True):
            _, arm, group, seat, point = task.arguments
            for read, found in zip((EXPERIMENTS, USUAL), result, strict=True):
                where = place(read, arm, {"group": group})
                whole = values.setdefault(where, np.full(shape, np.nan))
                whole[point, self.groups[group].index(seat)] = found
        cells: tuple[Cell, ...] = tuple({"group": group} for group in self.groups)
        return Found(cells, points_of(self.points), values)

    def _places(self) -> list[tuple[str, str, str, int]]:
        return [
            (arm, group, seat, point)
            for arm in self.arms
            for group, seats in self.groups.items()
            for seat in seats
            for point in range(max(1, self.points))
        ]


def best_split(splits: Splits, arm: str, group: str, seat: str, point: int) -> tuple[float, float]:
    """Share of R&D compute that experiments get in a seat's best reply, and under its policy."""
    scenario = apply_choices(load_scenario(splits.scenario), splits.arms[arm])
    constants = _constants(scenario, splits.points, point)
    races = SeatRaces(scenario, seat, OBJECTIVES["capability"], splits.seed, constants)
    number = races.place * len(points_of(splits.points)) + point
    own = np.arange(number * OWN_LUCKS, (number + 1) * OWN_LUCKS)
    lucks, more = own[:LUCKS], own[LUCKS : LUCKS + MORE]
    sampler = np.random.SeedSequence([splits.seed, races.place, point]).generate_state(1)[0]
    try:
        usual = races.as_usual(own)
        best = search(
            races, usual, lucks, more, TRIALS, int(sampler), dials=DIALS, finalists=FINALISTS
        )
    finally:
        races.close()
    return 1.0 - _over_months(best, scenario.months), 1.0 - float(usual.run_share.mean())


def _over_months(schedule: Schedule, months: int) -> float:
    """Share of R&D compute that a schedule gives to final runs, mean over the months."""
    shares = schedule.settings["run_share"]
    return sum(shares[phase_of(month)] for month in range(months)) / months


def _constants(scenario: Scenario, count: int, point: int) -> dict[str, float]:
    """Constants of a parameter set; what the scenario or a choice fixes stays as it is there."""
    known = load_parameters()
    fixed = {known.find(name).name for name in scenario.parameters}
    row = points_of(count).iloc[point]
    return {str(name): float(value) for name, value in row.items() if name not in fixed}
