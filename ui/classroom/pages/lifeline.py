"""The lifeline of a class's pages: a server that is out of reach is missed within five seconds."""

from __future__ import annotations

import solara


@solara.component_vue("lifeline.vue", vuetify=False)
def Lifeline() -> None:
    """Asks whether the server is there; shows nothing itself."""
