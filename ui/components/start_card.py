"""The start: two bars, one question, Play; everything else is one click away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("start_card.vue", vuetify=False)
def StartCard(
    start: Mapping[str, Any],
    event_play: Callable[[Mapping[str, Any]], None],
    event_more: Callable[[Any], None],
) -> None:
    """The first thing that anyone sees.

    Args:
        start: question, bars, problem, and `open`: other races are being chosen from.
        event_play: called with {first: true}.
        event_more: called when another race is to be chosen.
    """
