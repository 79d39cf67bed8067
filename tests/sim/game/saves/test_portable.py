"""Games as files: the same game anywhere; whatever else comes in is refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.game.saves.playable import EngineDiffers, GameError
from tenfold.sim.game.saves.portable import MOST_BYTES
from tenfold.sim.game.saves.store import Store
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game

Begin = Callable[..., Game]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Store:
    """Another computer."""
    return Store(tmp_path / "there")


@pytest.fixture
def token(store: Store, settings: dict[str, float]) -> str:
    """A game with both modes, a bet and a turn taken back."""
    token = store.begin("tenfold-2026", "Hanxi", 11, 8).token
    store.draft(token, settings, bet=[0.01, 0.2])
    store.end_turn(token, 1)
    store.draft(token, {"pay": 1.7, "experiments": 1 / 3}, "all")
    store.end_turn(token, 2)
    store.end_turn(token, 3)
    store.undo(token)
    return token


def content(store: Store, token: str) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(store.export(token)[1])
    return whole


def test_a_file_opens_elsewhere_as_the_same_game(store: Store, there: Store, token: str) -> None:
    name, file = store.export(token)
    assert name == "tenfold-tenfold-2026-hanxi-seed-11-after-2-of-8.json"
    live, moved = store.open(token), there.open_file(file)
    assert moved.token != token
    assert moved.race.history.lab.tobytes() == live.race.history.lab.tobytes()
    assert [e.as_json() for e in moved.entries] == [e.as_json() for e in live.entries]
    assert moved.practice == ("undo",)
    for game in (live, moved):
        game.draft({"pay": 1.2}, "all")
        game.end_turn(3)
    assert moved.race.history.lab.tobytes() == live.race.history.lab.tobytes()
    assert there.view(moved.token).predict == store.view(token).predict


def test_a_file_can_be_read_and_is_small(store: Store, token: str) -> None:
    file = store.export(token)[1]
    text = file.decode()
    told = json.loads(text)
    assert len(file) < 100_000
    assert [line["turn"] for line in told["log"]] == [1, 2]
    assert sum('"turn": ' in line for line in text.splitlines()) == 2, "a line for each turn"
    assert told["scenario"]["labs"][0]["name"]
    assert set(told["parameters"]) == set(load_parameters())
    assert told["game"]["engine"]


def test_the_same_file_is_the_same_bytes(store: Store, there: Store, token: str) -> None:
    file = store.export(token)[1]
    assert there.export(there.open_file(file).token)[1] == file


def test_a_file_of_a_race_that_went_on_here_is_a_replay(store: Store, token: str) -> None:
    file = store.export(token)[1]
    assert "replayed" in store.open_file(file).practice  # its third turn was seen, and taken back
    new = store.begin("ten-to-one", "Oak", 5, 8).token
    store.end_turn(new, 1)
    file = store.export(new)[1]
    assert store.open_file(file).practice == ()
    store.end_turn(new, 2)
    assert store.open_file(file).practice == ("replayed",)


def test_another_engine_is_a_question_and_a_marked_answer(
    store: Store, there: Store, token: str
) -> None:
    told = content(store, token)
    told["game"]["engine"] = "another"
    told["log"][0]["levers"] |= {"old lever": 3.0, "pay": 99.0}
    file = json.dumps(told).encode()
    with pytest.raises(EngineDiffers, match="another version"):
        there.open_file(file)
    game = there.open_file(file, renew=True)
    assert set(game.practice) == {"undo", "other engine"}
    assert game.log[0].pay == 4.0
    assert game.turn == 3
    assert there.view(game.token).practice == game.practice
    assert "computed anew" in there.view(game.token).notice


def test_a_game_of_ones_own_folder_on_another_engine_is_a_question_too(
    store: Store, token: str
) -> None:
    path = store.open(token).save.path
    lines = path.read_text().splitlines(keepends=True)
    header = json.loads(lines[0]) | {"engine": "another"}
    path.write_text(json.dumps(header) + "\n" + "".join(lines[1:]))
    before = path.read_bytes()
    fresh = Store(store.folder)
    with pytest.raises(EngineDiffers, match="another version"):
        fresh.view(token)
    assert json.loads(fresh.export(token)[1])["game"]["engine"] == "another"
    new = fresh.renew(token)
    assert "other engine" in new.practice
    assert new.turn == 3
    assert path.read_bytes() == before


def test_a_file_is_never_executed_and_touches_nothing(store: Store, tmp_path: Path) -> None:
    game = store.begin("ten-to-one", "Oak", 1, 8)
    told = content(store, game.token)
    told["scenario"]["labs"][1]["policy"] = "__import__('os').system('touch x')"
    with pytest.raises(GameError, match="cannot be played: unknown policy"):
        store.open_file(json.dumps(told).encode())
    assert len(list(store.folder.glob("*.jsonl"))) == 1


def spoil(told: dict[str, Any], where: str, value: Any) -> None:
    *path, last = where.split(".")
    here: Any = told
    for step in path:
        here = here[int(step)] if isinstance(here, list) else here[step]
    if isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value


@pytest.mark.parametrize(
    ("where", "value", "says"),
    [
        ("tenfold", 99, "another version of Tenfold"),
        ("tenfold", "2", "another version of Tenfold"),
        ("game", 7, "game"),
        ("game.seed", -1, "game.seed = -1: must be at least 0"),
        ("game.seed", 1e3, "whole number"),
        ("game.seed", 10**400, "cannot be read|without end"),
        ("game.seed", 2**60, "game.seed"),
        ("game.quarters", 10**6, "game.quarters"),
        ("game.seat", "Nobody", "no lab 'Nobody'"),
        ("game.seat", ["Hanxi"], "must be text"),
        ("game.mode", "expert", "must be one of basic, all"),
        ("game.watch", "yes", "must be true or false"),
        ("game.origin", {"quarters": "two"}, "whole number"),
        ("game.origin", {"quarters": 3}, "more turns than it holds"),
        ("game.extra", 1, "unknown key 'extra'"),
        ("log", {}, "must be a list"),
        ("log.0", 3, "must be a table"),
        ("log.0.turn", 2, "turn 1 of 8 is called 2"),
        ("log.0.levers", [1], "names and numbers"),
        ("log.0.levers", {"pay": None}, "names and numbers"),
        ("log.0.levers.pay", 1e6, "pay = 1000000"),
        ("log.0.levers.pai", 1.0, "did you mean 'pay'"),
        ("log.0.set", "much", "names and numbers"),
        ("log.0.bet", [1], "two numbers"),
        ("scenario", None, "scenario"),
        ("scenario.labs", [], "at least 2 labs"),
        ("scenario.months", 10**9, "months"),
        ("scenario.turn_months", 6, "decide every 3 months"),
        ("scenario.title", "x" * 3000, "text of 3000 letters"),
        ("scenario.parameters", {"ideas": 1e9}, "1e\\+09 ideas; at most 2000"),
        ("scenario.parameters", {"no such": 1.0}, "no such"),
        ("scenario.labs.0.compute.value", 1e300, "without end"),
        ("parameters", {"a": "b"}, "must be a number"),
    ],
)
def test_what_is_no_game_is_refused_in_a_line(
    store: Store, token: str, where: str, value: Any, says: str
) -> None:
    told = content(store, token)
    spoil(told, where, value)
    files = len(list(store.folder.iterdir()))
    with pytest.raises(GameError, match=says) as caught:
        store.open_file(json.dumps(told).encode())
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
    assert len(list(store.folder.iterdir())) == files


@pytest.mark.parametrize(
    "file",
    [
        b"", b"not json", b"\xff\xfe\x00", b"{}", b"[]", b"null", b'"tenfold"', b'{"tenfold": 2}',
        b'{"tenfold": 2, "game": ' + b"[" * 100_000, b"[" * 500_000,
        b'{"tenfold": 2, "x": ' + b'{"a":' * 20 + b"1" + b"}" * 20 + b"}",
        b'{"tenfold": NaN}', b'{"tenfold": 1e999}', b'{"tenfold": ' + b"9" * 5000 + b"}",
        b"x" * (MOST_BYTES + 1), b"PK\x03\x04", b'{"tenfold": {"$ref": "#"}}',
    ],
    ids=range(17),
)  # fmt: skip
def test_junk_is_refused_in_a_line(store: Store, file: bytes) -> None:
    with pytest.raises(GameError) as caught:
        store.open_file(file)
    assert "\n" not in str(caught.value)


def test_a_file_cut_anywhere_is_refused(store: Store, token: str) -> None:
    file = store.export(token)[1]
    for part in range(1, 40):
        with pytest.raises(GameError):
            store.open_file(file[: len(file) * part // 40])


def test_a_format_1_save_still_opens(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    game.end_turn(1)
    lines = [json.loads(line) for line in game.save.path.read_text().splitlines()]
    old = {"scenario", "seat", "seed", "quarters", "guided", "engine", "luck", "origin"}
    lines[0] = {"tenfold": 1} | {key: lines[0][key] for key in old}
    lines[1] = {"turn": 1, "levers": lines[1]["levers"]}
    game.save.path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    again = Game.load(tmp_path, game.token)
    assert again.race.history.lab.tobytes() == game.race.history.lab.tobytes()
    assert again.settings == pytest.approx(game.settings)
    assert view_of(again).mode == "basic"
    again.end_turn(2)
    assert Game.load(tmp_path, game.token).turn == 3


def test_a_file_without_a_scenario_of_the_catalogue_opens(
    begin: Begin, there: Store, tmp_path: Path
) -> None:
    game = begin()
    labs = list(game.scenario.labs)
    labs[0] = labs[0].model_copy(update={"name": "Ünïted <b>Labs</b>"})
    own = Game.begin(
        tmp_path, game.scenario.model_copy(update={"labs": tuple(labs)}), labs[0].name, 4, 8
    )
    name, file = Store(tmp_path).export(own.token)
    assert name.isascii()
    assert '"' not in name
    assert there.open_file(file).header.seat == labs[0].name
    assert replace(there.open_file(file).header, replayed=False) == own.header
