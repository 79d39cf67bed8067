"""Every race to choose from: cards of races and seats, length, levers, seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("race_chooser.vue", vuetify=False)
def RaceChooser(
    start: Mapping[str, Any],
    event_play: Callable[[Mapping[str, Any]], None],
    event_look: Callable[[Mapping[str, Any]], None],
) -> None:
    """The form under 'Choose another race'.

    Args:
        start: what `tenfold.ui.start_words.choices` returns.
        event_play: called with {game: scenario, seat, seed, quarters, mode}.
        event_look: called with {game: scenario, seat, seed, quarters}, to watch the labs play.
    """
