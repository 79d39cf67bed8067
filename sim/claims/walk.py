"""Walk: how far an assumption of the model would have to move to turn the result of a claim.

Claims that rest on an assumption do not prove it. They say where it turns.
"""

from __future__ import annotations

from collections.abc import Sequence

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.judging import crossing, rounded
from tenfold.sim.experiments.effect import Effect


def how_far(
    name: str,
    walked: Sequence[float],
    effects: Sequence[Effect],
    bound: float,
    brief: bool = False,
) -> str:
    """In words: what a parameter would have to be for its effect to reach a bound.

    Args:
        name: of the parameter.
        walked: its values, rising.
        effects: at each of them.
        bound: of the effect.
        brief: leave out where the parameter stands; it has been said.
    """
    known = load_parameters()[name]
    believed = f" ({known.value:g} by default, believed {known.low:g} to {known.high:g})"
    believed = "" if brief else believed
    turn = crossing(walked, effects, bound, known.value)
    if turn is None:
        return f"no {name} from {walked[0]:g} to {walked[-1]:g} does so{believed}"
    return f"{name} would have to be about {rounded(turn)}{believed}"
