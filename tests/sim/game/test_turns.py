"""Turns: on disk before they run, replayed bit for bit, one game apart from another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.agents.decision import LEVER, LEVERS
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.playable import EngineDiffers, GameError
from tenfold.sim.game.saves.savefile import SaveError
from tenfold.sim.game.turns import Game
from tenfold.sim.race import Race

Begin = Callable[..., Game]


def play(game: Game, turns: int, settings: dict[str, float] | None = None) -> None:
    for _ in range(turns):
        if settings is not None:
            game.draft(settings)
        assert game.end_turn(game.turn)


def test_a_decision_is_on_disk_before_its_months_run(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = begin()
    lines_when_running: list[int] = []
    advance = Race.advance

    def watched(race: Race, months: int) -> None:
        lines_when_running.append(len(game.save.path.read_text().splitlines()))
        advance(race, months)

    monkeypatch.setattr(Race, "advance", watched)
    play(game, 2)
    assert lines_when_running == [2, 3]


def test_a_log_line_holds_every_lever(begin: Begin) -> None:
    game = begin()
    play(game, 1)
    line = json.loads(game.save.path.read_text().splitlines()[1])
    assert line["turn"] == 1
    assert set(line["levers"]) == {lever.name for lever in LEVERS}


def test_a_reloaded_game_equals_the_live_one_bit_for_bit(
    begin: Begin, tmp_path: Path, settings: dict[str, float]
) -> None:
    live = begin("tenfold-2026", "Hanxi", 11, 8)
    play(live, 3, settings)
    copied = tmp_path / "another computer"
    copied.mkdir()
    shutil.copy(live.save.path, copied)
    again = Game.load(copied, live.token)
    assert again.turn == live.turn
    assert again.version == live.version
    assert again.race.history.lab.tobytes() == live.race.history.lab.tobytes()
    assert again.settings == live.settings
    play(live, 1)
    play(again, 1)
    assert again.race.history.lab.tobytes() == live.race.history.lab.tobytes()


def test_the_basic_levers_reach_the_race(begin: Begin, settings: dict[str, float]) -> None:
    game = begin()
    play(game, 1, settings)
    in_force = {lever.name: game.race.decisions[k, game.seat, 0] for k, lever in enumerate(LEVERS)}
    assert in_force["experiments"] == pytest.approx(0.5)
    assert in_force["flagship_release"] == 1.0
    assert in_force["distil"] == pytest.approx(0.4)
    searched = in_force["explore"] + in_force["replicate"]
    assert in_force["replicate"] / searched == pytest.approx(0.6)


def test_the_other_levers_follow_the_autopilot(begin: Begin, settings: dict[str, float]) -> None:
    game = begin()
    rest = game.rest
    play(game, 1, settings)
    for name in ("pay", "order", "automation", "protection", "moonshot", "mini_release"):
        place = [lever.name for lever in LEVERS].index(name)
        assert game.race.decisions[place, game.seat, 0] == pytest.approx(getattr(rest, name))


def test_a_second_click_ends_no_second_turn(begin: Begin) -> None:
    game = begin()
    assert game.end_turn(1)
    assert not game.end_turn(1)
    assert game.turn == 2


def test_the_game_ends_after_its_quarters(begin: Begin) -> None:
    game = begin(quarters=8)
    play(game, 8)
    assert game.finished
    assert game.race.month == 24
    assert not game.end_turn(9)


def test_a_game_may_outlast_its_scenario(begin: Begin) -> None:
    game = begin(quarters=24)
    assert game.race.months == 72


def test_two_games_do_not_touch_each_other(begin: Begin, settings: dict[str, float]) -> None:
    alone, left, right = begin(), begin(), begin()
    play(alone, 3)
    play(left, 1)
    play(right, 3, settings)
    play(left, 2)
    assert np.array_equal(left.race.history.lab, alone.race.history.lab)
    assert not np.array_equal(right.race.history.lab, alone.race.history.lab)
    assert len({alone.token, left.token, right.token}) == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"scenario": "ten-to-on"}, "ten-to-one"),
        ({"seat": "Elm"}, "Alder"),
        ({"seed": -1}, "seed"),
        ({"quarters": 9}, "8, 12, 16, 24"),
    ],
)
def test_an_impossible_game_says_what_to_do(
    begin: Begin, change: dict[str, object], says: str
) -> None:
    with pytest.raises(GameError, match=says):
        begin(**change)


def test_a_race_with_other_turns_is_no_game(tmp_path: Path) -> None:
    slow = load_scenario("ten-to-one").model_copy(update={"turn_months": 6})
    with pytest.raises(GameError, match="decide every 3 months"):
        Game.begin(tmp_path, slow, "Oak", 1, 8)


def test_what_cannot_be_saved_is_not_played(begin: Begin) -> None:
    game = begin()
    game.save.path.unlink()
    with pytest.raises(SaveError, match="not played"):
        game.end_turn(1)
    assert game.turn == 1
    assert game.race.month == 0


def test_a_game_of_another_engine_is_not_replayed_silently(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    play(game, 1)
    lines = game.save.path.read_text().splitlines(keepends=True)
    header = json.loads(lines[0]) | {"engine": "another"}
    game.save.path.write_text(json.dumps(header) + "\n" + "".join(lines[1:]))
    with pytest.raises(EngineDiffers, match="another version"):
        Game.load(tmp_path, game.token)


def test_a_save_outlives_its_catalogue(begin: Begin, tmp_path: Path) -> None:
    game = begin()
    header = json.loads(game.save.path.read_text().splitlines()[0])
    assert [lab["name"] for lab in header["scenario"]["labs"]] == list(game.race.history.labs)


def test_every_lever_has_a_place_in_the_game() -> None:
    from tenfold.sim.game.basic import TAKEN

    assert set(LEVER) >= TAKEN
