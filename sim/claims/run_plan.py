"""Run plan: races in which a lab holds some levers first and others later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tenfold.agents.decision import Decision
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.agents.policies.policy import Policy
from tenfold.sim.experiments.pool import Task
from tenfold.sim.experiments.races import FloatArray, Part, Races, race_part

Levers = Mapping[str, float]


@dataclass(frozen=True)
class RunPlan:
    """What a lab holds whatever its policy says, and from when on it holds something else.

    Attributes:
        lab: whose plan it is.
        first: levers held from the start.
        later: levers held instead from the first turn at or after `month`.
        month: when the plan turns.
    """

    lab: str
    first: Levers
    later: Levers
    month: int


class Planned(Policy):
    """A policy whose levers are held by a plan."""

    name = "planned"
    about = "Follows a plan of an experiment."

    def __init__(self, inner: Policy, plan: RunPlan) -> None:
        self.inner = inner
        self.plan = plan

    def decide(self, seen: Observation) -> Decision:
        """What the policy would do, with the plan's levers held."""
        held = self.plan.first if seen.month < self.plan.month else self.plan.later
        return self.inner.decide(seen).holding(held)


@dataclass(frozen=True)
class PlannedRaces(Races):
    """Races with a plan in some arms.

    Attributes:
        plans: arm to plan; the other arms go as in `Races`.
    """

    plans: Mapping[str, RunPlan] = field(default_factory=dict)

    def tasks(self) -> list[Task]:
        """The work, in parts; those of planned arms follow their plan."""
        return [
            replace(task, function=race_planned) if task.arguments[1].arm in self.plans else task
            for task in super().tasks()
        ]


def race_planned(races: PlannedRaces, part: Part) -> FloatArray:
    """Race a part of a planned arm and read it: [reads, points, lucks].

    Raises:
        KeyError: the plan is of a lab that does not race.
    """
    plan = races.plans[part.arm]
    scenario = races.world(part.arm, part.cell)
    spec = {lab.name: lab for lab in scenario.labs}[plan.lab]
    return race_part(races, part, {plan.lab: Planned(create(spec.policy), plan)})
