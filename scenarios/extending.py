"""A scenario that starts from another: its tables are taken, and changed where it says so.

    extends = "tenfold-2026"          # a name of the catalogue, or a file beside this one
    keep_labs = ["Fernhill", "Ruolan"]   # or drop_labs; likewise events and segments

An entry of [[labs]], [[events]] or [[segments]] whose name the other has changes the keys that it
gives; any other name is a new entry, and needs every key. `parameters`, `regulator` and a lab's
`levers` are changed key by key; everything else that is given replaces what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from tenfold.scenarios.errors import ScenarioError, nearest, read_toml
from tenfold.scenarios.segments import standard_segments

Tables = dict[str, Any]
Find = Callable[[str, Path], Path]
"""From what a file extends, and that file, to the file meant; raises ScenarioError."""

LISTS = ("labs", "events", "segments")
BY_KEY = ("parameters", "regulator", "levers")
"""Tables that are changed key by key."""
OWN = ("name", "title", "teaches", "tension")
"""What a scenario says of itself: never taken from another."""


def read_whole(path: Path, find: Find) -> Tables:
    """The tables of a scenario file, with those of the scenarios that it extends under them.

    Args:
        path: the file.
        find: where an extended scenario is.

    Raises:
        ScenarioError: a file cannot be read, or says what cannot be done; names file and key.
    """
    return _read(path, find, ())


def _read(path: Path, find: Find, above: tuple[Path, ...]) -> Tables:
    data = read_toml(path, ScenarioError)
    way = (*above, path.resolve())
    try:
        wanted = data.pop("extends", None)
        if wanted is None:
            _refuse_choosing(data)
            return data
        if not isinstance(wanted, str) or not wanted:
            raise _Wrong('extends must be text in quotes, such as "tenfold-2026"')
        under = find(wanted, path)
        if under.resolve() in way:
            circle = " -> ".join(each.stem for each in (*way, under))
            raise _Wrong(f"extends = '{wanted}' leads back to itself ({circle})")
        missing = [key for key in OWN if key not in data]
        if missing:
            raise _Wrong(f"the key '{missing[0]}' is missing: it is not taken from '{wanted}'")
    except _Wrong as wrong:
        raise ScenarioError(f"{path}: {wrong}") from None
    # What is wrong with the other file is said of the other file.
    base = _read(under, find, way)
    try:
        return merged(base, data, wanted)
    except _Wrong as wrong:
        raise ScenarioError(f"{path}: {wrong}") from None


class _Wrong(ValueError):
    """What is wrong with a file, to be said with its path."""


def merged(base: Mapping[str, Any], change: Mapping[str, Any], name: str) -> Tables:
    """The tables of a scenario with a change laid over them.

    Args:
        base: tables of the scenario that is extended.
        change: tables of the one that extends it, without `extends`.
        name: of the one that is extended, for messages.

    Raises:
        ValueError: the change names what is not there, or cannot be laid over it.
    """
    result: Tables = deepcopy(dict(base))
    choosing = {f"{verb}_{part}" for verb in ("keep", "drop") for part in LISTS}
    for part in LISTS:
        if part in change or {f"keep_{part}", f"drop_{part}"} & set(change):
            result[part] = _entries(result, change, part, name)
    for key, value in change.items():
        if key in LISTS or key in choosing:
            continue
        under = result.get(key)
        if key in BY_KEY and isinstance(value, dict) and isinstance(under, dict):
            result[key] = under | value
        else:
            result[key] = value
    return result


def _refuse_choosing(data: Tables) -> None:
    for verb in ("keep", "drop"):
        for part in LISTS:
            if f"{verb}_{part}" in data:
                raise _Wrong(f"{verb}_{part} chooses among another's {part}; extends is missing")


def _entries(base: Tables, change: Mapping[str, Any], part: str, name: str) -> list[Any]:
    """Labs, events or segments after choosing, changing and adding."""
    if part == "segments" and part not in base:
        there = [segment.model_dump(mode="json") for segment in standard_segments()]
    else:
        there = deepcopy(list(base.get(part, [])))
    chosen = _chosen(there, change, part, name)
    dropped = {each["name"] for each in there} - {each["name"] for each in chosen}
    places = {each["name"]: place for place, each in enumerate(chosen)}
    for each in change.get(part, []):
        called = each.get("name") if isinstance(each, dict) else None
        if called in dropped:
            raise _Wrong(
                f"{part} '{called}' is changed, and left out by keep_{part} or drop_{part}"
            )
        if called in places:
            chosen[places[called]] = _changed(chosen[places[called]], each)
        else:
            if isinstance(called, str) and _a_change(each, there):
                hint = nearest(called, (known["name"] for known in there))
                raise _Wrong(f"{part} '{called}': '{name}' has none of that name{hint}")
            chosen.append(each)
    return chosen


def _a_change(each: Mapping[str, Any], there: list[Tables]) -> bool:
    """An entry is meant to change another: it gives too little to be one of its own."""
    needed = set.intersection(*(set(known) for known in there)) if there else set()
    return len(needed - set(each)) > len(needed) / 2


def _changed(under: Tables, change: Mapping[str, Any]) -> Tables:
    result = under | dict(change)
    for key in BY_KEY:
        if isinstance(under.get(key), dict) and isinstance(change.get(key), dict):
            result[key] = under[key] | change[key]
    return result


def _chosen(there: list[Tables], change: Mapping[str, Any], part: str, name: str) -> list[Tables]:
    """What is kept of another's labs, events or segments."""
    keep, drop = f"keep_{part}", f"drop_{part}"
    if keep in change and drop in change:
        raise _Wrong(f"{keep} and {drop} say the same twice; give one of them")
    for key in (keep, drop):
        if key in change:
            names = _names(change[key], key, [each["name"] for each in there], name)
            return [each for each in there if (each["name"] in names) == (key == keep)]
    return there


def _names(value: Any, key: str, known: Iterable[str], name: str) -> set[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Wrong(f'{key} must be a list of names, such as ["{next(iter(known), "name")}"]')
    for each in value:
        if each not in known:
            raise _Wrong(f"{key}: '{name}' has no '{each}'{nearest(each, known)}")
    return set(value)
