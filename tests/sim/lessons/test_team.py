"""Teams: what students at the levers decide is what a room would make of their settings."""

from __future__ import annotations

import pytest

from tenfold.agents.decision import LEVERS, Decision
from tenfold.sim.game.basic import COPYING, autopilot_for, basic_of, compose, plain
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.debrief.strategies import strategies
from tenfold.sim.lessons.lesson import CARDS, Lesson
from tenfold.sim.lessons.registry import LESSONS
from tenfold.sim.lessons.team import Team
from tenfold.sim.race import Race

Decided = list[tuple[Decision, Decision]]
"""A quarter each: the team's decision, and what the autopilot would have done."""


def decided(lesson: Lesson, role: str, mind: int = 3) -> Decided:
    """A race of one team."""
    seat = lesson.seats[0]
    team = Team(lesson, role, strategies(1, [mind], lesson.rounds))
    race = Race(lesson.scenario, months=24, policies={seat: team}, collect=False, note=False)
    place = next(lab.place for lab in race.labs if lab.name == seat)
    found = []
    for _ in range(lesson.rounds):
        seen = race.observe(place)
        made = team.decide(seen)
        one = Decision(**{name: plain(value) for name, value in made.as_dict().items()})
        found.append((one, autopilot_for(seen)))
        race.advance(TURN_MONTHS)
    race.close()
    return found


@pytest.fixture(scope="module", params=["compute-gap", "copying", "open-or-closed"])
def lesson(request: pytest.FixtureRequest) -> Lesson:
    return LESSONS[request.param]


def test_decisions_are_those_that_a_room_makes_of_five_levers(lesson: Lesson) -> None:
    for role in lesson.roles:
        for ours, rest in decided(lesson, role):
            ours.check()
            rooms = compose(basic_of(ours), rest)
            for lever in LEVERS:
                assert getattr(ours, lever.name) == pytest.approx(getattr(rooms, lever.name), 1e-9)


def test_what_is_not_open_is_the_autopilots(lesson: Lesson) -> None:
    role = next(iter(lesson.roles))
    for turn, (ours, rest) in enumerate(decided(lesson, role), start=1):
        opened = {name for card in lesson.open_in(turn) for name in CARDS[card]}
        own, usual = basic_of(ours), basic_of(rest)
        closed = set(usual) - opened - set(lesson.roles[role].holds)
        assert closed or turn >= 3
        for name in closed:
            assert own[name] == pytest.approx(usual[name], 1e-9)


def test_house_rules_hold() -> None:
    lesson = LESSONS["copying"]
    for name, role in lesson.roles.items():
        for ours, _ in decided(lesson, name):
            own = basic_of(ours)
            assert {k: own[k] for k in role.holds} == pytest.approx(dict(role.holds), 1e-9)


def test_teams_have_minds_of_their_own() -> None:
    lesson = LESSONS["compute-gap"]
    one, other = (decided(lesson, "free", mind) for mind in (3, 4))
    assert basic_of(one[0][0])[COPYING] != basic_of(other[0][0])[COPYING]
    assert basic_of(one[0][0])[COPYING] != basic_of(one[0][1])[COPYING]


def test_a_rule_holds_before_its_lever_opens() -> None:
    lesson = LESSONS["copying"]
    assert "distil" not in lesson.open_in(4)
    held = [basic_of(ours)["distil"] for ours, _ in decided(lesson, "students")]
    assert held == [1.0] * lesson.rounds
