"""One message in the middle of the page: waiting, lost, broken; always with a way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component_vue("message.vue", vuetify=False)
def Message(message: Mapping[str, Any], event_deed: Callable[[bool], None] | None = None) -> None:
    """A designed empty, loading or error state.

    Args:
        message: title, text, `waiting` (shows that something runs), `since` (seconds that it has
            been running), `usual` (seconds that it usually takes), `way` (label and address on),
            `deed` (label of a button), `go` (an address that the browser leaves for at once).
        event_deed: called when that button is pressed.
    """
