"""Seated: a scenario as people sit in it, so that the autopilot stands in for all of them alike.

What a seat is worth to bots, and what a forecast believes of other people, then follow from the
scenario: an empty chair of a person is the autopilot's, whatever policy the catalogue has there.
"""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.agents.policies.human import Human
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.saves.playable import GameError, chair_of
from tenfold.sim.game.saves.savefile import REGULATOR

STAND_IN = "autopilot"
"""Rule of a government whose person is away."""


def seated(scenario: Scenario, seats: Sequence[str]) -> Scenario:
    """The scenario with people in these seats; the same where one sits alone.

    Raises:
        GameError: no such seat, the same twice, or none.
    """
    for seat in seats:
        chair_of(scenario, seat)
    if not seats or len(set(seats)) < len(seats):
        raise GameError("Each person needs a seat of their own.")
    if len(seats) == 1:
        return scenario
    labs = tuple(
        lab.model_copy(update={"policy": Human.name}) if lab.name in seats else lab
        for lab in scenario.labs
    )
    ruler = scenario.regulator
    if REGULATOR in seats:
        ruler = ruler.model_copy(update={"policy": STAND_IN})
    return scenario.model_copy(update={"labs": labs, "regulator": ruler})
