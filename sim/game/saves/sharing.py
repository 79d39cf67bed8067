"""Sharing: a race in an address, short enough to be sent around.

The address holds the name of a scenario of the catalogue with a hash of its content, the version of
the engine, seat, seed, length, and the player's settings turn by turn. Whoever opens it computes
the same race to the same bits.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tenfold.agents.decision import DecisionError
from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import LENGTHS
from tenfold.sim.game.saves.entry import Entry, Mode, is_number
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.saves.playable import MOST_SEED, OTHER_ENGINE, EngineDiffers, GameError
from tenfold.sim.game.saves.raced import key_of, raced_in
from tenfold.sim.game.saves.savefile import Header, this_engine
from tenfold.sim.game.steering import check_mode
from tenfold.sim.game.turns import Game
from tenfold.sim.luck import LAST_RUN

SHORT = 2000
"""Characters of an address that every program passes on."""
VERSION = 1
PARTS = 10
MOST_BYTES = 60_000
"""Of what an address unfolds to."""
DAMAGED = "This address holds no race of Tenfold, or a part of it is missing: copy all of it."
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
        header.luck, header.quarters, header.mode, _told(game.entries, header.mode),
    ]  # fmt: skip
    small = zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 9)
    address = WHERE + base64.urlsafe_b64encode(small).decode().rstrip("=")
    if len(address) > SHORT:
        return address, f"This address has {len(address)} characters; some programs cut it."
    return address, ""


def _told(entries: Sequence[Entry], first: Mode) -> list[dict[str, Any]]:
    """The settings of each turn, as far as they differ from those of the turn before."""
    told: list[dict[str, Any]] = []
    before: dict[str, float] = {}
    mode = first
    for entry in entries:
        now = {name: packed(value) for name, value in (entry.settings or {}).items()}
        line: dict[str, Any] = {k: v for k, v in now.items() if before.get(k) != v}
        if gone := [name for name in before if name not in now]:
            line["-"] = gone
        if entry.mode != mode:
            line["m"] = entry.mode
        told.append(line)
        before, mode = now, entry.mode
    return told


def packed(value: float) -> float:
    """A setting as the address has it: a whole number of units where that is exact."""
    units = round(value * UNIT)
    return units if units / UNIT == value else float(value)


def unpacked(value: object) -> float:
    """A setting from an address.

    Raises:
        TypeError: no number.
    """
    if not is_number(value):
        raise TypeError("a setting is a number")
    return value / UNIT if isinstance(value, int) else float(value)  # type: ignore[arg-type]


def opened_address(folder: Path, text: str, renew: bool = False) -> Game:
    """A new game of this folder from an address: the race as far as it was played, as practice.

    Args:
        folder: where saves are kept.
        text: the address, or what follows `race=` in it.
        renew: compute it anew where it was played on another version of the engine.

    Raises:
        EngineDiffers: it was, and nobody said so.
        GameError: it cannot be opened; one line.
        SaveError: it cannot be saved here.
    """
    told = _read(text)
    try:
        _, name, content, engine, seat, seed, luck, quarters, mode, turns = told
        header = Header(
            scenario=_scenario(str(name), str(content)), seat=str(seat), seed=_whole(seed),
            quarters=_whole(quarters), guided=False, engine=this_engine(), luck=_whole(luck),
            mode=check_mode(str(mode)), renewed=engine != this_engine(),
            origin=Origin(len(turns), shared=True) if turns else None,
        )  # fmt: skip
        settings = _untold(turns, header.mode)
        possible = header.seed <= MOST_SEED and header.luck <= LAST_RUN
        if header.quarters not in LENGTHS or len(turns) > header.quarters or not possible:
            raise TypeError("impossible numbers")
    except (TypeError, ValueError) as problem:
        if isinstance(problem, GameError):
            raise
        raise GameError(DAMAGED) from None
    if header.renewed and not renew:
        raise EngineDiffers(OTHER_ENGINE)
    key = key_of(header.scenario, header.seat, header.seed, header.luck)
    header = replace(header, replayed=raced_in(folder).turns(key) > 0)
    try:
        return Game.retold(folder, header, settings)
    except DecisionError as problem:
        raise GameError(f"This race cannot be played: {problem}") from None


def _read(text: str) -> list[Any]:
    """The list that an address holds.

    Raises:
        GameError: none of ours.
    """
    code = re.split(r"[&#\s]", text.strip().rpartition("race=")[2])[0]
    try:
        packed_bytes = base64.b64decode(
            code + "=" * (-len(code) % 4), altchars=b"-_", validate=True
        )
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed_bytes, MOST_BYTES)
        told = json.loads(content)
        json.dumps(told, ensure_ascii=False).encode()  # halves of letters can be read, not shown
    except (ValueError, zlib.error, RecursionError):
        raise GameError(DAMAGED) from None
    if not unpacker.eof or not isinstance(told, list) or not told:
        raise GameError(DAMAGED)
    if told[0] != VERSION:
        raise GameError("This address was made by another version of Tenfold; use that version.")
    if len(told) != PARTS or not isinstance(told[-1], list):
        raise GameError(DAMAGED)
    return told


def _scenario(name: str, content: str) -> dict[str, Any]:
    """The scenario of the catalogue, if it still is what it was.

    Raises:
        GameError: it is not.
    """
    if name not in list_scenarios():
        raise GameError("This address is of a race that this version of Tenfold does not have.")
    scenario = load_scenario(name)
    if content_of(scenario) != content:
        raise GameError(
            f"The race '{scenario.title}' has changed since this address was made: ask for the "
            "game as a file."
        )
    return scenario.model_dump(mode="json")


def _untold(turns: Sequence[Any], first: Mode) -> list[tuple[Mode, dict[str, float]]]:
    """Mode and settings of every turn.

    Raises:
        TypeError, ValueError: not of the shape that `_told` writes.
    """
    settings: list[tuple[Mode, dict[str, float]]] = []
    now: dict[str, float] = {}
    mode = first
    for line in turns:
        if not isinstance(line, dict):
            raise TypeError("a turn is a table")
        changes = dict(line)
        mode = check_mode(str(changes.pop("m", mode)))
        gone = changes.pop("-", [])
        if not isinstance(gone, list):
            raise TypeError("levers let go of are a list")
        now = {name: value for name, value in now.items() if name not in gone}
        now |= {name: unpacked(value) for name, value in changes.items()}
        settings.append((mode, now))
    return settings


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("a whole number")
    return value
