"""Climb: the best play of a seat, found by changing levers as long as it helps.

It begins where nobody touches anything. In each round every lever is tried at every step, alone, on
the training lucks; then the best changes are made together, as many of them as help most together.
It ends where nothing helps. So the last round shows each lever around the best play found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.balance.seat import Seat
from tenfold.sim.balance.strategies import LEFT

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
ENOUGH = 0.1
"""Points by which a round must help for another one to be made."""
TOGETHER = 12
"""Most changes that are tried together."""
Told = Callable[[int], None]


@dataclass(frozen=True)
class Around:
    """Every lever, alone, at every step around a play.

    Attributes:
        play: [dials].
        usual: mean score of the play.
        means: of each dial the mean score at each of its steps; where it is left to the autopilot
            last.
    """

    play: FloatArray
    usual: float
    means: tuple[FloatArray, ...]


def around(seat: Seat, play: FloatArray, lucks: IntArray) -> Around:
    """Race every lever at every step, all others as in a play."""
    rows = [play]
    for k, dial in enumerate(seat.dials):
        for step in (*dial.steps, LEFT):
            row = play.copy()
            row[k] = step
            rows.append(row)
    means = seat.scores(np.array(rows), lucks).mean(axis=1)
    parts, at = [], 1
    for dial in seat.dials:
        parts.append(means[at : at + len(dial.steps) + 1])
        at += len(dial.steps) + 1
    return Around(play, float(means[0]), tuple(parts))


def climb(seat: Seat, first: Around, lucks: IntArray, rounds: int) -> Around:
    """The best play found, with every lever around it.

    Args:
        seat: whose play it is.
        first: around the untouched levers, on the same lucks.
        lucks: for training.
        rounds: most rounds, the first included.
    """
    here = first
    for _ in range(rounds - 1):
        better, gained = _together(seat, here, lucks)
        if gained < ENOUGH:
            break
        here = around(seat, better, lucks)
    return here


def _together(seat: Seat, here: Around, lucks: IntArray) -> tuple[FloatArray, float]:
    """The play with the best changes made together, and what they gain."""
    gains = np.array([means.max() - here.usual for means in here.means])
    order = [int(k) for k in np.argsort(-gains, kind="stable")[:TOGETHER] if gains[k] > 0.0]
    if not order:
        return here.play, 0.0
    rows, row = [], here.play
    for k in order:
        row = row.copy()
        steps = (*seat.dials[k].steps, LEFT)
        row[k] = steps[int(here.means[k].argmax())]
        rows.append(row)
    means = seat.scores(np.array(rows), lucks).mean(axis=1)
    best = int(means.argmax())
    return rows[best], float(means[best]) - here.usual
