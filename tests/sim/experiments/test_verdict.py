"""On what a verdict depends: a constant is named only where luck would hardly do the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenfold.sim.experiments.effect import effect_of
from tenfold.sim.experiments.verdict import NOTHING, Verdict, depends_on

NAMES = ("kappa", "own_power", "mobility", "gain_mean")


def points(count: int) -> pd.DataFrame:
    """Values of four constants that have nothing to do with each other."""
    rng = np.random.default_rng(3)
    return pd.DataFrame({name: rng.permutation(count).astype(float) for name in NAMES})


def test_the_constant_that_decides_is_named_with_its_direction() -> None:
    table = points(20)
    rising = effect_of(table["mobility"].to_numpy()[:, None] ** 2)
    assert depends_on(rising, table).startswith("mobility (")
    assert depends_on(rising, table).endswith("the figure is larger where this is larger")
    falling = effect_of(-table["kappa"].to_numpy()[:, None])
    assert depends_on(falling, table).endswith("the figure is smaller where this is larger")


def test_luck_names_nobody() -> None:
    table = points(20)
    assert depends_on(effect_of(np.random.default_rng(8).normal(size=(20, 1))), table) == NOTHING


def test_too_few_points_name_nobody() -> None:
    assert depends_on(effect_of(points(7)["kappa"].to_numpy()[:, None]), points(7)) == NOTHING
    assert depends_on(effect_of(np.ones((1, 4))), pd.DataFrame(index=range(1))) == NOTHING


def test_an_effect_that_never_changes_depends_on_nothing() -> None:
    assert depends_on(effect_of(np.ones((20, 2))), points(20)) == NOTHING


def test_the_word_of_a_verdict() -> None:
    assert Verdict("supported", "So it is.").word == "supported"
    assert Verdict("depends", "Here and there.", "the ratio").word == "depends: on the ratio"
