"""Questions that an event puts to the player: a card each, with a button for every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("asked.vue", vuetify=False)
def Asked(cards: Sequence[Mapping[str, Any]]) -> None:
    """The questions of this turn, as `tenfold.ui.news_words.asked` has them.

    A choice is told to the levers by the window event `tenfold-answer` {lever, value}; what holds
    is heard from them by `tenfold-changed`.
    """
