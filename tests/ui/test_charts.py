"""Charts: labels never collide, marks say open or closed, only the past is drawn, at any size."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import FONT, apart, path, shorten, ticks, width_of
from tenfold.ui.charts.families import DRAW
from tenfold.ui.charts.frame import ahead_edges, looks_ahead
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.placing import BOLD, Box
from tenfold.ui.charts.race import frontier, race_chart, race_frame, yearly_gain
from tenfold.ui.charts.share import share_chart, share_frame, stacking
from tests.ui.chart_samples import with_trails

ViewIn = Callable[..., View]
SIZES = [(740.0, 330.0), (366.0, 300.0), (1400.0, 700.0), (300.0, 120.0), (420.0, 190.0)]
NAMED = ("name", "name own", "within", "within own")
LONG = "Intelligence Laboratories"


def draw(name: str, view: View, size: tuple[float, float], **more: object) -> ElementTree.Element:
    seat = view.seat if view.seat >= 0 else None
    colours = lab_colours([lab.kind for lab in view.labs], seat)
    return ElementTree.fromstring(DRAW[name](view, colours, *size, **more))


def names(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [e for e in svg.iter("text") if e.get("class") in NAMED]


def box(label: ElementTree.Element) -> Box:
    """About where a line of text stands."""
    bold = BOLD if "own" in label.get("class", "") or "within" in label.get("class", "") else 1.0
    wide, x, y = (
        width_of(label.text or "") * bold,
        float(label.get("x", 0)),
        float(label.get("y", 0)),
    )
    left = {"end": x - wide, "middle": x - wide / 2}.get(label.get("text-anchor", ""), x)
    return Box(left, y - FONT / 2, left + wide, y + FONT / 2)


def long_named(view: View) -> View:
    """The same labs with names of 24 letters."""
    labs = tuple(
        replace(lab, name=f"{place:02d} {LONG}"[:24]) for place, lab in enumerate(view.labs)
    )
    return replace(view, labs=labs)


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


def test_a_path_leaves_out_what_is_level() -> None:
    assert path([(0, 5), (1, 5), (2, 5), (3, 7)]) == "M0.0 5.0L2.0 5.0L3.0 7.0"


@pytest.mark.parametrize("labs", [2, 12, 40])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("month", [0, 3, 18])
@pytest.mark.parametrize("name", DRAW)
def test_names_do_not_collide_and_stay_on_the_drawing(
    view_in: ViewIn, name: str, month: int, size: tuple[float, float], labs: int
) -> None:
    view = long_named(with_trails(view_in(month, labs=labs, seat=min(6, labs - 1))))
    found = names(draw(name, view, size))
    assert len(found) >= 1
    boxes = [box(label) for label in found]
    for one, other in combinations(boxes, 2):
        assert not one.meets(other), (one, other)
    for one in boxes:
        assert one.top >= -1.0
        assert one.bottom <= size[1] + 1.0
        assert one.left >= -2.0
        assert one.right <= size[0] + FONT


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["race", "share", "compute", "ideas"])
def test_the_player_is_always_named(view_in: ViewIn, name: str, size: tuple[float, float]) -> None:
    found = [
        e for e in names(draw(name, with_trails(view_in()), size)) if "own" in e.get("class", "")
    ]
    assert len(found) == 1
    assert (found[0].text or "").startswith("Ja")


@pytest.mark.parametrize("name", DRAW)
def test_names_are_escaped_and_the_month_is_on_the_drawing(view_in: ViewIn, name: str) -> None:
    svg = draw(name, with_trails(view_in()), (1400.0, 700.0))
    assert svg.get("data-month") == "18"
    assert "Atlas & Daughters" in "".join(svg.itertext())
    assert svg.get("role") == "img"
    assert any(lab.name in svg.get("aria-label", "") for lab in view_in().labs)


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("name", DRAW)
def test_a_regulator_has_charts_too(view_in: ViewIn, name: str, finished: bool) -> None:
    view = with_trails(replace(view_in(finished=finished), seat=-1))
    svg = draw(name, view, SIZES[0])
    assert not [e for e in svg.iter() if "own" in e.get("class", "").split()]
    assert "var(--you)" not in ElementTree.tostring(svg, "unicode")


@pytest.mark.parametrize("name", DRAW)
def test_a_game_without_a_past_is_drawn(view_in: ViewIn, name: str) -> None:
    """Before any quarter's figures are known, in a race without ideas, with all labs gone."""
    bare = view_in(0)
    assert names(draw(name, with_trails(bare, ideas=0), SIZES[0]))
    gone = replace(
        bare,
        labs=tuple(replace(lab, active=False, score=(None,), share=(0.0,)) for lab in bare.labs),
    )
    draw(name, with_trails(gone, ideas=0), SIZES[0])


