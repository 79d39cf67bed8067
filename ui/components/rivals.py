"""Rivals: a card for each with what the public knows, never their books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("rivals.vue", vuetify=False)
def Rivals(cards: Sequence[Mapping[str, Any]]) -> None:
    """The cards, best model first: name, colour, gap in months, chips, price, share, release."""
