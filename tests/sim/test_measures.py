"""Measures: frontier, lags, growth, leads, shares, against histories written by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenfold.sim import measures
from tenfold.sim.history import LAB_PLACE, History

ALL = np.array([True, True, True])


def history(**series: list[list[float]]) -> History:
    """One run of three labs; each series is a list of months, each month a list of labs."""
    months = len(next(iter(series.values())))
    kept = History(1, months - 1, ("Alder", "Birch", "Cedar"), ("frontier", "chinese", "open"), 0)
    kept.months = months - 1
    kept.lab[..., LAB_PLACE["active"]] = 1.0
    for name, values in series.items():
        kept.lab[0, :, :, LAB_PLACE[name]] = values
    return kept


def lag(leader: list[float], follower: list[float]) -> list[float]:
    found = measures.lag_months(np.array([leader]), np.array([follower]))
    return [round(float(x), 9) for x in found[0]]


def test_the_frontier_is_the_best_of_those_in_the_race() -> None:
    kept = history(capability=[[150.0, 148.0, 140.0], [151.0, 160.0, 141.0]])
    assert list(measures.frontier(kept)[0]) == [150.0, 160.0]
    kept.lab[0, 1, 1, LAB_PLACE["active"]] = 0.0
    assert list(measures.frontier(kept)[0]) == [150.0, 151.0]


def test_a_group_may_change_from_month_to_month() -> None:
    kept = history(capability=[[150.0, 148.0, 140.0], [151.0, 160.0, 141.0]])
    member = np.array([[[True, False, True], [False, False, True]]])
    assert list(measures.best(kept, member)[0]) == [150.0, 141.0]
    assert list(measures.best(kept, ~ALL)[0]) == [0.0, 0.0]


def test_a_lag_is_the_time_since_the_leader_was_where_the_follower_is() -> None:
    leader = [150.0, 151.0, 152.0, 153.0, 154.0]
    assert lag(leader, [150.0, 150.0, 150.0, 151.0, 153.5]) == [0.0, 1.0, 2.0, 2.0, 0.5]


def test_a_leader_that_jumps_was_on_its_way_between_the_months() -> None:
    # From 150 to 158 in a month: 152 lies a quarter of the way.
    assert lag([150.0, 158.0, 158.0], [140.0, 140.0, 152.0])[2] == 1.75


def test_before_the_start_the_frontier_rose_at_its_published_speed() -> None:
    behind = 6.0 / measures.PAST_SPEED * 12.0
    assert lag([150.0, 150.0], [144.0, 144.0]) == pytest.approx([behind, behind + 1.0], rel=1e-6)


def test_who_is_ahead_or_level_has_no_lag() -> None:
    assert lag([150.0, 151.0], [150.0, 155.0]) == [0.0, 0.0]


def test_a_leaders_fall_does_not_undo_that_it_was_there() -> None:
    # The leader was at 155 in month 1; a follower at 154 in month 3 is 2.2 months behind.
    leader, follower = [150.0, 155.0, 154.5, 154.5], [140.0, 140.0, 140.0, 154.0]
    assert lag(leader, follower)[3] == pytest.approx(3.0 - 0.8)


def test_months_behind_compares_with_everyone() -> None:
    kept = history(capability=[[150.0, 149.0, 140.0], [152.0, 150.0, 140.0]])
    assert measures.months_behind(kept, 1)[0, 1] == pytest.approx(1.0)
    assert list(measures.months_behind(kept, 0)[0]) == [0.0, 0.0]


def test_growth_is_a_factor_a_year() -> None:
    series = np.array([[2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 8.0]])
    assert measures.growth_per_year(series, 6)[0] == pytest.approx(16.0)


def test_to_lead_is_to_be_strictly_best() -> None:
    kept = history(capability=[[150.0, 150.0, 140.0], [152.0, 150.0, 153.0]])
    poor = np.array([False, True, True])
    assert not measures.leads(kept, poor, 0)[0]
    assert measures.leads(kept, poor, 1)[0]
    assert not measures.leads(kept, ~poor, 0)[0]


def test_shares_and_concentration() -> None:
    kept = history(token_share=[[0.5, 0.3, 0.2], [0.6, 0.4, 0.0]])
    member = np.array([False, True, True])
    assert measures.shares(kept, member, "token_share", 0)[0] == pytest.approx(0.5)
    expected = [0.25 + 0.09 + 0.04, 0.36 + 0.16]
    assert list(measures.concentration(kept)[0]) == pytest.approx(expected)


def test_medians_leave_out_what_is_unknown() -> None:
    values = np.array([math.nan, 1.0, 2.0, 3.0, 4.0, 5.0])
    assert measures.median_interval(values, coverage=0.5) == pytest.approx((3.0, 2.0, 4.0))
    assert all(math.isnan(x) for x in measures.median_interval(np.array([math.nan])))
