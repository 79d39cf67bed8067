"""Seats: races of one seat under many strategies, its rivals as they are, on common lucks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.policies.registry import REGISTRY
from tenfold.agents.ruling import OF_OTHERS, REGULATOR_POLICIES, RIVAL_HOME
from tenfold.scenarios.schema import Scenario
from tenfold.sim.balance.asked import Listening, lucks_asked
from tenfold.sim.balance.strategies import Dial, Held, HeldRules, dials_of, rule_dials
from tenfold.sim.game import mandate, points
from tenfold.sim.game.debrief.strategies import Sensible, strategies
from tenfold.sim.race import Race

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
REGULATOR = "regulator"
"""Name of the government's seat."""
AUTOPILOT = "autopilot"
OWN_RULES = (AUTOPILOT, "scheduled")
"""Rules of government that touch nothing but what every government decides itself."""
EMPTY_CHAIR = "human"
"""Policy of people: an empty chair, which is no rule of its own."""
QUARTERS, MONTHS = 12, 36
"""How long a game is here: between the usual ones, of 8 and of 16 quarters."""
BATCH = 512
"""Races at once: their histories take about 150 MB with twelve labs."""


class Seat(ABC):
    """Who is balanced: a lab, or a government.

    Args:
        scenario: the race.
        seed: of all lucks.
    """

    dials: tuple[Dial, ...]
    mission: Mapping[str, float]
    policies: tuple[str, ...]
    """Built-in rules that could sit there."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.raced = 0
        """Races so far."""
        self._race: Race | None = None

    def scores(self, strategies: FloatArray, lucks: IntArray) -> FloatArray:
        """Mission scores of strategies on common lucks: [strategies, lucks].

        Args:
            strategies: [strategies, dials] where levers are held.
            lucks: numbers of the lucks.
        """
        values = np.repeat(strategies, len(lucks), axis=0)
        numbers = np.tile(lucks, len(strategies))
        found = np.empty(len(values))
        for begin in range(0, len(values), BATCH):
            here = slice(begin, begin + BATCH)
            found[here] = self._play(self._holding(values[here]), numbers[here])
        return found.reshape(len(strategies), len(lucks))

    def of_policies(self, lucks: IntArray) -> FloatArray:
        """Mission scores of `policies`: [policies, lucks]."""
        return np.array([self.of_policy(name, lucks) for name in self.policies])

    def of_policy(self, name: str, lucks: IntArray) -> FloatArray:
        """Mission scores of a built-in rule; [lucks]."""
        return self._play(self._ready(name), lucks)

    def of_sensible(self, lucks: IntArray) -> FloatArray | None:
        """Scores of the strategies that the game's yardstick draws, one on each luck; [lucks].

        None where it draws none.
        """
        return None

    def asked(self, lucks: IntArray, most: int) -> dict[str, IntArray]:
        """Answer to the first of these lucks on which its question comes; empty without answers."""
        return {}

    def close(self) -> None:
        """Let go of the races' memory."""
        if self._race is not None:
            self._race.close()
            self._race = None

    def _play(self, chosen: dict[str, Any], lucks: IntArray) -> FloatArray:
        spare = self._race
        self.close()
        self._race = race = Race(
            self.scenario, self.seed, lucks=lucks, months=MONTHS, collect=False, note=False,
            spare=spare, **chosen,
        )  # fmt: skip
        race.run()
        self.raced += len(lucks)
        return self._value(race)

    @abstractmethod
    def _holding(self, values: FloatArray) -> dict[str, Any]:
        """How a race is told to hold levers, in every run its own."""

    @abstractmethod
    def _ready(self, name: str) -> dict[str, Any]:
        """How a race is told to follow a built-in rule."""

    @abstractmethod
    def _value(self, race: Race) -> FloatArray:
        """Score of every run."""


class LabSeat(Seat):
    """A lab's seat.

    Args:
        scenario: the race.
        name: of the lab.
        seed: of all lucks.
    """

    policies: tuple[str, ...] = tuple(sorted(set(REGISTRY) - {EMPTY_CHAIR}))

    def __init__(self, scenario: Scenario, name: str, seed: int) -> None:
        super().__init__(scenario, seed)
        self.name = name
        self.place = [lab.name for lab in scenario.labs].index(name)
        self.mission = {str(goal): w for goal, w in scenario.labs[self.place].mission.items()}
        self.dials = dials_of(scenario, self.place)

    def of_sensible(self, lucks: IntArray) -> FloatArray | None:
        """Scores of the strategies that the game's yardstick draws, one on each luck; [lucks]."""
        drawn = Sensible(strategies(self.seed, range(len(lucks)), QUARTERS))
        return self._play({"policies": {self.name: drawn}}, lucks)

    def asked(self, lucks: IntArray, most: int) -> dict[str, IntArray]:
        """Answer to the first of these lucks on which its question comes."""
        listening = Listening()
        self._play({"policies": {self.name: listening}}, lucks)
        return lucks_asked(listening.heard, lucks, most)

    def _holding(self, values: FloatArray) -> dict[str, Any]:
        return {"policies": {self.name: Held(self.dials, values)}}

    def _ready(self, name: str) -> dict[str, Any]:
        return {"policies": {self.name: name}}

    def _value(self, race: Race) -> FloatArray:
        return points.points_of_runs(race.history, self.place, self.mission)


class RegulatorSeat(Seat):
    """The government's seat.

    Args:
        scenario: the race.
        seed: of all lucks.
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        super().__init__(scenario, seed)
        self.name = REGULATOR
        self.home = scenario.regulator.home
        self.mission = {str(goal): w for goal, w in scenario.regulator.mission.items()}
        self.dials = rule_dials(self.home)
        # Hawks and doves make rules that some governments can only suffer.
        suffers = self.home in OF_OTHERS
        self.policies = OWN_RULES if suffers else tuple(sorted(REGULATOR_POLICIES))

    def _holding(self, values: FloatArray) -> dict[str, Any]:
        return {"ruler": HeldRules(self.dials, values)}

    def _ready(self, name: str) -> dict[str, Any]:
        return {"ruler": name}

    def _value(self, race: Race) -> FloatArray:
        homes = [lab.home for lab in self.scenario.labs]
        return mandate.points_of_runs(race.history, homes, self.home, self.mission)


def seat_of(scenario: Scenario, name: str, seed: int) -> Seat:
    """The seat of that name; `REGULATOR` is the government's."""
    if name == REGULATOR:
        return RegulatorSeat(scenario, seed)
    return LabSeat(scenario, name, seed)


def seats_of(scenario: Scenario) -> tuple[str, ...]:
    """Names of the seats of a race.

    Labs that differ in name alone count once. A government has a seat where it has labs at home and
    labs to watch.
    """
    seen: list[dict[str, Any]] = []
    names = []
    for lab in scenario.labs:
        alike = lab.model_dump(exclude={"name", "about"})
        if alike not in seen:
            seen.append(alike)
            names.append(lab.name)
    homes = {lab.home for lab in scenario.labs}
    if {scenario.regulator.home, RIVAL_HOME[scenario.regulator.home]} <= homes:
        names.append(REGULATOR)
    return tuple(names)
