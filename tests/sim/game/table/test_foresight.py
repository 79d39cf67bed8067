"""A seat's forecast follows the race as all play it, and learns of others what the public sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tenfold.sim.game.foresight import belief
from tenfold.sim.game.foresight import follower as follow
from tenfold.sim.game.foresight.forecasts import Forecasts
from tenfold.sim.game.foresight.known import Known, known_in
from tenfold.sim.game.foresight.position import Position, position_of
from tenfold.sim.game.saves.entry import BASIC
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.table import Table
from tenfold.sim.race import Race
from tests.sim.game.table.conftest import BOLD, RULES, SEED, MakeTable, decided, play

SEATS = ("Ruolan", "Fernhill", REGULATOR)
SEAT = "Ruolan"


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty worlds an ensemble are enough for what these tests ask."""
    monkeypatch.setattr(belief, "WORLDS", 30)


@pytest.fixture
def desk() -> Iterator[Forecasts]:
    """A desk of its own."""
    made = Forecasts()
    yield made
    made.close()


def asked(desk: Forecasts, position: Position) -> dict[str, Any]:
    """What may come of levers moved."""
    settings = RULES if position.seat == REGULATOR else BOLD
    return desk.ask(position, settings, BASIC)


def fresh(position: Position) -> dict[str, Any]:
    """The same from a belief made anew."""
    desk = Forecasts()
    try:
        return asked(desk, position)
    finally:
        desk.close()


def test_bands_begin_at_the_present_of_the_race(table: MakeTable, desk: Forecasts) -> None:
    """The belief's own race is the table's: what it knows are the true figures of now."""
    several = table(*SEATS)
    for _ in range(3):
        game = several.games[SEAT]
        told = asked(desk, game.position())
        row = game.race.world.lab[0, game.seat]
        assert told["share"]["middle"][0] == pytest.approx(float(row.token_share), abs=1e-4)
        assert told["capability"]["middle"][0] == pytest.approx(float(row.public_score), rel=1e-3)
        play(several, 1)


def test_the_government_has_bands_too(table: MakeTable, desk: Forecasts) -> None:
    several = table(*SEATS)
    play(several, 2)
    told = asked(desk, several.games[REGULATOR].position())
    assert told == fresh(several.games[REGULATOR].position())
    assert "lead" in told


@pytest.mark.slow
def test_alone_it_is_the_single_games(table: MakeTable, begin: Any, desk: Forecasts) -> None:
    alone, game = table(SEAT), begin("tenfold-2026", SEAT, SEED, 8)
    for _ in range(2):
        alone.resolve({SEAT: alone.games[SEAT].entry_of(BOLD, BASIC)})
        game.draft(BOLD)
        game.end_turn(game.turn)
    assert asked(desk, alone.games[SEAT].position()) == asked(desk, position_of(game))


@pytest.mark.slow
def test_others_are_known_through_the_public_alone(
    table: MakeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever others decided, a belief that is shown the same figures is the same."""
    one, other = table(*SEATS), table(*SEATS)
    play(one, 2)
    for _ in range(2):
        other.resolve(other.of_nobody())
    # Of one race the seat's own decisions, of the other what everybody else decided.
    theirs = replace(
        one.games[SEAT].position(), fellows=other.games[SEAT].position().fellows, token="theirs"
    )
    shown: dict[int, Known] = {}

    def recorded(race: Race, seat: int) -> Known:
        shown[race.month] = known_in(race, seat)
        return shown[race.month]

    monkeypatch.setattr(follow, "known_in", recorded)
    honest = fresh(one.games[SEAT].position())
    first = dict(shown)
    differs = fresh(theirs)
    assert differs != honest
    monkeypatch.setattr(follow, "known_in", lambda race, seat: first[race.month])
    assert fresh(theirs) == honest


def test_what_others_submit_early_is_not_foreseen(table: MakeTable, desk: Forecasts) -> None:
    """A decision of the coming round that another team has handed in moves no band."""
    several = table(*SEATS)
    play(several, 1)
    position = several.games[SEAT].position()
    before = asked(desk, position)
    rows = decided(several)
    early = {seat: (*log, rows[seat]) for seat, log in position.fellows.items()}
    assert fresh(replace(position, fellows=early)) == before


@pytest.mark.slow
def test_an_event_to_come_is_not_foreseen(table: MakeTable, desk: Forecasts) -> None:
    """Injected for the coming quarter: the bands stay; once it has come, they may move."""
    several, plain = table(*SEATS), table(*SEATS)
    play(several, 1)
    play(plain, 1)
    before = asked(desk, several.games[SEAT].position())
    several.inject("chip-shortage")
    assert asked(desk, several.games[SEAT].position()) == before
    play(several, 1)
    play(plain, 1)
    after = asked(desk, several.games[SEAT].position())
    assert after == fresh(several.games[SEAT].position())
    assert after != fresh(plain.games[SEAT].position())


def resolved_otherwise(several: Table) -> None:
    """The last round once more, in which another seat does something else."""
    last = several.rounds[-1]
    several.undo()
    game = several.games["Fernhill"]
    several.resolve({**last, "Fernhill": game.entry_of(BOLD | {"flagship_price": 0.4}, BASIC)})


@pytest.mark.slow
def test_a_round_taken_back_is_forgotten(table: MakeTable, desk: Forecasts) -> None:
    """The own decisions alike and another's not: the belief is made anew."""
    several = table(*SEATS)
    play(several, 2)
    before = asked(desk, several.games[SEAT].position())
    resolved_otherwise(several)
    after = asked(desk, several.games[SEAT].position())
    assert after == fresh(several.games[SEAT].position())
    assert after != before
