"""Forecast: what may come of the levers as they stand, beside what comes of touching nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara


@solara.component_vue("forecast.vue", vuetify=False)
def Forecast(panel: Mapping[str, Any]) -> None:
    """A panel that asks by itself, whenever a lever rests, and tells the charts what it was told.

    It hears the window's event `tenfold-draft` {turn, mode, settings} and sends `tenfold-forecast`,
    whose detail is the answer of ui/routes/forecast.py; null while none holds.

    Args:
        panel: as `tenfold.ui.forecast_words.panel` has it.
    """
