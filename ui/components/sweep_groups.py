"""The figures behind a distribution, group by group; its swatches are the charts' legend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara


@solara.component_vue("sweep_groups.vue", vuetify=False)
def SweepGroups(table: Mapping[str, Any], dark: bool) -> None:
    """The table.

    Args:
        table: title, heads, rows of name, colour in the light and in the dark theme, cells; and
            which races it covers, where that needs a sentence.
        dark: the theme.
    """
