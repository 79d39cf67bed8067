"""Figures, intervals and verdicts of facts, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.facts.fact import (
    Target,
    chance,
    of_chances,
    of_factor,
    of_mean,
    of_two_chances,
    of_values,
)

ANY = Target(-1e9, 1e9, "")


def test_a_fact_outside_its_range_fails_and_says_by_how_much() -> None:
    low = of_values("F0", "a", "1", np.full(9, 1.0), Target(2.0, 3.0, ""))
    high = of_values("F0", "a", "1", np.full(9, 4.5), Target(2.0, 3.0, ""))
    assert low.verdict == "fails: 1 below"
    assert high.verdict == "fails: 1.5 above"
    assert not low.holds
    assert of_values("F0", "a", "1", np.full(9, 2.5), Target(2.0, 3.0, "")).holds


def test_a_direction_holds_with_its_whole_interval() -> None:
    above = Target(0.0, 1e9, "", whole=True)
    sure = of_mean("F0", "a", "1", np.array([1.0, 1.1, 0.9, 1.0]), above)
    unsure = of_mean("F0", "a", "1", np.array([1.0, -2.0, 3.0, -1.0]), above)
    assert sure.verdict == "holds"
    assert unsure.middle > 0.0
    assert unsure.verdict == "fails: the interval reaches beyond"
    never = of_mean("F0", "a", "1", np.full(4, np.nan), above)
    assert never.verdict == "fails: it never arose"


def test_a_figure_without_a_range_is_shown() -> None:
    fact = of_mean("F0", "a", "1", np.array([1.0, 2.0]), Target(5.0, 6.0, "", judged=False))
    assert fact.verdict == "shown"


def test_the_interval_of_a_mean() -> None:
    fact = of_mean("F0", "a", "1", np.array([1.0, 2.0, 3.0, np.nan]), ANY)
    # By hand: standard deviation 1, three lucks.
    assert (fact.middle, fact.runs) == (2.0, 3)
    assert fact.high - fact.middle == pytest.approx(1.6449 / np.sqrt(3), abs=1e-3)


def test_a_factor_is_a_geometric_mean() -> None:
    fact = of_factor("F0", "a", np.log10([2.0, 8.0]), ANY)
    assert fact.middle == pytest.approx(4.0)
    assert fact.low < 4.0 < fact.high
    assert fact.low * fact.high == pytest.approx(16.0)


def test_the_interval_of_a_chance_is_wilsons() -> None:
    happened = np.array([True] * 3 + [False] * 7)
    fact = of_chances("F0", "a", happened, Target(0.0, 1.0, ""))
    # By hand: n = 10, z = 1.645, share 0.3.
    assert fact.middle == pytest.approx(0.3)
    assert fact.low == pytest.approx(0.12687, abs=1e-4)
    assert fact.high == pytest.approx(0.55832, abs=1e-4)


def test_the_difference_of_two_chances_is_newcombes() -> None:
    one, other = np.array([True] * 6 + [False] * 4), np.array([True] * 3 + [False] * 7)
    fact = of_two_chances("F0", "a", one, other, ANY)
    low, _, high = chance(other)
    # 0.6 is 1 - 0.4, and so are its bounds by symmetry.
    mirrored = chance(~one)
    one_low, one_high = 1.0 - mirrored[2], 1.0 - mirrored[0]
    assert fact.middle == pytest.approx(0.3)
    assert fact.low == pytest.approx(0.3 - np.hypot(0.6 - one_low, high - 0.3))
    assert fact.high == pytest.approx(0.3 + np.hypot(one_high - 0.6, 0.3 - low))


def test_nobody_to_compare_with_is_no_fact() -> None:
    nobody = np.zeros(0, dtype=bool)
    fact = of_two_chances("F0", "a", nobody, np.array([True]), Target(0.0, 1.0, "", whole=True))
    assert not fact.holds
    assert fact.verdict == "fails: it never arose"
