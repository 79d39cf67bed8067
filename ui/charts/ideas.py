"""The lineage of ideas: a lane per lab, a dot where it came to new ideas, lines of who copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from tenfold.sim.game.telling.phrase import number
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import FONT, element, outline, shorten, text, width_of
from tenfold.ui.charts.frame import NARROW, Frame, months_axis, months_of
from tenfold.ui.charts.lanes import Dot, Link, Tally, dots_of, other_links, own_links, tallies
from tenfold.ui.charts.placing import BOLD

LEAST_LANE = 15.5
"""A lane less high than a line of text has no room for its name, px."""
WIDEST_NAME = 0.24
"""Of the width of the drawing."""
COUNT_WIDE, COUNT_NARROW = 46.0, 36.0
"""Width of a column of counts, on a wide drawing and on a phone, px."""
USUAL_LANE, LARGEST = 23.0, 1.6
"""Height of a lane of twelve, px; how much larger dots are at most where lanes are higher."""
TOP = 26.0
MARGIN = 6.0
HEADS = ("first", "later")
NOTHING = "Ideas appear here as released models show them."


@dataclass(frozen=True)
class Lanes:
    """Where the lanes lie; labs without one are too many for the drawing."""

    frame: Frame
    order: tuple[int, ...]
    high: float
    """Height of a lane, px."""

    def column(self, place: int) -> float:
        """Right edge of a column of counts, px."""
        room = self.frame.width - self.frame.right - MARGIN
        return self.frame.right + room * (place + 1) / len(HEADS)

    def y(self, lab: int) -> float:
        """Middle of a lab's lane, px."""
        return self.frame.top + self.high * (self.order.index(lab) + 0.5)

    def size(self, ideas: int) -> float:
        """Radius of a dot: its area grows with its ideas, within the lane."""
        scale = min(max(self.high / USUAL_LANE, 1.0), LARGEST)
        return min(scale * (1.2 + 1.6 * sqrt(ideas)), self.high / 2 - 0.5)


def ideas_chart(
    view: View, colours: Sequence[str], width: float, height: float, whole: View | None = None
) -> str:
    """The drawing as SVG: months from left to right, a lane per lab, the player's at the top.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
        whole: the finished game, in a replay: its axis and lanes hold for every quarter.
    """
    lanes = lanes_of(view, width, height, whole)
    frame, dots, mine = lanes.frame, dots_of(view), own_links(view)
    counted = tallies(view, dots, mine)
    body = _lanes(lanes, view, counted)
    body += [months_axis(frame, view.start), _heads(lanes, view)]
    body += _links(lanes, other_links(view), colours, "link")
    body += _links(lanes, mine, colours, "link mine")
    body += _dots(lanes, dots, colours, view.seat)
    if not dots:
        middle = (frame.left + frame.right) / 2
        line = shorten(NOTHING, frame.right - frame.left)
        body.append(text(line, middle, frame.top - 14, class_="tick", text_anchor="middle"))
    return outline(body, width, height, _said(view, counted), view.month)


def lanes_of(view: View, width: float, height: float, whole: View | None = None) -> Lanes:
    """As many lanes as are readable: the player's, then those who were first most often."""
    widest = max(width_of(lab.name) for lab in view.labs) * BOLD + 12.0
    left = min(widest, width * WIDEST_NAME)
    counts = COUNT_WIDE if width >= NARROW else COUNT_NARROW
    frame = Frame(
        width, height, left, TOP, counts * len(HEADS) + MARGIN, 26.0, months_of(view, whole),
        0.0, 1.0,
    )  # fmt: skip
    most = max(1, min(len(view.labs), int(frame.tall / LEAST_LANE)))
    places = list(range(len(view.labs)))
    if most < len(places):
        first = tallies(whole or view, dots_of(whole or view), ())
        places.sort(key=lambda i: (i != view.seat, -first[i].first, i))
        places = sorted(places[:most])
    places.sort(key=lambda i: i != view.seat)
    return Lanes(frame, tuple(places), frame.tall / max(len(places), 1))


