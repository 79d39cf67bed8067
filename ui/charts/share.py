"""Market share over time: stacked bands by lab, the player's at the foot, named at their end."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.sim.game.view import View
from tenfold.ui.charts.drawing import apart, element, path, shorten, text, width_of
from tenfold.ui.charts.frame import Frame, frame_for, months_axis

LABEL_GAP = 17.0
WORTH_NAMING = 0.02
"""Smallest share that is named at the end of its band (the player's always is)."""
FAMILY_ORDER = {"open": 0, "chinese": 1, "frontier": 2}


def share_chart(view: View, colours: Sequence[str], width: float, height: float) -> str:
    """The drawing as SVG: months from left to right, all tokens used from 0 to 100 %.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
    """
    order = stacking(view)
    frame = share_frame(view, width, height)
    body = [_grid(frame), *_bands(frame, view, colours, order), months_axis(frame, view.start)]
    body += _labels(frame, view, colours, order)
    return element(
        "svg", *body,
        viewBox=f"0 0 {width:.0f} {height:.0f}", width=width, height=height, role="img",
        aria_label=_said(view), data_month=view.month,
    )  # fmt: skip


def share_frame(view: View, width: float, height: float) -> Frame:
    """Where months and shares lie; the right margin has room for the names at the end."""
    return frame_for(view, width, height, 0.0, 1.0)


def stacking(view: View) -> list[int]:
    """Places of the labs from the foot upwards: the player, then family by family."""
    return sorted(
        range(len(view.labs)),
        key=lambda i: (i != view.seat, FAMILY_ORDER.get(view.labs[i].kind, 3), i),
    )


def _grid(frame: Frame) -> str:
    rows = []
    for value in (0.0, 0.5, 1.0) if frame.tall < 150 else (0.0, 0.25, 0.5, 0.75, 1.0):
        y = frame.y(value)
        rows.append(element("line", class_="grid", x1=frame.left, x2=frame.right, y1=y, y2=y))
        rows.append(text(f"{value:.0%}", frame.left - 6, y, class_="tick", text_anchor="end"))
    return "".join(rows)


def _bands(frame: Frame, view: View, colours: Sequence[str], order: Sequence[int]) -> list[str]:
    months = len(view.labs[0].share)
    # The first quarter has a single month: a column, not a line, stands for it.
    xs = (
        [frame.x(month) for month in range(months)] if months > 1 else [frame.x(0), frame.x(0) + 10]
    )
    foot = [0.0] * len(xs)
    drawn = []
    for place in order:
        share = view.labs[place].share
        series = list(share) if months > 1 else [share[0], share[0]]
        top = [below + value for below, value in zip(foot, series, strict=True)]
        upper = [(x, frame.y(value)) for x, value in zip(xs, top, strict=True)]
        lower = [(x, frame.y(value)) for x, value in zip(xs, foot, strict=True)]
        outline = path(upper + lower[::-1]) + "Z"
        kind = "band own" if place == view.seat else "band"
        drawn.append(element("path", class_=kind, d=outline, fill=colours[place]))
        foot = top
    return drawn


def _labels(frame: Frame, view: View, colours: Sequence[str], order: Sequence[int]) -> list[str]:
    x = frame.x(view.month) if view.month else frame.x(0) + 10
    foot = 0.0
    named: list[tuple[int, float]] = []
    for place in order:
        share = view.labs[place].share[-1]
        if share >= WORTH_NAMING or (place == view.seat and view.labs[place].active):
            named.append((place, frame.y(foot + share / 2)))
        foot += share
    most = max(1, int((frame.tall - 12.0) / LABEL_GAP) + 1)
    if len(named) > most:
        shares = {place: view.labs[place].share[-1] + (place == view.seat) for place, _ in named}
        kept = sorted(shares, key=lambda place: -shares[place])[:most]
        named = [entry for entry in named if entry[0] in kept]
    heights = apart([y for _, y in named], LABEL_GAP, frame.top + 6, frame.bottom - 9)
    drawn = []
    for (place, middle), y in zip(named, heights, strict=True):
        lab = view.labs[place]
        leader = f"M{x + 2:.1f} {middle:.1f}L{x + 12:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke=colours[place]))
        value = f"{lab.share[-1]:.0%}" if lab.share[-1] >= 0.01 else "under 1%"
        name = shorten(lab.name, frame.width - x - 18.0 - width_of(" " + value))
        own = place == view.seat
        drawn.append(text(f"{name} {value}", x + 16.0, y, class_="name own" if own else "name"))
    return drawn


def _said(view: View) -> str:
    ranking = sorted(((lab.share[-1], lab.name) for lab in view.labs), reverse=True)
    listed = ", ".join(f"{name} {share:.0%}" for share, name in ranking[:12])
    return f"Share of all tokens used in {view.quarter}: {listed}"
