"""Portable: a game as a file that anyone can reopen: small, readable, versioned, and never trusted.

The file embeds the whole scenario and every constant. What comes in is checked to the last key
before anything is computed, bounded in size, and never executed. A game of another version of the
engine is opened only where its reader wants it computed anew, and is marked then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from tenfold.agents.decision import LEVER, Lever
from tenfold.agents.ruling import RULE_LEVER
from tenfold.scenarios.errors import ParameterError, complaint
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import Scenario
from tenfold.scenarios.segments import Strict, entry
from tenfold.sim.game.saves.entry import BASIC, Entry, entry_of
from tenfold.sim.game.saves.origin import Origin
from tenfold.sim.game.saves.playable import MOST_SEED, OTHER_ENGINE, EngineDiffers, GameError
from tenfold.sim.game.saves.raced import key_of, raced_in
from tenfold.sim.game.saves.savefile import FORMAT, Header, SaveError, this_engine
from tenfold.sim.game.turns import Game
from tenfold.sim.luck import LAST_RUN

MOST_BYTES = 1_000_000
MOST_QUARTERS = 40
MOST_SEGMENTS, MOST_EVENTS, MOST_IDEAS = 40, 200, 2000
LONGEST_TEXT = 2000
DEEPEST = 12
"""Tables within tables: ours have six."""
NOT_OURS = "This is not a game of Tenfold, or it is damaged"


class _Origin(Strict):
    quarters: int = entry("quarters", "decided before", ge=0, le=MOST_QUARTERS)
    run: int | None = entry("number", "of a run in its sweep", default=None, ge=0)
    question: str = entry("text", "of the sweep", default="")
    policy: str = entry("text", "that decided", default="")
    shared: bool = entry("true or false", "came with an address", default=False)


class _Header(Strict):
    seat: str = entry("text", "lab, or the regulator", min_length=1, max_length=24)
    seed: int = entry("number", "of all luck", ge=0, le=MOST_SEED)
    luck: int = entry("number", "under the seed", default=0, ge=0, le=LAST_RUN)
    quarters: int = entry("quarters", "length", ge=1, le=MOST_QUARTERS)
    guided: bool = entry("true or false", "began with one question", default=False)
    engine: str = entry("text", "version", min_length=1, max_length=40)
    mode: Literal["basic", "all"] = entry("choice", "levers at first", default=BASIC)
    origin: _Origin | None = entry("table", "what it continues", default=None)
    replayed: bool = entry("true or false", "seed seen before", default=False)
    watch: bool = entry("true or false", "nobody decides", default=False)
    renewed: bool = entry("true or false", "computed anew", default=False)
    undone: bool = entry("true or false", "a turn was taken back", default=False)


class _File(Strict):
    tenfold: int = entry("number", "format of the file")
    game: _Header = entry("table", "which race")
    log: list[dict[str, Any]] = entry("turns", "decisions", max_length=MOST_QUARTERS)
    parameters: dict[str, float] = Field(default_factory=dict, max_length=1000)
    scenario: Scenario = entry("table", "the whole world")


def exported(header: Header, entries: Sequence[Entry], undone: bool) -> bytes:
    """The file of a game: readable JSON, a line for each turn.

    Args:
        header: of the game.
        entries: its decisions in force, oldest first.
        undone: a turn was taken back at some time.
    """
    told_header = asdict(header) | {"undone": header.undone or undone}
    scenario = told_header.pop("scenario")
    ours = header.engine == this_engine()
    known = load_parameters().values(dict(scenario["parameters"])) if ours else {}
    told = {
        "tenfold": str(FORMAT),
        "game": _compact(told_header),
        "log": "[\n" + ",\n".join(f"  {_compact(one.as_json())}" for one in entries) + "\n ]",
        "parameters": _compact(known),
        "scenario": json.dumps(scenario, ensure_ascii=False, indent=1).replace("\n", "\n "),
    }
    whole = ",\n".join(f' "{name}": {text}' for name, text in told.items())
    return f"{{\n{whole}\n}}\n".encode()


def name_of(header: Header, turns: int) -> str:
    """What the file is called: race, seat, seed and how many turns are played."""
    words = f"{header.scenario['name']} {header.seat} seed {header.seed}"
    words += f" after {turns} of {header.quarters}"
    return f"tenfold-{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')[:80]}.json"


def opened(folder: Path, content: bytes, renew: bool = False) -> Game:
    """A new game of this folder from a file.

    Args:
        folder: where saves are kept.
        content: of the file.
        renew: compute it anew where it was played on another version of the engine.

    Raises:
        EngineDiffers: it was, and nobody said so.
        GameError: it cannot be opened; one line.
        SaveError: it cannot be saved here.
    """
    header, entries = _checked(content)
    if header.engine != this_engine():
        if not renew:
            raise EngineDiffers(OTHER_ENGINE)
        return renewed(folder, header, entries)
    known = raced_in(folder).turns(key_of(header.scenario, header.seat, header.seed, header.luck))
    return started(
        folder, replace(header, replayed=header.replayed or known > len(entries)), entries
    )


def renewed(folder: Path, header: Header, entries: Sequence[Entry]) -> Game:
    """A new game that repeats the decisions of another engine's on this one; marked as such.

    Levers that are no more are left out, new ones stand at their defaults, and what lies outside
    of a range is brought to its end.

    Raises:
        GameError, SaveError: it cannot be, or cannot be saved.
    """
    marked = replace(header, engine=this_engine(), renewed=True)
    return started(folder, marked, [_fitted(one) for one in entries])


def started(folder: Path, header: Header, entries: Sequence[Entry]) -> Game:
    """A game of a header and decisions from elsewhere.

    Raises:
        GameError: whatever is wrong with them, in one line.
        SaveError: it cannot be saved.
    """
    try:
        return Game.resume(folder, header, entries)
    except (GameError, SaveError, OSError):
        raise
    except (ValueError, TypeError, ArithmeticError) as problem:
        first = " ".join(str(problem).split())[:300]
        raise GameError(f"This game cannot be played: {first}") from None


def _fitted(one: Entry) -> Entry:
    known: Mapping[str, Lever] = {**LEVER, **RULE_LEVER}
    levers = {
        name: min(max(value, known[name].low), known[name].high)
        for name, value in one.levers.items()
        if name in known
    }
    return replace(one, levers=levers, settings=None, again=False)


def _checked(content: bytes) -> tuple[Header, list[Entry]]:
    """Header and decisions of a file, checked to the last key.

    Raises:
        GameError: in one line.
    """
    if len(content) > MOST_BYTES:
        raise GameError(f"A game has at most {MOST_BYTES // 1000} kB; this is another file.")
    data = _parsed(content)
    if not isinstance(data, dict) or "tenfold" not in data:
        raise GameError(f"{NOT_OURS}: choose a file that the game saved.")
    if data["tenfold"] != FORMAT:
        raise GameError("This game was saved by another version of Tenfold; use that version.")
    try:
        found = _File.model_validate(data)
    except ValidationError as problem:
        raise GameError(f"{NOT_OURS}: {complaint(problem, _File, data)}") from None
    _check_scenario(found.scenario)
    told = found.game.model_dump()
    origin = told.pop("origin")
    if origin is not None and origin["quarters"] > len(found.log):
        raise GameError(f"{NOT_OURS}: it continues more turns than it holds.")
    header = Header(
        scenario=found.scenario.model_dump(mode="json"),
        origin=None if origin is None else Origin(**origin),
        **told,
    )
    return header, _log(found.log, header.quarters)


def _log(lines: Sequence[Mapping[str, Any]], quarters: int) -> list[Entry]:
    entries = []
    for turn, line in enumerate(lines, 1):
        try:
            one = entry_of(line)
        except TypeError as problem:
            raise GameError(f"{NOT_OURS}: turn {turn}: {problem}.") from None
        if one.turn != turn or turn > quarters:
            raise GameError(f"{NOT_OURS}: turn {turn} of {quarters} is called {one.turn}.")
        entries.append(one)
    return entries


def _parsed(content: bytes) -> Any:
    """The JSON of a file, whose texts are short and whose tables are shallow.

    Raises:
        GameError: it is none.
    """
    try:
        data = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise GameError(f"{NOT_OURS}: it cannot be read as JSON.") from None
    for value, depth in _walk(data):
        if depth > DEEPEST:
            raise GameError(f"{NOT_OURS}: its tables lie too deep.")
        if isinstance(value, str):
            _check_text(value)
        if isinstance(value, int | float) and not abs(value) < 1e300:
            raise GameError(f"{NOT_OURS}: it holds a number without end.")
    return data


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise GameError(f"{NOT_OURS}: it holds a text of {len(text)} letters.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise GameError(f"{NOT_OURS}: it holds half a letter.") from None


def _walk(data: Any) -> Iterator[tuple[Any, int]]:
    """Every key and value, and how deep it lies."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            waiting += [(inner, depth + 1) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]


def _refuse(name: str) -> None:
    raise ValueError(name)


def _check_scenario(scenario: Scenario) -> None:
    """Refuse what no computer should race, and constants that do not exist.

    Raises:
        GameError: in one line.
    """
    sizes = {
        "segments": (len(scenario.segments), MOST_SEGMENTS),
        "events": (len(scenario.events), MOST_EVENTS),
        "ideas": (scenario.parameters.get("ideas", 0.0), MOST_IDEAS),
    }
    for name, (size, most) in sizes.items():
        if size > most:
            raise GameError(f"This game cannot be played: {size:g} {name}; at most {most}.")
    try:
        load_parameters().values(dict(scenario.parameters))
    except ParameterError as problem:
        raise GameError(f"This game cannot be played: {problem}") from None


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
