"""Treatments change one thing, the way they say, and move nobody's luck."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.sim.game.table.treatments import TREATMENTS, treated, treatments_for
from tenfold.sim.history import LAB_PLACE
from tenfold.sim.race import Race
from tests.sim.game.table.conftest import MakeTable, bits, play

DIRECTIONS = [
    ("exports-stopped", "compute_legal", -1),
    ("exports-freed", "compute_legal", 1),
    ("no-open-weights", "open_products", -1),
    ("teachers-safe", "distil_gain", -1),
]
"""Treatment, the figure that it moves, and which way."""
RUNS = 10


def mean(scenario_name: str, treatment: str, figure: str) -> float:
    """Over ten lucks and the last year of two, of labs under control where labs have the figure."""
    scenario = treated(load_scenario(scenario_name), treatment)
    whose = np.array([lab.home == "china" for lab in scenario.labs])
    if figure == "distil_gain":
        whose[:] = True
    history = Race(scenario, seed=5, runs=RUNS, months=24).run()
    if figure in LAB_PLACE:
        return float(history.series(figure)[:, 12:, whose].mean())
    return float(history.market_series(figure)[:, 12:].mean())


@pytest.mark.parametrize("scenario", ["tenfold-2026", "chip-embargo"])
@pytest.mark.parametrize(("name", "figure", "sign"), DIRECTIONS)
def test_a_treatment_does_what_it_says(scenario: str, name: str, figure: str, sign: int) -> None:
    assert sign * (mean(scenario, name, figure) - mean(scenario, "", figure)) > 0.0


def test_every_treatment_has_a_direction() -> None:
    assert {name for name, _, _ in DIRECTIONS} == set(TREATMENTS)


@pytest.mark.parametrize("name", ["exports-stopped", "exports-freed"])
def test_controls_hold_whoever_governs_and_to_the_end(table: MakeTable, name: str) -> None:
    """A person in government, and the scenario's own events, change nothing about them."""
    wanted = 0.0 if name == "exports-stopped" else 1.0
    for seats in ((REGULATOR,), ("Jinlu",)):
        scenario = treated(load_scenario("chip-embargo"), name)
        one = table(*seats, setting=scenario)
        play(one, 8)
        race = next(iter(one.games.values())).race
        assert (race.history.market_series("legal_share")[0, 1:] == wanted).all()
        assert (race.history.market_series("enforcement")[0, 1:] == 1.0 - wanted).all()


def test_nobody_opens_weights_under_the_ban(table: MakeTable) -> None:
    """Not even a person who says so; the autopilot's race has some that do."""
    free = table("Ruolan")
    banned = table("Ruolan", setting=treated(load_scenario("tenfold-2026"), "no-open-weights"))
    for one in (free, banned):
        play(one, 8)
    opened = [
        {note.lab for note in one.games["Ruolan"].race.happenings() if note.kind.name == "OPENED"}
        for one in (free, banned)
    ]
    assert opened[0]
    assert not opened[1]


@pytest.mark.parametrize("name", sorted(TREATMENTS))
def test_no_luck_moves(name: str) -> None:
    plain = load_scenario("chip-embargo")
    ours, theirs = Race(plain, seed=5), Race(treated(plain, name), seed=5)
    for field in ("threshold", "idea", "lab", "market", "opening"):
        assert getattr(ours.luck, field).tobytes() == getattr(theirs.luck, field).tobytes()
    known = ours.luck.event.shape[1]
    assert theirs.luck.event[:, :known].tobytes() == ours.luck.event.tobytes()
    rows = ours.world.event.shape[1]
    assert (theirs.world.event["month"][0, :rows] == ours.world.event["month"][0]).all()


def test_no_treatment_is_the_scenario_itself(table: MakeTable) -> None:
    plain = load_scenario("tenfold-2026")
    assert treated(plain, "") is plain
    one, other = table("Ruolan"), table("Ruolan", setting=treated(plain, ""))
    play(one, 2)
    play(other, 2)
    assert bits(one) == bits(other)


def test_what_does_nothing_is_refused() -> None:
    alike = load_scenario("ten-to-one")
    assert set(treatments_for(alike)) == {"no-open-weights", "teachers-safe"}
    with pytest.raises(GameError, match="export control"):
        treated(alike, "exports-stopped")
    with pytest.raises(GameError, match="no treatment"):
        treated(alike, "magic")
