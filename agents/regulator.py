"""Government as a Mesa agent: export controls, subsidies, enforcement, rules for open weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from tenfold.agents.decision import Value
from tenfold.agents.observation import Observation
from tenfold.agents.policies.registry import PolicyError

if TYPE_CHECKING:
    from tenfold.scenarios.schema import RegulatorSpec

FloatArray = NDArray[Any]

RIVAL_HOME = {"us": "china", "china": "us", "other": "china"}
"""Whose labs a government watches, by its own home."""
WISHED_LEAD = 8.0
"""Index points of lead that a government wishes to keep: about seven months."""
ALARM = 3.0
"""Index points of lead below which a hawk bars open weights that would help rivals."""
COMFORT = 16.0
"""Index points of lead at which a dove lifts all controls."""


@dataclass(frozen=True)
class RegulatorDecision:
    """Rules for the coming turn, before the scenario's events add to them.

    Each is one number, or one number per run.
    """

    legal_share: Value
    """Share of orders that controlled labs may import, 0 to 1."""
    enforcement: Value
    """How hard smuggling is pursued, 0 to 1."""
    subsidy: Value
    """Paid by its own state to each controlled lab [USD per month]."""
    open_limit: Value
    """Index points above which open weights are barred; 0 is no rule."""


@dataclass(frozen=True)
class Standing:
    """What a government sees of the race: public scores, in every run."""

    home: FloatArray
    """Best model on sale of its own labs [index points], 0 where it has none."""
    rival: FloatArray
    """Best model on sale of the labs that it watches [index points], 0 where there are none."""

    @property
    def lead(self) -> FloatArray:
        """Points by which its own labs lead; negative when they are behind."""
        return self.home - self.rival


RegulatorPolicy = Callable[[RegulatorDecision, Standing], RegulatorDecision]
"""The scenario's rules and the state of the race go in, the rules for the turn come out."""


def scheduled(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Keep to the scenario: what changes comes from its dated events."""
    return base


def hawk(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Tighten as rivals come near: fewer imports, more pursuit, in the end a bar on open weights.

    The rule behind the controls of October 2022 and 2023: to keep 'as large of a lead as possible'.
    """
    tight = np.minimum(np.maximum(1.0 - standing.lead / WISHED_LEAD, 0.0), 1.0)
    return replace(
        base,
        legal_share=base.legal_share * (1.0 - tight),
        enforcement=base.enforcement + (1.0 - base.enforcement) * tight,
        open_limit=np.where(standing.lead < ALARM, standing.rival, base.open_limit),
    )


def dove(base: RegulatorDecision, standing: Standing) -> RegulatorDecision:
    """Sell while the lead is comfortable: imports grow and pursuit eases with the lead.

    The rule behind the sales of 2025 and 2026: rivals who buy do not build their own.
    """
    ease = np.minimum(np.maximum((standing.lead - WISHED_LEAD) / (COMFORT - WISHED_LEAD), 0.0), 1.0)
    return replace(
        base,
        legal_share=base.legal_share + (1.0 - base.legal_share) * (0.25 + 0.75 * ease),
        enforcement=base.enforcement * (0.75 - 0.75 * ease),
    )


REGULATOR_POLICIES: dict[str, RegulatorPolicy] = {
    "scheduled": scheduled,
    "hawk": hawk,
    "dove": dove,
}
"""Rules of government by the name that scenarios use."""


class Regulator(mesa.Agent):
    """The government of a race.

    Args:
        model: the race; `model.observe(place)` shows the public figures of all labs once its
            `month` is past 0.
        spec: the scenario's regulator.
        policy: name of its rule; the scenario's own unless given.

    Raises:
        PolicyError: an unknown rule, with the nearest known one.
    """

    def __init__(self, model: Any, spec: RegulatorSpec, policy: str | None = None) -> None:
        super().__init__(model)
        self.spec = spec
        self.policy = policy or spec.policy
        if self.policy not in REGULATOR_POLICIES:
            near = get_close_matches(self.policy, REGULATOR_POLICIES, 1)
            hint = f"did you mean '{near[0]}'?" if near else ", ".join(REGULATOR_POLICIES)
            raise PolicyError(f"unknown regulator policy '{self.policy}'; {hint}")
        self.rule = REGULATOR_POLICIES[self.policy]
        self.base = RegulatorDecision(
            spec.legal_share, spec.enforcement, spec.subsidy, spec.open_limit
        )

    def decide(self) -> RegulatorDecision:
        """The rules for the coming turn, in every run of the race; the scenario's at the start."""
        if self.rule is scheduled or self.model.month == 0:
            return self.base  # it looks at nothing, or there is nothing to look at yet
        return self.rule(self.base, self.standing(self.model.observe(0)))

    def standing(self, seen: Observation) -> Standing:
        """The best public scores of its own labs and of those that it watches."""
        watched = RIVAL_HOME[self.spec.home]
        home = np.zeros_like(seen.public_score[0])
        rival = np.zeros_like(home)
        for place, where in enumerate(seen.homes):
            score = seen.public_score[place] * seen.active[place]
            if where == self.spec.home:
                home = np.maximum(home, score)
            elif where == watched:
                rival = np.maximum(rival, score)
        return Standing(home, rival)

    def __repr__(self) -> str:
        return f"Regulator({self.policy!r})"
