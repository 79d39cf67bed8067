"""Thresholds: the one value of one parameter beyond which an answer no longer holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenfold.sim.sweep.answer.results import FloatArray, Results
from tenfold.sim.sweep.answer.sensitivity import draws_for, generator, independent

LEAST_INSIDE = 3
"""A region of fewer points is no finding."""
UNLIKELY = 0.1


@dataclass(frozen=True)
class Threshold:
    """Beyond it most points are otherwise than elsewhere.

    Attributes:
        name: of the parameter.
        above: whether the region lies above the value.
        value: half way between the last point outside and the first inside.
        hits: points in the region that are otherwise.
        inside: points in the region.
        hits_outside: points elsewhere that are otherwise.
        outside: points elsewhere.
        by_chance: how often shuffled points have a threshold on any parameter that is as sharp.
    """

    name: str
    above: bool
    value: float
    hits: int
    inside: int
    hits_outside: int
    outside: int
    by_chance: float


def best_threshold(results: Results, otherwise: NDArray[np.bool_], known: NDArray[np.bool_]) -> (
    Threshold | None
):  # fmt: skip
    """The threshold on one parameter that best sets apart the points that are otherwise.

    Sharpness is the share of those points that it catches less the share of all others that it
    catches too (Youden). In the region, those points must be the majority.

    Args:
        results: of the sweep.
        otherwise: [points] where the answer would be another.
        known: [points] where it is known.

    Returns:
        None where no point (or every point) is otherwise, or no region has a majority of them.
    """
    known = known & independent(results)
    flags = otherwise[known].astype(np.float64)
    if len(flags) < 2 * LEAST_INSIDE or not 0.0 < flags.mean() < 1.0:
        return None
    columns = results.points.to_numpy(dtype=np.float64)[known]
    draws = draws_for(len(flags))
    shuffled = generator().permuted(np.tile(flags, (draws, 1)), axis=1)
    chance = np.zeros(draws)
    best: tuple[float, int, bool, int, FloatArray] | None = None
    for place in range(columns.shape[1]):
        for above in (False, True):
            order = np.argsort(columns[:, place], kind="stable")
            order = order[::-1] if above else order
            ranked = columns[order, place]
            sharp, cut = _sharpest(ranked, flags[order][None, :])
            chance = np.maximum(chance, _sharpest(ranked, shuffled[:, order])[0])
            if np.isfinite(sharp[0]) and (best is None or sharp[0] > best[0]):
                best = (float(sharp[0]), place, above, int(cut[0]), ranked)
    if best is None:
        return None
    sharpness, place, above, cut_at, ranked = best
    value = float(ranked[cut_at - 1] + ranked[cut_at]) / 2.0
    inside = columns[:, place] > value if above else columns[:, place] < value
    return Threshold(
        results.parameters[place], above, value,
        int(flags[inside].sum()), int(inside.sum()),
        int(flags[~inside].sum()), int((~inside).sum()),
        float((chance >= sharpness - 1e-12).mean()),
    )  # fmt: skip


def _sharpest(ranked: FloatArray, flags: FloatArray) -> tuple[FloatArray, NDArray[np.intp]]:
    """Greatest sharpness, and how many points lie before the cut; per row of flags.

    Cuts before which others are as many or more do not count.

    Args:
        ranked: [points] values of a parameter, in order.
        flags: [rows, points] 1 where otherwise, in the same order.

    Returns:
        [rows] sharpness, -inf where no cut counts; [rows] size of the region.
    """
    size = np.arange(1, len(ranked))
    hits = np.cumsum(flags, axis=1)[:, :-1]
    total = flags.sum(axis=1, keepdims=True)
    sharp = hits / total - (size - hits) / (len(ranked) - total)
    fine = (ranked[1:] != ranked[:-1]) & (size >= LEAST_INSIDE)
    counted = np.where(fine & (hits > size / 2.0), sharp, -np.inf)
    cut = counted.argmax(axis=1)
    return np.asarray(counted[np.arange(len(flags)), cut]), np.asarray(cut + 1)


def best_split(results: Results, values: FloatArray) -> tuple[str, float, float, float] | None:
    """The one cut on one parameter that best sets apart low and high values of a figure.

    Args:
        results: of the sweep.
        values: [points] the figure, nan where unknown.

    Returns:
        Parameter, value of the cut, mean below, mean above; None with too few points.
    """
    known = np.isfinite(values) & independent(results)
    figures = values[known]
    if len(figures) < 2 * LEAST_INSIDE:
        return None
    columns = results.points.to_numpy(dtype=np.float64)[known]
    best: tuple[float, str, float, float, float] | None = None
    for place, name in enumerate(results.parameters):
        order = np.argsort(columns[:, place], kind="stable")
        ranked, ordered = columns[order, place], figures[order]
        size = np.arange(1, len(ranked))
        below = np.cumsum(ordered)[:-1] / size
        above = (ordered.sum() - np.cumsum(ordered)[:-1]) / (len(ranked) - size)
        gain = (below - above) ** 2 * size * (len(ranked) - size)
        fine = (ranked[1:] != ranked[:-1]) & (size >= LEAST_INSIDE)
        fine &= len(ranked) - size >= LEAST_INSIDE
        gain = np.where(fine, gain, -1.0)
        cut = int(gain.argmax())
        if gain[cut] > 0.0 and (best is None or gain[cut] > best[0]):
            value = float(ranked[cut] + ranked[cut + 1]) / 2.0
            best = (float(gain[cut]), name, value, float(below[cut]), float(above[cut]))
    return None if best is None else best[1:]
