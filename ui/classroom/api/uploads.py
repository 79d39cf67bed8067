"""Uploads: a teacher's own scenario, as the text of a file; checked as strictly as those we ship.

It may extend a scenario of the catalogue, and no file: what is sent names no path of this computer.
"""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tenfold.scenarios.errors import ScenarioError, complaint
from tenfold.scenarios.extending import BY_KEY, LISTS, read_whole
from tenfold.scenarios.load import CATALOGUE, list_scenarios
from tenfold.scenarios.parameters import load_parameters
from tenfold.scenarios.schema import Scenario
from tenfold.ui.classroom.api.answers import Refusal

UNFIT = 400
NAME = "scenario.toml"
LONGEST_LINE = 400


def scenario_of(text: str) -> dict[str, Any]:
    """The whole scenario that a file's text describes, as a plan takes it.

    Raises:
        Refusal: it cannot be used; says where and why.
    """
    with tempfile.TemporaryDirectory(prefix="tenfold-scenario-") as folder:
        path = Path(folder) / NAME
        try:
            path.write_text(text, encoding="utf-8")
            _check_tables(text)
            data = read_whole(path, _of_catalogue)
            try:
                scenario = Scenario.model_validate(data)
            except ValidationError as problem:
                raise ScenarioError(f"{path}: {complaint(problem, Scenario, data)}") from None
            load_parameters().values(scenario.parameters)
        except (ValueError, RecursionError, OverflowError) as problem:
            told = " ".join(str(problem).replace(str(path), NAME).split())
            raise Refusal(UNFIT, told[:LONGEST_LINE] or "This is no scenario.") from None
    return scenario.model_dump(mode="json")


def _check_tables(text: str) -> None:
    """Refuse lists of tables that are none: whoever extends a scenario goes through them.

    Raises:
        ScenarioError: names the key.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # said with its line where the file is read
        return
    for name in LISTS:
        given = found.get(name, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            raise ScenarioError(f"{NAME}: {name}: must be tables, each under [[{name}]]")
    labs = found.get("labs", [])
    tables = [(name, found) for name in BY_KEY] + [(name, lab) for lab in labs for name in BY_KEY]
    for name, within in tables:
        if not isinstance(within.get(name, {}), dict):
            raise ScenarioError(f"{NAME}: {name}: must be a table of keys and values")


def _of_catalogue(name: str, _: Path) -> Path:
    """The file of a scenario of the catalogue; of no other."""
    if name in list_scenarios():
        return CATALOGUE / f"{name}.toml"
    known = ", ".join(list_scenarios())
    raise ScenarioError(f"extends = '{name[:60]}': only scenarios of the catalogue: {known}")
