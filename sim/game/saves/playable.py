"""Playable: what a game can be of, and what is said where it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tenfold.scenarios.load import ScenarioError, load_scenario
from tenfold.scenarios.schema import Scenario
from tenfold.sim.game.calendar import LENGTHS, TURN_MONTHS
from tenfold.sim.game.chair import Chair, LabChair
from tenfold.sim.game.predict import check_bet
from tenfold.sim.game.ruler_chair import RulerChair
from tenfold.sim.game.saves.entry import ALL, Entry
from tenfold.sim.game.saves.raced import key_of, raced_in
from tenfold.sim.game.saves.savefile import REGULATOR, Header, this_engine
from tenfold.sim.game.steering import check_mode

MOST_SEED = 2**53 - 1
"""Largest seed that survives JSON in every program."""
OTHER_ENGINE = (
    "This game was played on another version of the model, which would compute its past quarters "
    "differently. It can be opened as a new game, computed anew by this version."
)


class GameError(ValueError):
    """A game that cannot be played as asked; the message says what to do instead."""


class EngineDiffers(GameError):
    """A game whose past another version of the model computed; it can be replayed under this."""


def new_header(
    folder: Path,
    scenario: str | Scenario,
    seat: str,
    seed: int,
    quarters: int,
    guided: bool,
    mode: str,
) -> Header:
    """The header of a game to be begun; see `Game.begin`.

    Raises:
        GameError: unknown scenario or seat, or an impossible seed or length.
        DecisionError: no such mode.
    """
    if quarters not in LENGTHS:
        raise GameError(f"A game lasts {', '.join(map(str, LENGTHS))} quarters, not {quarters}.")
    if not 0 <= seed <= MOST_SEED:
        raise GameError(f"The seed must be a whole number from 0 to {MOST_SEED}, not {seed}.")
    try:
        chosen = load_scenario(scenario) if isinstance(scenario, str) else scenario
    except ScenarioError as problem:
        raise GameError(str(problem)) from None
    chair_of(chosen, seat)
    whole = chosen.model_dump(mode="json")
    seen = raced_in(folder).turns(key_of(whole, seat, seed, 0)) > 0
    checked = check_mode(mode)
    return Header(whole, seat, seed, quarters, guided, this_engine(), mode=checked, replayed=seen)


def chair_of(scenario: Scenario, seat: str) -> Chair:
    """The seat of that name, empty.

    Raises:
        GameError: there is none; says which there are.
    """
    if seat == REGULATOR:
        return RulerChair(scenario.regulator.home)
    return LabChair(seat, place_of(scenario, seat), len(scenario.labs))


def checked(chair: Chair, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries of a log that may have been written by anybody, one by one.

    Raises:
        DecisionError: one holds settings, levers or a bet that no player of the seat can have.
    """
    for entry in entries:
        chair.cleaned(entry.levers, ALL)
        if entry.settings is not None:
            chair.cleaned(entry.settings, entry.mode)
            chair.whole(entry.settings, entry.mode, dict(entry.levers))
        if entry.bet is not None:
            check_bet(entry.bet, chair.what)
        yield entry


def scenario_of(whole: Mapping[str, object]) -> Scenario:
    """The scenario that a save embeds.

    Raises:
        GameError: it cannot be read, or no game can be of it.
    """
    try:
        scenario = Scenario.model_validate_json(json.dumps(whole))
    except ValueError as problem:
        first = str(problem).splitlines()[0]
        raise GameError(f"the race in this save cannot be read ({first})") from None
    if scenario.turn_months != TURN_MONTHS:
        raise GameError(
            f"A game needs labs that decide every {TURN_MONTHS} months; in "
            f"'{scenario.title}' they decide every {scenario.turn_months}."
        )
    return scenario


def place_of(scenario: Scenario, name: str) -> int:
    """Place of the lab of that name.

    Raises:
        GameError: there is none; says which there are.
    """
    names = [lab.name for lab in scenario.labs]
    if name not in names:
        raise GameError(
            f"There is no lab '{name}' in '{scenario.title}'; seats: "
            f"{', '.join(names)}, and '{REGULATOR}'."
        )
    return names.index(name)
