"""A real folder read as results: names and words from the plan, the races themselves, the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tenfold.scenarios.questions import load_question
from tenfold.sim.sweep.answer.findings import find
from tenfold.sim.sweep.answer.reading import read_results
from tenfold.sim.sweep.answer.results import Asked, Label, Results
from tenfold.sim.sweep.answer.tables import INTERVALS, SENSITIVITY_COLUMNS
from tenfold.sim.sweep.compute import Computer
from tenfold.sim.sweep.plan import make_plan
from tenfold.sim.sweep.running.claim import claim
from tenfold.sim.sweep.running.store import Folder, open_folder

FILE = """
question = "Does training on a rival's answers help the poor?"
scenario = "ten-to-one"
months = 6
seed = 5
replicates = 2
[arms.none]
"poor.distil" = 0.0
[arms.distil]
"poor.distil" = 1.0
[cross]
compute_ratio = [3, 10]
"rich.policy" = ["autopilot", "safety first"]
[uncertain]
parameters = ["kappa", "reserve_months"]
points = 3
[outcomes]
keep = ["lag_months.end", "poor_leads.m3-6", "poor_leads.end", "poor.token_share.end"]
[answer]
contrast = "lag_months.end: compute_ratio 10 - 3"
at = { "rich.policy" = "autopilot" }
matters_if = 1.0
"""


DOCS = Path(__file__).parents[4] / "docs" / "sweeps-reading.md"
SOBOL = """
question = "What decides the lag of the Chinese labs?"
scenario = "ten-to-one"
months = 3
replicates = 2
[uncertain]
design = "sobol"
parameters = ["kappa", "reserve_months"]
points = 8
[outcomes]
keep = ["lag_months.end", "poor_leads.end"]
"""


def raced(place: Path, text: str, chunks_left: int = 0) -> Folder:
    """A sweep of that file, but for its last chunks."""
    place.mkdir(exist_ok=True)
    source = place / "question.toml"
    source.write_text(text)
    plan = make_plan(load_question(source))
    computer = Computer(plan)
    with claim(place / "sweep", plan, source.read_bytes()) as keeper:
        for number in range(plan.chunks - chunks_left):
            keeper.keep(number, computer.compute(number))
    return open_folder(place / "sweep")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return raced(tmp_path_factory.mktemp("reading"), FILE, chunks_left=1)


@pytest.fixture(scope="module")
def results(folder: Folder) -> Results:
    return read_results(folder)


def test_the_question_is_read_with_its_values(results: Results) -> None:
    assert results.asked == Asked(
        "lag_months.end", 10.0, 3.0, "compute_ratio", {"rich.policy": "autopilot"}, 1.0
    )
    assert results.arms == ("none", "distil")
    assert results.factors == {
        "compute_ratio": (3.0, 10.0), "rich.policy": ("autopilot", "safety first"),
    }  # fmt: skip
    assert results.ranges["kappa"] == (0.4, 1.0)
    assert (results.lucks, len(results.points), results.races) == (2, 3, 48)
    assert results.missing > 0
    assert results.design == "latin hypercube"
    assert results.choices["distil"] == {"poor.distil": 1.0}


def test_outcomes_and_parameters_have_words(results: Results) -> None:
    assert results.label("lag_months.end") == Label(
        "best of the poor side behind best of the rich, in the last month", "months"
    )
    assert results.label("poor_leads.end").chance
    assert not results.label("poor_leads.m3-6").chance, "a mean over months is no chance"
    assert results.label("poor.token_share.end").text.startswith("poor: share of all tokens")
    assert results.meaning("kappa") == "share of a small gap that distillation closes"
    assert results.meaning("rich.policy") == "policy of the rich"
    assert results.meaning("poor.distil") == "‘Train on a rival's answers’ of the poor"
    assert results.meaning("compute_ratio") == "compute ratio"


def test_the_races_are_those_of_the_folder(folder: Folder, results: Results) -> None:
    """The one line that the docs give reads what the report reads."""
    frame = pd.read_parquet(str(folder.path) + "/runs")
    assert len(frame) == results.made
    cube = results.cube("lag_months.end")
    row = frame[(frame["arm"] == "distil") & (frame["replicate"] == 1)].iloc[0]
    cell = results.cells_at({f: row[f] for f in results.factors})[0]
    assert cube[1, cell, int(row["point"]), 1] == row["lag_months.end"]
    assert find(results).effect.mean > 0.0, "fewer chips, a longer lag"


def test_where_it_comes_from_is_kept(folder: Folder, results: Results) -> None:
    about = results.provenance
    assert about.sweep_file == FILE
    assert about.identity == folder.about["identity"]
    assert "engine" in about.versions
    assert set(about.hashes) == {"sweep.toml", "points.parquet"}


def test_the_lines_of_the_docs_run(tmp_path: Path) -> None:
    """Every Python line of the page, in its order: pandas, SALib, and what EMA Workbench takes."""
    folder = raced(tmp_path, SOBOL)
    blocks = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    blocks = [block for block in blocks if "morris" not in block]
    assert len(blocks) == 3
    there: dict[str, Any] = {"DIR": str(folder.path), "OUTCOME": "lag_months.end"}
    for block in blocks:
        exec(block, there)
    ours = {index.name: index for index in find(read_results(folder)).indices}
    assert there["found"]["ST"] == pytest.approx([ours[name].total for name in there["points"]])
    assert list(there["experiments"]) == ["arm", "kappa", "reserve_months"]
    assert list(there["outcomes"]) == ["lag_months.end", "poor_leads.end"]
    assert len(there["outcomes"]["poor_leads.end"]) == len(there["experiments"]) == 64


def test_the_line_for_morris_runs(tmp_path: Path) -> None:
    """Pandas and the line of the page, on a morris design, find what the report finds."""
    text = SOBOL.replace('design = "sobol"', 'design = "morris"').replace(
        "points = 8", "points = 5"
    )
    folder = raced(tmp_path, text)
    blocks = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    (line,) = [block for block in blocks if "morris" in block]
    there: dict[str, Any] = {
        "DIR": str(folder.path), "OUTCOME": "lag_months.end", "open_folder": open_folder,
        "Path": Path,
    }  # fmt: skip
    for block in (blocks[0], line):
        exec(block, there)
    ours = {index.name: index for index in find(read_results(folder)).indices}
    names = list(there["problem"]["names"])
    assert list(there["found"]["mu_star"]) == pytest.approx([ours[name].total for name in names])
    assert list(there["found"]["mu"]) == pytest.approx([ours[name].first for name in names])
    assert list(there["found"]["sigma"]) == pytest.approx([ours[name].spread for name in names])


def test_every_column_of_the_tables_is_described() -> None:
    docs = DOCS.read_text()
    fixed = ("outcome", "kind", "arm", "minus")
    for column in (*fixed, *INTERVALS, *SENSITIVITY_COLUMNS):
        assert f"`{column}`" in docs, column
