"""Weights: Sobol's indices of every outcome of a sweep over all constants.

A total index is the share of an outcome's variance that would be gone if a constant were known, its
part in interactions included. Constants vary over the whole ranges of parameters.toml, evenly and
independently: these are weights of assumptions, before any data speak. Lucks are the same at every
point, so what is left of luck moves no index by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tenfold.sim.sweep.answer.results import FloatArray, Results
from tenfold.sim.sweep.answer.sensitivity import Index, sobol_indices

QUESTION = "sensitivity"
"""Name of the shipped sweep."""


def weights_of(results: Results) -> dict[str, list[Index]]:
    """Outcome to the indices of all constants, greatest total first.

    Args:
        results: of a complete sweep of the design "sobol" with one arm.

    Raises:
        AnalysisError: another design, points missing, or an outcome that never changes.
    """
    return {name: sobol_indices(results, figure(results, name)) for name in results.outcomes}


def figure(results: Results, outcome: str) -> FloatArray:
    """[points] mean of an outcome over arms, cells and lucks."""
    cube = results.cube(outcome)
    return np.asarray(np.moveaxis(cube, 2, 0).reshape(cube.shape[2], -1).mean(axis=1))


def greatest(weights: Mapping[str, list[Index]]) -> dict[str, tuple[str, Index]]:
    """Constant to the outcome on which it weighs most, and its index there."""
    found: dict[str, tuple[str, Index]] = {}
    for outcome, indices in weights.items():
        for index in indices:
            if index.name not in found or index.total > found[index.name][1].total:
                found[index.name] = (outcome, index)
    return found
