"""A seat's debrief is of its race as the others played it: bit for bit, and rivals are real."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.again import replayed
from tenfold.sim.game.debrief.debriefing import debrief_of
from tenfold.sim.game.debrief.keepsake import decisions_of
from tenfold.sim.game.debrief.played import Played, played_of
from tenfold.sim.game.debrief.reckoning import points_of, reckon
from tenfold.sim.game.debrief.rerun import again, as_logged, silent
from tenfold.sim.game.debrief.valuing import points_by_run
from tenfold.sim.game.debrief.yardstick import SEED as YARD_SEED
from tenfold.sim.game.debrief.yardstick import Yardstick, key_of, measure
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.standings import points_so_far
from tenfold.sim.game.table.table import Table
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.race import Race
from tests.sim.game.table.conftest import MakeTable, play

SEATS = ("Ruolan", "Fernhill", REGULATOR)
YARD = Yardstick(40.4, 5.0, (30.0, 40.0, 41.0, 50.0), (-10.0, -5.0, 0.0, 5.0))


@pytest.fixture
def several(table: MakeTable) -> Table:
    """A finished race of two labs and the government, with an event in it."""
    made = table(*SEATS)
    play(made, 3)
    made.inject("chip-shortage")
    play(made, 3)
    made.resolve(made.of_nobody())
    play(made, 1)
    return made


def plays(several: Table) -> dict[str, Played]:
    """Every seat's game as plain data."""
    return {seat: played_of(game) for seat, game in several.games.items()}


@pytest.mark.slow
def test_a_rerun_of_all_logs_is_the_race(several: Table) -> None:
    for played in plays(several).values():
        history = again(played, as_logged(played.seat, played.entries, 2))
        for run in range(2):
            assert np.array_equal(history.lab[run], played.history.lab[0])
            assert np.array_equal(history.market[run], played.history.market[0])


@pytest.mark.slow
def test_par_is_one_and_the_same_wherever_it_is_computed(several: Table) -> None:
    for seat, played in plays(several).items():
        game = several.games[seat]
        points, so_far = points_of(played), points_so_far(game)
        assert (points.score, points.par) == (so_far.score, so_far.par)
        assert (round(points.score), round(points.par)) == (game.score.score, game.score.par)
        assert [part.value for part in points.goals] == [part.value for part in game.score.parts]
        assert np.array_equal(again(played, silent(played.seat, 1)).lab, game.par().lab)


@pytest.mark.slow
def test_rivals_are_what_people_in_other_seats_did(several: Table, table: MakeTable) -> None:
    """Par against them less bots against bots; nothing where they left all to the autopilot."""
    idle = table(*SEATS, events=several.events)
    while not idle.finished:
        idle.resolve(idle.of_nobody())
    for seat, played in plays(several).items():
        points, quiet = points_of(played), points_of(played_of(idle.games[seat]))
        assert points.rivals_human
        assert points.bots == quiet.bots == quiet.par == quiet.score
        assert points.par != points.bots
        made = reckon(points, YARD, practice=False)
        parts = (made.seat, made.luck, made.rivals, made.you)
        assert sum(part or 0 for part in parts) == made.score
        assert made.rivals == round(points.par) - round(points.bots)


@pytest.mark.slow
def test_a_whole_debrief_of_every_seat(several: Table) -> None:
    for seat, played in plays(several).items():
        told = debrief_of(played, view_of(several.games[seat]))
        assert told.points.rivals_human
        assert len(told.decisive.turns) == len(played.entries)
        assert told.story().words > 20


def test_everybodys_decisions_are_in_the_table(several: Table) -> None:
    tables = [decisions_of(played) for played in plays(several).values()]
    for other in tables[1:]:
        assert np.array_equal(tables[0], other)
    race = several.games["Ruolan"].race
    assert np.array_equal(tables[0][-1], race.decisions[:, :, 0].T)


@pytest.mark.slow
def test_the_race_once_more_is_the_race(several: Table) -> None:
    for game in several.games.values():
        race = replayed(game, {})
        assert np.array_equal(race.history.lab, game.race.history.lab)
        race.close()
        other = replayed(game, {2: None})
        assert not np.array_equal(other.history.lab, game.race.history.lab)
        other.close()


def test_a_yardstick_is_the_seats_and_knows_no_event(several: Table, table: MakeTable) -> None:
    fresh = table(*SEATS)
    for seat, game in several.games.items():
        assert key_of(game.yard) == key_of(fresh.games[seat].yard)
    assert key_of(table("Ruolan").games["Ruolan"].yard) != key_of(fresh.games["Ruolan"].yard)


def test_a_yardstick_can_be_measured_of_a_seat_among_people(table: MakeTable) -> None:
    """Its bots are autopilots in all people's seats; the first of them by hand."""
    game = table(*SEATS).games["Ruolan"]
    *_, (done, found) = measure(game.yard, lucks=3, many=6, chunk=3)
    assert done == 9
    assert found is not None
    assert len(found.bots) == 3
    stands_in = dict.fromkeys(("Ruolan", "Fernhill"), "autopilot")
    race = Race(
        load_scenario("tenfold-2026"), seed=YARD_SEED, months=24, policies=stands_in,
        ruler="autopilot",
    )  # fmt: skip
    assert float(points_by_run(race.run(), game.yard)[0]) in found.bots
