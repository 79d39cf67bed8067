"""Bodies: what was sent, read strictly: bounded, no field too many, too few or twice."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request

from tenfold.ui.classroom.api.answers import Refusal
from tenfold.ui.posted import TooLong, body_of

MOST_BYTES = 16_384
"""Of a message: all levers with all their decimals are a twentieth of it."""
MOST_DEEP = 12
"""Objects and lists within one another."""
BAD, TOO_LONG = 400, 413
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
ASK = "This cannot be read: send an object of JSON, as docs/classroom-api.md has it."
Reader = Callable[[str, Any], Any]
"""From a field's name and value to the value; raises Refusal."""


async def object_of(request: Request, most: int = MOST_BYTES) -> dict[str, Any]:
    """The JSON object of a request; an empty body is an empty object.

    Raises:
        Refusal: it is longer, or no such object.
        ClientDisconnect: nobody waits any more, or it came too slowly.
    """
    try:
        body = await body_of(request, most)
    except TooLong:
        raise Refusal(TOO_LONG, f"At most {most:,} bytes can be sent here.") from None
    if not body.strip():
        return {}
    try:
        found = json.loads(body, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(found, ensure_ascii=False).encode()  # halves of letters cannot be said back
    except (ValueError, RecursionError):
        raise Refusal(BAD, ASK) from None
    if not isinstance(found, dict) or _deep(found) > MOST_DEEP:
        raise Refusal(BAD, ASK)
    return found


def fields(
    sent: Mapping[str, Any],
    needed: Mapping[str, Reader] | None = None,
    optional: Mapping[str, Reader] | None = None,
) -> dict[str, Any]:
    """Fields as their readers take them; optional ones that were not sent are left out.

    Raises:
        Refusal: one is missing, unknown or refused by its reader.
    """
    readers = {**(needed or {}), **(optional or {})}
    for name in sent:
        if name not in readers:
            known = ", ".join(readers) or "none"
            raise Refusal(BAD, f"{name[:40]!r} is not asked for; fields here: {known}.")
    for name in needed or {}:
        if name not in sent:
            raise Refusal(BAD, f"{name}: is missing.")
    return {name: readers[name](name, value) for name, value in sent.items()}


def text(longest: int, empty: bool = False) -> Reader:
    """Reads one line of text; what cannot be printed is refused."""

    def read(name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise Refusal(BAD, f"{name}: must be text.")
        line = " ".join(value.split())
        if len(line) > longest or not (line or empty):
            raise Refusal(BAD, f"{name}: must have {int(not empty)} to {longest} letters.")
        if not line.isprintable():
            raise Refusal(BAD, f"{name}: has signs in it that cannot be shown.")
        return line

    return read


def whole(low: int, high: int) -> Reader:
    """Reads a whole number."""

    def read(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Refusal(BAD, f"{name}: must be a whole number from {low} to {high}.")
        return value

    return read


def key(name: str, value: Any) -> str:
    """Reads a name that a client made up."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise Refusal(BAD, f"{name}: must be 8 to 64 letters, digits, - or _.")
    return value


def flag(name: str, value: Any) -> bool:
    """Reads true or false."""
    if not isinstance(value, bool):
        raise Refusal(BAD, f"{name}: must be true or false.")
    return value


def number(name: str, value: Any) -> float:
    """Reads a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal(BAD, f"{name}: must be a number.")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise Refusal(BAD, f"{name}: must be a number.")
    return found


def settings(name: str, value: Any) -> dict[str, float]:
    """Reads levers and numbers."""
    return _mapping(name, value, lambda key, one: number(f"{name}.{key}", one))


def answers(longest: int) -> Reader:
    """Reads questions and answers, which may have several lines."""

    def read(name: str, value: Any) -> str:
        said = long_text(name, value)
        if len(said) > longest:
            raise Refusal(BAD, f"{name}: must have 0 to {longest} letters.")
        return said

    return lambda name, value: _mapping(name, value, lambda key, one: read(f"{name}.{key}", one))


def pair(name: str, value: Any) -> tuple[float, float]:
    """Reads two numbers, the lower first."""
    if not isinstance(value, list) or len(value) != 2:
        raise Refusal(BAD, f"{name}: must be two numbers, the lower first.")
    low, high = (number(name, one) for one in value)
    if low > high:
        raise Refusal(BAD, f"{name}: must be two numbers, the lower first.")
    return low, high


def long_text(name: str, value: Any) -> str:
    """Reads text of many lines, which whoever gets it checks strictly."""
    if not isinstance(value, str):
        raise Refusal(BAD, f"{name}: must be text.")
    return value


def or_nothing(reader: Reader) -> Reader:
    """Reads null, or what the reader reads."""
    return lambda name, value: None if value is None else reader(name, value)


def anything(name: str, value: Any) -> dict[str, Any]:
    """Reads an object that whoever gets it checks strictly."""
    if not isinstance(value, dict):
        raise Refusal(BAD, f"{name}: must be an object.")
    return value


MOST_ENTRIES = 80
MOST_NAME = 200


def _mapping(name: str, value: Any, read: Callable[[str, Any], Any]) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > MOST_ENTRIES:
        raise Refusal(BAD, f"{name}: must be an object of at most {MOST_ENTRIES} fields.")
    for key in value:
        if not 0 < len(key) <= MOST_NAME:
            raise Refusal(BAD, f"{name}: its names must have 1 to {MOST_NAME} letters.")
    return {key: read(key, one) for key, one in value.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field stands there twice")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _deep(value: Any) -> int:
    """How many objects and lists are within one another."""
    level, depth = [value], 0
    while level and depth <= MOST_DEEP:
        inside: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inside += one.values()
            elif isinstance(one, list):
                inside += one
        nested = any(isinstance(one, dict | list) for one in level)
        level, depth = inside, depth + nested
    return depth
