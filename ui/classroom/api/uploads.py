"""Uploads: a teacher's own scenario, as the text of a file; checked as strictly as those we ship.

It may extend a scenario of the catalogue, and no file: what is sent names no path of this computer.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tenfold.scenarios.errors import ScenarioError, complaint
from tenfold.scenarios.extending import read_whole
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


def _of_catalogue(name: str, _: Path) -> Path:
    """The file of a scenario of the catalogue; of no other."""
    if name in list_scenarios():
        return CATALOGUE / f"{name}.toml"
    known = ", ".join(list_scenarios())
    raise ScenarioError(f"extends = '{name[:60]}': only scenarios of the catalogue: {known}")
