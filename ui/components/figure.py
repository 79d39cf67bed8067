"""A chart in its frame: headline, drawing, forecast, values under the pointer, table, downloads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("figure.vue", vuetify=False)
def Figure(
    figure: Mapping[str, Any],
    event_size: Callable[[Mapping[str, float]], None],
    event_pick: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """One chart.

    The page draws the band of the window event `tenfold-forecast` into the strip of the coming
    year, and shows the frame that `tenfold-frame` names where the figure has frames.

    Args:
        figure: name, title, subtitle, explain (shown on hover), svg, `values` as
            tenfold.ui.charts.values tells, `turn` whose forecast belongs to it, `start` (year and
            month), picks (choices of the head), file (name of downloads). In a replay also
            `frames`, an SVG per quarter, and `months`, the month of each.
        event_size: called with the room there is for the drawing, {width, height} in px; zero
            where it is hidden.
        event_pick: called with {choice: value}.
    """
