"""Walks say where a parameter would have to be, and where it stands."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.claims.walk import how_far, stands_at
from tenfold.sim.experiments.effect import effect_of


def test_how_far_names_value_range_and_crossing() -> None:
    """Halfway between two walked values, and nowhere."""
    effects = [effect_of(np.full((2, 2), value)) for value in (0.0, 2.0)]
    assert how_far("kappa", (0.4, 0.8), effects, 1.0).startswith("kappa would have to be about 0.6")
    assert how_far("kappa", (0.4, 0.8), effects, 3.0).startswith("no kappa from 0.4 to 0.8")


def test_how_far_tells_the_mean_of_the_parameter_sets() -> None:
    """Nothing of the kind where these lack the parameter; the crossing nearest to it is taken."""
    effects = [effect_of(np.full((2, 2), value)) for value in (0.0, 2.0, 0.0)]
    walked = (0.2, 0.4, 0.9)
    high = pd.DataFrame({"kappa": [0.5, 0.7]})
    said = how_far("kappa", walked, effects, 1.0, points=high)
    assert said.startswith("kappa would have to be about 0.65 ")
    assert " by default, 0.6 on average in the parameter sets, believed " in said
    assert "on average" not in how_far("kappa", walked, effects, 1.0, points=high[[]])
    low = pd.DataFrame({"kappa": [0.2, 0.3]})
    assert "about 0.3 (" in how_far("kappa", walked, effects, 1.0, points=low)
    assert stands_at("kappa", high[[]]) == load_parameters()["kappa"].value
