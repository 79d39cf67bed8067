"""The head of the sweep explorer: which folder, what the sweep asks, what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("explorer.vue", vuetify=False)
def Explorer(
    page: Mapping[str, Any],
    event_open: Callable[[str], None],
    event_pick: Callable[[Mapping[str, Any]], None],
    event_theme: Callable[[bool], None],
) -> None:
    """Folder, question, selects; or what to do where there is no sweep.

    Args:
        page: `folder`; `heading` (question, facts, notes) and `selects` of a sweep; else `said`
            (title, text, command).
        event_open: called with the path of a folder.
        event_pick: called with {outcome, x or colour: name}.
        event_theme: called with whether the reader's theme is dark, at first and when it changes.
    """
