"""Drawn: what a point says about a race, and what the race's arm or cell says instead.

A sweep over parameters by name lets no arm set one of them. An ensemble varies nearly all, so there
an arm or a cell that sets "world.X" wins over the points, as the scenario's own parameters do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice
from tenfold.sim.sweep.plan import Plan

FloatArray = NDArray[np.float64]


def set_instead(plan: Plan, arm: str, cell: Mapping[str, Choice]) -> dict[str, float]:
    """Uncertain parameters that an arm and a cell set for themselves, whatever the point."""
    if plan.question.uncertain is None or not plan.question.uncertain.ensemble:
        return {}
    known = load_parameters()
    own = plan.world(arm, cell).parameters.items()
    found = {known.find(name).name: value for name, value in own}
    return {name: value for name, value in found.items() if name in plan.parameters}


def drawn_values(plan: Plan, point: int, arm: str, cell: Mapping[str, Choice]) -> dict[str, float]:
    """Values of the uncertain parameters in a race, by name."""
    return plan.values(point) | set_instead(plan, arm, cell)


def drawn_columns(
    plan: Plan, points: NDArray[Any], arm: str, cell: Mapping[str, Choice]
) -> dict[str, FloatArray]:
    """Values of the uncertain parameters in many races of an arm and a cell, by name.

    Args:
        plan: of the sweep.
        points: [races] point of each.
        arm: of all of them.
        cell: of all of them.
    """
    instead = set_instead(plan, arm, cell)
    return {
        name: np.full(len(points), instead[name])
        if name in instead
        else plan.points[name].to_numpy(np.float64)[points]
        for name in plan.parameters
    }
