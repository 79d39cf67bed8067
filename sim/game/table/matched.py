"""Matched: two rooms on the same luck that differ in one treatment, and what came of it.

Told is the difference of mean outcomes, the second room less the first, with an interval from
resampled teams (bootstrap). Where the same seats of the same copies were played in both rooms, each
is compared with its match; else the rooms' means are. Figures of a whole race count once a copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.game.table.seat_game import SeatGame
from tenfold.sim.game.table.standings import points_so_far
from tenfold.sim.game.telling.standing import behind_now

LEAST = 4
"""Teams, or races, of a room from which an interval can be told: fewer say nothing of others."""
COVERAGE = 0.9
"""Of the intervals."""
RESAMPLES = 4000
SEED = 20_261_122
"""Of the resampling: the same rooms have the same interval."""

Key = tuple[int, str]
"""Copy, and seat in it."""


@dataclass(frozen=True)
class Outcome:
    """A figure that rooms are compared by."""

    title: str
    unit: str
    """points, months, share or dollars."""
    of_race: bool = False
    """The same for every seat of a copy."""


OUTCOMES: dict[str, Outcome] = {
    "score": Outcome("Score", "points"),
    "you": Outcome("Score above par", "points"),
    "behind": Outcome("Months behind the leader", "months"),
    "share": Outcome("Share of all use", "share"),
    "copied": Outcome("Ideas copied", "ideas"),
    "chips": Outcome("Chips", "chips"),
    "open_use": Outcome("Use of open weights", "share", of_race=True),
    "price": Outcome("Cheapest price of a good model", "dollars", of_race=True),
    "poor_behind": Outcome("Months that the poor half is behind", "months", of_race=True),
}
"""Name to figure, at the end of the race."""


def outcomes_of(game: SeatGame) -> dict[str, float]:
    """The figures of one seat, as the race stands; those that mean nothing at the seat left out."""
    with game.lock:
        points = points_so_far(game)
        columns = game.columns("public_score", "active", "token_share", "ideas_copied", "compute")
        shot = game.snapshots[-1]
    levels = columns["public_score"] * columns["active"]
    found = {"score": points.score, "you": points.you}
    if game.seat >= 0:
        found |= {
            "behind": behind_now(levels, game.seat),
            "share": float(columns["token_share"][-1, game.seat]),
            "copied": float(columns["ideas_copied"][-1, game.seat]),
            "chips": float(columns["compute"][-1, game.seat]),
        }
    return found | {
        "open_use": shot.open_share,
        "price": shot.cheapest,
        "poor_behind": _poor_behind(levels, columns["compute"][0]),
    }


def _poor_behind(levels: NDArray[np.float64], chips: NDArray[np.float64]) -> float:
    """Of the half with fewest chips at the start, the best: months behind the leader now."""
    poor = np.argsort(chips, kind="stable")[: len(chips) // 2]
    return behind_now(levels, int(poor[np.argmax(levels[-1, poor])]))


@dataclass(frozen=True)
class Difference:
    """One figure in two rooms."""

    name: str
    title: str
    unit: str
    first: float
    """Mean of the first room."""
    second: float
    difference: float
    """Second less first."""
    low: float | None
    """Of the interval; None where a room has fewer than `LEAST` teams, or races."""
    high: float | None
    matched: bool
    """Seat by seat; else room by room."""
    many: tuple[int, int]
    """Teams, or races, of the first room and of the second."""

    @property
    def told(self) -> bool:
        """The interval leaves 0 out: the difference is not what teams differ by anyway."""
        return self.low is not None and self.high is not None and self.low * self.high > 0.0


def matched(
    first: Mapping[Key, Mapping[str, float]], second: Mapping[Key, Mapping[str, float]]
) -> tuple[Difference, ...]:
    """Compare two rooms figure by figure, in the order of OUTCOMES.

    Args:
        first: (copy, seat) to outcomes, of the room without the treatment.
        second: of the room with it.
    """
    found = []
    for name, about in OUTCOMES.items():
        ours, theirs = (_values(room, name, about.of_race) for room in (first, second))
        if ours and theirs:
            found.append(_difference(name, about, ours, theirs))
    return tuple(found)


def _values(room: Mapping[Key, Mapping[str, float]], name: str, of_race: bool) -> dict[Key, float]:
    """A figure of every seat that has it, or of every copy."""
    values: dict[Key, float] = {}
    for (copy, seat), outcomes in room.items():
        if name in outcomes:
            values[(copy, "" if of_race else seat)] = outcomes[name]
    return values


def _difference(
    name: str, about: Outcome, ours: Mapping[Key, float], theirs: Mapping[Key, float]
) -> Difference:
    pairs = ours.keys() == theirs.keys() and len(ours) > 1
    keys = sorted(ours)
    a = np.array([ours[key] for key in keys])
    b = np.array([theirs[key] for key in (keys if pairs else sorted(theirs))])
    low, high = _interval([b - a] if pairs else [a, b])
    return Difference(
        name, about.title, about.unit, float(a.mean()), float(b.mean()),
        float(b.mean() - a.mean()), low, high, pairs, (len(a), len(b)),
    )  # fmt: skip


def _interval(samples: Sequence[NDArray[np.float64]]) -> tuple[float | None, float | None]:
    """Of the mean of one sample, or of the second's less the first's; percentiles of resamples."""
    if min(len(sample) for sample in samples) < LEAST:
        return None, None
    from scipy.stats import bootstrap  # half a second, which a server that comes back has not

    def statistic(*drawn: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
        means = [each.mean(axis=axis) for each in drawn]
        return np.asarray(means[-1] - means[0] if len(means) > 1 else means[0])

    found = bootstrap(
        samples, statistic, n_resamples=RESAMPLES, confidence_level=COVERAGE,
        method="percentile", rng=np.random.default_rng(SEED),
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)
