"""Choices: what keys do to a scenario, and that those which would do nothing are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.agents.decision import LEVERS, SUM_TO_ONE
from tenfold.agents.policies import create
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import SweepError
from tenfold.scenarios.schema import Scenario
from tenfold.sim.race import LEVER_PLACE, Race
from tenfold.sim.sweep.choices import apply_choices
from tests.sim.sweep.core_cases import plan_of

TEN, EQUAL, WORLD = (load_scenario(name) for name in ("ten-to-one", "equal-start", "tenfold-2026"))
POOR, RICH = ("Maple", "Oak", "Pine"), ("Alder", "Birch", "Cedar")


def renamed(scenario: Scenario, **names: str) -> Scenario:
    """The scenario with some labs called otherwise."""
    labs = [lab.model_copy(update={"name": names.get(lab.name, lab.name)}) for lab in scenario.labs]
    return scenario.model_copy(update={"labs": tuple(labs)})


def of(scenario: Scenario, field: str) -> dict[str, Any]:
    """A field of every lab, by its name."""
    return {lab.name: getattr(lab, field) for lab in scenario.labs}


def sums(scenario: Scenario, figure: str) -> tuple[float, float]:
    """Sum of a starting figure over the rich side and over the poor."""
    by_name = of(scenario, figure)
    rich, poor = (sum(by_name[name].value for name in side) for side in (RICH, POOR))
    return rich, poor


BAD: list[tuple[dict[str, Any], list[str]]] = [
    # what a sweep file says, what the message must say
    ({"scenario": "ten-to-on"}, ["unknown scenario 'ten-to-on'", "'ten-to-one'"]),
    ({"arms": {"a": {"distil": 1.0}}}, ["arm 'a'", "unknown choice 'distil'", "poor.distil"]),
    ({"arms": {"a": {"compute_ration": 3.0}}}, ["'compute_ration'", "did you mean 'compute_rat"]),
    ({"arms": {"a": {"pore.distil": 1.0}}}, ["'pore.distil'", "'pore'", "did you mean 'poor'?"]),
    ({"arms": {"a": {"Mapel.distil": 1.0}}}, ["nobody", "did you mean 'Maple'?"]),
    ({"arms": {"a": {"china.distil": 1.0}}}, ["nobody in ten-to-one is called 'china'"]),
    ({"arms": {"a": {"poor.distill": 1.0}}}, ["no lever 'distill'", "did you mean 'distil'?"]),
    ({"arms": {"a": {"poor.": 1.0}}}, ["'poor.'", "no lever ''"]),
    ({"arms": {"a": {".distil": 1.0}}}, ["'.distil'", "called ''"]),
    ({"arms": {"a": {"poor.Maple.distil": 1.0}}}, ["called 'poor.Maple'"]),
    ({"arms": {"a": {"poor.distil": 1.5}}}, ["'poor.distil'", "distil = 1.5", "from 0 to 1"]),
    ({"arms": {"a": {"poor.distil": "much"}}}, ["'poor.distil' = 'much'", "it is a number"]),
    ({"arms": {"a": {"poor.run_months": 2.5}}}, ["'poor.run_months'", "whole number"]),
    (
        {"arms": {"a": {"poor.flagship_release": "opn"}}},
        ["'poor.flagship_release' = 'opn'", "did you mean 'open'?"],
    ),
    ({"arms": {"a": {"poor.flagship_release": 4.0}}}, ["must lie from 0 to 3"]),
    ({"arms": {"a": {"poor.teacher": 6.0}}}, ["'poor.teacher' = 6", "from 0 to 5"]),
    ({"arms": {"a": {"poor.teacher": -2.0}}}, ["'poor.teacher'", "must lie from -1"]),
    ({"arms": {"a": {"poor.teacher": "Aldr"}}}, ["'poor.teacher' = 'Aldr'", "mean 'Alder'?"]),
    (
        {"arms": {"a": {"poor.experiments": 0.7, "poor.training": 0.5}}},
        ["Maple", "experiments + training = 1.2", "sum to 1"],
    ),
    (
        {"arms": {"a": {"poor.experiments": 0.2, "poor.training": 0.2, "poor.serving": 0.2}}},
        ["Maple", "to 1 where all are given"],
    ),
    ({"arms": {"a": {"poor.policy": "autopilto"}}}, ["'poor.policy'", "did you mean 'autopilot'"]),
    ({"arms": {"a": {"poor.policy": 3.0}}}, ["'poor.policy' = 3", "in quotes"]),
    ({"arms": {"a": {"poor.policy": "human"}}}, ["'poor.policy' = 'human'", "'autopilot'"]),
    ({"arms": {"a": {"poor.cash_time": 2.0}}}, ["no lever 'cash_time'", "mean 'cash_times'?"]),
    ({"arms": {"a": {"poor.cash_times": "two"}}}, ["'poor.cash_times' = 'two'", "without quotes"]),
    ({"arms": {"a": {"poor.cash_times": -1.0}}}, ["poor.cash_times = -1", "cash", "from 0 to"]),
    ({"arms": {"a": {"poor.compute_times": 0.0}}}, ["compute", "from 1 to 1e+09 H100e"]),
    ({"arms": {"a": {"poor.capability_times": 2.0}}}, ["no lever 'capability_times'"]),
    ({"arms": {"a": {"regulator.legal": 1.0}}}, ["no rule 'legal'", "did you mean 'legal_share'"]),
    ({"arms": {"a": {"regulator.legal_share": 2.0}}}, ["legal_share = 2", "must be at most 1"]),
    ({"arms": {"a": {"regulator.legal_share": "all"}}}, ["'regulator.legal_share'", "number"]),
    ({"arms": {"a": {"regulator.policy": "hawks"}}}, ["'hawks'", "did you mean 'hawk'?"]),
    ({"arms": {"a": {"regulator.policy": 3.0}}}, ["'regulator.policy' = '3'", "hawk"]),
    ({"arms": {"a": {"regulator.home": "moon"}}}, ["regulator.home = moon", "one of us, china"]),
    ({"arms": {"a": {"world.sigmaa": 7.0}}}, ["'world.sigmaa'", "did you mean 'sigma'?"]),
    ({"arms": {"a": {"world.sigma": "high"}}}, ["'world.sigma' = 'high'", "without quotes"]),
    ({"arms": {"a": {"world.research_pace": -1.0}}}, ["'world.research_pace'", "at least 0"]),
    ({"arms": {"a": {"world.ideas": 99.5}}}, ["'world.ideas' = 99.5", "whole number"]),
    ({"arms": {"a": {"seat": "Alder"}}}, ["'seat' alone changes nothing", "seat.distil"]),
    ({"arms": {"a": {"seat.distil": 1.0}}}, ["no seat is chosen", "add the key"]),
    ({"arms": {"a": {"seat": "Adler", "seat.distil": 1.0}}}, ["'Adler'", "did you mean 'Alder'?"]),
    ({"arms": {"a": {"seat": 3.0, "seat.distil": 1.0}}}, ["'seat' = '3'", "no such lab"]),
    ({"cross": {"compute_ratio": [0, 3]}}, ["arm 'all', compute_ratio 0", "must be above 0"]),
    ({"cross": {"compute_ratio": [-3]}}, ["compute_ratio = -3", "must be above 0"]),
    ({"cross": {"compute_ratio": ["ten"]}}, ["'compute_ratio' = 'ten'", "without quotes"]),
    ({"cross": {"compute_ratio": [1e9]}}, ["compute_ratio = 1000000000", "compute", "H100e"]),
    (
        {"scenario": "tenfold-2026", "cross": {"compute_ratio": [3]},
         "outcomes": {"keep": ["frontier.end"]}},
        ["tenfold-2026 has no rich and poor side"],
    ),
    (
        {"arms": {"a": {"poor.distil": 1.0, "all.distil": 0.0}}},
        ["'poor.distil' changes nothing", "'all.distil'"],
    ),
    (
        {"arms": {"a": {"all.distil": 0.5}}, "cross": {"poor.distil": [0, 1]}},
        ["'poor.distil' changes nothing", "'all.distil'"],
    ),
    (
        {"arms": {"a": {"world.sigma": 7.0, "world.index_per_decade": 8.0}}},
        ["'world.sigma' changes nothing", "'world.index_per_decade'"],
    ),
    (
        {"arms": {"a": {"world.sigma": 7.0}}, "uncertain": {"parameters": ["index_per_decade"]}},
        ["'world.sigma'", "uncertain too"],
    ),
    ({"arms": {"a": {"poor.\ndistil": 1.0}}}, ["no lever ' distil'"]),
    ({"uncertain": {"parameters": ["sigmaa"]}}, ["unknown parameter 'sigmaa'", "'sigma'"]),
    (
        {"uncertain": {"parameters": ["sigma", "index_per_decade"]}},
        ["'index_per_decade' is index_per_decade, which is there twice"],
    ),
    (
        {"uncertain": {"parameters": ["sigma"], "ranges": {"kappa": [1, 2]}}},
        ["kappa is not among uncertain.parameters"],
    ),
    (
        {"uncertain": {"parameters": ["sigma"],
                       "ranges": {"sigma": [7, 8], "index_per_decade": [6, 9]}}},
        ["uncertain.ranges", "there twice"],
    ),
    (
        {"uncertain": {"parameters": ["research_pace"], "ranges": {"rho": [-1, 2]}}},
        ["research_pace = -1", "must be at least"],
    ),
    (
        {"uncertain": {"design": "list", "values": {"sigma": [7], "index_per_decade": [8]}}},
        ["uncertain.values", "there twice"],
    ),
    (
        {"uncertain": {"design": "grid", "parameters": ["sigma"],
                       "values": {"index_per_decade": [7]}}},
        ["index_per_decade stands in uncertain.parameters too"],
    ),
    ({"uncertain": {"parameters": ["ideas"]}}, ["ideas has no range", "ranges = { ideas ="]),
    (
        {"uncertain": {"parameters": ["ideas"], "ranges": {"ideas": [99.5, 120]}}},
        ["ideas = 99.5", "whole number"],
    ),
    (
        {"uncertain": {"design": "list", "values": {"ideas": [100, 120.5]}}},
        ["ideas = 120.5", "whole number"],
    ),
    (
        {"uncertain": {"design": "sobol", "parameters": ["sigma", "kappa"], "points": 2**19}},
        ["2,097,152 points", "at most 1,000,000"],
    ),
    ({"uncertain": {"design": "grid", "parameters": ["all"]}}, ["points", "another design"]),
    ({"outcomes": {"keep": ["lag_month.end"]}}, ["'lag_month'", "did you mean 'lag_months'?"]),
    ({"outcomes": {"keep": ["lag_months"]}}, ["'lag_months'", "ends in a time", ".end"]),
    ({"outcomes": {"keep": ["lag_months.ending"]}}, ["'lag_months.ending'", "ends in a time"]),
    ({"outcomes": {"keep": ["lag_months.mN"]}}, ["'lag_months.mN'", "ends in a time"]),
    ({"outcomes": {"keep": ["lag_months.m5"]}}, ["'lag_months.m5'", "from 0 to 4"]),
    ({"outcomes": {"keep": ["lag_months.m3-5"]}}, ["'lag_months.m3-5'", "from 0 to 4"]),
    ({"outcomes": {"keep": ["lag_months.m3-1"]}}, ["'lag_months.m3-1'", "in order"]),
    ({"outcomes": {"keep": ["chinese_leads.end"]}}, ["nobody in ten-to-one belongs to 'china'"]),
    ({"outcomes": {"keep": ["pore.cash.end"]}}, ["no group or lab 'pore'", "'poor'"]),
    ({"outcomes": {"keep": ["poor.cahs.end"]}}, ["no figure 'cahs'", "did you mean 'cash'?"]),
    ({"outcomes": {"keep": ["market.rents.end"]}}, ["no figure 'rents'", "did you mean 'rent'?"]),
    (
        {"cross": {"poor.distil": [k / 200 for k in range(200)],
                   "rich.distil": [k / 200 for k in range(200)]}},
        ["40,000 arms times cells", "at most 10,000"],
    ),
    (
        {"replicates": 10**6, "uncertain": {"parameters": ["sigma"], "points": 10**4}},
        ["10,000,000,000 races", "at most 1,000,000,000"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), BAD, ids=lambda part: str(part)[:60])
def test_what_cannot_be_raced_is_refused_in_one_line(
    changes: dict[str, Any], says: list[str]
) -> None:
    with pytest.raises(SweepError) as caught:
        plan_of(**changes)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    for part in says:
        assert part in message, message


def test_no_choice_is_no_change() -> None:
    for scenario in (TEN, EQUAL, WORLD):
        assert apply_choices(scenario, {}) == scenario


def test_ten_is_the_ratio_of_ten_to_one() -> None:
    assert apply_choices(TEN, {"compute_ratio": 10}) == TEN
    assert apply_choices(EQUAL, {"compute_ratio": 1}) == EQUAL


def test_a_ratio_of_one_makes_the_sides_equal() -> None:
    even = apply_choices(TEN, {"compute_ratio": 1.0})
    for figure in ("compute", "cash", "revenue", "staff"):
        rich, poor = sums(even, figure)
        assert poor == pytest.approx(rich, rel=1e-12)
    best = [max(of(even, "capability")[name].value for name in side) for side in (RICH, POOR)]
    assert best[0] == pytest.approx(best[1], abs=1e-9)


@given(st.floats(0.2, 500.0))
def test_chips_cash_and_sales_follow_the_ratio_and_models_its_logarithm(ratio: float) -> None:
    changed = apply_choices(TEN, {"compute_ratio": ratio})
    for figure in ("compute", "cash", "revenue"):
        rich, poor = sums(changed, figure)
        assert rich / poor == pytest.approx(ratio, rel=1e-9)
        assert rich == sums(TEN, figure)[0]
    assert of(changed, "staff") == of(TEN, "staff")
    gap = (150.0 - 142.9) * np.log10(ratio)
    for name in POOR:
        capability = of(changed, "capability")[name]
        assert capability.value == pytest.approx(150.0 - gap, abs=1e-9)
        assert capability.low == pytest.approx(capability.value - 1.9, abs=1e-9)
    for name in RICH:
        assert of(changed, "capability")[name] == of(TEN, "capability")[name]


def test_where_the_sides_start_equal_the_model_says_what_tenfold_is_worth() -> None:
    worth = load_parameters()["index_per_decade"].value
    changed = apply_choices(EQUAL, {"compute_ratio": 100})
    assert of(changed, "capability")["Oak"].value == pytest.approx(150.0 - 2.0 * worth, abs=1e-9)
    assert of(changed, "compute")["Oak"].value == pytest.approx(4000.0, rel=1e-12)
    # Said after the ratio or before it, the world's own parameters are its world's.
    for choices in (
        {"compute_ratio": 10, "world.sigma": 9.0},
        {"world.index_per_decade": 9.0, "compute_ratio": 10},
    ):
        changed = apply_choices(EQUAL, choices)
        assert of(changed, "capability")["Oak"].value == pytest.approx(141.0, abs=1e-9)


def test_nearly_equal_chips_do_not_say_what_tenfold_is_worth() -> None:
    near = apply_choices(EQUAL, {"poor.compute_times": 0.99})
    labs = [
        lab.model_copy(
            update={"capability": lab.capability.model_copy(
                update={"value": 148.0, "low": 148.0, "high": 148.0})}
        )
        if lab.side == "poor" else lab for lab in near.labs
    ]  # fmt: skip
    near = near.model_copy(update={"labs": tuple(labs)})
    worth = load_parameters()["index_per_decade"].value
    changed = apply_choices(near, {"compute_ratio": 10})
    rise = np.log10(10.0 * 0.99)
    assert of(changed, "capability")["Oak"].value == pytest.approx(148.0 - worth * rise, abs=1e-9)
    assert apply_choices(near, {"compute_ratio": 1 / 0.99}).labs[0] == near.labs[0]


def test_levers_are_held_by_those_who_are_meant() -> None:
    changed = apply_choices(TEN, {"all.distil": 0.25, "poor.distil": 1.0, "Oak.distil": 0.5})
    held = {name: levers["distil"] for name, levers in of(changed, "levers").items()}
    assert held == dict.fromkeys(RICH, 0.25) | {"Maple": 1.0, "Oak": 0.5, "Pine": 1.0}


def test_of_two_groups_that_overlap_the_later_wins() -> None:
    labs = {lab.name: (lab.home, lab.kind) for lab in WORLD.labs}
    for first, second in (("us", "open"), ("open", "us")):
        changed = apply_choices(WORLD, {f"{first}.distil": 0.1, f"{second}.distil": 0.9})
        for name, groups in labs.items():
            wanted = 0.9 if second in groups else 0.1 if first in groups else None
            assert of(changed, "levers")[name].get("distil") == wanted


def test_words_are_the_numbers_of_their_settings() -> None:
    words = {"poor.flagship_release": "open", "poor.channels": "smuggled", "poor.teacher": "Cedar"}
    numbers = {"poor.flagship_release": 1.0, "poor.channels": 3.0, "poor.teacher": 2.0}
    assert apply_choices(TEN, words) == apply_choices(TEN, numbers)
    assert of(apply_choices(TEN, words), "levers")["Pine"] == {
        "flagship_release": 1.0, "channels": 3.0, "teacher": 2.0,
    }  # fmt: skip


def test_policies_figures_rules_and_parameters() -> None:
    changed = apply_choices(
        TEN,
        {
            "poor.policy": "distiller", "Oak.policy": "fast follower", "poor.cash_times": 2.0,
            "all.cash_times": 3.0, "regulator.policy": "hawk", "regulator.legal_share": 0.25,
            "regulator.home": "china", "world.sigma": 7.0,
        },
    )  # fmt: skip
    assert of(changed, "policy") == dict.fromkeys(RICH, "autopilot") | {
        "Maple": "distiller", "Oak": "fast follower", "Pine": "distiller",
    }  # fmt: skip
    assert of(changed, "cash")["Oak"].value == 6.0e9
    assert of(changed, "cash")["Alder"].value == 30.0e9
    rules = changed.regulator
    assert (rules.policy, rules.legal_share, rules.home) == ("hawk", 0.25, "china")
    assert changed.parameters == {"index_per_decade": 7.0}


def test_a_parameter_of_the_scenario_is_replaced_whatever_it_is_called() -> None:
    own = TEN.model_copy(update={"parameters": {"sigma": 7.5, "kappa": 2.0}})
    assert apply_choices(own, {"world.index_per_decade": 8.0}).parameters == {
        "kappa": 2.0, "index_per_decade": 8.0,
    }  # fmt: skip


def test_the_seat_is_the_lab_that_is_named() -> None:
    for name in ("Alder", "Pine"):
        direct = apply_choices(TEN, {f"{name}.distil": 0.5, f"{name}.policy": "distiller"})
        by_seat = {"seat.distil": 0.5, "seat": name, "seat.policy": "distiller"}
        assert apply_choices(TEN, by_seat) == direct


def test_labs_may_have_spaces_and_dots_in_their_names() -> None:
    odd = renamed(TEN, Maple="St. Mary", Oak="A.I. Lab", Pine="poor.Maple")
    changed = apply_choices(
        odd, {"St. Mary.distil": 0.1, "A.I. Lab.distil": 0.2, "poor.Maple.distil": 0.3}
    )
    held = {name: levers.get("distil") for name, levers in of(changed, "levers").items()}
    assert held == dict.fromkeys(RICH) | {"St. Mary": 0.1, "A.I. Lab": 0.2, "poor.Maple": 0.3}


@pytest.mark.parametrize("word", ["rich", "china", "open", "all", "regulator", "world", "seat"])
def test_a_lab_whose_name_means_more_is_not_guessed_at(word: str) -> None:
    odd = renamed(TEN, Maple=word)
    with pytest.raises(SweepError, match=f"'{word}' is a lab of ten-to-one.*another name"):
        apply_choices(odd, {f"{word}.policy": "distiller"})
    assert of(apply_choices(odd, {"Oak.distil": 1.0}), "levers")["Oak"] == {"distil": 1.0}


GROUPS = [*SUM_TO_ONE]


@given(st.sampled_from(GROUPS), st.data())
def test_shares_held_to_the_full_leave_exactly_nothing(
    names: tuple[str, ...], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, 1000)) / 1000
    choices = {f"poor.{names[0]}": first, f"poor.{names[1]}": 1.0 - first}
    held = of(apply_choices(TEN, choices), "levers")["Oak"]
    assert set(held) == set(names)
    assert all(held[name] == 0.0 for name in names[2:])


def test_held_shares_that_round_below_zero_can_be_raced() -> None:
    plan = plan_of(arms={"a": {"poor.experiments": 0.9, "poor.training": 0.1}})
    history = Race(plan.world("a", {}), months=4).run()
    assert np.isfinite(history.lab).all()
    shares = history.series("share_serving")[0, 1:, 3:]
    assert np.abs(shares).max() <= 1e-9


def test_what_is_held_is_held_in_every_turn_whatever_the_policy() -> None:
    held = {"distil": 0.75, "flagship_release": 1.0, "training": 0.4, "run_months": 5.0}
    choices: dict[str, float | str] = {f"poor.{name}": value for name, value in held.items()}
    for policy in ("autopilot", "moonshot gambler", "state champion"):
        race = Race(apply_choices(TEN, choices | {"poor.policy": policy}), runs=2, months=12)
        for _ in range(4):
            race.advance(3)
            for name, value in held.items():
                assert (race.decisions[LEVER_PLACE[name], 3:] == value).all()
            for names in SUM_TO_ONE:
                total = sum(race.decisions[LEVER_PLACE[name]] for name in names)
                assert np.abs(total - 1.0).max() < 1e-9
        assert (race.history.series("flagship_release")[:, -1, 3:] == 1.0).all()
        race.close()


def test_a_lever_held_where_the_policy_has_it_changes_no_bit() -> None:
    constant = create("fixed").decide(None)  # type: ignore[arg-type]  # it looks at nothing
    shares = {name for names in SUM_TO_ONE for name in names}
    free = apply_choices(TEN, {"all.policy": "fixed"})
    choices: dict[str, Any] = {"all.policy": "fixed"}
    for lever in LEVERS:
        if lever.name not in shares:
            choices[f"all.{lever.name}"] = getattr(constant, lever.name)
    choices |= {f"all.{name}": getattr(constant, name) for name in shares}
    held = apply_choices(TEN, choices)
    one, other = (Race(each, seed=3, runs=2, months=9).run() for each in (free, held))
    assert one.lab.tobytes() == other.lab.tobytes()
    assert one.market.tobytes() == other.market.tobytes()
