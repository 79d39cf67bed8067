"""Standings: score less par in the race as the others played it, over the seat's spread."""

from __future__ import annotations

import pytest

from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.standings import Row, leaderboard, points_so_far
from tests.sim.game.table.conftest import MakeTable, bits, decided, play

SEATS = ("Ruolan", "Fernhill", REGULATOR)


def test_par_is_the_autopilot_against_the_others_as_they_played(table: MakeTable) -> None:
    several, without = table(*SEATS), table(*SEATS)
    while not several.finished:
        rows = decided(several)
        several.resolve(rows)
        without.resolve({**rows, "Ruolan": without.games["Ruolan"].entry_of_nobody()})
    game = several.games["Ruolan"]
    par = game.par()
    assert bits(without) == {par.lab.tobytes() + par.market.tobytes()}
    assert game.score.par == without.games["Ruolan"].score.score
    assert game.score.score != game.score.par


def test_points_so_far_end_as_the_score(table: MakeTable) -> None:
    several = table(*SEATS)
    with pytest.raises(GameError):
        points_so_far(several.games["Ruolan"])
    while not several.finished:
        play(several, 1)
        early = {seat: points_so_far(game) for seat, game in several.games.items()}
    for seat, game in several.games.items():
        assert round(early[seat].score) == game.score.score
        assert round(early[seat].par) == game.score.par


def test_points_so_far_follow_a_round_taken_back(table: MakeTable) -> None:
    once, twice = table(*SEATS), table(*SEATS)
    play(once, 2)
    for turns in (2, 1):
        play(twice, turns)
        points_so_far(twice.games["Fernhill"])
    twice.undo()
    for seat in SEATS:
        assert points_so_far(twice.games[seat]) == points_so_far(once.games[seat])


def test_the_leaderboard_by_hand() -> None:
    rows = [
        Row("strong seat", "Fernhill", 6.0, 6.0),
        Row("weak seat", "Ruolan", 4.0, 2.0),
        Row("lost", "Oak", -3.0, 6.0),
        Row("also one", "Oak", 5.98, 6.0),
    ]
    board = leaderboard(rows)
    told = [(one.place, one.team, one.label) for one in board]
    assert told == [
        (1, "weak seat", "4 points above par, 2.0 times what choices usually move"),
        (2, "also one", "6 points above par, 1.0 times what choices usually move"),
        (2, "strong seat", "6 points above par, 1.0 times what choices usually move"),
        (4, "lost", "3 points below par, 0.5 times what choices usually move"),
    ]


def test_without_spreads_only_one_and_the_same_seat_is_ranked() -> None:
    same = leaderboard([Row("a", "Oak", 1.0, None), Row("b", "Oak", 2.0, None)])
    assert [(one.place, one.team, one.spreads) for one in same] == [(1, "b", None), (2, "a", None)]
    mixed = leaderboard([Row("b", "Oak", 2.0, 3.0), Row("a", "Elm", 1.0, None)])
    assert [(one.place, one.team) for one in mixed] == [(None, "a"), (None, "b")]
    assert leaderboard([Row("a", "Oak", 0.2, None)])[0].label == "at par"
    assert leaderboard([]) == ()
