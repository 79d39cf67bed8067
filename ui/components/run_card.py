"""One race of a sweep: where it stands, how it ended, and the button that replays it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("run_card.vue", vuetify=False)
def RunCard(
    card: Mapping[str, Any],
    event_show: Callable[[Mapping[str, Any]], None],
    event_replay: Callable[[Mapping[str, Any]], None],
) -> None:
    """The card of a run, and a field for its number.

    Args:
        card: what `tenfold.ui.sweep_words.run_card` makes of a run, and `problem`, if there is one.
        event_show: called with {run: number}.
        event_replay: called with {run: number, seat: lab}.
    """
