"""The race on the wall: months behind the leader, quarter by quarter, for the back row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenfold.sim.game.telling.phrase import number
from tenfold.ui.charts.drawing import apart, element, path, shorten, text, ticks, width_of

WIDE, TALL, LOW = 1600.0, 690.0, 470.0
"""Size; the height alone, and where headlines stand below it."""
LEFT, RIGHT, TOP, BELOW = 90.0, 1060.0, 30.0, 66.0
"""Edges of the plot, and room for the quarters under it."""
FONT = 44.0
BOLD = 1.1
"""Width of bold text in that of plain text."""
GAP = 58.0
"""Between two names, one below the other."""
MOST_NAMES = 5
LEAST_QUARTERS = 4
"""A young race is drawn on a year's axis: its lines grow into the room before they are squeezed."""
LEAST_MONTHS = 6.0
ALL = "All teams"
Line = Mapping[str, Any]


def behind(months: float) -> str:
    """How far a lab is behind, in words.

    >>> behind(8.7), behind(0.2)
    ('9 months behind', 'in the lead')
    """
    whole = round(months)
    return f"{number(whole, 'month')} behind" if whole else "in the lead"


@dataclass(frozen=True)
class Group:
    """A line that stands for all that end as far behind, and what is written at its end."""

    line: Line
    label: str


def draw(labs: Sequence[Line], quarters: int, tall: float = TALL) -> str:
    """Lines of all, the leader at the top; those nearest to it are named.

    Args:
        labs: name, colour, dark, path (months behind, by quarter from the start), `team` where
            people sit in it; the nearest first.
        quarters: of the whole race.
        tall: height of the drawing.
    """
    if not labs:
        return ""
    played = max(len(lab["path"]) for lab in labs) - 1
    most = max(max(lab["path"]) for lab in labs)
    high = max(LEAST_MONTHS, most * 1.05)
    across = max(played, min(quarters, LEAST_QUARTERS), 1)

    plot = _Plot(high, across, tall - BELOW)
    named = _groups(labs)
    strong = [group.line for group in named]
    lines = [_line(lab, plot, lab in strong) for lab in reversed(labs)]
    said = "; ".join(group.label for group in named)
    return element(
        "svg", _grid(plot), *lines, _names(named, plot),
        viewBox=f"0 0 {WIDE:.0f} {tall:.0f}", role="img", class_="wall-race", data_played=played,
        aria_label=f"Months behind the leader after {number(played, 'quarter')}: {said}",
    )  # fmt: skip


@dataclass(frozen=True)
class _Plot:
    """Where quarters and months lie."""

    high: float
    across: int
    bottom: float

    def x(self, quarter: float) -> float:
        return LEFT + (RIGHT - LEFT) * quarter / self.across

    def y(self, months: float) -> float:
        return TOP + (self.bottom - TOP) * max(months, 0.0) / self.high


def _groups(labs: Sequence[Line]) -> list[Group]:
    """Each line by itself where there are few; else together with those that end where it does."""
    if len(labs) <= MOST_NAMES:
        return [Group(lab, _label([str(lab["name"])], round(lab["path"][-1]))) for lab in labs]
    alike: dict[int, list[Line]] = {}
    for lab in labs:
        alike.setdefault(round(lab["path"][-1]), []).append(lab)
    groups = []
    for months, several in list(alike.items())[:MOST_NAMES]:
        people = [lab for lab in several if lab.get("team")]
        others = [lab for lab in several if not lab.get("team")]
        names = [str(lab["name"]) for lab in (*people, *others)]
        everybody = len(several) == len(labs) and len(people) == len(labs)
        label = _label([ALL] if everybody else names, months)
        groups.append(Group((people or others)[0], label))
    return groups


def _label(names: Sequence[str], months: int) -> str:
    """Who is there and how far behind; as many names as there is room for."""
    several = len(names) > 1 or names[0] == ALL
    tail = f" · {months}" if months else " lead" if several else " leads"
    room = (WIDE - RIGHT - 40.0) / BOLD - width_of(tail, FONT)
    for many in range(len(names), 1, -1):
        more = f" +{len(names) - many}" if many < len(names) else ""
        told = ", ".join(names[:many]) + more
        if width_of(told, FONT) <= room:
            return told + tail
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return shorten(names[0], room - width_of(more, FONT), FONT) + more + tail


def _grid(plot: _Plot) -> str:
    """Months at the left, quarters below."""
    drawn = []
    for months in ticks(0.0, plot.high, 4):
        y = plot.y(months)
        drawn.append(element("line", class_="grid", x1=LEFT, x2=RIGHT, y1=y, y2=y))
        label = f"{months:g}" if months else "lead"
        drawn.append(text(label, LEFT - 14, y, class_="tick", text_anchor="end"))
    every = max(1, -(-plot.across // 8))
    for quarter in range(0, plot.across + 1, every):
        label = f"Q{quarter}" if quarter else "start"
        x, y = plot.x(quarter), plot.bottom + 40
        drawn.append(text(label, x, y, class_="tick", text_anchor="middle"))
    return element("g", *drawn)


def _line(lab: Line, plot: _Plot, strong: bool) -> str:
    points = [(plot.x(quarter), plot.y(months)) for quarter, months in enumerate(lab["path"])]
    kind = "line strong" if strong else "line"
    drawn = []
    if len(points) > 2:
        drawn.append(element("path", class_=kind, d=path(points[:-1])))
    if len(points) > 1:
        drawn.append(element("path", class_=f"{kind} fresh", d=path(points[-2:]), pathLength=1))
    x, y = points[-1]
    drawn.append(element("circle", cx=x, cy=y, r=11.0 if strong else 7.0))
    return element("g", *drawn, style=f"--light:{lab['colour']};--dark:{lab['dark']}")


def _names(named: Sequence[Group], plot: _Plot) -> str:
    ends = [(plot.x(len(one.line["path"]) - 1), plot.y(one.line["path"][-1])) for one in named]
    heights = apart([y for _, y in ends], GAP, TOP, plot.bottom)
    drawn = []
    for group, (x, y), height in zip(named, ends, heights, strict=True):
        left = x + 36.0
        kind = "name team" if group.line.get("team") else "name"
        if abs(height - y) > GAP / 3:
            drawn.append(element("line", class_="leader", x1=x + 14, y1=y, x2=left - 4, y2=height))
        drawn.append(text(group.label, left, height, class_=kind))
    return element("g", *drawn)
