"""Random evenings: whatever a teacher and teams do in whatever order, the rows alone decide."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tenfold.sim.game.saves.entry import ALL, BASIC, Entry
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.injected import fitting
from tenfold.sim.game.table.open_race import OpenRace
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.standings import points_so_far
from tenfold.sim.game.table.table import Table
from tenfold.sim.game.telling.seen import view_of
from tests.sim.game.table.conftest import BOLD, QUARTERS, RULES, MakeTable, bits

SEATS = ("Jinlu", "Ruolan", REGULATOR)
STEPS = 30


def submission(game: SeatGame, chance: Random) -> Entry:
    """Anything that a team may hand in."""
    what = chance.random()
    if what < 0.3:
        return game.entry_of_nobody()
    if game.header.seat == REGULATOR:
        return game.entry_of({name: chance.random() for name in RULES}, BASIC)
    if what < 0.7:
        return game.entry_of({name: chance.random() for name in BOLD}, BASIC, (0.0, 0.5))
    return game.entry_of({"pay": 1.0 + chance.random(), "protection": chance.random()}, ALL)


def step(table: Table, chance: Random) -> None:
    """One thing that happens in a room."""
    what = chance.random()
    if what < 0.15 and table.rounds:
        table.undo()
    elif table.finished:
        return
    elif what < 0.3:
        free = [name for name in fitting(table.setting) if (table.turn, name) not in table.events]
        table.inject(chance.choice(free))
    elif what < 0.35 and table.events:
        table.withdraw(chance.choice(table.events))
    else:
        table.resolve({seat: submission(game, chance) for seat, game in table.games.items()})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_rows_alone_decide(table: MakeTable, seed: int) -> None:
    chance = Random(seed)
    live = table(*SEATS, scenario="chip-embargo")
    shown = OpenRace(live.games["Ruolan"])
    for number in range(STEPS):
        step(live, chance)
        assert len(bits(live)) == 1
        if number % 10 != 9:
            continue
        fresh = table(*SEATS, scenario="chip-embargo", events=live.events)
        fresh.replay(live.rounds)
        assert bits(fresh) == bits(live)
        again = OpenRace(fresh.games[REGULATOR])
        for seat, game in live.games.items():
            same = fresh.games[seat]
            told = replace(view_of(game), token="", version=0)
            assert replace(view_of(same), token="", version=0) == told
            if live.rounds:
                assert points_so_far(same) == points_so_far(game)
        for turn in range(1, live.turn):
            assert shown.news(turn) == again.news(turn)
    assert len(live.rounds) in range(QUARTERS + 1)
