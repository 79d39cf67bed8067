"""Seat: races of one seat, its rivals as they are, on lucks of one's choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import LEVERS, Decision, Lever
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.scenarios.errors import nearest
from tenfold.scenarios.schema import Scenario
from tenfold.sim.race import Race
from tenfold.sim.replies.dials import DIALS
from tenfold.sim.replies.objectives import Objective
from tenfold.sim.replies.schedule import Schedule, Scheduled, phase_of, phases_of

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
ByPhase = dict[str, tuple[float, ...]]
"""Name to one figure per phase of the race."""
Turn = tuple[int, FloatArray]
"""Month at which a seat decided, and [levers, runs] what it decided."""


class SeatError(ValueError):
    """A seat that the scenario does not have; the message names the nearest."""


@dataclass(frozen=True)
class Played:
    """What came of a seat's races.

    Attributes:
        reached: [runs] the objective.
        levers: lever to its mean in each phase; of a choice the most frequent one.
        dials: dial to its mean in each phase.
        run_share: [runs] share of R&D compute in final runs, mean over the months.
    """

    reached: FloatArray
    levers: ByPhase
    dials: ByPhase
    run_share: FloatArray


class SeatRaces:
    """Races of one seat under schedules, or under its own policy.

    Args:
        scenario: the race.
        seat: name of a lab.
        objective: what is read of a race.
        seed: of the lucks.
        parameters: constants in place of the scenario's.

    Raises:
        SeatError: nobody of that name.
    """

    def __init__(
        self,
        scenario: Scenario,
        seat: str,
        objective: Objective,
        seed: int,
        parameters: Mapping[str, float] | None = None,
    ) -> None:
        self.scenario = scenario
        self.place = place_of(scenario, seat)
        self.spec = scenario.labs[self.place]
        self.phases = phases_of(scenario.months)
        self.objective = objective
        self.seed = seed
        self.parameters = dict(parameters or {})
        self._race: Race | None = None

    def as_usual(self, lucks: IntArray) -> Played:
        """Races under the seat's own policy."""
        return self._play(create(self.spec.policy), lucks)

    def play(self, schedules: Sequence[Schedule], lucks: IntArray) -> Played:
        """Races of every schedule on every luck; schedule after schedule."""
        each = [schedule for schedule in schedules for _ in lucks]
        policy = Scheduled(create(self.spec.policy), each)
        return self._play(policy, np.tile(lucks, len(schedules)))

    def close(self) -> None:
        """Let go of the races' memory."""
        if self._race is not None:
            self._race.close()
            self._race = None

    def _play(self, policy: Policy, lucks: IntArray) -> Played:
        race = self._begin(policy, lucks)
        turns: list[Turn] = []
        while race.month < race.months:
            month = race.month
            race.advance(race.turn_months)
            turns.append((month, race.decisions[:, self.place].copy()))
        return Played(
            np.array(self.objective.of(race.history, self.place, self.spec)),
            {lever.name: _lever(lever, k, turns) for k, lever in enumerate(LEVERS)},
            _dials(turns),
            _run_share(race, self.place),
        )

    def _begin(self, policy: Policy, lucks: IntArray) -> Race:
        """The race at its start, in the memory of the last one where that has the same size."""
        race = self._race
        if race is None or race.runs != len(lucks):
            self.close()
            policies = {self.spec.name: policy}
            self._race = race = Race(
                self.scenario, self.seed, policies=policies, lucks=lucks, collect=False, note=False,
                parameters=self.parameters,
            )  # fmt: skip
            return race
        race.labs[self.place].policy = policy
        race.restart(lucks=lucks)
        return race


def place_of(scenario: Scenario, seat: str) -> int:
    """Place of a seat among the labs, by its name in any case.

    Raises:
        SeatError: nobody of that name.
    """
    names = [lab.name for lab in scenario.labs]
    folded = [name.casefold() for name in names]
    if seat.casefold() not in folded:
        raise SeatError(f"no lab '{seat}' in {scenario.name}{nearest(seat, names)}")
    return folded.index(seat.casefold())


def _lever(lever: Lever, k: int, turns: list[Turn]) -> tuple[float, ...]:
    values = [(month, decided[k]) for month, decided in turns]
    return _by_phase(values, _most_frequent if lever.choices else _mean)


def _dials(turns: list[Turn]) -> ByPhase:
    decisions = [(month, Decision(*values)) for month, values in turns]
    return {
        dial.name: _by_phase(
            [(month, dial.usual(decision)) for month, decision in decisions],
            _mean if dial.ordered else _most_frequent,
        )
        for dial in DIALS
    }


def _by_phase(values: list[Turn], of: Callable[[FloatArray], float]) -> tuple[float, ...]:
    """A figure of each phase, from values of its turns."""
    phases = sorted({phase_of(month) for month, _ in values})
    return tuple(
        of(np.array([value for month, value in values if phase_of(month) == phase]))
        for phase in phases
    )


def _mean(values: FloatArray) -> float:
    return float(values.mean())


def _most_frequent(values: FloatArray) -> float:
    found, counts = np.unique(values, return_counts=True)
    return float(found[counts.argmax()])


def _run_share(race: Race, place: int) -> FloatArray:
    """Mean over the months in which the lab did any research; [runs]."""
    training = race.history.series("share_training")[:, 1:, place]
    both = training + race.history.series("share_experiments")[:, 1:, place]
    any_research = both > 0.0
    share = np.where(any_research, training / np.where(any_research, both, 1.0), 0.0)
    months = np.maximum(any_research.sum(axis=1), 1)
    return np.asarray(share.sum(axis=1) / months)
