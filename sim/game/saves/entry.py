"""Entry: one line of a game's decision log, as it is written and as it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

Mode = Literal["basic", "all"]
BASIC: Mode = "basic"
ALL: Mode = "all"
MODES: tuple[Mode, ...] = (BASIC, ALL)


@dataclass(frozen=True)
class Entry:
    """What was decided in one turn."""

    turn: int
    """From 1."""
    levers: Mapping[str, float]
    """The whole decision, as it came into force."""
    settings: Mapping[str, float] | None = None
    """What the player held by hand; None where nobody sat at the levers, or an old save kept it
    not."""
    mode: Mode = BASIC
    """Which levers the settings are of."""
    bet: tuple[float, float] | None = None
    """The range that was bet on, low and high."""
    again: bool = False
    """Another game of this folder had seen this turn of the same race before."""

    def as_json(self) -> dict[str, Any]:
        """The line of the log."""
        line: dict[str, Any] = {"turn": self.turn}
        if self.settings is not None:
            line |= {"mode": self.mode, "set": dict(self.settings)}
        line |= {"levers": dict(self.levers), "bet": None if self.bet is None else [*self.bet]}
        return line | {"again": True} if self.again else line


def entry_of(found: Mapping[str, Any]) -> Entry:
    """The entry of a line.

    Raises:
        TypeError: not of the shape that `Entry.as_json` writes.
    """
    levers, settings = numbers(found.get("levers")), found.get("set")
    mode, bet, turn = found.get("mode", BASIC), found.get("bet"), found.get("turn")
    if mode not in MODES or isinstance(turn, bool) or not isinstance(turn, int):
        raise TypeError("a turn is a whole number and a mode one of two words")
    if bet is not None:
        if not isinstance(bet, list) or len(bet) != 2 or not all(map(is_number, bet)):
            raise TypeError("a bet is two numbers")
        bet = (float(bet[0]), float(bet[1]))
    held = None if settings is None else numbers(settings)
    return Entry(turn, levers, held, mode, bet, found.get("again") is True)


def numbers(found: object) -> dict[str, float]:
    """Names and finite numbers, as they stand.

    Raises:
        TypeError: something else.
    """
    if not isinstance(found, dict) or not all(is_number(value) for value in found.values()):
        raise TypeError("levers are names and numbers")
    return dict(found)


def is_number(value: object) -> bool:
    """A finite number that a float can hold, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e300 and isfinite(value)
