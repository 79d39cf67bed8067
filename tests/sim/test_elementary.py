"""Elementary functions: accurate, monotone, bounded; and never another last bit than here."""

from __future__ import annotations

import itertools
import math
import random
from decimal import Decimal, localcontext
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.sim.elementary import (
    clip,
    decades,
    exponential,
    hyperbolic_tangent,
    logarithm,
    normal_quantile,
    power,
)

ACCURACY = 4e-16
SMALLEST = 5e-324


def points(low: float, high: float, count: int = 4000) -> list[float]:
    """Numbers spread over a range, the same in every test run."""
    draw = random.Random(20260101)
    return [low, high, *(draw.uniform(low, high) for _ in range(count))]


def exact_exp(x: float) -> Decimal:
    with localcontext(prec=40):
        return Decimal(x).exp()


def exact_log(x: float) -> Decimal:
    with localcontext(prec=40):
        return Decimal(x).ln()


def off(value: float, exact: Decimal) -> float:
    """Relative error against forty digits."""
    with localcontext(prec=40):
        return float(abs((Decimal(value) - exact) / exact))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-30.0, 30.0), (-699.0, 700.0)])
def test_exponential_is_accurate(low: float, high: float) -> None:
    assert max(off(exponential(x), exact_exp(x)) for x in points(low, high, 1500)) < ACCURACY


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_exponential_of_tiny_numbers_is_one_and_a_bit(sign: float) -> None:
    for exponent in range(-40, -1):
        x = sign * 2.0**exponent
        assert off(exponential(x), exact_exp(x)) < ACCURACY


def test_logarithm_is_accurate_over_all_magnitudes() -> None:
    worst = 0.0
    for exponent in points(-300.0, 300.0, 1500):
        x = 10.0**exponent
        worst = max(worst, off(logarithm(x), exact_log(x)))
    assert worst < ACCURACY


def test_logarithm_is_accurate_near_one() -> None:
    near = [1.0 + step for step in points(-0.4, 0.6, 1500) if step != 0.0]
    close = [1.0 + sign * 2.0**-k for k in range(2, 52) for sign in (-1.0, 1.0)]
    assert max(off(logarithm(x), exact_log(x)) for x in near + close) < ACCURACY


def test_exact_values() -> None:
    assert exponential(0.0) == 1.0
    assert logarithm(1.0) == 0.0
    assert decades(1.0) == 0.0
    assert decades(10.0) == 1.0
    assert hyperbolic_tangent(0.0) == 0.0
    assert power(2.0, 0.0) == 1.0
    assert power(1.0, 123.0) == 1.0
    assert normal_quantile(0.5) == 0.0
    for k in (-1022, -30, -1, 1, 2, 52, 1023):
        assert logarithm(2.0**k) == pytest.approx(k * math.log(2.0), rel=ACCURACY)


def test_bounds() -> None:
    assert exponential(-700.1) == 0.0
    assert exponential(-1e308) == exponential(-math.inf) == 0.0
    assert exponential(701.0) == exponential(1e308) == exponential(math.inf) == exponential(700.0)
    assert exponential(-700.0) > 0.0
    assert logarithm(0.0) == logarithm(-1.0) == logarithm(-math.inf) == -745.0
    assert -745.2 < logarithm(SMALLEST) < -744.0
    assert power(0.0, 2.0) == power(-1.0, 2.0) == power(0.0, -2.0) == 0.0
    assert hyperbolic_tangent(20.1) == hyperbolic_tangent(1e308) == 1.0
    assert hyperbolic_tangent(-20.1) == hyperbolic_tangent(-1e308) == -1.0


def test_the_exponential_never_falls() -> None:
    xs = sorted(points(-25.0, 25.0) + [k / 4096.0 for k in range(-2048, 2048)])
    values = [exponential(x) for x in xs]
    assert all(a <= b for a, b in itertools.pairwise(values))


