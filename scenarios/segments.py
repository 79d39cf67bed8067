"""Customer segments: what each values, how fast it grows, and the standard seven."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tenfold.scenarios.errors import ScenarioError, complaint, read_toml

STANDARD_SEGMENTS = Path(__file__).parent / "segments.toml"


def entry(unit: str, meaning: str, *, default: Any = ..., **bounds: Any) -> Any:
    """A field of the schema: its unit, its meaning and its bounds in one line."""
    return Field(default, description=meaning, json_schema_extra={"unit": unit}, **bounds)


class Strict(BaseModel):
    """Base of every table in a scenario: no unknown key, no silent conversion, no nan, frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class SegmentSpec(Strict):
    """Customers with like needs, who choose among products and the outside option."""

    name: str = entry("text", "short name, used in tables", min_length=1)
    title: str = entry("text", "name in charts", min_length=1)
    need: float = entry("index points", "quality that counts as nothing gained", ge=0, le=400)
    saturation: float = entry("index points", "quality above which nothing is gained", ge=0, le=400)
    quality: float = entry("utility per 10 index points", "weight of quality (a_s)", ge=0, le=50)
    price: float = entry("utility per ln price", "weight of price (b_s)", ge=0, le=50)
    latency: float = entry("utility per unit of latency", "weight of waiting (l_s)", ge=0, le=50)
    openness: float = entry("utility", "worth of open weights (o_s)", ge=-10, le=10)
    brand: float = entry("utility per unit of brand", "weight of a known name", ge=0, le=50)
    inertia: float = entry(
        "share per month", "share of customers who choose anew each month (chi_s)", gt=0, le=1
    )
    size: float = entry("1", "tokens at start, relative to the other segments", gt=0, le=1e6)
    growth: float = entry("x per year", "growth of demand at the start", gt=0, le=100)
    elasticity: float = entry("1", "demand gained per fall of price (eps_s)", ge=0, le=10)
    rising: float = entry(
        "1", "rise of need and saturation per rise of the frontier (omega_s)", ge=0, le=2
    )
    reasoning: float = entry("weight", "how much maths and code count in quality", ge=0, le=1)
    static: float = entry("share of tokens", "demand that a cache can answer", ge=0, le=1)
    custom: float = entry("index points", "what tuning adds to an open product", ge=0, le=50)
    ensemble: float = entry("index points", "what combining open models adds", ge=0, le=50)
    editing: float = entry(
        "hours per 1000 pieces",
        "human rework at 10 points below the threshold; 0 where nobody edits",
        ge=0,
        le=1000,
    )
    trusted: int = entry("0 or 1", "chosen customers: may use withheld models", ge=0, le=1)

    @model_validator(mode="after")
    def _saturates_above_need(self) -> SegmentSpec:
        if self.saturation <= self.need:
            raise ValueError(
                f"saturation ({self.saturation:g}) must be above need ({self.need:g}) index points"
            )
        return self


class _SegmentFile(Strict):
    segments: tuple[SegmentSpec, ...] = entry(
        "segments", "all segments", min_length=1, strict=False
    )


@cache
def standard_segments() -> tuple[SegmentSpec, ...]:
    """The segments of scenarios that define none of their own, from `segments.toml`.

    Raises:
        ScenarioError: the file cannot be used; the message names the key.
    """
    data = read_toml(STANDARD_SEGMENTS, ScenarioError)
    try:
        return _SegmentFile.model_validate(data).segments
    except ValidationError as problem:
        found = complaint(problem, _SegmentFile, data)
        raise ScenarioError(f"{STANDARD_SEGMENTS}: {found}") from None
