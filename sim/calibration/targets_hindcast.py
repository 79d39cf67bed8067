"""Targets for the race of real labs: what happened from the end of 2023 to the end of 2025.

What happened is one luck, and the index of single months owes much to it: the spread of races over
luck is added to the errors given here, with how figures vary together.
"""

from __future__ import annotations

import calendar
import datetime
import math

import numpy as np

from tenfold.scenarios.evidence import load_evidence
from tenfold.sim.calibration.figures_hindcast import NAMES, YEARS, read_figure
from tenfold.sim.calibration.target import Target
from tenfold.sim.hindcast.observed import Observed, month_end, observe

INDEX = "evidence: history-index"
NINETY = 2.0 * 1.6448536269514722
"""Standard deviations between the 5 % and 95 % ends of a normal."""
NO_RANGE = 1.5
"""Index points: sd of a level whose own range is not published; that of its neighbours."""
DISCREPANCY = {
    "best_closed": (2.0, "one index for all skills, labs merged into few types"),
    "best_open": (2.0, "one index for all skills; which lab opens is the scenario's"),
    "best_china": (2.0, "one index for all skills; dozens of labs are five here"),
    "lag_open": (2.0, "the best open model changed hands between labs that the race has not"),
    "lag_china": (2.0, "dozens of labs are five here"),
    "training_us": (0.2, "a race has no runs that are planned for years"),
    "training_china": (0.2, "a race has no runs that are planned for years"),
    "compute_us": (0.1, "five labs draw on clouds that the race does not have"),
    "price_fixed": (0.3, "list prices of single models; a race has two products a lab"),
    "share_open_tokens": (0.1, "tokens of closed labs' own applications are not counted anywhere"),
    "share_china_tokens": (0.15, "use within China is in the race, and in no published count"),
}
"""sd of what the model leaves out, in the figure's unit, and what that is."""
TITLES = {
    "best_closed": "best closed model, index points",
    "best_open": "best open model, index points",
    "best_china": "best Chinese model, index points",
    "lag_open": "best open behind best closed, months",
    "lag_china": "best Chinese behind best US, months",
    "training_us": "largest US run, powers of ten since the start",
    "training_china": "largest Chinese run, powers of ten since the start",
    "compute_us": "chips of five US labs, log10 H100e",
    "price_fixed": "price of the start's best capability, powers of ten since the start",
    "share_open_tokens": "tokens of labs that open their best model, share",
    "share_china_tokens": "tokens of Chinese labs, share",
}
PUBLISHED = {
    "training_us-24": ("training / growth.us", True),
    "training_china-24": ("training / growth.china", True),
    "share_open_tokens-24": ("market / share.open_tokens", False),
    "share_china_tokens-2025": ("market / share.chinese_open_tokens", False),
}
"""Figures that a published one gives better than the records do; whether it is a yearly growth."""


def targets_hindcast() -> tuple[Target, ...]:
    """All targets of the hindcast, in the order of its figures."""
    seen, sold = observe(preview=True), observe(preview=False)
    return tuple(_target(name, seen, sold) for name in NAMES)


def _target(name: str, seen: Observed, sold: Observed) -> Target:
    quantity, _, when = name.rpartition("-")
    value, observation, source, why = _observed(name, quantity, int(when), seen, sold)
    discrepancy, left_out = DISCREPANCY[quantity]
    is_year = int(when) in YEARS
    place = f"mean of {when}" if is_year else f"end of {_month(int(when))}"
    until = datetime.date(int(when), 12, 31) if is_year else month_end(int(when))
    # The best open model is a Chinese one most of the time: then its error is one, not two.
    record = f"{value!r} of {until}" if source == INDEX else ""
    return Target(
        name, f"{TITLES[quantity]}, {place}", value, observation, discrepancy, True, until, source,
        f"{why}; {left_out}", record=record,
    )  # fmt: skip


def _month(month: int) -> str:
    end = month_end(month)
    return f"{calendar.month_name[end.month]} {end.year}"


def _observed(
    name: str, quantity: str, when: int, seen: Observed, sold: Observed
) -> tuple[float, float, str, str]:
    """Value, its sd, where it stands, and why the sd."""
    if name in PUBLISHED:
        return _published(name)
    both = [float(read_figure(name, each.values)) for each in (seen, sold)]
    value, apart = sum(both) / 2, abs(both[0] - both[1]) / 2
    if quantity.startswith("lag"):
        near = float(read_figure(f"{quantity}_near-{when}", seen.values))
        forgiven = abs(both[0] - near) / 2
        return (
            value, math.hypot(apart, forgiven), INDEX,
            "half the way to counting 1.5 points as caught up, and between shown and sold",
        )  # fmt: skip
    width = float((seen.high[quantity] - seen.low[quantity])[when])
    if quantity.startswith("training"):
        first = float((seen.high[quantity] - seen.low[quantity])[0])
        width = math.hypot(width, first)
    own = width / NINETY if np.isfinite(width) else NO_RANGE
    why = "published range" if np.isfinite(width) else "no range is published"
    if apart > 0.0:
        why += "; half the way between the day a model was shown and the day it was sold"
    return value, math.hypot(own, apart), f"evidence: {_file(quantity)}", why


def _file(quantity: str) -> str:
    if quantity.startswith("training"):
        return "history-training"
    files = {"compute_us": "labs-history, labs-2025", "price_fixed": "history-prices"}
    return files.get(quantity, "history-index")


def _published(name: str) -> tuple[float, float, str, str]:
    where, growth = PUBLISHED[name]
    file, _, key = where.partition(" / ")
    entry = load_evidence(file)[key]
    low, high = entry.low or entry.value, entry.high or entry.value
    if growth:  # of two years, as powers of ten
        value, width = 2.0 * math.log10(entry.value), 2.0 * math.log10(high / low)
        return (
            value,
            width / NINETY,
            f"evidence: {where}",
            "published range of the trend, two years",
        )
    return entry.value, 0.1, f"evidence: {where}", "one marketplace, not the whole market"
