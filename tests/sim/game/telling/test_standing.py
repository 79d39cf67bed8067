"""Where one stands, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.game.calendar import date_of, quarter_of, short_quarter
from tenfold.sim.game.telling.standing import behind_by_month, leads_over, rank_of, runway_of
from tenfold.sim.game.telling.underway import under_way
from tenfold.sim.measures import PAST_SPEED


def rising(*starts: float, months: int = 12, pace: float = 1.0) -> np.ndarray:
    """Labs that rise by a point a month from their start."""
    return np.array([[start + pace * month for start in starts] for month in range(months + 1)])


def test_a_lab_five_points_behind_at_a_point_a_month_is_five_months_behind() -> None:
    behind = behind_by_month(rising(150.0, 145.0), 1)
    assert behind[-1] == pytest.approx(5.0)
    assert behind_by_month(rising(150.0, 145.0), 0)[-1] == 0.0


def test_before_the_start_the_frontier_rose_at_its_known_pace() -> None:
    behind = behind_by_month(rising(150.0, 150.0 - PAST_SPEED), 1)
    assert behind[0] == pytest.approx(12.0)


def test_leads_are_mirrored() -> None:
    leads = leads_over(rising(150.0, 145.0, 140.0), 1)
    assert leads == pytest.approx([5.0, 0.0, -5.0])


def test_level_labs_share_a_rank() -> None:
    active = np.ones(3)
    assert [rank_of(np.array([150.0, 150.0, 149.0]), active, i) for i in range(3)] == [1, 1, 3]


def test_who_has_left_is_behind_all() -> None:
    levels = np.array([150.0, 160.0, 149.0])
    assert rank_of(levels, np.array([1.0, 0.0, 1.0]), 1) == 3
    assert rank_of(levels, np.array([1.0, 0.0, 1.0]), 0) == 1


def test_cash_lasts_as_long_as_the_loss_lets_it() -> None:
    assert runway_of(100.0, 10.0, 20.0) == 10.0
    assert runway_of(-5.0, 10.0, 20.0) == 0.0
    assert runway_of(100.0, 20.0, 20.0) is None


def test_quarters() -> None:
    assert quarter_of((2026, 1), 0) == "Q1 2026"
    assert quarter_of((2026, 1), 35) == "Q4 2028"
    assert date_of((2026, 11), 2) == (2027, 1)
    assert short_quarter((2026, 1), 4, 3) == "Q2"


def figures(**now: float) -> dict[str, np.ndarray]:
    names = ("run_left", "run_length", "ideas", "incoming", "compute", "banned")
    columns = {name: np.zeros((7, 2)) for name in names}
    columns["ideas"][:, 1] = [10, 20, 30, 35, 41, 50, 55]
    columns["compute"] += 1e5
    for name, value in now.items():
        columns[name][-1, 1] = value
    return columns


def test_under_way_says_when_a_run_ends_and_what_it_uses() -> None:
    items = under_way(figures(run_left=1.0, run_length=3.0, incoming=2e4), 1, (2026, 1))
    assert items == (
        "Your run ends in Q3 and uses the 41 ideas known in Q2.",
        "20k chips arrive by Q4.",
    )


def test_under_way_between_runs_and_under_a_ban() -> None:
    items = under_way(figures(banned=5.0), 1, (2026, 1))
    assert items == (
        "Your next run begins now, with all the ideas that you know.",
        "Closed labs serve you again in 5 months.",
    )
