"""Lessons as data: what they name exists, and their minutes add up."""

from __future__ import annotations

import pytest

from tenfold.agents.decision import LEVER
from tenfold.scenarios.load import load_scenario
from tenfold.sim.claims.registry import all_claims
from tenfold.sim.game.basic import COPYING
from tenfold.sim.game.calendar import LENGTHS
from tenfold.sim.game.table.treatments import treatments_for
from tenfold.sim.lessons.lesson import CARDS, Lesson
from tenfold.sim.lessons.measure import world_of
from tenfold.sim.lessons.registry import LESSONS, LessonError, find_lessons
from tenfold.sim.lessons.timing import FIFTEEN, FIFTY, MINUTE, PLAY, Timing

every_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def test_there_are_three_lessons_and_a_demonstration() -> None:
    assert [lesson.timing for lesson in LESSONS.values()] == [FIFTY, FIFTY, FIFTY, FIFTEEN]
    assert {lesson.kind for lesson in LESSONS.values()} == {"same", "shared"}


@every_lesson
def test_rooms_can_be_made_of_it(lesson: Lesson) -> None:
    scenario = load_scenario(lesson.scenario)
    assert set(lesson.seats) <= {lab.name for lab in scenario.labs}
    assert (lesson.kind == "same") == (len(lesson.seats) == 1)
    assert lesson.rounds == LENGTHS[0]
    assert lesson.claim in all_claims()
    assert not lesson.treatment or lesson.treatment in treatments_for(scenario)


@every_lesson
def test_levers_open_and_stay_open(lesson: Lesson) -> None:
    opened = [card for cards in lesson.opens.values() for card in cards]
    assert len(set(opened)) == len(opened)
    assert set(opened) <= set(CARDS)
    numbers = [len(lesson.open_in(turn)) for turn in range(1, lesson.rounds + 1)]
    assert numbers == ([2, 2, 4, 4, 5, 5, 5, 5] if lesson.timing is FIFTY else [2] * 8)


@every_lesson
def test_house_rules_hold_possible_values_and_leave_something_to_decide(lesson: Lesson) -> None:
    for role in lesson.roles.values():
        for name, value in role.holds.items():
            low, high = (0.0, 1.0) if name == COPYING else (LEVER[name].low, LEVER[name].high)
            assert low <= value <= high
        assert any(not set(CARDS[card]) & set(role.holds) for card in lesson.open_in(1))


@every_lesson
def test_points_compare_arms_that_there_are(lesson: Lesson) -> None:
    used = set()
    for point in (*lesson.points.values(), *lesson.told.values()):
        assert point.arm in lesson.arms
        assert point.against == "" or point.against in lesson.arms
        used |= {point.arm, point.against}
    assert set(lesson.arms) <= used
    for arm in lesson.arms.values():
        assert {arm.role, *arm.but.values()} <= set(lesson.roles)
        assert set(arm.but) < set(lesson.seats)
        assert world_of(lesson, arm).name == lesson.scenario


@every_lesson
def test_a_class_plays_what_its_points_compare(lesson: Lesson) -> None:
    """A point is seen in the room: its arms differ by roles alone."""
    for point in lesson.points.values():
        for name in filter(None, (point.arm, point.against)):
            arm = lesson.arms[name]
            assert (arm.treatment, dict(arm.choices), arm.teams) == ("", {}, 0)


@every_lesson
def test_questions_come_before_their_answers(lesson: Lesson) -> None:
    befores = [question.before for question in lesson.questions]
    assert befores == sorted(befores)
    assert all(1 <= before <= lesson.rounds for before in befores)
    assert lesson.slip


@pytest.mark.parametrize("timing", [FIFTY, FIFTEEN], ids=["fifty", "fifteen"])
def test_minutes_add_up(timing: Timing) -> None:
    spans = timing.spans()
    assert spans[0][0] == 0
    assert spans[-1][1] == timing.ends
    assert all(begins < ends for begins, ends, _ in spans)
    begins, ends = next((a, b) for a, b, title in spans if title == PLAY)
    assert sum(timing.rounds) == ends - begins
    assert timing.starts()[0] == begins
    assert timing.starts()[-1] + timing.rounds[-1] == ends
    assert all(seconds + timing.reveal in timing.rounds for seconds in timing.thinking)


def test_fifty_minutes_are_those_of_the_plan() -> None:
    assert FIFTY.rounds == (240, 240, 160, 160, 160, 160, 160, 160)
    assert (FIFTY.reveal, FIFTY.rehearsal, FIFTY.ends) == (20, 4 * MINUTE, 50 * MINUTE)
    borders = [begins // MINUTE for begins, _, _ in FIFTY.spans()]
    assert borders == [0, 4, 8, 32, 34, 38, 42, 46]


def test_lessons_are_found_by_name() -> None:
    assert find_lessons(()) == list(LESSONS.values())
    assert [lesson.name for lesson in find_lessons(["copying"])] == ["copying"]
    with pytest.raises(LessonError, match="no lesson 'coping'; did you mean 'copying'"):
        find_lessons(["coping"])
