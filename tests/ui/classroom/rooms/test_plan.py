"""A plan is what a teacher may ask for, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.classroom.rooms.names import clean, code_of, new_code, unlike
from tenfold.ui.classroom.rooms.plan import plan_of
from tenfold.ui.classroom.rooms.refusals import RoomError
from tests.ui.classroom.rooms.conftest import SHARED, SHORT


def test_a_plan_is_the_same_after_json() -> None:
    role = {"title": "Copiers", "says": "You copy.", "holds": {"copying": 0.6}}
    vote = {"question": "Is it so?", "choices": ["Yes", "No"]}
    for asked in (SHORT, SHARED, {**SHORT, "roles": [role], "votes": [vote]}):
        plan = plan_of(asked)
        assert plan_of(json.loads(json.dumps(plan.as_json()))) == plan


@pytest.mark.parametrize("title", ["", "  ", "\t\n "])
def test_a_room_without_a_name_is_called_after_its_race(title: str) -> None:
    asked = {"scenario": "tenfold-gap", "title": title}
    assert plan_of(asked).title == load_scenario("tenfold-gap").title


def test_what_is_left_out_is_as_usual() -> None:
    plan = plan_of({"scenario": "tenfold-gap"})
    assert plan.seats == (load_scenario("tenfold-gap").seat,)
    assert plan.open_in(1, plan.seats[0]) == ("experiments", "training", "serving", "copying")
    assert len(plan.open_in(5, plan.seats[0])) == 7


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"scenario": "no-such"}, "scenario: choose"),
        ({"scenario": "../../etc/passwd"}, "scenario: choose"),
        ({"scenario": {"name": "x"}}, "scenario:"),
        ({"scenario": 3}, "scenario:"),
        ({"kind": "other"}, "kind"),
        ({"seats": ["Nobody"]}, "Nobody"),
        ({"seats": ["Oak", "Pine"]}, "name one"),
        ({"seats": []}, "seats"),
        ({"seed": -1}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"rounds": 0}, "rounds"),
        ({"rounds": 41}, "rounds"),
        ({"teams": 51}, "teams"),
        ({"team_size": 0}, "team_size"),
        ({"seconds": [4]}, "seconds"),
        ({"seconds": "60"}, "seconds"),
        ({"treatment": "magic"}, "treatment"),
        ({"treatment": "exports-stopped"}, "export control"),
        ({"opens": {"1": ["magic"]}}, "opens"),
        ({"opens": {"2": ["chips"]}}, "round 1"),
        ({"opens": {"1": ["chips"], "2": ["chips"]}}, "once"),
        ({"roles": [{"title": "A", "says": "b", "holds": {"magic": 1.0}}]}, "magic"),
        ({"roles": [{"title": "A", "says": "b", "holds": {"serving": 1.0}}]}, "together"),
        ({"roles": [{"title": "A", "says": "b"}]}, "object"),
        ({"title": "x" * 81}, "title"),
        ({"title": "\x00"}, "title"),
        ({"slip": ["q"] * 11}, "slip"),
        ({"votes": [{"question": "q", "choices": ["a"]}]}, "two choices"),
        ({"colour": "red"}, "colour"),
        ({"auto": 1}, "auto"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(RoomError, match=says):
        plan_of({**SHORT, **changes})


def test_a_whole_scenario_may_be_sent_and_is_checked() -> None:
    whole = load_scenario("ten-to-one").model_dump(mode="json")
    assert plan_of({**SHORT, "scenario": whole}).world == load_scenario("ten-to-one")
    with pytest.raises(RoomError, match="scenario"):
        plan_of({**SHORT, "scenario": {**whole, "labs": []}})
    with pytest.raises(RoomError, match="scenario"):
        plan_of({**SHORT, "scenario": {**whole, "parameters": {"no_such": 1.0}}})


def test_levers_that_a_treatment_takes_away_are_not_open() -> None:
    every = {"opens": {"1": ["release", "price"]}, "treatment": "no-open-weights"}
    assert plan_of({**SHORT, **every}).open_in(1, "Oak") == ("flagship_price",)


def test_a_government_has_its_rules_open_from_the_start() -> None:
    plan = plan_of({**SHORT, "scenario": "chip-embargo", "seats": [REGULATOR]})
    assert "legal_share" in plan.open_in(1, REGULATOR)


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "\u200b", 7, None, "x" * 25, "a" + "\u0301" * 9]
)
def test_such_a_nickname_is_none(typed: object) -> None:
    with pytest.raises(RoomError):
        clean(typed, 24, "nickname")


def test_names_are_plain_text() -> None:
    assert clean("  A\u0000na\n<b> \u202e", 24, "nickname") == "Ana <b>"
    assert clean("Zoe\u0308", 24, "nickname") == "Zo\u00eb"
    assert unlike("x" * 24, ["X" * 24]) == "x" * 22 + " 2"


def test_codes_are_read_as_people_type_them() -> None:
    code = new_code()
    assert len(code) == 6
    assert code_of(f" {code[:3].lower()}-{code[3:]} ") == code
    assert not set("AEIOU01") & set("".join(new_code() for _ in range(200)))
