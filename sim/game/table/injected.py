"""Injected: what a teacher may let happen in the coming quarter.

An injected event is added behind the scenario's own, whose luck stands at their places: nothing
changes before its month, and nobody's luck at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.scenarios.schema import EventKind, EventSpec, Scenario
from tenfold.sim.game.calendar import TURN_MONTHS
from tenfold.sim.game.saves.playable import GameError

BARRED = 1.0
"""Index points above which weights may not be opened, where no model may: all are above."""


@dataclass(frozen=True)
class Injectable:
    """An event to choose."""

    title: str
    """On the teacher's button."""
    says: str
    """What the news says, and what it does."""
    kind: EventKind
    size: float
    """See `scenarios.schema.EVENT_SIZES`."""
    months: int
    """How long it lasts; 0 is for good."""


EVENTS: dict[str, Injectable] = {
    "chip-shortage": Injectable(
        "Chip shortage",
        "A fire in a chip factory: for half a year, half of the usual chips are made.",
        "supply", -0.5, 6,
    ),
    "chip-glut": Injectable(
        "Chips for everybody",
        "New chip factories open: for half a year, half as many chips again are made.",
        "supply", 0.5, 6,
    ),
    "demand-boom": Injectable(
        "Boom in use",
        "Offices everywhere begin to use models: for half a year, customers ask for half as much "
        "again.",
        "demand", 0.5, 6,
    ),
    "demand-slump": Injectable(
        "Slump in use",
        "A wave of disappointment: for half a year, customers ask for a third less.",
        "demand", -0.33, 6,
    ),
    "money-flood": Injectable(
        "Money flows",
        "Investors fear to miss the next wave: for a year, money is easy to get.",
        "mood", 0.6, 12,
    ),
    "money-drought": Injectable(
        "Money dries up",
        "Investors lose heart: for a year, money is hard to get.",
        "mood", -0.8, 12,
    ),
    "exports-stopped": Injectable(
        "Chip exports stopped",
        "For a year, no chips may be sold to labs under export control.",
        "controls", -1.0, 12,
    ),
    "exports-freed": Injectable(
        "Chip exports freed",
        "For a year, chips may be sold to everybody.",
        "controls", 1.0, 12,
    ),
    "customs": Injectable(
        "Customs look closely",
        "For a year, customs look closely: chips are harder to rent abroad, and smuggled ones are "
        "seized.",
        "enforcement", 0.5, 12,
    ),
    "state-money": Injectable(
        "State pays for chips",
        "For a year, the state of labs under export control pays each of them $100 million a "
        "month.",
        "subsidy", 1.0e8, 12,
    ),
    "open-ban": Injectable(
        "No new open weights",
        "A law at home: for a year, no lab there may open the weights of a model.",
        "open-rule", BARRED, 12,
    ),
}  # fmt: skip
"""Name to event."""
OF_CONTROLS = ("controls", "enforcement", "subsidy")
"""Kinds that concern labs under export control alone."""

Injection = tuple[int, str]
"""The round before which it was injected, from 1, and the name of the event."""


def fitting(scenario: Scenario) -> dict[str, Injectable]:
    """Events that can do something in this scenario."""
    controlled = any(lab.home == "china" for lab in scenario.labs)
    ruled = any(lab.home == scenario.regulator.home for lab in scenario.labs)
    return {
        name: event
        for name, event in EVENTS.items()
        if (controlled or event.kind not in OF_CONTROLS) and (ruled or event.kind != "open-rule")
    }


def with_events(scenario: Scenario, injections: Sequence[Injection]) -> Scenario:
    """The scenario with these events in it.

    Raises:
        GameError: an event that there is not, or that does nothing here, or the same twice before
            one round.
    """
    if not injections:
        return scenario
    known, added = fitting(scenario), []
    for turn, name in injections:
        if name not in known:
            raise GameError(f"Nothing called '{name}' can happen here; choose {', '.join(known)}.")
        if (turn, name) in added:
            raise GameError(f"{known[name].title}: this happens already before round {turn}.")
        if turn < 1:
            raise GameError("The first round before which something can happen is 1.")
        added.append((turn, name))
    events = tuple(_event(turn, name) for turn, name in added)
    return scenario.model_copy(update={"events": (*scenario.events, *events)})


def _event(turn: int, name: str) -> EventSpec:
    chosen = EVENTS[name]
    return EventSpec(
        name=f"{chosen.title}, injected before round {turn}",
        kind=chosen.kind,
        month=TURN_MONTHS * (turn - 1),
        size=chosen.size,
        months=chosen.months,
        headline=chosen.says,
    )
