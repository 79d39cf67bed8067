"""Knowledge: for every constant, how well it is known and how much hangs on it.

Whether published figures say something of a constant is what the calibration found of it. How much
hangs on it is its greatest total Sobol index.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tenfold.scenarios.ensembles import WEIGHT, Ensemble
from tenfold.scenarios.parameters import Parameter, load_parameters
from tenfold.sim.sensitivity.weights import greatest
from tenfold.sim.sweep.answer.sensitivity import Index

TAIL = 0.05
WEIGHTY = 0.05
"""Total index from which a constant counts as weighty: a twentieth of an outcome's variance."""
INFORMED, PUBLISHED, ASSUMED = "informed by data", "published", "assumed"


@dataclass(frozen=True)
class Known:
    """What is known of a constant.

    Attributes:
        parameter: its entry in parameters.toml; low to high is what was thought possible.
        low: 5 % of the ensemble lie below.
        high: 5 % lie above.
        narrowed: 1 less the ensemble's spread over that of the whole range; negative: wider.
        informed: whether published figures move it, or bind it together with others.
        outcome: on which it weighs most.
        index: Sobol's indices there.
    """

    parameter: Parameter
    low: float
    high: float
    narrowed: float
    informed: bool
    outcome: str
    index: Index

    @property
    def standing(self) -> str:
        """Informed by data, published, or assumed."""
        if self.informed:
            return INFORMED
        return PUBLISHED if self.parameter.status == "published" else ASSUMED

    @property
    def weighty(self) -> bool:
        """Whether much hangs on it."""
        return self.index.total >= WEIGHTY


def what_is_known(weights: Mapping[str, list[Index]], ensemble: Ensemble) -> list[Known]:
    """Every constant that has a range, the weightiest first.

    Args:
        weights: outcome to indices, as `weights_of` gives them.
        ensemble: calibrated parameter sets.
    """
    known = load_parameters()
    found = []
    for name, (outcome, index) in greatest(weights).items():
        low, high, narrowed = _in_ensemble(ensemble, known[name])
        informed = name in ensemble.informed
        found.append(Known(known[name], low, high, narrowed, informed, outcome, index))
    return sorted(found, key=lambda each: -each.index.total)


def _in_ensemble(ensemble: Ensemble, parameter: Parameter) -> tuple[float, float, float]:
    """Middle 90 % of a parameter in an ensemble, and how far it is narrowed."""
    if parameter.name not in ensemble.parameters:
        return parameter.low, parameter.high, 0.0
    values = ensemble.frame[parameter.name].to_numpy(np.float64)
    weights = ensemble.frame[WEIGHT].to_numpy(np.float64)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    low, high = (values[order[np.searchsorted(reached, tail)]] for tail in (TAIL, 1.0 - TAIL))
    middle = float(weights @ values)
    spread = math.sqrt(float(weights @ (values - middle) ** 2))
    even = (parameter.high - parameter.low) / math.sqrt(12.0)
    return float(low), float(high), 1.0 - spread / even
