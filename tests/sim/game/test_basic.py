"""The five basic levers: any setting of a page becomes a decision that the engine takes."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.agents.decision import LEVERS, SUM_TO_ONE, Decision, DecisionError
from tenfold.sim.game.basic import NAMES, TAKEN, autopilot_says, basic_of, clean, compose
from tenfold.sim.game.turns import Game

anything = st.dictionaries(
    st.sampled_from(NAMES), st.floats(-5, 500, allow_nan=False), min_size=len(NAMES)
)


@given(anything)
def test_any_setting_becomes_a_valid_decision(wanted: dict[str, float]) -> None:
    decision = compose(wanted, Decision())
    decision.check()
    for names in SUM_TO_ONE:
        assert math.isclose(sum(getattr(decision, name) for name in names), 1.0, abs_tol=1e-9)


@given(anything)
def test_cleaning_twice_changes_nothing(wanted: dict[str, float]) -> None:
    once = clean(wanted)
    again = clean(once)
    assert all(math.isclose(once[name], again[name], abs_tol=1e-12) for name in NAMES)


def test_basic_levers_survive_the_way_there_and_back() -> None:
    wanted = {
        "experiments": 0.5, "training": 0.1, "serving": 0.4, "copying": 0.25, "distil": 0.8,
        "flagship_release": 1.0, "flagship_price": 0.5,
    }  # fmt: skip
    back = basic_of(compose(wanted, Decision(moonshot=0.2, efficiency=0.2)))
    assert back == pytest.approx(wanted)


def test_an_empty_split_is_the_default_one() -> None:
    got = clean(dict.fromkeys(NAMES, 0.0))
    assert sum(got[name] for name in ("experiments", "training", "serving")) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pay": 2.0}, "'pay' is not a basic lever"),
        ({"distil": float("nan")}, "distil: must be a number"),
        ({"distil": "much"}, "distil: must be a number"),
        ({"distil": True}, "distil: must be a number"),
        ({"distil": 10**400}, "distil: must be a number"),
    ],
)
def test_what_is_no_setting_is_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(DecisionError, match=says):
        clean({**dict.fromkeys(NAMES, 0.2), **change})


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(DecisionError, match="'training' is missing"):
        clean({name: 0.2 for name in NAMES if name != "training"})


def test_the_page_can_say_what_the_autopilot_did_with_every_other_lever(
    begin: Callable[..., Game],
) -> None:
    said = dict(autopilot_says(begin().rest, controlled=True))
    hidden = {"teacher", "stage_months"}
    expected = {
        lever.label
        for lever in LEVERS
        if lever.name not in TAKEN | hidden and lever.group != "answers"
    }
    assert set(said) == expected
    assert all(said.values())


FIXTURES = [HealthCheck.function_scoped_fixture]


@settings(max_examples=10, deadline=None, suppress_health_check=FIXTURES)
@given(anything)
def test_a_race_survives_any_setting(begin: Callable[..., Game], wanted: dict[str, float]) -> None:
    game = begin()
    for turn in range(1, 4):
        game.draft(wanted)
        game.end_turn(turn)
    figures = game.race.history.lab[0, :10]
    assert math.isfinite(float(figures.sum()))
