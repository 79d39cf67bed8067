"""What makes a game practice, and how a seed that was played before is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game.saves.practice import fork, watch
from tenfold.sim.game.saves.raced import NAME, Raced, key_of
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


def test_a_new_race_is_ranked_and_stays_so(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    for turn in (1, 2):
        game.end_turn(turn)
    assert game.practice == ()
    assert Game.load(tmp_path, game.token).practice == ()


def test_a_race_played_before_is_practice(begin: Begin, tmp_path: Path) -> None:
    begin().end_turn(1)
    again = begin()
    assert again.practice == ("replayed",)
    assert Game.load(tmp_path, again.token).practice == ("replayed",)
    assert begin(seed=4).practice == ()
    assert begin("tenfold-2026", "Hanxi").practice == ()


def test_a_race_begun_twice_and_played_on_in_the_other_game_is_practice(
    begin: Begin, tmp_path: Path
) -> None:
    first, second = begin(), begin()
    assert second.practice == ()
    first.end_turn(1)
    second.end_turn(1)
    assert (first.practice, second.practice) == ((), ("replayed",))
    first.end_turn(2)
    assert first.practice == ()
    assert Game.load(tmp_path, second.token).practice == ("replayed",)


def test_forks_and_watched_races_are_practice_and_give_the_race_away(
    begin: Begin, tmp_path: Path
) -> None:
    game = begin()
    game.end_turn(1)
    assert "fork" in fork(tmp_path, game, 1).practice
    seen = watch(tmp_path, game.scenario, 99, 8)
    assert seen.practice == ("watched",)
    assert begin(seed=99, seat=seen.header.seat).practice == ("replayed",)


def test_every_lab_follows_its_own_policy_in_a_watched_race(tmp_path: Path) -> None:
    store = Store(tmp_path)
    game = store.watch("tenfold-2026", 5, 8)
    from tenfold.sim.race import Race

    history = Race("tenfold-2026", seed=5, months=24, collect=False).run()
    assert game.race.history.lab.tobytes() == history.lab.tobytes()
    view = store.view(game.token)
    assert (view.watching, view.finished, view.undoable) == (True, True, False)
    assert store.fork(game.token, 1).mode == "basic"
    taken = store.fork(game.token, 3)
    assert (taken.turn, taken.mode) == (3, "basic")
    assert not store.view(taken.token).watching


@pytest.mark.parametrize("torn", [b"abc", b"\xff\xfe 1", b"key 99999999999 game\n", b"a b c d\n"])
def test_an_index_with_rubbish_in_it_still_works(tmp_path: Path, torn: bytes) -> None:
    index = Raced(tmp_path)
    index.note("key", "one", 3)
    with open(tmp_path / NAME, "ab") as file:
        file.write(torn)
    for fresh in (index, Raced(tmp_path)):
        assert fresh.turns("key") == 3
        assert fresh.elsewhere("key", "one") == 0
        assert fresh.elsewhere("key", "two") == 3
    index.note("key", "two", 1)
    index.note("key", "two", 2)
    assert Raced(tmp_path).elsewhere("key", "one") == 2


def test_a_folder_without_an_index_costs_nobody_a_game(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    (tmp_path / NAME).mkdir()
    assert game.end_turn(1)
    assert game.practice == ()


def test_kinds_of_seats_are_told_apart(begin: Begin) -> None:
    scenario = begin("tenfold-2026", "Hanxi").header.scenario
    kinds = {lab["name"]: lab["kind"] for lab in scenario["labs"]}
    keys = {name: key_of(scenario, name, 1, 0) for name in kinds}
    for name, key in keys.items():
        alike = {other for other in kinds if kinds[other] == kinds[name]}
        assert {other for other in kinds if keys[other] == key} == alike
