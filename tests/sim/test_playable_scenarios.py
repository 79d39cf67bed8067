"""Races that are games: each seat playable to the end, each with a tension of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.race import Race

PLAYABLE = [name for name in list_scenarios() if load_scenario(name).difficulty]
STORIES = (
    "tenfold-gap", "chip-embargo", "open-wave", "breakthrough-year", "talent-war", "price-war",
)  # fmt: skip
LUCKS = 32
MOST_LUCKS = 0.8
"""Part of the lucks in which the autopilot must bring a seat to the end."""


def bots(name: str, months: int | None = None) -> Race:
    """The race with the autopilot in every seat, on the lucks of the test."""
    labs = load_scenario(name).labs
    race = Race(
        name, seed=3, runs=LUCKS, months=months, policies={lab.name: "autopilot" for lab in labs}
    )
    race.run()
    return race


def test_the_six_stories_are_there() -> None:
    assert set(STORIES) <= set(PLAYABLE)


@pytest.mark.parametrize("name", PLAYABLE)
def test_the_autopilot_brings_every_seat_to_the_end(name: str) -> None:
    race = bots(name)
    alive = race.history.series("active")[:, -1].mean(axis=0)
    dying = {
        lab.name: f"{alive[lab.place]:.2f}" for lab in race.labs if alive[lab.place] < MOST_LUCKS
    }
    race.close()
    assert not dying


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_small_enough_to_follow_and_has_a_seat_to_begin_with(name: str) -> None:
    scenario = load_scenario(name)
    assert 6 <= len(scenario.labs) <= 8
    assert scenario.seat
    assert any(event.yearly_rate is None for event in scenario.events)
    assert any(event.yearly_rate for event in scenario.events)


TOLD_BY_DEEDS = ("chip-embargo", "open-wave")
"""Stories told by labs, events and governments alone: the constants are no part of them."""
SCALE = ("supply", "demand_volume")


def quiet(name: str) -> Scenario:
    """The same labs and the same supply of chips in the world of 2026: without the story."""
    story, world = load_scenario(name), load_scenario("tenfold-2026")
    labs = {lab.name: lab for lab in world.labs}
    alike = story.parameters if name in TOLD_BY_DEEDS else SCALE
    scale = {key: value for key, value in story.parameters.items() if key in alike}
    return story.model_copy(
        update={
            "labs": tuple(labs[lab.name] for lab in story.labs),
            "events": world.events,
            "regulator": world.regulator,
            "parameters": scale,
        }
    )


Measure = Callable[[Race], float]


def chinese_chips(race: Race) -> float:
    places = [lab.place for lab in race.labs if lab.home == "china"]
    return float(race.history.series("compute")[:, -1][:, places].sum(axis=1).mean())


def price(race: Race) -> float:
    revenue, tokens = race.history.series("revenue")[:, -1], race.history.series("tokens")[:, -1]
    return float((revenue.sum(axis=1) / tokens.sum(axis=1)).mean())


def luck_of_the_leader(race: Race) -> float:
    return float(race.history.series("capability")[:, -1].max(axis=1).std())


def people_moved(race: Race) -> float:
    talent = race.history.series("talent")
    return float(np.abs(talent[:, -1] / talent[:, 0] - 1.0).mean())


TENSIONS: list[tuple[str, Measure, float, float]] = [
    # story, what it changes, and the range of story over quiet world that shows it
    ("chip-embargo", chinese_chips, 0.0, 0.8),
    ("open-wave", price, 0.0, 0.8),
    ("breakthrough-year", luck_of_the_leader, 1.4, 9.0),
    ("talent-war", people_moved, 2.0, 99.0),
    ("price-war", price, 0.0, 0.85),
]


@pytest.mark.parametrize(("name", "measure", "low", "high"), TENSIONS)
def test_a_story_changes_what_it_says(name: str, measure: Measure, low: float, high: float) -> None:
    found = []
    for setting in (load_scenario(name), quiet(name)):
        race = Race(setting, seed=3, runs=LUCKS, months=36)
        race.run()
        found.append(measure(race))
        race.close()
    assert low < found[0] / found[1] < high, found
