"""Emulators: find known functions, and know what they miss."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.calibration.emulator import fit_emulator
from tenfold.sim.calibration.space import latin

UNIT = latin(600, 30, 5)
X = 2.0 * UNIT - 1.0
TRUE = 3.0 + 2.0 * X[:, 0] - X[:, 3] + 0.8 * X[:, 0] * X[:, 5] + 0.5 * X[:, 3] ** 2
NOISE = np.random.default_rng(3).standard_normal(600)


def test_a_quadratic_is_found() -> None:
    found = fit_emulator(UNIT, TRUE, np.zeros(600), 0)
    fresh = latin(200, 30, 6)
    x = 2.0 * fresh - 1.0
    true = 3.0 + 2.0 * x[:, 0] - x[:, 3] + 0.8 * x[:, 0] * x[:, 5] + 0.5 * x[:, 3] ** 2
    missed = found.predict(fresh) - true
    assert missed.std() < 0.1 * true.std()
    assert found.explained > 0.98


def test_luck_is_not_held_against_it() -> None:
    """Noise of a known size is no miss of the mean: what is explained is of the signal."""
    found = fit_emulator(UNIT, TRUE + 0.8 * NOISE, np.full(600, 0.64), 0)
    blamed = fit_emulator(UNIT, TRUE + 0.8 * NOISE, np.zeros(600), 0)
    assert found.explained > 0.9
    assert blamed.explained < 0.9
    assert blamed.error == pytest.approx(0.8, abs=0.25)


def test_pure_luck_is_not_explained() -> None:
    found = fit_emulator(UNIT, NOISE, np.zeros(600), 0)
    assert found.explained < 0.1
    assert found.error == pytest.approx(1.0, abs=0.2)


def test_spread_is_what_each_parameter_brings_about() -> None:
    spread = fit_emulator(UNIT, TRUE, np.zeros(600), 0).spread()
    assert spread[0] == pytest.approx(2.0 / np.sqrt(3.0), rel=0.05)
    assert spread[3] == pytest.approx(np.sqrt(1.0 / 3.0 + 0.25 * 4.0 / 45.0), rel=0.07)
    assert spread[10] < 0.05


def test_points_without_the_figure_are_left_out() -> None:
    holes = TRUE.copy()
    holes[::7] = np.nan
    found = fit_emulator(UNIT, holes, np.zeros(600), 0)
    assert np.isfinite(found.predict(UNIT)).all()
    assert found.explained > 0.95


def test_the_error_is_that_of_the_newest_wave() -> None:
    """Where the newest points lie in another world, the emulator is known to be poor there."""
    broken = TRUE.copy()
    broken[500:] += 5.0 * np.sin(9.0 * X[500:, 7])
    whole = fit_emulator(UNIT, broken, np.zeros(600), 0)
    newest = fit_emulator(UNIT, broken, np.zeros(600), 500)
    assert newest.error > 1.5 * whole.error