@pytest.mark.parametrize("name", DRAW)
def test_a_long_crowded_game_is_light_and_quick(view_in: ViewIn, name: str) -> None:
    view = with_trails(view_in(72, 72), ideas=160)
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)
    assert len(DRAW[name](view, colours, 700.0, 330.0)) < 60_000
    taken = []
    for _ in range(5):
        began = process_time()
        DRAW[name](view, colours, 700.0, 330.0)
        taken.append(process_time() - began)
    assert min(taken) < 0.015


def test_marks_are_rings_for_open_and_filled_for_closed(view_in: ViewIn) -> None:
    view = view_in()
    svg = draw("race", view, SIZES[0])
    marks = [e for e in svg.iter("circle") if e.get("class") in ("open", "closed")]
    released = [r for lab in view.labs for r in lab.releases if lab.score[r.month] is not None]
    assert len(marks) == len(released)
    for mark in marks:
        assert (mark.get("fill") == "var(--page)") == (mark.get("class") == "open")


def test_the_frontier_is_the_best_of_those_who_race(view_in: ViewIn) -> None:
    view = view_in(3)
    best = frontier(view)
    assert best == [max(lab.score[m] or 0.0 for lab in view.labs) for m in range(4)]


def test_the_axis_has_room_for_a_year_at_the_pace_of_the_best(view_in: ViewIn) -> None:
    assert yearly_gain([100.0, 101.0, 103.0, 106.0]) == pytest.approx(24.0)
    assert yearly_gain([float(m) for m in range(30)]) == pytest.approx(12.0)
    assert yearly_gain([150.0]) == yearly_gain([None]) == 0.0
    view = view_in(0)
    own = view.labs[view.seat].score[0] or 0.0
    assert race_frame(view, *SIZES[0]).high >= own + 14.0


def test_nothing_but_a_strip_is_drawn_beyond_the_present(view_in: ViewIn) -> None:
    view = view_in(18, 36)
    svg = draw("race", view, SIZES[0])
    frame = race_frame(view, *SIZES[0])
    assert frame.x(18) == pytest.approx(frame.right)
    for line in svg.iter("path"):
        if "line" in line.get("class", "").split():
            xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", line.get("d", ""))]
            assert max(xs) <= frame.x(18) + 0.1
    left, right = ahead_edges(frame)
    assert frame.right < left < right <= SIZES[0][0]
    strip = [e for e in svg.iter("rect") if e.get("class") == "ahead"]
    assert [float(strip[0].get("x", 0)), float(strip[0].get("width", 0))] == pytest.approx(
        [left, right - left]
    )


def test_only_who_decides_is_shown_a_year_ahead(view_in: ViewIn) -> None:
    view = view_in()
    assert looks_ahead(view)
    for other in (
        replace(view, finished=True), replace(view, watching=True), replace(view, seat=-1),
    ):  # fmt: skip
        assert not looks_ahead(other)
        assert race_frame(other, *SIZES[0]).ahead == 0.0
    assert not looks_ahead(view, whole=view)


