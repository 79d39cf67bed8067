"""The numbers behind a chart: what the pointer shows, the table behind it, and its scales.

Every chart gives the same shape:

- `plot`: the scales [px]: left, right, top, bottom; months; low, high; `ahead` (left and right edge
  of the strip of the coming year) or None; `foretold`: which forecast belongs into it, or "".
- `when`: what each month is called; `unit` of the values: index, share, chips or count.
- `rows`: a series by month for each line; `points`: what single marks say, where there are marks.
- `table` (head and rows) where the table behind is not that of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.sim.game.telling.phrase import count, dollars, number, percent
from tenfold.sim.game.telling.trails import CHANNELS
from tenfold.sim.game.telling.view import View
from tenfold.ui.charts.compute import (
    CHANNEL_NAMES,
    ON_ORDER,
    STACKED,
    compute_frames,
    counted_at,
    likely_range,
)
from tenfold.ui.charts.frame import Frame, ahead_edges
from tenfold.ui.charts.ideas import lanes_of
from tenfold.ui.charts.lanes import Tally, dots_of, own_links, tallies
from tenfold.ui.charts.layers import EVERYBODY, TOKENS, layers_of
from tenfold.ui.charts.race import race_frame
from tenfold.ui.charts.share import foretold, share_frame, stacking
from tenfold.ui.charts.value import offers, radius, value_plane

Values = dict[str, Any]


def race_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str],
    whole: View | None = None,
) -> Values:  # fmt: skip
    """Index points by lab and month, the best first."""
    frame = race_frame(view, width, height, whole)
    order = sorted(range(len(view.labs)), key=lambda i: -(view.labs[i].score[-1] or 0.0))
    rows = [_row(view, i, colours[i], view.labs[i].score) for i in order]
    return _values(rows, when, _plot(frame, "capability"), "index")


def share_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str],
    whole: View | None = None, by: str = TOKENS, segment: str = EVERYBODY,
) -> Values:  # fmt: skip
    """Shares by lab and month, from the top of the stack down; between quarters the last known."""
    frame = share_frame(view, width, height, whole)
    layers = layers_of(view, by, segment)
    rows = []
    for i in reversed(stacking(view)):
        known = dict(zip(layers.months, layers.shares[i], strict=True))
        rows.append(_row(view, i, colours[i], _carried(known, len(when))))
    return _values(rows, when, _plot(frame, "share" if foretold(by, segment) else ""), "share")


def value_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str],
    whole: View | None = None,
) -> Values:  # fmt: skip
    """Score, price and use of every model on sale, the most used first."""
    plane = value_plane(view, width, height, whole)
    found = offers(view)
    used = sum(offer.tokens for offer in found)
    points, table = [], []
    for offer in found:
        kind, release = _kind(offer.mini), "open" if offer.opened else "closed"
        part = percent(offer.tokens / used) if used else "0%"
        name, price = view.labs[offer.lab].name, dollars(offer.price)
        own = offer.lab == view.seat
        table.append([name, kind, release, f"{offer.score:.1f}", price, part])
        said = [f"{offer.score:.0f} on the index", f"{price} per million tokens"]
        said += [f"{part} of all tokens", release]
        points.append(
            {
                "x": plane.x(offer.price), "y": plane.y(offer.score),
                "r": radius(offer, found, width, height), "colour": colours[offer.lab],
                "title": f"{name}, {kind}", "lines": said, "own": own,
            }
        )  # fmt: skip
    head = ["Lab", "Model", "Weights", "Capability index", "Price of a million tokens", "Use"]
    plot = {
        "left": plane.left, "right": plane.right, "top": plane.top, "bottom": plane.bottom,
        "months": 0, "low": plane.low, "high": plane.high, "ahead": None, "foretold": "",
    }  # fmt: skip
    own_rows = [offer.lab == view.seat for offer in found]
    values = _values([], when, plot, "index")
    return {**values, "points": points, "table": {"head": head, "rows": table, "own": own_rows}}


def compute_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str],
    whole: View | None = None,
) -> Values:  # fmt: skip
    """Chips by lab and month, rivals' as last counted; then the player's own by channel."""
    everyone, own = compute_frames(view, width, height, whole)
    trails = view.trails
    rows = []
    totals = [sum(at) for at in zip(*trails.channels, strict=True)]
    for i, lab in enumerate(view.labs):
        if i == view.seat and totals:
            rows.append(_row(view, i, colours[i], totals))
            continue
        known = {
            counted_at(month): chips
            for month, chips in zip(trails.months, trails.estimate[i], strict=True)
        }
        row = _row(view, i, colours[i], _carried(known, len(when)))
        last = trails.estimate[i][-1] if trails.estimate[i] else None
        if last and lab.active:
            low, high = likely_range(last, trails.estimate_error)
            row["note"] = f"{count(low)} to {count(high)}"
        rows.append(row)
    rows.sort(key=lambda row: -(row["values"][-1] or 0.0))
    if own is not None:
        parts = dict(zip(CHANNELS, trails.channels, strict=True))
        listed = [(CHANNEL_NAMES[name], parts[name]) for name in STACKED]
        for name, chips in [*listed, (ON_ORDER, trails.on_order)]:
            if max(chips) > 0.0:
                row = _row(view, view.seat, "var(--you)", chips)
                rows.append({**row, "name": f"your chips {name}", "own": True, "panel": 1})
    values = _values(rows, when, _plot(everyone, ""), "chips")
    if own is not None:
        values["second"] = _plot(own, "")
    return values


def ideas_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str],
    whole: View | None = None,
) -> Values:  # fmt: skip
    """What every dot says; lab by lab, how many ideas were first here, copied there."""
    lanes = lanes_of(view, width, height, whole)
    points = []
    dots, links = dots_of(view), own_links(view)
    for dot in dots:
        if dot.lab not in lanes.order:
            continue
        own = dot.lab == view.seat
        points.append(
            {
                "x": lanes.frame.x(dot.month), "y": lanes.y(dot.lab),
                "r": lanes.size(dot.first + dot.later), "colour": colours[dot.lab],
                "title": f"{view.labs[dot.lab].name}, {when[dot.month]}",
                "lines": _dot_lines(dot.first, dot.later, dot.breakthroughs, own), "own": own,
            }
        )  # fmt: skip
    for link in links:
        if link.source == view.seat and link.lab in lanes.order:
            points.append(
                {
                    "x": lanes.frame.x(link.month), "y": lanes.y(link.lab), "r": 0.0,
                    "colour": colours[view.seat], "own": False,
                    "title": f"{view.labs[link.lab].name}, {when[link.month]}",
                    "lines": [f"copied {number(link.ideas, 'idea')} of yours"],
                }
            )  # fmt: skip
    values = _values([], when, _plot(lanes.frame, ""), "count")
    return {**values, "points": points, "table": _ideas_table(view, tallies(view, dots, links))}


def _dot_lines(first: int, later: int, breakthroughs: int, own: bool) -> list[str]:
    lines = []
    if first:
        lines.append(f"{'found' if own else 'first to show'} {number(first, 'idea')}")
    if later:
        said = "copied {}" if own else "took up {} that others had shown"
        lines.append(said.format(number(later, "idea")))
    if breakthroughs:
        lines.append(f"among them {number(breakthroughs, 'breakthrough')}")
    return lines


def _ideas_table(view: View, found: Sequence[Tally]) -> Values:
    head = ["Lab", "First with", "Took up later"]
    order = sorted(range(len(found)), key=lambda i: (-found[i].first, -found[i].later))
    rows = [[view.labs[i].name, str(found[i].first), str(found[i].later)] for i in order]
    if view.seat >= 0:
        head += ["Copied from you", "You copied from it"]
        for row, i in zip(rows, order, strict=True):
            own = i == view.seat
            row += ["", ""] if own else [str(found[i].from_you), str(found[i].to_you)]
    return {"head": head, "rows": rows, "own": [i == view.seat for i in order]}


def _kind(mini: bool) -> str:
    return "mini" if mini else "flagship"


def _carried(known: dict[int, Any], months: int) -> list[float | None]:
    """A value for every month: that of the latest month for which one is known."""
    found: list[float | None] = []
    last: float | None = None
    for month in range(months):
        last = known.get(month, last)
        found.append(last)
    return found


def _row(view: View, place: int, colour: str, values: Sequence[float | None]) -> dict[str, Any]:
    digits = [None if value is None else round(value, 3) for value in values]
    own = place == view.seat
    return {"name": view.labs[place].name, "colour": colour, "own": own, "values": digits}


def _plot(frame: Frame, foretold: str) -> Values:
    edges = ahead_edges(frame) if frame.ahead and foretold else None
    return {
        "left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom,
        "months": frame.months, "low": frame.low, "high": frame.high,
        "ahead": list(edges) if edges else None, "foretold": foretold if edges else "",
    }  # fmt: skip


def _values(rows: list[dict[str, Any]], when: Sequence[str], plot: Values, unit: str) -> Values:
    return {
        "rows": rows, "when": list(when), "plot": plot, "second": None, "unit": unit,
        "points": [], "table": None,
    }  # fmt: skip
