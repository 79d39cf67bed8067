"""What judges of claims share: parts that add up, crossings, sentences about an assumption."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tenfold.sim.claims.judging import (
    MORE_RACES,
    at_least,
    at_least_by_luck,
    crossing,
    mean_of,
    overturned,
    share,
    told,
    weigh,
)
from tenfold.sim.experiments.effect import Effect, effect_of
from tenfold.sim.experiments.verdict import NOTHING


def effects(*middles: float) -> list[Effect]:
    """Effects that nothing moves, each with its middle."""
    return [effect_of(np.full((3, 2), middle)) for middle in middles]


def test_crossings_are_straight_between_values_and_nearest_to_now() -> None:
    assert crossing((0.0, 1.0, 3.0), effects(0.0, 2.0, 0.0), 1.0, now=3.0) == 2.0
    assert crossing((0.0, 1.0, 3.0), effects(0.0, 2.0, 0.0), 1.0, now=0.0) == 0.5
    assert crossing((0.0, 1.0), effects(2.0, 3.0), 1.0, now=0.0) is None


def test_a_sentence_about_an_assumption_has_a_subject_and_says_where_the_sets_stand() -> None:
    def said(what: str, unit: str, *middles: float, mean: float | None = None) -> str:
        walk = effects(*middles)
        return overturned("All would be", what, unit, (0.0, 1.0), walk, 1.0, 0.5, mean)

    assert said("it", "USD", 0.0, 4.0) == "All would be if it went from 0.5 to 0.25 USD."
    assert said("it", "USD", 2.0, 3.0) == "All would be nowhere as it goes from 0 to 1 USD."
    assert said("it", "USD", 0.0, 4.0, mean=0.7312) == (
        "All would be if it went to 0.25 USD; the default is 0.5, the parameter sets here have"
        " 0.73 on average."
    )
    assert said("{} were so", "", 0.0, 4.0) == "All would be if 0.25 were so."
    assert said("{} were so", "", 2.0, 3.0) == "All would be nowhere if 0 to 1 were so."


def test_the_mean_of_a_constant_over_the_parameter_sets() -> None:
    assert mean_of(pd.DataFrame({"kappa": [1.0, 2.0]}), "kappa") == 1.5
    assert mean_of(pd.DataFrame(index=range(1)), "kappa") is None


def test_reasons_for_undecided_parts_are_said_once_and_luck_is_no_constant() -> None:
    points = pd.DataFrame({"kappa": np.linspace(0.5, 1.5, 12)})
    rare = effect_of(np.tile([[0.0, 0.0, 0.0, 2.0]], (12, 1)) * points[["kappa"]].to_numpy())
    plain = effect_of(np.tile([[0.0, 0.0, 0.0, 2.0]], (12, 1)))
    parts = [at_least(name, plain, 0.5) for name in "ab"]
    kind, on = weigh([*parts, at_least_by_luck("c", rare, 0.5)], points)
    assert kind == "depends"
    assert on == f"the part: undecided for a, b ({NOTHING}); undecided for c ({MORE_RACES})"
    assert weigh([at_least_by_luck("c", rare, 0.5)], points) == ("depends", MORE_RACES)
    assert weigh([at_least("c", rare, 0.5)], points)[1].startswith("kappa (")


def test_parts_of_a_claim_add_up_to_a_verdict() -> None:
    points = pd.DataFrame({"kappa": [0.5, 0.6, 0.7]})
    held, failed = (at_least(name, *effects(e), 1.0) for name, e in (("a", 2.0), ("b", 0.0)))
    assert weigh((held, held), points) == ("supported", "")
    assert weigh((failed, failed), points) == ("contradicted", "")
    assert weigh((held, failed), points) == ("depends", "the part: yes for a; no for b")


def test_figures_are_said_without_a_minus_before_nothing_or_impossible_shares() -> None:
    effect = effect_of(np.array([[-0.4, -0.4], [0.5, 0.5], [1.3, 1.3]]))
    assert told(effect).startswith("0.5 (")
    assert share(effect) == "47 % (0 to 100)"
    assert told(effect_of(np.full((2, 2), -0.001))) == "0.0 (0.0 to 0.0)"
