"""A fork on the wall: one race as it was played, and as it goes with one decision changed."""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.ui.charts.drawing import apart, element, path, text, ticks
from tenfold.ui.classroom.pages.race_drawing import BELOW, GAP, LEFT, LOW, RIGHT, TOP, WIDE

PLAYED, TRIED = "as played", "changed"
MONTHS = 3
"""Of a quarter."""
LEAST = 4.0
"""Points of capability that the drawing is tall at least: small changes must look small."""


def draw_fork(played: Sequence[float], tried: Sequence[float]) -> str:
    """Capability by month, from the start: the two lines are one until the change.

    Args:
        played: as it was.
        tried: with the change.
    """
    bottom = LOW - BELOW
    low, high = min(*played, *tried), max(*played, *tried)
    spare = max(0.0, LEAST - (high - low)) / 2
    low, high = low - spare, high + spare
    months = max(len(played) - 1, 1)

    def x(month: float) -> float:
        return LEFT + (RIGHT - LEFT) * month / months

    def y(value: float) -> float:
        return bottom - (bottom - TOP) * (value - low) / (high - low)

    drawn = []
    for value in ticks(low, high, 4):
        drawn.append(element("line", class_="grid", x1=LEFT, x2=RIGHT, y1=y(value), y2=y(value)))
        drawn.append(text(f"{value:g}", LEFT - 14, y(value), class_="tick", text_anchor="end"))
    quarters = months // MONTHS
    for quarter in range(0, quarters + 1, max(1, -(-quarters // 8))):
        label = f"Q{quarter}" if quarter else "start"
        at = x(MONTHS * quarter)
        drawn.append(text(label, at, bottom + 40, class_="tick", text_anchor="middle"))
    heights = apart([y(played[-1]), y(tried[-1])], GAP, TOP, bottom)
    for kind, line, label, height in zip(
        ("played", "tried"), (played, tried), (PLAYED, TRIED), heights, strict=True
    ):
        points = [(x(month), y(value)) for month, value in enumerate(line)]
        drawn.append(element("path", class_=f"line strong {kind}", d=path(points)))
        drawn.append(text(label, RIGHT + 24, height, class_=f"name {kind}"))
    return element(
        "svg", *drawn, viewBox=f"0 0 {WIDE:.0f} {LOW:.0f}", role="img", class_="wall-race",
        aria_label=f"Capability at the end: {played[-1]:.1f} {PLAYED}, {tried[-1]:.1f} {TRIED}",
    )  # fmt: skip
