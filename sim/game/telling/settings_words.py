"""Settings of levers in words: 52%, open, 1.2 times the going rate, 3 months."""

from __future__ import annotations

from tenfold.agents.decision import Lever
from tenfold.sim.game.telling.phrase import dollars, number, percent


def setting(lever: Lever, value: float) -> str:
    """One setting, as a sentence has it.

    Args:
        lever: whose.
        value: in the lever's unit.
    """
    if lever.name == "channels":
        return "up to " + lever.choices[int(value)]
    if lever.choices:
        return lever.choices[int(value)]
    if lever.unit.startswith("share") or lever.unit in ("intensity", "0 to 1"):
        return percent(value)
    if lever.unit == "months":
        return number(round(value), "month")
    if lever.unit.startswith("USD "):
        return f"{dollars(value)} {lever.unit.removeprefix('USD ')}"
    if lever.unit.startswith("times"):
        return f"{value:.2g} {lever.unit}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") + f" {lever.unit}"
