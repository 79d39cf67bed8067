"""Matched rooms: the difference of means, by hand; its interval covers what it says it does."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.game.table.matched import COVERAGE, OUTCOMES, matched, outcomes_of
from tests.sim.game.table.conftest import MakeTable, play


def test_means_and_difference_by_hand() -> None:
    first = {(0, "Oak"): {"behind": 6.0}, (1, "Oak"): {"behind": 8.0}}
    second = {
        (0, "Oak"): {"behind": 9.0},
        (1, "Oak"): {"behind": 11.0},
        (2, "Oak"): {"behind": 13.0},
    }
    (told,) = matched(first, second)
    assert (told.first, told.second, told.difference) == (7.0, 11.0, 4.0)
    assert (told.matched, told.many, told.low, told.told) == (False, (2, 3), None, False)


def test_the_same_seats_are_compared_one_by_one() -> None:
    """Seats that differ widely among themselves hide nothing that all of them share."""
    start = {
        (0, name): {"share": value}
        for name, value in zip("abcde", (0.3, 0.2, 0.1, 0.05, 0.0), strict=True)
    }
    more = {key: {"share": each["share"] + 0.02} for key, each in start.items()}
    (told,) = matched(start, more)
    assert told.matched
    assert told.difference == pytest.approx(0.02)
    assert (told.low, told.high) == (pytest.approx(0.02), pytest.approx(0.02))
    assert told.told
    (nothing,) = matched(start, start)
    assert (nothing.difference, nothing.told) == (0.0, False)


def test_figures_of_a_race_count_once_a_copy() -> None:
    room = {(copy, seat): {"price": 1.0 + copy} for copy in range(5) for seat in "ab"}
    (told,) = matched(room, {key: {"price": 2.0 * each["price"]} for key, each in room.items()})
    assert told.many == (5, 5)
    assert told.difference == pytest.approx(3.0)


def test_the_interval_covers_the_truth() -> None:
    """Rooms of twelve teams drawn alike: the true difference lies within about as often as said."""
    rng = np.random.default_rng(1)
    held = 0
    trials = 200
    for _ in range(trials):
        a, b = rng.normal(10.0, 3.0, 12), rng.normal(12.0, 3.0, 12)
        rooms = [
            {(k, "Oak"): {"score": v} for k, v in enumerate(x)} for x in (a, np.append(b, 12.0))
        ]
        (told,) = matched(*rooms)
        assert told.low is not None
        assert told.high is not None
        held += told.low <= 2.0 <= told.high
    assert COVERAGE - 0.1 < held / trials < COVERAGE + 0.07


def test_the_same_rooms_have_the_same_interval() -> None:
    room = {(k, "Oak"): {"you": float(k * k % 7)} for k in range(8)}
    other = {(k, "Elm"): {"you": float(k * k % 5)} for k in range(8)}
    assert matched(room, other) == matched(room, other)


def test_a_seat_has_the_figures_that_its_game_shows(table: MakeTable) -> None:
    several = table("Ruolan", "regulator")
    play(several, 2)
    lab, ruler = (outcomes_of(game) for game in several.games.values())
    assert set(lab) == set(OUTCOMES)
    assert set(ruler) == set(OUTCOMES) - {"behind", "share", "copied", "chips"}
    game = several.games["Ruolan"]
    game.chronicle.catch_up(game.race, game.snapshots)
    standing = game.chronicle.standings[-1]
    assert lab["behind"] == standing.behind
    assert lab["share"] == standing.share
    assert lab["chips"] == standing.chips
    assert lab["price"] == ruler["price"] == game.snapshots[-1].cheapest
    assert 0.0 < lab["poor_behind"] < 24.0
