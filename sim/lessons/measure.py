"""Measure: whether the points of a lesson show by its last quarter, on how many lucks.

Each arm is raced on the same lucks, by as many teams as a class has, that differ in everything but
their role. On one luck a point shows or does not; a lesson ships when each of its points does on
`BOUND` of them. What a teacher tells of other races is measured the same way, and bound to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.strategies import strategies
from tenfold.sim.game.table.treatments import treated
from tenfold.sim.lessons.lesson import Arm, Lesson, Point
from tenfold.sim.lessons.readings import read
from tenfold.sim.lessons.registry import find_lessons
from tenfold.sim.lessons.team import Team
from tenfold.sim.race import Race
from tenfold.sim.sweep.answer.chances import wilson
from tenfold.sim.sweep.choices import apply_choices

FloatArray = NDArray[np.float64]
BOUND = 0.80
"""Share of lucks on which every point of a lesson must show."""
LUCKS = 200
SEED = 4
"""Statements were chosen on lucks of seeds 1 to 3: they are judged on others."""
MOST_TEAMS, MOST_LUCKS = 100, 100_000
"""Of a seat, and of a measurement: room for the numbers of minds."""


@dataclass(frozen=True)
class Shown:
    """A point, measured.

    Attributes:
        point: what was to show.
        name: of it, in its lesson.
        seen: the room sees it; else it is told.
        on: [lucks] whether it did.
        figure: [lucks] what was judged, in the unit of the outcome or as a share.
        arms: arm to the median of its teams over all lucks.
    """

    point: Point
    name: str
    seen: bool
    on: NDArray[np.bool_]
    figure: FloatArray
    arms: dict[str, float]

    @property
    def share(self) -> float:
        """Of lucks on which it shows."""
        return float(self.on.mean())

    @property
    def interval(self) -> tuple[float, float]:
        """Of that share, over luck, 90 %."""
        return wilson(self.share, float(len(self.on)))

    @property
    def middle(self) -> float:
        """Median of what was judged."""
        return float(np.median(self.figure))

    @property
    def ships(self) -> bool:
        """It shows on enough lucks, or need not show."""
        return not self.seen or self.share >= BOUND


@cache
def measured(name: str) -> tuple[Shown, ...]:
    """The points of a lesson on the lucks that it ships by; raced once in a process.

    Raises:
        LessonError: no such lesson.
    """
    (lesson,) = find_lessons((name,))
    return measure(lesson)


def measure(lesson: Lesson, lucks: int = LUCKS, seed: int = SEED) -> tuple[Shown, ...]:
    """Race every arm of a lesson and judge its points.

    Args:
        lesson: which.
        lucks: how many.
        seed: of all of them.
    """
    every = {**lesson.points, **lesson.told}
    wanted: dict[str, set[str]] = {}
    for point in every.values():
        for arm in filter(None, (point.arm, point.against)):
            wanted.setdefault(arm, set()).add(point.outcome)
    values = {
        arm: raced(lesson, arm, sorted(outcomes), lucks, seed) for arm, outcomes in wanted.items()
    }
    return tuple(
        _judged(name, point, name in lesson.points, values[point.arm], values.get(point.against))
        for name, point in every.items()
    )


def raced(
    lesson: Lesson, arm: str, outcomes: Iterable[str], lucks: int, seed: int
) -> dict[str, FloatArray]:
    """Outcomes of one arm, each [teams, lucks]."""
    chosen = lesson.arms[arm]
    scenario = world_of(lesson, chosen)
    months, teams = lesson.rounds * TURN_MONTHS, chosen.teams or lesson.teams
    race = Race(
        scenario,
        seed=seed,
        months=months,
        lucks=np.tile(np.arange(lucks), teams),
        policies=seated(lesson, arm, teams, lucks, seed),
        collect=False,
        note=False,
    )
    try:
        history = race.run()
        return {name: read(name, scenario, history).reshape(-1, lucks) for name in outcomes}
    finally:
        race.close()


def world_of(lesson: Lesson, arm: Arm) -> Scenario:
    """The scenario of an arm."""
    return treated(apply_choices(load_scenario(lesson.scenario), arm.choices), arm.treatment)


def seated(lesson: Lesson, arm: str, teams: int, lucks: int, seed: int) -> dict[str, Team]:
    """Seat to the teams in it; no two teams of a lesson have the same mind.

    Args:
        lesson: which.
        arm: of it, by name.
        teams: in each seat.
        lucks: that each is raced on, with another mind each.
        seed: of the minds.
    """
    chosen, place = lesson.arms[arm], list(lesson.arms).index(arm)
    found = {}
    for seat, name in enumerate(lesson.seats):
        first = (place * len(lesson.seats) + seat) * MOST_TEAMS
        numbers = [
            (first + team) * MOST_LUCKS + luck for team in range(teams) for luck in range(lucks)
        ]
        minds = strategies(seed, numbers, lesson.rounds)
        found[name] = Team(lesson, chosen.but.get(name, chosen.role), minds)
    return found


def _judged(
    name: str,
    point: Point,
    seen: bool,
    ours: dict[str, FloatArray],
    theirs: dict[str, FloatArray] | None,
) -> Shown:
    values = ours[point.outcome]
    arms = {point.arm: float(np.median(values))}
    if theirs is None:
        figure = values.min(axis=0)
    else:
        other = theirs[point.outcome]
        arms[point.against] = float(np.median(other))
        figure = values.mean(axis=0) - other.mean(axis=0)
        if point.relative:
            figure = figure / other.mean(axis=0)
    return Shown(point, name, seen, figure >= point.least, figure, arms)
