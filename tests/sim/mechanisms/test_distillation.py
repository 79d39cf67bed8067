"""Distillation: gain from the best teacher, never past it; protection, bans, price and bias."""

from __future__ import annotations

import math

import pytest

from tenfold.sim.happenings import Kind
from tenfold.sim.mechanisms import distillation
from tenfold.sim.world import MINI, NEVER, STAGED, WITHHELD
from tests.sim.builders import Tiny, build

MOST = 7.7 * math.log10(4.0)
"""Index points that a teacher can give at most: several-fold compute."""


def student(gap: float = 10.0, intensity: float = 1.0, labs: int = 2, **rules: float) -> Tiny:
    """Lab 0 has just finished a model as large as lab 1's flagship and `gap` points weaker."""
    tiny = build(labs=labs, **rules)
    lab = tiny.lab(0)
    lab.new_model, lab.run_distil = 1.0, intensity
    lab.new_capability = lab.new_score = 150.0 - gap
    lab.new_size = 2.0e11
    lab.new_post = 1.0
    tiny.mini(0).capability = 0.0
    for i in range(labs):
        tiny.lab(i).set_protection = 0.0
    return tiny


def gain(gap: float, intensity: float, access: float) -> float:
    """MODEL's gain of a student of the teacher's size with practice of its own."""
    return access * math.sqrt(intensity) * MOST * (1.0 - math.exp(-0.7 * gap / MOST))


@pytest.mark.parametrize("gap", [1.0, 5.0, 20.0])
@pytest.mark.parametrize("intensity", [0.25, 1.0])
def test_gain_from_open_weights_follows_the_equation(gap: float, intensity: float) -> None:
    tiny = student(gap, intensity)
    tiny.open_weights(1)
    tiny.month_of(distillation)
    expected = gain(gap, intensity, access=1.0)
    assert tiny.lab(0).distil_gain == pytest.approx(expected, rel=1e-12)
    assert tiny.lab(0).new_capability == pytest.approx(150.0 - gap + expected, rel=1e-12)
    assert Kind.DISTILLED in tiny.happened()


@pytest.mark.parametrize("protection", [0.0, 0.5, 1.0])
def test_a_closed_service_teaches_less_and_a_guarded_one_least(protection: float) -> None:
    tiny = student(10.0, closed_access=0.85, protection_strength=0.55)
    tiny.lab(1).set_protection = protection
    tiny.month_of(distillation)
    access = 0.85 * (1.0 - 0.55 * protection)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(10.0, 1.0, access), rel=1e-12)


@pytest.mark.parametrize("gap", [0.01, 0.5, 3.0, 30.0, 100.0])
def test_a_student_never_passes_its_teacher(gap: float) -> None:
    tiny = student(gap, 1.0, kappa=50.0)
    tiny.open_weights(1)
    tiny.month_of(distillation)
    assert tiny.lab(0).new_capability <= 150.0
    assert tiny.lab(0).distil_gain <= min(gap, MOST) * (1.0 + 1e-12)


@pytest.mark.parametrize("gap", [0.0, -5.0])
def test_a_teacher_that_is_not_better_teaches_nothing(gap: float) -> None:
    tiny = student(gap)
    tiny.open_weights(1)
    tiny.month_of(distillation)
    assert tiny.lab(0).new_capability == 150.0 - gap
    assert tiny.happened() == []


def test_no_intensity_no_gain() -> None:
    tiny = student(10.0, intensity=0.0)
    tiny.month_of(distillation)
    assert tiny.lab(0).new_capability == 140.0
    assert tiny.lab(0).cost_tokens == 0.0


def test_only_a_model_that_is_just_finished_is_lifted() -> None:
    tiny = student(10.0)
    tiny.lab(0).new_model = 0.0
    tiny.month_of(distillation)
    assert tiny.lab(0).new_capability == 140.0


def test_benchmarks_show_more_than_there_is() -> None:
    tiny = student(10.0, score_bias=0.35, generic_half=4.0)
    tiny.open_weights(1)
    tiny.month_of(distillation)
    lab, gained = tiny.lab(0), gain(10.0, 1.0, 1.0)
    assert lab.new_score - lab.new_capability == pytest.approx(0.35 * gained, rel=1e-9)
    assert lab.new_generic == pytest.approx(gained / (gained + 4.0), rel=1e-12)


def test_without_practice_of_its_own_a_student_keeps_less() -> None:
    tiny = student(10.0, undistillable=0.4)
    tiny.open_weights(1)
    tiny.lab(0).new_post = 0.25
    tiny.month_of(distillation)
    kept = 1.0 - 0.4 * 0.75
    assert tiny.lab(0).distil_gain == pytest.approx(kept * gain(10.0, 1.0, 1.0), rel=1e-12)