def test_the_hyperbolic_tangent_falls_by_no_more_than_rounding() -> None:
    xs = sorted(points(-25.0, 25.0) + [k / 4096.0 for k in range(-2048, 2048)])
    values = [hyperbolic_tangent(x) for x in xs]
    assert all(b >= a - 1e-15 for a, b in itertools.pairwise(values))


def test_the_logarithm_never_falls_even_between_neighbours() -> None:
    for start in (1e-300, 0.3, 0.7071067811865475, 0.999999, 1.0, 1.4142135, 2.0, 1e300):
        xs = [start]
        for _ in range(300):
            xs.append(math.nextafter(xs[-1], math.inf))
        values = [logarithm(x) for x in xs]
        # One unit in the last place is the most by which rounding can turn back.
        for a, b in itertools.pairwise(values):
            assert b >= a - math.ulp(a)
    wide = [logarithm(x) for x in sorted(points(1e-6, 50.0))]
    assert all(a <= b for a, b in itertools.pairwise(wide))


def test_the_logarithm_undoes_the_exponential() -> None:
    for x in points(-600.0, 600.0, 2000):
        assert logarithm(exponential(x)) == pytest.approx(x, rel=ACCURACY, abs=ACCURACY)


def test_the_bound_of_confidence_is_the_hyperbolic_tangent() -> None:
    for x in points(-19.0, 19.0):
        assert hyperbolic_tangent(x) == pytest.approx(math.tanh(x), rel=1e-15, abs=3e-16)
        assert -1.0 <= hyperbolic_tangent(x) <= 1.0


def test_powers() -> None:
    for x in points(1e-3, 1e6, 500):
        for y in (-0.35, 0.2, 0.35, 0.6, 0.65, 2.0):
            assert power(x, y) == pytest.approx(x**y, rel=5e-15)


def test_decades() -> None:
    for exponent in range(-20, 31):
        assert decades(10.0**exponent) == pytest.approx(exponent, rel=ACCURACY, abs=1e-300)


def test_normal_quantile_against_the_standard_library() -> None:
    exact = NormalDist().inv_cdf
    draws = points(1e-12, 1.0 - 1e-12)
    for u in draws + [10.0**-k for k in range(2, 15)]:
        assert normal_quantile(u) == pytest.approx(exact(u), rel=1e-12, abs=1e-15)


def test_normal_quantile_known_values() -> None:
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-15)
    assert normal_quantile(0.8413447460685429) == pytest.approx(1.0, rel=1e-14)
    assert normal_quantile(1e-300) == pytest.approx(-37.0471, rel=1e-5)


def test_normal_quantile_is_odd_and_rises() -> None:
    us = sorted(points(1e-6, 0.5))
    for u in us[::7]:
        assert normal_quantile(u) == pytest.approx(-normal_quantile(1.0 - u), rel=1e-9, abs=1e-15)
    values = [normal_quantile(u) for u in us]
    assert all(a <= b for a, b in itertools.pairwise(values))


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(0.0, 1e9))
def test_clip_keeps_within(x: float, low: float, width: float) -> None:
    high = low + width
    kept = clip(x, low, high)
    assert low <= kept <= high
    assert kept == x or x < low or x > high


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_nothing_becomes_nan(x: float) -> None:
    for function in (exponential, logarithm, hyperbolic_tangent):
        assert not math.isnan(function(x))
    assert math.isfinite(exponential(x))


def test_bits_are_pinned() -> None:
    """The same bits on every machine, or saved games of another machine would not replay."""
    xs = np.array(points(-50.0, 50.0, 500))
    folded = 0
    for x in xs:
        for value in (exponential(x), logarithm(abs(x)), normal_quantile((x + 51.0) / 102.0)):
            word = int(np.float64(value).view(np.uint64))
            folded = (folded * 0x100000001B3 ^ word) & 0xFFFFFFFFFFFFFFFF
    assert f"{folded:016x}" == "0fbc107bfab1a861"
