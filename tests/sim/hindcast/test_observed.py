"""What happened: records by date, previews, lags that agree with published ones."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from tenfold.scenarios.evidence import load_evidence
from tenfold.sim.hindcast.observed import month_end, observe
from tenfold.sim.hindcast.quantities import QUANTITIES

DECEMBER_2024, DECEMBER_2025 = 12, 24


def test_months_count_from_the_end_of_2023() -> None:
    found = [month_end(month).isoformat() for month in (-10, -1, 0, 1, 2, 12, 24)]
    assert found == [
        "2023-02-28", "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-12-31",
        "2025-12-31",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "month", "value"),
    [
        ("best_us", 0, 125.83),
        ("best_us", 9, 136.45),
        ("best_closed", DECEMBER_2025, 155.03),
        ("best_china", 4, 116.64),
        ("best_china", 13, 139.51),
        ("best_open", 7, 128.73),
        ("best_open", DECEMBER_2025, 146.37),
        ("training_us", 14, np.log10(3.8e26)),
        ("training_china", 10, np.log10(2.505e25)),
        ("price_fixed", 0, 0.0),
        ("price_fixed", DECEMBER_2025, np.log10(0.0742 / 15.0)),
        ("compute_us", DECEMBER_2024, np.log10(1.466186e6)),
    ],
)
def test_a_months_best_is_the_record_of_its_last_day(name: str, month: int, value: float) -> None:
    assert observe().values[name][month] == pytest.approx(value, abs=1e-3)


def test_a_preview_counts_from_the_day_it_was_shown_or_sold() -> None:
    shown, sold = observe(preview=True), observe(preview=False)
    assert shown.values["best_us"][DECEMBER_2024] == 146.9
    assert sold.values["best_us"][[12, 13, 14, 15]].tolist() == [142.45, 142.45, 142.45, 144.53]
    assert sold.values["best_us"][16] == shown.values["best_us"][16] == 146.9
    assert np.array_equal(shown.values["best_china"], sold.values["best_china"])


def test_names_with_a_later_month_count_from_that_month() -> None:
    models = load_evidence("history-index")
    assert "us_closed.gemini_1_5_flash_sep_2024" not in models  # by then others were better
    assert models["us_closed.gpt_4o_may_2024"].date < datetime.date(2024, 6, 1)


def test_lags_agree_with_those_counted_by_the_day() -> None:
    """9.56 months on the last day of 2023, 3.6 on that of 2024, 12.35 on that of 2025."""
    lag = observe().values["lag_china"]
    for month, days in ((0, 9.56), (DECEMBER_2024, 3.61), (DECEMBER_2025, 12.35)):
        assert lag[month] == pytest.approx(days, abs=0.5)
    assert observe().values["lag_open_near"][8] == 0.0  # within 1.5 points in August 2024
    assert observe().values["lag_china_near"][DECEMBER_2025] == pytest.approx(4.8, abs=0.5)


def test_bests_never_fall_and_errors_hold_their_figure() -> None:
    observed = observe()
    for name in QUANTITIES:
        values, low, high = observed.values[name], observed.low[name], observed.high[name]
        if name.startswith(("best_", "training_")):
            assert (np.diff(values) >= 0.0).all()
        known = np.isfinite(low)
        assert (low[known] <= values[known]).all()
        assert (values[known] <= high[known]).all()


def test_the_past_of_the_leaders_reaches_back_to_the_first_models_on_file() -> None:
    past = observe().past
    assert len(past["best_us"]) == len(past["best_closed"]) == 10
    assert past["best_us"][:2] == (109.24, 125.7)
    assert np.isfinite(past["best_closed"]).all()
