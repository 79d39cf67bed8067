"""Charts of a sweep, as options of the drawing library: pure functions, data in, options out.

The library draws on a canvas, which knows no CSS variables: an option holds the colours of one
theme. Which colour stands for which group is told by the table beside the charts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.ui.charts.palette import INK, PAGE, QUIET, RULE, YOU
from tenfold.ui.sweeps.colours import SERIES, THEMES, series_tokens, theme_colours

FloatArray = NDArray[np.float64]
Option = dict[str, Any]

MOST_GROUPS = len(SERIES)
"""Groups up to which each has a colour of its own."""
NO_YES = ("no", "yes")
"""What 0 and 1 mean."""
MOST_POINTS = 4000
FEWEST_BINS, BINS = 6, 32
SPREAD = 0.32
"""Half the width in which points of one category are scattered, so that none hides another."""
NUDGE = 0.3
"""The same for figures that are 0 or 1."""
FEW_VALUES, APART, MOST_APART = 40, 0.4, 0.03
"""Values of a parameter up to which groups are set apart at each, by this part of their distance
and at most this part of the axis.

The figures under the pointer are the true ones.
"""
LOG_FROM = 50.0
"""Ratio of the largest to the smallest value from which an axis is logarithmic."""
DIGITS = 5
"""Significant digits of a point: more than any screen shows."""
FONT = (
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", '
    '"Liberation Sans", Arial, sans-serif'
)


@dataclass(frozen=True)
class Points:
    """One point per race.

    Attributes:
        run: [races] numbers.
        x: [races] values; of categories, their places in `categories`.
        y: [races] values of the outcome.
        group: [races] places of their groups.
        categories: names of x, in order; empty where x is a figure.
    """

    run: NDArray[np.int64]
    x: FloatArray
    y: FloatArray
    group: NDArray[np.int64]
    categories: Sequence[str] = ()


def group_colours(count: int, reference: int, dark: bool) -> list[str]:
    """Colours of so many groups, as the report has them: the reference quiet, others in order."""
    colours = theme_colours(THEMES[dark])
    return [colours[token] for token in series_tokens(count, reference)]


def is_chance(values: FloatArray) -> bool:
    """Whether an outcome is 0 or 1 in every race."""
    known = values[np.isfinite(values)]
    return bool(known.size and np.isin(known, (0.0, 1.0)).all())


def evenly(count: int, most: int = MOST_POINTS) -> NDArray[np.int64]:
    """Places of at most so many of `count` things, evenly spread over all of them."""
    if count <= most:
        return np.arange(count)
    return np.linspace(0, count - 1, most).round().astype(np.int64)


def distribution(
    groups: Mapping[str, FloatArray], name: str, dark: bool, reference: int = 0
) -> Option:
    """How an outcome is distributed in each group: steps over shared bins, or a bar for a chance.

    Args:
        groups: name to the values of its races, in the order of their colours; nan is left out.
        name: of the outcome, with its unit.
        dark: the theme.
        reference: place of the group that the others are compared with.
    """
    colours = group_colours(len(groups), reference, dark)
    known = {group: values[np.isfinite(values)] for group, values in groups.items()}
    every = np.concatenate([*known.values(), np.zeros(0)])
    if is_chance(every):
        return _chances(known, dark, colours)
    option = _frame(dark) | {
        "xAxis": _axis(dark, name, scale=True),
        "yAxis": {"type": "value", "show": False},
        "tooltip": {"show": False},
    }
    edges = _edges(every, max((values.size for values in known.values()), default=0))
    middles = 0.5 * (edges[1:] + edges[:-1])
    series = []
    for place, (group, values) in enumerate(known.items()):
        shares = np.histogram(values, edges)[0] / max(values.size, 1)
        # Steps begin and end on the ground.
        x = np.concatenate(([edges[0]], middles, [edges[-1]]))
        y = np.concatenate(([0.0], shares, [0.0]))
        colour = colours[place]
        series.append(
            {
                "type": "line", "name": group, "step": "middle", "showSymbol": False,
                "silent": True, "lineStyle": {"color": colour, "width": 2},
                "areaStyle": {"color": colour, "opacity": 0.12},
                "data": [[_short(a), _short(b)] for a, b in zip(x, y, strict=True)],
            }
        )  # fmt: skip
    return option | {"series": series}


def _chances(groups: Mapping[str, FloatArray], dark: bool, colours: Sequence[str]) -> Option:
    bars = [
        {
            "value": round(100.0 * float(values.mean()), 1) if values.size else None,
            "itemStyle": {"color": colours[place]},
        }
        for place, values in enumerate(groups.values())
    ]
    names = list(groups)
    return _frame(dark) | {
        "xAxis": _axis(dark, "% of races", min=0, max=100),
        "yAxis": _axis(dark, "", type="category", data=names, inverse=True),
        "tooltip": {"show": False},
        "series": [
            {
                "type": "bar", "barMaxWidth": 28, "data": bars, "silent": True,
                "label": {"show": True, "position": "right", "formatter": "{c} %",
                          "color": INK[dark], "fontSize": 14, "fontFamily": FONT},
            }
        ],
    }  # fmt: skip


def scatter(
    points: Points,
    names: tuple[str, str],
    groups: Sequence[str],
    dark: bool,
    chosen: int = -1,
    reference: int = 0,
) -> Option:
    """One point per race, coloured by group; the chosen run has a ring.

    Args:
        points: of the races; at most `MOST_POINTS` should be given, see `evenly`.
        names: of x and of the outcome, with units.
        groups: names, in the order of their colours.
        dark: the theme.
        chosen: number of a run; -1 for none.
        reference: place of the group that the others are compared with.
    """
    colours = group_colours(len(groups), reference, dark)
    wide = not points.categories and _is_wide(points.x)
    x, y = _apart(points, wide)
    series = []
    for place, group in enumerate(groups):
        rows = np.flatnonzero(points.group == place)
        series.append(
            _dots(group, colours[place], names)
            | {"data": [_dot(points, x, y, row) for row in rows]}
        )
    row = np.flatnonzero(points.run == chosen)
    if row.size:
        ring = {"color": "transparent", "borderColor": YOU[dark], "borderWidth": 3}
        series.append(
            _dots("chosen", "transparent", names)
            | {"itemStyle": ring, "symbolSize": 15, "z": 5, "silent": True}
            | {"data": [_dot(points, x, y, int(row[0]))]}
        )
    if points.categories:
        last = len(points.categories) - 0.5
        shown = _axis(dark, names[0], type="category", data=list(points.categories))
        shown["axisTick"] = {"alignWithLabel": True}
        hidden = {"type": "value", "min": -0.5, "max": last, "show": False}
        axes: Any = [shown, hidden]
        series = [one | {"xAxisIndex": 1} for one in series]
    else:
        axes = _axis(dark, names[0], scale=True, type="log" if wide else "value")
    upright: Any = _axis(dark, "", scale=True)
    if is_chance(points.y):
        said = _axis(dark, "", type="category", data=list(NO_YES))
        upright = [said, {"type": "value", "min": -0.5, "max": 1.5, "show": False}]
        series = [one | {"yAxisIndex": 1} for one in series]
    return _frame(dark) | {
        "xAxis": axes,
        "yAxis": upright,
        "tooltip": {
            "backgroundColor": PAGE[dark], "borderColor": QUIET[dark], "borderWidth": 1,
            "textStyle": {"color": INK[dark], "fontSize": 14, "fontFamily": FONT},
        },
        "series": series,
    }  # fmt: skip


def _dots(group: str, colour: str, names: tuple[str, str]) -> Option:
    x, y = names
    return {
        "type": "scatter", "name": group, "symbolSize": 6, "progressive": 0,
        "itemStyle": {"color": colour, "opacity": 0.6},
        "dimensions": ["at", "height", "run", x, y],
        "encode": {"x": 0, "y": 1, "tooltip": [2, 3, 4]},
        "emphasis": {"itemStyle": {"opacity": 1}},
    }  # fmt: skip


def _dot(points: Points, x: FloatArray, y: FloatArray, row: int) -> list[Any]:
    at: Any = points.categories[int(points.x[row])] if points.categories else _short(points.x[row])
    return [_short(x[row]), _short(y[row]), int(points.run[row]), at, _short(points.y[row])]


def _is_wide(values: FloatArray) -> bool:
    """Whether values span so much that their logarithm is shown."""
    known = values[np.isfinite(values)]
    return bool(known.size and known.min() > 0.0 and known.max() >= LOG_FROM * known.min())


def _apart(points: Points, wide: bool) -> tuple[FloatArray, FloatArray]:
    """Places of the points: of categories and of 0 or 1 nudged apart, the same way every time."""
    x, y = points.x.copy(), points.y.copy()
    if points.categories:
        # Groups stand side by side within their category.
        groups = int(points.group.max()) + 1 if points.group.size else 1
        width = 2.0 * SPREAD / groups
        x += (points.group + 0.5) * width - SPREAD + 0.85 * width * (_noise(points.run, 1) - 0.5)
    elif not wide:
        x += _dodge(points)
    if is_chance(points.y):
        y += 2.0 * NUDGE * (_noise(points.run, 2) - 0.5)
    return x, y


def _dodge(points: Points) -> FloatArray:
    """Where few values of x occur, groups stand a hair's breadth apart; else nowhere."""
    known = np.unique(points.x[np.isfinite(points.x)])
    if not 1 < known.size <= FEW_VALUES:
        return np.zeros_like(points.x)
    groups = int(points.group.max()) + 1
    width = min(APART / known.size, MOST_APART) * (known[-1] - known[0])
    return np.asarray(((points.group + 0.5) / groups - 0.5) * width)


