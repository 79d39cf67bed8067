"""Beside the races: games to go on with, a file to open, one's ranking, how to play."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara


@solara.component_vue("start_shelf.vue", vuetify=False)
def StartShelf(shelf: Mapping[str, Any]) -> None:
    """What this browser remembers, and ways to other pages.

    Args:
        shelf: `how`, sentences on how to play.
    """
