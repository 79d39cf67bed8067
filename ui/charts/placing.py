"""Names beside points anywhere on a drawing: near their point, never on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.ui.charts.drawing import FONT, width_of

LINE = 17.0
"""Height of a line of text with its air, px."""
GAP = 5.0
"""Between a point's edge and its name, px."""
REACH = (0.0, 12.0, 26.0, 44.0, 66.0, 92.0, 122.0)
"""How far a name may stand from its point where it is crowded, px."""
WAYS = (
    (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0),
    (0.8, -0.7), (0.8, 0.7), (-0.8, -0.7), (-0.8, 0.7),
    (0.5, -0.9), (0.5, 0.9), (-0.5, -0.9), (-0.5, 0.9),
)  # fmt: skip
"""Directions in which a place is looked for; right and left read best."""
BOLD = 1.08
"""Width of bold text in that of plain text."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """The two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """All of it lies in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Point:
    """A round point that wants a name; the most important come first."""

    x: float
    y: float
    radius: float
    name: str
    bold: bool = False


@dataclass(frozen=True)
class Placed:
    """A name that has found a place."""

    number: int
    """Place of its point among those given."""
    x: float
    y: float
    """Left edge and middle of the text, px."""
    box: Box
    far: bool
    """So far from its point that a line must lead to it."""


def place_names(
    points: Sequence[Point],
    bounds: Box,
    taken: Sequence[Box] = (),
    around: Sequence[Point] = (),
) -> list[Placed]:
    """A place for as many names as find one: free of other names, and of points where possible.

    Args:
        points: what is to be named, the most important first.
        bounds: where names may stand.
        taken: what no name may cover.
        around: all points of the drawing, which names should not cover.

    Returns:
        Those that found a place, in the order given; the others have none.
    """
    blocked = list(taken)
    dots = [
        Box(p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius)
        for p in (around or points)
    ]
    found = []
    for number, point in enumerate(points):
        best = _best(number, point, bounds, blocked, dots)
        if best is not None:
            found.append(best)
            blocked.append(best.box)
    return found


def _best(
    number: int, point: Point, bounds: Box, blocked: Sequence[Box], dots: Sequence[Box]
) -> Placed | None:
    wide = width_of(point.name, FONT) * (BOLD if point.bold else 1.0)
    best: Placed | None = None
    least = 1e9
    for reach in REACH:
        for rank, (across, up) in enumerate(WAYS):
            away = point.radius + GAP + reach
            x = point.x + across * away - (wide if across < 0 else 0.0)
            if across == 0.0:
                x = point.x - wide / 2
            y = point.y + up * (away + LINE / 2 if abs(up) == 1.0 else away)
            box = Box(x, y - LINE / 2, x + wide, y + LINE / 2)
            if not box.within(bounds) or any(box.meets(other) for other in blocked):
                continue
            cost = 40.0 * sum(box.meets(dot) for dot in dots) + reach + rank
            if cost < least:
                least, best = cost, Placed(number, x, y, box, reach > 0.0)
        if least < reach + 12.0:
            break
    return best
