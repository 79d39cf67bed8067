"""A race that was given up is gone at once, with all its arrays."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.debrief.played import Seat
from tenfold.sim.game.debrief.rerun import rerun, silent
from tenfold.sim.game.parting import let_go
from tenfold.sim.game.saves.playable import chair_of
from tenfold.sim.race import Race

pytestmark = pytest.mark.usefixtures("warm_engine")


@pytest.fixture(autouse=True)
def no_collections() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_race_that_was_let_go_is_gone() -> None:
    race = Race(load_scenario("tenfold-2026"), seed=1, months=3, collect=False)
    race.advance(3)
    gone, history = weakref.ref(race), race.history
    let_go(race)
    del race
    assert gone() is None
    assert np.isfinite(history.lab).all()


def test_reruns_leave_no_races_behind() -> None:
    scenario = load_scenario("tenfold-2026")
    name = scenario.labs[0].name
    seat = Seat(scenario, name, chair_of(scenario, name).place, 1)
    met: list[weakref.ref[Race]] = []
    history = rerun(
        seat, 1, [0, 1], silent(seat, 2), each=lambda race, _: met.append(weakref.ref(race))
    )
    assert [race() for race in met] == [None]
    assert len(history.numbers) == 2
