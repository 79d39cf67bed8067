"""Government: keeps to the scenario, tightens, or sells."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import SimpleNamespace

import mesa
import numpy as np
import pytest

from tenfold.agents.decision import DecisionError
from tenfold.agents.observation import Observation
from tenfold.agents.policies import PolicyError
from tenfold.agents.regulator import Regulator
from tenfold.agents.ruling import (
    RULE_LEVERS,
    RegulatorDecision,
    RegulatorPolicy,
    Steered,
    rules_of,
)

See = Callable[..., Observation]
SPEC = SimpleNamespace(
    policy="scheduled", home="us", legal_share=0.5, enforcement=0.4, subsidy=1e8, open_limit=0.0,
    home_subsidy=0.0, open_gap=0.0,
)  # fmt: skip


class Capitol(mesa.Model):
    """Nothing but a government and what it sees."""

    def __init__(
        self, seen: Observation, policy: str | RegulatorPolicy | None = None, home: str = "us"
    ) -> None:
        super().__init__(rng=1)
        self.seen: Observation | None = seen
        self.month = 3
        spec = SimpleNamespace(**(vars(SPEC) | {"home": home}))
        self.regulator = Regulator(self, spec, policy)

    def observe(self, place: int) -> Observation:
        assert self.seen is not None
        return self.seen

    def known_of_market(self) -> dict[str, np.ndarray]:
        assert self.seen is not None
        runs = self.seen.public_score.shape[1]
        return {name: np.full(runs, 7.0) for name in ("tokens", "cheapest", "smuggled", "spent")}


def rules(
    seen: Observation, policy: str | RegulatorPolicy | None, home: str = "us"
) -> RegulatorDecision:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Capitol(seen, policy, home).regulator.decide()


def said(decision: RegulatorDecision) -> dict[str, float]:
    """The rules in the first world."""
    return {name: float(np.asarray(rule).flat[0]) for name, rule in vars(decision).items()}


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


def test_an_autopilot_sells_with_a_lead_and_helps_without(see: See) -> None:
    """Every rule moves one way with the lead, and each moves."""
    ruled = [rules(at_lead(see, lead), "autopilot") for lead in range(-2, 20)]
    imports = [float(each.legal_share[0]) for each in ruled]
    pursuit = [float(each.enforcement[0]) for each in ruled]
    money = [float(each.home_subsidy[0]) for each in ruled]
    gaps = [float(each.open_gap[0]) for each in ruled]
    assert imports == sorted(imports)
    assert imports[0] < imports[-1]
    assert pursuit == sorted(pursuit, reverse=True)
    assert pursuit[0] > pursuit[-1]
    assert money == sorted(money, reverse=True)
    assert money[0] > money[-1] == 0.0
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > gaps[-1] == 0.0
    assert ruled[0].subsidy == 1e8, "another state's money is not its own to give"


def test_a_government_under_control_leaves_the_controls_to_others(see: See) -> None:
    decision = rules(see(), "autopilot", home="china")
    assert (decision.legal_share, decision.enforcement) == (0.5, 0.4)
    assert {lever.name for lever in rules_of("china")} == {"home_subsidy", "open_gap"}
    assert rules_of("us") == RULE_LEVERS


def test_a_person_holds_some_rules_and_the_autopilot_the_rest(see: See) -> None:
    seat = Steered()
    usual = rules(at_lead(see, 8.0), "autopilot")
    assert said(rules(at_lead(see, 8.0), seat)) == said(usual)
    seat.held = {"enforcement": 0.9}
    assert said(rules(at_lead(see, 8.0), seat)) == said(usual) | {"enforcement": 0.9}


@pytest.mark.parametrize(
    ("held", "home", "said"),
    [
        ({"enforcment": 0.5}, "us", "did you mean 'enforcement'"),
        ({"enforcement": 1.5}, "us", "must lie from 0 to 1"),
        ({"legal_share": float("nan")}, "us", "must lie from 0 to 1"),
        ({"legal_share": 0.5}, "china", "sets no rule 'legal_share'"),
    ],
)
def test_rules_that_cannot_be_are_refused(
    see: See, held: dict[str, float], home: str, said: str
) -> None:
    seat = Steered()
    seat.held = held
    with pytest.raises(DecisionError, match=said):
        rules(see(), seat, home)


def test_people_rule_from_the_first_month(see: See) -> None:
    capitol = Capitol(see(), Steered())
    capitol.month = 0
    capitol.regulator.rule.held = {"legal_share": 0.0}  # type: ignore[attr-defined]
    assert capitol.regulator.decide().legal_share == 0.0


def test_a_government_sees_what_is_public(see: See) -> None:
    capitol = Capitol(see(
        public_score=[150.0, 141.0, 120.0, 130.0], open_score=[0.0, 140.0, 120.0, 125.0],
        flagship_open=[0.0, 1.0, 1.0, 0.0], token_share=[0.4, 0.3, 0.1, 0.2],
    ))  # fmt: skip
    sight = capitol.regulator.standing(capitol.observe(0))
    assert (sight.home[0], sight.rival[0], sight.lead[0]) == (150.0, 141.0, 9.0)
    assert (sight.opened[0], sight.opened_home[0]) == (140.0, 125.0)  # type: ignore[index]
    assert sight.open_share[0] == pytest.approx(0.4)  # type: ignore[index]
    assert sight.largest_share[0] == 0.4  # type: ignore[index]
    assert sight.where == "us"
    assert sight.tokens[0] == 7.0
