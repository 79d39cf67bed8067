"""Likelihood: how far figures are from the targets, against all that could explain the distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.calibration.emulator import Emulator
from tenfold.sim.calibration.target import Target
from tenfold.sim.calibration.waves import Raced

FloatArray = NDArray[np.float64]
SECOND = 2
"""Which distance decides, by size: one target, or one poor emulator, rules nothing out alone."""
NOT_RULED_OUT = 3.0
"""Standard deviations: beyond, a point is implausible [Pukelsheim1994] [Vernon2014]."""


@dataclass(frozen=True)
class Yardstick:
    """What figures are held against.

    Attributes:
        places: [targets] of the targets among the figures of the races.
        values: [targets].
        error: [targets, targets] covariance of what is published and of what the model leaves out.
        luck: [targets, targets] covariance of one race over luck.
        lucky: [targets] whether luck may have moved what is published.
    """

    places: NDArray[np.int64]
    values: FloatArray
    error: FloatArray
    luck: FloatArray
    lucky: NDArray[np.bool_]

    @property
    def spread(self) -> FloatArray:
        """[targets, targets] covariance of what is published about the mean of many races."""
        return np.asarray(self.error + self.luck * np.outer(self.lucky, self.lucky))

    def figures(self, raced: Raced) -> FloatArray:
        """[points, targets] the figures that have a target."""
        return raced.mean[:, self.places]

    def log_density(self, figures: FloatArray, more: FloatArray) -> FloatArray:
        """[points] log of the density of what is published, but for a constant; -inf where NaN.

        Args:
            figures: [points, targets] means over luck, or what emulators say of them.
            more: [targets, targets] covariance of these means themselves.
        """
        lower = np.linalg.cholesky(self.spread + more)
        known = np.asarray(np.isfinite(figures).all(axis=1))
        off = np.where(known[:, None], figures - self.values, 0.0)
        scaled = np.linalg.solve(lower, off.T)
        distance = (scaled * scaled).sum(axis=0)
        return np.where(known, -0.5 * distance - np.log(np.diag(lower)).sum(), -np.inf)


def make_yardstick(targets: Sequence[Target], raced: Raced) -> Yardstick:
    """The yardstick of some targets, with the luck of the races given.

    Args:
        targets: of a fit.
        raced: points whose spread over luck is averaged; best plausible ones.
    """
    places = np.array([raced.names.index(target.name) for target in targets], dtype=np.int64)
    luck = raced.luck[:, places][:, :, places].mean(axis=0)
    return Yardstick(
        places,
        np.array([target.value for target in targets]),
        error_matrix(targets),
        _positive(luck),
        np.array([target.lucky for target in targets]),
    )


def error_matrix(targets: Sequence[Target]) -> FloatArray:
    """[targets, targets] covariance of the errors; two figures of one record share its error."""
    matrix = np.diag([target.error**2 for target in targets])
    for i, one in enumerate(targets):
        for j, other in enumerate(targets):
            if i != j and one.record and one.record == other.record:
                matrix[i, j] = one.observation * other.observation
    return matrix


def _positive(matrix: FloatArray) -> FloatArray:
    """The nearest matrix that is a covariance: pairs were averaged over different lucks."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2.0)
    return np.asarray((vectors * np.maximum(values, 1e-12)) @ vectors.T)


@dataclass(frozen=True)
class Guess:
    """Emulators of all targets of a fit, held against them.

    Attributes:
        yardstick: of the fit.
        emulators: one per target, in its order.
    """

    yardstick: Yardstick
    emulators: tuple[Emulator, ...]

    @property
    def error(self) -> FloatArray:
        """[targets, targets] covariance of what the emulators miss."""
        return np.diag([emulator.error**2 for emulator in self.emulators])

    def figures(self, unit: FloatArray) -> FloatArray:
        """[points, targets] what races would give in the mean."""
        return np.column_stack([emulator.predict(unit) for emulator in self.emulators])

    def implausibility(self, figures: FloatArray) -> FloatArray:
        """[points] the second-largest distance from a target, in standard deviations."""
        variance = np.diag(self.yardstick.spread + self.error)
        distance = np.abs(figures - self.yardstick.values) / np.sqrt(variance)
        place = max(0, distance.shape[1] - SECOND)
        return np.asarray(np.partition(distance, place, axis=1)[:, place])

    def log_density(self, figures: FloatArray) -> FloatArray:
        """[points] log of the emulated likelihood, but for a constant."""
        return self.yardstick.log_density(figures, self.error)
