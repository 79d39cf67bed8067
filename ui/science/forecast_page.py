"""The forecast card as a document: bands, chances, how reality will judge them."""

from __future__ import annotations

import numpy as np

from tenfold.sim.compiled import engine_version
from tenfold.sim.experiments.picture import Lines, Series
from tenfold.sim.hindcast.forecast import LENGTH, QUARTERS, SCENARIO, Card, card_table
from tenfold.sim.hindcast.judge import BANDS, MIDDLE
from tenfold.sim.hindcast.naive import KNOWN
from tenfold.sim.hindcast.observed import month_end, observe
from tenfold.sim.hindcast.quantities import QUANTITIES
from tenfold.sim.hindcast.study import MONTHS, SEED
from tenfold.sim.report.study import versions
from tenfold.ui.science.forecast_words import DATED, JUDGED, OMITTED, PLAIN
from tenfold.ui.science.leaflet import Block, Drawn, Heading, Leaflet, Prose, Table

SHOWN = (
    "best_us", "best_china", "best_open", "lag_china", "lag_open",
    "training_us", "training_china", "compute_us", "price_fixed",
)  # fmt: skip
"""Quantities with a picture."""
YEARS_SHOWN = (3, 6, 9, 12, 18, 24, 30, 36)
"""Months of the tables; the file of figures has every quarter."""


def forecast_leaflet(card: Card) -> Leaflet:
    """The document of a forecast card."""
    blocks: list[Block] = [
        Prose(PLAIN),
        Prose(DATED),
        Heading("Bands"),
        *_tables(card),
        *(Drawn(f"forecast-{name.replace('_', '-')}", _picture(card, name)) for name in SHOWN),
        Heading("Chances"),
        Prose("Share of races in which it is so at the end of the year."),
        Table(
            ("So that", "2026", "2027", "2028"),
            [(_capital(each.says), *map(_share, each.by_year)) for each in card.chances],
        ),
        Heading("How it will be judged"),
        Prose(_judged(card)),
        Heading("What it leaves out"),
        Prose(OMITTED),
        Heading("Made by"),
        Prose(_made(card)),
    ]
    return Leaflet("forecast-2026", "Forecast card: 2026 to 2028, from the end of 2025", blocks)


def _judged(card: Card) -> str:
    """How it is judged, with the medians' own fall of the price in words."""
    price = card.bands["price_fixed"][MIDDLE]
    first, last = float(price[0] - price[12]), float(price[12] - price[LENGTH])
    return JUDGED.format(first=10.0**first, next=10.0**last)


def _tables(card: Card) -> list[Block]:
    figures = card_table(card)
    blocks: list[Block] = []
    ends = [month_end(MONTHS + month).isoformat() for month in YEARS_SHOWN]
    for name, quantity in QUANTITIES.items():
        mine = figures[figures["quantity"] == name].set_index("date")
        unit = mine["unit"].iloc[0]
        rows = [
            (
                end,
                _number(mine.loc[end, "q50"], unit),
                *(
                    f"{_number(mine.loc[end, low], unit)} to {_number(mine.loc[end, high], unit)}"
                    for low, high in (("q25", "q75"), ("q10", "q90"), ("q05", "q95"))
                ),
            )
            for end in ends
        ]
        blocks.append(Table((f"{_capital(quantity.meaning)} [{unit}]", "Median", "50 %", "80 %",
                             "90 %"), rows))  # fmt: skip
    return blocks


def _picture(card: Card, name: str) -> Lines:
    quantity = QUANTITIES[name]
    months = [0, *QUARTERS]
    bands = card.bands[name][:, months]
    inner, outer = BANDS[50], BANDS[80]
    x = [float(month) for month in months]
    series = [
        Series("80 % band", x, bands[MIDDLE].tolist(), bands[outer[0]].tolist(),
               bands[outer[1]].tolist()),
        Series("50 % band", x, bands[MIDDLE].tolist(), bands[inner[0]].tolist(),
               bands[inner[1]].tolist()),
    ]  # fmt: skip
    known = observe(MONTHS, False).values[name][KNOWN:]
    if np.isfinite(known).all() and not name.startswith("price"):
        past = [float(month) for month in range(KNOWN - MONTHS, 1)]
        series.append(Series("observed", past, known.tolist()))
    return Lines(
        series,
        "months after the end of 2025",
        f"{quantity.meaning}, {quantity.unit}",
        _capital(quantity.meaning),
    )


def _made(card: Card) -> str:
    about = card.ensemble.about
    told = f", sha256 {str(about['sha256'])[:12]}" if "sha256" in about else ""
    return (
        f"`python run.py forecast --out results/forecast`: Tenfold {versions()['tenfold']}, engine "
        f"{engine_version()}, race `{SCENARIO}` over {LENGTH} months, ensemble "
        f"`{card.ensemble.name}` ({card.rows} rows{told}), {card.lucks} lucks each: "
        f"{card.rows * card.lucks:,} races, seed {SEED}. The same command gives the same bits. "
        "Every quarter's end stands in [forecast-2026.csv](forecast-2026.csv). Figures of the "
        "start are mostly by Epoch AI, epoch.ai, CC BY 4.0."
    )


def _number(value: float, unit: str) -> str:
    """A figure with as many digits as its unit deserves."""
    if unit in ("FLOP", "H100e"):
        digits, power = f"{value:.1e}".split("e")
        return f"{digits}e{int(power)}"
    if unit == "of the end of 2025":
        return f"{value:.2g}"
    return f"{value:.2f}" if unit == "share" else f"{value:.1f}"


def _share(value: float) -> str:
    return "under 0.01" if value < 0.01 else "over 0.99" if value > 0.99 else f"{value:.2f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
