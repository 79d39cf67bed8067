"""Request: what a person asked the command line to race, checked before anything runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tenfold.agents.decision import LEVER
from tenfold.agents.policies import create
from tenfold.scenarios.errors import nearest
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import ParameterError, load_overrides, load_parameters
from tenfold.scenarios.schema import LONGEST_RACE, Scenario

MOST_RUNS = 1_000_000
LARGEST_SEED = 2**63 - 1
LAST_RUN = 2**32 - 2**17
"""Numbers of runs are 32 bits of the address of a random draw."""


class RequestError(ValueError):
    """Something that cannot be raced as asked; the message says what, where, what instead."""


@dataclass(frozen=True)
class Request:
    """Races to run: run k of a seed is the same race whatever else is asked."""

    scenario: Scenario
    seed: int
    months: int
    runs: int
    first_run: int = 0
    parameters: Mapping[str, float] = field(default_factory=dict)
    """What replaces parameters of the model and of the scenario, by name."""
    policies: Mapping[str, str] = field(default_factory=dict)
    """Lab name to policy name, where another than the scenario's decides."""
    choices: Mapping[str, float | str] = field(default_factory=dict)
    """What was chosen, by key, as in a sweep file; the scenario has it in it already."""

    def values(self) -> dict[str, float]:
        """Every parameter as these races use it, in the order of parameters.toml."""
        known = load_parameters()
        asked = {known.find(name).name: value for name, value in self.scenario.parameters.items()}
        return known.values(asked | dict(self.parameters))

    def parameters_hash(self) -> str:
        """A short name for all parameter values together: equal hashes, equal worlds."""
        text = "\n".join(f"{name}={value!r}" for name, value in self.values().items())
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def make_request(
    scenario: str,
    seed: int = 1,
    months: int | None = None,
    runs: int = 1,
    first_run: int = 0,
    settings: Iterable[str] = (),
    parameter_files: Iterable[Path] = (),
    policies: Iterable[str] = (),
    choices: Iterable[str] = (),
) -> Request:
    """A checked request from the words of a command line.

    Args:
        scenario: a name of the catalogue, or the path of a .toml file.
        seed: which luck, 0 to 2^63 - 1.
        months: length of the races, 1 to 120; None for the scenario's own.
        runs: how many races.
        first_run: number of the first of them.
        settings: "name=value" each; they win over the files.
        parameter_files: TOML files of name = value; later files win over earlier ones.
        policies: "lab=policy" each.
        choices: "key=value" each, with keys as in the arms of a sweep file.

    Raises:
        RequestError, ScenarioError, ParameterError, PolicyError: with one clear message.
    """
    chosen = read_choices(choices)
    world = load_scenario(scenario)
    if chosen:
        from tenfold.sim.sweep.choices import apply_choices  # loads the engine

        world = apply_choices(world, chosen)
    length = world.months if months is None else months
    _within("--months", length, 1, LONGEST_RACE, "a race of one quarter is --months 3")
    check_races(seed, runs)
    _within("--first-run", first_run, 0, LAST_RUN - MOST_RUNS, "runs are counted from 0")
    request = Request(
        scenario=world,
        seed=seed,
        months=length,
        runs=runs,
        first_run=first_run,
        parameters=read_settings(settings, parameter_files),
        policies=read_policies(policies, [lab.name for lab in world.labs]),
        choices=chosen,
    )
    request.values()
    return request


def check_races(seed: int, runs: int) -> None:
    """Refuse a seed or a number of races that cannot be.

    Raises:
        RequestError: names the option, what was given and the range.
    """
    _within("--runs", runs, 1, MOST_RUNS, "split larger studies with --first-run")
    _within("--seed", seed, 0, LARGEST_SEED, "any whole number in this range is a luck of its own")


def _within(option: str, value: int, least: int, most: int, hint: str) -> None:
    if not least <= value <= most:
        raise RequestError(f"{option} {value}: must lie from {least} to {most}; {hint}")


def read_settings(settings: Iterable[str], files: Iterable[Path] = ()) -> dict[str, float]:
    """Parameter name to value, from files and then from "name=value" texts, which win.

    Raises:
        RequestError: a text that is not name=value, or a lever instead of a parameter.
        ParameterError: a file that cannot be used, an unknown name or an impossible value.
    """
    known = load_parameters()
    found: dict[str, float] = {}
    for file in files:
        for name, value in load_overrides(file).items():
            try:
                each = known.find(name)
                found[each.name] = each.check(value)
            except ParameterError as problem:
                raise ParameterError(f"{file}: {problem}") from None
    for text in settings:
        name, sign, number = (part.strip() for part in text.partition("="))
        if not sign or not name or not number:
            raise RequestError(f"--set '{text}': write name=value, for example --set {_example()}")
        if name not in known and name in LEVER:
            raise RequestError(
                f"--set '{text}': '{name}' is a lever, which the policy of each lab sets;"
                " choose another policy with --policy LAB=POLICY, or play the seat"
            )
        each = known.find(name)
        try:
            found[each.name] = each.check(float(number))
        except ParameterError:
            raise
        except ValueError:
            raise RequestError(
                f"--set '{text}': '{number}' is not a number;"
                f" {each.name} is {each.value:g} ({each.unit})"
            ) from None
    return found


def _example() -> str:
    first = next(iter(load_parameters().values().items()), None)
    return f"{first[0]}={first[1]:g}" if first else "name=0.5"


def read_policies(texts: Iterable[str], labs: list[str]) -> dict[str, str]:
    """Lab name to policy name, from "lab=policy" texts.

    Raises:
        RequestError: a text that is not lab=policy, or an unknown lab.
        PolicyError: an unknown policy.
    """
    found: dict[str, str] = {}
    by_lower = {lab.casefold(): lab for lab in labs}
    for text in texts:
        lab, sign, policy = (part.strip() for part in text.partition("="))
        if not sign or not lab or not policy:
            raise RequestError(
                f"--policy '{text}': write LAB=POLICY, for example --policy '{labs[0]}=autopilot'"
            )
        if lab.casefold() not in by_lower:
            raise RequestError(f"--policy '{text}': no lab '{lab}'{nearest(lab, labs)}")
        create(policy)
        found[by_lower[lab.casefold()]] = policy
    return found


def read_choices(texts: Iterable[str]) -> dict[str, float | str]:
    """Key to value, from "key=value" texts; what reads as a number is one.

    Raises:
        RequestError: a text that is not key=value.
    """
    found: dict[str, float | str] = {}
    for text in texts:
        key, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not key or not value:
            raise RequestError(
                f"--choice '{text}': write KEY=VALUE, for example --choice poor.distil=1"
            )
        try:
            found[key] = float(value)
        except ValueError:
            found[key] = value
    return found
