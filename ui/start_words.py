"""What the start page says and offers: the first game, and every other race, seat and length.

The catalogue is loaded only when another race is asked for: the first page comes sooner without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tenfold.sim.game.calendar import LENGTHS
from tenfold.sim.game.telling.phrase import count, dollars, number, percent

if TYPE_CHECKING:
    from tenfold.scenarios.schema import LabSpec, Scenario

Card = dict[str, Any]

QUESTION = "Your rival has ten times your chips. Can you still matter?"
FIRST_GAME: Card = {
    "scenario": "ten-to-one", "seat": "Oak", "seed": 10, "quarters": 8, "guided": True,
}  # fmt: skip
"""The guided game: fixed, so that a rival copies the player's idea by the second quarter."""
FEATURED = (
    "tenfold-gap", "chip-embargo", "open-wave", "breakthrough-year", "talent-war", "price-war",
    "tenfold-2026", "ten-to-one", "equal-start",
)  # fmt: skip
"""The order of the cards; races that are not named here follow."""
DIFFICULTY = ((0.5, "gentle"), (0.12, "fair"), (0.0, "hard"))
"""A seat's chips against the richest's, and how hard that makes it."""
GOALS = {
    "capability": "the best model", "tokens": "use", "profit": "earning its keep",
    "reach": "reach of open models", "survival": "staying in the race",
}  # fmt: skip
PUBLIC_GOALS = {
    "lead": "the lead of its labs", "use": "cheap and wide use", "variety": "many suppliers",
    "money": "public money", "distance": "distance of open models",
}  # fmt: skip
KINDS = {"frontier": "Frontier lab", "chinese": "Chinese lab", "open": "Open lab"}
HOW_TO_PLAY = (
    "A turn is a quarter. You set levers, the others decide too, then three months pass.",
    "Chips are split three ways: looking for ideas, training the next model, serving customers.",
    "Ideas are found, or learned from what rivals put on sale. Open models teach most.",
    "You are scored on your seat's own goals, and against what the autopilot would have reached.",
    "Undo is free until the turn is ended. Taking back a turn that has passed makes it practice.",
)
RENEW: Card = {
    "title": "This race was played on another version of the model.",
    "deed": "Play it anew on this version",
    "way": {"label": "To the start page", "href": "/"},
}
MODES = (("basic", "Five"), ("all", "All"))
RULER: Card = {
    "rules": True,
    "title": "The regulator",
    "kind": "Government",
    "colour": "var(--quiet)",
    "difficulty": "fair",
    "about": "No lab: it rules on imports, smuggling, subsidies and open models.",
}
"""The seat of the government, but for what it starts from."""
OF_THE_CONTROLLED = (
    "China's government: it supports its own labs and says what they may open. Others rule on what "
    "they import."
)


@cache
def races() -> list[Card]:
    """Every race of the catalogue with its seats, the featured ones first."""
    from tenfold.scenarios.load import list_scenarios, load_scenario

    names = list_scenarios()
    order = [name for name in FEATURED if name in names]
    order += [name for name in names if name not in order]
    return [race(load_scenario(name)) for name in order]


def race(scenario: Scenario) -> Card:
    """A race as a card, with its seats."""
    from tenfold.ui.charts.palette import lab_colours
    from tenfold.ui.start_pictures import picture

    labs = scenario.labs
    best = suggested(scenario)
    most = max(lab.compute.value for lab in labs)
    colours = lab_colours([lab.kind for lab in labs], None)
    seats = [
        seat(lab, most, leads(labs, lab), colour) for lab, colour in zip(labs, colours, strict=True)
    ]
    return {
        "name": scenario.name,
        "title": scenario.title,
        "teaches": scenario.teaches,
        "tension": scenario.tension,
        "labs": number(len(labs), "lab"),
        "difficulty": scenario.difficulty,
        "picture": picture(scenario, best),
        "seats": [*seats, ruler(scenario)] if any(ruled(lab) for lab in labs) else seats,
        "suggested": best,
    }


def leads(labs: Sequence[LabSpec], lab: LabSpec) -> float:
    """Months that a lab is behind the best of the others at the start; negative where it leads."""
    from tenfold.sim.measures import PAST_SPEED

    best = max(other.capability.value for other in labs if other is not lab)
    return (best - lab.capability.value) / PAST_SPEED * 12.0


