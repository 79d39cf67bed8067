"""The timeline of a replay: play, pause, speed, drag; what stood and was told each quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("scrubber.vue", vuetify=False)
def Scrubber(scrub: Mapping[str, Any], event_leave: Callable[[Any], None] | None = None) -> None:
    """One quarter after the other, told to the charts of the page as window event `tenfold-frame`.

    Args:
        scrub: frames (quarter, facts, news), plays (begins by itself), quiet (what to say where a
            quarter has no news), leave (label of the way back; empty without one).
        event_leave: called with True when the reader goes back to the present.
    """
