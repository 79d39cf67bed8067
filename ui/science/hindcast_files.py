"""Files of the hindcast and of the forecast card: documents, figures, pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tenfold.sim.hindcast.forecast import Card, card_json, card_table
from tenfold.sim.hindcast.study import Study, series_table, study_json
from tenfold.ui.science.forecast_page import forecast_leaflet
from tenfold.ui.science.hindcast_page import hindcast_leaflet
from tenfold.ui.science.leaflet import install_leaflet, write_leaflet

CARD = "forecast-2026"


def write_hindcast(study: Study, folder: Path) -> list[str]:
    """hindcast.md, .html and .json, series.csv, pictures; names of the files."""
    others = {
        "hindcast.json": _json(study_json(study)),
        "series.csv": series_table(study).to_csv(index=False),
    }
    return write_leaflet(hindcast_leaflet(study), folder, others)


def install_hindcast(study: Study, docs: Path) -> list[str]:
    """hindcast.md and its pictures into the docs of a checkout."""
    return install_leaflet(hindcast_leaflet(study), docs, {})


def write_forecast(card: Card, folder: Path) -> list[str]:
    """forecast-2026.md, .html, .csv and .json, pictures; names of the files."""
    others = {f"{CARD}.csv": _csv(card), f"{CARD}.json": _json(card_json(card))}
    return write_leaflet(forecast_leaflet(card), folder, others)


def install_forecast(card: Card, docs: Path) -> list[str]:
    """forecast-2026.md, its figures and pictures into the docs of a checkout."""
    return install_leaflet(forecast_leaflet(card), docs, {f"{CARD}.csv": _csv(card)})


def _csv(card: Card) -> str:
    return card_table(card).to_csv(index=False)


def _json(table: dict[str, Any]) -> str:
    return json.dumps(table, indent=1, allow_nan=False) + "\n"
