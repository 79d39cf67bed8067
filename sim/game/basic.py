"""The basic levers: the player's settings in, a whole Decision out.

The player splits compute in three, sets how much of the search for ideas is copying, how hard to
train on a rival's answers, how the best model is sold and at what price. The autopilot sets the
other levers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.agents.decision import (
    CHANNELS,
    LEVER,
    LEVERS,
    RELEASES,
    Decision,
    DecisionError,
    Value,
)
from tenfold.agents.observation import Observation
from tenfold.agents.policies import create
from tenfold.sim.game.saves.entry import is_number

COPYING = "copying"
"""Share of the search for ideas that rebuilds what rivals have shown, 0 to 1."""
SPLIT = ("experiments", "training", "serving")
DIRECT = ("distil", "flagship_release", "flagship_price")
NAMES = (*SPLIT, COPYING, *DIRECT)
TAKEN = {*SPLIT, "explore", "replicate", *DIRECT}
"""Levers of a Decision that the basic levers decide."""


def plain(value: Value) -> float:
    """The setting of the one world of a game."""
    return float(np.asarray(value, dtype=np.float64).flat[0])


def autopilot_for(seen: Observation) -> Decision:
    """What the autopilot would do, as plain numbers that sum to one."""
    chosen = create("autopilot").decide(seen).normalised()
    return Decision(**{name: plain(value) for name, value in chosen.as_dict().items()})


def basic_of(decision: Decision) -> dict[str, float]:
    """The basic levers as this decision sets them."""
    explore, replicate = plain(decision.explore), plain(decision.replicate)
    search = explore + replicate
    settings = {name: plain(getattr(decision, name)) for name in (*SPLIT, *DIRECT)}
    settings[COPYING] = replicate / search if search > 0.0 else 0.5
    return settings


def clean(settings: Mapping[str, float]) -> dict[str, float]:
    """Settings from a page, made possible: within range, whole where whole, the split summing to 1.

    Raises:
        DecisionError: a name that is no basic lever, one that is missing, or not a number.
    """
    unknown = [name for name in settings if name not in NAMES]
    if unknown:
        raise DecisionError(f"'{unknown[0]}' is not a basic lever; these are: {', '.join(NAMES)}")
    result = {}
    for name in NAMES:
        if name not in settings:
            raise DecisionError(f"the setting of '{name}' is missing")
        value = settings[name]
        if not is_number(value):
            raise DecisionError(f"{name}: must be a number, not {str(value)[:40]!r}")
        low, high = (0.0, 1.0) if name == COPYING else (LEVER[name].low, LEVER[name].high)
        value = min(max(float(value), low), high)
        result[name] = float(round(value)) if name in LEVER and LEVER[name].whole else value
    total = sum(result[name] for name in SPLIT)
    for name in SPLIT:
        result[name] = result[name] / total if total > 0.0 else LEVER[name].default
    return result


def compose(settings: Mapping[str, float], rest: Decision) -> Decision:
    """The whole decision: basic levers from the player, the rest from the autopilot.

    Raises:
        DecisionError: settings that `clean` refuses.
    """
    wanted = clean(settings)
    values: dict[str, Value] = {name: plain(value) for name, value in rest.as_dict().items()}
    search = max(0.0, 1.0 - plain(rest.moonshot) - plain(rest.efficiency))
    values |= {name: wanted[name] for name in (*SPLIT, *DIRECT)}
    values["explore"] = search * (1.0 - wanted[COPYING])
    values["replicate"] = search * wanted[COPYING]
    decision = Decision(**values).normalised()
    decision.check()
    return decision


def autopilot_says(rest: Decision, controlled: bool) -> tuple[tuple[str, str], ...]:
    """Label and setting of every lever that the autopilot keeps, in words.

    Args:
        rest: its decision.
        controlled: the lab is under export control, so that the channels of chips matter.
    """
    said = []
    for lever in LEVERS:
        if lever.name in TAKEN or lever.name == "teacher" or lever.group == "answers":
            continue
        if lever.name == "channels" and not controlled:
            continue
        if lever.name == "stage_months" and plain(rest.flagship_release) != RELEASES.index(
            "staged"
        ):
            continue
        said.append((lever.label, _setting(lever.name, plain(getattr(rest, lever.name)))))
    return tuple(said)


def _setting(name: str, value: float) -> str:
    lever = LEVER[name]
    if name == "channels":
        return "up to " + CHANNELS[int(value)]
    if lever.choices:
        return lever.choices[int(value)]
    if lever.unit.startswith("share"):
        return f"{value:.0%} of {lever.unit.removeprefix('share of ')}"
    if lever.unit == "intensity":
        return f"{value:.0%}"
    return f"{value:.2g} {lever.unit}"
