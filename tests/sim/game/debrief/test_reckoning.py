"""Score = seat + luck + rivals + you: by hand, and exactly, whatever the rounding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.sim.game.debrief.played import Played, played_of
from tenfold.sim.game.debrief.reckoning import Points, points_of, reckon
from tenfold.sim.game.debrief.rerun import again, as_logged, silent
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.sim.game.turns import Game
from tests.sim.game.conftest import SHIFT

YARD = Yardstick(40.4, 5.0, (30.0, 40.0, 41.0, 50.0), (-10.0, -5.0, 0.0, 5.0))


@pytest.fixture
def played(begin: Callable[..., Game]) -> Played:
    """A game of a lab, every turn as the tests' settings have it."""
    game = begin()
    while not game.finished:
        game.draft(SHIFT)
        game.end_turn(game.turn)
    return played_of(game)


def test_the_parts_by_hand() -> None:
    made = reckon(Points(53.4, 46.6, 44.6, True, True), YARD, practice=False)
    assert (made.seat, made.luck, made.rivals, made.you) == (40, 5, 2, 6)
    assert made.score == 53
    assert made.spreads == pytest.approx(6.8 / 5.0)
    assert made.beaten == 1.0
    assert made.luckier == 0.75
    assert made.ranked


@given(st.lists(st.floats(0.0, 100.0), min_size=4, max_size=4))
def test_whole_parts_sum_to_the_whole_score(values: list[float]) -> None:
    score, par, bots, seat = values
    yard = Yardstick(seat, 5.0, YARD.bots, YARD.yous)
    made = reckon(Points(score, par, bots, True, True), yard, practice=False)
    parts = (made.seat, made.luck, made.rivals, made.you)
    assert sum(part or 0 for part in parts) == made.score == round(score)
    assert None not in parts


def test_practice_is_not_ranked_and_half_games_have_no_seat() -> None:
    assert not reckon(Points(50.0, 45.0, 45.0, True), YARD, practice=True).ranked
    half = reckon(Points(50.0, 45.0, 45.0, False), YARD, practice=True)
    assert (half.seat, half.luck, half.rivals) == (None, None, None)
    assert half.par + half.you == half.score


def test_without_a_yardstick_par_and_you_are_known() -> None:
    made = reckon(Points(50.0, 45.0, 45.0, True), None, practice=False)
    assert (made.par, made.you, made.seat, made.spreads, made.ranked) == (45, 5, None, None, False)


def test_a_rerun_of_the_log_is_the_game(played: Played) -> None:
    history = again(played, as_logged(played.seat, played.entries, 2))
    for run in range(2):
        assert np.array_equal(history.lab[run], played.history.lab[0])


def test_alone_the_rivals_are_exactly_nothing(played: Played) -> None:
    points = points_of(played)
    assert points.par == points.bots
    made = reckon(points, YARD, practice=False)
    assert made.rivals == 0


def test_the_par_is_the_games_own(begin: Callable[..., Game]) -> None:
    game = begin()
    while not game.finished:
        game.end_turn(game.turn)
    points = points_of(played_of(game))
    assert round(points.score) == game.score.score
    assert round(points.par) == game.score.par
    assert [part.value for part in points.goals] == [part.value for part in game.score.parts]


def test_people_in_other_seats_are_the_rivals_part(played: Played) -> None:
    other = next(lab.name for lab in played.seat.scenario.labs if lab.name != played.seat.name)
    idle = np.full_like(silent(played.seat, 1), np.nan)
    as_bots = points_of(played, {other: idle})
    assert as_bots.rivals_human
    assert as_bots.par == as_bots.bots
    theirs = as_logged(played.seat, played.entries, 1)
    met = points_of(played, {other: theirs})
    assert met.bots == as_bots.bots
    assert met.par != met.bots


def test_a_game_taken_over_is_measured_from_there(begin: Callable[..., Game]) -> None:
    from tenfold.sim.game.saves.practice import fork

    game = begin()
    while not game.finished:
        game.draft(SHIFT)
        game.end_turn(game.turn)
    late = fork(game.save.path.parent, game, 5)
    while not late.finished:
        late.end_turn(late.turn)
    points = points_of(played_of(late))
    assert not points.whole
    assert round(points.par) == late.score.par


def test_a_government_is_scored_by_its_mission(begin: Callable[..., Game]) -> None:
    game = begin("tenfold-2026", "regulator")
    while not game.finished:
        game.draft({"legal_share": 1.0})
        game.end_turn(game.turn)
    played = played_of(game)
    history = again(played, as_logged(played.seat, played.entries, 1))
    assert np.array_equal(history.market[0], played.history.market[0])
    points = points_of(played)
    assert points.score == pytest.approx(
        sum(part.weight * part.value for part in points.goals), abs=1e-9
    )
    assert points.score == float(points_by_run(played.history, played.seat)[0])
    assert points.score != points.par
