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

from tenfold.agents.decision import LEVER, SUM_TO_ONE, DecisionError, check_held
from tenfold.agents.policies import create
from tenfold.agents.policies.human import Human
from tenfold.agents.policies.registry import PolicyError
from tenfold.agents.ruling import REGULATOR_POLICIES
from tenfold.scenarios.errors import ParameterError, complaint, nearest
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.questions import Choice, SweepError, as_text
from tenfold.scenarios.schema import FIGURE_BOUNDS, LabSpec, RegulatorSpec, Scenario
from tenfold.scenarios.spelling import as_given
from tenfold.sim.elementary import decades
from tenfold.sim.measures import EVERYONE, SIDES, groups_of
from tenfold.sim.world import HOMES, KINDS

COMPUTE_RATIO = "compute_ratio"
SEAT = "seat"
REGULATOR = "regulator"
WORLD = "world"
POLICY = "policy"
TIMES = "_times"
SCALED = tuple(name + TIMES for name in FIGURE_BOUNDS if name != "capability")
"""Starting figures that a choice may multiply."""
SEPARATE = (COMPUTE_RATIO, SEAT)
"""Keys that stand alone."""
TEACHER = "teacher"
GROUPS = (EVERYONE, *SIDES, *HOMES, *KINDS)
RESERVED = (*GROUPS, REGULATOR, WORLD, SEAT)
"""Words before the dot that mean more than one lab."""
ROUNDING = 1e-9
SMALLEST_RATIO = 0.05
"""Decades between the chips of the sides from which a scenario tells what compute is worth."""


Target = tuple[str, str]
"""Who and what a choice sets: a lab, the regulator or the world, and its lever, rule, ..."""


def apply_choices(scenario: Scenario, choices: Mapping[str, Choice]) -> Scenario:
    """The scenario with these choices in it.

    The world's parameters come first, then the compute ratio, then the others as they stand: later
    ones win over earlier ones for the labs that both mean.

    Args:
        scenario: where to start from.
        choices: key to value, as in the arms and the cross factors of a sweep.

    Raises:
        SweepError: a key or value that does not exist or cannot be, or that the keys after it leave
            nothing of; names it and what could be.
    """
    changed = scenario
    seat = _lab(SEAT, choices[SEAT], scenario) if SEAT in choices else ""
    targets = {key: _targets(scenario, key, seat) for key in choices}
    _check_hidden(targets)
    for key in sorted(choices, key=_turn):
        if key != SEAT:
            changed = _choose(changed, key, choices[key], targets[key])
    return _checked(_all_shares_said(changed), choices)


def _turn(key: str) -> int:
    """When a key's turn is; keys of one turn keep their order."""
    return 0 if key.startswith(f"{WORLD}.") else 1 if key == COMPUTE_RATIO else 2


def _targets(scenario: Scenario, key: str, seat: str) -> frozenset[Target]:
    """What a key sets."""
    if key in SEPARATE:
        return frozenset()
    who, dot, what = key.rpartition(".")
    if not dot:
        raise SweepError(
            f"unknown choice '{key}'{nearest(key, SEPARATE)};"
            ' others are written WHO.WHAT, such as "poor.distil"'
        )
    names = [lab.name for lab in scenario.labs]
    check_plain(key, who, RESERVED, scenario)
    if who == REGULATOR:
        return frozenset({(REGULATOR, what)})
    if who == WORLD:
        try:
            return frozenset({(WORLD, load_parameters().find(what).name)})
        except ParameterError as problem:
            raise SweepError(f"'{key}': {problem}") from None
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
    return frozenset((name, what) for name, ours in zip(names, groups[who], strict=True) if ours)


def check_plain(key: str, who: str, taken: tuple[str, ...], scenario: Scenario) -> None:
    """Refuse a word that means several labs, or none, and is the name of one too.

    Raises:
        SweepError: it is.
    """
    if who in taken and any(lab.name == who for lab in scenario.labs):
        raise SweepError(
            f"'{key}': '{who}' is a lab of {scenario.name}, and the word means more than that:"
            " give the lab another name"
        )