@pytest.mark.parametrize(
    ("month", "width", "said"),
    [(18, 740.0, "next 12 months"), (18, 366.0, "a year on"), (30, 740.0, "to the end"),
     (30, 366.0, "the end")],
)  # fmt: skip
def test_the_strip_says_how_far_it_looks(
    view_in: ViewIn, month: int, width: float, said: str
) -> None:
    for name in ("race", "share"):
        texts = [e.text for e in draw(name, view_in(month, 36), (width, 330.0)).iter("text")]
        assert said in texts


def test_race_and_share_have_their_months_at_the_same_places(view_in: ViewIn) -> None:
    view = view_in()
    race, share = race_frame(view, 740.0, 330.0), share_frame(view, 740.0, 200.0)
    assert [race.x(m) for m in (0, 7, 18)] == [share.x(m) for m in (0, 7, 18)]


def test_in_a_replay_the_axes_stand_still(view_in: ViewIn) -> None:
    whole = view_in(36, 36, finished=True)
    early = view_in(9, 36)
    now, then = race_frame(whole, *SIZES[0], whole), race_frame(early, *SIZES[0], whole)
    assert now == then
    assert then.x(9) == pytest.approx(then.left + (then.right - then.left) / 4)
    still = ElementTree.tostring(draw("race", early, SIZES[0], whole=whole), "unicode")
    assert "fresh" not in still


def test_the_players_line_is_thicker_and_drawn_last(view_in: ViewIn) -> None:
    svg = draw("race", view_in(), SIZES[0])
    groups = [g for g in svg.iter("g") if any("line" in e.get("class", "").split() for e in g)]
    assert groups[-1].get("stroke") == "var(--you)"
    assert "own" in groups[-1][0].get("class", "")


def test_who_has_left_ends_with_a_cross_and_without_a_name(view_in: ViewIn) -> None:
    svg = draw("race", view_in(), SIZES[0])
    assert any(e.get("class") == "gone" for e in svg.iter("path"))
    assert "Borealis" not in [e.text for e in names(svg)]


def test_the_stack_begins_with_the_player_and_ends_at_all(view_in: ViewIn) -> None:
    view = view_in()
    order = stacking(view)
    assert order[0] == view.seat
    assert sorted(order) == list(range(len(view.labs)))
    svg = draw("share", view, SIZES[0])
    bands = [e for e in svg.iter("path") if "band" in e.get("class", "").split()]
    assert len(bands) == len(view.labs)


def test_a_name_within_its_band_lies_within_its_band(view_in: ViewIn) -> None:
    """Two labs have half the market each for two years: each name stands amid its half."""
    view = view_in(24, 24, finished=True, labs=2, seat=1)
    labs = tuple(replace(lab, share=(0.5,) * 25, score=(150.0,) * 25) for lab in view.labs)
    view = replace(view, labs=labs)
    colours = lab_colours([lab.kind for lab in view.labs], 1)
    svg = ElementTree.fromstring(share_chart(view, colours, 740.0, 330.0))
    frame = share_frame(view, 740.0, 330.0)
    within = {e.get("class"): float(e.get("y", 0)) for e in names(svg)}
    assert within == {
        "within": pytest.approx(frame.y(0.75), abs=0.1),
        "within own": pytest.approx(frame.y(0.25), abs=0.1),
    }


def test_the_smallest_drawing_names_the_best_and_the_player(view_in: ViewIn) -> None:
    view = view_in(labs=40, seat=39)
    colours = lab_colours([lab.kind for lab in view.labs], 39)
    svg = ElementTree.fromstring(race_chart(view, colours, 366.0, 120.0))
    said = [label.text or "" for label in names(svg)]
    assert 2 <= len(said) < 10
    assert any("own" in label.get("class", "") for label in names(svg))


def test_long_names_are_shortened() -> None:
    assert shorten("Halcyon", 200.0) == "Halcyon"
    short = shorten("Halcyon Intelligence Works", 90.0)
    assert short.endswith("…")
    assert width_of(short) <= 90.0
    assert width_of(short) > 75.0


def test_wide_letters_are_wider() -> None:
    assert width_of("WM") > width_of("ab") > width_of("il")
    assert width_of("0123456789") == pytest.approx(10 * 0.556 * FONT)
