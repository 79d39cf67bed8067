"""The bar above everything: when it is, where the player stands, Undo, End turn, the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("top_bar.vue", vuetify=False)
def TopBar(
    bar: Mapping[str, Any],
    event_end_turn: Callable[[int], None],
    event_undo_turn: Callable[[int], None],
    event_sheet: Callable[[bool], None],
    event_replay: Callable[[bool], None],
    event_mode: Callable[[str], None],
    event_news: Callable[[bool], None],
) -> None:
    """Quarter, rank, months behind, share, cash; the buttons that end a turn and take it back.

    It listens for keys on the whole page, writes the game into the browser's list of games
    (`tenfold-games`, newest first), and hears `tenfold-changed` from the levers.

    Args:
        bar: what `tenfold.ui.words.bar` makes of a view.
        event_end_turn: called with the number of the turn to end.
        event_undo_turn: called with the number of the turn to take back.
        event_sheet: called with whether the phone's sheet of levers should be open.
        event_replay: called with whether the race so far should be replayed.
        event_mode: called with "basic" or "all".
        event_news: called when a phone should show the news, where questions stand.
    """
