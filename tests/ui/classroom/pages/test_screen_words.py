"""The wall says enough and no more, at every moment of a lesson."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tenfold.ui.classroom.pages.screen_words import MOST_RANKED, natural, screen
from tenfold.ui.classroom.rooms.telling_staff import _change
from tests.ui.classroom.pages.conftest import TEAMS, Told

JOIN = "http://192.168.1.7:8765/j/BCDFGH"
MOST_LINES = 7


def wall(lesson: Told, moment: str, **changes: Any) -> dict[str, Any]:
    return screen({**lesson[moment][1], **changes}, JOIN, "<svg></svg>", slips=True)


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        ("empty", "join"), ("lobby", "join"), ("first", "thinking"), ("thinking", "thinking"),
        ("revealed 1", "reveal"), ("debrief", "ranking"), ("vote", "vote"), ("ended", "ended"),
    ],
)  # fmt: skip
def test_the_wall_follows_the_room(lesson: Told, moment: str, asked: str) -> None:
    told = wall(lesson, moment)
    assert told["asked"] == asked
    assert set(told["order"]) | {told["asked"]} <= set(told["scenes"])


def test_no_scene_has_more_lines_than_the_back_row_reads(lesson: Told) -> None:
    for moment in lesson:
        for scene in wall(lesson, moment)["scenes"].values():
            lines = [scene.get("title", ""), scene.get("note", ""), scene.get("inside", "")]
            for part in ("lines", "headlines", "rows", "start"):
                lines += list(scene.get(part, []))
            assert sum(bool(line) for line in lines) <= MOST_LINES, (moment, scene)


def test_nothing_is_on_the_wall_that_is_for_the_teacher_alone(lesson: Told) -> None:
    for moment, (teacher, _) in lesson.items():
        said = json.dumps(wall(lesson, moment))
        assert "cash" not in said
        assert not any(f"Student {k}" in said for k in range(1, TEAMS + 1)), moment
        assert all(team["id"] not in said for team in teacher["teams"] if len(team["id"]) > 4)


def test_the_first_round_says_who_is_led_and_what_to_do(lesson: Told) -> None:
    scene = wall(lesson, "first")["scenes"]["thinking"]
    assert scene["svg"] == ""
    assert scene["start"] == [
        "You all lead Oak.", "It starts 6 months behind.", "Decide on your phone.",
    ]  # fmt: skip
    assert scene["inside"] == f"0 of {TEAMS} in"


def test_the_ranking_comes_with_the_third_quarter_and_shows_nobody_as_last(lesson: Told) -> None:
    assert "ranking" not in wall(lesson, "revealed 2")["scenes"]
    ranking = wall(lesson, "revealed 3")["scenes"]["ranking"]
    places = [int(row["place"]) for row in ranking["rows"]]
    assert places[0] == 1
    assert max(places) <= MOST_RANKED
    assert places == sorted(set(places))


def test_teams_that_share_a_place_share_a_line(lesson: Told) -> None:
    row = {"seat": "Oak", "copy": 1, "you": 3.2, "spreads": 1.0, "label": ""}
    ranking = [{**row, "team": f"Team {k}", "place": 1} for k in (10, 2, 1)]
    ranking += [{**row, "team": "Team 3", "place": 4, "you": -1.2}]
    ranking += [{**row, "team": "Team 4", "place": 9, "you": -7.0}]
    scene = wall(lesson, "revealed 3", ranking=ranking)["scenes"]["ranking"]
    assert scene["rows"] == [
        {"place": "1", "name": "Team 1, Team 2", "more": "and 1 more", "figure": "+3 points"},
        {"place": "4", "name": "Team 3", "more": "", "figure": "−1 point"},
    ]
    assert scene["note"] == "and 1 more team: see your phone"


def test_votes_are_seen_once_the_vote_is_closed(lesson: Told) -> None:
    assert [row["part"] for row in wall(lesson, "vote")["scenes"]["vote"]["rows"]] == [None, None]
    closed = wall(lesson, "voted")["scenes"]["vote"]["rows"]
    assert [(row["label"], row["part"], row["figure"]) for row in closed] == [
        ("yes", 1.0, "1"), ("no", 0.0, "0"),
    ]  # fmt: skip


def test_headlines_leave_room_for_the_race(lesson: Told) -> None:
    long = "New models, because training runs ended: " + "Meridian (+5), " * 3
    shown = wall(lesson, "revealed 1", headlines=[long, long, "Late."])["scenes"]["reveal"]
    assert shown["headlines"] == [long, long]
    few = wall(lesson, "revealed 1", headlines=["One.", "Two.", "Three.", "Four."])
    assert few["scenes"]["reveal"]["headlines"] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ([9.0, 7.2], "comes 2 months closer: now 7 behind"),
        ([9.0, 10.1], "falls back 1 month: now 10 behind"),
        ([9.0, 8.8], "stays 9 months behind"),
        ([0.2, 0.0], "stays in the lead"),
        ([3.0, 0.3], "takes the lead"),
        ([0.0, 1.4], "loses the lead: 1 month behind"),
    ],
)
def test_what_a_quarter_brought_is_told_to_all_and_not_to_one(path: list[float], says: str) -> None:
    assert _change(path) == says


def test_headlines_say_you_to_nobody(lesson: Told) -> None:
    told = [line for moment in lesson for line in lesson[moment][1]["headlines"]]
    assert told
    assert not any("you" in line.lower().split() for line in told)


def test_a_blank_wall_and_a_locked_room(lesson: Told) -> None:
    assert wall(lesson, "thinking", scene="blank")["asked"] == "blank"
    locked = wall(lesson, "lobby", locked=True)["scenes"]["join"]
    assert locked["lines"] == ["This room is locked"]


def test_names_are_sorted_as_people_count() -> None:
    names = ["Team 10", "Team 2", "Oak", "2 of a kind"]
    assert sorted(names, key=natural) == ["2 of a kind", "Oak", "Team 2", "Team 10"]


def test_the_parts_of_a_gap_add_up_on_the_wall(lesson: Told) -> None:
    points = (-7.1, -3.4, 1.9, -1.4, -2.0, -0.6)
    steps = [{"label": f"Part {k}", "points": value} for k, value in enumerate(points)]
    gap = {"kind": "gap", "team": "Team 2", "other": "Alder", "gap": -12.6, "steps": steps}
    told = wall(lesson, "debrief", shown=gap)
    assert told["asked"] == "shown"
    scene = told["scenes"]["shown"]
    assert scene["title"] == "Team 2: 12.6 points of capability behind Alder"
    figures = [float(row["figure"].replace("−", "-")) for row in scene["rows"]]
    assert round(sum(figures[:-1]), 1) == figures[-1] == -12.6
    assert len(figures) < MOST_LINES
    assert "shown" not in wall(lesson, "revealed 2", shown=gap)["scenes"]


def test_a_fork_shows_both_races_and_what_came_of_it(lesson: Told) -> None:
    both = {"played": {"capability": [150.0, 152, 153, 155]}}
    both["tried"] = {"capability": [150.0, 152, 155, 158]}
    fork = {"kind": "fork", "team": "Oak", "sentence": "3 points more.", **both}
    scene = wall(lesson, "debrief", shown=fork)["scenes"]["shown"]
    assert scene["headlines"] == ["3 points more."]
    assert "155.0 as played, 158.0 changed" in scene["svg"]
    assert scene["svg"].count("<path") == 2


def test_two_rooms_are_compared_by_what_differs(lesson: Told) -> None:
    rooms = [{"treatment": "As the world is"}, {"treatment": "Export controls lifted"}]
    rows = [{"told": f"Sentence {k}."} for k in range(6)]
    told = wall(lesson, "debrief", matched={"rooms": rooms, "rows": rows, "waits": ""})
    assert told["scenes"]["matched"]["title"] == "Export controls lifted: what it changed"
    assert told["scenes"]["matched"]["lines"] == [row["told"] for row in rows[:3]]
    waits = wall(lesson, "debrief", matched={"rooms": rooms, "rows": [], "waits": "Later."})
    assert waits["scenes"]["matched"]["lines"] == ["Later."]
