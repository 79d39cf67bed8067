"""Moves: what a bot sets its levers to. It wants nothing; it stays within what its phone shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

FAR = 0.15
"""Of a lever's range: how far a bot moves it, mostly."""
MOVED = 0.6
"""Share of levers that a bot touches."""
LEAST = 0.02
"""Of a split, that each of its shares keeps."""


def settings_of(state: Mapping[str, Any], luck: Random) -> dict[str, float]:
    """Settings of all open levers and of questions that stand.

    Args:
        state: of the phone.
        luck: the bot's own.
    """
    levers = state["levers"]
    found = {one["name"]: _moved(one, luck) for one in levers}
    for name, value in _shares([one for one in levers if one["group"] == "split"], found).items():
        found[name] = value
    for one in state["asked"]:
        found[one["lever"]] = luck.choice(one["choices"])["value"]
    return found


def _moved(lever: Mapping[str, Any], luck: Random) -> float:
    value = float(lever["value"])
    if luck.random() > MOVED:
        return value
    if lever["choices"]:
        return float(luck.choice(lever["choices"])["value"])
    low, high = float(lever["low"]), float(lever["high"])
    return min(high, max(low, value + luck.gauss(0.0, FAR) * (high - low)))


def _shares(levers: Sequence[Mapping[str, Any]], found: Mapping[str, float]) -> dict[str, float]:
    """The levers of a split, so that they sum to 1."""
    kept = {one["name"]: max(LEAST, found[one["name"]]) for one in levers}
    total = sum(kept.values())
    return {name: value / total for name, value in kept.items()}


def bet_of(state: Mapping[str, Any], luck: Random) -> list[float] | None:
    """A range around what is bet on now, where a bet is open."""
    asked = state["bet"]
    if not asked or not asked["open"]:
        return None
    low, high = float(asked["low"]), float(asked["high"])
    half = luck.uniform(0.02, 0.2) * (high - low)
    middle = min(high - half, max(low + half, float(asked["now"])))
    return [max(low, middle - half), min(high, middle + half)]
