"""The same luck with other settings: exact where nothing changes, and no further than asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.agents.decision import DecisionError
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.again import replayed
from tenfold.sim.game.saves.practice import play_run
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


@pytest.fixture
def played(begin: Begin, settings: dict[str, float]) -> Game:
    game = begin("tenfold-2026", "Hanxi")
    for turn in range(1, 6):
        if turn == 3:
            game.draft(settings)
        if turn == 4:
            game.draft({"pay": 2.0, "training": 0.3}, "all")
        game.end_turn(turn)
    return game


def test_no_change_is_the_same_race_bit_for_bit(played: Game) -> None:
    race = replayed(played, {})
    assert race.month == played.race.month
    assert race.history.lab.tobytes() == played.race.history.lab.tobytes()


def test_a_change_leaves_the_past_alone_and_moves_what_follows(played: Game) -> None:
    before = played.save.path.read_bytes()
    changed = {**(played.entries[2].settings or {}), "flagship_release": 0.0}
    race = replayed(played, {3: changed})
    ours, theirs = played.race.history.lab[0], race.history.lab[0]
    assert ours[:7].tobytes() == theirs[:7].tobytes()
    assert ours[9].tobytes() != theirs[9].tobytes()
    assert played.save.path.read_bytes() == before


def test_a_turn_left_to_nobody_is_the_autopilots(played: Game) -> None:
    turns = {entry.turn: None for entry in played.entries}
    race = replayed(played, turns)
    bots = replayed(played, {turn: {} for turn in (4, 5)} | dict.fromkeys((1, 2, 3)))
    assert race.history.lab.tobytes() == bots.history.lab.tobytes()
    assert race.history.lab.tobytes() != played.race.history.lab.tobytes()


def test_what_follows_the_autopilot_follows_it_in_the_other_world_too(played: Game) -> None:
    race = replayed(played, {1: {**(played.entries[0].settings or {}), "distil": 1.0}})
    place = list(played.entries[4].levers).index("automation")
    assert race.decisions[place, played.seat, 0] != played.entries[4].levers["automation"]


def test_decisions_without_settings_are_repeated_whole(tmp_path: Path) -> None:
    game = play_run(tmp_path, load_scenario("ten-to-one"), 7, 0, "Oak", 3)
    assert replayed(game, {}).history.lab.tobytes() == game.race.history.lab.tobytes()


def test_settings_that_cannot_be_are_refused(played: Game) -> None:
    with pytest.raises(DecisionError, match="is missing"):
        replayed(played, {1: {"distil": 1.0}})
