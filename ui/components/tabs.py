"""Tabs of the phone: one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import solara


@solara.component_vue("tabs.vue", vuetify=False)
def Tabs(
    tabs: Sequence[Mapping[str, str]], chosen: str, event_choose: Callable[[str], None]
) -> None:
    """Name and label of each tab; hidden where the screen has room for everything."""