def _check_hidden(targets: Mapping[str, frozenset[Target]]) -> None:
    """Refuse a key of which the keys after it leave nothing: it would change no race."""
    keys = list(targets)
    for place, key in enumerate(keys):
        left = targets[key]
        if not left or key.endswith(TIMES):  # of these each multiplies what is there
            continue
        for later in keys[place + 1 :]:
            left = left - targets[later]
            if not left:
                raise SweepError(
                    f"'{key}' changes nothing: '{later}' comes after it and sets the same;"
                    " write the one that means more labs first, or drop one"
                )


def _choose(scenario: Scenario, key: str, value: Choice, targets: frozenset[Target]) -> Scenario:
    if key == COMPUTE_RATIO:
        return _with_ratio(scenario, _number(key, value))
    who, _, what = key.rpartition(".")
    if who == REGULATOR:
        return _with_rule(scenario, key, what, value)
    if who == WORLD:
        return _with_parameter(scenario, key, what, value)
    meant = {name for name, _ in targets}
    names = [lab.name for lab in scenario.labs]
    labs = tuple(
        _with(lab, key, what, value, names) if lab.name in meant else lab for lab in scenario.labs
    )
    return scenario.model_copy(update={"labs": labs})


def _with(lab: LabSpec, key: str, what: str, value: Choice, names: list[str]) -> LabSpec:
    if what == POLICY:
        return lab.model_copy(update={"policy": _policy(key, value)})
    if what in SCALED:
        return _scaled(lab, {what.removesuffix(TIMES): _number(key, value)})
    if what not in LEVER:
        raise SweepError(f"'{key}': nothing called '{what}' can be set{_settable(what)}")
    number = _teacher(key, value, names) if what == TEACHER else lever_value(key, what, value)
    try:
        check_held({what: number})
    except DecisionError as problem:
        raise SweepError(f"'{key}': {problem}") from None
    return lab.model_copy(update={"levers": lab.levers | {what: number}})


def _settable(what: str) -> str:
    """The nearest of what can be set in a lab, or all of it."""
    near = nearest(what, (*LEVER, POLICY, *SCALED))
    if "did you mean" in near:
        return near
    return f"; levers: {', '.join(LEVER)}; also {POLICY}, {', '.join(SCALED)}"


def _policy(key: str, value: Choice) -> str:
    if not isinstance(value, str):
        raise SweepError(f"'{key}' = {as_text(value)}: write the name of a policy in quotes")
    if value == Human.name:
        raise SweepError(
            f"'{key}' = '{value}': nobody sits at races that run by themselves;"
            " an empty chair is 'autopilot'"
        )
    try:
        create(value)
    except PolicyError as problem:
        raise SweepError(f"'{key}': {problem}") from None
    return value


def _teacher(key: str, value: Choice, names: list[str]) -> float:
    """The place of a lab among the labs, by its name or as a number; -1 is the best teacher."""
    if isinstance(value, str):
        return float(names.index(_named(key, value, names)))
    if value >= len(names):
        raise SweepError(
            f"'{key}' = {as_text(value)}: labs are numbered from 0 to {len(names) - 1};"
            " or write the name of one"
        )
    return float(value)


def _all_shares_said(scenario: Scenario) -> Scenario:
    """Where held shares of a group leave nothing, say that the others are 0: no rest of rounding.

    Raises:
        SweepError: shares that sum to more than 1.
    """
    labs = []
    for lab in scenario.labs:
        try:
            check_held(lab.levers)
        except DecisionError as problem:
            raise SweepError(f"{lab.name}: {problem}") from None
        held = dict(lab.levers)
        for names in SUM_TO_ONE:
            if sum(held.get(name, 0.0) for name in names) >= 1.0 - ROUNDING:
                held |= {name: 0.0 for name in names if name not in held}
        labs.append(lab.model_copy(update={"levers": held}) if held != lab.levers else lab)
    return scenario.model_copy(update={"labs": tuple(labs)})


def lever_value(key: str, name: str, value: Choice) -> float:
    """The number of a lever's setting: itself, or the place of a word among its choices.

    Args:
        key: for the message.
        name: of the lever.
        value: what is chosen.

    Raises:
        SweepError: a word that the lever does not know.
    """
    if not isinstance(value, str):
        return float(value)
    lever = LEVER[name]
    if value in lever.choices:
        return float(lever.choices.index(value))
    hint = nearest(value, lever.choices) if lever.choices else f"; it is a number ({lever.unit})"
    raise SweepError(f"'{key}' = '{value}': not a setting of {name}{hint}")


