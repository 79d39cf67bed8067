"""Government: keeps to the scenario, tightens, or sells."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import SimpleNamespace

import mesa
import numpy as np
import pytest

from tenfold.agents.observation import Observation
from tenfold.agents.policies import PolicyError
from tenfold.agents.regulator import Regulator, RegulatorDecision

See = Callable[..., Observation]
SPEC = SimpleNamespace(
    policy="scheduled", home="us", legal_share=0.5, enforcement=0.4, subsidy=1e8, open_limit=0.0
)


class Capitol(mesa.Model):
    """Nothing but a government and what it sees."""

    def __init__(self, seen: Observation, policy: str | None = None, home: str = "us") -> None:
        super().__init__(rng=1)
        self.seen: Observation | None = seen
        self.month = 3
        spec = SimpleNamespace(**(vars(SPEC) | {"home": home}))
        self.regulator = Regulator(self, spec, policy)

    def observe(self, place: int) -> Observation:
        assert self.seen is not None
        return self.seen


def rules(seen: Observation, policy: str | None, home: str = "us") -> RegulatorDecision:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Capitol(seen, policy, home).regulator.decide()


def at_lead(see: See, lead: float) -> Observation:
    return see(public_score=[140.0 + lead, 140.0, 120.0, 130.0])


def test_the_scenario_rules_unless_another_policy_is_named(see: See) -> None:
    decision = rules(see(), None)
    assert decision == RegulatorDecision(0.5, 0.4, 1e8, 0.0)


@pytest.mark.parametrize("policy", ["hawk", "dove"])
def test_before_the_first_month_the_scenario_rules(see: See, policy: str) -> None:
    capitol = Capitol(see(), policy)
    capitol.month, capitol.seen = 0, None
    assert capitol.regulator.decide() == RegulatorDecision(0.5, 0.4, 1e8, 0.0)


@pytest.mark.parametrize("policy", ["hawk", "dove"])
def test_both_let_more_through_the_larger_the_lead(see: See, policy: str) -> None:
    imports = [float(rules(at_lead(see, lead), policy).legal_share[0]) for lead in range(-2, 20)]
    pursuit = [float(rules(at_lead(see, lead), policy).enforcement[0]) for lead in range(-2, 20)]
    assert imports == sorted(imports)
    assert pursuit == sorted(pursuit, reverse=True)
    assert all(0.0 <= share <= 1.0 for share in imports + pursuit)


def test_a_hawk_is_stricter_than_the_scenario_and_a_dove_milder(see: See) -> None:
    for lead in range(-2, 20):
        hawk, dove = (rules(at_lead(see, lead), policy) for policy in ("hawk", "dove"))
        assert hawk.legal_share[0] <= 0.5 < dove.legal_share[0]
        assert hawk.enforcement[0] >= 0.4 > dove.enforcement[0]


def test_a_hawk_that_lost_its_lead_stops_everything(see: See) -> None:
    decision = rules(at_lead(see, -1.0), "hawk")
    assert decision.legal_share[0] == 0.0
    assert decision.enforcement[0] == 1.0
    assert decision.open_limit[0] == 140.0
    assert rules(at_lead(see, 4.0), "hawk").open_limit[0] == 0.0


def test_labs_that_have_left_do_not_count(see: See) -> None:
    seen = see(public_score=[140.0, 150.0, 120.0, 130.0], active=[1.0, 0.0, 1.0, 1.0])
    assert rules(seen, "hawk").legal_share[0] == 0.5


def test_a_government_elsewhere_watches_the_other_side(see: See) -> None:
    seen = see(public_score=[140.0, 150.0, 120.0, 130.0])
    assert rules(seen, "hawk", home="us").legal_share[0] == 0.0
    assert rules(seen, "hawk", home="china").legal_share[0] == 0.5


def test_every_world_is_governed_by_itself(see: See) -> None:
    score = np.array([[150.0, 141.0], [140.0, 140.0], [120.0, 120.0], [130.0, 130.0]])
    decision = rules(see(public_score=score), "hawk")
    assert np.array_equal(decision.legal_share, [0.5, 0.5 * (1.0 - (1.0 - 1.0 / 8.0))])


def test_a_misspelt_rule_is_refused_with_the_nearest(see: See) -> None:
    with pytest.raises(PolicyError, match=r"unknown regulator policy 'hawks'.*'hawk'"):
        Capitol(see(), "hawks")
