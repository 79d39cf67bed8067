"""The start page: what is offered, what an address may ask for, and how little is said at first."""

from __future__ import annotations

import re
import xml.etree.ElementTree as tree
from urllib.parse import parse_qs

import pytest

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.sim.game.calendar import LENGTHS
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.start_pictures import HEIGHT, LEAST, SAYS, picture
from tenfold.ui.start_words import (
    DIFFICULTY,
    FIRST_GAME,
    HOW_TO_PLAY,
    QUESTION,
    choices,
    from_address,
    races,
    ruler,
    suggested,
)

JARGON = re.compile(
    r"\b(ECI|H100e?|FLOP|gamma|hazard|exposure|Pareto|moonshot|index points)\b", re.IGNORECASE
)
NAMES = list_scenarios()


def shown(page: object) -> str:
    """All words of a page, whatever they are called."""
    if isinstance(page, dict):
        return " ".join(shown(value) for key, value in page.items() if key != "svg")
    if isinstance(page, list | tuple):
        return " ".join(shown(value) for value in page)
    return page if isinstance(page, str) else ""


def test_the_first_look_is_one_question() -> None:
    page = choices({}, "")
    assert not page["open"]
    assert page["races"] == []
    assert page["question"] == QUESTION
    assert [bar["value"] for bar in page["bars"]] == [10, 1]


def test_the_first_game_can_be_played() -> None:
    scenario = load_scenario(FIRST_GAME["scenario"])
    assert FIRST_GAME["seat"] in [lab.name for lab in scenario.labs]
    assert FIRST_GAME["quarters"] == 8


def test_every_race_is_a_card_that_says_what_it_teaches() -> None:
    assert sorted(race["name"] for race in races()) == NAMES
    for race in races():
        scenario = load_scenario(race["name"])
        assert race["teaches"] == scenario.teaches
        assert race["difficulty"] in {word for _, word in DIFFICULTY}
        seats = [seat["name"] for seat in race["seats"]]
        ruled = any(lab.home == "china" for lab in scenario.labs)
        assert seats == [*(lab.name for lab in scenario.labs), *([REGULATOR] if ruled else [])]
        assert race["suggested"] in seats
        for seat in race["seats"]:
            assert len(seat["facts"]) == 3
            assert seat["goals"].startswith("Scored on ")


def test_a_seat_says_how_far_it_is_behind_the_leader() -> None:
    gap = next(race for race in races() if race["name"] == "tenfold-gap")
    places = {seat["name"]: seat["facts"][2] for seat in gap["seats"]}
    assert places["Fernhill"] == ["2 months", "ahead of all"]
    assert places["Hanxi"][1] == "behind the leader"
    equal = next(race for race in races() if race["name"] == "equal-start")
    assert equal["seats"][0]["facts"][2] == ["level", "with the leader"]


def test_no_jargon_is_shown() -> None:
    said = shown(choices({}, "", unfolded=True)) + shown(list(HOW_TO_PLAY))
    assert not JARGON.search(said)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_drawings_with_words(name: str) -> None:
    scenario = load_scenario(name)
    drawn = picture(scenario, suggested(scenario))
    root = tree.fromstring(drawn["svg"])
    assert len(root) >= 1
    assert drawn["says"] == SAYS[scenario.picture]


def test_a_picture_has_a_mark_for_every_lab() -> None:
    for kind in ("compute", "staff", "revenue", "cash"):
        scenario = load_scenario("tenfold-2026").model_copy(update={"picture": kind})
        assert len(tree.fromstring(picture(scenario, "Hanxi")["svg"])) == 12
    levels = load_scenario("open-wave")
    circles = tree.fromstring(picture(levels, "Larkmoor")["svg"]).findall("circle")
    rings = [circle for circle in circles if "fill:var(--page)" in circle.attrib["style"]]
    assert (len(circles), len(rings)) == (7, 4)


def test_imports_fall_where_the_embargo_begins() -> None:
    drawn = picture(load_scenario("chip-embargo"), "Hanxi")["svg"]
    assert f"V{HEIGHT - LEAST}H" in drawn


ASKED = [
    ("scenario=nowhere", {}, "There is no race 'nowhere'"),
    ("scenario=price-war&seat=Nobody", {"scenario": "price-war"}, "There is no lab 'Nobody'"),
    ("scenario=price-war&seed=-1", {"scenario": "price-war"}, "whole number"),
    ("scenario=price-war&quarters=9", {"scenario": "price-war"}, "A game lasts"),
    ("scenario=price-war&levers=ten", {"scenario": "price-war"}, "Levers are basic or all"),
    (
        "scenario=price-war&seat=Peilin&seed=7&quarters=24&levers=all",
        {"scenario": "price-war", "seat": "Peilin", "seed": 7, "quarters": 24, "mode": "all"},
        "",
    ),
    ("scenario=price-war&seat=regulator", {"scenario": "price-war", "seat": "regulator"}, ""),
    ("", {}, ""),
]


@pytest.mark.parametrize(("query", "asked", "problem"), ASKED)
def test_an_address_opens_what_it_asks_for(query: str, asked: object, problem: str) -> None:
    found, said = from_address(parse_qs(query))
    assert found == asked
    assert problem in said if problem else not said


def test_a_government_under_control_offers_no_rules_of_others() -> None:
    """China's government pursues no smuggling; its card speaks of its own labs."""
    ours, theirs = (ruler(load_scenario(name)) for name in ("price-war", "tenfold-gap"))
    assert ours["facts"][2] == ["3 labs", "under control"]
    assert theirs["facts"][:2] == [["3 labs", "of its own"], ["8%", "of their imports allowed"]]
    assert "smuggling" in ours["about"]
    assert "smuggling" not in theirs["about"]


def test_lengths_are_those_of_games() -> None:
    assert choices({}, "")["lengths"] == list(LENGTHS)
