"""Frame: what all pictures share: title, keys, axes in words, marks, and numbers as people read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from tenfold.ui.charts.palette import INK, QUIET, RULE
from tenfold.ui.science.canvas import LINE, SMALL, TEXT, Canvas, measure, wrap
from tenfold.ui.sweeps.colours import NAMED, SERIES

MARGIN = 4.0
"""Free room left and right, px."""
GAP = 8.0
TITLE = 15.0
KEY = 22.0
"""Room that the sample of a key takes, px."""


@dataclass(frozen=True)
class Head:
    """Lines above a picture."""

    title: tuple[str, ...]
    keys: tuple[tuple[int, str, bool], ...]
    """Series by number, with its line of text, and whether it begins a key."""
    note: tuple[str, ...]

    @property
    def height(self) -> float:
        """Room that it takes, px."""
        tall = len(self.title) * LINE * TITLE + (len(self.keys) + len(self.note)) * LINE * SMALL
        return tall + GAP * (bool(self.title) + bool(self.keys))


def head_of(title: str, names: Sequence[str], note: str, width: float, titled: bool = True) -> Head:
    """Title, a key per series, and what the vertical axis shows, wrapped to a width."""
    room = width - 2 * MARGIN
    keys = [
        (number, line, place == 0)
        for number, name in enumerate(names)
        for place, line in enumerate(wrap(name, room - KEY, SMALL))
    ]
    lines = tuple(wrap(title, room, TITLE, bold=True)) if titled else ()
    return Head(lines, tuple(keys), tuple(wrap(note, room, SMALL)))


def draw_head(canvas: Canvas, head: Head, dashed: Sequence[bool] = ()) -> float:
    """Write the lines above a picture; returns where they end, px."""
    y = canvas.lines(head.title, MARGIN, 0.0, INK.light, TITLE, bold=True)
    y += GAP if head.title else 0.0
    for number, words, first in head.keys:
        middle = y + LINE * SMALL / 2
        if first:
            broken = bool(dashed) and dashed[number]
            canvas.rule([(MARGIN, middle), (MARGIN + KEY - 8, middle)], colour_of(number), 3.5,
                        broken)  # fmt: skip
        canvas.text(words, MARGIN + KEY, middle, INK.light, SMALL)
        y += LINE * SMALL
    y += GAP if head.keys else 0.0
    return canvas.lines(head.note, MARGIN, y, QUIET.light, SMALL)


def colour_of(number: int) -> str:
    """Colour of a series, as in all charts of the project."""
    return SERIES[number].light if number < len(SERIES) else NAMED["@rest"].light


def figure(value: float) -> str:
    """A number rounded to what matters."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    if abs(value) >= 999.5:
        text = f"{value:,.0f}"
    else:
        digits = max(0, 2 - math.floor(math.log10(abs(value))))
        text = f"{value:.{min(digits, 6)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if text not in ("-0", "0") else "0"


def range_of(values: Sequence[float], zero: bool = True) -> tuple[float, float]:
    """From the lowest to the highest value, with a little room; with zero where it is near."""
    known = [value for value in values if math.isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if zero and 0.0 < low <= 0.6 * high:
        low = 0.0
    if zero and 0.6 * low <= high < 0.0:
        high = 0.0
    spread = (high - low) or max(abs(high), 1.0) * 0.2
    return (low if low == 0.0 else low - 0.05 * spread), (high if high == 0.0 else
                                                          high + 0.05 * spread)  # fmt: skip


def horizontal(axes: Any, low: float, high: float, places: int) -> list[float]:
    """A linear horizontal axis with its range; returns its round numbers, about so many."""
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(MaxNLocator(places, steps=[1, 2, 2.5, 5, 10]))
    ticks = [float(each) for each in axes.get_xticks() if low <= each <= high]
    _numbers(axes.xaxis, ticks)
    axes.set_yticks([])
    return ticks


def vertical(axes: Any, low: float, high: float, places: int) -> float:
    """The same upright; returns how wide its numbers are, px."""
    axes.set_ylim(low, high)
    axes.yaxis.set_major_locator(MaxNLocator(places, steps=[1, 2, 2.5, 5, 10]))
    ticks = [each for each in axes.get_yticks() if low <= each <= high]
    _numbers(axes.yaxis, ticks)
    axes.grid(axis="y", color=RULE.light, linewidth=0.8)
    return max((measure(figure(each), SMALL) for each in ticks), default=0.0)


def at_values(axes: Any, values: Sequence[float], logarithmic: bool, room: float) -> None:
    """Numbers of a horizontal axis at the very values where they are few, else round ones."""
    own = sorted({float(value) for value in values if math.isfinite(value)})
    low, high = (own[0], own[-1]) if own else (0.0, 1.0)
    if logarithmic and low > 0.0:
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
        reach = (high / low) ** 0.03 if high > low else 1.2
        axes.set_xlim(low / reach, high * reach)
        spread = np.log(own)
    else:
        reach = 0.02 * (high - low) if high > low else 1.0
        axes.set_xlim(low - reach, high + reach)
        spread = np.array(own)
    width = max((measure(figure(each), SMALL) for each in own), default=0.0) + 10
    steps = np.diff(spread) / max(float(np.ptp(spread)), 1e-12) if len(own) > 1 else np.ones(1)
    if len(own) <= 8 and float(steps.min()) * room >= width:
        _numbers(axes.xaxis, own)
    elif logarithmic and low > 0.0:
        _numbers(axes.xaxis, _apart(own, spread, room, width))
    else:
        axes.xaxis.set_major_locator(
            MaxNLocator(max(2, int(room / 70)), steps=[1, 2, 2.5, 5, 6, 10])
        )
        _numbers(axes.xaxis, [each for each in axes.get_xticks() if low <= each <= high])


def _apart(own: Sequence[float], spread: Any, room: float, width: float) -> list[float]:
    """Values whose numbers do not touch, the first and as many of the others as there is room."""
    span, last, kept = max(float(np.ptp(spread)), 1e-12), -math.inf, []
    for value, place in zip(own, spread, strict=True):
        at = float(place - spread[0]) / span * room
        if at - last >= width:
            kept.append(value)
            last = at
    return kept


def _numbers(axis: Any, ticks: Sequence[float]) -> None:
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_ticklabels([figure(float(each)) for each in ticks])


def below(canvas: Canvas, words: str, left: float, top: float, room: float) -> None:
    """The horizontal axis in words, below its numbers."""
    canvas.lines(wrap(words, room, SMALL), left, top, QUIET.light, SMALL)


def height_below(words: str, room: float) -> float:
    """Room for the numbers and words below an axis, px."""
    return 24.0 + len(wrap(words, room, SMALL)) * LINE * SMALL + 4.0


__all__ = [
    "GAP", "KEY", "LINE", "MARGIN", "SMALL", "TEXT", "Head", "at_values", "below", "colour_of",
    "draw_head", "figure", "head_of", "height_below", "horizontal", "range_of", "vertical",
]  # fmt: skip
