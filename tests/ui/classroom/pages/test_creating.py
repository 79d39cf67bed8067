"""What the form offers is what a room can be made of."""

from __future__ import annotations

from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.classroom.pages.creating import choices
from tenfold.ui.classroom.rooms.plan import plan_of


def test_every_lesson_and_the_room_of_ones_own_can_be_made() -> None:
    offered = choices({})["lessons"]
    assert [one["name"] for one in offered] == [*LESSONS, ""]
    for one in offered:
        plan = plan_of({**one["plan"], "seed": 1})
        assert plan.lesson == one["name"]
        assert one["facts"]


def test_every_race_can_be_played_in_its_suggested_seat_and_under_its_treatments() -> None:
    for race in choices({})["races"]:
        assert race["suggested"] in [seat["name"] for seat in race["seats"]]
        for treatment in ["", *(one["name"] for one in race["treatments"])]:
            asked = {"scenario": race["name"], "seats": [race["suggested"]], "seed": 1}
            assert plan_of({**asked, "treatment": treatment}).treatment == treatment


def test_levers_of_the_form_are_those_that_plans_open() -> None:
    offered = choices({})
    known = {one["name"] for one in offered["levers"]}
    for lesson in offered["lessons"]:
        assert {name for several in lesson["plan"]["opens"].values() for name in several} <= known
