"""Frames of sweep charts: axes, tooltips, rows; what all charts share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tenfold.ui.sweeps.colours import INK_TOKEN, PAGE_TOKEN, QUIET_TOKEN, RULE_TOKEN

Option = dict[str, Any]
Span = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """One row of a distribution, or of intervals.

    Attributes:
        name: shown above it.
        colour: by name.
        mean: of the figure.
        luck: 90 % interval of the mean over lucks.
        parameters: 5-95 % range over parameters.
        quantiles: 5, 25, 50, 75, 95 % of single races.
        values: single races.
        runs: their numbers, for a click; -1 where unknown.
    """

    name: str
    colour: str
    mean: float
    luck: Span | None = None
    parameters: Span | None = None
    quantiles: tuple[float, ...] = ()
    values: Sequence[float] = ()
    runs: Sequence[int] = field(default_factory=list)


@dataclass(frozen=True)
class Axis:
    """An axis in words.

    Attributes:
        name: what it shows, with its unit.
        decimals: of figures in tooltips.
        low: where it begins; None: where the data does.
        high: where it ends.
        steps: names of places 0, 1, 2 ...; of an axis that has no figures.
    """

    name: str
    decimals: int = 2
    low: float | None = None
    high: float | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line with bands.

    Attributes:
        name: of the series.
        colour: by name.
        x: places.
        middle: the line.
        bands: (low, high) pairs, the widest first.
    """

    name: str
    colour: str
    x: Sequence[float]
    middle: Sequence[float]
    bands: Sequence[tuple[Sequence[float], Sequence[float]]] = ()


def rows_frame(names: Sequence[str], axis: Axis) -> Option:
    """Rows with their names above them, along one axis of figures."""
    return {
        "animation": False,
        # Labels stand centred below their ticks: half of one reaches beyond either end.
        "grid": {"left": 30, "right": 30, "top": 14, "bottom": 42},
        "tooltip": tooltip(),
        "xAxis": value_axis(axis, lines=True),
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": list(names),
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": {
                "inside": True, "margin": 0, "align": "left", "verticalAlign": "bottom",
                "padding": [0, 0, 17, 0], "color": INK_TOKEN, "fontSize": 13,
                "width": 620, "overflow": "truncate", "interval": 0,
            },
            "z": 10,
        },
    }  # fmt: skip


def hidden_axis(rows: int) -> Option:
    """A second vertical axis, unseen, on which row k stands at k: for points between rows."""
    return {
        "type": "value", "inverse": True, "show": False, "min": -0.5, "max": rows - 0.5,
    }  # fmt: skip


def plane(x: Axis, y: Axis) -> Option:
    """Two axes; one that has steps is doubled by an unseen one on which step k stands at k."""
    up = value_axis(y, lines=True) | {"nameLocation": "end", "nameGap": 12}
    up["nameTextStyle"] = {"color": QUIET_TOKEN, "align": "left", "padding": [0, 0, 0, -14]}
    return {
        "animation": False,
        "grid": {"left": 12, "right": 30, "top": 34, "bottom": 34, "containLabel": True},
        "xAxis": _stepped(value_axis(x, lines=False) | {"splitNumber": 4}, x),
        "yAxis": _stepped(up, y),
    }


def _stepped(shown: Option, axis: Axis) -> Any:
    if not axis.steps:
        return shown
    count = len(axis.steps)
    unseen = {"type": "value", "show": False, "min": -0.5, "max": count - 0.5}
    return [shown | {"type": "category", "data": list(axis.steps)}, unseen]


def value_axis(axis: Axis, lines: bool) -> Option:
    """An axis of figures, with or without grid lines."""
    found: Option = {
        "type": "value", "scale": True,
        "name": axis.name, "nameLocation": "middle", "nameGap": 28,
        "nameTextStyle": {"color": QUIET_TOKEN, "fontSize": 12},
        "axisLine": {"show": not lines, "lineStyle": {"color": RULE_TOKEN}},
        "axisTick": {"show": False},
        "axisLabel": {"color": QUIET_TOKEN, "hideOverlap": True},
        "splitLine": {"show": lines, "lineStyle": {"color": RULE_TOKEN}},
    }  # fmt: skip
    if axis.low is not None:
        found["min"] = as_number(axis.low)
    if axis.high is not None:
        found["max"] = as_number(axis.high)
    return found


def tooltip(trigger: str = "item") -> Option:
    """What shows under the pointer; of items, their name."""
    found: Option = {
        "trigger": trigger, "confine": True, "backgroundColor": PAGE_TOKEN,
        "borderColor": RULE_TOKEN, "textStyle": {"color": INK_TOKEN, "fontSize": 13},
    }  # fmt: skip
    if trigger == "item":
        found["formatter"] = "{b}"
    return found


def as_number(value: float) -> float | None:
    """A number that JSON can hold, with seven digits; None where there is none."""
    return float(f"{value:.7g}") if math.isfinite(value) else None


def short(value: float) -> float | None:
    """A number with four digits, for what shows in a tooltip as it is; None where there is none."""
    return float(f"{value:.4g}") if math.isfinite(value) else None
