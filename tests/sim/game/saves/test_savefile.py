"""Saves: torn, damaged, foreign, unwritable; each with a clear message."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game.saves.savefile import (
    ChangedElsewhere,
    SaveError,
    SaveFile,
    UnknownGame,
    games_folder,
    new_token,
)
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


@pytest.fixture
def played(begin: Begin) -> Game:
    game = begin()
    for turn in (1, 2):
        game.end_turn(turn)
    return game


def spoil(game: Game, line: int, text: str) -> None:
    lines = game.save.path.read_text().splitlines()
    lines[line] = text
    game.save.path.write_text("\n".join(lines) + "\n")


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 22 for token in tokens)


@pytest.mark.parametrize("token", ["", "../../etc/passwd", "x" * 21, "a b" * 8, "x" * 22])
def test_an_unknown_token_is_no_game(tmp_path: Path, token: str) -> None:
    with pytest.raises(UnknownGame, match="no game"):
        Game.load(tmp_path, token)


def test_a_last_line_torn_by_a_crash_is_dropped(played: Game, tmp_path: Path) -> None:
    whole = played.save.path.read_bytes()
    played.save.path.write_bytes(whole + b'{"turn": 3, "lev')
    again = Game.load(tmp_path, played.token)
    assert again.turn == 3
    assert played.save.path.read_bytes() == whole
    assert again.end_turn(3)


@pytest.mark.parametrize(
    ("line", "text", "says"),
    [
        (0, "not json", "line 1 is damaged"),
        (0, json.dumps({"game": "chess"}), "not a game of Tenfold"),
        (0, json.dumps({"tenfold": 99}), "another version"),
        (0, json.dumps({"tenfold": 1, "seat": "Oak"}), "which race"),
        (1, "not json", "line 2 is damaged"),
        (1, json.dumps({"turn": 7, "levers": {}}), "line 2 is damaged"),
        (2, json.dumps({"turn": 2, "levers": {"experiment": 1.0}}), "experiments"),
        (2, json.dumps({"turn": 2, "levers": {"experiments": 9.0}}), "experiments"),
    ],
)
def test_a_damaged_save_says_where(
    played: Game, tmp_path: Path, line: int, text: str, says: str
) -> None:
    spoil(played, line, text)
    with pytest.raises(SaveError, match=says) as caught:
        Game.load(tmp_path, played.token)
    assert played.save.path.name in str(caught.value)


def test_a_save_of_an_impossible_race_is_refused(played: Game, tmp_path: Path) -> None:
    header = json.loads(played.save.path.read_text().splitlines()[0])
    header["scenario"]["labs"] = header["scenario"]["labs"][:1]
    spoil(played, 0, json.dumps(header))
    with pytest.raises(SaveError, match="cannot be played"):
        Game.load(tmp_path, played.token)


def test_an_empty_save_is_refused(played: Game, tmp_path: Path) -> None:
    played.save.path.write_bytes(b"")
    with pytest.raises(SaveError, match="empty"):
        Game.load(tmp_path, played.token)


def test_turns_added_elsewhere_are_never_written_over(played: Game, tmp_path: Path) -> None:
    other = Game.load(tmp_path, played.token)
    other.end_turn(3)
    with pytest.raises(ChangedElsewhere):
        played.end_turn(3)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SaveError, match="TENFOLD_DATA"):
        Game.begin(tmp_path / "games", "ten-to-one", "Oak", 1, 8)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "games").write_text("in the way")
    with pytest.raises(SaveError, match="TENFOLD_DATA"):
        Game.begin(tmp_path / "games", "ten-to-one", "Oak", 1, 8)


@pytest.mark.skipif(os.name != "posix", reason="permissions of posix")
def test_only_the_owner_may_read_a_save(played: Game) -> None:
    assert played.save.path.stat().st_mode & 0o077 == 0


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    assert games_folder() == tmp_path / "games"


def test_a_token_never_leaves_its_folder(tmp_path: Path) -> None:
    save = SaveFile(tmp_path, new_token())
    assert save.path.parent == tmp_path


def test_what_a_full_disk_refused_is_not_found_in_the_log(
    played: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line was written, and could not be kept: as if it had never been."""
    whole = played.save.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(SaveError, match="No space left"):
            played.end_turn(3)
        with pytest.raises(SaveError, match="No space left"):
            Game.begin(tmp_path, "ten-to-one", "Oak", 1, 8)
    assert played.save.path.read_bytes() == whole
    assert [path.suffix for path in tmp_path.iterdir()].count(".jsonl") == 1
    assert played.end_turn(3)
    assert Game.load(tmp_path, played.token).turn == 4


def test_a_torn_line_in_a_folder_that_cannot_be_written_is_read_over(
    played: Game, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.save.path.write_bytes(played.save.path.read_bytes() + b'{"turn": 3, "lev')

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "truncate", refuse)
    assert Game.load(tmp_path, played.token).turn == 3


@pytest.mark.parametrize(
    "change",
    [
        {"set": {"zzz": 1.0}},
        {"set": {}},
        {"mode": "all"},
        {"mode": "all", "set": {"teacher": 7.0}},
        {"bet": [0.5, 0.1]},
        {"bet": [-1e299, 1e299]},
    ],
)
def test_what_no_player_can_have_set_is_refused(
    played: Game, tmp_path: Path, change: dict[str, object]
) -> None:
    line = json.loads(played.save.path.read_text().splitlines()[2])
    spoil(played, 2, json.dumps(line | change))
    with pytest.raises(SaveError, match="cannot be played"):
        Game.load(tmp_path, played.token)
