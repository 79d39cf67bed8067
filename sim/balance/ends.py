"""Ends: each end of a lever, or each choice, held against the best of its other settings.

All other levers stay as in the best play, and what the climb believed is judged on fresh lucks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.balance.climb import Around
from tenfold.sim.balance.found import Best, End
from tenfold.sim.balance.seat import Seat
from tenfold.sim.balance.strategies import LEFT, NEEDS, Dial, where_it_bites

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Duel = tuple[int, float, float]
"""Place of a dial, one of its ends, and the setting that it is held against."""


def judge_ends(
    seat: Seat, top: Around, training: IntArray, fresh: IntArray, asked: Mapping[str, IntArray]
) -> tuple[Best, ...]:
    """Every lever around the best play.

    Args:
        seat: whose play it is.
        top: the best play, with every lever around it on the training lucks.
        training: these lucks.
        fresh: lucks that the climb has not seen.
        asked: answer to such lucks on which its question comes.
    """
    means = [_means_where_it_bites(seat, top, k, training) for k in range(len(seat.dials))]
    duels = [
        (k, end, _best_other(dial, means[k], end))
        for k, dial in enumerate(seat.dials)
        for end in dial.ends
    ]
    ends: dict[int, list[End]] = {}
    for answer in (None, *asked):
        lucks = fresh if answer is None else asked[answer]
        here = [duel for duel in duels if _question(seat.dials[duel[0]], asked) == answer]
        for (k, end, other), lost in zip(here, _lost(seat, top, here, lucks), strict=True):
            ends.setdefault(k, []).append(End(end, other, *_mean_of(lost)))
    return tuple(_best(dial, top.means[k], tuple(ends[k])) for k, dial in enumerate(seat.dials))


def _question(dial: Dial, asked: Mapping[str, IntArray]) -> str | None:
    """The answer that a dial is, if it is one."""
    return dial.name if dial.name in asked else None


def _lost(seat: Seat, top: Around, duels: Sequence[Duel], lucks: IntArray) -> FloatArray:
    """What each end loses against the other setting: [duels, lucks]."""
    if not len(lucks):
        return np.zeros((len(duels), 0))
    plays = {k: where_it_bites(seat.dials, top.play, seat.dials[k].name) for k, *_ in duels}
    rows = np.array([_held(plays[k], k, step) for k, *two in duels for step in two])
    scores = seat.scores(rows, lucks)
    return np.asarray(scores[1::2] - scores[::2])


def _mean_of(lost: FloatArray) -> tuple[float, float]:
    """Mean and its standard error; nothing is lost where a question never comes."""
    return (float(lost.mean()), error_of(lost)) if len(lost) > 1 else (0.0, 0.0)


def error_of(values: FloatArray) -> float:
    """Standard error of a mean over lucks."""
    return float(values.std(ddof=1)) / float(np.sqrt(len(values)))


def _best_other(dial: Dial, means: FloatArray, end: float) -> float:
    """The best of a lever's other settings, as far as the training lucks tell."""
    others = np.where(np.array(dial.steps) == end, -np.inf, means[:-1])
    return dial.steps[int(others.argmax())]


def _means_where_it_bites(seat: Seat, top: Around, k: int, training: IntArray) -> FloatArray:
    """Mean score at each step of lever k, and where it is left to the autopilot."""
    dial = seat.dials[k]
    if dial.name not in NEEDS:
        return top.means[k]
    play = where_it_bites(seat.dials, top.play, dial.name)
    rows = np.array([_held(play, k, step) for step in (*dial.steps, LEFT)])
    return np.asarray(seat.scores(rows, training).mean(axis=1))


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
