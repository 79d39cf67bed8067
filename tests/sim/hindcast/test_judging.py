"""Naive forecasts, bands, weights and the rule, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenfold.sim.hindcast.bands import effective, quantiles, weigh
from tenfold.sim.hindcast.judge import FAMILIES, RULED, Judged, judge
from tenfold.sim.hindcast.naive import NAIVE, constant_lag, last_trend, no_change
from tenfold.sim.hindcast.observed import Observed, observe
from tenfold.sim.hindcast.quantities import QUANTITIES

SOLD = observe(24, False)


def made(**series: list[float]) -> Observed:
    """A world in which some series are as given and all others 0."""
    values = {name: np.zeros(25) for name in QUANTITIES} | {
        name: np.array(path, dtype=np.float64) for name, path in series.items()
    }
    nothing = {name: np.full(25, np.nan) for name in QUANTITIES}
    return Observed(values, nothing, nothing, {"best_us": (99.0,), "best_closed": (99.0,)}, True)


def test_no_change_and_last_trend_know_2024_alone() -> None:
    rising = made(best_us=[100.0 + m for m in range(13)] + [500.0] * 12)
    assert no_change(rising, "best_us")[13:].tolist() == [112.0] * 12
    assert last_trend(rising, "best_us")[13:].tolist() == [113.0 + m for m in range(12)]
    falling = made(lag_china=[12.0 - m / 1.5 for m in range(13)] + [9.0] * 12)
    assert last_trend(falling, "lag_china")[-1] == 0.0


def test_a_constant_lag_is_the_mean_of_2024() -> None:
    world = made(
        best_us=[100.0 + m for m in range(25)],
        best_china=[96.0 + m for m in range(25)],
        lag_china=[0.0] + [4.0] * 12 + [99.0] * 12,
    )
    assert constant_lag(world, "lag_china")[13:].tolist() == [4.0] * 12
    assert constant_lag(world, "best_china")[13:] == pytest.approx(np.arange(109.0, 121.0))
    assert (
        constant_lag(world, "best_us")[13:].tolist() == last_trend(world, "best_us")[13:].tolist()
    )


@pytest.mark.parametrize("name", NAIVE)
def test_no_naive_forecast_looks_ahead(name: str) -> None:
    blind = {each: path.copy() for each, path in SOLD.values.items()}
    for path in blind.values():
        path[13:] = 1.0e6
    for quantity in QUANTITIES:
        ours = NAIVE[name](replace(SOLD, values=blind), quantity)[13:]
        assert np.array_equal(ours, NAIVE[name](SOLD, quantity)[13:], equal_nan=True), quantity


def test_quantiles_follow_the_weights() -> None:
    values = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    even = np.full((2, 2), 0.25)
    assert quantiles(values, even, (0.125, 0.5, 0.875))[:, 0].tolist() == [1.0, 2.5, 4.0]
    heavy = np.array([[0.01, 0.01], [0.01, 0.97]])
    assert quantiles(values, heavy, (0.5,))[0, 0] > 3.9


def test_weights_favour_races_whose_2024_was_like_the_real_one() -> None:
    near = {name: np.tile(SOLD.values[name], (2, 2, 1)) for name in QUANTITIES}
    near["compute_us"] = np.full((2, 2, 25), SOLD.values["compute_us"][12])
    near["best_us"] = near["best_us"].copy()
    near["best_us"][1, 1, 12] += 20.0
    found = weigh(near, SOLD, np.array([0.75, 0.25]))
    assert found.sum() == pytest.approx(1.0)
    assert found[0] == pytest.approx([0.375, 0.375])
    assert found[1, 0] == pytest.approx(0.25)
    assert found[1, 1] < 1e-6
    near["best_us"][0, :, 13:] += 50.0  # what came later weighs nothing
    assert np.array_equal(weigh(near, SOLD, np.array([0.75, 0.25])), found)


def test_a_row_keeps_its_weight_and_lucks_within_it_are_weighed() -> None:
    """One month's miss by hand: index off by two points, both errors of form of two points."""
    races = {name: np.tile(SOLD.values[name], (2, 2, 1)) for name in QUANTITIES}
    races["compute_us"] = np.full((2, 2, 25), SOLD.values["compute_us"][12])
    published = (SOLD.high["best_us"][12] - SOLD.low["best_us"][12]) / (2.0 * 1.6448536269514722)
    sd = np.sqrt(published**2 + 2.0**2)
    races["best_us"][0, 1, 12] += sd  # one sd off
    races["best_us"][1, :, 12] += (2.0 * sd, 3.0 * sd)  # this row is further off as a whole
    found = weigh(races, SOLD, np.array([0.4, 0.6]))
    assert found.sum(axis=1) == pytest.approx([0.4, 0.6])
    assert found[0, 1] / found[0, 0] == pytest.approx(np.exp(-0.5))
    assert found[1, 1] / found[1, 0] == pytest.approx(np.exp(-2.5))


def test_effective_number() -> None:
    assert effective(np.full((5, 2), 0.1)) == pytest.approx(10.0)
    assert effective(np.array([[1.0, 0.0]])) == pytest.approx(1.0)


def judged(offsets: list[float]) -> Judged:
    """Races that are the world itself, each moved by so much."""
    values = {
        name: np.nan_to_num(SOLD.values[name]) + np.array(offsets).reshape(1, -1, 1)
        for name in QUANTITIES
    }
    return judge(values, np.full((1, len(offsets)), 1.0 / len(offsets)), SOLD)


def test_a_forecast_that_is_right_beats_all_but_bands_too_wide_fail() -> None:
    found = judged([-1.0, -0.5, 0.0, 0.5, 1.0])
    assert found.families["index"].absolute == pytest.approx(0.0, abs=1e-9)
    assert all(found.beats[family] for family in RULED)
    assert found.covered == {50: 1.0, 80: 1.0}
    assert not found.passes


def test_a_forecast_that_is_far_off_covers_nothing() -> None:
    found = judged([30.0, 31.0, 32.0])
    assert found.covered[80] == 0.0
    assert found.families["index"].bias == pytest.approx(31.0)
    assert not any(found.beats.values())


def test_skill_is_one_less_the_ratio_of_errors() -> None:
    each = judged([1.0, 1.0]).errors["best_china"]
    assert each.absolute == pytest.approx(1.0)
    for name, error in each.naive.items():
        assert each.skill[name] == pytest.approx(1.0 - 1.0 / error)


def test_the_rule_is_about_four_indices_and_two_lags() -> None:
    assert [len(FAMILIES[family]) for family in RULED] == [4, 2]
    assert judged([0.0, 0.0]).errors["best_us"].months == 12
    assert "share_open_tokens" not in judged([0.0, 0.0]).errors
