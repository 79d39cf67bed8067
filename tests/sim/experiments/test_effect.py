"""Effects: means over points and lucks, with an interval over both."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.experiments.effect import NORMAL, effect_of

NAN = float("nan")


def test_a_mean_over_points_and_lucks() -> None:
    effect = effect_of(np.array([[1.0, 3.0], [5.0, 7.0]]), "months")
    assert effect.middle == 4.0
    assert list(effect.per_point) == [2.0, 6.0]
    # Over lucks: means 3 and 5, standard error 1.
    assert effect.luck_low == pytest.approx(4.0 - NORMAL)
    assert effect.luck_high == pytest.approx(4.0 + NORMAL)
    # Over points: 5 % of the way from 2 to 6 is 2.2, which lies within the interval of luck.
    assert effect.low == pytest.approx(2.2)
    assert effect.high == pytest.approx(5.8)
    assert str(effect) == "4 (2.2 to 5.8) months"


def test_more_lucks_do_not_shrink_what_the_world_may_be() -> None:
    points = np.linspace(0.0, 10.0, 21)[:, None]
    noise = np.random.default_rng(1).normal(0.0, 1.0, (1, 4000))
    few, many = effect_of(points + noise[:, :10]), effect_of(points + noise)
    assert many.luck_high - many.luck_low < 0.1 < few.luck_high - few.luck_low
    assert many.high - many.low == pytest.approx(9.0)
    assert few.high - few.low == pytest.approx(9.0)


def test_one_parameter_set_leaves_the_interval_of_luck() -> None:
    effect = effect_of(np.array([[0.0, 2.0, 4.0, 6.0]]))
    assert (effect.low, effect.high) == (effect.luck_low, effect.luck_high)
    assert effect.low < 3.0 < effect.high


def test_lucks_that_do_not_count_are_left_out() -> None:
    effect = effect_of(np.array([[1.0, NAN, 3.0], [NAN, NAN, NAN], [4.0, 4.0, NAN]]))
    assert list(effect.per_point[[0, 2]]) == [2.0, 4.0]
    assert np.isnan(effect.per_point[1])
    assert effect.middle == 3.0


def test_nothing_that_counts_is_no_figure() -> None:
    effect = effect_of(np.full((3, 4), NAN))
    assert np.isnan([effect.middle, effect.low, effect.high]).all()
    assert not effect.above(-1e9)
    assert not effect.below(1e9)
    assert effect.to_json()["middle"] is None


def test_where_an_interval_lies() -> None:
    effect = effect_of(np.array([[1.0, 1.0], [3.0, 3.0]]))
    assert effect.above(1.0)
    assert not effect.above(1.2)
    assert effect.below(3.0)
    assert effect.straddles(2.0)
    assert effect.within(1.0, 3.0)
    assert not effect.within(1.5, 3.0)


def test_a_chance_is_kept_within_nothing_and_all() -> None:
    rare = effect_of(np.array([[0.0, 0.0, 0.0, 0.2], [0.0, 0.0, 0.0, 0.0]]), "of races")
    assert rare.low < 0.0 < rare.high
    assert rare.luck_low < 0.0
    kept = rare.clipped()
    assert (kept.low, kept.luck_low) == (0.0, 0.0)
    assert (kept.middle, kept.high, kept.luck_high) == (rare.middle, rare.high, rare.luck_high)
    assert kept.unit == "of races"
    assert list(kept.per_point) == list(rare.per_point)
    often = effect_of(np.array([[1.0, 1.0, 1.0, 0.8]])).clipped()
    assert (often.high, often.luck_high) == (1.0, 1.0)
    assert effect_of(np.full((1, 2), 3.0)).clipped(-2.0, 2.0).middle == 2.0
    assert np.isnan(effect_of(np.full((1, 2), NAN)).clipped().middle)
