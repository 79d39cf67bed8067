"""The capability race: one line per lab, named at its end, with marks where models came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.sim.game.telling.view import LabView, View
from tenfold.ui.charts.drawing import FONT, apart, element, outline, path, shorten, text, ticks
from tenfold.ui.charts.frame import (
    AHEAD_MONTHS,
    Frame,
    ahead_strip,
    frame_for,
    looks_ahead,
    months_axis,
)

LABEL_GAP = 17.0
FRESH_MONTHS = 3
"""Months that the last turn added: they alone move when it is drawn."""
MARK, LEAST_MARK = 3.5, 2.3
"""Radius of a release mark: in a short game, and in a crowd, px."""
LEAST_AHEAD, AHEAD = 20.0, 1.6
"""Index points above the player that the axis shows, so that a year's forecast finds room: at least
so many, or so many times what the best model gains in a year."""


@dataclass(frozen=True)
class Ending:
    """The label at the end of one line."""

    name: str
    value: float
    colour: str
    own: bool


def race_chart(
    view: View, colours: Sequence[str], width: float, height: float, whole: View | None = None
) -> str:
    """The drawing as SVG: months from left to right, index points upwards.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
        whole: the finished game, in a replay: its axes hold for every quarter.
    """
    frame = race_frame(view, width, height, whole)
    order = sorted(range(len(view.labs)), key=lambda i: i == view.seat)
    own = view.labs[view.seat].score[-1] if view.seat >= 0 else None
    body = [_grid(frame), months_axis(frame, view.start), ahead_strip(frame, view, own)]
    body.append(_frontier(frame, view))
    body += [_line(frame, view, i, colours[i], whole is None) for i in order]
    body += _labels(frame, view, colours)
    return outline(body, width, height, _said(view), view.month)


def race_frame(view: View, width: float, height: float, whole: View | None = None) -> Frame:
    """Where months and index points lie; the right margin has room for the names at the end."""
    seen = whole or view
    values = [score for lab in seen.labs for score in lab.score if score is not None] or [0.0]
    low, high = min(values), max(values)
    pad = max(2.0, 0.06 * (high - low))
    if looks_ahead(view, whole):
        ahead = max(LEAST_AHEAD, AHEAD * yearly_gain(frontier(view)))
        high = max(high, (view.labs[view.seat].score[-1] or low) + ahead - pad)
    return frame_for(view, width, height, low - pad, high + pad, whole)


def frontier(view: View) -> list[float | None]:
    """The best model on sale of all labs, by month [index points]."""
    best: list[float | None] = []
    for month in range(len(view.labs[0].score)):
        scores = [lab.score[month] for lab in view.labs]
        best.append(max((score for score in scores if score is not None), default=None))
    return best


def yearly_gain(best: Sequence[float | None]) -> float:
    """What the best model gained in the last year, or in proportion in a younger game."""
    known = [score for score in best if score is not None][-AHEAD_MONTHS - 1 :]
    if len(known) < 2:
        return 0.0
    return (known[-1] - known[0]) * AHEAD_MONTHS / (len(known) - 1)


def _grid(frame: Frame) -> str:
    rows = []
    right = frame.width - 8.0 if frame.ahead else frame.right
    for value in ticks(frame.low, frame.high, int(frame.tall / 56)):
        y = frame.y(value)
        rows.append(element("line", class_="grid", x1=frame.left, x2=right, y1=y, y2=y))
        rows.append(text(f"{value:g}", frame.left - 6, y, class_="tick", text_anchor="end"))
    return "".join(rows)


def _frontier(frame: Frame, view: View) -> str:
    best = frontier(view)
    points = [(frame.x(m), frame.y(score)) for m, score in enumerate(best) if score is not None]
    if len(points) < 2:
        return ""
    return element("path", class_="frontier", d=path(points))


def _points(frame: Frame, lab: LabView) -> list[tuple[float, float]]:
    return [
        (frame.x(month), frame.y(score))
        for month, score in enumerate(lab.score)
        if score is not None
    ]


def _line(frame: Frame, view: View, place: int, colour: str, moves: bool) -> str:
    lab = view.labs[place]
    own = place == view.seat
    points = _points(frame, lab)
    if not points:
        return ""
    grown = moves and lab.active and len(points) > 1
    known = max(1, len(points) - FRESH_MONTHS) if grown else len(points)
    kind = "line own" if own else "line"
    drawn = []
    if known > 1:
        drawn.append(element("path", class_=kind, d=path(points[:known])))
    if known < len(points):
        fresh = path(points[known - 1 :])
        drawn.append(element("path", class_=f"{kind} fresh", d=fresh, pathLength=1))
    drawn += _marks(frame, lab, colour, own)
    if len(points) == 1 or not lab.releases:
        x, y = points[-1]
        drawn.append(element("circle", cx=x, cy=y, r=3.5 if own else 2.5, fill=colour))
    if not lab.active:
        x, y = points[-1]
        cross = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        drawn.append(element("path", class_="gone", d=cross))
    return element("g", *drawn, stroke=colour)


def _marks(frame: Frame, lab: LabView, colour: str, own: bool) -> list[str]:
    """Where models came out: filled if closed, a ring if the weights were opened."""
    drawn = []
    # Where quarters are narrow, marks are small, so that lines stay visible between them.
    size = min(max((frame.right - frame.left) / frame.months, LEAST_MARK), MARK)
    for release in lab.releases:
        score = lab.score[release.month] if release.month < len(lab.score) else None
        if score is None:
            continue
        drawn.append(
            element(
                "circle",
                class_="open" if release.opened else "closed",
                cx=frame.x(release.month),
                cy=frame.y(score),
                r=size + 1.0 if own else size,
                fill="var(--page)" if release.opened else colour,
            )
        )
    return drawn


def endings(view: View, colours: Sequence[str], frame: Frame) -> list[Ending]:
    """The labels to draw: every lab still racing, or as many of the best as fit, and the player."""
    found = []
    for place, lab in enumerate(view.labs):
        score = lab.score[-1] if lab.score else None
        if lab.active and score is not None:
            found.append(Ending(lab.name, score, colours[place], place == view.seat))
    most = max(2, int((frame.tall - 12.0) / LABEL_GAP) + 1)
    if len(found) > most:
        best = sorted(found, key=lambda e: -e.value)[: most - 1]
        found = [e for e in found if e in best or e.own]
    return found


def label_heights(found: Sequence[Ending], frame: Frame) -> list[float]:
    """Heights of the labels, moved apart where they would collide."""
    wanted = [frame.y(ending.value) for ending in found]
    return apart(wanted, LABEL_GAP, frame.top + 6, frame.bottom - 6)


def _labels(frame: Frame, view: View, colours: Sequence[str]) -> list[str]:
    found = endings(view, colours, frame)
    x = frame.x(view.month)
    drawn = []
    for ending, y in zip(found, label_heights(found, frame), strict=True):
        start = frame.y(ending.value)
        leader = f"M{x + 5:.1f} {start:.1f}L{x + 14:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke=ending.colour))
        name = shorten(ending.name, frame.names_end - x - 20.0, FONT)
        drawn.append(text(name, x + 18.0, y, class_="name own" if ending.own else "name"))
    return drawn


def _said(view: View) -> str:
    ranking = sorted(
        ((lab.score[-1] or 0.0, lab.name) for lab in view.labs if lab.active and lab.score),
        reverse=True,
    )
    listed = ", ".join(f"{name} {score:.0f}" for score, name in ranking[:12])
    return f"Capability index of each lab's best model on sale in {view.quarter}: {listed}"
