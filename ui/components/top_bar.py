"""The bar above everything: when it is, where the player stands, End turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("top_bar.vue", vuetify=False)
def TopBar(
    bar: Mapping[str, Any],
    event_end_turn: Callable[[int], None],
    event_sheet: Callable[[bool], None],
) -> None:
    """Quarter, rank, months behind, share, cash; the button that ends the turn (also Enter).

    Args:
        bar: what `tenfold.ui.words.bar` makes of a view.
        event_end_turn: called with the number of the turn to end.
        event_sheet: called with whether the phone's sheet of levers should be open.
    """
