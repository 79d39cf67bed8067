"""The start: two bars, one question, Play; and the choice of another race, folded away."""

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
    """The start page.

    Args:
        start: what `tenfold.ui.start_words.choices` returns.
        event_play: called with {first: true}, or {game: scenario, seat, seed, quarters}.
        event_more: called when another race is to be chosen.
    """
