"""Pictures of a debrief: data in, SVG out, each for a wide page and for a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tenfold.sim.game.calendar import TURN_MONTHS, date_of
from tenfold.ui.charts.drawing import (
    FONT,
    apart,
    element,
    outline,
    path,
    shorten,
    text,
    ticks,
    width_of,
)

WIDE, NARROW = 720.0, 358.0
"""Widths that drawings are made for, px."""
MINUS = "−"


@dataclass(frozen=True)
class Bar:
    """A row of a waterfall, from where the last one ended."""

    label: str
    start: float
    end: float
    said: str
    kind: str
    """Class: own, quiet, total."""


def both(draw: Callable[[float], str], of_room: bool = False) -> Markup:
    """A drawing for either width; the page shows the one that it has room for.

    Args:
        draw: makes the drawing for a width.
        of_room: it is a chart of the war room, and is dressed like one.
    """
    kind = " drawing" if of_room else ""
    wide = f'<div class="pic{kind} wide-only">{draw(WIDE)}</div>'
    return Markup(wide + f'<div class="pic{kind} narrow-only">{draw(NARROW)}</div>')


def signed(value: float, digits: int = 0) -> str:
    """A difference: +6, −3, ±0."""
    if round(value, digits) == 0:
        return "±0"
    return f"{value:+.{digits}f}".replace("-", MINUS)


def cascade(
    bars: Sequence[Bar], low: float, high: float, zero: str, width: float, said: str
) -> str:
    """Bars one below the other, each from where the last one ended, with labels at their sides.

    Args:
        bars: rows from the top.
        low: left end of the scale.
        high: right end of the scale.
        zero: what the line at 0 is called.
        width: px.
        said: the picture in a sentence.
    """
    row, tall = 30.0, 16.0
    labels = max(width_of(bar.label) for bar in bars) + 12.0
    room = max(width_of(bar.said) for bar in bars) + 10.0
    left, right = labels, width - room
    if low < 0.0:
        left += room

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    head = 20.0
    half = width_of(zero) / 2
    body = [
        element("line", class_="zero", x1=x(0.0), x2=x(0.0), y1=head, y2=head + row * len(bars)),
        text(zero, min(max(x(0.0), half), width - half), 8.0, class_="tick", text_anchor="middle"),
    ]
    for k, bar in enumerate(bars):
        middle = head + (k + 0.5) * row
        top = middle - tall / 2
        first, last = sorted((x(bar.start), x(bar.end)))
        body.append(text(bar.label, 0.0, middle, class_=f"label {bar.kind}"))
        body.append(element("rect", class_=f"block {bar.kind}", x=first, y=top,
                            width=max(last - first, 1.5), height=tall))  # fmt: skip
        if k + 1 < len(bars):
            body.append(element("line", class_="step", x1=x(bar.end), x2=x(bar.end), y1=top + tall,
                                y2=top + row))  # fmt: skip
        goes_left = bar.end < bar.start or (bar.kind == "total" and bar.end < 0.0)
        at = first - 6.0 if goes_left and low < 0.0 else last + 6.0
        anchor = "end" if at < first else "start"
        body.append(text(bar.said, at, middle, class_=f"value halo {bar.kind}",
                         text_anchor=anchor))  # fmt: skip
    return outline(body, width, head + row * len(bars) + 4.0, said, 0)


def turn_bars(
    worths: Sequence[float], first: int, start: tuple[int, int], marked: int, note: str,
    width: float, said: str,
) -> str:  # fmt: skip
    """What each decision was worth: a bar per turn, up or down, the one that matters in colour.

    Args:
        worths: points, by turn.
        first: number of the first of them, from 1.
        start: year and month of the race's start.
        marked: turn in the accent; 0 for none.
        note: what stands beside the marked bar.
        width: px.
        said: the picture in a sentence.
    """
    height, left, top, bottom = 210.0, 40.0, 26.0, 34.0
    reach = max([1.0, *(abs(w) for w in worths)])
    low, high = min([-0.1 * reach, *worths]), max([0.1 * reach, *worths])
    if marked and worths[marked - first] < 0.0:
        high = max(high, 0.35 * reach)  # its name stands above the line

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * (height - top - bottom)

    step = (width - left) / max(len(worths), 1)
    body = []
    for tick in ticks(low, high, 6):
        kind = "zero" if tick == 0.0 else "grid"
        body.append(element("line", class_=kind, x1=left, x2=width, y1=y(tick), y2=y(tick)))
        body.append(text(signed(tick, 0 if reach > 2.0 else 1) if tick else "0", left - 8.0,
                         y(tick), class_="tick", text_anchor="end"))  # fmt: skip
    for k, worth in enumerate(worths):
        turn = first + k
        kind = "own" if turn == marked else "quiet"
        edge = sorted((y(0.0), y(worth)))
        body.append(element(
            "rect", element("title", f"Turn {turn}: {signed(worth, 1)} points"),
            class_=f"block {kind}", x=left + k * step + 0.14 * step, y=edge[0],
            width=0.72 * step, height=max(edge[1] - edge[0], 1.0), data_turn=turn,
        ))  # fmt: skip
    body += _turn_axis(first, len(worths), start, left, step, height - bottom + 16.0)
    if marked:
        k = marked - first
        # Beside the zero line there is always room: a bar that falls has its name above it.
        foot = y(worths[k]) if worths[k] >= 0.0 else y(0.0)
        half = width_of(note) / 2
        at = min(max(left + (k + 0.5) * step, left + half), width - half)
        body.append(text(note, at, foot - 12.0, class_="label own halo", text_anchor="middle"))
    return outline(body, width, height, said, 0)


def _turn_axis(
    first: int, count: int, start: tuple[int, int], left: float, step: float, y: float
) -> list[str]:
    """Years where they begin, quarters where there is room."""
    found = []
    for k in range(count):
        year, month = date_of(start, TURN_MONTHS * (first + k - 1))
        quarter = (month - 1) // 3 + 1
        middle = left + (k + 0.5) * step
        if step >= 28.0:
            found.append(text(f"Q{quarter}", middle, y - 4.0, class_="tick", text_anchor="middle"))
        if (quarter == 1 or k == 0) and not (k == 0 and quarter == 4 and step < 36.0):
            lower = y + (11.0 if step >= 28.0 else 0.0)
            found.append(text(str(year), left + k * step, lower, class_="tick"))
    return found


@dataclass(frozen=True)
class Curve:
    """One line of a chart over the months."""

    name: str
    values: Sequence[float]
    kind: str
    """Class: own or quiet."""


def two_lines(
    curves: Sequence[Curve], since: int, start: tuple[int, int], show: Callable[[float], str],
    width: float, said: str,
) -> str:  # fmt: skip
    """Lines over the months with their names at the ends, and a mark where they part.

    Args:
        curves: from the back to the front.
        since: month at which they can differ.
        start: year and month of month 0.
        show: a value in words.
        width: px.
        said: the picture in a sentence.
    """
    height, top, bottom, left = 220.0, 14.0, 30.0, 44.0
    ends = [f"{curve.name} {show(curve.values[-1])}" for curve in curves]
    room = min(max(width_of(end) for end in ends) + 14.0, 0.42 * width)
    right, months = width - room, len(curves[0].values) - 1
    values = [value for curve in curves for value in curve.values]
    low, high = min(values), max(values)
    pad = 0.06 * (high - low) or 0.01
    low, high = low - pad, high + pad

    def x(month: float) -> float:
        return left + month / max(months, 1) * (right - left)

    def y(value: float) -> float:
        return top + (high - value) / (high - low) * (height - top - bottom)

    body = []
    for tick in ticks(low, high, 4):
        body.append(element("line", class_="grid", x1=left, x2=right, y1=y(tick), y2=y(tick)))
        body.append(text(show(tick), left - 8.0, y(tick), class_="tick", text_anchor="end"))
    years = [m for m in range(months + 1) if date_of(start, m)[1] == 1]
    for month in years:
        if x(month) + 30.0 < right:
            body.append(text(str(date_of(start, month)[0]), x(month), height - 12.0, class_="tick"))
    body.append(element("line", class_="since", x1=x(since), x2=x(since), y1=top,
                        y2=height - bottom))  # fmt: skip
    for curve in curves:
        points = [(x(m), y(value)) for m, value in enumerate(curve.values)]
        body.append(element("path", class_=f"curve {curve.kind}", d=path(points)))
    heights = apart([y(curve.values[-1]) for curve in curves], 18.0, top, height - bottom)
    for curve, end, at in zip(curves, ends, heights, strict=True):
        body.append(text(shorten(end, room - 8.0), right + 8.0, at, class_=f"label {curve.kind}"))
    return outline(body, width, height, said, months)


def ranges(
    rows: Sequence[tuple[str, float, float, float, bool]], show: Callable[[float], str],
    width: float, said: str,
) -> str:  # fmt: skip
    """Bets: a range a row and a dot for what came, in colour where the range held it.

    Args:
        rows: label, lower and upper end, what came, whether it was held.
        show: a value in words.
        width: px.
        said: the picture in a sentence.
    """
    row, left = 24.0, max(width_of(label) for label, *_ in rows) + 14.0
    low = min(min(one[1], one[3]) for one in rows)
    high = max(max(one[2], one[3]) for one in rows)
    pad = 0.05 * (high - low) or 0.01
    right = width - FONT * 3.0
    low, high = low - pad, high + pad

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    body = []
    for k, (label, first, last, came, held) in enumerate(rows):
        y = (k + 0.5) * row
        kind = "own" if held else "quiet"
        body.append(text(label, 0.0, y, class_="label"))
        body.append(element("line", class_="range", x1=x(first), x2=x(last), y1=y, y2=y))
        body.append(element("circle", class_=f"came {kind}", cx=x(came), cy=y, r=4.5))
    bottom = len(rows) * row
    for tick in ticks(low, high, 4 if width > NARROW else 3):
        body.append(element("line", class_="grid", x1=x(tick), x2=x(tick), y1=0.0, y2=bottom))
        body.append(text(show(tick), x(tick), bottom + 12.0, class_="tick", text_anchor="middle"))
    return outline(body, width, bottom + 24.0, said, 0)
