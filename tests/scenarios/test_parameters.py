"""The machinery of parameters: reading, overriding, and what it says when it refuses."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.scenarios import load
from tenfold.scenarios.errors import ScenarioError
from tenfold.scenarios.load import load_scenario
from tenfold.scenarios.parameters import (
    PARAMETERS_FILE,
    Parameter,
    ParameterError,
    load_overrides,
    load_parameters,
)

CHARGE = Parameter.model_validate(
    {
        "name": "charge", "section": "made-up", "value": 1, "unit": "1", "low": 0.5, "high": 2,
        "meaning": "a number", "source": "made up", "status": "assumption",
    }
)  # fmt: skip


def test_values_in_the_order_of_the_file(parameters_file: Path) -> None:
    parameters = load_parameters(parameters_file)
    assert list(parameters) == ["pace", "tilt", "patience"]
    assert parameters.values() == {"pace": 0.65, "tilt": 0.0, "patience": 3.0}
    pace = parameters["pace"]
    assert (pace.section, pace.symbol, pace.unit, pace.status) == (
        "research", "rho", "1/month", "calibrated",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["pace", "research.pace", "rho"])
def test_three_ways_to_name_one(parameters_file: Path, name: str) -> None:
    parameters = load_parameters(parameters_file)
    assert parameters.values({name: 5})["pace"] == 5.0
    assert parameters.find(name) is parameters[name]


def test_overrides_may_leave_the_range_of_sweeps(parameters_file: Path) -> None:
    parameters = load_parameters(parameters_file)
    assert parameters.values({"patience": 100.0})["patience"] == 100.0
    assert parameters.values({"tilt": -50.0})["tilt"] == -50.0


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"pase": 1.0}, "unknown parameter 'pase'; did you mean 'pace'?"),
        ({"pace": -0.1}, "pace = -0.1: must be at least 0 (1/month)"),
        ({"patience": 0.4}, "patience = 0.4: must be at least 0.5 (months)"),
        ({"tilt": 2.5}, "tilt = 2.5: must be at most 2 (1)"),
        ({"pace": math.nan}, "pace = nan: must be a finite number"),
        ({"pace": -math.inf}, "pace = -inf: must be a finite number"),
        ({"pace": True}, "pace = True: must be a finite number"),
        ({"pace": 1.0, "rho": 2.0}, "'pace' and 'rho' are the same parameter"),
    ],
)
def test_impossible_overrides(
    parameters_file: Path, overrides: dict[str, float], says: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        load_parameters(parameters_file).values(overrides)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('unit = "1/month"', 'unti = "1/month"', ["research.pace", "did you mean 'unit'?"]),
        ('unit = "1/month"\n', "", ["research.pace", "the key 'unit' is missing"]),
        ("value = 0.65", "value = 2.0", ["research.pace", "between low 0.4 and high 1"]),
        ("value = 0.65", "value = inf", ["research.pace", "neither nan nor inf"]),
        ("most = 2.0", "most = 0.5", ["high 1 must not be above most 0.5"]),
        ("least = 0.5", "least = 2.0", ["low 1 must not be below least 2"]),
        ('status = "calibrated"', 'status = "guess"', ["status", "one of published"]),
        ("[research.pace]", "[research]\npace = 3\n[other.pace]", ["must be a table"]),
        ("[research.pace]", "loose = 1\n[research.pace]", ["'loose' stands outside a section"]),
        ("[research.tilt]", "[demand.pace]", ["'pace' already means research.pace"]),
        ("[research.tilt]", "[research.rho]", ["'rho' already means research.pace"]),
        ("[research.pace]", "[research.pace]\nname = 'x'", ["the heading gives it"]),
        ("low = 0.4", "low 0.4", ["is not valid TOML", "line"]),
    ],
)
def test_faulty_files(parameters_file: Path, old: str, new: str, says: list[str]) -> None:
    text = parameters_file.read_text(encoding="utf-8")
    assert old in text
    broken = parameters_file.with_name("broken.toml")
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(broken)
    for part in [str(broken), *says]:
        assert part in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no such file"):
        load_parameters(tmp_path / "nowhere.toml")


def test_override_files(tmp_path: Path, parameters_file: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("pace = 1\n[demand]\npatience = 2.5\n", encoding="utf-8")
    overrides = load_overrides(path)
    assert overrides == {"pace": 1.0, "demand.patience": 2.5}
    assert load_parameters(parameters_file).values(overrides)["patience"] == 2.5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('pace = "fast"', "pace = 'fast': must be a number"),
        ("pace = true", "pace = True: must be a number"),
        ("[demand]\npatience = nan", "demand.patience = nan: must be a finite number"),
        ("[demand]\npatience = [1]", "demand.patience"),
        ("pace 1", "is not valid TOML"),
    ],
)
def test_faulty_override_files(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_overrides(path)
    assert str(caught.value).startswith(str(path))
    assert says in str(caught.value)


def test_scenarios_with_unknown_parameters_are_refused(
    small: str, tmp_path: Path, parameters_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "load_parameters", lambda: load_parameters(parameters_file))
    path = tmp_path / "mine.toml"
    path.write_text(small + "\n[parameters]\nrho = 0.9\n", encoding="utf-8")
    assert load_scenario(path).parameters == {"rho": 0.9}
    path.write_text(small + "\n[parameters]\nrhoo = 0.9\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="parameters: unknown parameter 'rhoo'; did you mean"):
        load_scenario(path)


@given(value=st.floats())
def test_a_value_is_kept_or_refused_never_bent(value: float) -> None:
    if math.isfinite(value) and value >= 0:
        assert CHARGE.check(value) == value
    else:
        with pytest.raises(ParameterError):
            CHARGE.check(value)


@pytest.mark.skipif(not PARAMETERS_FILE.exists(), reason="no parameters on file")
def test_the_parameters_of_the_model_are_complete() -> None:
    parameters = load_parameters()
    assert len(parameters) > 50
    for each in parameters.values().values():
        assert math.isfinite(each)
    for name, each in parameters.items():
        assert each.check(each.low) == each.low, name
        assert each.check(each.high) == each.high, name
