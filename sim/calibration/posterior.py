"""Posterior: what a fit says about each parameter, and which data speak to it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.ensembles import MOVED
from tenfold.sim.calibration.calibrate import Fitted
from tenfold.sim.calibration.space import Space
from tenfold.sim.calibration.weigh import weighted_quantile

FloatArray = NDArray[np.float64]
PRIOR_SD = 1.0 / math.sqrt(12.0)
"""Of an even distribution over the unit cube."""
NARROWED, SHIFTED = 0.85, 0.30
"""A parameter is moved by data if its sd falls to this part, or its mean moves by this many prior
sds. With a hundred effective rows the one has a standard error of 0.05, the other of 0.10."""
BOUND = 0.90
"""A parameter is bound if, all others known, data would narrow its sd to this part."""
HEARD = 0.15
"""sds of a target that a parameter moves it by, from which the target speaks to it."""
SPOKEN = 3
"""Targets that are listed for a parameter."""
TIED, ASSUMED = "bound with others", "assumed"


@dataclass(frozen=True)
class Marginal:
    """What is known about one parameter.

    Attributes:
        name: of the parameter.
        mean, low, high: of the ensemble: mean, 5 % and 95 % of the weight; in its unit.
        narrowed: sd of the ensemble over that of the prior.
        shifted: mean of the ensemble less that of the prior, in prior sds.
        alone: sd that data would leave if all other parameters were known, over that of the prior;
            from slopes of the emulators at the ensemble's mean.
        spoken: targets that speak to it, loudest first, with the sds of the target that one prior
            sd of the parameter is worth.
    """

    name: str
    mean: float
    low: float
    high: float
    narrowed: float
    shifted: float
    alone: float
    spoken: tuple[tuple[str, float], ...]

    @property
    def standing(self) -> str:
        """Whether data move it, bind it with others, or leave it as it was assumed."""
        if self.narrowed <= NARROWED or abs(self.shifted) >= SHIFTED:
            return MOVED
        return TIED if self.alone <= BOUND else ASSUMED


def marginals(fitted: Fitted, space: Space) -> tuple[Marginal, ...]:
    """One per parameter, in the order of the space."""
    unit, weights = fitted.last.unit, fitted.weights
    mean = (weights[:, None] * unit).sum(axis=0)
    sd = np.sqrt((weights[:, None] * (unit - mean) ** 2).sum(axis=0))
    slopes = _slopes(fitted, mean)
    covariance = fitted.guess.yardstick.spread + fitted.guess.error
    told = (slopes * np.linalg.solve(covariance, slopes)).sum(axis=0)
    heard = np.abs(slopes) / np.sqrt(np.diag(covariance))[:, None]
    natural = space.natural(unit)
    found = []
    for k, name in enumerate(space.names):
        loudest = np.argsort(-heard[:, k], kind="stable")[:SPOKEN]
        spoken = tuple(
            (fitted.targets[t].name, float(heard[t, k])) for t in loudest if heard[t, k] >= HEARD
        )
        low, high = (weighted_quantile(natural[:, k], weights, share) for share in (0.05, 0.95))
        middle = float(space.low[k] + mean[k] * (space.high[k] - space.low[k]))
        found.append(
            Marginal(
                name, middle, low, high, float(sd[k] / PRIOR_SD),
                float((mean[k] - 0.5) / PRIOR_SD), float(1.0 / math.sqrt(1.0 + told[k])), spoken,
            )
        )  # fmt: skip
    return tuple(found)


def _slopes(fitted: Fitted, at: FloatArray) -> FloatArray:
    """[targets, parameters] change of a target's figure per prior sd of a parameter."""
    slopes = np.zeros((len(fitted.targets), len(at)))
    x = 2.0 * at - 1.0
    for row, emulator in zip(slopes, fitted.guess.emulators, strict=True):
        row += emulator.linear
        some = x[emulator.screened]
        row[emulator.screened] += (emulator.square + emulator.square.T) @ some
    return slopes * 2.0 * PRIOR_SD


@dataclass(frozen=True)
class Met:
    """How a fit meets one target, on the target's scale.

    Attributes:
        target: its name.
        prior: mean and sd of the figure over the prior, luck of the races apart.
        fitted: the same over the ensemble.
        error: sd against which the distance counts: what is published, what is left out, and luck
            where it counts.
        explained: by the emulator, of held-out variance.
    """

    target: str
    prior: tuple[float, float]
    fitted: tuple[float, float]
    error: float
    explained: float


def how_met(fitted: Fitted) -> tuple[Met, ...]:
    """One per target, in their order."""
    found = []
    spread = np.sqrt(np.diag(fitted.yardstick.spread))
    for k, target in enumerate(fitted.targets):
        prior = _moments(fitted, target.name, False)
        after = _moments(fitted, target.name, True)
        explained = fitted.guess.emulators[k].explained
        found.append(Met(target.name, prior, after, float(spread[k]), explained))
    return tuple(found)


def _moments(fitted: Fitted, name: str, after: bool) -> tuple[float, float]:
    """Mean and sd over points of the figure's mean over luck; the noise of that mean taken off."""
    raced = fitted.last if after else fitted.first
    place = raced.names.index(name)
    values = raced.mean[:, place]
    known = np.isfinite(values)
    weights = np.where(known, fitted.weights if after else 1.0, 0.0)
    weights = weights / weights.sum()
    values = np.where(known, values, 0.0)
    mean = float((weights * values).sum())
    noise = float((weights * raced.luck[:, place, place] / raced.lucks).sum())
    variance = float((weights * (values - mean) ** 2).sum()) - noise
    return mean, math.sqrt(max(variance, 0.0))
