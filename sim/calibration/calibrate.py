"""Calibrate: history matching in waves, then weights from races at the points that are left.

1. A Latin hypercube over the whole prior is raced, for all fits alike.
2. Each target gets an emulator. What is further than three standard deviations from two targets is
   ruled out; over what is left, points are drawn by the fourth root of the emulated likelihood.
3. These are raced; emulators learn from them too; points are drawn by the emulated likelihood.
4. These are raced many times, and weighted by the likelihood of what came out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration.emulator import Emulator, fit_emulator
from tenfold.sim.calibration.fits import FITS, Fit, Size
from tenfold.sim.calibration.folder import CalibrationError, claim, keep, kept
from tenfold.sim.calibration.likelihood import Guess, Yardstick, make_yardstick
from tenfold.sim.calibration.sampler import Sampler
from tenfold.sim.calibration.space import Space, latin, make_space
from tenfold.sim.calibration.target import Target
from tenfold.sim.calibration.waves import Raced, Wave, run_wave, together
from tenfold.sim.calibration.weigh import importance, thin
from tenfold.sim.experiments.pool import Pool, Task

FloatArray = NDArray[np.float64]
SEED = 2025
"""Of all draws; the facts are judged on other lucks."""
WIDER = 0.25
"""Power of the emulated likelihood by which the second wave is drawn."""
FIRST, SECOND, LAST = 1, 2, 3
EMULATING, SAMPLING = 400, 12_000
"""What fitting an emulator and drawing points take, counted in races, for the time left."""
Passed = Callable[[int], None]


@dataclass(frozen=True)
class Fitted:
    """What a fit came to.

    Attributes:
        fit: which.
        targets: it was held against.
        first: the wave over the whole prior.
        last: the wave by likelihood.
        guess: emulators after the second wave, held against the targets.
        yardstick: targets with the luck of the last wave.
        left: part of the prior that is not ruled out, after the first wave and after the second.
        weights: [points of the last wave], sum 1.
        power: to which weights were raised; 1 where they are the likelihood's own.
        rows: places of the ensemble's rows in the last wave.
        row_weights: of these; sum 1.
    """

    fit: Fit
    targets: tuple[Target, ...]
    first: Raced
    last: Raced
    guess: Guess
    yardstick: Yardstick
    left: tuple[float, float]
    weights: FloatArray
    power: float
    rows: NDArray[np.int64]
    row_weights: FloatArray


def steps(size: Size) -> int:
    """Everything to be done, counted in races."""
    shared = size.first[0] * size.first[1] * max(len(fit.kinds) for fit in FITS)
    total = shared
    for fit in FITS:
        races = size.wider[0] * size.wider[1] + size.last[0] * size.last[1]
        total += races * len(fit.kinds) + 2 * (EMULATING * len(fit.targets()) + SAMPLING)
    return total


def calibrate(
    folder: Path,
    size: Size,
    seed: int = SEED,
    jobs: int = 1,
    passed: Passed = lambda races: None,
) -> dict[str, Fitted]:
    """All fits, in a folder that keeps what is done; goes on where it stopped.

    Args:
        folder: for what is raced; made if missing.
        size: how much.
        seed: of all draws.
        jobs: processes; the result is the same, bit for bit, for any number.
        passed: told what is done, counted in races; see `steps`.

    Raises:
        CalibrationError: the folder cannot be used.
        PoolError: processes were killed again and again.
    """
    from threadpoolctl import threadpool_limits

    if jobs < 1:
        raise CalibrationError(f"--jobs {jobs}: at least 1 process")
    # Sums of matrices have other last bits on another number of threads.
    with (
        threadpool_limits(1),
        claim(folder, {"size": size.to_json(), "seed": seed}),
        Pool(jobs) as pool,
    ):
        space = make_space()
        unit = latin(size.first[0], len(space.names), seed)
        kinds = max((fit.kinds for fit in FITS), key=len)
        first = run_wave(Wave(FIRST, "", unit, size.first[1], seed, kinds), folder, pool, passed)
        return {
            fit.name: _Course(fit, space, folder, size, seed, pool, passed).run(first)
            for fit in FITS
        }


@dataclass(frozen=True)
class _Course:
    """One fit after the shared first wave."""

    fit: Fit
    space: Space
    folder: Path
    size: Size
    seed: int
    pool: Pool
    passed: Passed

    def run(self, first: Raced) -> Fitted:
        targets = self.fit.targets()
        guess = self._guess(FIRST, targets, [first])
        unit, _, left = self._draw(SECOND, guess, self.size.wider[0], WIDER)
        second = self._race(SECOND, unit, self.size.wider[1])
        guess = self._guess(SECOND, targets, [first, second])
        unit, emulated, later = self._draw(LAST, guess, self.size.last[0], 1.0)
        last = self._race(LAST, unit, self.size.last[1])
        yardstick = make_yardstick(targets, last)
        noise = yardstick.luck / self.size.last[1]
        real = yardstick.log_density(yardstick.figures(last), noise)
        weights, power = importance(real, emulated)
        rows, row_weights = thin(weights, self.size.rows, self.seed)
        return Fitted(
            self.fit, targets, first, last, guess, yardstick, (left, later), weights, power, rows,
            row_weights,
        )  # fmt: skip

    def _race(self, number: int, unit: FloatArray, lucks: int) -> Raced:
        wave = Wave(number, self.fit.name, unit, lucks, self.seed, self.fit.kinds)
        return run_wave(wave, self.folder, self.pool, self.passed)

    def _guess(self, number: int, targets: tuple[Target, ...], waves: list[Raced]) -> Guess:
        """Emulators from all points raced so far, those of the newest wave telling their error."""
        newest = waves[-1]
        yardstick = make_yardstick(targets, newest)
        every = together([wave.only(newest.names) for wave in waves])
        path = self.folder / f"{self.fit.name}-emulators-{number}"
        found = kept(path)
        if found is None:
            tasks = [
                Task(
                    fit_emulator,
                    (
                        every.unit,
                        every.mean[:, place],
                        every.luck[:, place, place] / every.lucks,
                        len(every.unit) - len(newest.unit),
                    ),
                    EMULATING,
                )
                for place in yardstick.places
            ]
            made = self.pool.run(tasks, self.passed)
            keep(path, _packed(made))
            found = kept(path)
            assert found is not None  # it has just been written
        else:
            self.passed(EMULATING * len(targets))
        return Guess(yardstick, _unpacked(found))

    def _draw(
        self, number: int, guess: Guess, count: int, power: float
    ) -> tuple[FloatArray, FloatArray, float]:
        """Points for a wave, the log of their emulated likelihood, and what is not ruled out."""
        path = self.folder / f"{self.fit.name}-points-{number}"
        found = kept(path)
        if found is None:
            seed = [self.seed, number, FITS.index(self.fit)]
            sampler = Sampler(guess, len(self.space.names), count, seed)
            sampler.not_ruled_out()
            unit, like = sampler.likely(power)
            left = np.array(10.0**sampler.ruled_out)
            found = {"unit": unit, "like": like, "left": left}
            keep(path, found)
        self.passed(SAMPLING)
        return found["unit"], found["like"], float(found["left"])


def _packed(emulators: list[Emulator]) -> dict[str, NDArray[np.float64]]:
    names = ("constant", "linear", "screened", "square", "explained", "error")
    return {name: np.array([getattr(each, name) for each in emulators]) for name in names}


def _unpacked(found: dict[str, NDArray[np.float64]]) -> tuple[Emulator, ...]:
    return tuple(
        Emulator(
            float(found["constant"][k]), found["linear"][k], found["screened"][k].astype(np.int64),
            found["square"][k], float(found["explained"][k]), float(found["error"][k]),
        )
        for k in range(len(found["constant"]))
    )  # fmt: skip
