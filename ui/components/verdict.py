"""The end of a game: score, par and the difference, goal by goal, and the way to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("verdict.vue", vuetify=False)
def Verdict(verdict: Mapping[str, Any], event_take_over: Callable[[int], None]) -> None:
    """The score, and the way to take the race over from one of its quarters.

    Args:
        verdict: what `tenfold.ui.verdict_words.verdict` makes of a view, and `error`, if there is
            one.
        event_take_over: called with the first turn that shall be decided anew.
    """
