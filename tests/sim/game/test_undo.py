"""Turns taken back: the past stands as it was, the log loses nothing, the game is practice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game import basic
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.practice import fork
from tenfold.sim.game.saves.savefile import ChangedElsewhere, SaveError
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


def test_a_turn_taken_back_leaves_the_race_as_if_it_had_not_been(
    begin: Begin, settings: dict[str, float]
) -> None:
    game, other = begin(), begin()
    for turn in (1, 2):
        game.end_turn(turn)
        other.end_turn(turn)
    game.draft(settings)
    game.end_turn(3)
    assert game.undo() == 3
    assert game.race.history.lab.tobytes() == other.race.history.lab.tobytes()
    assert game.race.happenings() == other.race.happenings()
    assert view_of(game).news == view_of(other).news
    assert len(game.snapshots) == 3
    assert game.settings == settings, "what was decided is the draft again"
    assert game.before == other.before
    game.end_turn(3)
    other.draft(settings)
    other.end_turn(3)
    assert game.race.history.lab.tobytes() == other.race.history.lab.tobytes()


def test_a_log_with_turns_taken_back_is_replayed(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    for turn in (1, 2):
        game.end_turn(turn)
    game.undo()
    game.undo()
    game.end_turn(1)
    lines = [json.loads(line) for line in game.save.path.read_text().splitlines()[1:]]
    assert [line.get("undo", 0) for line in lines] == [0, 0, 2, 1, 0]
    again = Game.load(tmp_path, game.token)
    assert (again.turn, again.version) == (2, game.version)
    assert again.practice == game.practice == ("undo",)
    assert again.race.history.lab.tobytes() == game.race.history.lab.tobytes()


def test_undoing_within_a_turn_is_free(begin: Begin, settings: dict[str, float]) -> None:
    game = begin()
    game.draft(settings)
    game.draft(game.before)
    game.end_turn(1)
    assert game.practice == ()


def test_a_finished_game_goes_on_after_its_last_turn_is_taken_back(begin: Begin) -> None:
    game = begin()
    while not game.finished:
        game.end_turn(game.turn)
    first = game.score
    game.undo()
    assert not game.finished
    game.draft({**game.settings, "experiments": 0.0, "training": 0.0, "serving": 1.0})
    game.end_turn(8)
    assert game.score != first


def test_only_own_turns_can_be_taken_back(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    with pytest.raises(GameError, match="no turn to take back"):
        game.undo()
    for turn in (1, 2):
        game.end_turn(turn)
    later = fork(tmp_path, game, 3)
    assert not view_of(later).undoable
    with pytest.raises(GameError, match="no turn to take back"):
        later.undo()
    later.end_turn(3)
    assert later.undo() == 3


def test_what_cannot_be_written_is_not_taken_back(begin: Begin) -> None:
    game = begin()
    game.end_turn(1)
    game.save.path.unlink()
    with pytest.raises(SaveError, match="Nothing was taken back"):
        game.undo()
    assert game.turn == 2


def test_two_servers_never_take_back_the_same_turn_twice(tmp_path: Path) -> None:
    here, there = Store(tmp_path), Store(tmp_path)
    token = here.begin("ten-to-one", "Oak", 1, 8).token
    here.end_turn(token, 1)
    assert there.view(token).turn == 2
    assert here.undo(token) == 1
    with pytest.raises(ChangedElsewhere):
        there.open(token).undo()
    assert there.undo(token) == 1
    assert there.view(token).turn == 1


def test_a_log_that_takes_back_what_is_not_there_is_damaged(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    game.end_turn(1)
    with open(game.save.path, "a") as file:
        file.write('{"undo": 2}\n')
    with pytest.raises(SaveError, match="line 3 is damaged"):
        Game.load(tmp_path, game.token)


def test_a_long_crowded_game_is_taken_back_in_no_time(begin: Begin) -> None:
    game = begin("tenfold-2026", "Hanxi", quarters=24)
    while not game.finished:
        game.end_turn(game.turn)
    spent = []
    for _ in range(3):
        began = time.process_time()
        game.undo()
        spent.append(time.process_time() - began)
    assert min(spent) < 0.3


def test_the_levers_can_be_changed_after_a_turn_of_the_other_mode_is_taken_back(
    begin: Begin, tmp_path: Path
) -> None:
    """What was held before goes over too: in a turn taken back, and in one that is forked."""
    game = begin()
    game.end_turn(1)
    game.draft({"pay": 2.0}, "all")
    game.end_turn(2)
    for other in (fork(tmp_path, game, 2), game):
        if other is game:
            game.undo()
        assert (other.mode, other.settings) == ("all", {"pay": 2.0})
        assert "copying" not in other.before
        assert view_of(Game.load(tmp_path, other.token)) == view_of(other)
        other.set_mode("basic")
        assert set(other.settings) == set(other.before) == set(basic.NAMES)
