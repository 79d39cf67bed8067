"""News: what happened and because of what, newest first, each with the mechanism behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("feed.vue", vuetify=False)
def Feed(
    feed: Mapping[str, Any], reasons: Mapping[str, Any], event_older: Callable[[bool], None]
) -> None:
    """The news by quarter.

    Args:
        feed: as `tenfold.ui.news_words.feed` has it: quarters, newest first, each with its items.
        reasons: mechanism to its title and sentence, which 'why?' opens.
        event_older: called when older quarters are asked for.
    """
