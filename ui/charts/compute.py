"""Chips: all labs as outsiders count them, and the player's own by how they were got."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, floor, log10

from tenfold.sim.game.telling.phrase import count
from tenfold.sim.game.telling.trails import CHANNELS, Trails
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.drawing import (
    FONT,
    apart,
    element,
    outline,
    path,
    shorten,
    text,
    ticks,
    width_of,
)
from tenfold.ui.charts.frame import NARROW, Frame, months_axis, months_of
from tenfold.ui.charts.placing import BOLD

LABEL_GAP = 17.0
COUNT_DELAY = 2
"""Months that a count is old when it is published: outsiders count once a quarter."""
LIKELY = 1.645
"""Standard deviations on either side that nine of ten errors stay within."""
CAPTIONS = ("All labs: yours exactly, rivals as outsiders count", "Yours, by how you got them")
SHORT = "All labs"
CHANNEL_NAMES = {
    "legal": "on the market", "rented": "rented abroad", "domestic": "home-made",
    "smuggled": "smuggled",
}  # fmt: skip
ON_ORDER = "on order"
STACKED = tuple(sorted(CHANNELS, key=list(CHANNEL_NAMES).index))
"""Channels from the foot upwards."""
LEAST_TALL = 240.0
"""A narrow drawing less high than this has no room for two panels, px."""
TOP = 26.0
"""Room for a panel's caption, px."""


def compute_chart(
    view: View, colours: Sequence[str], width: float, height: float, whole: View | None = None
) -> str:
    """The drawing as SVG: two panels, side by side or, on a phone, one above the other.

    Args:
        view: what the player sees.
        colours: one CSS colour per lab.
        width: of the drawing, px.
        height: of the drawing, px.
        whole: the finished game, in a replay: its axes hold for every quarter.
    """
    everyone, own = compute_frames(view, width, height, whole)
    body = [_caption(everyone, CAPTIONS[0] if view.trails.channels else "As outsiders count")]
    body += [_decades(everyone), months_axis(everyone, view.start)]
    body += _counts(everyone, view, colours)
    if own is not None:
        body += [_caption(own, CAPTIONS[1]), _scale(own), *_stack(own, view.trails)]
        body.append(months_axis(own, view.start))
    return outline(body, width, height, _said(view), view.month)


def compute_frames(
    view: View, width: float, height: float, whole: View | None = None
) -> tuple[Frame, Frame | None]:
    """Panel of all labs, in decades of chips; panel of own chips, where the player has a lab."""
    trails = (whole or view).trails
    months = months_of(view, whole)
    counts = [c for row in trails.estimate for c in row if c]
    counts += [sum(at) for at in zip(*trails.channels, strict=True)]
    low, high = log10(max(min(counts, default=1e4), 1.0)), log10(max(max(counts, default=1e6), 1.0))
    side = width >= NARROW
    single = not trails.channels or (not side and height < LEAST_TALL)
    first_wide = width if single or not side else width * 0.6
    first_tall = height if single or side else height * 0.56
    names = max(width_of(lab.name) for lab in view.labs) + 22.0
    everyone = Frame(
        first_wide, first_tall, 46.0, TOP, min(names, first_wide * 0.34), 26.0, months,
        low - 0.12, high + 0.12,
    )  # fmt: skip
    if single:
        return everyone, None
    most = max(sum(at) for at in zip(*trails.channels, trails.on_order, strict=True))
    words = max(width_of(name) for name in (*CHANNEL_NAMES.values(), ON_ORDER)) + 20.0
    left = first_wide + 10.0 if side else 0.0
    top = TOP if side else first_tall + TOP
    own = Frame(
        width, height, left + 46.0, top, words, 26.0, months, 0.0, max(most, 1.0) * 1.04
    )  # fmt: skip
    return everyone, own


def counted_at(month: int) -> int:
    """The month that a count published in this month is of."""
    return max(0, month - COUNT_DELAY)


def likely_range(estimate: float, error: float) -> tuple[float, float]:
    """Where the true number lies in nine cases of ten."""
    return estimate * exp(-LIKELY * error), estimate * exp(LIKELY * error)


def _caption(frame: Frame, said: str) -> str:
    room = frame.width - frame.left + 40.0
    said = said if width_of(said) * BOLD <= room else SHORT
    return text(said, frame.left - 40.0, frame.top - 14.0, class_="caption")


def _decades(frame: Frame) -> str:
    steps: tuple[int, ...] = (1,) if frame.high - frame.low > 1.4 else (1, 2, 5)
    rows = []
    for decade in range(floor(frame.low), ceil(frame.high) + 1):
        for step in steps:
            value = step * 10.0**decade
            if frame.low <= log10(value) <= frame.high:
                rows.append(_row(frame, frame.y(log10(value)), count(value)))
    return "".join(rows)


def _scale(frame: Frame) -> str:
    about = max(2, int(frame.tall / 56))
    return "".join(
        _row(frame, frame.y(value), count(value) if value else "0")
        for value in ticks(frame.low, frame.high, about)
    )


def _row(frame: Frame, y: float, label: str) -> str:
    line = element("line", class_="grid", x1=frame.left, x2=frame.right, y1=y, y2=y)
    return line + text(label, frame.left - 6, y, class_="tick", text_anchor="end")


def _counts(frame: Frame, view: View, colours: Sequence[str]) -> list[str]:
    """Lines of all labs with their names: the player's exact, others' as counted, with an error."""
    drawn: list[str] = []
    ends: list[tuple[int, float, float]] = []
    for place in sorted(range(len(view.labs)), key=lambda i: i == view.seat):
        if place == view.seat and view.trails.channels:
            points = _own_points(frame, view.trails)
            drawn.append(_polyline(points, "line own", colours[place]))
        else:
            points = _counted_points(frame, view.trails, place)
            drawn += _counted(frame, view.trails, place, points, colours[place])
        if points and view.labs[place].active:
            ends.append((place, *points[-1]))
    return drawn + _names(frame, view, ends, colours)


