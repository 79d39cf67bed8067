"""Rows: pictures with a line of text per row: dots with intervals, and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.sim.experiments.picture import Bars, Dots
from tenfold.ui.charts.palette import INK, QUIET, REST, RULE
from tenfold.ui.science.canvas import LINE, SMALL, TEXT, Canvas, measure, wrap
from tenfold.ui.science.frame import (
    GAP,
    MARGIN,
    Head,
    below,
    colour_of,
    draw_head,
    figure,
    head_of,
    height_below,
    horizontal,
    range_of,
)

BESIDE = 0.42
"""Share of the width that labels may take beside their rows; longer ones stand above."""
ROW, BAR = 30.0, 15.0
NARROW = 480.0
"""Below this width labels stand above their rows, px."""


class Labels:
    """Where the labels of rows stand, and how tall each row is.

    Args:
        words: a label per row.
        width: of the whole picture, px.
        tall: height of what is drawn in a row, px.
    """

    def __init__(self, words: Sequence[str], width: float, tall: float) -> None:
        widest = max((measure(each) for each in words), default=0.0)
        self.beside = width >= NARROW
        room = min(widest, BESIDE * width) if self.beside else width - 2 * MARGIN
        self.lines = [wrap(each, room + 1, TEXT) for each in words]
        self.left = MARGIN + room + 2 * GAP if self.beside else MARGIN + 14
        texts = [len(lines) * LINE * TEXT for lines in self.lines]
        self.heights = [
            max(tall, text + 8) if self.beside else text + tall for text in texts
        ]  # fmt: skip
        self._tall = tall
        self.spans: list[tuple[float, float]] = []

    @property
    def height(self) -> float:
        """Of all rows, px."""
        return math.fsum(self.heights)

    def draw(self, canvas: Canvas, top: float) -> list[float]:
        """Write them; returns the middle of what is drawn in each row, px."""
        first, middles = top, []
        for lines, height in zip(self.lines, self.heights, strict=True):
            text = len(lines) * LINE * TEXT
            if self.beside:
                canvas.lines(lines, MARGIN, top + (height - text) / 2, INK.light)
                middles.append(top + height / 2)
            else:
                canvas.lines(lines, MARGIN, top, INK.light)
                middles.append(top + text + self._tall / 2)
            top += height
        self.spans = [(middle - self._tall / 2, middle + self._tall / 2) for middle in middles]
        if self.beside:
            self.spans = [(first, top)]
        return middles

    def uprights(self, axes: Any, x: float, colour: str, width: float, dashed: bool) -> None:
        """An upright line behind what is drawn, not behind labels."""
        style: Any = (0, (4, 3)) if dashed else "-"
        for start, end in self.spans:
            axes.plot([x, x], [start, end], color=colour, linewidth=width, linestyle=style,
                      solid_capstyle="butt", zorder=1)  # fmt: skip


def draw_dots(picture: Dots, width: float, titled: bool) -> Canvas:
    """A row per arm: a dot with its interval; lines to compare with."""
    known = [math.isfinite(row[1]) for row in picture.rows]
    words = [row[0] if there else f"{row[0]}: never arose"
             for row, there in zip(picture.rows, known, strict=True)]  # fmt: skip
    labels = Labels(words, width, ROW)
    head = head_of(picture.title, (), "", width, titled)
    right = width - MARGIN - 14
    values = [x for row in picture.rows for x in row[1:]] + [x for x, _ in picture.marks]
    low, high = range_of(values)
    marks = _mark_rows(picture.marks, low, high, labels.left, right)
    over = (max((mark.row for mark in marks), default=-1) + 1) * LINE * SMALL
    over += 4 if marks else 0
    top = head.height + over
    bottom = top + labels.height
    left = labels.left if labels.beside else MARGIN
    room = width - MARGIN - left
    canvas = Canvas(width, bottom + height_below(picture.x_label, room))
    draw_head(canvas, head)
    axes = canvas.axes(labels.left, top, right, bottom)
    middles = labels.draw(canvas, top)
    _scale(axes, labels, (low, high), (top, bottom), right)
    for mark in marks:
        labels.uprights(axes, mark.x, QUIET.light, 1.2, dashed=True)
        above = head.height + mark.row * LINE * SMALL
        canvas.text(mark.words, mark.at, above + LINE * SMALL / 2, QUIET.light, SMALL,
                    align=mark.align)  # fmt: skip
        under = LINE * SMALL if mark.start < mark.stem < mark.end else 3
        canvas.rule([(mark.stem, above + under), (mark.stem, top)], QUIET.light, 1.2, dashed=True)
    for (_, middle, start, end), y, there in zip(picture.rows, middles, known, strict=True):
        if there:
            axes.plot([start, end], [y, y], color=colour_of(0), linewidth=2.2,
                      solid_capstyle="round")  # fmt: skip
            axes.plot([middle], [y], "o", color=colour_of(0), markersize=8.5, clip_on=False)
    below(canvas, picture.x_label, left, bottom + 24, room)
    return canvas


def draw_bars(picture: Bars, width: float, titled: bool) -> Canvas:
    """Bars by label, lying, so that labels can be read; side by side or stacked."""
    names = list(picture.series)
    per_row = 1 if picture.stacked else max(1, len(names))
    thick = BAR if per_row > 1 else BAR + 5
    labels = Labels(picture.labels, width, per_row * thick + 14)
    head: Head = head_of(
        picture.title, names if len(names) > 1 else (), picture.y_label, width, titled
    )
    top = head.height + GAP
    bottom = top + labels.height
    canvas = Canvas(width, bottom + 28)
    draw_head(canvas, head)
    said = 0.0 if picture.stacked else 46.0
    right = width - MARGIN - 14 - said
    low, high = range_of([0.0, *_reach(picture)])
    axes = canvas.axes(labels.left + (said if low < 0 else 0.0), top, right, bottom)
    middles = labels.draw(canvas, top)
    _scale(axes, labels, (low, high), (top, bottom), right)
    for place, y in enumerate(middles):
        values = [float(picture.series[name][place]) for name in names]
        if picture.stacked:
            _stack(axes, values, y, thick)
        else:
            first = y - (per_row - 1) * thick / 2
            for number, value in enumerate(values):
                _bar(axes, number, value, first + number * thick, thick)
    return canvas


def _bar(axes: Any, number: int, value: float, y: float, thick: float) -> None:
    if math.isfinite(value):
        axes.barh([y], [value], height=thick - 3, color=colour_of(number), linewidth=0)
    shown = value if math.isfinite(value) else 0.0
    axes.annotate(
        figure(value), (shown, y), xytext=(4 if shown >= 0 else -4, 0),
        textcoords="offset points", fontsize=SMALL, color=INK.light, va="center_baseline",
        ha="left" if shown >= 0 else "right", annotation_clip=False, parse_math=False,
    )  # fmt: skip


def _stack(axes: Any, values: Sequence[float], y: float, thick: float) -> None:
    """Positive parts to the right of zero, negative ones to its left."""
    ends = [0.0, 0.0]
    for number, value in enumerate(values):
        if not math.isfinite(value):
            continue
        side = int(value < 0)
        axes.barh([y], [value], left=ends[side], height=thick, color=colour_of(number), linewidth=0)
        ends[side] += value


def _reach(picture: Bars) -> list[float]:
    rows = range(len(picture.labels))
    every = [[float(values[row]) for values in picture.series.values()] for row in rows]
    if not picture.stacked:
        return [value for values in every for value in values]
    known = [[value for value in values if math.isfinite(value)] for values in every]
    return [
        math.fsum(value for value in values if (value < 0) == below_zero)
        for values in known
        for below_zero in (False, True)
    ]


def _scale(
    axes: Any, labels: Labels, span: tuple[float, float], box: tuple[float, float], right: float
) -> None:
    """Numbers below, light uprights, and zero."""
    low, high = span
    ticks = horizontal(axes, low, high, max(3, int((right - labels.left) / 80)))
    axes.set_ylim(box[1], box[0])
    for tick in ticks:
        labels.uprights(axes, tick, RULE.light, 0.8, dashed=False)
    if low <= 0.0 <= high:
        labels.uprights(axes, 0.0, REST.light, 1.2, dashed=False)


@dataclass
class Mark:
    """A line to compare with, its words, how and where they stand, and in which line of text."""

    x: float
    words: str
    align: str
    at: float
    start: float
    end: float
    stem: float
    row: int = 0


def _mark_rows(
    marks: Sequence[tuple[float, str]], low: float, high: float, left: float, right: float
) -> list[Mark]:
    """Words of marks in lines, so that none touches another or the line of another mark.

    A mark's own line runs from its words down: words may stand below those of marks to their left,
    never above.
    """
    found: list[Mark] = []
    for x, words in sorted(marks):
        mark = _mark(x, words, left + (x - low) / (high - low) * (right - left), right)
        if any(mark.start - 2 < each.stem < mark.end + 2 for each in found):
            for each in found:  # its words stand above the lines that they would cross
                each.row += 1
        else:
            crossed = [each.row + 1 for each in found if each.start - 4 < mark.stem < each.end + 4]
            mark.row = max(crossed, default=0)
            while any(mark.row == each.row and mark.start < each.end + 6 for each in found):
                mark.row += 1
        found.append(mark)
    return found


def _mark(x: float, words: str, stem: float, right: float) -> Mark:
    """A mark with its words to the right of its line, or to the left where there is no room."""
    width = measure(words, SMALL)
    if stem + width + 4 <= right + 14:
        return Mark(x, words, "left", stem + 4, stem + 4, stem + 4 + width, stem)
    if stem - width - 4 >= 0:
        return Mark(x, words, "right", stem - 4, stem - 4 - width, stem - 4, stem)
    start = max(right + 14 - width, MARGIN)
    return Mark(x, words, "left", start, start, start + width, stem)
