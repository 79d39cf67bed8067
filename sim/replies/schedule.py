"""Schedule: settings of a seat's dials by phase of the race, and the policy that plays them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies.policy import Policy
from tenfold.sim.replies.dials import turn

PHASES = (0, 12, 24)
"""Months at which a phase of the race begins; the last one lasts until the end."""


@dataclass(frozen=True)
class Schedule:
    """What a seat does, whatever happens.

    Attributes:
        settings: dial name to its value in each of the race's phases; what it does not name, the
            seat's policy decides.
    """

    settings: Mapping[str, tuple[float, ...]]

    @property
    def phases(self) -> int:
        """How many phases it has."""
        return min(len(values) for values in self.settings.values())


def phase_of(month: int) -> int:
    """The phase that a month belongs to, counted from 0."""
    return sum(month >= start for start in PHASES) - 1


def phases_of(months: int) -> int:
    """How many phases a race of that length has."""
    return phase_of(months - 1) + 1


class Scheduled(Policy):
    """A policy of which dials stand where a schedule puts them; the rest it decides itself.

    Args:
        inner: the seat's own policy.
        schedules: one per run, or one for all runs; of the same dials.
    """

    about = "A policy whose weighty levers follow a schedule."

    def __init__(self, inner: Policy, schedules: Sequence[Schedule]) -> None:
        self.inner = inner
        self._values = [
            {
                name: np.array([each.settings[name][phase] for each in schedules])
                for name in schedules[0].settings
            }
            for phase in range(min(each.phases for each in schedules))
        ]

    def decide(self, seen: Observation) -> Decision:
        """As the inner policy, with the dials of this phase."""
        runs = len(seen.compute)
        values = self._values[min(phase_of(seen.month), len(self._values) - 1)]
        each = {name: np.broadcast_to(value, (runs,)) for name, value in values.items()}
        return turn(self.inner.decide(seen), each)
