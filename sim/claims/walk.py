"""Walk: how far an assumption of the model would have to move to turn the result of a claim.

Claims that rest on an assumption do not prove it. They say where it turns.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.judging import crossing, mean_of, rounded
from tenfold.sim.experiments.effect import Effect


def how_far(
    name: str,
    walked: Sequence[float],
    effects: Sequence[Effect],
    bound: float,
    brief: bool = False,
    points: pd.DataFrame | None = None,
) -> str:
    """In words: what a parameter would have to be for its effect to reach a bound.

    Args:
        name: of the parameter.
        walked: its values, rising.
        effects: at each of them.
        bound: of the effect.
        brief: leave out where the parameter stands; it has been said.
        points: the parameter sets, which need not lie around the default.
    """
    turn = crossing(walked, effects, bound, stands_at(name, points))
    believed = "" if brief else f" ({_known(name, points)})"
    if turn is None:
        first, last = rounded(walked[0]), rounded(walked[-1])
        return f"no {name} from {first} to {last} does so{believed}"
    return f"{name} would have to be about {rounded(turn)}{believed}"


def stands_at(name: str, points: pd.DataFrame | None) -> float:
    """Where a parameter stands in the races: its mean, or its default where it does not vary.

    Args:
        name: of the parameter.
        points: the parameter sets, a row each.
    """
    mean = None if points is None else mean_of(points, name)
    return load_parameters()[name].value if mean is None else mean


def _known(name: str, points: pd.DataFrame | None) -> str:
    """What is taken for a parameter, in words."""
    known = load_parameters()[name]
    mean = None if points is None else mean_of(points, name)
    drawn = "" if mean is None else f" {mean:.2g} on average in the parameter sets,"
    return f"{known.value:g} by default,{drawn} believed {known.low:g} to {known.high:g}"
