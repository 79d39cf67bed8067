"""Sharing: a race in an address, short enough to be sent around.

The address holds the name of a scenario of the catalogue with a hash of its content, the version of
the engine, seat, seed, length, and the player's settings turn by turn. Whoever opens it computes
the same race to the same bits.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Any

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.entry import BASIC, Entry
from tenfold.sim.game.turns import Game

SHORT = 2000
"""Characters of an address that every program passes on."""
VERSION = 1
WHERE = "/?race="
UNIT = 10_000
"""Settings of four decimals are kept as whole numbers of this part of one."""


def content_of(scenario: Scenario) -> str:
    """Short hash of all that a scenario says."""
    told = json.dumps(scenario.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def address_of(game: Game) -> tuple[str, str]:
    """Path and query that open this race elsewhere, and what must be said of them.

    Returns:
        The address, empty where there can be none, and the reason or a warning, or "".
    """
    name = game.scenario.name
    if name not in list_scenarios() or load_scenario(name) != game.scenario:
        return "", "Only races of the catalogue fit into an address: save this one as a file."
    if any(entry.settings is None for entry in game.entries):
        return "", "This game goes on from another one: save it as a file."
    header = game.header
    told = [
        VERSION, name, content_of(game.scenario), header.engine, header.seat, header.seed,
        header.luck, header.quarters, header.mode, _told(game.entries),
    ]  # fmt: skip
    packed = zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 9)
    address = WHERE + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    if len(address) > SHORT:
        return address, f"This address has {len(address)} characters; some programs cut it."
    return address, ""


def _told(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The settings of each turn, as far as they differ from those of the turn before."""
    told, before, mode = [], dict[str, float](), ""
    for entry in entries:
        now = {name: packed(value) for name, value in (entry.settings or {}).items()}
        line: dict[str, Any] = {k: v for k, v in now.items() if before.get(k) != v}
        if gone := [name for name in before if name not in now]:
            line["-"] = gone
        if entry.mode != (mode or BASIC):
            line["m"] = entry.mode
        told.append(line)
        before, mode = now, entry.mode
    return told


def packed(value: float) -> float:
    """A setting as the address has it: a whole number of units where that is exact."""
    units = round(value * UNIT)
    return units if units / UNIT == value else float(value)
