"""Portrait: one seat measured: its levers, its best play, the built-in policies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.schema import Scenario
from tenfold.sim.balance.climb import Around, around, climb
from tenfold.sim.balance.ends import error_of, judge_ends
from tenfold.sim.balance.found import Index, Portrait
from tenfold.sim.balance.seat import AUTOPILOT, Seat, seat_of
from tenfold.sim.balance.sobol import design, total_indices
from tenfold.sim.balance.strategies import LEFT, NEEDS, where_it_bites

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
RUINOUS = 5.0
"""Points: what costs more, held alone, nobody holds for long; random strategies leave it out."""
LISTENED = 256
"""Lucks that are searched for those on which a question comes."""
FEWEST_ASKED = 2
"""Lucks on which a question must come for its answer to be weighed."""
LEVEL = 1.645
"""Standard errors within which a policy is level with the best one."""
TRAINING, RANDOM, FRESH, CONTEST = 0, 10_000, 20_000, 30_000
"""Numbers of the first luck of each kind: none is shared."""


@dataclass(frozen=True)
class Sizes:
    """How much is raced for a seat.

    Attributes:
        rows: of the Saltelli design, a power of two; each is dials + 2 strategies.
        lucks: of every random strategy, two at least.
        training: lucks of every play that is climbed to.
        rounds: of the climb.
        fresh: lucks on which what was found is judged.
        contest: lucks of the built-in policies.
    """

    rows: int = 128
    lucks: int = 3
    training: int = 8
    rounds: int = 4
    fresh: int = 40
    contest: int = 48


QUICK = Sizes(rows=16, lucks=2, training=2, rounds=2, fresh=8, contest=8)
"""Enough to see that everything runs, and to catch what is dead or right everywhere."""


def portray(scenario: Scenario, name: str, seed: int, sizes: Sizes, identity: str) -> Portrait:
    """Measure one seat.

    Args:
        scenario: the race.
        name: of the seat.
        seed: of all lucks and draws.
        sizes: how much is raced.
        identity: of what decides the figures.
    """
    seat = seat_of(scenario, name, seed)
    try:
        return _portray(seat, scenario.name, name, sizes, identity)
    finally:
        seat.close()


def _portray(seat: Seat, race: str, name: str, sizes: Sizes, identity: str) -> Portrait:
    training = _lucks(TRAINING, sizes.training)
    untouched = around(seat, np.full(len(seat.dials), LEFT), training)
    strategies, indices = _random(seat, untouched, sizes)
    top = climb(seat, untouched, training, sizes.rounds)
    fresh = _lucks(FRESH, sizes.fresh)
    levers = judge_ends(
        seat, top, training, fresh, seat.asked(_lucks(FRESH, LISTENED), sizes.fresh)
    )
    usual, best = seat.scores(np.array([untouched.play, top.play]), fresh)
    contest = seat.of_policies(_lucks(CONTEST, sizes.contest))
    return Portrait(
        scenario=race, seat=name, identity=identity, mission=dict(seat.mission),
        usual=float(usual.mean()),
        random_mean=float(strategies.mean()), random_spread=float(strategies.std(ddof=1)),
        spread=_spread(seat, strategies, sizes), indices=indices, levers=levers,
        play={
            dial.name: float(top.play[k])
            for k, dial in enumerate(seat.dials)
            if not np.isnan(top.play[k])
        },
        gain=float((best - usual).mean()), gain_error=error_of(best - usual),
        policies={each: float(contest[k].mean()) for k, each in enumerate(seat.policies)},
        winners=winners(seat.policies, contest),
        races=seat.raced,
    )  # fmt: skip


def _lucks(first: int, count: int) -> IntArray:
    return np.arange(first, first + count, dtype=np.int64)


def _random(seat: Seat, untouched: Around, sizes: Sizes) -> tuple[FloatArray, tuple[Index, ...]]:
    """Mean scores of random strategies, and the total index of every lever."""
    steps = [
        [
            step
            for step, mean in zip(dial.steps, untouched.means[k][:-1], strict=True)
            if mean > untouched.usual - RUINOUS
        ]
        for k, dial in enumerate(seat.dials)
    ]
    drawn = design(seat.dials, steps, sizes.rows, seat.seed)
    scores = _race(seat, drawn, _lucks(RANDOM, sizes.lucks))
    indices = list(total_indices(seat.dials, scores, seat.seed))
    asked = seat.asked(_lucks(RANDOM, LISTENED), sizes.lucks)
    for k, dial in enumerate(seat.dials):
        if dial.name in asked:
            indices[k] = _of_answer(seat, k, drawn, asked[dial.name])
        elif dial.name in NEEDS:
            indices[k] = _alone(seat, k, drawn, _lucks(RANDOM, sizes.lucks))
    return scores[:, [0, -1]].mean(axis=2), tuple(indices)


def _of_answer(seat: Seat, k: int, drawn: FloatArray, lucks: IntArray) -> Index:
    """Total index of an answer, on lucks on which its question comes; 0 where it never does."""
    if len(lucks) < FEWEST_ASKED:
        return Index(seat.dials[k].name, 0.0, 0.0, 0.0)
    return _alone(seat, k, drawn, lucks)


def _alone(seat: Seat, k: int, drawn: FloatArray, lucks: IntArray) -> Index:
    """Total index of one lever, where it bites, on lucks of its own."""
    dial = seat.dials[k]
    strategies = where_it_bites(seat.dials, drawn[:, [0, k + 1, -1]], dial.name)
    return total_indices((dial,), _race(seat, strategies, lucks), seat.seed)[0]


def _race(seat: Seat, drawn: FloatArray, lucks: IntArray) -> FloatArray:
    """Scores of a design's strategies: [rows, strategies of a row, lucks]."""
    flat = drawn.reshape(-1, drawn.shape[2])
    return seat.scores(flat, lucks).reshape(*drawn.shape[:2], -1)


def _spread(seat: Seat, strategies: FloatArray, sizes: Sizes) -> float:
    """The seat's spread: of what sensible strategies gain over the autopilot on the same luck."""
    lucks = _lucks(RANDOM, sizes.rows * sizes.lucks)
    drawn = seat.of_sensible(lucks)
    if drawn is None:
        return float(strategies.std(ddof=1))
    usual = seat.of_policy(AUTOPILOT, lucks)
    return float((drawn - usual).std(ddof=1))


def winners(policies: tuple[str, ...], scores: FloatArray) -> tuple[str, ...]:
    """The best policy, and those that are level with it.

    Args:
        policies: names.
        scores: [policies, lucks], luck by luck comparable.
    """
    best = int(scores.mean(axis=1).argmax())
    behind = scores[best] - scores
    found = []
    for k, name in enumerate(policies):
        error = error_of(behind[k])
        if k == best or float(behind[k].mean()) <= LEVEL * error:
            found.append(name)
    return tuple(found)
