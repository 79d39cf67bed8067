"""What is judged: monthly series that both the world and a race have, under the same names.

An index is a public score: what benchmarks show, as the published index does. In a race that is
`public_score`, true skill plus what distillation lifts the benchmarks more than skill. A best-of
series never falls: a record stays one after its model is gone.

Lags of a race and of the world are counted by the same function from the same kind of month-ends,
and with the same past of the leading group before the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim import measures
from tenfold.sim.history import History
from tenfold.sim.world import OPEN

FloatArray = NDArray[np.float64]
TOLERANCE = 1.5
"""Index points within which a follower counts as having caught up, in the tolerant lags."""


@dataclass(frozen=True)
class Quantity:
    """A monthly figure of the world."""

    name: str
    unit: str
    meaning: str


QUANTITIES: dict[str, Quantity] = {
    quantity.name: quantity
    for quantity in (
        Quantity("best_closed", "index points", "best model sold closed"),
        Quantity("best_open", "index points", "best model with open weights"),
        Quantity("best_us", "index points", "best US model"),
        Quantity("best_china", "index points", "best Chinese model"),
        Quantity("lag_open", "months", "best open behind best closed"),
        Quantity("lag_china", "months", "best Chinese behind best US"),
        Quantity("lag_open_near", "months", "best open behind best closed, 1.5 points forgiven"),
        Quantity("lag_china_near", "months", "best Chinese behind best US, 1.5 points forgiven"),
        Quantity("training_us", "log10 FLOP", "largest US training run so far"),
        Quantity("training_china", "log10 FLOP", "largest Chinese training run so far"),
        Quantity("compute_us", "log10 H100e", "chips at work at the US labs of the race"),
        Quantity("price_fixed", "log10 of the start", "price of the start's best capability"),
        Quantity("share_open_tokens", "share", "tokens of labs whose best model is open"),
        Quantity("share_china_tokens", "share", "tokens of Chinese labs"),
    )
}
"""Everything judged, by name."""


def lags(leader: FloatArray, follower: FloatArray, past: Sequence[float]) -> FloatArray:
    """Months since the leading group first had what the following group has now.

    Args:
        leader: [runs, months] best of the leading group, never falling.
        follower: [runs, months].
        past: month-ends of the leading group before the first column, oldest first.
    """
    before = np.tile(np.array(past, dtype=np.float64), (len(leader), 1))
    nothing = np.zeros_like(before)  # the follower's past is not asked for
    leading, following = np.hstack((before, leader)), np.hstack((nothing, follower))
    return np.asarray(measures.lag_months(leading, following)[:, len(past) :])


def all_lags(
    closed: FloatArray,
    opened: FloatArray,
    us: FloatArray,
    china: FloatArray,
    past: dict[str, tuple[float, ...]],
) -> dict[str, FloatArray]:
    """The four lags, from the four best-of series and the past of the two leaders."""
    return {
        "lag_open": lags(closed, opened, past["best_closed"]),
        "lag_china": lags(us, china, past["best_us"]),
        "lag_open_near": lags(closed, opened + TOLERANCE, past["best_closed"]),
        "lag_china_near": lags(us, china + TOLERANCE, past["best_us"]),
    }


def read(
    history: History, scenario: Scenario, past: dict[str, tuple[float, ...]]
) -> dict[str, FloatArray]:
    """Every quantity of finished races.

    Args:
        history: of the races.
        scenario: whose labs they are.
        past: month-ends of the leading groups before the start, by "best_closed" and "best_us".

    Returns:
        Name to [runs, months + 1].
    """
    home = np.array([lab.home for lab in scenario.labs])
    us, china = home == "us", home == "china"
    found = _bests(history, us, china)
    found |= all_lags(
        found["best_closed"], found["best_open"], found["best_us"], found["best_china"], past
    )
    flop = np.maximum(history.series("training_flop"), 1.0)
    found["training_us"] = _record(np.log10(flop[:, :, us].max(axis=2)))
    found["training_china"] = _record(np.log10(flop[:, :, china].max(axis=2)))
    chips = measures.over_labs(history.series("compute")[:, :, us])
    found["compute_us"] = np.log10(np.maximum(chips, 1.0))
    price = np.log10(history.market_series("start_price"))
    found["price_fixed"] = price - price[:, :1]
    tokens = history.series("token_share")
    opened = history.series("flagship_release") == OPEN
    found["share_open_tokens"] = measures.over_labs(tokens * opened)
    found["share_china_tokens"] = measures.over_labs(tokens * china)
    return {name: found[name] for name in QUANTITIES}


def _bests(
    history: History, us: NDArray[np.bool_], china: NDArray[np.bool_]
) -> dict[str, FloatArray]:
    """The four best-of series, in public score."""
    active = history.series("active") > 0
    capability = np.where(active, history.series("capability"), 0.0)
    score = np.where(active, history.series("public_score"), 0.0)
    # A lab's products come from one run, so they share what benchmarks show beyond its skill.
    beyond = score - capability
    found = {"best_us": score[:, :, us].max(axis=2), "best_china": score[:, :, china].max(axis=2)}
    for name in ("closed", "open"):
        known = history.series(f"{name}_capability")
        found[f"best_{name}"] = np.where(active & (known > 0), known + beyond, 0.0).max(axis=2)
    return {name: _record(values) for name, values in found.items()}


def _record(values: NDArray[Any]) -> FloatArray:
    return np.asarray(np.maximum.accumulate(values, axis=1))