def _noise(runs: NDArray[np.int64], salt: int) -> FloatArray:
    """A number from 0 to 1 for each run, always the same; of another salt, unlike the first."""
    mixed = (runs.astype(np.uint64) + np.uint64(salt << 40)) * np.uint64(0x9E3779B97F4A7C15)
    for _ in range(2):
        # Products alone would keep salts in step, and points of two nudges on a line.
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((mixed >> np.uint64(40)).astype(np.float64) / float(1 << 24))


def _edges(values: FloatArray, races: int) -> FloatArray:
    """Edges of bins that all groups share: fewer where the largest group has few races."""
    if not values.size:
        return np.array([0.0, 1.0])
    low, high = float(values.min()), float(values.max())
    if low == high:
        return np.array([low - 0.5, low + 0.5])
    whole = bool((values == np.rint(values)).all()) and high - low < BINS
    if whole:
        return np.arange(low - 0.5, high + 1.0)
    bins = int(np.clip(1.5 * np.sqrt(races), FEWEST_BINS, BINS))
    return np.linspace(low, high, bins + 1)


def _short(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None


def _frame(dark: bool) -> Option:
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT, "fontSize": 14, "color": INK[dark]},
        "grid": {"left": 8, "right": 20, "top": 12, "bottom": 26, "containLabel": True},
    }


def _axis(dark: bool, name: str, **more: Any) -> Option:
    return {
        "type": "value",
        "name": name,
        "nameLocation": "end" if not name else "middle",
        "nameGap": 28,
        "nameTextStyle": {"color": QUIET[dark], "fontSize": 14},
        "axisLine": {"show": True, "onZero": False, "lineStyle": {"color": QUIET[dark]}},
        "splitLine": {"lineStyle": {"color": RULE[dark]}},
        "axisLabel": {"color": QUIET[dark], "fontSize": 14, "hideOverlap": True},
    } | more
