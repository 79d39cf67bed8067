"""The families of charts of the war room by name: how each is drawn, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.ui.charts.compute import compute_chart
from tenfold.ui.charts.ideas import ideas_chart
from tenfold.ui.charts.race import race_chart
from tenfold.ui.charts.share import share_chart
from tenfold.ui.charts.value import value_chart
from tenfold.ui.charts.values import (
    compute_values,
    ideas_values,
    race_values,
    share_values,
    value_values,
)

DRAW: dict[str, Callable[..., str]] = {
    "race": race_chart, "share": share_chart, "value": value_chart, "compute": compute_chart,
    "ideas": ideas_chart,
}  # fmt: skip
"""(view, colours, width, height, whole=None) and the choices of the chart's head -> SVG."""
VALUES: dict[str, Callable[..., dict[str, Any]]] = {
    "race": race_values, "share": share_values, "value": value_values, "compute": compute_values,
    "ideas": ideas_values,
}  # fmt: skip
"""(view, colours, width, height, when, whole=None) and the same choices -> numbers."""
