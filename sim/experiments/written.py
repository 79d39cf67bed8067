"""Written: verdicts, effects and pictures as plain JSON, and back to the same bits.

A number that is none is written as null. Names of classes are kept as words, not as code.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tenfold.sim.experiments.effect import Effect
from tenfold.sim.experiments.picture import Bars, Dots, Lines, Picture, Points, Series
from tenfold.sim.experiments.verdict import Verdict

KINDS = {kind.__name__: kind for kind in (Dots, Lines, Bars, Points)}
FIGURES = ("middle", "low", "high", "luck_low", "luck_high")


def verdict_json(verdict: Verdict) -> dict[str, str]:
    """A verdict as a table."""
    return {"kind": verdict.kind, "says": verdict.says, "on": verdict.on}


def verdict_from(table: Mapping[str, Any]) -> Verdict:
    """The verdict of a table."""
    return Verdict(table["kind"], table["says"], table["on"])


def effects_json(effects: Mapping[str, Effect]) -> dict[str, Any]:
    """Effects by label, with their figure at every parameter set."""
    return {
        label: effect.to_json() | {"per_point": plain(effect.per_point)}
        for label, effect in effects.items()
    }


def effects_from(table: Mapping[str, Any]) -> dict[str, Effect]:
    """The effects of a table."""
    return {
        str(label): Effect(
            **{name: _number(row[name]) for name in FIGURES},
            per_point=np.array(_numbers(row["per_point"]), dtype=np.float64),
            unit=row["unit"],
        )
        for label, row in table.items()
    }


def picture_json(picture: Picture) -> dict[str, Any]:
    """A picture as a table that names its kind."""
    fields = {each.name: getattr(picture, each.name) for each in dataclasses.fields(picture)}
    return {"kind": type(picture).__name__} | {name: plain(each) for name, each in fields.items()}


def picture_from(table: Mapping[str, Any]) -> Picture:
    """The picture of a table.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    said = dict(table)
    kind = KINDS[said.pop("kind")]
    if kind is Dots:
        said["rows"] = tuple((row[0], *_numbers(row[1:])) for row in said["rows"])
        said["marks"] = tuple((_number(x), label) for x, label in said["marks"])
    elif kind is Lines:
        said["series"] = tuple(_series(each) for each in said["series"])
    elif kind is Bars:
        said["series"] = {name: _numbers(each) for name, each in said["series"].items()}
    else:
        said["series"] = {
            name: (_numbers(x), _numbers(y)) for name, (x, y) in said["series"].items()
        }
    made: Picture = kind(**said)
    return made


def plain(value: Any) -> Any:
    """Anything made of numbers, words, mappings, sequences and dataclasses, as JSON can hold it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    raise TypeError(f"no JSON can hold a {type(value).__name__}")


def _series(said: Mapping[str, Any]) -> Series:
    band = {name: None if said[name] is None else _numbers(said[name]) for name in ("low", "high")}
    return Series(
        said["name"], _numbers(said["x"]), _numbers(said["y"]), **band, dashed=said["dashed"]
    )


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [_number(each) for each in values]


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
