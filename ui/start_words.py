"""What the start page says and offers: the first game, and every other race, seat and length.

The catalogue is loaded only when another race is asked for: the first page comes sooner without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tenfold.sim.game.calendar import LENGTHS
from tenfold.sim.game.phrase import count, dollars

if TYPE_CHECKING:
    from tenfold.scenarios.schema import LabSpec

Card = dict[str, Any]

QUESTION = "Your rival has ten times your chips. Can you still matter?"
FIRST_GAME: Card = {
    "scenario": "ten-to-one", "seat": "Oak", "seed": 10, "quarters": 8, "guided": True,
}  # fmt: skip
"""The guided game: fixed, so that a rival copies the player's idea by the second quarter."""
FEATURED = ("tenfold-2026", "ten-to-one", "equal-start")
DIFFICULTY = ((0.5, "easier"), (0.12, "fair"), (0.0, "hard"))
"""A seat's chips against the richest's, and how hard that makes it."""
GOALS = {
    "capability": "the best model", "tokens": "use", "profit": "earning its keep",
    "reach": "reach of open models", "survival": "staying in the race",
}  # fmt: skip


@cache
def races() -> list[Card]:
    """Every race of the catalogue with its seats, the featured ones first."""
    from tenfold.scenarios.load import list_scenarios, load_scenario

    names = list_scenarios()
    order = [name for name in FEATURED if name in names]
    order += [name for name in names if name not in order]
    found = []
    for name in order:
        scenario = load_scenario(name)
        most = max(lab.compute.value for lab in scenario.labs)
        found.append(
            {
                "name": name,
                "title": scenario.title,
                "teaches": scenario.teaches,
                "tension": scenario.tension,
                "labs": len(scenario.labs),
                "seats": [seat(lab, most) for lab in scenario.labs],
                "suggested": suggested(scenario.labs),
            }
        )
    return found


def seat(lab: LabSpec, most: float) -> Card:
    """A seat as a card."""
    ratio = lab.compute.value / most
    goals = sorted(lab.mission.items(), key=lambda goal: -goal[1])[:2]
    return {
        "name": lab.name,
        "about": lab.about,
        "figures": f"{count(lab.compute.value)} chips · {dollars(lab.cash.value)} cash",
        "goals": "Scored on " + " and ".join(GOALS[goal] for goal, _ in goals),
        "difficulty": next(word for least, word in DIFFICULTY if ratio >= least),
    }


def suggested(labs: Sequence[LabSpec]) -> str:
    """The seat to begin with: the first compute-poor one, by side or by chips."""
    poor = [lab for lab in labs if lab.side == "poor"]
    if poor:
        return poor[0].name
    most = max(lab.compute.value for lab in labs)
    near = sorted(labs, key=lambda lab: abs(lab.compute.value / most - 0.1))
    return near[0].name


def choices(asked: Mapping[str, Any], problem: str, unfolded: bool = False) -> Card:
    """Everything that the start page shows.

    Args:
        asked: scenario, seat, seed and quarters from the address, where they are valid.
        problem: what went wrong, in a sentence; else empty.
        unfolded: other races were asked for.
    """
    return {
        "question": QUESTION,
        "bars": [{"label": "Your rival", "value": 10}, {"label": "You", "value": 1}],
        "races": races() if asked or problem or unfolded else [],
        "lengths": list(LENGTHS),
        "asked": dict(asked),
        "problem": problem,
    }


def from_address(query: Mapping[str, list[str]]) -> tuple[Card, str]:
    """What an address asks for, and what is wrong with it, in a sentence.

    >>> from_address({"scenario": ["nowhere"]})[1]
    "There is no race 'nowhere'; choose one below."
    """
    asked: Card = {}
    name = query.get("scenario", [""])[0]
    if not name:
        return asked, ""
    from tenfold.scenarios.load import ScenarioError, list_scenarios, load_scenario

    try:
        if name not in list_scenarios():
            return asked, f"There is no race '{name}'; choose one below."
        scenario = load_scenario(name)
    except ScenarioError as trouble:
        return asked, f"The race '{name}' cannot be used: {trouble}"
    asked["scenario"] = name
    chosen = query.get("seat", [""])[0]
    if chosen:
        if chosen not in [lab.name for lab in scenario.labs]:
            return asked, f"There is no lab '{chosen}' in that race; choose a seat below."
        asked["seat"] = chosen
    seed = query.get("seed", [""])[0]
    if seed:
        if not (seed.isascii() and seed.isdigit()) or len(seed) > 15:
            return asked, "The seed must be a whole number of at most 15 digits."
        asked["seed"] = int(seed)
    quarters = query.get("quarters", [""])[0]
    if quarters:
        if not quarters.isdigit() or int(quarters) not in LENGTHS:
            return asked, f"A game lasts {', '.join(map(str, LENGTHS))} quarters."
        asked["quarters"] = int(quarters)
    return asked, ""
