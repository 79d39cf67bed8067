"""Waves: many points of the space raced on lucks of their own, kept on disk chunk by chunk.

A chunk is a pure function of its points and lucks: it comes out the same on any number of
processes. Each finished chunk is a file, whole or absent, so that a kill loses the chunks under way
and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration.figures import KINDS, race_points
from tenfold.sim.calibration.folder import keep, kept
from tenfold.sim.calibration.space import make_space
from tenfold.sim.experiments.pool import Pool, Task

FloatArray = NDArray[np.float64]
CHUNK_RACES = 1024
"""Of one kind in a chunk: a second or two of work."""
APART = 10_000_000
"""Lucks between two waves: no wave sees a luck of another."""


@dataclass(frozen=True)
class Wave:
    """Points to race.

    Attributes:
        number: from 1; with the fit it names the folder and the lucks.
        fit: of which fit; empty for what all fits share.
        unit: [points, parameters] places in the unit cube.
        lucks: of each point, its own.
        seed: of all luck.
        kinds: races of which figures are wanted, of KINDS.
    """

    number: int
    fit: str
    unit: FloatArray
    lucks: int
    seed: int
    kinds: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Where its chunks lie, under the folder of the calibration."""
        return f"{self.fit}-wave-{self.number}" if self.fit else f"wave-{self.number}"

    @property
    def races(self) -> int:
        """How many races it has."""
        return len(self.unit) * self.lucks * len(self.kinds)

    @property
    def _together(self) -> int:
        return max(1, CHUNK_RACES // self.lucks)

    def chunks(self) -> list[tuple[str, int, int]]:
        """Kind, first point and number of points of every chunk, in order."""
        size, count = self._together, len(self.unit)
        starts = range(0, count, size)
        return [(kind, at, min(size, count - at)) for kind in self.kinds for at in starts]


@dataclass(frozen=True)
class Raced:
    """What came out of waves, figure by figure.

    Attributes:
        unit: [points, parameters].
        mean: [points, figures] over the lucks in which there is one; NaN where there is none.
        luck: [points, figures, figures] covariance over lucks of one race.
        lucks: of every point.
        names: of the figures.
    """

    unit: FloatArray
    mean: FloatArray
    luck: FloatArray
    lucks: NDArray[np.int64]
    names: tuple[str, ...]

    def only(self, names: tuple[str, ...]) -> Raced:
        """Some of the figures."""
        places = [self.names.index(name) for name in names]
        luck = self.luck[:, places][:, :, places]
        return Raced(self.unit, self.mean[:, places], luck, self.lucks, names)


def together(parts: list[Raced]) -> Raced:
    """The points of several waves, one after the other."""
    return Raced(
        np.concatenate([part.unit for part in parts]),
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.luck for part in parts]),
        np.concatenate([part.lucks for part in parts]),
        parts[0].names,
    )


def run_wave(
    wave: Wave, folder: Path, pool: Pool, passed: Callable[[int], None] = lambda races: None
) -> Raced:
    """Race what of a wave is not on disk yet, and read all of it.

    Args:
        wave: to race.
        folder: of the calibration; chunks lie in a folder of the wave's own.
        pool: who races.
        passed: told the number of races of every chunk done or found.
    """
    place = folder / wave.folder
    place.mkdir(exist_ok=True)
    chunks = wave.chunks()
    tasks = []
    for number, (kind, first, count) in enumerate(chunks):
        size = count * wave.lucks
        path = place / f"{number:04d}-{kind}"
        if _read(path, (count, wave.lucks, len(KINDS[kind].names))) is not None:
            passed(size)
            continue
        rows = wave.unit[first : first + count]
        start = wave.number * APART + first * wave.lucks
        tasks.append(Task(_keep, (path, kind, rows, start, wave.lucks, wave.seed), size))
    pool.run(tasks, passed)
    return _collect(wave, place, chunks)


def _keep(path: Path, kind: str, rows: FloatArray, first: int, lucks: int, seed: int) -> None:
    """Race a chunk and write it; runs in a process of the pool."""
    keep(path, {"figures": race_points(kind, make_space(), rows, first, lucks, seed)})


def _read(path: Path, shape: tuple[int, ...]) -> FloatArray | None:
    """The figures of a chunk; None where the file is missing, damaged or of another shape."""
    found = kept(path)
    return found["figures"] if found is not None and found["figures"].shape == shape else None


def _collect(wave: Wave, place: Path, chunks: list[tuple[str, int, int]]) -> Raced:
    values = []
    for kind in wave.kinds:
        parts = []
        for number, (own, _, count) in enumerate(chunks):
            if own == kind:
                shape = (count, wave.lucks, len(KINDS[kind].names))
                part = _read(place / f"{number:04d}-{kind}", shape)
                assert part is not None  # it has just been written
                parts.append(part)
        values.append(np.concatenate(parts))
    return raced_from(wave.unit, np.concatenate(values, axis=2), wave.kinds)


def raced_from(unit: FloatArray, figures: FloatArray, kinds: tuple[str, ...]) -> Raced:
    """Means and covariances of raced points.

    Args:
        unit: [points, parameters].
        figures: [points, lucks, figures], kind after kind.
        kinds: of the races, in their order.
    """
    names = tuple(name for kind in kinds for name in KINDS[kind].names)
    lucks = np.full(len(unit), figures.shape[1], dtype=np.int64)
    return Raced(unit, _mean(figures), _covariance(figures), lucks, names)


def _mean(figures: FloatArray) -> FloatArray:
    """[points, figures] over lucks; NaN where no luck has the figure."""
    known = np.isfinite(figures)
    count = known.sum(axis=1)
    total = np.where(known, figures, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _covariance(figures: FloatArray) -> FloatArray:
    """[points, figures, figures] over lucks, from those in which both figures are known."""
    known = np.isfinite(figures)
    off = np.where(known, figures - _mean(figures)[:, None, :], 0.0)
    both = np.einsum("nla,nlb->nab", known.astype(np.float64), known.astype(np.float64))
    return np.asarray(np.einsum("nla,nlb->nab", off, off) / np.maximum(both - 1.0, 1.0))
