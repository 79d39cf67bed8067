"""From a sensitivity sweep to the page of what we know and what we assume."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.commands import Call

pytestmark = pytest.mark.usefixtures("warm_engine")

TEXT = """
question = "What decides?"
scenario = "equal-start"
months = 6
seed = 4
replicates = 2
[uncertain]
design = "sobol"
parameters = ["kappa", "rho", "rent", "sigma"]
points = 4
[outcomes]
keep = ["frontier.end", "lag_months.end"]
"""


@pytest.fixture
def folder(tmp_path: Path, call: Call) -> Path:
    """A small sweep that is done."""
    file = tmp_path / "small.toml"
    file.write_text(TEXT)
    assert call("sweep", str(file), "--out", str(tmp_path / "done"), "--jobs", "1").code == 0
    return tmp_path / "done"


@pytest.mark.slow
def test_the_page_tells_every_constant_once(folder: Path, tmp_path: Path) -> None:
    from tenfold.ui.science.weighing import write_assumptions

    docs = tmp_path / "docs"
    written = write_assumptions(folder, docs)
    assert {path.name for path in written} == {"sensitivity.csv", "assumptions.md"}
    page = (docs / "assumptions.md").read_text()
    assert page == (folder / "assumptions.md").read_text()
    for name in ("kappa", "research_pace", "rent", "index_per_decade"):
        rows = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
        assert len(rows) == 1
    assert page.startswith("# What we know, what we assume")
    assert "python run.py sensitivity" in page
    for picture in ("frontier-end", "lag-months-end"):
        assert f"(pictures/sensitivity/{picture}.svg)" in page
        assert "<svg" in (docs / f"pictures/sensitivity/{picture}.svg").read_text()
    with (folder / "sensitivity.csv").open() as file:
        table = list(csv.DictReader(file))
    assert len(table) == 4
    assert {"total frontier.end", "half lag_months.end", "narrowed"} <= set(table[0])


@pytest.mark.slow
def test_the_same_sweep_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    from tenfold.ui.science.weighing import write_assumptions

    for place in ("one", "other"):
        write_assumptions(folder, tmp_path / place)
    names = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    assert len(names) == 3
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


@pytest.mark.slow
def test_a_sweep_without_indices_is_refused_in_one_line(tmp_path: Path, call: Call) -> None:
    from tenfold.sim.sweep.answer.results import AnalysisError
    from tenfold.ui.science.weighing import write_assumptions

    file = tmp_path / "latin.toml"
    file.write_text(TEXT.replace('design = "sobol"\n', ""))
    assert call("sweep", str(file), "--out", str(tmp_path / "done"), "--jobs", "1").code == 0
    with pytest.raises(AnalysisError, match="sobol"):
        write_assumptions(tmp_path / "done")


@pytest.mark.slow
def test_the_command_weighs_every_constant_and_resumes(tmp_path: Path, call: Call) -> None:
    from tenfold.scenarios.parameters import load_parameters

    words = ("sensitivity", "--quick", "--out", str(tmp_path / "weights"), "--jobs", "2")
    answer = call(*words, "--install", str(tmp_path / "docs"))
    assert answer.code == 0, answer.err
    page = (tmp_path / "docs" / "assumptions.md").read_text()
    for name, about in load_parameters().items():
        told = about.varies
        assert (f"| `{name}` |" in page) == told, name
    again = call(*words)
    assert again.code == 0
    assert (tmp_path / "weights" / "assumptions.md").read_text() == page
