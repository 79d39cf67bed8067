"""Labs as Mesa agents: a name, a place in the world's arrays, and a policy that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from tenfold.agents.decision import Decision, DecisionError, check_held
from tenfold.agents.observation import Observation
from tenfold.agents.policies.policy import Policy

if TYPE_CHECKING:
    from tenfold.scenarios.schema import LabSpec


class Lab(mesa.Agent):
    """One lab of a race. It holds no state: its figures live in the world, and it reads them there.

    Figures such as `capability` are those of the race's only world; a race of many worlds refuses
    them, and its history has them all. They work with Mesa's own tools, for example
    `race.agents.select(lambda lab: lab.active).agg("compute", sum)`.

    Args:
        model: the race; `model.figure(place, name)` returns a figure of one lab.
        spec: the lab's entry in the scenario.
        place: its index among the labs.
        policy: decides for it; levers that the scenario holds stay where they are.

    Raises:
        DecisionError: the scenario holds a lever that does not exist, or out of range.
    """

    def __init__(self, model: Any, spec: LabSpec, place: int, policy: Policy) -> None:
        super().__init__(model)
        try:
            check_held(spec.levers)
        except DecisionError as problem:
            raise DecisionError(f"{spec.name}: {problem}") from None
        self.spec = spec
        self.place = place
        self.policy = policy

    def decide(self, seen: Observation) -> Decision:
        """What this lab does in the coming turn, in every world that `seen` holds."""
        decision = self.policy.decide(seen)
        return decision.holding(self.spec.levers) if self.spec.levers else decision

    @property
    def name(self) -> str:
        """Unique name in the race."""
        return self.spec.name

    @property
    def kind(self) -> str:
        """Class of lab at the start: frontier, chinese or open. It never changes."""
        return self.spec.kind

    @property
    def home(self) -> str:
        """Where it is based: us, china or other."""
        return self.spec.home

    def figure(self, name: str) -> float:
        """A figure of this lab by its name, in the race's only world."""
        return float(self.model.figure(self.place, name))

    @property
    def active(self) -> bool:
        """Whether it is still in the race."""
        return self.figure("active") > 0.0

    @property
    def capability(self) -> float:
        """Best model on sale, true quality [index points]."""
        return self.figure("capability")

    @property
    def compute(self) -> float:
        """Chips at work, all channels [H100e]."""
        return self.figure("compute")

    @property
    def cash(self) -> float:
        """Money at hand [USD]."""
        return self.figure("cash")

    @property
    def revenue(self) -> float:
        """Sales of the last month [USD per month]."""
        return self.figure("revenue")

    @property
    def token_share(self) -> float:
        """Share of all tokens used [1]."""
        return self.figure("token_share")

    @property
    def revenue_share(self) -> float:
        """Share of all sales [1]."""
        return self.figure("revenue_share")

    @property
    def price(self) -> float:
        """Price of the best model [USD per million tokens]."""
        return self.figure("price")

    @property
    def talent(self) -> float:
        """Researchers, weighed by skill; 1 is the average lab."""
        return self.figure("talent")

    @property
    def confidence(self) -> float:
        """Investors' mood, bounded [1]."""
        return self.figure("confidence")

    @property
    def ideas(self) -> float:
        """Ideas known [count]."""
        return self.figure("ideas")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.policy.name!r})"


class FrontierLab(Lab):
    """Began at the frontier: rich, mostly closed, with the most chips."""


class ChineseLab(Lab):
    """Began in China: under export control, poorer in chips, mostly open."""


class OpenLab(Lab):
    """Began outside both: few chips, and open weights as its reason to exist."""


LAB_CLASSES: dict[str, type[Lab]] = {
    "frontier": FrontierLab,
    "chinese": ChineseLab,
    "open": OpenLab,
}
"""Class of agent by the kind in a scenario."""


def make_lab(model: Any, spec: LabSpec, place: int, policy: Policy) -> Lab:
    """The agent for one entry of a scenario, of the class that its kind asks for."""
    return LAB_CLASSES[spec.kind](model, spec, place, policy)
