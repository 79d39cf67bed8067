"""What happened: the observed monthly series, made from the records on file.

The best of a month-end is the highest published index dated by then. A model shown long before it
was sold (o3, December 2024) counts from the day it was shown or from the day it was sold, as asked.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.evidence import Evidence, load_evidence
from tenfold.sim.hindcast.quantities import QUANTITIES, FloatArray, all_lags

PREVIEW = "_preview"
"""End of the key of a model that was shown long before it was sold."""
FIRST_MONTH = (2023, 2)
"""First month-end of the past: the index has nothing older."""
START = (2023, 12)
"""Month 0."""
BEST_OF = {
    "best_closed": ("us_closed", "china_closed", "other_closed"),
    "best_open": ("us_open", "china_open", "other_open"),
    "best_us": ("us_closed", "us_open"),
    "best_china": ("china_closed", "china_open"),
}
"""Series to the groups of models whose best it is."""
STOCKS = {
    12: ("labs-history", tuple(f"{lab}.compute_2024" for lab in (
        "openai", "google_deepmind", "anthropic", "meta", "xai"))),
    24: ("labs-2025", tuple(f"lab_{n}.compute" for n in ("01", "02", "03", "10", "04"))),
}  # fmt: skip
"""Month to the file and entries of five US labs' chips."""


@dataclass(frozen=True)
class Observed:
    """Monthly figures of the world from the end of 2023.

    Attributes:
        values: name to [months + 1]; nan where nothing is published.
        low, high: 5 % and 95 % ends of the published error; nan where none is.
        past: month-ends of "best_closed" and "best_us" before the start, oldest first.
        preview: whether a preview counts from the day it was shown.
    """

    values: dict[str, FloatArray]
    low: dict[str, FloatArray]
    high: dict[str, FloatArray]
    past: dict[str, tuple[float, ...]]
    preview: bool

    @property
    def months(self) -> int:
        """Months after the start."""
        return len(self.values["best_us"]) - 1


def month_end(month: int) -> datetime.date:
    """Last day of a month, counted from month 0, the end of December 2023."""
    year, place = divmod(START[0] * 12 + START[1] - 1 + month, 12)
    first_of_next = datetime.date(year + (place == 11), (place + 1) % 12 + 1, 1)
    return first_of_next - datetime.timedelta(days=1)


@cache
def observe(months: int = 24, preview: bool = True) -> Observed:
    """The observed series.

    Args:
        months: after the end of 2023, at most 24.
        preview: whether a model counts from the day it was shown (else from the day it was sold).
    """
    values, low, high = (
        {name: np.full(months + 1, np.nan) for name in QUANTITIES} for _ in range(3)
    )
    past: dict[str, tuple[float, ...]] = {}
    before = (START[0] - FIRST_MONTH[0]) * 12 + START[1] - FIRST_MONTH[1]
    ends = [month_end(month) for month in range(-before, months + 1)]
    for name, groups in BEST_OF.items():
        models = _models(groups, preview)
        best = [_best_by(end, models) for end in ends]
        past[name] = tuple(entry.value if entry else np.nan for entry in best[:before])
        _put(values, low, high, name, best[before:])
    closed, opened, us, china = (values[name][None, :] for name in BEST_OF)
    # Before the first closed model on file, the best of all is what closed models had at least.
    known = {name: _filled(past[name], past["best_us"]) for name in ("best_closed", "best_us")}
    for name, found in all_lags(closed, opened, us, china, known).items():
        values[name] = found[0]
    for name, groups in (("training_us", ("us",)), ("training_china", ("china",))):
        runs = _entries("history-training", groups)
        _put(values, low, high, name, [_best_by(end, runs) for end in ends[before:]], log=True)
    _put_prices(values, low, high, ends[before:])
    _put_stocks(values, low, high)
    return Observed(values, low, high, known, preview)


def _entries(file: str, groups: tuple[str, ...]) -> list[tuple[str, Evidence]]:
    entries = load_evidence(file).items()
    return [(key, entry) for key, entry in entries if key.split(".")[0] in groups]


def _models(groups: tuple[str, ...], preview: bool) -> list[tuple[str, Evidence]]:
    found = _entries("history-index", groups)
    shown = {key for key, _ in found if key.endswith(PREVIEW)}
    left_out = {key.removesuffix(PREVIEW) for key in shown} if preview else shown
    return [(key, entry) for key, entry in found if key not in left_out]


def _best_by(
    end: datetime.date, entries: list[tuple[str, Evidence]], lowest: bool = False
) -> Evidence | None:
    """The highest (or lowest) figure dated by a day; nothing where none is."""
    there = [entry for _, entry in entries if entry.date <= end]
    if not there:
        return None
    return (min if lowest else max)(there, key=lambda entry: entry.value)


def _put(
    values: dict[str, FloatArray],
    low: dict[str, FloatArray],
    high: dict[str, FloatArray],
    name: str,
    best: list[Evidence | None],
    log: bool = False,
) -> None:
    for month, entry in enumerate(best):
        if entry is None:
            continue
        for where, figure in ((values, entry.value), (low, entry.low), (high, entry.high)):
            if figure is not None:
                where[name][month] = np.log10(figure) if log else figure


def _filled(past: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(o if np.isnan(p) else p for p, o in zip(past, other, strict=True))


def _put_prices(
    values: dict[str, FloatArray],
    low: dict[str, FloatArray],
    high: dict[str, FloatArray],
    ends: list[datetime.date],
) -> None:
    """Prices as powers of ten of the start's price, whose own error they share."""
    prices = _entries("history-prices", ("at_first_frontier",))
    cheapest = [_best_by(end, prices, lowest=True) for end in ends]
    _put(values, low, high, "price_fixed", cheapest, log=True)
    start = values["price_fixed"][0]
    for where in (values, low, high):
        where["price_fixed"] = where["price_fixed"] - start


def _put_stocks(
    values: dict[str, FloatArray], low: dict[str, FloatArray], high: dict[str, FloatArray]
) -> None:
    """Chips of five labs at the ends of 2024 and 2025; ends of ranges add up, as if tied."""
    for month, (file, keys) in STOCKS.items():
        if month >= len(values["compute_us"]):
            continue
        entries = [load_evidence(file)[key] for key in keys]
        total: NDArray[np.float64] = np.zeros(3)
        for entry in entries:
            total += (entry.value, entry.low or entry.value, entry.high or entry.value)
        for where, figure in zip((values, low, high), np.log10(total), strict=True):
            where["compute_us"][month] = figure
