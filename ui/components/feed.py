"""News: what happened and because of what, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("feed.vue", vuetify=False)
def Feed(groups: Sequence[Mapping[str, Any]], empty: str, note: str = "") -> None:
    """The news by quarter.

    Args:
        groups: quarters, newest first, each with its items (text, colour, own).
        empty: what to say before anything has happened.
        note: whose news it is, where that needs saying.
    """
