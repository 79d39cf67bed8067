"""What the teacher is offered at each moment of a lesson."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.ui.classroom.api.teaching import DEEDS
from tenfold.ui.classroom.pages.acting import CO_TEACHER, DELETE
from tenfold.ui.classroom.pages.teacher_words import SIGNS, page
from tests.ui.classroom.pages.conftest import TEAMS, Told

LINKS = {"join": "http://here/j/BCDFGH", "projector": "/screen/x"}


def told(lesson: Told, moment: str, **room: Any) -> dict[str, Any]:
    state = lesson[moment][0]
    return page({**state, "room": {**state["room"], **room}}, LINKS, ())


@pytest.mark.parametrize(
    ("moment", "label"),
    [
        ("lobby", "Start quarter 1"), ("thinking", "Resolve now"),
        ("revealed 1", "Start quarter 2"), ("revealed 3", "To the debrief"),
        ("debrief", "End the class"), ("ended", "Delete the room"),
    ],
)  # fmt: skip
def test_one_thing_comes_next(lesson: Told, moment: str, label: str) -> None:
    assert told(lesson, moment)["bar"]["main"]["label"] == label


def test_nothing_can_start_without_people(lesson: Told) -> None:
    empty = told(lesson, "empty")
    assert empty["bar"]["main"]["off"]
    assert empty["empty"] == [
        "Nobody is here yet.",
        "Open the projector's page, or read out:",
        "here, code " + empty["bar"]["code"],
    ]
    assert not told(lesson, "lobby")["bar"]["main"]["off"]


def test_who_is_in_and_who_is_not(lesson: Told) -> None:
    thinking = told(lesson, "thinking")
    assert thinking["bar"]["counts"] == f"{TEAMS - 1} of {TEAMS} in"
    assert "1 team not in yet" in thinking["bar"]["main"]["asks"]
    stands = {team["name"]: team["stands"] for team in thinking["teams"]}
    assert stands["Team 1"] == "held"
    assert {stands[f"Team {k}"] for k in range(2, TEAMS + 1)} == {"in"}


def test_all_in_needs_no_question(lesson: Told) -> None:
    state = lesson["thinking"][0]
    bar = page({**state, "in": TEAMS}, LINKS, ())["bar"]
    assert bar["all_in"]
    assert bar["main"]["asks"] == ""


def test_what_cannot_be_taken_back_is_asked_first(lesson: Told) -> None:
    menu = {one["do"]["do"]: one["asks"] for one in told(lesson, "revealed 2")["bar"]["menu"]}
    assert all(menu[name] for name in ("undo_round", "reset", "end", "delete"))
    assert told(lesson, "ended")["bar"]["menu"] == []


def test_a_rehearsal_is_ended_by_wiping_it(lesson: Told) -> None:
    bar = told(lesson, "revealed 1", rehearsal=True)["bar"]
    assert (bar["main"]["do"], bar["second"]["label"]) == (
        {"do": "reset"}, "Another rehearsal quarter",
    )  # fmt: skip
    assert bar["flags"] == ["rehearsal"]


def test_every_button_is_a_deed_that_the_room_knows(lesson: Told) -> None:
    for moment in lesson:
        bar = told(lesson, moment)["bar"]
        for one in [bar["main"], bar["second"], *bar["menu"]]:
            if one is not None:
                name = one["do"]["do"]
                sent = set(one["do"]) - {"do"}
                assert name in {*DEEDS, CO_TEACHER, DELETE}
                if name in DEEDS:
                    assert set(DEEDS[name].needed) <= sent
                    assert sent <= {*DEEDS[name].needed, *DEEDS[name].optional}


def test_the_ranking_has_every_team_and_the_record_of_ranges(lesson: Told) -> None:
    side = told(lesson, "debrief")["side"]
    assert side["ranking"][0]["place"] == "1"
    assert len(side["ranking"]) == TEAMS
    assert side["events"] == []
    assert told(lesson, "thinking")["side"]["events"]


def test_points_stand_beside_teams_when_it_is_over(lesson: Told) -> None:
    assert all(team["aside"] for team in told(lesson, "debrief")["teams"])
    assert {team["stands"] for team in told(lesson, "ended")["teams"]} == {"over"}


def test_every_sign_beside_a_team_is_explained(lesson: Told) -> None:
    for moment in lesson:
        words = told(lesson, moment)
        explained = {one["sign"] for one in words["legend"]}
        assert {team["sign"] for team in words["teams"]} <= explained | {""}, moment
    assert [team["sign"] for team in told(lesson, "lobby")["teams"]] == [""] * TEAMS
    assert len(told(lesson, "thinking")["legend"]) == len(SIGNS)


def test_exit_slips_are_counted_where_there_are_some(lesson: Told) -> None:
    assert "exit slip" in told(lesson, "debrief")["bar"]["counts"]
    plan = lesson["debrief"][0]["room"]["plan"]
    without = told(lesson, "debrief", plan={**plan, "slip": []})
    assert without["bar"]["counts"] == f"{TEAMS} people, {TEAMS} teams"
