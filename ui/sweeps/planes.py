"""Charts on two axes: curves, fans, points; options of ECharts as plain dicts, as in `charts`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.ui.sweeps.colours import ACCENT_TOKEN, PAGE_TOKEN, QUIET_TOKEN, REST_TOKEN
from tenfold.ui.sweeps.frames import Axis, Line, Option, Span, as_number, plane, short, tooltip


def main_effect(
    lines: Sequence[Line], x: Axis, y: Axis, legend: bool = False, joined: bool = True
) -> Option:
    """Curves of an outcome along a parameter, one per series; the first band as whiskers.

    Args:
        lines: one per series.
        x: axis of the parameter.
        y: axis of the figure.
        legend: whether the chart names its lines itself.
        joined: whether a line runs from point to point.
    """
    option = plane(x, y)
    option["tooltip"] = tooltip("axis")
    _with_legend(option, lines, legend)
    whiskers = [_whiskers(line, *line.bands[0]) for line in lines if line.bands]
    curves = [_line(line, _pairs(line.x, line.middle), symbols=True) for line in lines]
    for curve in curves if not joined else ():
        curve["lineStyle"] = curve["lineStyle"] | {"opacity": 0}
    option["series"] = [*whiskers, *curves]
    return option


def fan(lines: Sequence[Line], x: Axis, y: Axis, legend: bool = False) -> Option:
    """Paths over months: medians, with bands of the races around them.

    Args:
        lines: all over the same months.
        x: axis of the months.
        y: axis of the figure.
        legend: whether the chart names its lines itself.
    """
    option = plane(x, y)
    months = [f"{month:g}" for month in lines[0].x] if lines else []
    step = max(1, len(months) // 8)
    # Bands are stacks, and only a category axis stacks upwards alone.
    option["xAxis"] |= {"type": "category", "data": months, "boundaryGap": False}
    option["xAxis"]["axisLabel"] = {"color": QUIET_TOKEN, "interval": _every(step)}
    option["tooltip"] = tooltip("axis")
    _with_legend(option, lines, legend)
    series: list[Option] = []
    for line in lines:
        for number, (low, high) in enumerate(line.bands):
            series += _band(line, low, high, f"{line.name}-{number}")
        series.append(_line(line, [short(each) for each in line.middle], symbols=False))
    option["series"] = series
    return option


def _every(step: int) -> int:
    """Labels to leave out between two, so that years stand where they fit: 11 for 12 months."""
    for months in (1, 3, 6, 12, 24):
        if months >= step:
            return months - 1
    return step - 1


def scatter(
    points: Sequence[tuple[float, float, str, int]], x: Axis, y: Axis, colour: str = "@series-1"
) -> Option:
    """Races, or sets of parameters, as points: x, y, what to say of it, number of the run."""
    option = plane(x, y)
    option["tooltip"] = tooltip()
    option["series"] = [
        {
            "type": "scatter",
            "symbolSize": 7,
            "itemStyle": {"color": colour, "opacity": 0.6},
            "data": [
                {"value": [as_number(a), as_number(b)], "name": name, "run": int(run)}
                for a, b, name, run in points
            ],
        }
    ]
    return option


def box_map(
    points: Sequence[tuple[float, float, float, str]], box: tuple[Span, Span], x: Axis, y: Axis
) -> Option:
    """Cases on two dimensions, filled by how often it happened, with a box around many of them.

    Args:
        points: x, y, share of lucks in which it happened (0 to 1), what to say.
        box: (low, high) on x and on y.
        x: horizontal axis.
        y: vertical axis.
    """
    option = plane(x, y)
    option["tooltip"] = tooltip()
    (left, right), (bottom, top) = box
    corners = [
        {"coord": [as_number(left), as_number(bottom)]},
        {"coord": [as_number(right), as_number(top)]},
    ]
    option["series"] = [
        {
            "type": "scatter",
            "xAxisIndex": int(bool(x.steps)),
            "yAxisIndex": int(bool(y.steps)),
            "symbolSize": 8,
            "data": [
                {
                    "value": [as_number(a), as_number(b)],
                    "name": name,
                    "itemStyle": {
                        "color": "@series-2" if share > 0.0 else PAGE_TOKEN,
                        "opacity": round(0.25 + 0.75 * share, 3) if share > 0.0 else 1.0,
                        "borderColor": "@series-2" if share > 0.0 else REST_TOKEN,
                        "borderWidth": 1,
                    },
                }
                for a, b, share, name in points
            ],
            "markArea": {
                "silent": True,
                "itemStyle": {
                    "color": ACCENT_TOKEN,
                    "opacity": 0.08,
                    "borderColor": ACCENT_TOKEN,
                    "borderWidth": 1.5,
                },
                "data": [corners],
            },
        }
    ]
    return option


def _with_legend(option: Option, lines: Sequence[Line], legend: bool) -> None:
    if legend:
        option["legend"] = {
            "type": "scroll", "top": 0, "textStyle": {"color": QUIET_TOKEN},
            "data": [line.name for line in lines],
        }  # fmt: skip
        option["grid"]["top"] = 56


def _line(line: Line, data: list[Any], symbols: bool) -> Option:
    return {
        "type": "line", "name": line.name, "data": data, "z": 4,
        "showSymbol": symbols, "symbolSize": 6,
        "lineStyle": {"color": line.colour, "width": 2}, "itemStyle": {"color": line.colour},
    }  # fmt: skip


def _whiskers(line: Line, low: Sequence[float], high: Sequence[float]) -> Option:
    """A vertical stroke from low to high at each place; a gap parts one from the next."""
    data: list[Any] = []
    for x, bottom, top in zip(line.x, low, high, strict=True):
        data += [[as_number(x), as_number(bottom)], [as_number(x), as_number(top)], "-"]
    return {
        "type": "line", "data": data, "symbol": "none", "silent": True,
        "tooltip": {"show": False},
        "lineStyle": {"color": line.colour, "width": 5, "opacity": 0.25, "cap": "butt"},
    }  # fmt: skip


def _band(line: Line, low: Sequence[float], high: Sequence[float], stack: str) -> list[Option]:
    """An unseen line at the lower edge, and on top of it the filled rest up to the upper edge."""
    floor = {
        "type": "line", "stack": stack, "stackStrategy": "all", "symbol": "none", "silent": True,
        "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
        "data": [as_number(each) for each in low],
    }  # fmt: skip
    rise = dict(floor)
    rise["data"] = [as_number(top - base) for base, top in zip(low, high, strict=True)]
    rise["areaStyle"] = {"color": line.colour, "opacity": 0.15}
    return [floor, rise]


def _pairs(across: Sequence[float], up: Sequence[float]) -> list[list[float | None]]:
    return [[as_number(a), short(b)] for a, b in zip(across, up, strict=True)]
