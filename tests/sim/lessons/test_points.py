"""Points: a lesson ships only if each of its points shows on four of five of 200 lucks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenfold.sim.lessons.lesson import Arm, Lesson, Point
from tenfold.sim.lessons.measure import BOUND, LUCKS, SEED, Shown, measure, measured, raced
from tenfold.sim.lessons.registry import LESSONS


def test_the_bound_is_four_of_five_of_two_hundred_lucks() -> None:
    assert (BOUND, LUCKS) == (0.80, 200)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_every_point_shows_by_the_last_quarter(lesson: Lesson) -> None:
    found = measured(lesson.name)
    assert [each.name for each in found if each.seen] == list(lesson.points)
    assert [each.name for each in found if not each.seen] == list(lesson.told)
    assert all(len(each.on) == LUCKS for each in found)
    assert {each.name: each.share for each in found if not each.ships} == {}


DEMONSTRATION = LESSONS["demonstration"]


def few(point: Point, lucks: int = 12) -> Shown:
    """A made-up point of the demonstration, on few lucks."""
    return measure(replace(DEMONSTRATION, points={"it": point}, told={}), lucks)[0]


def test_a_comparison_is_of_means_on_each_luck() -> None:
    lesson = replace(DEMONSTRATION, teams=2)
    values = {
        arm: raced(lesson, arm, [DEMONSTRATION.points["gap-stays"].outcome], 12, SEED)
        for arm in lesson.arms
    }
    (outcome,) = values["left"]
    apart = values["left"][outcome].mean(axis=0) - values["right"][outcome].mean(axis=0)
    assert values["left"][outcome].shape == (2, 12)
    found = measure(lesson, 12)[0]
    assert np.array_equal(found.figure, apart)
    assert np.array_equal(found.on, apart >= 5.0)
    assert found.share == np.mean(apart >= 5.0)


def test_every_team_must_reach_what_is_compared_with_nothing() -> None:
    lesson = replace(DEMONSTRATION, teams=3)
    found = measure(lesson, 12)[1]
    values = raced(lesson, "right", [found.point.outcome], 12, SEED)[found.point.outcome]
    assert np.array_equal(found.figure, values.min(axis=0))


def test_a_share_is_of_what_it_is_compared_with() -> None:
    outcome = DEMONSTRATION.points["gap-stays"].outcome
    plain = few(Point("more", outcome, "left", "right"))
    share = few(Point("more", outcome, "left", "right", least=0.1, relative=True))
    (below,) = raced(DEMONSTRATION, "right", [outcome], 12, SEED).values()
    assert np.array_equal(share.figure, plain.figure / below[0])


def test_what_does_not_show_does_not_ship() -> None:
    outcome = DEMONSTRATION.points["gap-stays"].outcome
    turned = few(Point("the left half ends nearer", outcome, "right", "left"))
    assert turned.share < BOUND
    assert not turned.ships
    assert replace(turned, seen=False).ships
    low, high = turned.interval
    assert 0.0 <= low <= turned.share <= high <= 1.0


def test_a_luck_shows_the_same_alone_and_among_others() -> None:
    few_lucks, more = measure(DEMONSTRATION, 3), measure(DEMONSTRATION, 9)
    for a, b in zip(few_lucks, more, strict=True):
        assert np.array_equal(a.figure, b.figure[:3])


def test_another_seat_with_another_rule_plays_by_it() -> None:
    lesson = LESSONS["open-or-closed"]
    alone = lesson.arms["one stays closed"]
    outcome = "Fernhill.flagship_release.end"
    assert raced(lesson, "one stays closed", [outcome], 4, SEED)[outcome].max() == 0.0
    everywhere = replace(lesson, arms={"it": Arm(alone.role)})
    assert raced(everywhere, "it", [outcome], 4, SEED)[outcome].min() == 1.0