def test_a_student_a_tenth_the_size_loses_a_little() -> None:
    tiny = student(10.0, student_loss=0.6)
    tiny.open_weights(1)
    tiny.lab(0).new_size = 2.0e10
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(10.0, 1.0, 1.0) - 0.6, rel=1e-12)


def test_answers_are_bought_at_the_teachers_price() -> None:
    tiny = student(10.0, intensity=0.5, distil_tokens=4.0e10)
    tiny.flagship(1).offered = 3.0
    tiny.month_of(distillation)
    assert tiny.lab(0).cost_tokens == pytest.approx(4.0e10 * 0.5 * 3.0 / 1.0e6, rel=1e-12)
    tiny.lab(0).new_model = 0.0
    tiny.month_of(distillation)
    assert tiny.lab(0).cost_tokens == 0.0


def test_the_best_teacher_is_the_one_that_gives_most() -> None:
    tiny = student(10.0, labs=3)
    tiny.flagship(2).capability = 149.0
    tiny.open_weights(2)
    tiny.month_of(distillation)
    # An open teacher one point below gives more than a closed one.
    assert tiny.lab(0).distil_gain == pytest.approx(gain(9.0, 1.0, 1.0), rel=1e-12)


def test_a_chosen_teacher_is_used_even_if_another_would_give_more() -> None:
    tiny = student(10.0, labs=3)
    tiny.flagship(2).capability = 149.0
    tiny.open_weights(2)
    tiny.lab(0).run_teacher = 1.0
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(10.0, 1.0, 0.85), rel=1e-12)


def test_nobody_learns_from_its_own_models() -> None:
    tiny = student(0.0)
    tiny.flagship(0).capability = 170.0
    tiny.flagship(1).capability = tiny.mini(1).capability = 140.0
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == 0.0


def test_a_small_open_model_teaches_when_it_is_better() -> None:
    tiny = student(10.0)
    tiny.flagship(1).capability = 130.0
    tiny.mini(1).capability = 147.0
    tiny.mini(1).parameters = 2.0e11
    tiny.open_weights(1, MINI)
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(7.0, 1.0, 1.0), rel=1e-12)


def test_what_is_not_on_sale_cannot_teach() -> None:
    tiny = student(10.0)
    tiny.lab(1).held_capability = 165.0
    tiny.flagship(1).released_at = NEVER
    tiny.mini(1).release = WITHHELD
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == 0.0


def test_staged_models_teach_as_closed_ones_until_they_open() -> None:
    tiny = student(10.0)
    tiny.flagship(1).release = STAGED
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(10.0, 1.0, 0.85), rel=1e-12)


@pytest.mark.parametrize(("intensity", "protection"), [(1.0, 0.0), (1.0, 1.0), (0.5, 0.4)])
def test_the_chance_of_a_ban_grows_with_intensity_and_guard(
    intensity: float, protection: float
) -> None:
    chance = 0.08 * intensity**2 * (0.3 + 0.7 * protection)
    caught = []
    for draw in (chance * 0.999, chance * 1.001):
        tiny = student(10.0, intensity, ban_months=9.0, scandal=0.25)
        tiny.lab(1).set_protection = protection
        tiny.luck.lab[0, 0, 0].detection = draw
        tiny.month_of(distillation)
        caught.append((float(tiny.lab(0).banned), float(tiny.lab(0).reputation)))
    assert caught == [(9.0, -0.25), (0.0, 0.0)]


def test_open_weights_watch_nobody() -> None:
    tiny = student(10.0)
    tiny.open_weights(1)
    tiny.luck.lab.detection[:] = 0.0
    tiny.month_of(distillation)
    assert tiny.lab(0).banned == 0.0


def test_a_banned_lab_learns_from_open_weights_alone_until_the_ban_ends() -> None:
    tiny = student(10.0, labs=3)
    tiny.flagship(2).capability = 145.0
    tiny.open_weights(2)
    tiny.lab(0).banned = 2.0
    gains = []
    for month in range(2):
        tiny.market.month = month
        tiny.lab(0).new_capability = 140.0
        tiny.month_of(distillation)
        gains.append(float(tiny.lab(0).distil_gain))
    assert gains == pytest.approx([gain(5.0, 1.0, 1.0), gain(10.0, 1.0, 0.85)], rel=1e-12)
    assert tiny.lab(0).banned == 0.0


def test_a_lab_that_has_left_serves_no_student() -> None:
    tiny = student(10.0)
    tiny.lab(1).active = 0.0
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == 0.0


def test_weights_outlive_the_lab_that_published_them() -> None:
    tiny = student(10.0)
    tiny.open_weights(1)
    tiny.lab(1).active = 0.0
    tiny.month_of(distillation)
    assert tiny.lab(0).distil_gain == pytest.approx(gain(10.0, 1.0, 1.0), rel=1e-12)
