"""Price, chips and ideas: hand-computed places, lines and counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log10

import pytest

from tenfold.sim.game.telling.trails import IdeaTrail, Trails
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.compute import compute_frames, counted_at, likely_range
from tenfold.ui.charts.lanes import Dot, Link, Tally, dots_of, other_links, own_links, tallies
from tenfold.ui.charts.layers import layers_of
from tenfold.ui.charts.placing import Box, Point, place_names
from tenfold.ui.charts.value import Offer, Plane, best_for_price, offers, price_ticks, radius
from tests.ui.chart_samples import with_trails

ViewIn = Callable[..., View]


def offer(price: float, score: float, tokens: float = 1.0, lab: int = 0) -> Offer:
    return Offer(lab, False, score, price, tokens, False)


def test_the_best_for_the_price_have_no_cheaper_equal() -> None:
    cheap, good, waste, best, level = (
        offer(0.1, 140.0), offer(1.0, 150.0), offer(2.0, 149.0), offer(3.0, 160.0),
        offer(4.0, 160.0),
    )  # fmt: skip
    assert best_for_price([level, best, waste, good, cheap]) == [cheap, good, best]
    assert best_for_price([offer(1.0, 140.0), good]) == [good]
    assert best_for_price([]) == []


def test_a_price_ten_times_higher_is_as_far_everywhere() -> None:
    plane = Plane(560.0, 334.0, -1.0, 1.0, 100.0, 200.0)
    assert [plane.x(p) for p in (0.1, 1.0, 10.0)] == pytest.approx([46.0, 296.0, 546.0])
    assert plane.x(0.0) == plane.x(0.001)
    assert [plane.y(s) for s in (100.0, 150.0, 200.0)] == pytest.approx([308.0, 158.0, 8.0])


def test_the_area_of_a_bubble_is_its_use() -> None:
    found = [offer(1.0, 150.0, 4e12), offer(1.0, 150.0, 1e12), offer(1.0, 150.0, 1.0)]
    large, quarter, least = (radius(one, found, 700.0, 330.0) for one in found)
    assert large == pytest.approx(0.085 * 330.0 * 1.4)
    assert quarter == pytest.approx(large / 2)
    assert least == 3.0


def test_ticks_of_prices_are_round() -> None:
    assert price_ticks(log10(0.4), log10(12.0)) == pytest.approx([0.5, 1.0, 2.0, 5.0, 10.0])
    assert price_ticks(-2.1, 1.1) == pytest.approx([0.01, 0.1, 1.0, 10.0])


def test_only_what_is_on_sale_now_is_a_bubble(view_in: ViewIn) -> None:
    """A lab that has left keeps its past, and has no bubble any more."""
    view = with_trails(view_in(18))
    gone = {place for place, lab in enumerate(view.labs) if not lab.active}
    found = offers(view)
    assert gone
    assert {one.lab for one in found} == set(range(len(view.labs))) - gone
    assert [one.tokens for one in found] == sorted((one.tokens for one in found), reverse=True)


def test_counts_are_drawn_where_they_were_made() -> None:
    assert [counted_at(month) for month in (0, 3, 6)] == [0, 1, 4]
    low, high = likely_range(1e6, 0.2)
    assert low == pytest.approx(719_650, rel=1e-3)
    assert low * high == pytest.approx(1e12)


def test_a_phone_has_the_panels_above_each_other(view_in: ViewIn) -> None:
    view = with_trails(view_in())
    everyone, own = compute_frames(view, 700.0, 330.0)
    assert own is not None
    assert own.left > everyone.width
    assert (own.top, own.bottom) == (everyone.top, everyone.bottom)
    everyone, own = compute_frames(view, 366.0, 300.0)
    assert own is not None
    assert own.top > everyone.bottom
    assert compute_frames(replace(view, seat=-1, trails=with_trails(
        replace(view, seat=-1)).trails), 700.0, 330.0)[1] is None  # fmt: skip


def test_decades_hold_every_count_and_the_players_own(view_in: ViewIn) -> None:
    view = with_trails(view_in())
    everyone, own = compute_frames(view, 700.0, 330.0)
    assert own is not None
    totals = [sum(at) for at in zip(*view.trails.channels, strict=True)]
    counts = [c for row in view.trails.estimate for c in row if c]
    for chips in (*totals, *counts):
        assert everyone.top < everyone.y(log10(chips)) < everyone.bottom
    assert own.top <= own.y(totals[-1] + view.trails.on_order[-1]) <= own.bottom


SEAT = 6
THREE = (
    # The player found it, showed it first, and lost it to two.
    IdeaTrail(False, 5, SEAT, ((0, 9), (1, 9)), 3, False, -1, ((0, 6), (1, 8))),
    # Lab 0 was first; lab 2 followed, then 1; the player copied it.
    IdeaTrail(True, 4, 0, ((2, 7), (1, 9)), 8, True, 0, ()),
    # Known to all before the start.
    IdeaTrail(False, 0, 1, (), 0, True, 1, ()),
)


@pytest.fixture
def taught(view_in: ViewIn) -> View:
    """A view whose past holds three ideas."""
    return replace(view_in(12), trails=replace(with_trails(view_in(12)).trails, ideas=THREE))


def test_dots_tell_firsts_from_followers(taught: View) -> None:
    assert dots_of(taught) == [
        Dot(0, 4, 1, 0, 1), Dot(0, 9, 0, 1, 0), Dot(1, 9, 0, 2, 0), Dot(2, 7, 0, 1, 0),
        Dot(SEAT, 3, 1, 0, 0), Dot(SEAT, 8, 0, 1, 1),
    ]  # fmt: skip


def test_links_lead_from_the_first_to_who_copied(taught: View) -> None:
    assert own_links(taught) == [
        Link(0, 4, SEAT, 8, 1), Link(SEAT, 5, 0, 6, 1), Link(SEAT, 5, 1, 8, 1),
    ]  # fmt: skip
    assert other_links(taught) == [Link(0, 4, 2, 7, 1)]


def test_tallies_count_every_lab(taught: View) -> None:
    counted = tallies(taught, dots_of(taught), own_links(taught))
    assert counted[0] == Tally(first=1, later=1, from_you=1, to_you=1)
    assert counted[1] == Tally(first=0, later=2, from_you=1, to_you=0)
    assert counted[SEAT] == Tally(first=1, later=1, from_you=0, to_you=0)


def test_without_a_lab_the_lanes_are_the_public_ones(taught: View) -> None:
    public = tuple(replace(idea, known=-1, copied=False, source=-1, lost=()) for idea in THREE)
    view = replace(taught, seat=-1, trails=replace(taught.trails, ideas=public))
    assert own_links(view) == []
    assert Dot(SEAT, 5, 1, 0, 0) in dots_of(view)
    assert other_links(view) == [Link(0, 4, 2, 7, 1), Link(SEAT, 5, 0, 9, 1)]


def test_layers_are_months_of_tokens_or_quarters_of_the_rest(view_in: ViewIn) -> None:
    view = with_trails(view_in(6))
    assert layers_of(view).months == (0, 1, 2, 3, 4, 5, 6)
    assert layers_of(view).shares[3] == view.labs[3].share
    assert layers_of(view, "revenue").months == (0, 3, 6)
    assert layers_of(view, "tokens", "coding").last == pytest.approx([1 / 12] * 12)
    bare = replace(view, trails=Trails((), (), (), (), (), (), 0.0, (), (), ()))
    assert layers_of(bare, "revenue") == layers_of(bare)


def test_a_name_stands_right_of_its_point_where_there_is_room() -> None:
    placed = place_names([Point(100.0, 50.0, 10.0, "Oak")], Box(0.0, 0.0, 400.0, 100.0))
    assert [(one.x, one.y, one.far) for one in placed] == [(115.0, 50.0, False)]


def test_a_name_that_cannot_stand_right_stands_left_and_the_last_is_dropped() -> None:
    point = Point(380.0, 50.0, 10.0, "Oak")
    bounds = Box(0.0, 0.0, 400.0, 100.0)
    (placed,) = place_names([point], bounds)
    assert placed.box.right == pytest.approx(365.0)
    assert place_names([point], bounds, taken=[bounds]) == []


def test_names_avoid_points_before_they_avoid_distance() -> None:
    crowd = [Point(130.0, 50.0, 12.0, "A")]
    point = Point(100.0, 50.0, 6.0, "Birch")
    (placed,) = place_names([point], Box(0.0, 0.0, 400.0, 100.0), around=[point, *crowd])
    assert placed.box.right < 100.0
