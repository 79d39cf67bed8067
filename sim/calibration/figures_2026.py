"""Figures of the race from 2026 that published ones speak about: those of the facts F1 to F13.

One number per race, read as `sim/facts` reads it, over the first 24 months.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim import measures
from tenfold.sim.history import History
from tenfold.sim.world import World

FloatArray = NDArray[np.float64]
SCENARIO = "tenfold-2026"
MONTHS = 24
"""Months over which the facts judge lags, gaps, shares and growth."""
NAMES = (
    "f1-speed", "f2-lag", "f2-gap", "f3-lag", "f3-gap", "f8-copy", "f10-tokens", "f10-revenue",
    "f13-us", "f13-china",
)  # fmt: skip
"""Of the figures, in the order of the facts."""
SETTLED = 6
"""Months after which lags and shares are counted: before, no new model is out."""


def figures_2026(history: History, world: World, scenario: Scenario) -> dict[str, FloatArray]:
    """Name of a figure to [runs]; NaN where a run does not have it.

    Args:
        history: of the runs, at least MONTHS long.
        world: at their end, for the ideas.
        scenario: whose labs are meant.
    """
    groups = measures.groups_of(scenario)
    home = {name: groups[name] for name in ("us", "china")}
    window = slice(SETTLED, MONTHS + 1)
    best = measures.frontier(history)
    us, china = measures.best(history, home["us"]), measures.best(history, home["china"])
    closed = history.series("closed_capability").max(axis=2)
    opened = history.series("open_capability").max(axis=2)
    flop = history.series("training_flop")
    beyond = ~groups["frontier"]
    figures = {
        "f1-speed": (best[:, MONTHS] - best[:, 0]) * 12.0 / MONTHS,
        "f2-lag": measures.lag_months(us, china)[:, window].mean(axis=1),
        "f2-gap": (us - china)[:, window].mean(axis=1),
        "f3-lag": measures.lag_months(closed, opened)[:, window].mean(axis=1),
        "f3-gap": (closed - opened)[:, window].mean(axis=1),
        "f8-copy": first_copy(world),
        "f10-tokens": _share(history, "token_share", beyond, window),
        "f10-revenue": _share(history, "revenue_share", beyond, window),
    }
    for name, member in home.items():
        total = measures.over_labs(flop * member)
        figures[f"f13-{name}"] = np.log(measures.growth_per_year(total, MONTHS))
    return figures


def _share(history: History, figure: str, member: NDArray[np.bool_], window: slice) -> FloatArray:
    whole = measures.over_labs(history.series(figure)[:, window] * member)
    return np.asarray(whole.mean(axis=1))


def first_copy(world: World) -> FloatArray:
    """[runs] log of one plus the months from an idea's first release to its first copy, mean.

    Over ideas first shown in the first half of the race, so that there is time left to copy them;
    one that nobody has copied by the end counts with the time it has been on show. A mean of logs,
    because the median that the fact quotes is a whole number that hardly moves between worlds.
    """
    shown, copied = world.idea.shown_at, world.idea.copied_at
    counted = (shown >= 0.0) & (shown <= MONTHS / 2)
    waits = np.log1p(np.where(counted, np.minimum(copied, MONTHS) - shown, 0.0))
    number = counted.sum(axis=1)
    total = waits.sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
