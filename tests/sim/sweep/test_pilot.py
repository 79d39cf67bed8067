"""The pilot: what a sweep takes, and the smallest difference that it could show."""

from __future__ import annotations

import io
import math

import numpy as np
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from tenfold.scenarios.questions import Question, read_question
from tenfold.sim.sweep.compute import Computer
from tenfold.sim.sweep.pilot import POWER, REACH, STARTING, detectable, forecast, pilot_races
from tenfold.sim.sweep.plan import make_plan
from tenfold.sim.sweep.plan_table import plan_table

SMALL = {
    "question": "Does it?",
    "scenario": "ten-to-one",
    "months": 6,
    "seed": 3,
    "replicates": 5,
    "arms": {"no": {"poor.distil": 0.0}, "yes": {"poor.distil": 1.0}},
    "cross": {"compute_ratio": [3, 10]},
    "outcomes": {"keep": ["gap_points.end", "lag_months.end"]},
    "answer": {
        "contrast": "lag_months.end: yes - no", "at": {"compute_ratio": 3}, "matters_if": 0.5,
    },
}  # fmt: skip


def small(**changes: object) -> Question:
    return read_question(SMALL | changes, "test")


def test_the_reach_is_that_of_a_90_percent_interval_and_the_power() -> None:
    from scipy.stats import norm

    assert pytest.approx(norm.ppf(0.95) + norm.ppf(POWER), abs=1e-3) == REACH


def test_luck_alone_by_hand() -> None:
    """One point: the standard error of the mean of n differences with variance 1."""
    found = detectable(np.array([[0.0, 2.0, 1.0]]), points=1, lucks=100)
    assert found == pytest.approx(REACH * math.sqrt(1.0 / 100))


def test_what_a_luck_does_everywhere_does_not_average_out_over_points() -> None:
    same = np.tile(np.array([0.0, 2.0, 1.0]), (4, 1))
    assert detectable(same, points=1000, lucks=50) == pytest.approx(REACH * math.sqrt(1.0 / 50))
    assert detectable(same, points=4, lucks=50) == detectable(same, points=1000, lucks=50)


def test_noise_of_point_and_luck_averages_out_over_both() -> None:
    """Two points and two lucks with opposite signs: no luck is better, all is noise."""
    noise = np.array([[1.0, -1.0], [-1.0, 1.0]])
    rest = 4.0 / 1.0  # sum of squares over its one degree of freedom
    assert detectable(noise, points=8, lucks=32) == pytest.approx(REACH * math.sqrt(rest / 8 / 32))


def test_a_shift_that_all_lucks_share_is_no_uncertainty_about_luck() -> None:
    shifted = np.array([[1.0, 1.0, 1.0], [9.0, 9.0, 9.0]])
    assert detectable(shifted, points=2, lucks=10) == 0.0


def test_one_luck_says_nothing_about_luck() -> None:
    assert math.isnan(detectable(np.array([[1.0], [2.0]]), points=2, lucks=1))
    plan = make_plan(small(replicates=1))
    shown = Console(width=150, record=True, file=io.StringIO())
    shown.print(plan_table(plan, forecast(plan), 2))
    assert "one luck says nothing" in shown.export_text()


def test_the_pilot_sees_what_the_sweep_will_find() -> None:
    """All lucks of a small sweep are in its pilot: the difference is the sweep's own."""
    plan = make_plan(small())
    raced: list[int] = []
    found = forecast(plan, raced.append)
    assert sum(raced) == pilot_races(plan)
    rows = pq.read_table(io.BytesIO(Computer(plan).compute(0)["runs"])).to_pandas()
    assert set(rows["arm"]) == {"no"}
    assert set(rows["compute_ratio"]) == {3.0}
    other = pq.read_table(io.BytesIO(Computer(plan).compute(1)["runs"])).to_pandas()
    difference = other["lag_months.end"] - rows["lag_months.end"]
    assert found.seen == pytest.approx(difference.mean())
    assert found.detectable == pytest.approx(
        REACH * difference.std(ddof=1) / math.sqrt(len(difference))
    )
    assert (found.races, found.chunks) == (20, 4)
    assert found.seconds(2) == pytest.approx(STARTING + found.seconds_per_race * 10)
    assert found.bytes_per_race > 20


@pytest.mark.parametrize(
    ("contrast", "difference"),
    [("lag_months.end", False), ("lag_months.end: compute_ratio 10 - 3", True)],
)
def test_levels_and_factors_have_a_forecast(contrast: str, difference: bool) -> None:
    plan = make_plan(small(answer={"contrast": contrast}))
    found = forecast(plan)
    assert found.difference is difference
    assert found.seen > 0.0  # at ten times the gap, the poor are further behind


def test_without_a_headline_the_first_outcome_is_forecast() -> None:
    without = {name: value for name, value in SMALL.items() if name != "answer"}
    found = forecast(make_plan(read_question(without, "test")))
    assert found.shown == "gap_points.end"
    assert found.matters_if is None


def test_full_histories_take_more_disk() -> None:
    lean, full = (forecast(make_plan(small(), full)).bytes_per_race for full in (False, True))
    assert full > 5 * lean


def test_the_table_names_everything() -> None:
    plan = make_plan(small())
    shown = Console(width=150, record=True, file=io.StringIO())
    shown.print(plan_table(plan, forecast(plan), 2))
    text = shown.export_text()
    for word in (
        "Does it?",
        "no, yes",
        "3, 10",
        "20 in 4 chunks",
        "2 workers",
        "B (",
        "0.5 months",
    ):
        assert word in text
