"""Pictures as data: what is to be drawn; how it looks is decided where people see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Numbers = Sequence[float]


@dataclass(frozen=True)
class Dots:
    """A row per arm or cell: a dot with its interval.

    Attributes:
        rows: (label, middle, low, high) from top to bottom.
        x_label: what is measured, with its unit.
        title: what one should see.
        marks: (x, label) of lines to compare with.
    """

    rows: Sequence[tuple[str, float, float, float]]
    x_label: str
    title: str
    marks: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True)
class Series:
    """A line of a picture, with a band where `low` and `high` are given."""

    name: str
    x: Numbers
    y: Numbers
    low: Numbers | None = None
    high: Numbers | None = None
    dashed: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines over a common axis, such as months or a ratio.

    Attributes:
        series: the lines; each keeps its place in the order of colours.
        logarithmic: whether the horizontal axis is.
    """

    series: Sequence[Series]
    x_label: str
    y_label: str
    title: str
    logarithmic: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars by label; several series side by side, or stacked."""

    labels: Sequence[str]
    series: Mapping[str, Numbers]
    y_label: str
    title: str
    stacked: bool = False


@dataclass(frozen=True)
class Points:
    """Points by group, with labels where given (one per point, group after group)."""

    series: Mapping[str, tuple[Numbers, Numbers]]
    x_label: str
    y_label: str
    title: str
    labels: Sequence[str] = field(default=())


Picture = Dots | Lines | Bars | Points
