"""An injected event changes nothing before its month, and nobody's luck at any time."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.sim.game.saves.playable import GameError
from tenfold.sim.game.table.injected import EVENTS, fitting, with_events
from tenfold.sim.game.telling.seen import view_of
from tenfold.sim.history import LAB_PLACE
from tenfold.sim.race import Race
from tests.sim.game.table.conftest import MakeTable, bits, decided, play

SEATS = ("Ruolan", "Fernhill")


@pytest.mark.parametrize("scenario", ["tenfold-2026", "chip-embargo"])
@pytest.mark.parametrize("name", sorted(EVENTS))
def test_nothing_changes_before_and_no_luck_ever(
    table: MakeTable, scenario: str, name: str
) -> None:
    seat = load_scenario(scenario).labs[0].name
    plain, struck = table(seat, scenario=scenario), table(seat, scenario=scenario)
    play(plain, 2)
    play(struck, 2)
    struck.inject(name)
    ours, theirs = plain.games[seat].race, struck.games[seat].race
    assert ours.history.lab.tobytes() == theirs.history.lab.tobytes()
    assert ours.history.market.tobytes() == theirs.history.market.tobytes()
    for field in ("threshold", "idea", "lab", "market", "opening"):
        assert getattr(ours.luck, field).tobytes() == getattr(theirs.luck, field).tobytes()
    known = ours.world.event.shape[1]
    assert theirs.world.event[0, :known].tobytes() == ours.world.event[0].tobytes()
    for _ in range(3):
        rows = decided(plain)
        plain.resolve(rows)
        struck.resolve(rows)
    before, after = plain.games[seat].race.history, struck.games[seat].race.history
    assert (before.market[:, :7] == after.market[:, :7]).all()
    assert (before.market[:, 7:16] != after.market[:, 7:16]).any()


def test_live_and_replayed_alike(table: MakeTable) -> None:
    live = table(*SEATS)
    play(live, 2)
    assert live.inject("chip-shortage") == (3, "chip-shortage")
    play(live, 1)
    live.inject("demand-boom")
    play(live, 2)
    assert len(bits(live)) == 1
    again = table(*SEATS, events=live.events)
    again.replay(live.rounds)
    assert bits(again) == bits(live)


def test_the_news_tells_it_and_not_before(table: MakeTable) -> None:
    struck = table(*SEATS)
    play(struck, 1)
    struck.inject("chip-shortage")
    says = EVENTS["chip-shortage"].says
    for game in struck.games.values():
        assert not any(item.text == says for item in view_of(game).news)
    play(struck, 1)
    for game in struck.games.values():
        assert [item.turn for item in view_of(game).news if item.text == says] == [1]


def test_withdrawn_is_as_if_it_had_never_been(table: MakeTable) -> None:
    plain, struck = table(*SEATS), table(*SEATS)
    play(plain, 1)
    play(struck, 1)
    struck.withdraw(struck.inject("money-drought"))
    play(plain, 1)
    play(struck, 1)
    assert bits(plain) == bits(struck)
    with pytest.raises(GameError):
        struck.withdraw((1, "money-drought"))


def test_what_cannot_happen_is_refused(table: MakeTable) -> None:
    struck = table("Oak", scenario="ten-to-one")
    for name in ("meteor", "customs"):
        with pytest.raises(GameError):
            struck.inject(name)
    struck.inject("demand-boom")
    with pytest.raises(GameError, match="already"):
        struck.inject("demand-boom")
    assert struck.events == [(1, "demand-boom")]


def test_only_what_can_do_something_is_offered() -> None:
    assert "exports-stopped" not in fitting(load_scenario("ten-to-one"))
    assert set(fitting(load_scenario("tenfold-2026"))) == set(EVENTS)


DIRECTIONS = [
    ("chip-shortage", "rent", 1),
    ("chip-glut", "rent", -1),
    ("demand-boom", "tokens", 1),
    ("demand-slump", "tokens", -1),
    ("money-flood", "confidence", 1),
    ("money-drought", "confidence", -1),
    ("exports-stopped", "compute_legal", -1),
    ("exports-freed", "compute_legal", 1),
    ("customs", "compute_rented", -1),
    ("state-money", "budget", 1),
    ("open-ban", "open_limit", 1),
]
"""Event, the figure that it moves, and which way."""


@pytest.mark.parametrize(("name", "figure", "sign"), DIRECTIONS)
def test_events_do_what_they_say(name: str, figure: str, sign: int) -> None:
    """Direction, on ten lucks: half a year on, chips, use and money go where the words point."""
    scenario = load_scenario("tenfold-2026")
    controlled = np.array([lab.home == "china" for lab in scenario.labs])
    everybody = np.ones_like(controlled)
    whose = everybody if EVENTS[name].kind == "mood" else controlled

    def mean(injections: list[tuple[int, str]]) -> float:
        race = Race(with_events(scenario, injections), seed=5, runs=10, months=12)
        history = race.run()
        if figure in LAB_PLACE:
            return float(history.series(figure)[:, 9, whose].mean())
        return float(history.market_series(figure)[:, 9].mean())

    assert sign * (mean([(2, name)]) - mean([])) > 0.0


def test_every_event_has_a_direction() -> None:
    """None is offered that the test above does not know."""
    assert {name for name, _, _ in DIRECTIONS} == set(EVENTS)
