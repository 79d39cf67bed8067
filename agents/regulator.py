"""Government as a Mesa agent: export controls, subsidies, enforcement, rules for open weights."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from tenfold.agents.observation import Observation
from tenfold.agents.policies.registry import PolicyError
from tenfold.agents.ruling import (
    REGULATOR_POLICIES,
    RIVAL_HOME,
    STEERED,
    RegulatorDecision,
    RegulatorPolicy,
    Standing,
    scheduled,
)

if TYPE_CHECKING:
    from tenfold.scenarios.schema import RegulatorSpec


class Regulator(mesa.Agent):
    """The government of a race.

    Args:
        model: the race; `model.observe(place)` and `model.known_of_market()` show what is public
            once it asks labs to decide.
        spec: the scenario's regulator.
        policy: its rule or the name of one; the scenario's own unless given.

    Raises:
        PolicyError: an unknown rule, with the nearest known one.
    """

    def __init__(
        self, model: Any, spec: RegulatorSpec, policy: str | RegulatorPolicy | None = None
    ) -> None:
        super().__init__(model)
        self.spec = spec
        chosen = policy or spec.policy
        if isinstance(chosen, str):
            if chosen not in REGULATOR_POLICIES:
                near = get_close_matches(chosen, REGULATOR_POLICIES, 1)
                hint = f"did you mean '{near[0]}'?" if near else ", ".join(REGULATOR_POLICIES)
                raise PolicyError(f"unknown regulator policy '{chosen}'; {hint}")
            self.policy, self.rule = chosen, REGULATOR_POLICIES[chosen]
        else:
            names = {rule: name for name, rule in REGULATOR_POLICIES.items()}
            self.policy, self.rule = names.get(chosen, STEERED), chosen
        self.base = RegulatorDecision(
            spec.legal_share, spec.enforcement, spec.subsidy, spec.open_limit,
            spec.home_subsidy, spec.open_gap,
        )  # fmt: skip

    @property
    def at_once(self) -> bool:
        """Whether its rule counts from the first turn: people's, and their stand-in's."""
        return self.policy in (STEERED, "autopilot")

    def decide(self) -> RegulatorDecision:
        """The rules for the coming turn, in every run of the race; at the start the scenario's."""
        if self.rule is scheduled or (self.model.month == 0 and not self.at_once):
            return self.base  # it looks at nothing, or keeps to what was there before
        return self.rule(self.base, self.standing(self.model.observe(0)))

    def standing(self, seen: Observation) -> Standing:
        """What the public knows of its own labs, of those that it watches, and of the market."""
        watched = RIVAL_HOME[self.spec.home]
        nothing = np.zeros_like(seen.public_score[0])
        home = rival = opened = opened_home = open_share = largest = nothing
        for place, where in enumerate(seen.homes):
            score = seen.public_score[place] * seen.active[place]
            weights = seen.open_score[place] * seen.active[place]
            opened = np.maximum(opened, weights)
            open_share = open_share + seen.token_share[place] * seen.flagship_open[place]
            largest = np.maximum(largest, seen.token_share[place])
            if where == self.spec.home:
                home = np.maximum(home, score)
                opened_home = np.maximum(opened_home, weights)
            elif where == watched:
                rival = np.maximum(rival, score)
        return Standing(
            home, rival, self.spec.home, opened, opened_home, open_share, largest,
            **self.model.known_of_market(),
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Regulator({self.policy!r})"
