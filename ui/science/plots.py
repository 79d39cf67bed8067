"""Plots: pictures with two axes: lines with bands, and points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tenfold.sim.experiments.picture import Lines, Points
from tenfold.ui.charts.drawing import apart
from tenfold.ui.charts.palette import QUIET, REST, RULE
from tenfold.ui.science.canvas import LINE, SMALL, Canvas, measure
from tenfold.ui.science.frame import (
    GAP,
    MARGIN,
    at_values,
    below,
    colour_of,
    draw_head,
    head_of,
    height_below,
    range_of,
    vertical,
)

TALL = 280.0
"""Height of the part with the lines, px."""
NUMBERS = 64.0
"""Room that the numbers of the upright axis hardly ever pass, px."""
ENDS = 0.3
"""Share of the width that names at the ends of lines may take."""
Box = tuple[float, float, float, float]


def draw_lines(picture: Lines, width: float, titled: bool) -> Canvas:
    """Lines with their bands; names at their ends where there is room, else as keys above."""
    names = [each.name for each in picture.series]
    widest = max((measure(name, SMALL) for name in names), default=0.0)
    at_ends = 1 < len(names) <= 8 and widest + 14 <= ENDS * width and _end_together(picture)
    keys = names if len(names) > 1 and not at_ends else ()
    head = head_of(picture.title, keys, picture.y_label, width, titled)
    top, right = head.height + GAP, width - MARGIN - (widest + 18 if at_ends else 14)
    bottom = top + TALL
    room = width - MARGIN - NUMBERS
    canvas = Canvas(width, bottom + height_below(picture.x_label, room))
    draw_head(canvas, head, [each.dashed for each in picture.series])
    values = [
        float(y)
        for each in picture.series
        for side in (each.y, each.low or (), each.high or ())
        for y in side
    ]
    low, high = range_of(values)
    axes = canvas.axes(0, top, right, bottom)
    left = MARGIN + vertical(axes, low, high, 5) + 10
    _place(axes, canvas, (left, top, right, bottom))
    at_values(axes, [float(x) for each in picture.series for x in each.x], picture.logarithmic,
              right - left)  # fmt: skip
    _foot(axes, low, high)
    for number, each in enumerate(picture.series):
        colour, x = colour_of(number), [float(value) for value in each.x]
        if each.low is not None and each.high is not None:
            axes.fill_between(x, each.low, each.high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(
            x, each.y, color=colour, linewidth=2.2, solid_capstyle="round",
            linestyle=(0, (4, 3)) if each.dashed else "-",
            marker="o" if len(x) <= 8 else None, markersize=6,
        )  # fmt: skip
    if at_ends:
        _name_ends(canvas, picture, (low, high), (top, right, bottom))
    below(canvas, picture.x_label, min(left, NUMBERS), bottom + 24, room)
    return canvas


def draw_points(picture: Points, width: float, titled: bool) -> Canvas:
    """Points by group, named where a name finds room beside its point."""
    groups = list(picture.series)
    head = head_of(picture.title, groups if len(groups) > 1 else (), picture.y_label, width, titled)
    top, right = head.height + GAP, width - MARGIN - 14
    bottom, room = top + TALL, width - MARGIN - NUMBERS
    canvas = Canvas(width, bottom + height_below(picture.x_label, room))
    draw_head(canvas, head)
    xs = [float(value) for x, _ in picture.series.values() for value in x]
    ys = [float(value) for _, y in picture.series.values() for value in y]
    low, high = range_of(ys)
    axes = canvas.axes(0, top, right, bottom)
    left = MARGIN + vertical(axes, low, high, 5) + 10
    _place(axes, canvas, (left, top, right, bottom))
    start, end = range_of(xs)
    at_values(axes, [*xs, start, end] if len(set(xs)) > 8 else xs, False, right - left)
    _foot(axes, low, high)
    for number, (x, y) in enumerate(picture.series.values()):
        axes.plot(
            x,
            y,
            "o",
            color=colour_of(number),
            markersize=6.5,
            alpha=0.8,
            linewidth=0,
            clip_on=False,
        )
    if picture.labels:
        first, last = axes.get_xlim()
        spots = [
            (left + (x - first) / (last - first) * (right - left),
             bottom - (y - low) / (high - low) * TALL)
            for x, y in zip(xs, ys, strict=True)
        ]  # fmt: skip
        _name_points(canvas, spots, picture.labels, (left, top, width - MARGIN, bottom))
    below(canvas, picture.x_label, min(left, NUMBERS), bottom + 24, room)
    return canvas


def _place(axes: Any, canvas: Canvas, box: Box) -> None:
    left, top, right, bottom = box
    axes.set_position(
        (left / canvas.width, 1 - bottom / canvas.height, (right - left) / canvas.width,
         (bottom - top) / canvas.height)
    )  # fmt: skip


def _foot(axes: Any, low: float, high: float) -> None:
    """The line that the picture stands on: zero where it is shown."""
    crosses = low < 0.0 < high
    axes.axhline(0.0 if low <= 0.0 <= high else low, color=REST.light if crosses else RULE.light,
                 linewidth=1.2)  # fmt: skip


def _end_together(picture: Lines) -> bool:
    """Whether all lines end at the right: only then a name beside the last point is clear."""
    ends = {float(each.x[-1]) for each in picture.series if len(each.x)}
    last = [each.y[-1] for each in picture.series if len(each.y)]
    return len(ends) == 1 and all(math.isfinite(float(y)) for y in last)


def _name_ends(
    canvas: Canvas, picture: Lines, span: tuple[float, float], box: tuple[float, float, float]
) -> None:
    low, high = span
    top, right, bottom = box
    wanted = [
        bottom - (float(each.y[-1]) - low) / (high - low) * (bottom - top)
        for each in picture.series
    ]
    places = apart(wanted, LINE * SMALL, top + 6, bottom - 6)
    for number, (each, place) in enumerate(zip(picture.series, places, strict=True)):
        canvas.text(each.name, right + 8, place, colour_of(number), SMALL)


def _name_points(
    canvas: Canvas, spots: Sequence[tuple[float, float]], labels: Sequence[str], box: Box
) -> None:
    """Names beside their points; one that would touch another name or point is left out."""
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots]
    tall = SMALL
    for own, ((x, y), words) in enumerate(zip(spots, labels, strict=True)):
        if not words or not math.isfinite(x + y):
            continue
        width = measure(words, SMALL)
        corners = ((x + 8, y), (x - 8 - width, y), (x - width / 2, y - 14), (x - width / 2, y + 14))
        for left, middle in corners:
            place = (left, middle - tall / 2, left + width, middle + tall / 2)
            others = (each for number, each in enumerate(taken) if number != own)
            if _inside(place, box) and not any(_touch(place, each) for each in others):
                canvas.text(words, left, middle, QUIET.light, SMALL)
                taken.append(place)
                break


def _inside(place: Box, box: Box) -> bool:
    return place[0] >= box[0] and place[1] >= box[1] and place[2] <= box[2] and place[3] <= box[3]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
