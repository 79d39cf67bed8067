"""The numbers behind a chart: what the pointer shows, and the table behind the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.sim.game.view import View
from tenfold.ui.charts.race import race_frame
from tenfold.ui.charts.share import share_frame, stacking

Values = dict[str, Any]


def race_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str]
) -> Values:
    """Index points by lab and month, the best first."""
    frame = race_frame(view, width, height)
    order = sorted(range(len(view.labs)), key=lambda i: -(view.labs[i].score[-1] or 0.0))
    rows = [_row(view, i, colours[i], view.labs[i].score) for i in order]
    return _values(rows, when, frame.left, frame.right, view.months, False)


def share_values(
    view: View, colours: Sequence[str], width: float, height: float, when: Sequence[str]
) -> Values:
    """Share of tokens by lab and month, from the top of the stack down."""
    frame = share_frame(view, width, height)
    rows = [_row(view, i, colours[i], view.labs[i].share) for i in reversed(stacking(view))]
    return _values(rows, when, frame.left, frame.right, view.months, True)


def _row(view: View, place: int, colour: str, values: Sequence[float | None]) -> dict[str, Any]:
    digits = [None if value is None else round(value, 3) for value in values]
    own = place == view.seat
    return {"name": view.labs[place].name, "colour": colour, "own": own, "values": digits}


def _values(
    rows: list[dict[str, Any]],
    when: Sequence[str],
    left: float,
    right: float,
    months: int,
    percent: bool,
) -> Values:
    return {
        "rows": rows, "when": list(when), "left": left, "right": right, "months": months,
        "percent": percent,
    }  # fmt: skip
