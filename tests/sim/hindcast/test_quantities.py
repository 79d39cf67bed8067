"""Quantities: lags by hand, and what is read of races."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.hindcast.observed import observe
from tenfold.sim.hindcast.quantities import QUANTITIES, lags, read
from tenfold.sim.hindcast.start import load_hindcast
from tenfold.sim.history import History
from tenfold.sim.race import Race


@pytest.fixture(scope="module")
def history(warm_engine: None) -> History:
    return Race(load_hindcast(), seed=4, runs=6).run()


@pytest.fixture(scope="module")
def series(history: History) -> dict[str, np.ndarray]:
    return read(history, load_hindcast(), observe().past)


def test_lags_by_hand() -> None:
    leader = np.array([[120.0, 124.0, 124.0, 130.0]])
    follower = np.array([[110.0, 118.0, 122.0, 131.0]])
    found = lags(leader, follower, past=(100.0, 116.0, 120.0))
    # 110 was passed 10/16 of the way from the first to the second month of the past, and so on.
    assert found[0] == pytest.approx([3.0 - 0.625, 4.0 - 1.5, 5.0 - 3.5, 0.0])


def test_all_quantities_are_read_and_known(history: History, series: dict[str, np.ndarray]) -> None:
    assert tuple(series) == tuple(QUANTITIES)
    for name, values in series.items():
        assert values.shape == (6, 25), name
        assert np.isfinite(values).all(), name


def test_bests_are_of_their_groups_and_never_fall(
    history: History, series: dict[str, np.ndarray]
) -> None:
    score = history.series("public_score")
    home = np.array([lab.home for lab in load_hindcast().labs])
    for name, group in (("best_us", "us"), ("best_china", "china")):
        assert (series[name] >= score[:, :, home == group].max(axis=2) - 1e-9).all()
        assert (np.diff(series[name], axis=1) >= 0.0).all()
    everyone = np.maximum(series["best_closed"], series["best_open"])
    assert (everyone >= score.max(axis=2) - 1e-9).all()


def test_the_start_is_the_observed_one(series: dict[str, np.ndarray]) -> None:
    observed = observe().values
    for name in ("best_closed", "best_open", "best_us", "best_china", "lag_open", "lag_china"):
        assert series[name][:, 0] == pytest.approx(observed[name][0]), name
    assert series["price_fixed"][:, 0] == pytest.approx(0.0)


def test_shares_and_sums(history: History, series: dict[str, np.ndarray]) -> None:
    home = np.array([lab.home for lab in load_hindcast().labs])
    chips = history.series("compute")[:, :, home == "us"].sum(axis=2)
    assert 10.0 ** series["compute_us"] == pytest.approx(chips)
    for name in ("share_open_tokens", "share_china_tokens"):
        assert ((series[name] >= 0.0) & (series[name] <= 1.0)).all()
