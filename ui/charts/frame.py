"""The frame that charts over time share: where months and values lie on the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from tenfold.sim.game.calendar import date_of
from tenfold.sim.game.view import View
from tenfold.ui.charts.drawing import element, text, width_of

WIDEST_NAMES = 0.30
"""Of the width: room for names at the right edge; longer ones are shortened."""


@dataclass(frozen=True)
class Frame:
    """A drawing's size and margins [px], its months, and the values at its bottom and top."""

    width: float
    height: float
    margin_left: float
    margin_top: float
    margin_right: float
    margin_bottom: float
    months: int
    low: float
    high: float

    @property
    def left(self) -> float:
        """Left edge of the plot, px."""
        return self.margin_left

    @property
    def right(self) -> float:
        """Right edge of the plot, px."""
        return self.width - self.margin_right

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


def frame_for(view: View, width: float, height: float, low: float, high: float) -> Frame:
    """A frame for this view: every chart of a page has its months at the same places."""
    widest = max(width_of(f"{lab.name} 100%") for lab in view.labs)
    room = min(widest + 22.0, width * WIDEST_NAMES)
    return Frame(width, height, 46.0, 10.0, room, 26.0, view.months, low, high)


def months_axis(frame: Frame, start: tuple[int, int]) -> str:
    """The baseline with a mark at each year and, where there is room, each quarter."""
    drawn = [
        element(
            "line", class_="base", x1=frame.left, x2=frame.right, y1=frame.bottom, y2=frame.bottom
        )
    ]
    quarter_room = (frame.right - frame.left) * 3 / max(frame.months, 1)
    for month in range(frame.months + 1):
        year, which = date_of(start, month)
        if (which - 1) % 3:
            continue
        x = frame.x(month)
        january = which == 1
        drawn.append(
            element(
                "line",
                class_="base",
                x1=x,
                x2=x,
                y1=frame.bottom,
                y2=frame.bottom + (6 if january else 3),
            )
        )
        label = ""
        if january or month == 0:
            label = str(year)
        elif quarter_room >= 44:
            label = f"Q{(which - 1) // 3 + 1}"
        if label and month < frame.months:
            drawn.append(text(label, x, frame.bottom + 15, class_="tick", text_anchor="start"))
    return "".join(drawn)
