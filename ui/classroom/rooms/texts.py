"""Texts: what is told, as the database keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tenfold.ui.classroom.rooms.told import Json


def texts_of(told: Mapping[str, Json]) -> dict[str, str]:
    """JSON by team."""
    return {
        team: json.dumps(one, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        for team, one in told.items()
    }
