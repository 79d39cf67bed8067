"""Choices: keys such as "poor.distil" and their values, put into a scenario.

A key is `compute_ratio`, `seat`, or WHO.WHAT. WHO is a group of labs (all, rich, poor, us, china,
other, frontier, chinese, open), a lab by name, `seat` (the lab that the key `seat` names),
`regulator`, or `world`. WHAT is a lever, `policy`, a starting figure (`compute_times`, ...), one of
the regulator's rules, or a parameter of the world.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tenfold.agents.decision import LEVER, DecisionError, Lever, check_held, find_lever
from tenfold.agents.policies import create
from tenfold.agents.regulator import REGULATOR_POLICIES
from tenfold.scenarios.errors import complaint, nearest
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice, SweepError, as_text
from tenfold.scenarios.schema import FIGURE_BOUNDS, LabSpec, RegulatorSpec, Scenario
from tenfold.sim.elementary import decades
from tenfold.sim.measures import SIDES, groups_of

COMPUTE_RATIO = "compute_ratio"
SEAT = "seat"
REGULATOR = "regulator"
WORLD = "world"
POLICY = "policy"
TIMES = "_times"
SCALED = tuple(name + TIMES for name in FIGURE_BOUNDS if name != "capability")
"""Starting figures that a choice may multiply."""
SEPARATE = (COMPUTE_RATIO, SEAT)
"""Keys that stand alone, in the order in which they are put into a scenario."""


def apply_choices(scenario: Scenario, choices: Mapping[str, Choice]) -> Scenario:
    """The scenario with these choices in it; later keys win over earlier ones.

    Args:
        scenario: where to start from.
        choices: key to value, as in the arms and the cross factors of a sweep.

    Raises:
        SweepError: a key or value that does not exist or cannot be; names it and what could be.
    """
    changed = scenario
    seat = ""
    for key in SEPARATE:
        if key not in choices:
            continue
        if key == COMPUTE_RATIO:
            changed = _with_ratio(changed, _number(key, choices[key]))
        else:
            seat = _lab(key, choices[key], changed)
    for key, value in choices.items():
        if key not in SEPARATE:
            changed = _choose(changed, key, value, seat)
    return _checked(changed, choices)


def _choose(scenario: Scenario, key: str, value: Choice, seat: str) -> Scenario:
    who, dot, what = key.rpartition(".")
    if not dot:
        raise SweepError(
            f"unknown choice '{key}'{nearest(key, SEPARATE)};"
            ' others are written WHO.WHAT, such as "poor.distil"'
        )
    if who == REGULATOR:
        return _with_rule(scenario, key, what, value)
    if who == WORLD:
        return _with_parameter(scenario, key, what, value)
    if who == SEAT:
        if not seat:
            raise SweepError(f"'{key}': no seat is chosen; add the key \"seat\" with a lab's name")
        who = seat
    groups = groups_of(scenario)
    if who not in groups:
        known = (*groups, REGULATOR, WORLD, SEAT)
        raise SweepError(
            f"'{key}': nobody in {scenario.name} is called '{who}'{nearest(who, known)}"
        )
    labs = tuple(
        _with(lab, key, what, value) if member else lab
        for lab, member in zip(scenario.labs, groups[who], strict=True)
    )
    return scenario.model_copy(update={"labs": labs})


def _with(lab: LabSpec, key: str, what: str, value: Choice) -> LabSpec:
    if what == POLICY:
        if not isinstance(value, str):
            raise SweepError(f"'{key}' = {value}: write the name of a policy in quotes")
        create(value)
        return lab.model_copy(update={"policy": value})
    if what in SCALED:
        return _scaled(lab, {what.removesuffix(TIMES): _number(key, value)})
    if what not in LEVER:
        raise SweepError(f"'{key}': no lever '{what}'{nearest(what, (*LEVER, POLICY, *SCALED))}")
    held = lab.levers | {what: lever_value(key, find_lever(what), value)}
    try:
        check_held(held)
    except DecisionError as problem:
        raise SweepError(f"'{key}': {problem}") from None
    return lab.model_copy(update={"levers": held})


def lever_value(key: str, lever: Lever, value: Choice) -> float:
    """The number of a lever's setting: itself, or the place of a word among its choices.

    Raises:
        SweepError: a word that the lever does not know.
    """
    if not isinstance(value, str):
        return float(value)
    if value in lever.choices:
        return float(lever.choices.index(value))
    hint = nearest(value, lever.choices) if lever.choices else f"; it is a number ({lever.unit})"
    raise SweepError(f"'{key}' = '{value}': not a setting of {lever.name}{hint}")


def _with_rule(scenario: Scenario, key: str, what: str, value: Choice) -> Scenario:
    if what not in RegulatorSpec.model_fields:
        raise SweepError(f"'{key}': no rule '{what}'{nearest(what, RegulatorSpec.model_fields)}")
    if what == POLICY and value not in REGULATOR_POLICIES:
        raise SweepError(
            f"'{key}' = '{value}': no such rule of a regulator"
            f"{nearest(str(value), REGULATOR_POLICIES)}"
        )
    text = what in (POLICY, "home")
    rule = value if text else _number(key, value)
    regulator = scenario.regulator.model_copy(update={what: rule})
    return scenario.model_copy(update={"regulator": regulator})


def _with_parameter(scenario: Scenario, key: str, what: str, value: Choice) -> Scenario:
    known = load_parameters()
    parameter = known.find(what)
    number = parameter.check(_number(key, value))
    others = {
        name: old for name, old in scenario.parameters.items() if known.find(name) != parameter
    }
    return scenario.model_copy(update={"parameters": others | {parameter.name: number}})


def _with_ratio(scenario: Scenario, ratio: float) -> Scenario:
    """The poor side with one `ratio`-th of the chips, money and sales of the rich.

    Its models are weaker in proportion to the logarithm of the ratio, as in the scenario itself;
    where that starts equal, by what the model says tenfold compute is worth.
    """
    sides = {side: [lab for lab in scenario.labs if lab.side == side] for side in SIDES}
    if not all(sides.values()):
        raise SweepError(f"'{COMPUTE_RATIO}': {scenario.name} has no rich and poor side")
    if not ratio > 0.0 or not math.isfinite(ratio):
        raise SweepError(f"{COMPUTE_RATIO} = {ratio:g}: must be above 0")
    chips = {side: sum(lab.compute.value for lab in labs) for side, labs in sides.items()}
    before = chips["rich"] / chips["poor"]
    best = {side: max(lab.capability.value for lab in labs) for side, labs in sides.items()}
    if abs(before - 1.0) > 1e-9:
        decade = (best["rich"] - best["poor"]) / decades(before)
    else:
        decade = _points_per_decade(scenario)
    weaker = decade * decades(ratio) - (best["rich"] - best["poor"])
    labs = tuple(
        _poorer(lab, before / ratio, weaker) if lab.side == "poor" else lab for lab in scenario.labs
    )
    return scenario.model_copy(update={"labs": labs})


def _points_per_decade(scenario: Scenario) -> float:
    known = load_parameters()
    asked = {known.find(name).name: value for name, value in scenario.parameters.items()}
    return known.values(asked)["index_per_decade"]


def _poorer(lab: LabSpec, times: float, weaker: float) -> LabSpec:
    changed = _scaled(lab, {"compute": times, "cash": times, "revenue": times})
    figure = lab.capability
    moved = {name: getattr(figure, name) - weaker for name in ("value", "low", "high")}
    return changed.model_copy(update={"capability": figure.model_copy(update=moved)})


def _scaled(lab: LabSpec, factors: Mapping[str, float]) -> LabSpec:
    update: dict[str, Any] = {}
    for name, factor in factors.items():
        figure = getattr(lab, name)
        scaled = {part: getattr(figure, part) * factor for part in ("value", "low", "high")}
        update[name] = figure.model_copy(update=scaled)
    return lab.model_copy(update=update)


def _lab(key: str, value: Choice, scenario: Scenario) -> str:
    names = [lab.name for lab in scenario.labs]
    if value not in names:
        raise SweepError(f"'{key}' = '{value}': no such lab{nearest(str(value), names)}")
    return str(value)


def _number(key: str, value: Choice) -> float:
    if isinstance(value, str):
        raise SweepError(f"'{key}' = '{value}': must be a number, without quotes")
    return float(value)


def _checked(scenario: Scenario, choices: Mapping[str, Choice]) -> Scenario:
    """The changed scenario, checked anew: copies of its tables were not."""
    data = scenario.model_dump(mode="json")
    try:
        return Scenario.model_validate_json(json.dumps(data))
    except ValidationError as problem:
        said = ", ".join(f"{key} = {as_text(value)}" for key, value in choices.items())
        raise SweepError(f"{said}: {complaint(problem, Scenario, data)}") from None