def _lanes(lanes: Lanes, view: View, counted: Sequence[Tally]) -> list[str]:
    frame = lanes.frame
    drawn = []
    for lab in lanes.order:
        y, own = lanes.y(lab), lab == view.seat
        if own:
            drawn.append(
                element(
                    "rect", class_="lane own", x=0.0, y=y - lanes.high / 2, width=frame.width,
                    height=lanes.high,
                )
            )  # fmt: skip
        drawn.append(
            element("line", class_="grid", x1=frame.left, x2=frame.right, y1=y, y2=y)
        )  # fmt: skip
        name = shorten(view.labs[lab].name, (frame.left - 8.0) / (BOLD if own else 1.0), FONT)
        kind = "name own" if own else "name"
        drawn.append(text(name, frame.left - 8.0, y, class_=kind, text_anchor="end"))
        for column, ideas in enumerate((counted[lab].first, counted[lab].later)):
            x = lanes.column(column)
            drawn.append(text(str(ideas), x, y, class_="count", text_anchor="end"))
    return drawn


def _heads(lanes: Lanes, view: View) -> str:
    frame = lanes.frame
    y = frame.top - 14.0
    heads = [
        text(head, lanes.column(column), y, class_="tick", text_anchor="end")
        for column, head in enumerate(HEADS)
    ]
    left_out = len(view.labs) - len(lanes.order)
    if left_out:
        heads.append(text(f"and {number(left_out, 'more lab')}", 0.0, y, class_="tick"))
    return "".join(heads)


def _links(lanes: Lanes, links: Sequence[Link], colours: Sequence[str], kind: str) -> list[str]:
    """Curves from the first to the next, in the colour of the first."""
    shapes: dict[tuple[str, float], list[str]] = {}
    for link in links:
        if link.source not in lanes.order or link.lab not in lanes.order:
            continue
        x1, x2 = lanes.frame.x(max(link.shown, 0)), lanes.frame.x(link.month)
        y1, y2 = lanes.y(link.source), lanes.y(link.lab)
        bend = max(10.0, (x2 - x1) / 2)
        by = f"{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f}"
        curve = f"M{x1:.0f} {y1:.0f}C{by} {x2:.0f} {y2:.0f}"
        wide = min(0.8 + 0.4 * (link.ideas - 1), 2.6) if "mine" in kind else 1.0
        shapes.setdefault((colours[link.source], wide), []).append(curve)
    return [
        element("path", class_=kind, d="".join(curves), stroke=colour, stroke_width=wide)
        for (colour, wide), curves in shapes.items()
    ]


def _dots(lanes: Lanes, dots: Sequence[Dot], colours: Sequence[str], seat: int) -> list[str]:
    """Rings of all ideas new to a lab, filled by those it was first with; breakthroughs marked."""
    drawn: dict[int, list[str]] = {}
    stars = []
    for dot in dots:
        if dot.lab not in lanes.order:
            continue
        x, y = lanes.frame.x(dot.month), lanes.y(dot.lab)
        group = drawn.setdefault(dot.lab, [])
        if dot.later:
            group.append(
                element("circle", class_="ring", cx=x, cy=y, r=lanes.size(dot.first + dot.later))
            )
        if dot.first:
            group.append(element("circle", class_="core", cx=x, cy=y, r=lanes.size(dot.first)))
        if dot.breakthroughs:
            top = y - lanes.size(dot.first + dot.later)
            stars.append(f"M{x:.1f} {top - 5:.1f}l3.5 5l-3.5 5l-3.5 -5z")
    body = [
        element(
            "g", *group, class_="own" if lab == seat else None, stroke=colours[lab],
            fill=colours[lab],
        )
        for lab, group in drawn.items()
    ]  # fmt: skip
    if stars:
        body.append(element("path", class_="breakthrough", d="".join(stars)))
    return body


def _said(view: View, counted: Sequence[Tally]) -> str:
    ranking = sorted(
        ((tally.first, lab.name) for tally, lab in zip(counted, view.labs, strict=True)),
        reverse=True,
    )
    listed = ", ".join(f"{name} {ideas}" for ideas, name in ranking[:12])
    return f"Ideas that each lab was first with until {view.quarter}: {listed}"
