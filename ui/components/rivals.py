"""Rivals: a card for each with what the public knows, never their books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara


@solara.component_vue("rivals.vue", vuetify=False)
def Rivals(rivals: Mapping[str, Any]) -> None:
    """The cards, best model first; each opens to more, as `tenfold.ui.rival_words` has it."""
