"""The frame that charts over time share: where months and values lie on the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from tenfold.sim.game.calendar import date_of
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import element, text, width_of

WIDEST_NAMES, WIDEST_NARROW = 0.30, 0.29
"""Of the width, on a wide drawing and on a phone: room for names at the right edge; longer ones are
shortened."""
SCALE_WIDE, SCALE_NARROW = 46.0, 42.0
"""Room for the numbers of the scale at the left edge, px."""
LEAST_MONTHS = 12
"""A young game is drawn on a year's axis: its lines grow into the room before they are squeezed."""
AHEAD_MONTHS = 12
"""How far the forecast looks."""
AHEAD_WIDE, AHEAD_NARROW = 116.0, 62.0
"""Width of the strip of the coming year, px: on a wide drawing and on a phone."""
NARROW = 560.0
"""Drawings less wide are laid out for a phone, px."""


@dataclass(frozen=True)
class Frame:
    """A drawing's size and margins [px], its months, and the values at its bottom and top.

    Where a forecast is to come, a strip at the right edge has room for it: the same heights, but
    apart from the past, so that names stand at the ends of lines and not across the future.
    """

    width: float
    height: float
    margin_left: float
    margin_top: float
    margin_right: float
    margin_bottom: float
    months: int
    low: float
    high: float
    ahead: float = 0.0
    """Width of the strip of the coming year, px; 0 without one."""

    @property
    def left(self) -> float:
        """Left edge of the plot, px."""
        return self.margin_left

    @property
    def right(self) -> float:
        """Right edge of the plot, px."""
        return self.width - self.margin_right - self.ahead

    @property
    def names_end(self) -> float:
        """Where names at the ends of lines must end, px."""
        return self.width - (self.ahead + 6.0 if self.ahead else 0.0)

    @property
    def top(self) -> float:
        """Upper edge of the plot, px."""
        return self.margin_top

    @property
    def bottom(self) -> float:
        """Lower edge of the plot, px."""
        return self.height - self.margin_bottom

    @property
    def tall(self) -> float:
        """Height of the plot, px."""
        return self.bottom - self.top

    def x(self, month: float) -> float:
        """Where a month lies, px from the left."""
        return self.left + (self.right - self.left) * month / max(self.months, 1)

    def y(self, value: float) -> float:
        """Where a value lies, px from the top."""
        spread = max(self.high - self.low, 1e-9)
        return self.bottom - self.tall * (value - self.low) / spread


def looks_ahead(view: View, whole: View | None = None) -> bool:
    """A player decides on this view, so that there is a forecast to be drawn."""
    return whole is None and view.seat >= 0 and not view.finished and not view.watching


def months_of(view: View, whole: View | None = None) -> int:
    """Months of the axis: of the whole game in a replay, else those played, at least a year."""
    if whole is not None:
        return max(whole.month, 1)
    return max(view.month, min(view.months, LEAST_MONTHS))


def frame_for(
    view: View, width: float, height: float, low: float, high: float, whole: View | None = None
) -> Frame:
    """A frame for this view: the race and the market have their months at the same places."""
    widest = max(width_of(f"{lab.name} 100%") for lab in view.labs)
    wide = width >= NARROW
    ahead = 0.0
    if looks_ahead(view, whole):
        ahead = AHEAD_WIDE if wide else AHEAD_NARROW
    room = min(widest + 22.0, width * (WIDEST_NAMES if wide else WIDEST_NARROW))
    left = SCALE_WIDE if wide else SCALE_NARROW
    months = months_of(view, whole)
    return Frame(width, height, left, 10.0, room, 26.0, months, low, high, ahead)


def months_axis(frame: Frame, start: tuple[int, int]) -> str:
    """The baseline with a mark at each year and, where there is room, each quarter."""
    drawn = [_rule(frame.left, frame.right, frame.bottom)]
    per_month = (frame.right - frame.left) / max(frame.months, 1)
    quarters = per_month * 3 >= 44
    # Years that are too near to each other to be written share a label.
    every = max(1, round(0.5 + 44 / max(per_month * 12, 1e-9)))
    taken = -1.0
    for month in range(frame.months + 1):
        year, which = date_of(start, month)
        if (which - 1) % 3:
            continue
        x, january = frame.x(month), which == 1
        drawn.append(_tick(x, frame.bottom, 6 if january else 3))
        label = ""
        if (january and year % every == 0) or month == 0:
            label = str(year)
        elif quarters and not january:
            label = f"Q{(which - 1) // 3 + 1}"
        if label and x >= taken and x + width_of(label) <= frame.width and month < frame.months:
            drawn.append(text(label, x, frame.bottom + 15, class_="tick"))
            taken = x + width_of(label) + 4
    return "".join(drawn)


def ahead_strip(frame: Frame, view: View, now: float | None) -> str:
    """The strip of the coming year: its edges, its caption, and where the player stands now."""
    if not frame.ahead:
        return ""
    left, right = ahead_edges(frame)
    drawn = [
        element(
            "rect", class_="ahead", x=left, y=frame.top, width=right - left, height=frame.tall,
        ),
        text(
            _ahead_caption(frame, view.months - view.month),
            (left + right) / 2, frame.bottom + 15, class_="tick", text_anchor="middle",
        ),
    ]  # fmt: skip
    if now is not None:
        drawn.append(element("circle", class_="now", cx=left, cy=frame.y(now), r=3.5))
    return element("g", *drawn)


def _ahead_caption(frame: Frame, left: int) -> str:
    """How far the strip looks: a year, or the months that are left."""
    if left < AHEAD_MONTHS:
        return "to the end" if frame.ahead == AHEAD_WIDE else "the end"
    return "next 12 months" if frame.ahead == AHEAD_WIDE else "a year on"


def ahead_edges(frame: Frame) -> tuple[float, float]:
    """Left and right edge of the strip of the coming year, px."""
    return frame.width - frame.ahead + 4.0, frame.width - 8.0


def _rule(left: float, right: float, y: float) -> str:
    return element("line", class_="base", x1=left, x2=right, y1=y, y2=y)


def _tick(x: float, y: float, length: float) -> str:
    return element("line", class_="base", x1=x, x2=x, y1=y, y2=y + length)
