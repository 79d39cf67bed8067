"""From a name or a path to a checked Scenario."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from tenfold.scenarios.errors import ParameterError, ScenarioError, complaint, nearest
from tenfold.scenarios.extending import read_whole
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import Scenario

__all__ = ["CATALOGUE", "ScenarioError", "list_scenarios", "load_scenario"]

CATALOGUE = Path(__file__).parent / "catalogue"


def list_scenarios() -> list[str]:
    """Names of the catalogue, in alphabetical order."""
    return sorted(path.stem for path in CATALOGUE.glob("*.toml"))


def load_scenario(name_or_path: str | os.PathLike[str]) -> Scenario:
    """The scenario of that name in the catalogue, or in that file.

    Args:
        name_or_path: a name of the catalogue, or the path of a .toml file.

    Returns:
        The checked scenario; the same object each time for a name of the catalogue.

    Raises:
        ScenarioError: there is none, or it cannot be used; names file, key, reason, nearest key.
    """
    wanted = os.fspath(name_or_path)
    names = list_scenarios()
    if wanted in names:
        return _from_catalogue(wanted)
    path = Path(wanted)
    if path.suffix == ".toml" or "/" in wanted or os.sep in wanted:
        if not os.path.exists(path):  # Path.exists raises where a name is too long
            hint = nearest(path.stem, names)
            raise ScenarioError(f"{wanted}: no such file; the catalogue has names{hint}")
        return _read(path)
    raise ScenarioError(f"unknown scenario '{wanted}'{nearest(wanted, names)}")


@cache
def _from_catalogue(name: str) -> Scenario:
    return _read(CATALOGUE / f"{name}.toml")


def _extended(name: str, by: Path) -> Path:
    """The file of a scenario that another extends: of the catalogue, or beside the other."""
    if name in list_scenarios():
        return CATALOGUE / f"{name}.toml"
    if name.endswith(".toml"):
        path = by.parent / name
        if os.path.exists(path):
            return path
        raise ScenarioError(f"{by}: extends = '{name}': no such file beside it")
    raise ScenarioError(f"{by}: extends = '{name}': unknown{nearest(name, list_scenarios())}")


def _read(path: Path) -> Scenario:
    data = read_whole(path, _extended)
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as problem:
        raise ScenarioError(f"{path}: {complaint(problem, Scenario, data)}") from None
    if scenario.parameters:
        try:
            load_parameters().values(scenario.parameters)
        except ParameterError as problem:
            raise ScenarioError(f"{path}: parameters: {problem}") from None
    return scenario
