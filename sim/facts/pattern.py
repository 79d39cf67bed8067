"""Pattern: what a file of this room says of its fact: arms, readings, and how they are judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.questions import Choice
from tenfold.scenarios.schema import EventSpec, Scenario
from tenfold.sim.experiments.picture import Picture
from tenfold.sim.experiments.pool import Task
from tenfold.sim.experiments.races import Raced
from tenfold.sim.facts.fact import Fact
from tenfold.sim.measures import groups_of
from tenfold.sim.race import Race
from tenfold.sim.sweep.choices import apply_choices

FloatArray = NDArray[np.float64]
MAIN, EQUAL_START, TEN_TO_ONE = "tenfold-2026", "equal-start", "ten-to-one"
MONTHS = 48
RUNS, QUICK_RUNS = 200, 20
MOST_ROWS = 250
"""Races side by side; results do not depend on who races them, for parts are always the same."""
Reading = Callable[[Raced], FloatArray]
"""Anything of a batch of races: [runs], or [runs, more]; nan where a race has none."""


@dataclass(frozen=True)
class Form:
    """On how many lucks facts are judged.

    Attributes:
        seed: of the lucks; the same for every arm, so that arms are paired.
        runs: lucks of an arm.
        quick: the short form: too few to judge by, enough to see that everything runs.
    """

    seed: int = 1
    runs: int = RUNS
    quick: bool = False

    def lucks(self, times: int = 1) -> int:
        """Lucks of an arm that needs so many times the usual."""
        return min(self.runs, QUICK_RUNS) if self.quick else times * self.runs


@dataclass(frozen=True)
class Shown:
    """What an experiment showed: its lines of the table, and its picture."""

    facts: tuple[Fact, ...]
    picture: Picture


class Work(Protocol):
    """What is computed for a fact."""

    def tasks(self, form: Form) -> list[Task]:
        """The work, in parts that any process can do in any order."""

    def gather(self, results: list[Any]) -> Any:
        """What was measured, from the results of the tasks."""


@dataclass(frozen=True)
class Pattern:
    """A fact and its experiment.

    Attributes:
        number: such as "F2".
        title: in a few words.
        says: the fact, in a sentence.
        work: what is raced.
        judge: lines of the table and a picture from what was measured.
    """

    number: str
    title: str
    says: str
    work: Work
    judge: Callable[[Any], Shown]

    @property
    def place(self) -> int:
        """Its number as a number."""
        return int(self.number[1:])


@dataclass(frozen=True)
class Arm:
    """A world that is raced.

    Attributes:
        scenario: name in the catalogue.
        choices: what differs, with keys as in sweep files.
        events: what happens besides what the scenario says.
    """

    scenario: str = MAIN
    choices: Mapping[str, Choice] = field(default_factory=dict)
    events: tuple[EventSpec, ...] = ()

    def world(self) -> Scenario:
        """The scenario with its choices and events; the scenario's own events keep their luck."""
        scenario = load_scenario(self.scenario)
        if self.choices:
            scenario = apply_choices(scenario, self.choices)
        if self.events:
            scenario = scenario.model_copy(update={"events": (*scenario.events, *self.events)})
        return scenario


@dataclass(frozen=True)
class Arms:
    """Arms raced on the same lucks, at the default constants, and what is read of each.

    Attributes:
        arms: by name.
        reads: own name to a function of a module.
        times: how many times the usual number of lucks an arm needs.
    """

    arms: Mapping[str, Arm]
    reads: Mapping[str, Reading]
    times: int = 1

    def tasks(self, form: Form) -> list[Task]:
        """A task per arm and part of the lucks."""
        lucks = form.lucks(self.times)
        return [
            Task(race_part, (self, name, form.seed, first, min(first + MOST_ROWS, lucks)),
                 min(first + MOST_ROWS, lucks) - first)
            for name in self.arms
            for first in range(0, lucks, MOST_ROWS)
        ]  # fmt: skip

    def gather(self, results: list[tuple[str, dict[str, FloatArray]]]) -> Measured:
        """Parts put together, in the order of the lucks."""
        parts: dict[tuple[str, str], list[FloatArray]] = {}
        for arm, reads in results:
            for name, values in reads.items():
                parts.setdefault((name, arm), []).append(values)
        return Measured({where: np.concatenate(values) for where, values in parts.items()})


@dataclass(frozen=True)
class Measured:
    """What was read, by reading and arm.

    Attributes:
        by_place: (reading, arm) to [lucks] or [lucks, more].
    """

    by_place: Mapping[tuple[str, str], FloatArray]

    def of(self, read: str, arm: str) -> FloatArray:
        """A reading in an arm."""
        return self.by_place[read, arm]

    def more(self, read: str, plus: str, minus: str) -> FloatArray:
        """What a reading is higher by in one arm than in another, luck by luck."""
        return self.by_place[read, plus] - self.by_place[read, minus]


def race_part(
    arms: Arms, name: str, seed: int, first: int, last: int
) -> tuple[str, dict[str, FloatArray]]:
    """Race an arm on lucks `first` to `last - 1`, and read it."""
    scenario = arms.arms[name].world()
    race = Race(
        scenario, seed=seed, runs=last - first, first_run=first, months=MONTHS, collect=False,
        note=False,
    )  # fmt: skip
    try:
        raced = Raced(race, race.run(), groups_of(scenario), scenario)
        return name, {read: np.array(of(raced)) for read, of in arms.reads.items()}
    finally:
        race.close()
