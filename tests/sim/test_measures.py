"""Measures on series made by hand: lags, growth, leads, shares, concentration, intervals."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tenfold.sim.history import LAB_PLACE, History
from tenfold.sim.measures import (
    PAST_SPEED,
    best,
    concentration,
    frontier,
    growth_per_year,
    lag_months,
    leads,
    median_interval,
    months_behind,
    shares,
)
from tenfold.sim.race import Race

ALL = np.array([True, True, True])
FIRST = np.array([True, False, False])


def row(*values: float) -> np.ndarray:
    return np.array([values], dtype=np.float64)


def made(**figures: list[list[float]]) -> History:
    """A history of one run and three labs; each figure is given month by month."""
    months = len(next(iter(figures.values()))) - 1
    history = History(np.arange(1), months, ("A", "B", "C"), ("frontier", "chinese", "open"))
    history.months = months
    history.lab[0, :, :, LAB_PLACE["active"]] = 1.0
    for name, values in figures.items():
        history.lab[0, :, :, LAB_PLACE[name]] = values
    return history


def test_a_follower_n_months_behind_has_lag_n() -> None:
    leader = np.arange(150.0, 170.0)[None, :]
    follower = leader - 4.0
    assert_allclose(lag_months(leader, follower)[0, 4:], 4.0)


def test_a_lag_between_months_is_read_off_a_straight_line() -> None:
    leader = row(150.0, 154.0, 158.0)
    assert lag_months(leader, row(0.0, 0.0, 155.0))[0, 2] == pytest.approx(0.75)
    assert lag_months(leader, row(0.0, 0.0, 153.0))[0, 2] == pytest.approx(1.25)


def test_before_the_start_the_frontier_rose_at_its_past_speed() -> None:
    leader = row(150.0, 150.0, 150.0)
    lag = lag_months(leader, row(150.0 - PAST_SPEED, 150.0 - PAST_SPEED, 149.0))
    assert_allclose(lag[0, :2], [12.0, 13.0])
    assert lag[0, 2] == pytest.approx(2.0 + 12.0 / PAST_SPEED)


def test_who_leads_or_is_level_has_no_lag() -> None:
    leader = row(150.0, 152.0, 153.0)
    assert_allclose(lag_months(leader, row(150.0, 153.0, 160.0)), 0.0)


def test_a_leader_that_stands_still_was_reached_when_it_first_stood_there() -> None:
    leader = row(150.0, 155.0, 155.0, 155.0, 160.0)
    assert lag_months(leader, row(0.0, 0.0, 0.0, 0.0, 155.0))[0, 4] == pytest.approx(3.0)


def test_a_step_of_the_leader_starts_the_clock() -> None:
    leader = row(150.0, 150.0, 160.0, 160.0, 160.0)
    lags = lag_months(leader, row(150.0, 150.0, 150.0, 150.0, 150.0))
    assert_allclose(lags[0], [0.0, 0.0, 2.0, 3.0, 4.0])


def test_runs_are_measured_apart() -> None:
    leader = np.vstack([np.arange(150.0, 160.0), np.full(10, 150.0)])
    follower = np.vstack([np.arange(148.0, 158.0), np.full(10, 151.0)])
    lags = lag_months(leader, follower)
    assert_allclose(lags[0, 2:], 2.0)
    assert_allclose(lags[1], 0.0)


def test_best_and_frontier_leave_out_who_has_left() -> None:
    history = made(
        capability=[[150.0, 140.0, 130.0], [155.0, 141.0, 131.0]],
        active=[[1.0, 1.0, 1.0], [0.0, 1.0, 1.0]],
    )
    assert_allclose(frontier(history), [[150.0, 141.0]])
    assert_allclose(best(history, ~FIRST), [[140.0, 141.0]])
    assert_allclose(best(history, FIRST), [[150.0, 0.0]])


def test_membership_may_change_from_month_to_month() -> None:
    history = made(capability=[[150.0, 140.0, 130.0], [155.0, 141.0, 131.0]])
    member = np.array([[[True, False, False], [False, True, False]]])
    assert_allclose(best(history, member), [[150.0, 141.0]])


def test_months_behind_is_the_lag_to_the_frontier() -> None:
    history = made(capability=[[150.0, 148.0, 130.0], [151.0, 149.0, 130.0], [152.0, 150.0, 130.0]])
    assert months_behind(history, 1)[0, 2] == pytest.approx(2.0)
    assert_allclose(months_behind(history, 0), 0.0)


def test_growth_is_a_factor_per_year() -> None:
    series = np.array([[1.0] + [0.0] * 23 + [9.0], [2.0] + [0.0] * 23 + [2.0]])
    assert_allclose(growth_per_year(series, 24), [3.0, 1.0])
    assert np.isfinite(growth_per_year(np.zeros((1, 13)), 12)).all()


def test_a_lead_is_strict() -> None:
    history = made(capability=[[150.0, 150.0, 130.0], [151.0, 150.0, 130.0]])
    assert not leads(history, FIRST, 0)[0]
    assert not leads(history, ~FIRST, 0)[0]
    assert leads(history, FIRST, 1)[0]


def test_shares_and_concentration() -> None:
    history = made(token_share=[[0.5, 0.3, 0.2], [1.0, 0.0, 0.0]])
    assert_allclose(shares(history, ~FIRST, "token_share", 0), [0.5])
    assert_allclose(concentration(history), [[0.38, 1.0]])


def test_intervals_leave_out_what_is_unknown() -> None:
    middle, low, high = median_interval(np.array([np.nan, *np.arange(101.0)]), 0.9)
    assert_allclose((middle, low, high), (50.0, 5.0, 95.0))
    assert np.isnan(median_interval(np.array([np.nan]))).all()


def test_measures_of_a_real_race_are_sane() -> None:
    race = Race("tenfold-2026", seed=2, runs=4, months=24)
    history = race.run()
    ours = np.array([lab.home == "us" for lab in race.labs])
    lags = lag_months(best(history, ours), best(history, ~ours))
    assert lags.shape == (4, 25)
    assert ((lags >= 0.0) & (lags < 60.0)).all()
    assert_allclose(frontier(history), history.market_series("frontier"))
    total = shares(history, ours, "token_share", 24) + shares(history, ~ours, "token_share", 24)
    assert_allclose(total, 1.0)
