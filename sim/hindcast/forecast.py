"""The forecast card: bands for 2026 to 2028 from what was known at the end of 2025.

The race from 2026 is run over the ensemble that was fitted to all data to the end of 2025, with the
labs' stocks of chips drawn between their published ends. Nothing is weighed: no month has passed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tenfold.scenarios.ensembles import Ensemble
from tenfold.scenarios.load import load_scenario
from tenfold.sim.compiled import engine_version
from tenfold.sim.experiments.written import plain
from tenfold.sim.hindcast.bands import quantiles
from tenfold.sim.hindcast.judge import LEVELS
from tenfold.sim.hindcast.observed import month_end, observe
from tenfold.sim.hindcast.quantities import QUANTITIES, FloatArray
from tenfold.sim.hindcast.simulate import Past, race_worlds
from tenfold.sim.hindcast.study import LUCKS, MONTHS, QUICK_LUCKS, SEED, rows_of

ENSEMBLE = "full"
SCENARIO = "tenfold-2026"
LENGTH = 36
"""Months: to the end of 2028."""
QUARTERS = tuple(range(3, LENGTH + 1, 3))
RECORDS = ("training_us", "training_china")
"""Series of records that the world has held since before the start: never below what is on file."""
NATURAL = {
    "log10 FLOP": "FLOP",
    "log10 H100e": "H100e",
    "log10 of the start": "of the end of 2025",
}
"""Unit of a logarithm to the unit in which people read it."""


@dataclass(frozen=True)
class Chance:
    """The share of races in which something is so, at the end of each year."""

    says: str
    by_year: tuple[float, ...]


@dataclass(frozen=True)
class Card:
    """Bands of every quantity, and chances.

    Attributes:
        ensemble: parameter sets.
        rows, lucks: parameter sets raced, and races of each.
        bands: name to [levels, months + 1].
        chances: of a few events that anybody can check.
    """

    ensemble: Ensemble
    rows: int
    lucks: int
    bands: dict[str, FloatArray]
    chances: tuple[Chance, ...]


def make_card(
    ensemble: Ensemble,
    quick: bool = False,
    jobs: int = 1,
    passed: Callable[[int], None] | None = None,
) -> Card:
    """Race 2026 to 2028 and read the bands.

    Args:
        ensemble: parameter sets fitted to data to the end of 2025.
        quick: a few rows and lucks: enough to see that everything runs.
        jobs: processes.
        passed: told how many races are done.
    """
    frame, weights = rows_of(ensemble, quick)
    lucks = QUICK_LUCKS if quick else LUCKS
    races = race_worlds(load_scenario(SCENARIO), _past(), frame, lucks, SEED, LENGTH, jobs, passed)
    even = np.repeat(weights[:, None], lucks, axis=1) / (weights.sum() * lucks)
    known = observe(MONTHS, False).values
    for name in RECORDS:
        races.values[name] = np.maximum(races.values[name], known[name][MONTHS])
    bands = {name: quantiles(races.values[name], even, LEVELS) for name in QUANTITIES}
    return Card(ensemble, len(frame), lucks, bands, _chances(races.values, even))


def _past() -> Past:
    """Month-ends of the leaders up to November 2025, models counted from the day of sale."""
    observed = observe(MONTHS, False)
    return {
        name: (*before, *observed.values[name][:MONTHS].tolist())
        for name, before in observed.past.items()
    }


def _chances(values: dict[str, FloatArray], weights: FloatArray) -> tuple[Chance, ...]:
    def chance(says: str, happens: Any) -> Chance:
        years = range(12, LENGTH + 1, 12)
        return Chance(says, tuple(float((weights * happens[:, :, m]).sum()) for m in years))

    ahead = values["best_china"] >= values["best_us"]
    level = values["best_open"] >= values["best_closed"]
    return (
        chance("the best Chinese model is at least as good as the best US one", ahead),
        chance("the best open model is at least as good as the best closed one", level),
        chance("the best Chinese model is more than 12 months behind", values["lag_china"] > 12.0),
        chance("the best US model has 170 index points", values["best_us"] >= 170.0),
        chance("the best US model has 185 index points", values["best_us"] >= 185.0),
        chance("the best open model has 165 index points", values["best_open"] >= 165.0),
    )


def card_table(card: Card) -> pd.DataFrame:
    """A row per quantity and quarter's end, with its quantiles in natural units."""
    rows = []
    for name, quantity in QUANTITIES.items():
        unit = NATURAL.get(quantity.unit, quantity.unit)
        for month in QUARTERS:
            path = card.bands[name][:, month]
            shown = 10.0**path if quantity.unit in NATURAL else path
            row: dict[str, Any] = {
                "quantity": name,
                "unit": unit,
                "date": month_end(MONTHS + month).isoformat(),
            }
            row |= {
                f"q{100 * level:02.0f}": float(f"{value:.5g}")
                for level, value in zip(LEVELS, shown.tolist(), strict=True)
            }
            rows.append(row)
    return pd.DataFrame(rows)


def card_json(card: Card) -> dict[str, Any]:
    """The card for programs."""
    tidy: dict[str, Any] = plain(
        {
            "what": "forecast of 2026 to 2028 from what was known at the end of 2025",
            "engine": engine_version(),
            "scenario": SCENARIO,
            "ensemble": {"name": card.ensemble.name, "rows": card.rows},
            "lucks": card.lucks,
            "seed": SEED,
            "chances": [
                {"says": each.says, "years": [2026, 2027, 2028], "chance": each.by_year}
                for each in card.chances
            ],
            "bands": card_table(card).to_dict("records"),
        }
    )
    return tidy
