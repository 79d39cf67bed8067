"""The end of a game: score, par and the difference, goal by goal, and the way to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara


@solara.component_vue("verdict.vue", vuetify=False)
def Verdict(verdict: Mapping[str, Any]) -> None:
    """The score as `tenfold.ui.words.verdict` tells it."""
