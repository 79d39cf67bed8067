"""Editing: hours of human rework below a rising quality threshold, more for generic models."""

from __future__ import annotations

import pytest

from tenfold.sim.mechanisms import editing
from tests.sim.builders import Tiny, build


def newsroom(**rules: float) -> Tiny:
    """A content segment, an education segment and one in which nobody edits."""
    tiny = build(segments=3, **rules)
    for s, hours in enumerate((60.0, 30.0, 0.0)):
        tiny.segment(s).editing = hours
        tiny.segment(s).need = 138.0 + s
    return tiny


def test_hours_grow_with_the_distance_to_the_threshold() -> None:
    tiny = newsroom(editing_margin=12.0)
    tiny.flagship(0).capability = 145.0
    tiny.month_of(editing)
    content = 60.0 * (138.0 + 12.0 - 145.0) / 10.0
    education = 30.0 * (139.0 + 12.0 - 145.0) / 10.0
    assert tiny.lab(0).editing_hours == pytest.approx((content + education) / 2.0, rel=1e-12)
    # The last segment that edits is kept apart.
    assert tiny.lab(0).editing_education == pytest.approx(education, rel=1e-12)


def test_above_the_threshold_nobody_edits() -> None:
    tiny = newsroom(editing_margin=12.0)
    tiny.flagship(0).capability = 151.5
    tiny.month_of(editing)
    assert tiny.lab(0).editing_hours == 0.0


def test_generic_models_need_more_rework() -> None:
    tiny = newsroom(editing_generic=0.5)
    for i, generic in ((0, 0.0), (1, 0.6)):
        tiny.flagship(i).capability = 140.0
        tiny.flagship(i).generic = generic
    tiny.month_of(editing)
    assert tiny.lab(1).editing_hours == pytest.approx(1.3 * tiny.lab(0).editing_hours, rel=1e-12)


def test_thresholds_follow_rising_needs() -> None:
    tiny = newsroom(editing_margin=12.0)
    tiny.segment(0).rising = tiny.segment(1).rising = 0.4
    tiny.market.frontier = 160.0
    tiny.flagship(0).capability = 150.0
    tiny.month_of(editing)
    education = 30.0 * (139.0 + 0.4 * 10.0 + 12.0 - 150.0) / 10.0
    assert tiny.lab(0).editing_education == pytest.approx(education, rel=1e-12)


def test_a_lab_that_has_left_edits_nothing() -> None:
    tiny = newsroom()
    tiny.lab(0).active = 0.0
    tiny.flagship(0).capability = 100.0
    tiny.month_of(editing)
    assert tiny.lab(0).editing_hours == 0.0
