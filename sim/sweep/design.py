"""Design: where in the space of the uncertain parameters a sweep looks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tenfold.scenarios.ensembles import EnsembleError, load_ensemble
from tenfold.scenarios.errors import ParameterError
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import (
    USUAL_LEVELS,
    Question,
    SweepError,
    Uncertain,
    as_text,
)
from tenfold.scenarios.schema import Scenario

FloatArray = NDArray[np.float64]
T = TypeVar("T")
MOST_POINTS = 1_000_000
EVERYTHING = "all"
"""In place of a name: every parameter that has a range."""
WHOLE = tuple(name for name, each in load_parameters().items() if each.whole)
"""Parameters that are whole numbers."""


def ranges_of(uncertain: Uncertain) -> dict[str, tuple[float, float]]:
    """Name of each uncertain parameter to the lowest and highest value of the design.

    Raises:
        SweepError: an unknown parameter or one named twice, an impossible value, a range that no
            named parameter has, or one without a range; names the key.
    """
    known = load_parameters()
    ranges: dict[str, tuple[float, float]] = {}
    given = _by_name("ranges", uncertain.ranges)
    wanted = list(uncertain.parameters)
    if EVERYTHING in wanted:
        at = wanted.index(EVERYTHING)
        wanted[at : at + 1] = [name for name in known if known[name].varies]
    for name in wanted:
        each = known[_named("parameters", name)]
        if each.name in ranges:
            raise SweepError(f"uncertain.parameters: '{name}' is {each.name}, which is there twice")
        ranges[each.name] = given.pop(each.name, (each.low, each.high))
    for name, values in _by_name("values", uncertain.values).items():
        if name in ranges:
            raise SweepError(f"uncertain.values: {name} stands in uncertain.parameters too")
        ranges[name] = (min(values), max(values))
        _check_values("values", name, values)
    for name in given:
        raise SweepError(f"uncertain.ranges: {name} is not among uncertain.parameters")
    listed, spans = _by_name("values", uncertain.values), _by_name("ranges", uncertain.ranges)
    for name, span in ranges.items():
        _check_values("ranges" if name in spans else "parameters", name, span)
        if not span[0] < span[1] and name not in listed:
            raise SweepError(
                f"uncertain.parameters: {name} has no range: low = high = {as_text(span[0])};"
                f" give it one: ranges = {{ {name} = [low, high] }}"
            )
    return ranges


def _by_name(table: str, given: Mapping[str, T]) -> dict[str, T]:
    """A table by the parameters' names, whichever alias it uses."""
    found: dict[str, T] = {}
    for alias, entry in given.items():
        name = _named(table, alias)
        if name in found:
            raise SweepError(f"uncertain.{table}: '{alias}' is {name}, which is there twice")
        found[name] = entry
    return found


def _named(table: str, alias: str) -> str:
    try:
        return load_parameters().find(alias).name
    except ParameterError as problem:
        raise SweepError(f"uncertain.{table}: {problem}") from None


def _check_values(table: str, name: str, values: tuple[float, ...]) -> None:
    known = load_parameters()
    for value in values:
        try:
            known[name].check(value)
        except ParameterError as problem:
            raise SweepError(f"uncertain.{table}: {problem}") from None


