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
    seat = names.get(scenario.seat, scenario.seat)
    return scenario.model_copy(update={"labs": tuple(labs), "seat": seat})


def of(scenario: Scenario, field: str) -> dict[str, Any]:
    """A field of every lab, by its name."""
    return {lab.name: getattr(lab, field) for lab in scenario.labs}


def sums(scenario: Scenario, figure: str) -> tuple[float, float]:
    """Sum of a starting figure over the rich side and over the poor."""
    by_name = of(scenario, figure)
    rich, poor = (sum(by_name[name].value for name in side) for side in (RICH, POOR))
    return rich, poor


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


def test_a_scenario_that_nobody_could_race_is_refused_before_anything_is() -> None:
    lab = TEN.labs[1]
    for change, words in (
        ({"policy": "autopilto"}, r"'Birch.policy'.*did you mean 'autopilot'"),
        ({"policy": "human"}, r"'Birch.policy' = 'human'.*'autopilot'"),
        ({"levers": {"distill": 1.0}}, r"Birch: unknown lever 'distill'"),
        ({"levers": {"distil": 2.0}}, r"Birch: distil = 2.0: must lie from 0 to 1"),
    ):
        labs = (TEN.labs[0], lab.model_copy(update=change), *TEN.labs[2:])
        with pytest.raises(SweepError, match=words):
            apply_choices(TEN.model_copy(update={"labs": labs}), {"poor.distil": 1.0})
    rules = TEN.regulator.model_copy(update={"policy": "hawks"})
    with pytest.raises(SweepError, match=r"'regulator.policy' = 'hawks'.*did you mean 'hawk'"):
        apply_choices(TEN.model_copy(update={"regulator": rules}), {})


def test_a_value_out_of_bounds_is_said_once() -> None:
    for choices in ({"regulator.legal_share": 50}, {"poor.pay": 1, "regulator.legal_share": 50}):
        with pytest.raises(SweepError) as caught:
            apply_choices(TEN, choices)
        assert str(caught.value) == "'regulator.legal_share' = 50: must be at most 1"
