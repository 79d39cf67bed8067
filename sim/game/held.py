"""Held: a seat whose player holds some levers still while the autopilot sets the others.

The same decision as a game makes of settings, in thousands of worlds at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.agents.decision import Decision, Value
from tenfold.agents.observation import Observation
from tenfold.agents.policies.autopilot import Autopilot
from tenfold.agents.policies.policy import Policy
from tenfold.sim.game.basic import COPYING, DIRECT, SPLIT
from tenfold.sim.game.saves.entry import BASIC, Mode
from tenfold.sim.game.steering import ANSWERS


class Held(Policy):
    """Holds what it was handed; on its own it is the autopilot.

    Attributes:
        next: a whole decision for the coming turn, in place of everything else.
    """

    about = "Some levers held by hand, the others by the autopilot."

    def __init__(self) -> None:
        """An empty chair."""
        self.next: Decision | None = None
        self._settings: Mapping[str, float] = {}
        self._mode: Mode = BASIC
        self._until = 0
        self._stand_in = Autopilot()

    def hold(self, settings: Mapping[str, float], mode: Mode, month: int) -> None:
        """Hold these settings from now on; answers among them for this turn alone.

        Args:
            settings: as a game keeps them; none at all is the autopilot.
            mode: of which levers they are.
            month: the present one.
        """
        self.next, self._settings, self._mode, self._until = None, dict(settings), mode, month

    def decide(self, seen: Observation) -> Decision:
        """The whole decision in every world."""
        if self.next is not None:
            return self.next
        rest = self._stand_in.decide(seen).normalised()
        answers = {n: v for n, v in self._settings.items() if n in ANSWERS}
        chosen = {n: v for n, v in self._settings.items() if n not in ANSWERS}
        if chosen:
            rest = _basic(chosen, rest) if self._mode == BASIC else rest.holding(chosen)
        if answers and seen.month <= self._until:
            rest = Decision(**(rest.as_dict() | answers))
        return rest


def _basic(wanted: Mapping[str, float], rest: Decision) -> Decision:
    """The basic levers on the autopilot's rest, as `basic.compose` does it for one world."""
    values: dict[str, Value] = rest.as_dict()
    long_shots = np.asarray(rest.moonshot, dtype=float) + np.asarray(rest.efficiency, dtype=float)
    search = np.maximum(0.0, 1.0 - long_shots)
    values |= {name: wanted[name] for name in (*SPLIT, *DIRECT)}
    values["explore"] = search * (1.0 - wanted[COPYING])
    values["replicate"] = search * wanted[COPYING]
    return Decision(**values).normalised()
