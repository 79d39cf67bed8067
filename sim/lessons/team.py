"""Team: students at the levers, as they typically play.

A team has a mind of its own (`sim.game.debrief.strategies`): it leans for the whole game around
what the autopilot would do, and wavers from turn to turn. It holds only the levers that are open in
its round, and what its role's house rule holds is held; the autopilot sets the rest.
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
        """The levers that are open, as each team would have them; the autopilot's rest."""
        values = self.stand_in.decide(seen).normalised().as_dict()
        own = self.mind.decide(seen).as_dict()
        for card in self.lesson.open_in(seen.month // TURN_MONTHS + 1):
            for name in CARDS[card]:
                if name == COPYING:
                    self._copy(values, own)
                else:
                    values[name] = self.holds.get(name, own[name])
        return Decision(**values).normalised()

    def _copy(self, values: dict[str, Value], own: Mapping[str, Value]) -> None:
        """Of the search for ideas, the team's share copies what rivals have shown."""
        search = np.asarray(values["explore"]) + np.asarray(values["replicate"])
        wanted = np.asarray(own["explore"]) + np.asarray(own["replicate"])
        share = np.where(wanted > 0.0, own["replicate"] / np.where(wanted > 0.0, wanted, 1.0), 0.5)
        copied = self.holds.get(COPYING, share)
        values["explore"], values["replicate"] = search * (1.0 - copied), search * copied
