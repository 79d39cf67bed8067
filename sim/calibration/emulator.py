"""Emulators: what races would give at a point, told in microseconds from those that were raced.

One per figure, from scikit-learn: a lasso on all parameters, then a lasso that adds squares and
products of those that move the figure most. Gaussian processes on the parameters that move it most
explained less of the held-out variance in eight figures of ten and took far longer; the trial is
told in docs/calibration.md.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
SCREENED = 25
"""Parameters of a figure whose squares and products are tried."""
PENALTIES = np.logspace(0.0, -2.0, 20)
"""Of the lasso, against the smallest that leaves nothing."""
FOLDS = 5
HELD_OUT = 5
"""Every fifth point measures how well the others predict."""
LEAST_ERROR = 0.02
"""Least error of an emulator, in sds of its figure: no held-out sample can show less."""


@dataclass(frozen=True)
class Emulator:
    """A quadratic in the places of the parameters, from -1 to 1.

    Attributes:
        constant: the figure in the middle of the box.
        linear: [parameters] slopes.
        screened: [SCREENED] parameters with squares and products.
        square: [SCREENED, SCREENED] their coefficients; products stand above the diagonal.
        explained: share of the held-out variance that is explained, luck of the races apart.
        error: sd of what it misses of the mean over luck, held out.
    """

    constant: float
    linear: FloatArray
    screened: NDArray[np.int64]
    square: FloatArray
    explained: float
    error: float

    def predict(self, unit: FloatArray) -> FloatArray:
        """[points] the figure's mean over luck; unit is [points, parameters] in the unit cube."""
        x = 2.0 * unit - 1.0
        some = x[:, self.screened]
        told = self.constant + x @ self.linear + ((some @ self.square) * some).sum(axis=1)
        return np.asarray(told, dtype=np.float64)

    def spread(self) -> FloatArray:
        """[parameters] sd of the figure that each alone brings about over the even prior."""
        variance = self.linear**2 / 3.0
        variance[self.screened] += np.diag(self.square) ** 2 * (4.0 / 45.0)
        return np.sqrt(variance)


def fit_emulator(unit: FloatArray, figure: FloatArray, noise: FloatArray, newest: int) -> Emulator:
    """An emulator of one figure, and how well it predicts points that it has not seen.

    Args:
        unit: [points, parameters] in the unit cube.
        figure: [points] means over luck; points without (NaN) are left out.
        noise: [points] variance of these means through luck.
        newest: number of the first point of the newest wave, where prediction is measured.
    """
    from threadpoolctl import threadpool_limits

    known = np.isfinite(figure)
    x, y, noise = 2.0 * unit[known] - 1.0, figure[known], noise[known]
    new = np.arange(len(figure))[known] >= newest
    held = (np.arange(len(y)) % HELD_OUT == HELD_OUT - 1) & new
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # weak penalties need more steps than the best one
        trial = _fit(x[~held], y[~held])
        missed = float(np.mean((y[held] - trial.predict(unit[known][held])) ** 2))
        whole = _fit(x, y)
    own = float(noise[held].mean())
    signal = max(float(y[held].var()) - own, 1e-30)
    missed = max(missed - own, LEAST_ERROR**2 * signal)
    return Emulator(
        whole.constant, whole.linear, whole.screened, whole.square, 1.0 - missed / signal,
        missed**0.5,
    )  # fmt: skip


def _fit(x: FloatArray, y: FloatArray) -> Emulator:
    count = min(SCREENED, x.shape[1])
    linear, _ = _lasso(x, y)
    screened = np.sort(np.argsort(-np.abs(linear), kind="stable")[:count])
    some = x[:, screened]
    rows, columns = np.triu_indices(count)
    products = some[:, rows] * some[:, columns]
    both, constant = _lasso(np.hstack((x, products)), y)
    square = np.zeros((count, count))
    square[rows, columns] = both[x.shape[1] :]
    return Emulator(constant, both[: x.shape[1]], screened.astype(np.int64), square, 0.0, 0.0)


def _lasso(x: FloatArray, y: FloatArray) -> tuple[FloatArray, float]:
    """Slopes and constant, with the penalty that predicts best across folds."""
    from sklearn.linear_model import LassoCV
    from sklearn.model_selection import KFold

    scale = np.maximum(x.std(axis=0), 1e-12)
    x, spread = x / scale, max(float(y.std()), 1e-12)
    largest = float(np.abs((x - x.mean(axis=0)).T @ (y - y.mean())).max()) / (len(y) * spread)
    folds = KFold(FOLDS, shuffle=True, random_state=0)
    model = LassoCV(alphas=np.maximum(largest, 1e-12) * PENALTIES, cv=folds, selection="cyclic")
    model.fit(x, (y - y.mean()) / spread)
    slopes = model.coef_ * spread / scale
    return slopes, float(model.intercept_ * spread + y.mean())