def salib_problem(ranges: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """What SALib calls a problem: names and bounds of what varies."""
    return {
        "num_vars": len(ranges),
        "names": list(ranges),
        "bounds": [list(span) for span in ranges.values()],
    }


def points_of(question: Question, scenario: Scenario) -> pd.DataFrame:
    """The points of a sweep: a row each, a column per uncertain parameter (by name).

    Without uncertain parameters, one row without columns. The order is the design's own (what
    SALib's indices need); sweeps race the points in another, shuffled one.

    Raises:
        SweepError: what cannot be varied so, with the key.
    """
    uncertain = question.uncertain
    if uncertain is None:
        return pd.DataFrame(index=pd.RangeIndex(1))
    if uncertain.ensemble:
        return _of_ensemble(uncertain, scenario)
    ranges = ranges_of(uncertain)
    count = how_many(uncertain, ranges)
    if count > MOST_POINTS:
        raise SweepError(
            f"uncertain: {count:,} points; at most {MOST_POINTS:,} can be raced: fewer points,"
            " levels or parameters, or another design"
        )
    values = _placed(uncertain, ranges, scenario, question.seed)
    if uncertain.design != "one-at-a-time":  # whose defaults may lie elsewhere
        lows, highs = _ends(ranges)
        values = np.clip(values, lows, highs)  # scaling rounds, at times to beyond an end
    points = pd.DataFrame(values, columns=list(ranges))
    for name in set(WHOLE) & set(ranges):
        points[name] = np.rint(points[name])
    return points


def _of_ensemble(uncertain: Uncertain, scenario: Scenario) -> pd.DataFrame:
    """Rows of an ensemble, the same for the same number; what the scenario sets stays as it is."""
    try:
        drawn = load_ensemble(uncertain.ensemble).draw(uncertain.points)
    except EnsembleError as problem:
        raise SweepError(f"uncertain.ensemble: {problem}") from None
    return drawn.drop(columns=[name for name in fixed_in(scenario) if name in drawn])


def spans_of(points: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Name of each parameter of an ensemble to the lowest and highest value that it could have."""
    known = load_parameters()
    return {
        str(name): (
            min(known[str(name)].low, float(points[name].min())),
            max(known[str(name)].high, float(points[name].max())),
        )
        for name in points.columns
    }


def fixed_in(scenario: Scenario) -> frozenset[str]:
    """Names of the parameters that a scenario sets itself."""
    known = load_parameters()
    return frozenset(known.find(name).name for name in scenario.parameters)


def how_many(uncertain: Uncertain, ranges: Mapping[str, tuple[float, float]]) -> int:
    """Points of a design, before any is placed."""
    listed, levels = _by_name("values", uncertain.values), _levels(uncertain)
    if uncertain.design == "list":
        return len(next(iter(listed.values())))
    if uncertain.design == "grid":
        return math.prod(len(listed[name]) if name in listed else levels for name in ranges)
    if uncertain.design == "one-at-a-time":
        return 1 + levels * len(ranges)
    each = {"sobol": len(ranges) + 2, "morris": len(ranges) + 1}.get(uncertain.design, 1)
    return uncertain.points * each


def _levels(uncertain: Uncertain) -> int:
    return uncertain.levels or USUAL_LEVELS.get(uncertain.design, 0)


def _ends(ranges: Mapping[str, tuple[float, float]]) -> tuple[FloatArray, FloatArray]:
    """[parameters] lowest values, and highest."""
    lows, highs = np.array(list(ranges.values()), dtype=np.float64).T
    return lows, highs


def _placed(
    uncertain: Uncertain,
    ranges: dict[str, tuple[float, float]],
    scenario: Scenario,
    seed: int,
) -> FloatArray:
    """[points, parameters] values of a design."""
    levels, given = _levels(uncertain), _by_name("values", uncertain.values)
    if uncertain.design == "list":
        return np.column_stack([given[name] for name in ranges]).astype(np.float64)
    if uncertain.design == "grid":
        axes = [given.get(name) or np.linspace(*span, levels) for name, span in ranges.items()]
        return np.array(list(product(*axes)), dtype=np.float64)
    if uncertain.design == "one-at-a-time":
        return _one_at_a_time(ranges, levels, scenario)
    if uncertain.design == "latin hypercube":
        return _latin(ranges, uncertain.points, seed)
    problem = salib_problem(ranges)
    if uncertain.design == "sobol":
        from SALib.sample import sobol

        sampled = sobol.sample(
            problem, uncertain.points, calc_second_order=False, scramble=True, seed=seed % 2**32
        )
    else:
        from SALib.sample import morris

        sampled = morris.sample(problem, uncertain.points, num_levels=levels, seed=seed % 2**32)
    return np.asarray(sampled, dtype=np.float64)


def _latin(ranges: dict[str, tuple[float, float]], points: int, seed: int) -> FloatArray:
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed)).random(points)
    lows, highs = _ends(ranges)
    return np.asarray(qmc.scale(unit, lows, highs), dtype=np.float64)


def _one_at_a_time(
    ranges: dict[str, tuple[float, float]], levels: int, scenario: Scenario
) -> FloatArray:
    """The defaults, then each parameter at each level with all others at their defaults."""
    known = load_parameters()
    asked = {known.find(name).name: value for name, value in scenario.parameters.items()}
    usual = known.values(asked)
    middle = [usual[name] for name in ranges]
    rows = [middle]
    for place, span in enumerate(ranges.values()):
        for value in np.linspace(*span, levels):
            rows.append([*middle[:place], float(value), *middle[place + 1 :]])
    return np.array(rows, dtype=np.float64)
