"""Team: students at the levers, as they typically play.

A team has a mind of its own (`sim.game.debrief.strategies`): it leans for the whole game around
what the autopilot would do, and wavers from turn to turn. It holds only the levers that are open in
its round; what its role's house rule holds is held from the first; the autopilot sets the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.agents.decision import Decision, Value
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.sim.game.basic import COPYING
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.strategies import Draws, Sensible
from tenfold.sim.lessons.lesson import CARDS, Lesson


class Team(Policy):
    """Teams in one seat, one per run."""

    name = "team"
    about = "Students at the levers that are open to them."

    def __init__(self, lesson: Lesson, role: str, minds: Draws) -> None:
        """Seated.

        Args:
            lesson: which levers are open when.
            role: name of the house rule that all of them play by.
            minds: of each.
        """
        self.lesson = lesson
        self.holds: Mapping[str, float] = lesson.roles[role].holds
        self.stand_in = create("autopilot")
        self.mind = Sensible(minds)

    def decide(self, seen: Observation) -> Decision:
        """What is open as each team would have it, what is held as its rule says."""
        values = self.stand_in.decide(seen).normalised().as_dict()
        own = self.mind.decide(seen).as_dict()
        for card in self.lesson.open_in(seen.month // TURN_MONTHS + 1):
            for name in CARDS[card]:
                if name == COPYING:
                    _copy(values, _copied(own))
                else:
                    values[name] = own[name]
        for name, value in self.holds.items():
            if name == COPYING:
                _copy(values, value)
            else:
                values[name] = value
        return Decision(**values).normalised()


def _copy(values: dict[str, Value], share: Value) -> None:
    """Let a share of the search for ideas copy what rivals have shown."""
    search = np.asarray(values["explore"]) + np.asarray(values["replicate"])
    values["explore"], values["replicate"] = search * (1.0 - share), search * share


def _copied(own: Mapping[str, Value]) -> Value:
    """The share that a team wants to copy; as a page shows it where it searches for nothing."""
    wanted = np.asarray(own["explore"]) + np.asarray(own["replicate"])
    some = wanted > 0.0
    return np.where(some, own["replicate"] / np.where(some, wanted, 1.0), 0.5)
