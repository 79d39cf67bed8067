"""Charts of sweeps as pure functions: data in, options of ECharts out, as plain dicts.

Colours stand by name (see `colours`); `paint` or the page's script puts a theme in their place.
Options hold no functions, so they travel as JSON. Rows carry their names above them, not beside:
they fit a phone, whatever the length of a name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tenfold.ui.sweeps.colours import INK_TOKEN, PAGE_TOKEN, QUIET_TOKEN, REST_TOKEN
from tenfold.ui.sweeps.frames import Axis, Option, Row, Span, as_number, hidden_axis, rows_frame

ROW_HEIGHT, FRAME_HEIGHT = 62, 56
"""Pixels of a row, and of all around the rows."""
STEPS = 24
"""Slices in which a cloud of races is counted to give it its width."""


def height_of(rows: int) -> int:
    """Pixels that a chart of so many rows needs."""
    return FRAME_HEIGHT + ROW_HEIGHT * max(1, rows)


def distribution(rows: Sequence[Row], axis: Axis, zero: bool = False,
                 matters_if: float | None = None) -> Option:  # fmt: skip
    """Single races as clouds, with a box of 25, 50, 75 % and whiskers to 5 and 95 %.

    Args:
        rows: from top to bottom.
        axis: of the figure.
        zero: mark zero, for differences.
        matters_if: band around zero in which a difference does not matter.
    """
    boxes = {
        "type": "boxplot",
        "data": [
            {
                "name": row.name,
                "value": [as_number(each) for each in row.quantiles],
                "itemStyle": {"color": "transparent", "borderColor": INK_TOKEN, "borderWidth": 1.4},
            }
            for row in rows
        ],
        "boxWidth": [12, 14],
        "silent": True,
        "z": 4,
    }
    clouds = [
        {
            "type": "scatter",
            "name": row.name,
            "yAxisIndex": 1,
            "data": [
                {
                    "value": [as_number(value), round(place + shift, 3)],
                    "name": f"{row.name}: {value:.{axis.decimals}f}",
                    "run": int(run),
                }
                for value, shift, run in zip(
                    row.values, cloud(row.values), row.runs or [-1] * len(row.values), strict=True
                )
            ],
            "symbolSize": 5,
            "itemStyle": {"color": row.colour, "opacity": 0.45},
        }
        for place, row in enumerate(rows)
    ]
    option = rows_frame([row.name for row in rows], axis)
    option["yAxis"] = [option["yAxis"], hidden_axis(len(rows))]
    marks = _mean_marks(rows)
    option["series"] = [boxes, *clouds, marks]
    if zero:
        _mark_zero(option, marks, matters_if)
    return option


def intervals(rows: Sequence[Row], axis: Axis, zero: bool = False,
              matters_if: float | None = None) -> Option:  # fmt: skip
    """Means as dots: a thick bar for what luck leaves open, a faint one for parameters.

    Args:
        rows: from top to bottom.
        axis: of the figure.
        zero: mark zero, for differences.
        matters_if: band around zero in which a difference does not matter.
    """
    option = rows_frame([row.name for row in rows], axis)
    option["yAxis"] = [option["yAxis"], hidden_axis(len(rows))]
    faint = _strokes([(row.parameters, row.colour) for row in rows], 20, 0.25)
    thick = _strokes([(row.luck, row.colour) for row in rows], 7, 1.0)
    marks = _mean_marks(rows)
    option["series"] = [*faint, *thick, marks]
    if zero:
        _mark_zero(option, marks, matters_if)
    return option


def tornado(rows: Sequence[tuple[str, float, float, bool]], axis: Axis, middle: float) -> Option:
    """How far a figure moves with each parameter: from its low third (ring) to its high (dot).

    Args:
        rows: name, figure in the low third, figure in the high third, whether it is clear; the
            largest first.
        axis: of the figure.
        middle: mean of the figure, marked by a line.
    """
    option = rows_frame([row[0] for row in rows], axis)
    option["yAxis"] = [option["yAxis"], hidden_axis(len(rows))]
    spans = [((min(low, high), max(low, high)), _strength(clear)) for _, low, high, clear in rows]
    strokes = _strokes(spans, 5, 0.6)
    ends = []
    for end, ring, which in (("low", True, 1), ("high", False, 2)):
        ends.append(
            {
                "type": "scatter",
                "yAxisIndex": 1,
                "symbolSize": 11,
                "z": 5,
                "data": [
                    {
                        "value": [as_number(float(row[which])), place],
                        "name": f"{end} third: {row[which]:.{axis.decimals}f}",
                        "itemStyle": {
                            "color": PAGE_TOKEN if ring else _strength(row[3]),
                            "borderColor": _strength(row[3]),
                            "borderWidth": 2,
                        },
                    }
                    for place, row in enumerate(rows)
                ],
            }
        )
    option["series"] = [*strokes, *ends]
    ends[0]["markLine"] = _line_at(middle, "mean")
    return option


def bars(rows: Sequence[tuple[str, float, float | None]], axis: Axis) -> Option:
    """Plain bars with half intervals, such as indices: name, value, half of the interval."""
    option = rows_frame([row[0] for row in rows], axis)
    option["yAxis"] = [option["yAxis"], hidden_axis(len(rows))]
    option["series"] = [
        {
            "type": "bar",
            "barWidth": 12,
            "itemStyle": {"color": "@series-1", "opacity": 0.85},
            "data": [
                {"value": as_number(value), "name": f"{name}: {value:.2f}"}
                for name, value, _ in rows
            ],
        },
        *_strokes(
            [((row[1] - (row[2] or 0.0), row[1] + (row[2] or 0.0)), INK_TOKEN) for row in rows],
            2, 0.9,
        ),
    ]  # fmt: skip
    return option


def cloud(values: Sequence[float]) -> list[float]:
    """Shifts, within 0.26, that spread values as wide as they are dense: a strip that bulges."""
    if not len(values):
        return []
    low, high = min(values), max(values)
    width = (high - low) / STEPS or 1.0
    places = [min(STEPS - 1, int((value - low) / width)) for value in values]
    counts = [places.count(step) for step in range(STEPS)]
    most, seen, shifts = max(counts), [0] * STEPS, []
    for place in places:
        seen[place] += 1
        # The golden ratio fills a slice evenly, in the same way every time.
        even = math.modf(seen[place] * 0.6180339887498949)[0] - 0.5
        shifts.append(0.52 * even * counts[place] / most)
    return shifts


def _strokes(spans: Sequence[tuple[Span | None, str]], width: int, opacity: float) -> list[Option]:
    """A bar from low to high on each row that has a span."""
    return [
        {
            "type": "line", "yAxisIndex": 1, "symbol": "none", "silent": True,
            "tooltip": {"show": False}, "z": 2,
            "data": [[as_number(span[0]), place], [as_number(span[1]), place]],
            "lineStyle": {"width": width, "color": colour, "opacity": opacity, "cap": "butt"},
        }
        for place, (span, colour) in enumerate(spans)
        if span is not None
    ]  # fmt: skip


def _mean_marks(rows: Sequence[Row]) -> Option:
    return {
        "type": "scatter", "yAxisIndex": 1, "symbol": "diamond", "symbolSize": 16, "z": 6,
        "data": [
            {
                "value": [as_number(row.mean), place],
                "name": f"{row.name}: mean {row.mean:.4g}",
                "itemStyle": {
                    "color": row.colour, "borderColor": PAGE_TOKEN, "borderWidth": 2, "opacity": 1,
                },
            }
            for place, row in enumerate(rows)
        ],
    }  # fmt: skip


def _mark_zero(option: Option, series: Option, matters_if: float | None) -> None:
    """A line at zero, and a band around it in which a difference does not matter; both in view."""
    option["xAxis"]["scale"] = False
    series["markLine"] = _line_at(0.0, "equal")
    if matters_if:
        series["markArea"] = {
            "silent": True,
            "itemStyle": {"color": QUIET_TOKEN, "opacity": 0.1},
            "data": [[{"xAxis": -matters_if}, {"xAxis": matters_if}]],
        }
        ends = [{"value": [side, 0], "symbolSize": 0} for side in (-matters_if, matters_if)]
        series["data"] = [*series["data"], *ends]


def _line_at(value: float, name: str) -> Option:
    return {
        "silent": True, "symbol": "none", "animation": False,
        # ECharts rounds the place of a line to two decimals unless told otherwise.
        "precision": 12,
        "lineStyle": {"color": INK_TOKEN, "width": 1, "type": "dashed"},
        "label": {"formatter": name, "color": QUIET_TOKEN, "position": "start", "distance": 4},
        "data": [{"xAxis": as_number(value)}],
    }  # fmt: skip


def _strength(clear: bool) -> str:
    return "@series-1" if clear else REST_TOKEN
