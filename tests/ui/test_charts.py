"""Charts: labels never collide, marks say open or closed, only the past is drawn, at any size."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.sim.game.view import View
from tenfold.ui.charts.drawing import FONT, apart, shorten, ticks, width_of
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.race import race_chart, race_frame
from tenfold.ui.charts.share import share_chart, stacking
from tenfold.ui.charts.values import race_values, share_values

ViewIn = Callable[..., View]
SIZES = [(740.0, 330.0), (366.0, 300.0), (1400.0, 700.0), (300.0, 120.0)]
CHARTS = [race_chart, share_chart]


def drawn(chart: Callable[..., str], view: View, size: tuple[float, float]) -> ElementTree.Element:
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)
    return ElementTree.fromstring(chart(view, colours, *size))


def names(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [e for e in svg.iter("text") if e.get("class", "").startswith("name")]


@given(st.lists(st.floats(-50, 350), max_size=30), st.floats(1, 40))
def test_heights_are_apart_in_order_and_within(wanted: list[float], gap: float) -> None:
    got = apart(wanted, gap, 0.0, 300.0)
    room = min(gap, 300.0 / max(len(wanted) - 1, 1))
    ordered = sorted(got)
    assert all(b - a >= room - 1e-6 for a, b in pairwise(ordered))
    assert all(-1e-6 <= y <= 300.0 + 1e-6 for y in got)
    ranked = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    assert [got[i] for i in ranked] == ordered


def test_heights_that_do_not_collide_stay() -> None:
    assert apart([10.0, 50.0, 90.0], 17.0, 0.0, 300.0) == [10.0, 50.0, 90.0]


def test_colliding_heights_share_the_move() -> None:
    assert apart([100.0, 100.0], 20.0, 0.0, 300.0) == [90.0, 110.0]


@given(st.floats(-1e3, 1e3), st.floats(0.5, 1e3), st.integers(1, 12))
def test_ticks_are_round_and_inside(low: float, spread: float, about: int) -> None:
    found = ticks(low, low + spread, about)
    assert all(low - 1e-6 <= tick <= low + spread + 1e-6 for tick in found)
    assert len(found) <= about + 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("month", [0, 3, 18, 36])
@pytest.mark.parametrize("chart", CHARTS)
def test_labels_do_not_collide_and_stay_on_the_drawing(
    view_in: ViewIn, chart: Callable[..., str], month: int, size: tuple[float, float]
) -> None:
    svg = drawn(chart, view_in(month), size)
    heights = sorted(float(label.get("y", 0)) for label in names(svg))
    assert heights
    assert all(b - a >= FONT for a, b in pairwise(heights))
    for label in names(svg):
        assert 0 <= float(label.get("y", 0)) <= size[1]
        assert float(label.get("x", 0)) + width_of(label.text or "") <= size[0] + FONT


@pytest.mark.parametrize("chart", CHARTS)
def test_the_player_is_always_named(view_in: ViewIn, chart: Callable[..., str]) -> None:
    for size in SIZES:
        own = [e for e in names(drawn(chart, view_in(), size)) if "own" in e.get("class", "")]
        assert len(own) == 1
        assert (own[0].text or "").startswith("Jade")


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("labs", [2, 12, 40])
def test_any_number_of_labs_is_drawn(view_in: ViewIn, chart: Callable[..., str], labs: int) -> None:
    svg = drawn(chart, view_in(labs=labs, seat=min(6, labs - 1)), SIZES[0])
    assert len(names(svg)) <= labs


@pytest.mark.parametrize("chart", CHARTS)
def test_names_are_escaped_and_the_month_is_on_the_drawing(
    view_in: ViewIn, chart: Callable[..., str]
) -> None:
    svg = drawn(chart, view_in(), SIZES[0])
    assert svg.get("data-month") == "18"
    assert "Atlas & Daughters" in "".join(svg.itertext())
    assert svg.get("role") == "img"
    assert "Meridian" in svg.get("aria-label", "")


def test_marks_are_rings_for_open_and_filled_for_closed(view_in: ViewIn) -> None:
    view = view_in()
    svg = drawn(race_chart, view, SIZES[0])
    marks = [e for e in svg.iter("circle") if e.get("class") in ("open", "closed")]
    released = [r for lab in view.labs for r in lab.releases if lab.score[r.month] is not None]
    assert len(marks) == len(released)
    for mark in marks:
        assert (mark.get("fill") == "var(--page)") == (mark.get("class") == "open")


def test_nothing_is_drawn_beyond_the_present(view_in: ViewIn) -> None:
    view = view_in(18, 36)
    svg = drawn(race_chart, view, SIZES[0])
    now = race_frame(view, *SIZES[0]).x(18)
    for line in svg.iter("path"):
        if "line" in line.get("class", "").split():
            xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", line.get("d", ""))]
            assert max(xs) <= now + 0.1


def test_the_players_line_is_thicker_and_drawn_last(view_in: ViewIn) -> None:
    svg = drawn(race_chart, view_in(), SIZES[0])
    lines = [e for e in svg.iter("path") if "line" in e.get("class", "").split()]
    assert "own" in lines[-1].get("class", "")
    assert lines[-1].get("stroke") == "var(--you)"


def test_who_has_left_ends_with_a_cross_and_without_a_name(view_in: ViewIn) -> None:
    svg = drawn(race_chart, view_in(), SIZES[0])
    assert any(e.get("class") == "gone" for e in svg.iter("path"))
    assert "Borealis" not in [e.text for e in names(svg)]


def test_the_stack_begins_with_the_player_and_ends_at_all(view_in: ViewIn) -> None:
    view = view_in()
    order = stacking(view)
    assert order[0] == view.seat
    assert sorted(order) == list(range(len(view.labs)))
    svg = drawn(share_chart, view, SIZES[0])
    bands = [e for e in svg.iter("path") if "band" in e.get("class", "").split()]
    assert len(bands) == len(view.labs)


@pytest.mark.parametrize("values", [race_values, share_values])
def test_the_table_behind_holds_what_is_drawn(
    view_in: ViewIn, values: Callable[..., dict[str, object]]
) -> None:
    view = view_in()
    when = [str(month) for month in range(19)]
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)
    table = values(view, colours, *SIZES[0], when)
    rows = table["rows"]
    assert isinstance(rows, list)
    assert {row["name"] for row in rows} == {lab.name for lab in view.labs}
    assert all(len(row["values"]) == 19 for row in rows)


def test_long_names_are_shortened() -> None:
    assert shorten("Halcyon", 200.0) == "Halcyon"
    short = shorten("Halcyon Intelligence Works", 90.0)
    assert short.endswith("…")
    assert width_of(short) <= 90.0
