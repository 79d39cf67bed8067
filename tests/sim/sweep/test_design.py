"""Designs: where the points of uncertain parameters lie."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import morris as analyze_morris
from SALib.analyze import sobol as analyze_sobol

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.sim.sweep.design import EVERYTHING, how_many, points_of, ranges_of, salib_problem
from tests.sim.sweep.core_cases import ask

KNOWN = load_parameters()
NAMES = ("sigma", "kappa", "lambda", "research_pace")
FOUND = [KNOWN.find(name).name for name in NAMES]
SCENARIO = load_scenario("ten-to-one")


def points(seed: int = 7, **uncertain: Any) -> pd.DataFrame:
    return points_of(ask(uncertain=uncertain, seed=seed), SCENARIO)


DESIGNS: list[Mapping[str, Any]] = [
    {"design": "latin hypercube", "points": 9},
    {"design": "sobol", "points": 8},
    {"design": "morris", "points": 5},
    {"design": "morris", "points": 3, "levels": 6},
    {"design": "grid", "levels": 4},
    {"design": "one-at-a-time", "levels": 3},
]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@pytest.mark.parametrize("names", [NAMES[:1], NAMES, (EVERYTHING,)], ids=len)
def test_every_point_lies_in_its_range(design: Mapping[str, Any], names: tuple[str, ...]) -> None:
    if names == (EVERYTHING,) and design["design"] == "grid":
        return  # a grid of everything is refused
    asked = ask(uncertain={"parameters": names, **design}).uncertain
    assert asked is not None
    found = points(parameters=names, **design)
    assert len(found) == how_many(asked, ranges_of(asked))
    assert found.dtypes.eq(np.float64).all()
    for name in found:
        each = KNOWN[name]
        assert found[name].between(each.low, each.high).all()
        for value in found[name]:
            each.check(value)


def test_everything_is_every_parameter_that_varies() -> None:
    found = points(parameters=["all"], points=2)
    assert list(found) == [name for name in KNOWN if KNOWN[name].varies]
    assert len(found.columns) > 100


def test_ranges_of_the_file_win_and_aliases_are_the_same_parameter() -> None:
    for alias in ("sigma", "index_per_decade"):
        found = points(parameters=["sigma"], ranges={alias: [7.0, 7.5]}, points=40)
        assert list(found) == ["index_per_decade"]
        assert found["index_per_decade"].between(7.0, 7.5).all()
        assert found["index_per_decade"].max() > 7.4


@pytest.mark.parametrize("count", [1, 2, 7, 64])
def test_a_latin_hypercube_has_one_point_in_every_stratum(count: int) -> None:
    found = points(parameters=NAMES, points=count)
    for name in found:
        low, high = KNOWN[name].low, KNOWN[name].high
        strata = np.floor((found[name] - low) / (high - low) * count)
        assert sorted(strata) == list(range(count))


def test_a_grid_is_every_combination_in_order() -> None:
    found = points(design="grid", parameters=["kappa"], levels=3, values={"sigma": [8.0, 6.5]})
    kappa = KNOWN["kappa"]
    levels = [kappa.low, (kappa.low + kappa.high) / 2.0, kappa.high]
    assert list(found) == ["kappa", "index_per_decade"]
    assert found.to_numpy().tolist() == [list(each) for each in product(levels, [8.0, 6.5])]


def test_a_list_is_taken_as_it_stands() -> None:
    found = points(design="list", values={"lambda": [0.5, 0.5, 0.4], "sigma": [7.0, 8.0, 7.0]})
    assert list(found) == ["own_power", "index_per_decade"]
    assert found.to_numpy().tolist() == [[0.5, 7.0], [0.5, 8.0], [0.4, 7.0]]


def test_one_at_a_time_is_the_defaults_and_each_level_alone() -> None:
    found = points(design="one-at-a-time", parameters=["sigma", "kappa"]).to_numpy()
    sigma, kappa = KNOWN["sigma"], KNOWN["kappa"]
    assert found.tolist() == [
        [sigma.value, kappa.value],
        [sigma.low, kappa.value],
        [sigma.high, kappa.value],
        [sigma.value, kappa.low],
        [sigma.value, kappa.high],
    ]


def test_one_at_a_time_starts_from_the_scenarios_own_parameters() -> None:
    own = SCENARIO.model_copy(update={"parameters": {"sigma": 7.25, "ideas": 100.0}})
    asked = ask(uncertain={"design": "one-at-a-time", "parameters": ["sigma", "kappa"]})
    found = points_of(asked, own)
    assert found.iloc[0].tolist() == [7.25, KNOWN["kappa"].value]


@pytest.mark.parametrize("names", [NAMES[:1], NAMES], ids=len)
@pytest.mark.parametrize("count", [2, 16])
def test_sobol_samples_are_what_salib_analyses(names: tuple[str, ...], count: int) -> None:
    found = points(design="sobol", parameters=names, points=count)
    asked = ask(uncertain={"design": "sobol", "parameters": names, "points": count}).uncertain
    assert asked is not None
    assert len(found) == count * (len(names) + 2)
    result = analyze_sobol.analyze(
        salib_problem(ranges_of(asked)), found.to_numpy().sum(axis=1), calc_second_order=False,
        seed=1, num_resamples=10,
    )  # fmt: skip
    assert result["S1"].shape == (len(names),)


def test_the_rows_of_a_sobol_sample_are_in_saltellis_order() -> None:
    found = points(design="sobol", parameters=NAMES, points=4).to_numpy()
    for base in range(4):
        block = found[base * 6 : (base + 1) * 6]
        for place in range(4):  # A, then A with one column of B each, then B
            mixed = block[0].copy()
            mixed[place] = block[5][place]
            assert block[1 + place].tolist() == mixed.tolist()


@pytest.mark.parametrize("names", [NAMES[:1], NAMES], ids=len)
def test_morris_trajectories_are_what_salib_analyses(names: tuple[str, ...]) -> None:
    found = points(design="morris", parameters=names, points=6)
    asked = ask(uncertain={"design": "morris", "parameters": names, "points": 6}).uncertain
    assert asked is not None
    assert len(found) == 6 * (len(names) + 1)
    for trajectory in range(6):
        rows = found.to_numpy()[trajectory * (len(names) + 1) : (trajectory + 1) * (len(names) + 1)]
        changed = np.diff(rows, axis=0) != 0.0
        assert changed.sum(axis=1).tolist() == [1] * len(names)
        assert changed.any(axis=0).all()
    problem = salib_problem(ranges_of(asked))
    slopes = np.arange(1.0, len(names) + 1.0)
    scaled = [
        (found[name] - low) / (high - low) * slope
        for (name, (low, high)), slope in zip(ranges_of(asked).items(), slopes, strict=True)
    ]
    result = analyze_morris.analyze(problem, found.to_numpy(), np.sum(scaled, axis=0), seed=1)
    assert np.asarray(result["mu_star"]) == pytest.approx(slopes)


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_the_seed_decides_the_points_and_nothing_else_does(design: Mapping[str, Any]) -> None:
    once = points(parameters=NAMES, **design)
    np.random.default_rng().random(3)
    np.random.seed(99)  # noqa: NPY002 - what a library may draw from must not matter
    again = points(parameters=NAMES, **design)
    pd.testing.assert_frame_equal(once, again, check_exact=True)
    other = points(parameters=NAMES, seed=8, **design)
    random = design["design"] in ("latin hypercube", "sobol", "morris")
    assert (once.to_numpy().tolist() != other.to_numpy().tolist()) == random


def test_nothing_uncertain_is_one_point_without_values() -> None:
    found = points_of(ask(), SCENARIO)
    assert found.shape == (1, 0)


@pytest.mark.parametrize("design", DESIGNS, ids=str)
def test_the_number_of_ideas_is_whole(design: Mapping[str, Any]) -> None:
    ranges = {"ideas": [101, 120]}
    found = points(parameters=["sigma", "ideas"], ranges=ranges, **design)
    ideas = found["ideas"]
    usual = [KNOWN["ideas"].value] if design["design"] == "one-at-a-time" else []
    assert (ideas == ideas.round()).all()
    assert (ideas.between(101, 120) | ideas.isin(usual)).all()
    assert ideas.nunique() > 1


@settings(max_examples=30)
@given(
    st.sampled_from(FOUND), st.floats(0.001, 0.999), st.floats(0.0, 1.0), st.integers(0, 2**53 - 1)
)
def test_ranges_of_any_width_are_kept(name: str, width: float, start: float, seed: int) -> None:
    each = KNOWN[name]
    low = each.low + (each.high - each.low) * (1.0 - width) * start
    high = min(low + (each.high - each.low) * width, each.high)
    for design in DESIGNS:
        found = points(parameters=[name], ranges={name: [low, high]}, seed=seed, **design)
        inside = found[name].between(low, high)
        if design["design"] == "one-at-a-time":
            inside = inside.iloc[1:]
        assert inside.all()
