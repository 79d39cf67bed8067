"""The five levers in the player's hands, and what the autopilot does with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("levers.vue", vuetify=False)
def Levers(
    panel: Mapping[str, Any],
    event_set_levers: Callable[[Mapping[str, float]], None],
    event_sheet: Callable[[bool], None],
) -> None:
    """The panel of levers; on a phone, a sheet from below.

    Args:
        panel: what `tenfold.ui.words.panel` makes of a view.
        event_set_levers: called with all settings whenever one was changed.
        event_sheet: called with whether the phone's sheet should be open.
    """
