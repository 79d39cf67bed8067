"""The capability race: one line per lab, named at its end, with marks where models came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.sim.game.view import LabView, View
from tenfold.ui.charts.drawing import FONT, apart, element, path, shorten, text, ticks
from tenfold.ui.charts.frame import Frame, frame_for, months_axis

LABEL_GAP = 17.0


@dataclass(frozen=True)
class Ending:
    """The label at the end of one line."""

    name: str
    value: float
    colour: str
    own: bool


def race_chart(view: View, colours: Sequence[str], width: float, height: float) -> str:
    """The drawing as SVG: months from left to right over the whole game, index points upwards.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
    """
    frame = race_frame(view, width, height)
    order = sorted(range(len(view.labs)), key=lambda i: i == view.seat)
    body = [_grid(frame), months_axis(frame, view.start)]
    body += [_line(frame, view, i, colours[i]) for i in order]
    body += _labels(frame, view, colours)
    return element(
        "svg",
        *body,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=width,
        height=height,
        role="img",
        aria_label=_said(view),
        data_month=view.month,
    )


def race_frame(view: View, width: float, height: float) -> Frame:
    """Where months and index points lie; the right margin has room for the names at the end."""
    values = [score for lab in view.labs for score in lab.score if score is not None] or [0.0]
    low, high = min(values), max(values)
    pad = max(2.0, 0.06 * (high - low))
    return frame_for(view, width, height, low - pad, high + pad)


def _grid(frame: Frame) -> str:
    rows = []
    for value in ticks(frame.low, frame.high, int(frame.tall / 56)):
        y = frame.y(value)
        rows.append(element("line", class_="grid", x1=frame.left, x2=frame.right, y1=y, y2=y))
        rows.append(text(f"{value:g}", frame.left - 6, y, class_="tick", text_anchor="end"))
    return "".join(rows)


def _points(frame: Frame, lab: LabView) -> list[tuple[float, float]]:
    return [
        (frame.x(month), frame.y(score))
        for month, score in enumerate(lab.score)
        if score is not None
    ]


def _line(frame: Frame, view: View, place: int, colour: str) -> str:
    lab = view.labs[place]
    own = place == view.seat
    points = _points(frame, lab)
    if not points:
        return ""
    known = max(1, len(points) - 3) if lab.active and len(points) > 1 else len(points)
    kind = "line own" if own else "line"
    drawn = []
    if known > 1:
        drawn.append(element("path", class_=kind, d=path(points[:known]), stroke=colour))
    if known < len(points):
        fresh = path(points[known - 1 :])
        drawn.append(element("path", class_=f"{kind} fresh", d=fresh, stroke=colour, pathLength=1))
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
                r=4.5 if own else 3.5,
                stroke=colour,
                fill="var(--page)" if release.opened else colour,
            )
        )
    if len(points) == 1 or not lab.releases:
        drawn.append(
            element(
                "circle", cx=points[-1][0], cy=points[-1][1], r=3.5 if own else 2.5, fill=colour
            )
        )
    if not lab.active:
        x, y = points[-1]
        cross = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        drawn.append(element("path", class_="gone", d=cross, stroke=colour))
    return "".join(drawn)


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
    """Where the labels stand: at their line's end, moved apart where they would collide."""
    wanted = [frame.y(e.value) for e in found]
    return apart(wanted, LABEL_GAP, frame.top + 6, frame.bottom - 6)


def _labels(frame: Frame, view: View, colours: Sequence[str]) -> list[str]:
    found = endings(view, colours, frame)
    x = frame.x(view.month)
    drawn = []
    for ending, y in zip(found, label_heights(found, frame), strict=True):
        start = frame.y(ending.value)
        leader = f"M{x + 5:.1f} {start:.1f}L{x + 14:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke=ending.colour))
        name = shorten(ending.name, frame.width - x - 20.0, FONT)
        drawn.append(text(name, x + 18.0, y, class_="name own" if ending.own else "name"))
    return drawn


def _said(view: View) -> str:
    ranking = sorted(
        ((lab.score[-1] or 0.0, lab.name) for lab in view.labs if lab.active and lab.score),
        reverse=True,
    )
    listed = ", ".join(f"{name} {score:.0f}" for score, name in ranking[:12])
    return f"Capability index of each lab's best model on sale in {view.quarter}: {listed}"
