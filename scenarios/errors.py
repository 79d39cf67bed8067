"""What people read when a file cannot be used: one line with file, key, reason and way out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

Loc = tuple[int | str, ...]
ALIKE = 0.1
"""Names whose likeness differs by less are alike: of these the longest common beginning decides."""
TWICE = re.compile(r"Cannot overwrite a value|Cannot declare .* twice|Duplicate inline table key")
KEY = re.compile(r"""\s*(\[[^\]]+\]|[\w."'-]+)\s*(?:[=#]|$)""")
"""What a line of TOML sets: a table, or a key."""


class ScenarioError(ValueError):
    """A file of the scenarios that cannot be used; the message says where, why, what instead."""


class ParameterError(ScenarioError):
    """A parameter, or an override of one, that cannot be used."""


class EvidenceError(ScenarioError):
    """An entry of the published figures that cannot be used."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a name that does not exist: the nearest known one, or all of them.

    Args:
        name: what was asked for.
        known: the names that exist.

    Returns:
        Text that starts with "; ", or nothing where no name is known.
    """
    names = sorted(set(known))
    lowered = {known_name.casefold(): known_name for known_name in names}
    close = get_close_matches(name.casefold(), lowered, 5, cutoff=0.5)
    if close:
        return f"; did you mean '{lowered[_most_alike(name.casefold(), close)]}'?"
    if not names:
        return ""
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"; there are: {', '.join(names[:20])}{more}"


def _most_alike(name: str, close: list[str]) -> str:
    """Of names in order of likeness, the one that begins most alike among the likeliest."""

    def likeness(other: str) -> float:  # in the order of difflib: it is not symmetric
        return SequenceMatcher(None, other, name).ratio()

    best = likeness(close[0])
    rivals = [other for other in close if likeness(other) > best - ALIKE]
    return max(rivals, key=lambda other: _beginning(name, other))


def _beginning(name: str, other: str) -> int:
    """Letters at the beginning that are the same."""
    pairs = list(zip(name, other, strict=False))
    return next((k for k, (ours, theirs) in enumerate(pairs) if ours != theirs), len(pairs))


def read_toml(path: Path, error: type[ScenarioError]) -> dict[str, Any]:
    """The tables of a TOML file.

    Args:
        path: the file.
        error: the kind of error to raise.

    Raises:
        ScenarioError: (of the kind `error`) missing, unreadable, not text, or not TOML, with line.
    """
    text = ""
    try:
        text = path.read_bytes().decode("utf-8")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise error(f"{path}: no such file") from None
    except IsADirectoryError:
        raise error(f"{path}: is a folder; name a .toml file inside it") from None
    except OSError as problem:
        raise error(f"{path}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise error(f"{path}: is not text in UTF-8; save it as a UTF-8 text file") from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise error(f"{path}: {_not_toml(str(problem), text)}") from None


def _not_toml(problem: str, text: str) -> str:
    """What is wrong with a text that is no TOML; of a key that comes twice, which and where."""
    if not TWICE.match(problem):
        return f"is not valid TOML: {problem}"
    lines = text.rstrip().split("\n")
    found = re.search(r"at line (\d+)", problem)
    number = int(found[1]) if found else len(lines)
    inline = re.match(r"Duplicate inline table key ('.*?'|\".*?\")", problem)
    sets = KEY.match(lines[number - 1])
    name = f" {inline[1]}" if inline else f" '{sets[1]}'" if sets else ""
    what = "table" if name.startswith(" '[") else "key"
    return f"is not valid TOML: line {number}: the {what}{name} stands there twice; keep one"


def complaint(problem: ValidationError, model: type[BaseModel], data: Any) -> str:
    """One line for the first thing that is wrong, and how many more there are.

    Args:
        problem: what the schema found.
        model: the schema.
        data: what was checked, to name labs and other entries instead of counting them.

    Returns:
        Text such as "labs 'Cinder', compute.value = -3.0: must be at least 0".
    """
    found = problem.errors(include_url=False)
    # A misspelt key shows up twice, as unknown and as missing: only the first says what to do.
    found.sort(key=lambda entry: entry["type"] != "extra_forbidden")
    first = found[0]
    loc: Loc = first["loc"]
    kind = first["type"]
    if kind == "extra_forbidden":
        table = schema_at(model, loc[:-1])
        hint = nearest(str(loc[-1]), table.model_fields if table else ())
        text = f"{_place(loc[:-1], data, ends=': ')}unknown key '{loc[-1]}'{hint}"
    elif kind == "missing":
        text = f"{_place(loc[:-1], data, ends=': ')}the key '{loc[-1]}' is missing"
    elif loc and loc[-1] == "[key]":
        text = (
            f"{_place(loc[:-2], data, ends=': ')}unknown key '{loc[-2]}'"
            f"{nearest(str(loc[-2]), _choices(first['ctx']['expected']))}"
        )
    else:
        given = first["input"]
        shown = f" = {_show(given)}" if isinstance(given, str | int | float) else ""
        where = f"{_place(loc, data)}{shown}"
        text = f"{where}: {_reason(kind, first)}" if where else _reason(kind, first)
    more = len(found) - 1
    rest = f" (and {more} more mistake{'s' if more > 1 else ''})" if more else ""
    # One line whatever stands in the file: a quoted value may hold line breaks.
    return " ".join(f"{text}{rest}".split())


def schema_at(model: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The schema of the table that a place in a file leads to; None where there is no table."""
    here: Any = model
    for step in loc:
        inner = _model_in(here)
        if isinstance(step, int) or inner is None:
            arguments = get_args(here)
            here = arguments[0] if arguments else None
        elif step in inner.model_fields:
            here = inner.model_fields[step].annotation
        else:
            return None
    return _model_in(here)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, list, dict):
        return None
    for choice in get_args(annotation):
        if choice is not NoneType and isinstance(choice, type) and issubclass(choice, BaseModel):
            return choice
    return None


def _place(loc: Loc, data: Any, ends: str = "") -> str:
    """The way to an entry in words: "labs 'Cinder', compute.value"."""
    words = ""
    here = data
    for step in loc:
        here = _inside(here, step)
        if isinstance(step, int):
            label = here.get("name") if isinstance(here, Mapping) else None
            words += f" '{label}'," if isinstance(label, str) and label else f" number {step + 1},"
        elif words.endswith(","):
            words += f" {step}"
        else:
            words += f".{step}" if words else str(step)
    words = words.rstrip(",")
    return f"{words}{ends}" if words else ""


def _inside(data: Any, step: int | str) -> Any:
    if isinstance(data, Mapping):
        return data.get(step)
    if isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _show(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _choices(expected: str) -> list[str]:
    """The words in pydantic's list of literals: "'us', 'china' or 'other'"."""
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]


_TYPES = {
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "model_type": "must be a table of keys and values",
    "model_attributes_type": "must be a table of keys and values",
    "dict_type": "must be a table of keys and values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "finite_number": "must be a finite number, neither nan nor inf",
    "string_too_short": "must not be empty",
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "below"),
}


def _reason(kind: str, entry: Any) -> str:
    context = entry.get("ctx", {})
    if kind in _TYPES:
        return _TYPES[kind]
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        return f"must be {words} {context[key]:g}"
    if kind == "literal_error":
        known = _choices(context["expected"])
        return f"must be one of {', '.join(known)}{_near_only(entry['input'], known)}"
    if kind == "value_error":
        return str(context["error"])
    return str(entry["msg"])


def _near_only(value: Any, known: list[str]) -> str:
    hint = nearest(str(value), known)
    return hint if "did you mean" in hint else ""
