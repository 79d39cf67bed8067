"""Readings are what rooms show: months behind of phones, and one outcome over another."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.lessons.readings import behind_as_shown, read, unit_of
from tenfold.sim.measures import MeasureError
from tenfold.sim.race import Race
from tenfold.sim.sweep.outcomes import find_outcome

SCENARIO = load_scenario("tenfold-gap")


@pytest.fixture(scope="module")
def race() -> Race:
    made = Race(SCENARIO, seed=2, runs=3, months=24, collect=False, note=False)
    made.run()
    return made


def test_months_behind_are_those_of_a_phone() -> None:
    game = SeatGame.begin(SCENARIO, "Hanxi", 2, 8, ())
    for _ in range(8):
        game.resolve({"Hanxi": game.entry_of_nobody()})
    game.chronicle.catch_up(game.race, game.snapshots)
    told = [standing.behind for standing in game.chronicle.standings]
    ours = behind_as_shown(game.race.history, game.seat)[0, ::TURN_MONTHS]
    assert np.allclose(ours, told, rtol=0, atol=1e-9)
    assert read("Hanxi.shown_behind.end", SCENARIO, game.race.history)[0] == ours[-1]
    game.close()


def test_what_benchmarks_show_is_not_what_models_can_do(race: Race) -> None:
    shown = read("Hanxi.shown_behind.end", SCENARIO, race.history)
    assert not np.allclose(shown, read("Hanxi.months_behind.end", SCENARIO, race.history))
    place = [lab.name for lab in SCENARIO.labs].index("Hanxi")
    path = behind_as_shown(race.history, place)
    assert path.shape == (3, 25)
    assert np.array_equal(read("Hanxi.shown_behind.min", SCENARIO, race.history), path.min(axis=1))


def test_one_outcome_over_another(race: Race) -> None:
    above, below = (
        read(f"market.{name}.m13-24", SCENARIO, race.history) for name in ("revenue", "tokens")
    )
    price = read("market.revenue.m13-24 per market.tokens.m13-24", SCENARIO, race.history)
    assert np.array_equal(price, above / below)


def test_units() -> None:
    assert unit_of("Hanxi.shown_behind.end", SCENARIO, 24) == "months"
    months = find_outcome("market.revenue.end", SCENARIO, 24).measure.unit
    tokens = find_outcome("market.tokens.end", SCENARIO, 24).measure.unit
    ratio = unit_of("market.revenue.end per market.tokens.end", SCENARIO, 24)
    assert ratio == f"{months} per {tokens}"


def test_what_nobody_shows_is_refused(race: Race) -> None:
    with pytest.raises(MeasureError, match="Hanki"):
        read("Hanki.shown_behind.end", SCENARIO, race.history)
