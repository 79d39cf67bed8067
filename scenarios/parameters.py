"""Every constant of the model once, with value, unit, range, meaning and source."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError, model_validator

from tenfold.scenarios.errors import ParameterError, complaint, nearest, read_toml
from tenfold.scenarios.segments import Strict, entry

__all__ = [
    "PARAMETERS_FILE",
    "Parameter",
    "ParameterError",
    "Parameters",
    "load_overrides",
    "load_parameters",
]

PARAMETERS_FILE = Path(__file__).parent / "parameters.toml"
_NOTHING: Mapping[str, float] = {}


class Parameter(Strict):
    """One constant of the model."""

    name: str = entry("text", "name in the code and on the command line", min_length=1)
    section: str = entry("text", "part of the model it belongs to", min_length=1)
    symbol: str = entry("text", "symbol in the equations; empty where it has none", default="")
    value: float = entry("as unit", "what the model uses unless told otherwise")
    unit: str = entry("text", "unit of value, low, high, least and most", min_length=1)
    low: float = entry("as unit", "lower end of the range that sweeps explore")
    high: float = entry("as unit", "upper end of the range that sweeps explore")
    least: float | None = entry("as unit", "below this no world exists", default=None)
    most: float | None = entry("as unit", "above this no world exists", default=None)
    whole: bool = entry("true or false", "whole numbers alone", default=False)
    asleep: bool = entry(
        "true or false", "moves no usual race: drawn only by those who name it", default=False
    )
    meaning: str = entry("text", "what it does, in plain words", min_length=1)
    source: str = entry("text", "where the value comes from", min_length=1)
    status: Literal["published", "calibrated", "assumption"] = entry(
        "choice", "how well the value is known"
    )

    @model_validator(mode="before")
    @classmethod
    def _never_negative_by_default(cls, data: Any) -> Any:
        low = data.get("low") if isinstance(data, dict) else None
        if isinstance(low, int | float) and low >= 0:
            return {"least": 0.0} | data
        return data

    @model_validator(mode="after")
    def _in_order(self) -> Parameter:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"value {self.value:g} must lie between low {self.low:g} and high {self.high:g}"
            )
        if self.least is not None and self.low < self.least:
            raise ValueError(f"low {self.low:g} must not be below least {self.least:g}")
        if self.most is not None and self.high > self.most:
            raise ValueError(f"high {self.high:g} must not be above most {self.most:g}")
        return self

    @property
    def varies(self) -> bool:
        """Whether it is drawn where all uncertain parameters are."""
        return self.low < self.high and not self.asleep

    def check(self, value: float) -> float:
        """The value as a float, if a world with it can exist.

        Raises:
            ParameterError: not a finite number, below `least` or above `most`.
        """
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value):
            raise ParameterError(f"{self.name} = {value}: must be a finite number ({self.unit})")
        if self.whole and value != round(value):
            raise ParameterError(f"{self.name} = {value:g}: must be a whole number")
        if self.least is not None and value < self.least:
            raise ParameterError(
                f"{self.name} = {value:g}: must be at least {self.least:g} ({self.unit})"
            )
        if self.most is not None and value > self.most:
            raise ParameterError(
                f"{self.name} = {value:g}: must be at most {self.most:g} ({self.unit})"
            )
        return float(value)


class Parameters(Mapping[str, Parameter]):
    """All parameters by name, in the order of the file."""

    def __init__(self, entries: list[Parameter]) -> None:
        """Index the parameters by name, 'section.name' and symbol.

        Raises:
            ParameterError: two parameters share a name or a symbol.
        """
        self._by_name: dict[str, Parameter] = {}
        self._by_any: dict[str, str] = {}
        for each in entries:
            for alias in {each.name, f"{each.section}.{each.name}", each.symbol} - {""}:
                other = self._by_any.get(alias)
                if other is not None:
                    raise ParameterError(
                        f"{each.section}.{each.name}: '{alias}' already means"
                        f" {self._by_name[other].section}.{other}; choose another"
                    )
            for alias in {each.name, f"{each.section}.{each.name}", each.symbol} - {""}:
                self._by_any[alias] = each.name
            self._by_name[each.name] = each

    def __getitem__(self, name: str) -> Parameter:
        """The parameter of that name, 'section.name' or symbol.

        Raises:
            KeyError: there is none (so that this is a Mapping); `find` explains.
        """
        return self._by_name[self._by_any[name]]

    def __iter__(self) -> Iterator[str]:
        """Names in the order of the file."""
        return iter(self._by_name)

    def __len__(self) -> int:
        """How many parameters there are."""
        return len(self._by_name)

    def find(self, name: str) -> Parameter:
        """The parameter of that name, 'section.name' or symbol.

        Raises:
            ParameterError: there is none; gives the nearest name.
        """
        if name not in self._by_any:
            raise ParameterError(f"unknown parameter '{name}'{nearest(name, self._by_any)}")
        return self[name]

    def values(  # type: ignore[override]  # the numbers, not the entries, are what worlds need
        self, overrides: Mapping[str, float] = _NOTHING
    ) -> dict[str, float]:
        """Name to number, in the order of the file, with some replaced.

        Args:
            overrides: by name, 'section.name' or symbol.

        Raises:
            ParameterError: an unknown name, one set twice, or a value outside physical bounds.
        """
        numbers = {name: each.value for name, each in self._by_name.items()}
        said: dict[str, str] = {}
        for given, value in overrides.items():
            each = self.find(given)
            if each.name in said:
                raise ParameterError(
                    f"'{said[each.name]}' and '{given}' are the same parameter; set it once"
                )
            said[each.name] = given
            numbers[each.name] = each.check(value)
        return numbers


@cache
def load_parameters(path: Path = PARAMETERS_FILE) -> Parameters:
    """The parameters of the model.

    Raises:
        ParameterError: the file cannot be used; names file, key, reason, nearest key.
    """
    entries = []
    for section, table in read_toml(path, ParameterError).items():
        if not isinstance(table, dict):
            raise ParameterError(f"{path}: '{section}' stands outside a section")
        for name, raw in table.items():
            if not isinstance(raw, dict):
                raise ParameterError(
                    f"{path}: {section}.{name} = {raw}: must be a table with value, unit, low,"
                    f" high, meaning, source and status: [{section}.{name}]"
                )
            for given in ("name", "section"):
                if given in raw:
                    raise ParameterError(
                        f"{path}: {section}.{name}: unknown key '{given}': the heading gives it"
                    )
            data = raw | {"name": name, "section": section}
            try:
                entries.append(Parameter.model_validate(data))
            except ValidationError as problem:
                found = complaint(problem, Parameter, data)
                raise ParameterError(f"{path}: {section}.{name}: {found}") from None
    try:
        return Parameters(entries)
    except ParameterError as problem:
        raise ParameterError(f"{path}: {problem}") from None


def load_overrides(path: str | os.PathLike[str]) -> dict[str, float]:
    """Values that replace parameters, from a TOML file: `name = value`, below `[section]` or not.

    Returns:
        Name, or 'section.name', to number, in the order of the file.

    Raises:
        ParameterError: the file cannot be used, or a value is not a number.
    """
    file = Path(path)
    found: dict[str, float] = {}
    for key, value in read_toml(file, ParameterError).items():
        inner = (
            {f"{key}.{name}": v for name, v in value.items()}
            if isinstance(value, dict)
            else {key: value}
        )
        for name, number in inner.items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise ParameterError(f"{file}: {name} = {number!r}: must be a number")
            if not math.isfinite(number):
                raise ParameterError(f"{file}: {name} = {number}: must be a finite number")
            found[name] = float(number)
    return found
