"""A chart in its frame: headline, drawing, values under the pointer, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("figure.vue", vuetify=False)
def Figure(figure: Mapping[str, Any], event_size: Callable[[Mapping[str, float]], None]) -> None:
    """One chart.

    Args:
        figure: name, title, subtitle, explain (shown on hover), svg, and `values`: months,
            left and right edge [px], when (label per month), rows of name, colour, values, digits.
        event_size: called with the room there is for the drawing, {width, height} in px.
    """
