"""Weights of constants: Sobol's indices by outcome, and where each constant weighs most."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from SALib.sample import sobol

from tenfold.scenarios.ensembles import Ensemble
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.sensitivity.knowledge import ASSUMED, INFORMED, PUBLISHED, what_is_known
from tenfold.sim.sensitivity.weights import figure, greatest, weights_of
from tenfold.sim.sweep.answer.results import Results
from tests.sim.sweep.answer.made_up import sweep

NAMES = ("kappa", "mobility", "rent")


@pytest.fixture(scope="module")
def results() -> Results:
    """A sweep in which kappa decides one outcome alone, and mobility and rent share another."""

    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0.0, 1.0]] * 3}
    points = pd.DataFrame(
        sobol.sample(problem, 64, calc_second_order=False, seed=1), columns=list(NAMES)
    )
    return sweep(
        {
            "a.end": lambda arm, cell, values, luck: values["kappa"] + 10.0 * luck,
            "b.end": lambda arm, cell, values, luck: values["mobility"] * values["rent"],
        },
        arms=("all",),
        points=points,
        lucks=2,
        design="sobol",
    )


def test_a_figure_is_the_mean_over_lucks_at_each_point(results: Results) -> None:
    assert figure(results, "a.end") == pytest.approx(results.points["kappa"] + 5.0)


def test_variance_goes_to_whom_it_belongs(results: Results) -> None:
    weights = weights_of(results)
    alone = {index.name: index.total for index in weights["a.end"]}
    assert weights["a.end"][0].name == "kappa"
    assert alone["kappa"] == pytest.approx(1.0, abs=0.15)
    assert alone["mobility"] == alone["rent"] == 0.0
    shared = {index.name: index for index in weights["b.end"]}
    assert shared["kappa"].total == 0.0
    # Of the variance of a product of two even variables each has 3/7 alone and 4/7 in all.
    for name in ("mobility", "rent"):
        assert shared[name].total == pytest.approx(4 / 7, abs=0.15)
        assert shared[name].total > shared[name].first


def test_each_constant_is_shown_where_it_weighs_most(results: Results) -> None:
    most = greatest(weights_of(results))
    assert {name: outcome for name, (outcome, _) in most.items()} == {
        "kappa": "a.end", "mobility": "b.end", "rent": "b.end",
    }  # fmt: skip


def test_what_the_calibration_heard_of_is_informed(results: Results) -> None:
    known = load_parameters()

    rng = np.random.default_rng(2)
    even = {name: rng.uniform(known[name].low, known[name].high, 400) for name in NAMES}
    middle = (known["kappa"].low + known["kappa"].high) / 2
    even["kappa"] = middle + (even["kappa"] - middle) * 0.3
    frame = pd.DataFrame({"weight": 1 / 400, **even})
    found = what_is_known(
        weights_of(results), Ensemble("made up", frame, {"moved": ["kappa"], "bound": []})
    )
    standing = {each.parameter.name: each.standing for each in found}
    assert standing == {"kappa": INFORMED, "mobility": ASSUMED, "rent": PUBLISHED}
    kappa = next(each for each in found if each.parameter.name == "kappa")
    assert kappa.narrowed == pytest.approx(0.7, abs=0.05)
    assert known["kappa"].low < kappa.low < middle < kappa.high < known["kappa"].high
    assert found[0].parameter.name == "kappa"


def test_weights_of_the_ensemble_count(results: Results) -> None:

    about = load_parameters()["kappa"]
    frame = pd.DataFrame({"weight": [0.96, 0.04], "kappa": [about.low, about.high]})
    found = what_is_known(weights_of(results), Ensemble("made up", frame, {}))
    kappa = next(each for each in found if each.parameter.name == "kappa")
    assert (kappa.low, kappa.high) == (about.low, about.low)
    rent = next(each for each in found if each.parameter.name == "rent")
    assert rent.narrowed == 0.0  # not in the ensemble
