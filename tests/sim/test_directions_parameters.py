"""Directions: every parameter moves an outcome; those with a clear sign move it the right way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import Figure, Scenario
from tenfold.sim.race import Race
from tests.sim.directions_of_parameters import DIRECTIONS, IN_A_SETUP
from tests.sim.pairs import Steady, check_direction, race, same

RUNS, MONTHS = 24, 24
PARAMETERS = load_parameters()
HARDSHIP = {"backing_growth": 0.05, "demand_growth": 0.0, "rent_decline": 0.0}
"""Backing dries up, customers stay away and rents stand still: labs fail one after another."""


def ends(name: str) -> tuple[float, float]:
    """The two values that are held against each other: the sweep's ends, or half against whole.

    A choice that is not swept: the first against the last.
    """
    each = PARAMETERS[name]
    if each.unit == "choice" and each.most is not None:
        return each.value, each.most
    return (each.low, each.high) if each.low < each.high else (each.value * 0.5, each.value)


def with_revenue(lab: str, factor: float) -> Scenario:
    """The standard scenario with one lab's revenue changed."""
    setting = load_scenario("tenfold-2026")
    labs = []
    for spec in setting.labs:
        if spec.name == lab:
            amount = spec.revenue.value * factor
            figure = Figure(value=amount, low=amount, high=amount, source="of this test")
            spec = spec.model_copy(update={"revenue": figure})
        labs.append(spec)
    return setting.model_copy(update={"labs": tuple(labs)})


SETUPS: dict[str, Callable[[], dict[str, Any]]] = {
    "knowing": lambda: {"parameters": {"research_engine": 1.0}},
    "practising": lambda: {"policies": {"Fernhill": Steady(post_training=0.5)}},
    "unpractised": lambda: {"policies": {"Ruolan": Steady(post_training=0.05, distil=1.0)}},
    "smuggling": lambda: {
        "policies": {"Ruolan": Steady(channels=3.0)},
        "parameters": {"smuggled_leak": 0.004},
    },
    "withholding": lambda: {"policies": {"Fernhill": Steady(flagship_release=3.0)}},
    "plenty": lambda: {"parameters": {"supply": 1e9}},
    "shortage": lambda: {"parameters": {"supply": 1e3}},
    "swamped": lambda: {"policies": {"Fernhill": Steady(serving=0.0)}, "note": True},
    "offers": lambda: {
        "parameters": {"offer_rate": 2.0, "affairs": 1.0},
    },
    "offers passed on": lambda: {
        "parameters": {"offer_rate": 2.0},
        "policies": {"Fernhill": Steady(on_offered=3.0)},
    },
    "settling": lambda: {
        "parameters": {"detection_rate": 0.5},
        "policies": {"Ruolan": Steady(distil=1.0, on_accused=1.0)},
    },
    "open books": lambda: {
        "parameters": {"detection_rate": 0.5},
        "policies": {"Ruolan": Steady(distil=1.0, on_accused=2.0)},
    },
    "matching": lambda: {
        "parameters": {"star_rate": 0.1},
        "policies": {"Fernhill": Steady(on_poached=1.0)},
    },
    "letting go": lambda: {"parameters": {"star_rate": 0.1}},
    "raising": lambda: {
        "parameters": {"star_rate": 0.1},
        "policies": {"Fernhill": Steady(on_poached=2.0)},
    },
    "long runs": lambda: {"policies": {"Fernhill": Steady(run_months=6.0)}},
    "unknown": lambda: {"scenario": with_revenue("Wrenfield", 0.0)},
    "self-paying": lambda: {"scenario": with_revenue("Larkmoor", 4.0)},
    "hardship": lambda: {"parameters": dict(HARDSHIP), "months": 48},
    "a dear failure": lambda: {
        "parameters": HARDSHIP | {"rescue_confidence": 1.0},
        "policies": {"Oak": Steady(pay=2.0)},
        "months": 48,
        "scenario": "equal-start",
    },
}


def pair(name: str, setup: str = "") -> tuple[Race, Race]:
    """Two races, with the parameter at its one end and at its other."""
    common: dict[str, Any] = {"runs": RUNS, "months": MONTHS}
    common |= SETUPS[setup]() if setup else {}
    given = common.pop("parameters", {})
    low, high = (race(parameters={**given, name: value}, **common) for value in ends(name))
    return low, high


def noted(one: Race) -> list[Any]:
    """What was noted in every run."""
    return [one.happenings(run) for run in range(one.runs)]


def hold(name: str, rows: tuple[str, ...], setup: str = "") -> None:
    """The parameter moves something; every row goes its way."""
    low, high = pair(name, setup)
    moved = not same(low.history, high.history) or noted(low) != noted(high)
    assert moved, f"{name} moves nothing{' when ' * bool(setup)}{setup}"
    for row in rows:
        check_direction(low.history, high.history, row)


@pytest.mark.slow
@pytest.mark.parametrize("name", DIRECTIONS)
def test_parameter_moves_what_it_should(name: str) -> None:
    hold(name, DIRECTIONS[name])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setup", "name"), [(setup, name) for setup, names in IN_A_SETUP.items() for name in names]
)
def test_parameter_moves_what_it_should_in_its_race(setup: str, name: str) -> None:
    hold(name, IN_A_SETUP[setup][name], setup)


@pytest.mark.slow
def test_no_parameter_is_left_out() -> None:
    listed = [*DIRECTIONS, *(name for names in IN_A_SETUP.values() for name in names)]
    assert sorted(listed) == sorted(PARAMETERS)


@pytest.mark.slow
def test_most_parameters_have_a_direction() -> None:
    rows = [
        *DIRECTIONS.values(),
        *(rows for names in IN_A_SETUP.values() for rows in names.values()),
    ]
    assert sum(bool(each) for each in rows) >= 100
