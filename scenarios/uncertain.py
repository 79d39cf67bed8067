"""Uncertain: what the world may be in a sweep, as a strict frozen table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from tenfold.scenarios.segments import Strict, entry
from tenfold.scenarios.spelling import as_given, as_text, is_number

MOST_POINTS = 1_000_000
QUICK = 4
"""Lucks and points of the short form of a sweep."""
Numbers = Annotated[tuple[float, ...], Field(strict=False)]
Span = Annotated[tuple[float, float], Field(strict=False)]
Design = Literal[
    "latin hypercube", "sobol", "morris", "grid", "list", "one-at-a-time", "ensemble"
]  # fmt: skip


USUAL_POINTS = 16
COUNTED: tuple[Design, ...] = ("latin hypercube", "sobol", "morris", "ensemble")
"""Designs whose number of points is asked for; that of the others follows from their values."""
USUAL_LEVELS: dict[Design, int] = {"grid": 3, "one-at-a-time": 2, "morris": 4}
"""Values of a parameter by design, where a file does not say how many."""


class Uncertain(Strict):
    """What the world may be: parameters that vary between the points of a design."""

    design: Design = entry("choice", "how points are placed", default="latin hypercube")
    parameters: tuple[str, ...] = entry(
        "parameters", "names or symbols; from low to high of parameters.toml",
        default=(), strict=False,
    )  # fmt: skip
    ensemble: str = entry(
        "ensemble", "name or path of parameter sets to draw points from, such as full", default=""
    )
    points: int = entry(
        "count", "of a Latin hypercube or ensemble; base samples of sobol; trajectories of morris",
        default=USUAL_POINTS, ge=1, le=MOST_POINTS,
    )  # fmt: skip
    levels: int | None = entry(
        "count", "values of a parameter: grid (3), one-at-a-time (2), morris (4, even)",
        default=None, ge=2, le=1000,
    )  # fmt: skip
    ranges: dict[str, Span] = entry(
        "by parameter", "low and high in place of those of parameters.toml", default={}
    )
    values: dict[str, Numbers] = entry(
        "by parameter", "the values of a grid; of a list, one per point", default={}
    )

    @model_validator(mode="before")
    @classmethod
    def _ensemble_is_a_design(cls, data: Any) -> Any:
        """An ensemble is the whole design: it says what varies, how far, and together with what."""
        if not isinstance(data, Mapping) or not (given := data.get("ensemble")):
            return data
        beside = [key for key in ("parameters", "values", "ranges", "levels") if data.get(key)]
        if beside:
            raise ValueError(f"{beside[0]}: ensemble = {as_given(given)} says what varies already")
        if data.get("design", "ensemble") != "ensemble":
            raise ValueError(
                f"design = {as_given(data['design'])}: ensemble = {as_given(given)} is a design of"
                " its own; leave one of both out"
            )
        return {**data, "design": "ensemble"}

    @field_validator("parameters")
    @classmethod
    def _once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"'{name}' is named twice")
        return names

    @field_validator("ranges", "values", mode="before")
    @classmethod
    def _lists_of_numbers(cls, tables: Any, info: Any) -> Any:
        for name, given in tables.items() if isinstance(tables, Mapping) else ():
            listed = isinstance(given, list | tuple) and all(is_number(each) for each in given)
            if not listed or (info.field_name == "ranges" and len(given) != 2):
                what = "[low, high]" if info.field_name == "ranges" else "a list of numbers"
                raise ValueError(f"{name} = {as_given(given)}: must be {what}")
        return tables

    @field_validator("ranges")
    @classmethod
    def _in_order(cls, ranges: dict[str, Span]) -> dict[str, Span]:
        for name, (low, high) in ranges.items():
            if not low < high:
                raise ValueError(
                    f"{name} = [{as_text(low)}, {as_text(high)}]: low must be below high"
                )
        return ranges

    @field_validator("values")
    @classmethod
    def _not_empty(cls, values: dict[str, Numbers]) -> dict[str, Numbers]:
        for name, given in values.items():
            if not given:
                raise ValueError(f"{name}: needs at least one value")
        return values

    @model_validator(mode="after")
    def _names_fit_the_design(self) -> Uncertain:
        if self.design == "ensemble":
            if not self.ensemble:
                raise ValueError('design = "ensemble" needs the name of one: ensemble = "full"')
            return self
        if self.values and self.design not in ("grid", "list"):
            raise ValueError(f'values are for design = "grid" or "list", not "{self.design}"')
        if self.design == "list":
            if not self.values or self.parameters:
                raise ValueError("a list gives its points in values, without parameters")
            if len({len(values) for values in self.values.values()}) > 1:
                raise ValueError("a list gives every parameter the same number of values")
        elif self.design == "grid":
            for name, values in self.values.items():
                if len(set(values)) < len(values):
                    raise ValueError(f"{name}: a grid has each value once")
        if not self.parameters and not self.values:
            raise ValueError("parameters: name at least one; 'run.py list parameters' shows all")
        both = set(self.parameters) & set(self.values)
        if both:
            raise ValueError(f"'{min(both)}' stands in parameters and in values; name it once")
        return self

    @model_validator(mode="after")
    def _numbers_fit_the_design(self) -> Uncertain:
        if self.levels is not None:
            if self.design not in USUAL_LEVELS:
                raise ValueError(f'levels are for {", ".join(USUAL_LEVELS)}, not "{self.design}"')
            if self.design == "morris" and self.levels % 2:
                raise ValueError(f"levels = {self.levels}: morris needs an even number")
        if self.design not in COUNTED and self.points != USUAL_POINTS:
            raise ValueError(
                f"points = {self.points}: points are for {', '.join(COUNTED)};"
                f' those of "{self.design}" follow from its values'
            )
        if self.design == "sobol" and self.points & (self.points - 1):
            near = 1 << self.points.bit_length()
            raise ValueError(f"points = {self.points}: sobol needs a power of two, such as {near}")
        return self

    def quick(self) -> Uncertain:
        """The same design in a short form: few points, or the ends of what a grid goes through."""
        if self.design in COUNTED:
            return self.model_copy(update={"points": min(self.points, QUICK)})
        if self.design == "list":
            few = {name: values[:QUICK] for name, values in self.values.items()}
            return self.model_copy(update={"values": few})
        ends = {name: tuple(dict.fromkeys((v[0], v[-1]))) for name, v in self.values.items()}
        return self.model_copy(update={"levels": 2, "values": ends})
