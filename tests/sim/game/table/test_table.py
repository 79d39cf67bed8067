"""A table is one race: alone it is the single game, together all seats see the same bits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenfold.agents.decision import DecisionError
from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.entry import ALL, BASIC
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.game.turns import Game
from tenfold.sim.race import Race
from tests.sim.game.table.conftest import (
    BOLD,
    QUARTERS,
    RULES,
    SEED,
    MakeTable,
    bits,
    decided,
    play,
)

SEATS = ("Ruolan", "Fernhill", REGULATOR)


@pytest.mark.parametrize(
    ("scenario", "seat", "settings"),
    [
        ("ten-to-one", "Oak", BOLD),
        ("tenfold-2026", "Ruolan", BOLD),
        ("chip-embargo", REGULATOR, RULES),
    ],
)
def test_a_table_of_one_is_the_single_game(
    begin: Callable[..., Game],
    table: MakeTable,
    scenario: str,
    seat: str,
    settings: dict[str, float],
) -> None:
    alone, game = table(seat, scenario=scenario), begin(scenario, seat, SEED, QUARTERS)
    mine = alone.games[seat]
    for turn in range(QUARTERS):
        if turn % 3:
            alone.resolve({seat: mine.entry_of(settings, BASIC)})
            game.draft(settings)
        else:
            alone.resolve({seat: mine.entry_of(mine.settings, mine.mode)})
        game.end_turn(game.turn)
        told = replace(view_of(game), token="", version=0, undoable=False)
        assert replace(view_of(mine), token="", version=0) == told
    assert mine.race.history.lab.tobytes() == game.race.history.lab.tobytes()
    assert mine.race.history.market.tobytes() == game.race.history.market.tobytes()
    assert mine.score == game.score
    assert mine.header.scenario == game.header.scenario


def test_all_seats_see_the_same_race(table: MakeTable) -> None:
    several = table(*SEATS)
    assert len(bits(several)) == 1
    for turn in range(QUARTERS):
        play(several, 1)
        assert len(bits(several)) == 1
        assert {game.turn for game in several.games.values()} == {turn + 2}
    assert several.finished


def test_what_one_decides_another_meets(table: MakeTable) -> None:
    one, other = table(*SEATS), table(*SEATS)
    one.resolve(decided(one))
    other.resolve(decided(other) | {REGULATOR: other.games[REGULATOR].entry_of_nobody()})
    assert bits(one) != bits(other)


def test_a_table_replayed_is_the_live_one(table: MakeTable) -> None:
    live, again = table(*SEATS), table(*SEATS)
    play(live, 3)
    live.resolve(live.of_nobody())
    again.replay(live.rounds)
    assert bits(again) == bits(live)
    for seat, game in live.games.items():
        assert again.games[seat].settings == game.settings
        assert again.games[seat].entries == game.entries
        same = replace(view_of(again.games[seat]), token="", version=0)
        assert same == replace(view_of(game), token="", version=0)
    play(live, 1)
    play(again, 1)
    assert bits(again) == bits(live)


def test_undo_is_the_race_without_the_round(table: MakeTable) -> None:
    once, twice = table(*SEATS), table(*SEATS)
    play(once, 2)
    play(twice, 3)
    versions = {seat: game.version for seat, game in twice.games.items()}
    assert twice.undo() == 3
    assert bits(once) == bits(twice)
    assert all(game.version > versions[seat] for seat, game in twice.games.items())
    assert {seat: game.before for seat, game in once.games.items()} == {
        seat: game.before for seat, game in twice.games.items()
    }
    play(once, 1)
    play(twice, 1)
    assert bits(once) == bits(twice)


def test_nothing_played_is_nothing_to_undo(table: MakeTable) -> None:
    with pytest.raises(GameError, match="no round"):
        table(*SEATS).undo()


def test_who_says_nothing_keeps_the_settings(table: MakeTable) -> None:
    several = table(*SEATS)
    first = several.of_nobody()
    assert all(entry.settings is None for entry in first.values())
    assert all(first[seat].levers == game.autopilot for seat, game in several.games.items())
    play(several, 1)
    for seat, entry in several.of_nobody().items():
        assert entry.settings == several.rounds[0][seat].settings
        assert entry.turn == 2


def test_an_empty_chair_is_the_autopilot(table: MakeTable) -> None:
    """Whose person never comes is played as by a single game's autopilot in that seat."""
    several = table("Ruolan", "Fernhill")
    while not several.finished:
        several.resolve(several.of_nobody())
    stands_in = dict.fromkeys(("Ruolan", "Fernhill"), "autopilot")
    race = Race(load_scenario("tenfold-2026"), seed=SEED, months=24, policies=stands_in)
    race.run()
    assert bits(several) == {race.history.lab.tobytes() + race.history.market.tobytes()}


def test_a_round_that_cannot_be_changes_nothing(table: MakeTable) -> None:
    several = table(*SEATS)
    good = decided(several)
    before = bits(several)
    with pytest.raises(GameError, match="Fernhill has not decided"):
        several.resolve({seat: entry for seat, entry in good.items() if seat != "Fernhill"})
    with pytest.raises(GameError, match="of turn 2"):
        several.resolve(good | {"Fernhill": replace(good["Fernhill"], turn=2)})
    wild = replace(good["Fernhill"], levers={**good["Fernhill"].levers, "pay": float("nan")})
    with pytest.raises(DecisionError):
        several.resolve(good | {"Fernhill": wild})
    assert bits(several) == before
    assert several.turn == 1
    assert not any(log for game in several.games.values() for log in game.logs.values())
    several.resolve(good)
    assert several.turn == 2


def test_a_seat_ends_no_turn_alone(table: MakeTable) -> None:
    game = table(*SEATS).games["Ruolan"]
    with pytest.raises(GameError):
        game.end_turn(1)
    with pytest.raises(GameError):
        game.undo()
    assert game.turn == 1


def test_seats_are_there_and_apart(table: MakeTable) -> None:
    for seats in ((), ("Ruolan", "Ruolan"), ("Nobody",)):
        with pytest.raises(GameError):
            table(*seats)


def test_a_submission_is_the_decision_of_its_settings(table: MakeTable) -> None:
    game = table("Ruolan").games["Ruolan"]
    assert game.composed_for(BOLD, BASIC)["distil"] == pytest.approx(0.4)
    assert game.composed_for({"pay": 2.0}, ALL)["pay"] == 2.0
    assert game.entry_of(BOLD, BASIC, (0.1, 0.2)).bet == (0.1, 0.2)
    assert game.settings != BOLD
    with pytest.raises(DecisionError):
        game.entry_of({"pay": 2.0}, BASIC)
    with pytest.raises(DecisionError):
        game.entry_of(BOLD, BASIC, (0.2, 0.1))
    with pytest.raises(DecisionError):
        game.entry_of(BOLD, "some")
