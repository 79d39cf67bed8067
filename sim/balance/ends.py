"""Ends: each end of a lever, or each choice, held against the best of its other settings.

All other levers stay as in the best play, and what the climb believed is judged on fresh lucks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.balance.climb import Around
from tenfold.sim.balance.found import Best, End
from tenfold.sim.balance.seat import Seat
from tenfold.sim.balance.strategies import Dial

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def judge_ends(seat: Seat, top: Around, fresh: IntArray) -> tuple[Best, ...]:
    """Every lever around the best play.

    Args:
        seat: whose play it is.
        top: the best play, with every lever around it on the training lucks.
        fresh: lucks that the climb has not seen.
    """
    duels = [
        (k, end, _best_other(dial, top.means[k], end))
        for k, dial in enumerate(seat.dials)
        for end in dial.ends
    ]
    rows = np.array([_held(top.play, k, step) for k, *two in duels for step in two])
    scores = seat.scores(rows, fresh)
    worse = scores[1::2] - scores[::2]
    ends: dict[int, list[End]] = {}
    for (k, end, other), lost in zip(duels, worse, strict=True):
        ends.setdefault(k, []).append(End(end, other, float(lost.mean()), error_of(lost)))
    return tuple(_best(dial, top.means[k], tuple(ends[k])) for k, dial in enumerate(seat.dials))


def error_of(values: FloatArray) -> float:
    """Standard error of a mean over lucks."""
    return float(values.std(ddof=1)) / float(np.sqrt(len(values)))


def _best_other(dial: Dial, means: FloatArray, end: float) -> float:
    """The best of a lever's other settings, as far as the training lucks tell."""
    others = np.where(np.array(dial.steps) == end, -np.inf, means[:-1])
    return dial.steps[int(others.argmax())]


def _held(play: FloatArray, k: int, step: float) -> FloatArray:
    """A play with one lever elsewhere."""
    row = play.copy()
    row[k] = step
    return row


def _best(dial: Dial, means: FloatArray, ends: tuple[End, ...]) -> Best:
    held, left = means[:-1], float(means[-1])
    most = float(held.max())
    return Best(
        dial.name, dial.steps[int(held.argmax())], most - left, most - float(held.min()), ends
    )
