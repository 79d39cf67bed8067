"""The commands about sweeps: what they write, say and return, and how they refuse."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pytest

from tenfold.scenarios.questions import read_question
from tenfold.sim.report.publish import FILES
from tenfold.sim.sweep.compute import failed_part
from tenfold.sim.sweep.plan import make_plan
from tenfold.sim.sweep.running.claim import claim
from tenfold.ui.commands.options import resume_command
from tests.commands import Call

TEXT = """
question = "Does it?"
scenario = "equal-start"
months = 3
seed = 4
replicates = 3
[arms.no]
"poor.distil" = 0.0
[arms.yes]
"poor.distil" = 1.0
[outcomes]
keep = ["lag_months.end"]
[answer]
contrast = "lag_months.end: yes - no"
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    return str(path)


REFUSED = {
    "neither plan nor folder": (["FILE"], ["--out FOLDER", "--plan"]),
    "both": (["FILE", "--plan", "--out", "OUT"], ["--out FOLDER", "--plan"]),
    "no such sweep": (["distilation", "--plan"], ["'distilation'", "did you mean 'distillation'"]),
    "no such file": (["none.toml", "--plan"], ["none.toml", "no such file"]),
    "no jobs": (["FILE", "--out", "OUT", "--jobs", "0"], ["--jobs 0"]),
    "jobs in words": (["FILE", "--out", "OUT", "--jobs", "two"], ["--jobs"]),
    "no such engine": (["FILE", "--out", "OUT", "--engine", "spark"], ["--engine", "dask"]),
    "a scheduler for nobody": (
        ["FILE", "--out", "OUT", "--scheduler", "tcp://a:1"], ["--scheduler", "--engine dask"],
    ),
    "a folder that is a file": (["FILE", "--out", "FILE"], ["is a file", "--out"]),
}  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_swept_is_said_once(
    words: list[str], said: list[str], call: Call, file: str, tmp_path: Path
) -> None:
    known = {"FILE": file, "OUT": str(tmp_path / "out")}
    answer = call("sweep", *(known.get(word, word) for word in words))
    assert answer.code == 2
    text = re.sub(r"\s+", " ", answer.err.replace("│", " "))
    assert all(part in text for part in said), answer.err
    assert "Traceback" not in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["report", "replay", "explore"])
def test_what_is_no_sweep_is_said_once(command: str, call: Call, tmp_path: Path) -> None:
    more = ["--run", "1"] if command == "replay" else []
    for folder, said in (
        (tmp_path, "is not the folder of a sweep"),
        (tmp_path / "no", "no folder"),
    ):
        answer = call(command, str(folder), *more)
        assert answer.code == 2
        assert said in answer.err
        assert str(folder) in answer.err


def test_a_plan_writes_nothing(call: Call, file: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    answer = call("sweep", file, "--plan")
    assert answer.code == 0
    assert "Does it?" in answer.out
    assert "6 in 2 chunks" in answer.out
    assert sorted(tmp_path.iterdir()) == before


def test_a_sweep_its_report_and_a_run_of_it(call: Call, file: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert call("sweep", file, "--out", str(folder), "--jobs", "1").code == 0
    assert len(pd.read_parquet(folder / "runs")) == 6
    answer = call("report", str(folder))
    assert answer.code == 0
    assert "report.html" in answer.out
    answer = call("replay", str(folder), "--run", "4", "--out", str(tmp_path / "one"))
    assert answer.code == 0
    assert "Equal to the stored results, bit for bit" in " ".join(answer.out.split())
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(FILES)
    printed = next(line for line in answer.out.splitlines() if "run.py run " in line)
    words = printed.split("run.py ")[1].split()
    assert call(*words, "--out", str(tmp_path / "two")).code == 0
    assert (tmp_path / "one" / "history.parquet").stat().st_size > 0
    one, two = (pd.read_parquet(tmp_path / name / "history.parquet") for name in ("one", "two"))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    before = sorted(folder.iterdir())
    for words in (("replay", str(folder), "--run", "4"), ("run", "equal-start", "--months", "3")):
        answer = call(*words, "--out", str(folder))
        assert answer.code == 2
        assert "is the folder of a sweep" in answer.err
    assert sorted(folder.iterdir()) == before
    answer = call("replay", str(folder), "--run", "4", "--seat", "Oak")
    assert answer.code == 2
    assert "--play" in answer.err
    answer = call("report", str(folder / "report.html"))
    assert answer.code == 2
    assert "is a file" in answer.err
    answer = call("replay", str(folder), "--run", "6")
    assert answer.code == 2
    assert "runs 0 to 5" in answer.err
    assert call("sweep", file, "--out", str(folder)).code == 0  # nothing is left to do


def test_a_run_that_failed_says_why(call: Call, tmp_path: Path) -> None:
    data = {
        "question": "Does it?", "scenario": "equal-start", "months": 3, "seed": 4, "replicates": 2,
        "outcomes": {"keep": ["lag_months.end"]},
    }  # fmt: skip
    plan = make_plan(read_question(data, "test"))
    with claim(tmp_path, plan, TEXT.encode()) as keeper:
        keeper.keep(0, failed_part(plan, 0, "the sky fell"))
    answer = call("replay", str(tmp_path), "--run", "1")
    assert answer.code == 1
    assert "the sky fell" in answer.err


def test_the_command_that_resumes_is_the_one_that_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", "sweep", "my file.toml", "--out", "a b"])
    typed = resume_command()
    assert typed.endswith("run.py sweep 'my file.toml' --out 'a b'")
    assert typed.split()[0] != "run.py"
    monkeypatch.setattr(sys, "argv", ["/usr/bin/tenfold", "sweep", "x", "--out", "y"])
    assert resume_command() == "tenfold sweep x --out y"