def seat(lab: LabSpec, most: float, behind: float, colour: str) -> Card:
    """A seat as a card.

    Args:
        lab: whose seat.
        most: chips of the richest.
        behind: months behind the best of the others; negative where it leads.
        colour: CSS colour that the lab has everywhere.
    """
    ratio = lab.compute.value / most
    months = round(abs(behind))
    where = ["behind the leader", "ahead of all"][behind < 0]
    place = [number(months, "month"), where] if months else ["level", "with the leader"]
    return {
        "name": lab.name,
        "title": lab.name,
        "kind": KINDS[lab.kind],
        "colour": colour,
        "about": lab.about,
        "facts": [
            [count(lab.compute.value), "chips"],
            [dollars(lab.cash.value), "cash"],
            place,
        ],
        "goals": scored_on(lab.mission, GOALS),
        "difficulty": next(word for least, word in DIFFICULTY if ratio >= least),
    }


def scored_on(mission: Mapping[Any, float], words: Mapping[str, str]) -> str:
    """The two goals that weigh most.

    >>> scored_on({"profit": 0.3, "survival": 0.1, "capability": 0.6}, GOALS)
    'Scored on the best model and earning its keep'
    """
    most = sorted(mission.items(), key=lambda goal: -goal[1])[:2]
    return "Scored on " + " and ".join(words[goal] for goal, _ in most)


def ruled(lab: LabSpec) -> bool:
    """The government's rules are about this lab: without any, there is nothing to govern."""
    return lab.home == "china"


def ruler(scenario: Scenario) -> Card:
    """The seat of the government as a card."""
    from tenfold.agents.ruling import OF_OTHERS
    from tenfold.sim.game.saves.savefile import REGULATOR

    rules = scenario.regulator
    watched = sum(ruled(lab) for lab in scenario.labs)
    card: Card = RULER | {"name": REGULATOR, "goals": scored_on(rules.mission, PUBLIC_GOALS)}
    if rules.home in OF_OTHERS:  # the controls are other people's, and about its own labs
        return card | {
            "about": OF_THE_CONTROLLED,
            "facts": [
                [number(watched, "lab"), "of its own"],
                [percent(rules.legal_share), "of their imports allowed"],
                [percent(rules.enforcement), "pursuit of smuggling"],
            ],
        }
    return card | {
        "facts": [
            [percent(rules.legal_share), "of imports allowed"],
            [percent(rules.enforcement), "pursuit of smuggling"],
            [number(watched, "lab"), "under control"],
        ],
    }


def suggested(scenario: Scenario) -> str:
    """The seat to begin with: the scenario's own, else a compute-poor one, by side or by chips."""
    if scenario.seat:
        return scenario.seat
    poor = [lab for lab in scenario.labs if lab.side == "poor"]
    if poor:
        return poor[0].name
    most = max(lab.compute.value for lab in scenario.labs)
    return min(scenario.labs, key=lambda lab: abs(lab.compute.value / most - 0.1)).name


def choices(asked: Mapping[str, Any], problem: str, unfolded: bool = False) -> Card:
    """Everything that the start page shows.

    Args:
        asked: scenario, seat, seed, quarters and mode from the address, where they are valid.
        problem: what went wrong, in a sentence; else empty.
        unfolded: other races were asked for.
    """
    opened = bool(asked or problem or unfolded)
    return {
        "question": QUESTION,
        "bars": [{"label": "Your rival", "value": 10}, {"label": "You", "value": 1}],
        "open": opened,
        "races": races() if opened else [],
        "lengths": list(LENGTHS),
        "modes": [{"value": value, "label": label} for value, label in MODES],
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
    from tenfold.sim.game.saves.savefile import REGULATOR

    try:
        if name not in list_scenarios():
            return asked, f"There is no race '{name}'; choose one below."
        scenario = load_scenario(name)
    except ScenarioError as trouble:
        return asked, f"The race '{name}' cannot be used: {trouble}"
    asked["scenario"] = name
    chosen = query.get("seat", [""])[0]
    if chosen:
        if chosen not in [*(lab.name for lab in scenario.labs), REGULATOR]:
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
    mode = query.get("levers", [""])[0]
    if mode:
        if mode not in dict(MODES):
            return asked, f"Levers are {' or '.join(dict(MODES))}, not '{mode[:20]}'."
        asked["mode"] = mode
    return asked, ""
