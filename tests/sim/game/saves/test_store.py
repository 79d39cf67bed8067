"""The store: by token alone, few in memory, all on disk, pages woken."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tenfold.sim.game.saves.savefile import DRAFT, UnknownGame
from tenfold.sim.game.saves.store import Store


def test_a_game_is_found_by_its_token_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = (store.begin("ten-to-one", "Oak", seed, 8) for seed in (1, 1))
    store.end_turn(first.token, 1)
    assert store.view(first.token).turn == 2
    assert store.view(second.token).turn == 1
    with pytest.raises(UnknownGame):
        store.view("x" * 22)
    assert store.version("x" * 22) == -1


def test_memory_is_bounded_and_the_rest_reloads(tmp_path: Path) -> None:
    store = Store(tmp_path, most=2)
    tokens = [store.begin("ten-to-one", "Oak", seed, 8).token for seed in range(4)]
    for token in tokens:
        store.end_turn(token, 1)
        assert len(store) <= 2
    views = [store.view(token) for token in tokens]
    assert [view.turn for view in views] == [2, 2, 2, 2]
    assert [view.seed for view in views] == [0, 1, 2, 3]


def test_a_restarted_server_stands_where_it_stood(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Pine", 5, 8).token
    store.end_turn(token, 1)
    assert Store(tmp_path).view(token) == store.view(token)


def test_waiting_pages_are_woken_by_a_turn(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Oak", 1, 8).token
    seen: list[int] = []
    page = threading.Thread(target=lambda: seen.append(store.wait(token, 0, 20.0)))
    page.start()
    time.sleep(0.05)
    began = time.monotonic()
    store.end_turn(token, 1)
    page.join(20.0)
    assert seen == [1]
    assert time.monotonic() - began < 5.0


def test_waiting_ends_without_a_change(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Oak", 1, 8).token
    assert store.wait(token, 0, 0.01) == 0


def test_two_servers_on_one_save_never_fork_it(tmp_path: Path) -> None:
    here, there = Store(tmp_path), Store(tmp_path)
    token = here.begin("ten-to-one", "Oak", 1, 8).token
    assert there.view(token).turn == 1
    assert here.end_turn(token, 1)
    assert not there.end_turn(token, 1)
    assert there.view(token).turn == 2


def test_many_players_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path, most=2)
    tokens = [store.begin("ten-to-one", "Oak", 9, 8).token for _ in range(8)]
    passed: list[bool] = []

    def play(token: str) -> None:
        for turn in (1, 2, 3):
            passed.append(store.end_turn(token, turn))

    players = [threading.Thread(target=play, args=(token,)) for token in tokens]
    for player in players:
        player.start()
    for player in players:
        player.join(60.0)
    assert passed == [True] * 24
    views = [store.view(token) for token in tokens]
    assert {view.turn for view in views} == {4}
    assert len({view.labs for view in views}) == 1


def test_a_game_pushed_out_of_memory_in_mid_turn_is_opened_anew(tmp_path: Path) -> None:
    store = Store(tmp_path, most=1)
    token = store.begin("ten-to-one", "Oak", 9, 8).token
    game = store.open(token)
    store.begin("ten-to-one", "Pine", 9, 8)
    assert game.closed
    store.draft(token, dict(game.settings))
    assert store.end_turn(token, 1)
    assert store.view(token).turn == 2


def restarted(store: Store) -> Store:
    """The server after a restart: the same folder, nothing in memory."""
    return Store(store.folder)


def test_a_restart_in_mid_turn_loses_nothing_that_was_set(
    tmp_path: Path, settings: dict[str, float]
) -> None:
    store = Store(tmp_path)
    token = store.begin("tenfold-2026", "Hanxi", 1, 8).token
    store.draft(token, settings, bet=[0.01, 0.4])
    before = store.view(token)
    store = restarted(store)
    assert store.view(token) == before
    store.end_turn(token, 1)
    store.draft(token, {"pay": 2.5}, "all")
    before = store.view(token)
    store = restarted(store)
    assert store.view(token) == before
    assert store.view(token).mode == "all"
    store.end_turn(token, 2)
    assert store.open(token).log[1].pay == 2.5
    assert restarted(store).view(token) == store.view(token)
    store.undo(token)
    assert restarted(store).view(token) == store.view(token)


@pytest.mark.parametrize(
    "content", [b"", b"junk", b"[1]", b'{"turn": 1, "set": {"pay": 1}, "levers": {}}', b"[" * 9999]
)
def test_a_spoilt_draft_costs_nobody_a_game(tmp_path: Path, content: bytes) -> None:
    store = Store(tmp_path)
    game = store.begin("ten-to-one", "Oak", 1, 8)
    before = store.view(game.token)
    game.save.path.with_suffix(DRAFT).write_bytes(content)
    assert restarted(store).view(game.token) == before


def test_nothing_is_left_of_drafts_when_a_game_is_over(
    tmp_path: Path, settings: dict[str, float]
) -> None:
    store = Store(tmp_path)
    token = store.begin("ten-to-one", "Oak", 1, 8).token
    for turn in range(1, 9):
        store.draft(token, settings)
        store.end_turn(token, turn)
    names = {path.suffix for path in tmp_path.iterdir()}
    assert names == {".jsonl", ".txt"}


def test_two_players_draft_and_take_back_apart(tmp_path: Path, settings: dict[str, float]) -> None:
    store = Store(tmp_path)
    left = store.begin("ten-to-one", "Oak", 1, 8).token
    right = store.begin("ten-to-one", "Oak", 1, 8).token
    store.end_turn(left, 1)
    store.draft(left, settings)
    store.end_turn(left, 2)
    store.end_turn(right, 1)
    store.undo(left)
    assert (store.view(left).turn, store.view(right).turn) == (2, 2)
    assert store.view(left).labs == store.view(right).labs
    assert store.view(left).levers.values != store.view(right).levers.values
    assert store.view(left).practice == ("undo",)
