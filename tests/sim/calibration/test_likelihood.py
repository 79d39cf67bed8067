"""Likelihoods by hand: errors, shared records, luck, and what is ruled out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenfold.sim.calibration.likelihood import Yardstick, error_matrix, make_yardstick
from tenfold.sim.calibration.waves import Raced
from tests.sim.calibration.calibration_cases import guess, linear, target


def test_the_density_is_the_normal_one() -> None:
    yardstick = Yardstick(
        np.array([0]), np.array([5.0]), np.array([[4.0]]), np.array([[0.0]]), np.array([False])
    )
    found = yardstick.log_density(np.array([[5.0], [9.0], [np.nan]]), np.zeros((1, 1)))
    assert found[0] == pytest.approx(-math.log(2.0))
    assert found[0] - found[1] == pytest.approx(0.5 * 16.0 / 4.0)
    assert found[2] == -np.inf
    wider = yardstick.log_density(np.array([[9.0]]), np.array([[12.0]]))
    assert wider[0] == pytest.approx(-0.5 * 16.0 / 16.0 - math.log(4.0))


def test_luck_counts_only_where_history_was_one_luck() -> None:
    luck = np.array([[9.0, 3.0], [3.0, 4.0]])
    yardstick = Yardstick(
        np.arange(2), np.zeros(2), np.eye(2), luck, np.array([True, False])
    )  # fmt: skip
    assert yardstick.spread.tolist() == [[10.0, 0.0], [0.0, 1.0]]


def test_two_figures_of_one_record_share_its_error() -> None:
    same = [target("a", 1.0, 2.0, record="x"), target("b", 1.0, 3.0, record="x")]
    assert error_matrix(same).tolist() == [[4.0, 6.0], [6.0, 9.0]]
    apart = [target("a", 1.0, 2.0), target("b", 1.0, 3.0)]
    assert error_matrix(apart).tolist() == [[4.0, 0.0], [0.0, 9.0]]


def test_the_yardstick_takes_its_figures_by_name() -> None:
    raced = Raced(
        np.zeros((2, 1)), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        np.array([np.diag([1.0, 2.0, 3.0]), np.diag([3.0, 4.0, 5.0])]),
        np.array([8, 8]), ("x", "y", "z"),
    )  # fmt: skip
    yardstick = make_yardstick([target("z", 0.0, 1.0, True), target("x", 0.0, 1.0)], raced)
    assert yardstick.figures(raced).tolist() == [[3.0, 1.0], [6.0, 4.0]]
    assert np.diag(yardstick.luck).tolist() == pytest.approx([4.0, 2.0])


def test_one_target_alone_rules_nothing_out() -> None:
    told = guess([linear([1.0]), linear([1.0]), linear([1.0])], [0.0] * 3, [0.1] * 3)
    figures = np.array([[0.0, 0.0, 9.0], [0.0, 9.0, 9.0], [0.05, 0.0, 0.0]])
    far = told.implausibility(figures)
    assert far[0] == pytest.approx(0.0)
    assert far[1] == pytest.approx(90.0, rel=0.01)
    assert far[2] == pytest.approx(0.0)
