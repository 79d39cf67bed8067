"""A person at the levers."""

from __future__ import annotations

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies.autopilot import Autopilot
from tenfold.agents.policies.policy import Policy
from tenfold.agents.policies.registry import register


@register("human")
class Human(Policy):
    """Does what a person last said; until someone says something, what the autopilot would do.

    The only policy with a memory, and that is a single thing: the decision it was handed, which
    stays in force until another replaces it. Handing it None gives the seat to the autopilot.

    >>> player = Human()
    >>> player.next = Decision(distil=1.0)
    >>> player.decide(None).distil
    1.0
    """

    about = "A person decides; an empty chair is played by the autopilot."

    def __init__(self) -> None:
        """An empty chair."""
        self.next: Decision | None = None
        self.stand_in = Autopilot()

    def decide(self, seen: Observation) -> Decision:
        """The decision that was handed in, else the autopilot's."""
        return self.stand_in.decide(seen) if self.next is None else self.next
