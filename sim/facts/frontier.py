"""F1 to F3 and F13: how fast the frontier moves, who is how far behind, how fast training grows.

Judged over the first 24 months of the race from 2026; the later path is reported.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim import measures
from tenfold.sim.facts.fact import Fact, Target, of_values
from tenfold.sim.history import History

JUDGED = 24
"""Months over which these facts are judged."""
SETTLED = 6
"""Months after which lags are counted: before, no new model is out."""

SPEED = Target(10.0, 16.0, "13 index points a year (10 to 16)")
CHINESE_LAG = Target(4.0, 14.0, "7 to 8 months (4 to 14)")
OPEN_LAG = Target(4.0, 8.0, "4 to 8 months")
US_GROWTH = Target(3.2, 5.0, "3.2 to 5 times a year")
CHINESE_GROWTH = Target(2.4, 3.8, "2.4 to 3.8 times a year")


def speed(history: History) -> Fact:
    """F1: rise of the best model on sale, index points a year."""
    best = measures.frontier(history)
    rise = (best[:, JUDGED] - best[:, 0]) * 12.0 / JUDGED
    years = ", ".join(
        f"{np.median(best[:, month + 12] - best[:, month]):.1f}"
        for month in range(0, history.months - 11, 12)
    )
    return of_values(
        "F1", "rise of the frontier", "index points a year", rise, SPEED, f"year by year {years}"
    )


def chinese_lag(history: History, homes: NDArray[np.str_]) -> Fact:
    """F2: best Chinese lab behind the best US lab, mean of months 6 to 24. Groups are homes."""
    leader = measures.best(history, homes == "us")
    follower = measures.best(history, homes == "china")
    return _lag("F2", "best Chinese behind best US", leader, follower, CHINESE_LAG)


def open_lag(history: History) -> Fact:
    """F3: best model with open weights behind the best sold closed, by release in that month."""
    leader = history.series("closed_capability").max(axis=2)
    follower = history.series("open_capability").max(axis=2)
    return _lag("F3", "best open behind best closed", leader, follower, OPEN_LAG)


def _lag(
    number: str,
    title: str,
    leader: measures.FloatArray,
    follower: measures.FloatArray,
    target: Target,
) -> Fact:
    window = slice(SETTLED, JUDGED + 1)
    lag = measures.lag_months(leader, follower)
    gap = np.median((leader - follower)[:, window].mean(axis=1))
    end = np.median((leader - follower)[:, -1])
    note = f"gap {gap:.1f} points (published 6 to 9), {end:.1f} at month {leader.shape[1] - 1}"
    return of_values(number, title, "months", lag[:, window].mean(axis=1), target, note)


def training_growth(history: History, homes: NDArray[np.str_]) -> tuple[Fact, Fact]:
    """F13: growth of the compute of latest training runs, summed over a home's labs."""
    flop = history.series("training_flop")
    compute = history.series("compute")
    facts = []
    for home, title, target in (
        ("us", "training compute, US", US_GROWTH),
        ("china", "training compute, China", CHINESE_GROWTH),
    ):
        ours = homes == home
        growth = measures.growth_per_year(flop[:, :, ours].sum(axis=2), JUDGED)
        chips = measures.growth_per_year(compute[:, :, ours].sum(axis=2), JUDGED)
        note = f"chips grow {np.median(chips):.2f} times a year"
        facts.append(of_values("F13", title, "times a year", growth, target, note))
    return facts[0], facts[1]
