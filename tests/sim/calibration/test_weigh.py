"""Weights: by likelihood, shrunk where few would carry all, thinned without bias."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.calibration.weigh import effective, importance, thin, weighted_quantile

DRAWS = np.random.default_rng(1).standard_normal(4000)


def test_weights_turn_one_normal_into_another() -> None:
    """Drawn with mean 0, wanted with mean 0.5, sd 0.8."""
    real = -0.5 * ((DRAWS - 0.5) / 0.8) ** 2
    weights, power = importance(real, -0.5 * DRAWS**2)
    assert power == 1.0
    mean = float((weights * DRAWS).sum())
    assert mean == pytest.approx(0.5, abs=0.05)
    assert np.sqrt((weights * (DRAWS - mean) ** 2).sum()) == pytest.approx(0.8, abs=0.05)


def test_few_that_would_carry_all_are_shrunk() -> None:
    real = -0.5 * ((DRAWS - 3.0) / 0.05) ** 2
    weights, power = importance(real, -0.5 * DRAWS**2)
    assert 0.0 < power < 1.0
    assert effective(weights) == pytest.approx(100.0, rel=0.01)
    assert weights.sum() == pytest.approx(1.0)


def test_races_without_a_figure_have_no_weight() -> None:
    weights, _ = importance(np.array([0.0, -np.inf, 0.0]), np.zeros(3), fewest=1.0)
    assert weights.tolist() == [0.5, 0.0, 0.5]


def test_thinning_keeps_heavy_rows_and_every_mean() -> None:
    weights = np.exp(2.0 * DRAWS[:1000])
    weights /= weights.sum()
    heavy = int(weights.argmax())
    own = float((weights * DRAWS[:1000]).sum())
    means = []
    for seed in range(60):
        rows, kept = thin(weights, 120, seed)
        assert len(rows) == len(set(rows)) == 120
        assert (np.diff(rows) > 0).all()
        assert kept.sum() == pytest.approx(1.0)
        assert kept[list(rows).index(heavy)] == pytest.approx(weights[heavy], rel=1e-9)
        means.append(float((kept * DRAWS[:1000][rows]).sum()))
    assert np.mean(means) == pytest.approx(own, abs=0.02)


def test_few_rows_are_all_kept() -> None:
    rows, kept = thin(np.array([0.25, 0.0, 0.75]), 10, 1)
    assert rows.tolist() == [0, 2]
    assert kept.tolist() == [0.25, 0.75]


def test_a_quantile_counts_weight() -> None:
    values, weights = np.array([3.0, 1.0, 2.0]), np.array([0.1, 0.6, 0.3])
    assert weighted_quantile(values, weights, 0.5) == 1.0
    assert weighted_quantile(values, weights, 0.89) == 2.0
    assert weighted_quantile(values, weights, 0.95) == 3.0
