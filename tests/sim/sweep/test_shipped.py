"""The questions that come with the project: each runs in its short form, and has a report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from tenfold import run as command_line
from tenfold.scenarios.questions import list_questions, load_question
from tenfold.sim.sweep.plan import make_plan

PROMISED = {
    "compute-ratio", "export-controls", "who-opens", "policy-against-policy", "chinese-lag",
    "distillation",
}  # fmt: skip

SMALL = {
    "chinese-lag", "chinese-lag-screening", "compute-ratio", "distillation", "how-it-ends",
    "who-opens",
}  # fmt: skip
"""One of every design, and answered in seconds; the others are answered by `make torture`."""


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["run.py", *words])
    with pytest.raises(SystemExit) as end:
        command_line.main()
    return int(end.value.code or 0)


def test_the_promised_questions_are_there() -> None:
    assert set(list_questions()) >= PROMISED | SMALL


@pytest.mark.slow
@pytest.mark.parametrize("name", list_questions())
def test_a_shipped_question_is_worth_asking(name: str) -> None:
    question = load_question(name)
    plan = make_plan(question)
    assert question.question.endswith("?")
    assert question.answer is not None
    assert question.answer.matters_if is not None
    assert plan.races >= 1000
    assert len(question.question) <= 140  # the headline of a page


@pytest.mark.slow
@pytest.mark.usefixtures("warm_engine")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in SMALL else pytest.mark.torture)
        for name in list_questions()
    ],
)
def test_a_shipped_question_is_answered(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    assert command(monkeypatch, "sweep", name, "--quick", "--jobs", "1", "--out", str(folder)) == 0
    plan = make_plan(load_question(name).quick())
    races = pd.read_parquet(folder / "runs")
    assert len(races) == plan.races
    assert (races["failed"] == "").all()
    assert races[list(plan.question.outcomes.keep)].notna().all().all()
    assert command(monkeypatch, "report", str(folder)) == 0
    assert "The report:" in capsys.readouterr().out
    page = (folder / "report.html").read_text()
    assert plan.question.question in page
    assert json.loads((folder / "summary.json").read_text())
