"""Market share over time: stacked bands by lab, the player's at the foot, names in or beside."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import apart, element, outline, path, shorten, text, width_of
from tenfold.ui.charts.frame import Frame, ahead_strip, frame_for, months_axis
from tenfold.ui.charts.layers import EVERYBODY, TOKENS, Layers, layers_of
from tenfold.ui.charts.palette import on

LABEL_GAP = 17.0
WORTH_NAMING = 0.02
"""Smallest share that is named at the end of its band (the player's always is)."""
COLUMN = 10.0
"""Width of the column that stands for a single month, px."""
FAMILY_ORDER = {"open": 0, "chinese": 1, "frontier": 2}


def share_chart(
    view: View,
    colours: Sequence[str],
    width: float,
    height: float,
    whole: View | None = None,
    by: str = TOKENS,
    segment: str = EVERYBODY,
) -> str:
    """The drawing as SVG: months from left to right, all use or revenue from 0 to 100 %.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
        whole: the finished game, in a replay: its axis holds for every quarter.
        by: tokens or revenue, as `layers_of` has it.
        segment: whose use counts; all customers' unless given.
    """
    layers = layers_of(view, by, segment)
    order = stacking(view)
    frame = share_frame(view, width, height, whole)
    body = [_grid(frame), *_bands(frame, view, layers, colours, order)]
    body.append(months_axis(frame, view.start))
    if foretold(by, segment):
        own = view.labs[view.seat].share[-1] if view.seat >= 0 else None
        body.append(ahead_strip(frame, view, own))
    if layers.months:
        body += _labels(frame, view, layers, colours, order)
    return outline(body, width, height, _said(view, layers), view.month)


def foretold(by: str, segment: str) -> bool:
    """The forecast is of the share of all tokens, and of no other."""
    return by == TOKENS and segment == EVERYBODY


def share_frame(view: View, width: float, height: float, whole: View | None = None) -> Frame:
    """Where months and shares lie; the right margin has room for the names at the end."""
    return frame_for(view, width, height, 0.0, 1.0, whole)


def stacking(view: View) -> list[int]:
    """Places of the labs from the foot upwards: the player, then family by family."""
    return sorted(
        range(len(view.labs)),
        key=lambda i: (i != view.seat, FAMILY_ORDER.get(view.labs[i].kind, 3), i),
    )


def _grid(frame: Frame) -> str:
    rows = []
    right = frame.width - 8.0 if frame.ahead else frame.right
    for value in (0.0, 0.5, 1.0) if frame.tall < 150 else (0.0, 0.25, 0.5, 0.75, 1.0):
        y = frame.y(value)
        rows.append(element("line", class_="grid", x1=frame.left, x2=right, y1=y, y2=y))
        rows.append(text(f"{value:.0%}", frame.left - 6, y, class_="tick", text_anchor="end"))
    return "".join(rows)


def _spread(frame: Frame, layers: Layers) -> list[float]:
    """Where the months lie; a single one is a column, not a line."""
    xs = [frame.x(month) for month in layers.months]
    return [xs[0], xs[0] + COLUMN] if len(xs) == 1 else xs


def _bands(
    frame: Frame, view: View, layers: Layers, colours: Sequence[str], order: Sequence[int]
) -> list[str]:
    if not layers.months:
        return []
    xs = _spread(frame, layers)
    foot = [0.0] * len(xs)
    drawn = []
    for place in order:
        row = layers.shares[place]
        series = [row[0], row[0]] if len(row) == 1 else row
        top = [below + value for below, value in zip(foot, series, strict=True)]
        upper = [(x, frame.y(value)) for x, value in zip(xs, top, strict=True)]
        lower = [(x, frame.y(value)) for x, value in zip(xs, foot, strict=True)]
        shape = path(upper) + "L" + path(lower[::-1])[1:] + "Z"
        kind = "band own" if place == view.seat else "band"
        drawn.append(element("path", class_=kind, d=shape, fill=colours[place]))
        foot = top
    return drawn


def _labels(
    frame: Frame, view: View, layers: Layers, colours: Sequence[str], order: Sequence[int]
) -> list[str]:
    """Names inside their bands where these are high enough, else beside them, moved apart."""
    x = _spread(frame, layers)[-1]
    foot = 0.0
    inside: list[str] = []
    beside: list[tuple[int, float]] = []
    for place in order:
        share = layers.last[place]
        own = place == view.seat
        label = f"{view.labs[place].name} {_percent(share)}"
        middle = _inside(frame, layers, order, place, label)
        if middle is not None:
            inside.append(
                text(
                    label, x - 6, middle, class_="within own" if own else "within",
                    text_anchor="end", style=f"fill:{on(colours[place])}",
                )
            )  # fmt: skip
        elif share >= WORTH_NAMING or (own and view.labs[place].active):
            beside.append((place, frame.y(foot + share / 2)))
        foot += share
    return inside + _beside(frame, view, layers, colours, beside, x)


def _inside(
    frame: Frame, layers: Layers, order: Sequence[int], place: int, label: str
) -> float | None:
    """Height at which a label fits into the end of its band; None where it does not."""
    if len(layers.months) < 2:
        return None
    end = frame.x(layers.months[-1])
    start = end - width_of(label) * 1.08 - 10
    if start < frame.left:
        return None
    below = order[: order.index(place)]
    highest, lowest = frame.top, frame.bottom
    first = max((k for k, m in enumerate(layers.months) if frame.x(m) <= start), default=0)
    for k in range(first, len(layers.months)):
        foot = sum(layers.shares[i][k] for i in below)
        highest = max(highest, frame.y(foot + layers.shares[place][k]))
        lowest = min(lowest, frame.y(foot))
    return (highest + lowest) / 2 if lowest - highest >= LABEL_GAP else None


def _beside(
    frame: Frame,
    view: View,
    layers: Layers,
    colours: Sequence[str],
    named: list[tuple[int, float]],
    x: float,
) -> list[str]:
    most = max(1, int((frame.tall - 12.0) / LABEL_GAP) + 1)
    shares = layers.last
    if len(named) > most:
        weight = {place: shares[place] + (place == view.seat) for place, _ in named}
        kept = sorted(weight, key=lambda place: -weight[place])[:most]
        named = [entry for entry in named if entry[0] in kept]
    heights = apart([y for _, y in named], LABEL_GAP, frame.top + 6, frame.bottom - 9)
    drawn = []
    for (place, middle), y in zip(named, heights, strict=True):
        leader = f"M{x + 2:.1f} {middle:.1f}L{x + 12:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke=colours[place]))
        value = _percent(shares[place])
        room = frame.names_end - x - 18.0 - width_of(" " + value)
        label = f"{shorten(view.labs[place].name, room)} {value}"
        drawn.append(text(label, x + 16.0, y, class_=_name(place == view.seat)))
    return drawn


def _name(own: bool) -> str:
    return "name own" if own else "name"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "under 1%"


def _said(view: View, layers: Layers) -> str:
    shares = layers.last
    ranking = sorted(((shares[i], lab.name) for i, lab in enumerate(view.labs)), reverse=True)
    listed = ", ".join(f"{name} {share:.0%}" for share, name in ranking[:12])
    return f"Market shares in {view.quarter}: {listed}"
