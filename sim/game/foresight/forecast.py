"""Forecast: bands of what may come of a draft, against leaving the levers as they are.

Both are races of the same worlds on the same luck, so the difference is that of the levers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
LABEL = "if the others play as autopilots"
OUTSIDE = 0.1
"""Share of the futures above a band, and below it: four in five lie within."""
DIGITS = 4


def forecast(
    turn: int, figures: Sequence[str], drafted: FloatArray, still: FloatArray
) -> dict[str, Any]:
    """What a page shows, as plain data.

    Args:
        turn: the quarter being decided.
        figures: their names.
        drafted: [figures, months + 1, futures] with the draft held.
        still: the same futures with nothing changed.

    Returns:
        turn; months from now; for each figure low, middle and high by month; `still`: the same
        without a change; `change`: low, middle and high of the difference at the last month, future
        by future; how many futures; the label.
    """
    last = drafted[:, -1] - still[:, -1]
    return {
        "turn": turn,
        "months": list(range(drafted.shape[1])),
        **bands(figures, drafted),
        "still": bands(figures, still),
        "change": {
            name: [round(float(x), DIGITS) for x in quantiles(last[k])]
            for k, name in enumerate(figures)
        },
        "futures": drafted.shape[-1],
        "label": LABEL,
    }


def bands(figures: Sequence[str], futures: FloatArray) -> dict[str, dict[str, list[float]]]:
    """For each figure, its low, middle and high by month: of [figures, months + 1, futures]."""
    return {
        name: {
            side: [round(float(x), DIGITS) for x in line]
            for side, line in zip(("low", "middle", "high"), quantiles(futures[k]), strict=True)
        }
        for k, name in enumerate(figures)
    }


def quantiles(values: FloatArray) -> FloatArray:
    """Low, middle and high over the last axis: values of futures, none made up between two.

    Returns:
        [3, ...].
    """
    ordered = np.sort(values, axis=-1)
    count = ordered.shape[-1]
    outside = int(OUTSIDE * count)
    return np.stack(
        [ordered[..., outside], ordered[..., count // 2], ordered[..., count - 1 - outside]]
    )
