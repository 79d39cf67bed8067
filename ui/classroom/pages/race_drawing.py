"""The race on the wall: months behind the leader, quarter by quarter, for the back row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.charts.drawing import apart, element, path, shorten, text, ticks

WIDE, TALL = 1600.0, 640.0
LEFT, RIGHT, TOP, BOTTOM = 110.0, 1080.0, 40.0, 570.0
FONT = 44.0
GAP = 58.0
"""Between two names, one below the other."""
MOST_NAMES = 5
LEAST_QUARTERS = 4
"""A young race is drawn on a year's axis: its lines grow into the room before they are squeezed."""
LEAST_MONTHS = 6.0
Line = Mapping[str, Any]


def behind(months: float) -> str:
    """How far a lab is behind, in words.

    >>> behind(8.7), behind(0.2)
    ('9 months behind', 'in the lead')
    """
    whole = round(months)
    return f"{number(whole, 'month')} behind" if whole else "in the lead"


def draw(labs: Sequence[Line], quarters: int) -> str:
    """Lines of all, the leader at the top; those nearest to it are named.

    Args:
        labs: name, colour, dark, path (months behind, by quarter from the start), `team` where
            people sit in it; the nearest first.
        quarters: of the whole race.
    """
    if not labs:
        return ""
    played = max(len(lab["path"]) for lab in labs) - 1
    most = max(max(lab["path"]) for lab in labs)
    high = max(LEAST_MONTHS, most * 1.05)
    across = max(played, min(quarters, LEAST_QUARTERS), 1)

    def point(quarter: int, months: float) -> tuple[float, float]:
        return (
            LEFT + (RIGHT - LEFT) * quarter / across,
            TOP + (BOTTOM - TOP) * max(months, 0.0) / high,
        )

    named = _named(labs)
    lines = [_line(lab, point, lab in named) for lab in reversed(labs)]
    said = "; ".join(f"{lab['name']} {behind(lab['path'][-1])}" for lab in named)
    return element(
        "svg", _grid(high, across, played), *lines, _names(named, point),
        viewBox=f"0 0 {WIDE:.0f} {TALL:.0f}", role="img", class_="wall-race", data_played=played,
        aria_label=f"Months behind the leader after {number(played, 'quarter')}: {said}",
    )  # fmt: skip


def _named(labs: Sequence[Line]) -> list[Line]:
    """The leader, then people's, the nearest first: nobody is pointed at for being last."""
    people = [lab for lab in labs[1:] if lab.get("team")]
    others = [lab for lab in labs[1:] if not lab.get("team")]
    kept = [labs[0], *people, *others][:MOST_NAMES]
    return [lab for lab in labs if lab in kept]


def _grid(high: float, across: int, played: int) -> str:
    """Months at the left, quarters below."""
    drawn = []
    for months in ticks(0.0, high, 4):
        y = TOP + (BOTTOM - TOP) * months / high
        drawn.append(element("line", class_="grid", x1=LEFT, x2=RIGHT, y1=y, y2=y))
        label = f"{months:g}" if months else "lead"
        drawn.append(text(label, LEFT - 16, y, class_="tick", text_anchor="end"))
    every = max(1, -(-across // 8))
    for quarter in range(0, across + 1, every):
        x = LEFT + (RIGHT - LEFT) * quarter / across
        label = str(quarter) if quarter else "start"
        drawn.append(text(label, x, BOTTOM + 42, class_="tick", text_anchor="middle"))
    return element("g", *drawn)


def _line(lab: Line, point: Any, strong: bool) -> str:
    points = [point(quarter, months) for quarter, months in enumerate(lab["path"])]
    kind = "line strong" if strong else "line"
    drawn = []
    if len(points) > 2:
        drawn.append(element("path", class_=kind, d=path(points[:-1])))
    if len(points) > 1:
        fresh = f"{kind} fresh"
        drawn.append(element("path", class_=fresh, d=path(points[-2:]), pathLength=1))
    x, y = points[-1]
    drawn.append(element("circle", cx=x, cy=y, r=11.0 if strong else 7.0))
    return element("g", *drawn, style=f"--light:{lab['colour']};--dark:{lab['dark']}")


def _names(named: Sequence[Line], point: Any) -> str:
    ends = [point(len(lab["path"]) - 1, lab["path"][-1]) for lab in named]
    heights = apart([y for _, y in ends], GAP, TOP, BOTTOM)
    drawn = []
    for lab, (x, y), height in zip(named, ends, heights, strict=True):
        months = round(lab["path"][-1])
        tail = f" {months}" if months else " leads"
        name = shorten(str(lab["name"]), WIDE - RIGHT - 150.0, FONT) + tail
        left = max(x + 28.0, RIGHT + 28.0) if x > RIGHT - 40 else x + 28.0
        kind = "name team" if lab.get("team") else "name"
        if abs(height - y) > GAP / 3:
            drawn.append(element("line", class_="leader", x1=x + 14, y1=y, x2=left - 4, y2=height))
        drawn.append(text(name, left, height, class_=kind))
    return element("g", *drawn)
