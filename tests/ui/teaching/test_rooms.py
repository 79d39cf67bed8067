"""Plans of rooms that follow a lesson are accepted, and deal house rules as the lesson means."""

from __future__ import annotations

import pytest

from tenfold.sim.lessons.lesson import CARDS, Lesson
from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.classroom.rooms.plan import RoomPlan, plan_of
from tenfold.ui.teaching.rooms import plan_for

every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def made(lesson: Lesson, teams: int = 9, treated: bool = False) -> RoomPlan:
    return plan_of({**plan_for(lesson, teams, treated), "seed": 1})


@every_lesson
def test_rooms_take_the_plan(lesson: Lesson) -> None:
    plan = made(lesson)
    assert (plan.kind, plan.seats, plan.rounds) == (lesson.kind, lesson.seats, lesson.rounds)
    assert (plan.lesson, plan.treatment) == (lesson.name, "")
    times = [plan.thinking(turn) + plan.reveal for turn in range(1, lesson.rounds + 1)]
    assert tuple(times) == lesson.timing.rounds
    for turn in range(1, lesson.rounds + 1):
        opened = [name for card in lesson.open_in(turn) for name in CARDS[card]]
        assert list(plan.open_in(turn, lesson.seats[0])) == opened
    assert list(plan.slip) == list(lesson.slip)


@every_lesson
def test_each_race_has_one_house_rule(lesson: Lesson) -> None:
    plan, names = made(lesson), [role.title for role in lesson.roles.values()]
    for copy in range(1, plan.copies + 1):
        dealt = [plan.role_of(copy, place) for place in range(len(plan.seats))]
        titles = {role.title for role in dealt if role is not None}
        assert titles == (set() if len(names) == 1 else {names[(copy - 1) % len(names)]})


@every_lesson
def test_two_rooms_differ_in_the_treatment_alone(lesson: Lesson) -> None:
    one, other = plan_for(lesson, 9), plan_for(lesson, 9, treated=True)
    assert {key for key in one if one[key] != other[key]} <= {"treatment"}
    assert made(lesson, treated=True).treatment == lesson.treatment
