"""Races in an address: short, exact, and refused in a line where they cannot be."""

from __future__ import annotations

import base64
import json
import random
import zlib
from pathlib import Path
from typing import Any

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves import sharing
from tenfold.sim.game.saves.playable import EngineDiffers, GameError
from tenfold.sim.game.saves.sharing import SHORT, WHERE
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.turns import Game


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Store:
    """Another computer."""
    return Store(tmp_path / "there")


def played(store: Store, quarters: int, turns: int, mode: str = "basic") -> Game:
    """A game in which every slider is moved before every turn."""
    dice = random.Random(5)
    game = store.begin("tenfold-2026", "Hanxi", 3, quarters, mode=mode)
    for turn in range(1, turns + 1):
        moved = {name: round(dice.random(), 4) for name in game.composed()} | {"teacher": -1.0}
        if mode == "basic":
            moved = {name: round(dice.random(), 4) for name in game.settings}
        store.draft(game.token, moved)
        store.end_turn(game.token, turn)
    return game


def test_an_address_is_the_same_race_bit_for_bit(store: Store, there: Store) -> None:
    game = played(store, 12, 12)
    address = store.share(game.token)
    assert address.startswith(WHERE)
    for text in (address, f"http://127.0.0.1:8765{address}", address.removeprefix(WHERE)):
        other = there.open_shared(f"  {text}\n")
        assert other.race.history.lab.tobytes() == game.race.history.lab.tobytes()
        assert other.finished
        assert "continued" in other.practice
    again = Store(there.folder).open(other.token)
    assert again.race.history.lab.tobytes() == game.race.history.lab.tobytes()


def test_a_busy_basic_game_of_12_quarters_fits(store: Store) -> None:
    view = store.view(played(store, 12, 12).token)
    assert len(view.share) < SHORT
    assert view.share_note == ""


def test_a_long_address_says_so(store: Store) -> None:
    view = store.view(played(store, 24, 24, "all").token)
    assert len(view.share) > SHORT
    assert str(len(view.share)) in view.share_note


def test_a_race_in_mid_game_goes_on(store: Store, there: Store) -> None:
    game = played(store, 8, 3, "all")
    store.draft(game.token, {}, "all")
    other = there.open_shared(store.share(game.token))
    assert (other.turn, other.mode, other.practice) == (4, "all", ("continued",))
    assert other.settings == game.before
    for one in (game, other):
        one.draft({"pay": 2.0}, "all")
        one.end_turn(4)
    assert other.race.history.lab.tobytes() == game.race.history.lab.tobytes()
    assert there.fork(other.token, 2).turn == 2


def test_a_race_before_its_first_turn_is_a_challenge(store: Store, there: Store) -> None:
    token = store.begin("ten-to-one", "Oak", 77, 8).token
    other = there.open_shared(store.share(token))
    assert (other.turn, other.practice, other.header.seed) == (1, (), 77)


def test_settings_that_were_never_rounded_come_through(store: Store, there: Store) -> None:
    token = store.begin("tenfold-2026", "Hanxi", 3, 8).token
    for turn in (1, 2):
        store.end_turn(token, turn)
    other = there.open_shared(store.share(token))
    ours = store.open(token).race.history.lab
    assert other.race.history.lab.tobytes() == ours.tobytes()


def test_a_race_outside_the_catalogue_has_no_address(store: Store) -> None:
    changed = load_scenario("ten-to-one").model_copy(update={"parameters": {"research_pace": 0.3}})
    game = Game.begin(store.folder, changed, "Oak", 1, 8)
    assert store.share(game.token) == ""
    assert "save this one as a file" in store.view(game.token).share_note


def told(address: str) -> list[Any]:
    code = address.removeprefix(WHERE)
    packed = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    found: list[Any] = json.loads(zlib.decompress(packed))
    return found


def packed(content: object) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return WHERE + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


@pytest.fixture
def address(store: Store) -> str:
    return store.share(played(store, 8, 2).token)


def test_another_engine_is_a_question_and_a_marked_answer(address: str, there: Store) -> None:
    content = told(address)
    content[3] = "another"
    with pytest.raises(EngineDiffers, match="another version"):
        there.open_shared(packed(content))
    assert "other engine" in there.open_shared(packed(content), renew=True).practice


def test_a_race_that_has_changed_since_says_so(
    address: str, there: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "content_of", lambda scenario: "different")
    with pytest.raises(GameError, match="has changed since"):
        there.open_shared(address)


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (0, 2, "another version"), (0, None, "another version"), (1, "../secret", "does not have"),
        (1, 7, "does not have"), (4, "Nobody", "no lab 'Nobody'"), (5, -1, "holds no race"),
        (5, 2**60, "holds no race"), (5, "x", "holds no race"), (6, 2**40, "holds no race"),
        (7, 9, "holds no race"), (7, True, "holds no race"), (8, "expert", "holds no race"),
        (9, 3, "holds no race"), (9, [3], "holds no race"), (9, [{"pay": "x"}], "holds no race"),
        (9, [{"-": 5}], "holds no race"), (9, [{}] * 9, "holds no race"),
        (9, [{"distil": 1}], "is missing"), (9, [{"m": "all", "pai": 1}], "did you mean 'pay'"),
        (9, [{"m": "all", "pay": float("inf")}], "holds no race"),
    ],
)  # fmt: skip
def test_a_bent_address_is_refused_in_a_line(
    address: str, there: Store, place: int, value: object, says: str
) -> None:
    content = told(address)
    content[place] = value
    with pytest.raises(GameError, match=says) as caught:
        there.open_shared(packed(content))
    assert "\n" not in str(caught.value)
    assert len(there) == 0


@pytest.mark.parametrize(
    "text",
    [
        "", "/", WHERE, WHERE + "####", WHERE + "abc", "x" * 5000, "ü", "race=ü",
        packed(b"not json"), packed([]), packed({"a": 1}), packed([1, 2]), packed(b"[" * 50_000),
        packed(b"0" * 50_000_000), packed(b'[1, "\\ud800"' + b", 1" * 8 + b"]"),
    ],
    ids=range(15),
)  # fmt: skip
def test_junk_is_refused_in_a_line(there: Store, text: str) -> None:
    with pytest.raises(GameError, match=r"holds no race|another version") as caught:
        there.open_shared(text)
    assert "\n" not in str(caught.value)


def test_an_address_cut_anywhere_is_refused(address: str, there: Store) -> None:
    for end in range(len(WHERE), len(address) - 1, 7):
        with pytest.raises(GameError):
            there.open_shared(address[:end])
