"""Lever cards: the open levers of a team as its phone shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.agents.decision import BEST_TEACHER, LEVER, SUM_TO_ONE, Lever
from tenfold.agents.ruling import RULE_LEVER
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.basic import COPYING
from tenfold.sim.game.saves.entry import BASIC, Mode
from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.lever_rows import RELEASES, TITLES, helped, scale_of
from tenfold.ui.lever_words import BEST_WITHIN_REACH

Card = dict[str, Any]
RATIO_STEP = 0.05
SPLITS = {SUM_TO_ONE[0]: "split", SUM_TO_ONE[1]: "research"}
"""Levers that sum to one, to the name of their group on the phone."""
COPY_UNIT = "share of the search for ideas"


def lever_of(name: str) -> Lever:
    """What is known of a lever or a rule; the share that is copying is told as copying."""
    if name == COPYING:
        return LEVER["replicate"]
    return LEVER[name] if name in LEVER else RULE_LEVER[name]


def cards(
    scenario: Scenario,
    seat: str,
    mode: Mode,
    names: Sequence[str],
    held: Mapping[str, float],
    before: Mapping[str, float],
    autopilot: Mapping[str, float],
) -> list[Card]:
    """The levers of those names, in that order.

    Args:
        scenario: of the race.
        seat: of the team.
        mode: of which levers they are.
        names: of the levers.
        held: where those stand that are in hand; the others stand where the autopilot sets them.
        before: where they stood in the round before.
        autopilot: where it would set them.
    """
    return [
        _card(name, mode, scenario, seat)
        | {
            "value": (value := held.get(name, autopilot[name])),
            "before": before.get(name, value),
            "autopilot": autopilot[name],
            "held": name in held,
        }
        for name in names
    ]


def _card(name: str, mode: Mode, scenario: Scenario, seat: str) -> Card:
    lever = lever_of(name)
    kind, step = scale_of(lever)
    return {
        "name": name,
        "label": TITLES["price"] if mode == BASIC and name == "flagship_price" else lever.label,
        "help": helped(lever),
        "unit": COPY_UNIT if name == COPYING else lever.unit,
        "low": lever.low,
        "high": lever.high,
        "step": RATIO_STEP if kind == "ratio" else step,
        "choices": _choices(name, lever, mode, scenario, seat),
        "group": _group(name, lever, mode),
    }


def _group(name: str, lever: Lever, mode: Mode) -> str:
    for names, group in SPLITS.items():
        if name in names and (mode != BASIC or group == "split"):
            return group
    return name if mode == BASIC else lever.group


def _choices(
    name: str, lever: Lever, mode: Mode, scenario: Scenario, seat: str
) -> list[Card] | None:
    if name == "teacher":
        others = [(k, lab.name) for k, lab in enumerate(scenario.labs) if lab.name != seat]
        named = [{"value": float(k), "label": label} for k, label in others]
        return [{"value": BEST_TEACHER, "label": BEST_WITHIN_REACH}, *named]
    words = RELEASES if mode == BASIC and name == "flagship_release" else lever.choices
    if not words:
        return None
    return [{"value": float(k), "label": word.capitalize()} for k, word in enumerate(words)]


def seat_title(seat: str) -> str:
    """What a seat is called."""
    return "Government" if seat == REGULATOR else seat
