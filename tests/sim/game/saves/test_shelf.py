"""The shelf: a folder holds so many games and no more, and no played game is ever deleted."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game.saves import savefile, shelf
from tenfold.sim.game.saves.savefile import NoRoom, SaveError
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.turns import Game


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shelves of three games that look again at once."""
    monkeypatch.setattr(shelf, "MOST_GAMES", 3)
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 0.0)


def aged(game: Game, days: float) -> Path:
    """The file of a game that nobody touched for so long."""
    path = game.save.path
    then = time.time() - days * 86_400.0
    os.utime(path, (then, then))
    return path


def test_a_full_folder_refuses_and_says_where_and_what_to_do(
    begin: Callable[..., Game], tmp_path: Path
) -> None:
    kept = [begin(seed=n).save.path for n in range(3)]
    with pytest.raises(NoRoom) as refused:
        begin()
    said = str(refused.value)
    assert str(tmp_path) in said
    assert "3 games" in said
    assert "Delete" in said
    assert "move" in said
    assert "\n" not in said
    assert sorted(tmp_path.glob("*.jsonl")) == sorted(kept)
    kept[0].unlink()
    begin()


def test_what_was_begun_and_never_played_gives_way_the_oldest_first(
    begin: Callable[..., Game], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "AT_ONCE", 1)
    newer, oldest, fresh = (begin(seed=n) for n in range(3))
    beside = oldest.save.path.with_suffix(savefile.DRAFT)
    beside.write_text("{}")
    for path in (aged(oldest, 3.0), beside):
        os.utime(path, (time.time() - 250_000.0,) * 2)
    aged(newer, 2.0)
    begin()
    assert not oldest.save.path.exists()
    assert not beside.exists()
    assert newer.save.path.exists()
    assert fresh.save.path.exists()


def test_played_games_and_games_of_today_never_give_way(begin: Callable[..., Game]) -> None:
    played, undone, today = (begin(seed=n) for n in range(3))
    played.end_turn(1)
    undone.end_turn(1)
    undone.undo()
    for game in (played, undone):
        aged(game, 900.0)
    aged(today, 0.9)
    with pytest.raises(NoRoom):
        begin()
    assert all(game.save.path.exists() for game in (played, undone, today))


def test_a_draft_of_today_keeps_an_old_game(begin: Callable[..., Game]) -> None:
    games = [begin(seed=n) for n in range(3)]
    for game in games:
        game.draft({**game.settings, "copying": 0.7})
        aged(game, 30.0)
    with pytest.raises(NoRoom):
        begin()
    assert all(game.save.path.exists() for game in games)


def test_bytes_are_bounded_too(begin: Callable[..., Game], monkeypatch: pytest.MonkeyPatch) -> None:
    size = begin().save.size
    monkeypatch.setattr(shelf, "MOST_BYTES", int(1.5 * size))
    with pytest.raises(NoRoom):
        begin()


def test_files_and_shared_games_count_as_well(tmp_path: Path) -> None:
    store = Store(tmp_path)
    game = store.begin("ten-to-one", "Oak", 3, 8)
    store.end_turn(game.token, 1)
    file, address = store.export(game.token)[1], store.share(game.token)
    store.open_file(file)
    store.fork(game.token, 1)
    for another in (
        lambda: store.open_file(file),
        lambda: store.open_shared(address),
        lambda: store.fork(game.token, 1),
        lambda: store.watch("ten-to-one", 3, 8),
    ):
        with pytest.raises(NoRoom):
            another()
    assert len(list(tmp_path.glob("*.jsonl"))) == 3


def test_the_folder_is_not_looked_through_for_every_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST_GAMES", 10_000)
    looks = []
    look = os.scandir
    monkeypatch.setattr(shelf.os, "scandir", lambda path: looks.append(path) or look(path))
    counted = shelf.Shelf(tmp_path)
    for _ in range(shelf.LOOK_AFTER):
        assert counted.refusal(10) == ""
    assert len(looks) == 1
    counted.refusal(10)
    assert len(looks) == 2  # other programs may have begun games in it


def test_a_full_folder_is_not_looked_through_at_every_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 60.0)
    monkeypatch.setattr(shelf, "MOST_GAMES", 0)
    counted = shelf.Shelf(tmp_path)
    assert counted.refusal(10)
    monkeypatch.setattr(shelf.os, "scandir", lambda _: pytest.fail("looked again"))
    assert counted.refusal(10)


def test_taking_turns_back_without_end_does_not_grow_a_save_without_end(
    begin: Callable[..., Game], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(savefile, "MOST_LINES", 3)
    game = begin()
    game.end_turn(1)
    game.undo()
    game.end_turn(1)
    with pytest.raises(SaveError, match="played on"):
        game.undo()
    assert game.turn == 2
    assert game.end_turn(2)
