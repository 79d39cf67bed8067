"""Study: a calibration from its first race to what is written about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tenfold.sim.calibration.best import Best, candidates, choose, compared, facts_at, hand_set
from tenfold.sim.calibration.calibrate import SEED, Fitted, calibrate, steps
from tenfold.sim.calibration.fits import FULL, Size
from tenfold.sim.calibration.posterior import Marginal, marginals
from tenfold.sim.calibration.space import Space, make_space
from tenfold.sim.experiments.pool import Pool
from tenfold.sim.facts.fact import Fact

JUDGING = 6
"""What a luck of the facts takes, in hundreds of races of two years."""


@dataclass(frozen=True)
class Study:
    """What a calibration found.

    Attributes:
        fits: by name.
        known: by fit, about every parameter.
        best: the best point of the full fit.
        space: of the parameters.
    """

    fits: Mapping[str, Fitted]
    known: Mapping[str, tuple[Marginal, ...]]
    best: Best
    space: Space

    def set_by_hand(self) -> dict[str, float]:
        """Name to value before any calibration, of the parameters that the best point moves."""
        values = dict(zip(self.space.names, hand_set(self.space).tolist(), strict=True))
        return {name: values[name] for name in self.best.changes(self.space)}


def whole(size: Size) -> int:
    """Everything to be done, counted in races; the best point is likely found at the first try."""
    tried, lucks = size.tried
    return steps(size) + tried * lucks * len(FULL.kinds) + 2 * JUDGING * 100 * size.judged // 10


def study(
    folder: Path,
    size: Size,
    seed: int = SEED,
    jobs: int = 1,
    passed: Callable[[int], None] = lambda races: None,
) -> Study:
    """Calibrate, and find the best point.

    Args:
        folder: for what is raced; made if missing.
        size: how much.
        seed: of all draws.
        jobs: processes; the result is the same for any number.
        passed: told what is done, counted in races; see `whole`.

    Raises:
        CalibrationError: the folder cannot be used.
        PoolError: processes were killed again and again.
    """
    fits = calibrate(folder, size, seed, jobs, passed)
    space = make_space()
    known = {name: marginals(fitted, space) for name, fitted in fits.items()}
    full = fits[FULL.name]
    with Pool(jobs) as pool:
        tried = candidates(full, space, known[FULL.name], size.tried[0])
        ranked = compared(tried, full, space, size.tried[1], seed, pool, passed)

        def judge(values: Mapping[str, float]) -> list[Fact]:
            found = facts_at(values, pool, size.judged)
            passed(JUDGING * 100 * size.judged // 10)
            return found

        best = choose(ranked, space, judge)
    return Study(fits, known, best, space)
