"""The sampler against distributions that are known."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.calibration.sampler import Sampler
from tests.sim.calibration.calibration_cases import guess, linear

# Two targets see the first place: 0.2 with an sd of 0.1, twice; the second place is free.
SEES_FIRST = guess([linear([1.0, 0.0]), linear([1.0, 0.0])], [0.2, 0.2], [0.1, 0.1])


def test_what_is_not_ruled_out_is_filled_evenly() -> None:
    sampler = Sampler(SEES_FIRST, 2, 2000, 1)
    x = 2.0 * sampler.not_ruled_out() - 1.0
    assert x[:, 0].min() >= 0.2 - 0.301
    assert x[:, 0].max() <= 0.2 + 0.301
    assert x[:, 0].mean() == pytest.approx(0.2, abs=0.02)
    assert x[:, 0].std() == pytest.approx(0.6 / np.sqrt(12.0), rel=0.05)
    assert x[:, 1].std() == pytest.approx(2.0 / np.sqrt(12.0), rel=0.05)
    assert 10.0**sampler.ruled_out == pytest.approx(0.3, abs=0.03)


def test_points_come_by_likelihood() -> None:
    sampler = Sampler(SEES_FIRST, 2, 2000, 2)
    sampler.not_ruled_out()
    unit, like = sampler.likely()
    x = 2.0 * unit - 1.0
    assert x[:, 0].mean() == pytest.approx(0.2, abs=0.01)
    assert x[:, 0].std() == pytest.approx(0.1 / np.sqrt(2.0), rel=0.1)
    assert x[:, 1].std() == pytest.approx(2.0 / np.sqrt(12.0), rel=0.05)
    told = SEES_FIRST.log_density(SEES_FIRST.figures(unit))
    assert np.array_equal(like, told)


def test_a_power_below_one_leaves_points_wider() -> None:
    sampler = Sampler(SEES_FIRST, 2, 2000, 3)
    sampler.not_ruled_out()
    unit, _ = sampler.likely(0.25)
    assert (2.0 * unit - 1.0)[:, 0].std() == pytest.approx(0.2 / np.sqrt(2.0), rel=0.12)


def test_a_target_that_binds_two_together_is_followed() -> None:
    """A narrow ridge: the sum is known, neither part is."""
    told = guess([linear([1.0, 1.0, 0.0])] * 2, [0.0, 0.0], [0.05, 0.05])
    sampler = Sampler(told, 3, 2000, 4)
    sampler.not_ruled_out()
    x = 2.0 * sampler.likely()[0] - 1.0
    assert (x[:, 0] + x[:, 1]).std() == pytest.approx(0.05 / np.sqrt(2.0), rel=0.15)
    assert x[:, 0].std() > 0.45
    assert np.corrcoef(x[:, 0], x[:, 1])[0, 1] < -0.98


def test_the_same_seed_gives_the_same_points() -> None:
    found = [Sampler(SEES_FIRST, 2, 100, 7).not_ruled_out() for _ in range(2)]
    assert np.array_equal(*found)