def _with_rule(scenario: Scenario, key: str, what: str, value: Choice) -> Scenario:
    if what not in RegulatorSpec.model_fields:
        raise SweepError(f"'{key}': no rule '{what}'{nearest(what, RegulatorSpec.model_fields)}")
    if what == POLICY:
        _check_rule(key, value)
    rule = value if what in (POLICY, "home") else _number(key, value)
    regulator = scenario.regulator.model_copy(update={what: rule})
    return scenario.model_copy(update={"regulator": regulator})


def _check_rule(key: str, value: Choice) -> None:
    if value not in REGULATOR_POLICIES:
        raise SweepError(
            f"'{key}' = '{as_text(value)}': no such rule of a regulator"
            f"{nearest(as_text(value), REGULATOR_POLICIES)}"
        )


def _with_parameter(scenario: Scenario, key: str, what: str, value: Choice) -> Scenario:
    known = load_parameters()
    parameter = known.find(what)
    try:
        number = parameter.check(_number(key, value))
    except ParameterError as problem:
        raise SweepError(f"'{key}': {problem}") from None
    others = {
        name: old for name, old in scenario.parameters.items() if known.find(name) != parameter
    }
    return scenario.model_copy(update={"parameters": others | {parameter.name: number}})


def _with_ratio(scenario: Scenario, ratio: float) -> Scenario:
    """The poor side with one `ratio`-th of the chips, money and sales of the rich.

    Its models are weaker in proportion to the logarithm of the ratio, as in the scenario itself;
    where that starts equal, by what the model says tenfold compute is worth. The scenario's own
    ratio changes nothing.
    """
    sides = {side: [lab for lab in scenario.labs if lab.side == side] for side in SIDES}
    if not all(sides.values()):
        raise SweepError(f"'{COMPUTE_RATIO}': {scenario.name} has no rich and poor side")
    if not ratio > 0.0 or not math.isfinite(ratio):
        raise SweepError(f"{COMPUTE_RATIO} = {as_text(ratio)}: must be above 0")
    chips = {side: sum(lab.compute.value for lab in labs) for side, labs in sides.items()}
    before = chips["rich"] / chips["poor"]
    best = {side: max(lab.capability.value for lab in labs) for side, labs in sides.items()}
    gap, apart = best["rich"] - best["poor"], decades(before)
    # Chips that are nearly equal say nothing about what tenfold is worth; nor do weaker rich.
    own = abs(apart) >= SMALLEST_RATIO and gap / apart >= 0.0
    decade = gap / apart if own else _points_per_decade(scenario)
    weaker = decade * (decades(ratio) - apart)
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
    return _named(key, value, [lab.name for lab in scenario.labs])


def _named(key: str, value: Choice, names: list[str]) -> str:
    text = as_text(value)
    if value not in names:
        raise SweepError(f"'{key}' = '{text}': no such lab{nearest(text, names)}")
    return text


def _number(key: str, value: Choice) -> float:
    if isinstance(value, str):
        raise SweepError(f"'{key}' = '{value}': must be a number, without quotes")
    return float(value)


def _checked(scenario: Scenario, choices: Mapping[str, Choice]) -> Scenario:
    """The changed scenario, checked anew: copies of its tables were not."""
    data = scenario.model_dump(mode="json")
    for lab in scenario.labs:
        _policy(f"{lab.name}.{POLICY}", lab.policy)
    _check_rule(f"{REGULATOR}.{POLICY}", scenario.regulator.policy)
    try:
        return Scenario.model_validate_json(json.dumps(data))
    except ValidationError as problem:
        said = complaint(problem, Scenario, data)
        place, _, reason = said.partition(": ")
        key = place.partition(" = ")[0]
        if key in choices:  # what is wrong is a value as it was chosen: said once
            raise SweepError(f"'{key}' = {as_given(choices[key])}: {reason}") from None
        chosen = ", ".join(f"{key} = {as_text(value)}" for key, value in choices.items())
        raise SweepError(f"{chosen}: {said}" if chosen else said) from None
