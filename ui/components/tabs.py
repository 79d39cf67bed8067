"""Tabs: which chart is large; on a phone, which one thing is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import solara


@solara.component_vue("tabs.vue", vuetify=False)
def Tabs(
    tabs: Sequence[Mapping[str, str]], chosen: str, event_choose: Callable[[str], None]
) -> None:
    """Name, label and key of each tab; those marked `phone` show on small screens alone."""