def _own_points(frame: Frame, trails: Trails) -> list[tuple[float, float]]:
    totals = [sum(at) for at in zip(*trails.channels, strict=True)]
    return [(frame.x(m), frame.y(log10(max(chips, 1.0)))) for m, chips in enumerate(totals)]


def _counted_points(frame: Frame, trails: Trails, place: int) -> list[tuple[float, float]]:
    return [
        (frame.x(counted_at(month)), frame.y(log10(chips)))
        for month, chips in zip(trails.months, trails.estimate[place], strict=True)
        if chips
    ]


def _polyline(points: Sequence[tuple[float, float]], kind: str, colour: str) -> str:
    if len(points) == 1:
        x, y = points[0]
        return element("circle", cx=x, cy=y, r=3.5, fill=colour)
    return element("path", class_=kind, d=path(points), stroke=colour) if points else ""


def _counted(
    frame: Frame,
    trails: Trails,
    place: int,
    points: Sequence[tuple[float, float]],
    colour: str,
) -> list[str]:
    if not points:
        return []
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)
    drawn = [
        element("path", class_="counted", d=path(points), stroke=colour),
        element("path", class_="dots", d=dots, stroke=colour),
    ]
    last = trails.estimate[place][-1]
    if last and trails.estimate_error > 0.0:
        x = points[-1][0]
        low, high = (frame.y(log10(edge)) for edge in likely_range(last, trails.estimate_error))
        whisker = f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 3:.1f} {low:.1f}h6M{x - 3:.1f} {high:.1f}h6"
        drawn.append(element("path", class_="whisker", d=whisker, stroke=colour))
    return drawn


def _names(
    frame: Frame,
    view: View,
    ends: list[tuple[int, float, float]],
    colours: Sequence[str],
) -> list[str]:
    most = max(2, int((frame.tall - 8.0) / LABEL_GAP) + 1)
    if len(ends) > most:
        best = sorted(ends, key=lambda end: (end[0] != view.seat, end[2]))[:most]
        ends = [end for end in ends if end in best]
    heights = apart([y for _, _, y in ends], LABEL_GAP, frame.top + 4, frame.bottom - 6)
    drawn = []
    right = frame.x(view.month)
    for (place, x, start), y in zip(ends, heights, strict=True):
        leader = f"M{x + 5:.1f} {start:.1f}L{right + 14:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke=colours[place]))
        name = shorten(view.labs[place].name, frame.width - right - 20.0, FONT)
        kind = "name own" if place == view.seat else "name"
        drawn.append(text(name, right + 18.0, y, class_=kind))
    return drawn


def _stack(frame: Frame, trails: Trails) -> list[str]:
    """Own chips by channel, those on order above them; each named at its end."""
    layers = [(name, trails.channels[CHANNELS.index(name)]) for name in STACKED]
    layers = [(name, chips) for name, chips in layers if max(chips) > 0.0]
    everything = [*layers, (ON_ORDER, trails.on_order)]
    xs = [frame.x(month) for month in range(len(trails.on_order))]
    # The first quarter has a single month: a column, not a line, stands for it.
    if len(xs) == 1:
        xs = [xs[0], xs[0] + 10.0]
    foot = [0.0] * len(xs)
    drawn, named = [], []
    for name, chips in everything:
        series = [chips[0], chips[0]] if len(chips) == 1 else list(chips)
        top = [below + more for below, more in zip(foot, series, strict=True)]
        upper = [(x, frame.y(value)) for x, value in zip(xs, top, strict=True)]
        lower = [(x, frame.y(value)) for x, value in zip(xs, foot, strict=True)]
        if name == ON_ORDER:
            drawn.append(element("path", class_="coming", d=path(upper)))
        else:
            shape = path(upper) + "L" + path(lower[::-1])[1:] + "Z"
            drawn.append(element("path", class_=f"channel {name}", d=shape))
        if series[-1] > 0.0:
            word = ON_ORDER if name == ON_ORDER else CHANNEL_NAMES[name]
            named.append((word, frame.y((foot[-1] + top[-1]) / 2), series[-1]))
        foot = top
    return drawn + _channel_names(frame, named, xs[-1])


def _channel_names(frame: Frame, named: list[tuple[str, float, float]], x: float) -> list[str]:
    """Words beside the layers, given with their heights and sizes; the largest where few fit."""
    most = max(1, int((frame.tall - 10.0) / LABEL_GAP) + 1)
    kept = sorted(named, key=lambda one: -one[2])[:most]
    named = [one for one in named if one in kept]
    heights = apart([y for _, y, _ in named], LABEL_GAP, frame.top + 4, frame.bottom - 6)
    drawn = []
    for (word, middle, _), y in zip(named, heights, strict=True):
        leader = f"M{x + 2:.1f} {middle:.1f}L{x + 10:.1f} {y:.1f}"
        drawn.append(element("path", class_="leader", d=leader, stroke="var(--you)"))
        drawn.append(text(shorten(word, frame.width - x - 14.0), x + 13.0, y, class_="name"))
    return drawn


def _said(view: View) -> str:
    ranking = sorted(((lab.chips, lab.name) for lab in view.labs if lab.active), reverse=True)
    listed = ", ".join(f"{name} {count(chips)}" for chips, name in ranking[:12])
    return f"Chips of each lab in {view.quarter}: {listed}"
