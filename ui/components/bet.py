"""Predict: an optional range for what comes next, and how well such ranges have held."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("bet.vue", vuetify=False)
def Bet(bet: Mapping[str, Any], event_range: Callable[[Sequence[float] | None], None]) -> None:
    """A folded card with two numbers.

    Args:
        bet: as `tenfold.ui.news_words.bet` has it.
        event_range: called with low and high in the figure's own unit, or None to bet on nothing.
    """
