"""Sensitivity: swings by hand, indices against known functions, thresholds that were put there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.sweep.answer.results import AnalysisError, Asked
from tenfold.sim.sweep.answer.sensitivity import (
    binned,
    factor_swings,
    independent,
    indices,
    morris_indices,
    sobol_indices,
    swings,
)
from tenfold.sim.sweep.answer.series import series_of
from tenfold.sim.sweep.answer.thresholds import best_split, best_threshold
from tests.sim.sweep.answer.made_up import spread, sweep

NAMES = ("a", "b", "c")


def flat(points: pd.DataFrame, **more: object) -> object:
    return sweep({"lag.end": lambda *_: 0.0}, arms=("all",), points=points, lucks=1, **more)


def salib(design: str) -> tuple[object, pd.DataFrame]:
    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 3}
    if design == "sobol":
        from SALib.sample import sobol

        values = sobol.sample(problem, 512, calc_second_order=False, scramble=True, seed=1)
    else:
        from SALib.sample import morris

        values = morris.sample(problem, 40, num_levels=4, seed=1)
    points = pd.DataFrame(values, columns=list(NAMES))
    return flat(points, design=design), points


def test_a_swing_is_the_high_third_less_the_low_third() -> None:
    points = pd.DataFrame({"a": np.linspace(0, 1, 13), "b": [0.5, 0.4] * 6 + [0.5]})
    found = swings(flat(points), 10.0 * points["a"].to_numpy())
    assert [swing.name for swing in found] == ["a", "b"]
    assert found[0].at_low == pytest.approx(10 * np.mean([0, 1, 2, 3, 4]) / 12)
    assert found[0].at_high == pytest.approx(10 * np.mean([8, 9, 10, 11, 12]) / 12)
    assert found[0].low == pytest.approx(4 / 12)
    assert found[0].high == pytest.approx(8 / 12)
    assert found[0].clear
    assert not found[1].clear
    assert found[0].rank_share == pytest.approx((1.0, 1.0, 1.0))


def test_chance_alone_is_seldom_called_clear() -> None:
    draw = np.random.Generator(np.random.Philox(2))
    results = flat(spread(tuple("abcdefgh"), 30))
    called = sum(swings(results, draw.normal(size=30))[0].clear for _ in range(40))
    assert called <= 10, "one in ten is meant"


def test_few_points_say_nothing_and_missing_ones_are_left_out() -> None:
    points = spread(NAMES, 20)
    assert swings(flat(spread(NAMES, 5)), np.arange(5.0)) == []
    values = 3.0 * points["b"].to_numpy()
    values[[2, 3]] = np.nan
    assert swings(flat(points), values)[0].name == "b"


def test_one_at_a_time_compares_only_points_that_vary_the_parameter() -> None:
    rows = [[0.1, 0.5]] + [[x, 0.5] for x in (0, 0.5, 1)] + [[0.1, x] for x in (0, 0.6, 1)]
    points = pd.DataFrame(rows, columns=["a", "b"])
    values = 4.0 * points["a"].to_numpy() + 100.0 * points["b"].to_numpy()
    found = {s.name: s for s in swings(flat(points, design="one-at-a-time"), values)}
    assert found["a"].at_high - found["a"].at_low == pytest.approx(4.0 - np.mean([0.4, 0.0]))
    assert found["b"].at_high - found["b"].at_low == pytest.approx(100.0)


def test_factors_swing_between_their_extremes() -> None:
    rule = {"lag.end": lambda arm, cell, v, luck: (arm == "distil") * cell["ratio"] + luck}
    results = sweep(rule, factors={"ratio": (10.0, 3.0, 30.0), "kind": ("x", "y")})
    asked = Asked("lag.end", "distil", "none", at={"ratio": 10})
    found = factor_swings(results, asked)
    assert [(s.name, s.low, s.high, s.size) for s in found] == [
        ("ratio", 3.0, 30.0, 27.0), ("kind", "x", "x", 0.0),
    ]  # fmt: skip
    assert [s.clear for s in found] == [True, False]
    by_factor = Asked("lag.end", 30, 3, factor="ratio")
    assert [s.name for s in factor_swings(results, by_factor)] == ["kind"]


def test_bins_hold_equally_many_points_and_levels_are_a_bin_each() -> None:
    found = binned(np.arange(12.0), np.arange(12.0) ** 2, bins=3)
    assert [each.points for each in found] == [4, 4, 4]
    assert found[0].mean == pytest.approx(np.mean([0, 1, 4, 9]))
    assert (found[1].low, found[1].high, found[1].middle) == (4.0, 7.0, 5.5)
    levels = binned(np.array([0.0, 0.0, 1.0, 1.0]), np.array([1.0, 3.0, 5.0, 5.0]))
    assert [(each.middle, each.mean) for each in levels] == [(0.0, 2.0), (1.0, 5.0)]
    assert levels[1].interval == pytest.approx((5.0, 5.0))


def test_a_main_effect_follows_the_parameter_in_each_arm() -> None:
    rule = {"lag.end": lambda arm, cell, v, luck: v["a"] * (1 + (arm == "distil"))}
    results = sweep(rule, points=spread(("a", "b"), 24))
    curve = series_of(results)[1].main_effect(results, "lag.end", "a")
    assert len(curve) == 6
    assert [each.mean for each in curve] == pytest.approx([2 * each.middle for each in curve])


def test_sobol_indices_of_a_known_function() -> None:
    """y = 2a + b: shares of the variance are 0.8, 0.2 and 0."""
    results, points = salib("sobol")
    found = sobol_indices(results, 2 * points["a"].to_numpy() + points["b"].to_numpy())
    assert [index.name for index in found] == ["a", "b", "c"]
    assert [index.total for index in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.02)
    assert [index.first for index in found] == pytest.approx([0.8, 0.2, 0.0], abs=0.05)
    again = sobol_indices(results, 2 * points["a"].to_numpy() + points["b"].to_numpy())
    assert again == found, "the same results, the same indices"


def test_morris_indices_of_a_known_function() -> None:
    results, points = salib("morris")
    found = morris_indices(results, 3 * points["a"].to_numpy() - points["b"].to_numpy())
    by_name = {index.name: index for index in found}
    assert [index.name for index in found] == ["a", "b", "c"]
    assert by_name["a"].first == pytest.approx(3.0)
    assert by_name["b"].first == pytest.approx(-1.0)
    assert by_name["b"].total == pytest.approx(1.0)
    assert by_name["a"].spread == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("design", ["sobol", "morris"])
def test_indices_need_the_whole_design(design: str) -> None:
    results, points = salib(design)
    values = points["a"].to_numpy().copy()
    values[7] = np.nan
    with pytest.raises(AnalysisError, match=rf"{design.capitalize()} .* 1 of .* finish the sweep"):
        indices(results, values)
    with pytest.raises(AnalysisError, match="same at every point"):
        indices(results, np.ones(len(points)))
    assert indices(replace(results, design="grid"), points["a"].to_numpy()) == []


def test_points_that_repeat_one_another_are_not_compared_as_new() -> None:
    """Of Sobol's design the two base samples count, of Morris's walks nothing."""
    results, points = salib("sobol")
    rows = independent(results)
    assert rows.sum() == 2 * 512
    assert len(np.unique(points[rows].to_numpy(), axis=0)) == 2 * 512
    (first, *_) = swings(results, points["b"].to_numpy())
    assert first.name == "b"
    walks, points = salib("morris")
    assert swings(walks, points["a"].to_numpy()) == []
    assert best_split(walks, points["a"].to_numpy()) is None
    assert series_of(walks)[0].main_effect(walks, "lag.end", "a") == []


def test_a_threshold_that_was_put_there_is_found() -> None:
    points = spread(NAMES, 40)
    otherwise = points["b"].to_numpy() > 0.7
    found = best_threshold(flat(points), otherwise, np.ones(40, dtype=bool))
    assert (found.name, found.above) == ("b", True)
    assert found.value == pytest.approx(0.7, abs=0.013)
    assert (found.hits, found.inside, found.hits_outside, found.outside) == (12, 12, 0, 28)
    assert found.by_chance < 0.01


def test_no_threshold_where_nothing_or_everything_is_otherwise() -> None:
    results, known = flat(spread(NAMES, 20)), np.ones(20, dtype=bool)
    assert best_threshold(results, np.zeros(20, dtype=bool), known) is None
    assert best_threshold(results, np.ones(20, dtype=bool), known) is None


def test_chance_makes_no_sharp_threshold() -> None:
    draw = np.random.Generator(np.random.Philox(4))
    points, known = spread(tuple("abcdef"), 30), np.ones(30, dtype=bool)
    sharp = 0
    results = flat(points)
    for _ in range(20):
        found = best_threshold(results, draw.random(30) < 0.3, known)
        sharp += found is not None and found.by_chance < 0.1
    assert sharp <= 6, "one in ten is meant"


def test_the_best_split_sets_low_and_high_apart() -> None:
    points = spread(NAMES, 30)
    values = np.where(points["c"] < 0.4, 2.0, 7.0)
    name, cut, below, above = best_split(flat(points), values)
    assert (name, below, above) == ("c", 2.0, 7.0)
    assert cut == pytest.approx(0.4, abs=0.02)
