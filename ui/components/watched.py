"""The end of a race in which the labs played by themselves: who came where, and the way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("watched.vue", vuetify=False)
def Watched(watched: Mapping[str, Any], event_take_over: Callable[[int], None]) -> None:
    """The table of labs, and a form to take a seat over from one of its quarters.

    Args:
        watched: what `tenfold.ui.verdict_words.watched` makes of a view.
        event_take_over: called with the first turn that shall be decided by hand.
    """
