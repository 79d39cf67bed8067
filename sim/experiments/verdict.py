"""Verdict: what an experiment says about a claim, and on what it depends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata, t

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.experiments.effect import Effect

Kind = Literal["supported", "contradicted", "depends"]
SURE = 0.05
"""Chance with which the strongest of many parameters would stand out by luck alone."""
LEAST_POINTS = 8
"""With fewer, ranks agree too often by chance."""
NOTHING = "luck and many constants together: none stands out"


@dataclass(frozen=True)
class Verdict:
    """What an experiment says about a claim.

    Attributes:
        kind: supported, contradicted, or depends.
        says: one or two sentences with the figures.
        on: on what it depends, where it does.
    """

    kind: Kind
    says: str
    on: str = ""

    @property
    def word(self) -> str:
        """The verdict in a word or two."""
        return f"depends: on {self.on}" if self.kind == "depends" else self.kind


def depends_on(effect: Effect, points: pd.DataFrame) -> str:
    """The constant that goes most with an effect from parameter set to parameter set, in words.

    A rank correlation is named only where the strongest of so many would hardly be as strong by
    luck (5 %, shared among all constants).

    Args:
        effect: with its figure per point.
        points: the parameter sets.
    """
    counted = np.isfinite(effect.per_point)
    n, names = int(counted.sum()), list(points.columns)
    if n < LEAST_POINTS or not names:
        return NOTHING
    ranks = rankdata(effect.per_point[counted])
    best, strength = "", 0.0
    for name in names:
        values = points[name].to_numpy(np.float64)[counted]
        if np.ptp(values) == 0.0 or np.ptp(ranks) == 0.0:
            continue
        correlation = float(np.corrcoef(ranks, rankdata(values))[0, 1])
        if abs(correlation) > abs(strength):
            best, strength = str(name), correlation
    spread = max(1e-12, 1.0 - strength * strength)
    statistic = abs(strength) * float(np.sqrt((n - 2) / spread))
    if not best or 2.0 * float(t.sf(statistic, n - 2)) * len(names) > SURE:
        return NOTHING
    direction = "larger" if strength > 0 else "smaller"
    meaning = load_parameters()[best].meaning
    return f"{best} ({meaning}): the figure is {direction} where this is larger"
