"""The folder of a sweep: claimed by one, refused to others, checked to the last page, read."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tenfold.scenarios.questions import load_question
from tenfold.sim.compiled import engine_version
from tenfold.sim.sweep.compute import failed_part
from tenfold.sim.sweep.layout import part_name
from tenfold.sim.sweep.plan import make_plan
from tenfold.sim.sweep.running import claim as claiming
from tenfold.sim.sweep.running.claim import claim
from tenfold.sim.sweep.running.disk import Lock, SweepFolderError, write_whole
from tenfold.sim.sweep.running.journal import Journal, journal_lines
from tenfold.sim.sweep.running.papers import hash_of_points, read_papers
from tenfold.sim.sweep.running.store import Folder, open_folder
from tests.sim.sweep.running.execution_cases import ROWS, SOURCE, ToyPlan, parts, results_of

REAL = """
question = "Is it restored?"
scenario = "ten-to-one"
months = 6
seed = 3
replicates = 70
[arms.none]
"poor.distil" = 0.0
[arms.distil]
"poor.distil" = 1.0
[outcomes]
keep = ["lag_months.end"]
"""


def filled(folder: Path, plan: Any, numbers: Any = None) -> Path:
    with claim(folder, plan, SOURCE) as keeper:
        for number in range(plan.chunks) if numbers is None else numbers:
            keeper.keep(number, parts(plan, number))
    return folder


def opened(folder: Path, plan: Any) -> Folder:
    about, _ = read_papers(folder)
    return Folder(folder, plan, about)


def refusal(folder: Path, plan: Any, source: bytes = SOURCE) -> str:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with pytest.raises(SweepFolderError) as caught, claim(folder, plan, source):
        pass
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- files and locks --------------------------------------------------------------------------


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "part"
    write_whole(path, b"old")
    real = os.write

    def full(handle: int, content: Any) -> int:
        if len(content) > 3:
            return real(handle, content[:3])  # as a disk does that is nearly full
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"newer")
    monkeypatch.undo()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"part": b"old"}


def test_files_reach_the_disk_before_they_have_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (did.append("sync"), sync(handle))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (did.append("name"), replace(a, b))[1])
    write_whole(tmp_path / "part", b"new")
    assert did == ["sync", "name", "sync"]


def test_a_lock_has_one_holder_and_leaves_nothing(tmp_path: Path) -> None:
    with Lock(tmp_path), pytest.raises(SweepFolderError, match=f"process {os.getpid()}"):
        Lock(tmp_path).__enter__()
    assert not list(tmp_path.iterdir())
    with Lock(tmp_path):
        pass


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path;"
        "from tenfold.sim.sweep.running.disk import Lock;"
        f"Lock(Path({str(tmp_path)!r})).__enter__(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (tmp_path / ".lock").exists()
    with Lock(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


# --- claiming ---------------------------------------------------------------------------------


def test_papers_come_before_parts_and_rubbish_goes(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "new" / "deep", plan, [1])
    for place in (folder, folder / "runs"):
        (place / ".part-000007.parquet.99.tmp").write_bytes(b"half")
    with claim(folder, plan, SOURCE):
        assert sorted(path.name for path in folder.iterdir()) == [
            ".lock", "points.parquet", "runs", "sweep.json", "sweep.toml",
        ]  # fmt: skip
    names = ["points.parquet", "runs/part-000001.parquet", "sweep.json", "sweep.toml"]
    assert list(results_of(folder)) == names
    assert (folder / "sweep.toml").read_bytes() == SOURCE
    about = json.loads((folder / "sweep.json").read_text())
    assert about["identity"] == plan.identity
    assert about["plan"] == plan.to_json()
    assert about["hashes"]["points.parquet"] == hash_of_points(plan.points)
    assert len(about["versions"]["engine"]) == 12


def test_the_same_sweep_writes_the_same_papers(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    assert results_of(filled(tmp_path / "a", plan)) == results_of(filled(tmp_path / "b", plan))


def test_papers_that_a_kill_or_an_accident_took_are_written_again(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    before = results_of(folder)
    (folder / "sweep.toml").unlink()
    (folder / "points.parquet").write_bytes(b"torn")
    with claim(folder, plan, SOURCE):
        pass
    assert results_of(folder) == before


def test_a_changed_sweep_is_refused_and_told_apart(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    said = refusal(folder, ToyPlan(seed=2))
    assert "question.seed 1 -> 2" in said
    assert "another folder" in said
    assert "full_history false -> true" in refusal(folder, ToyPlan(full_history=True))
    other = ToyPlan(sigmas=(0.1, 0.3))
    assert "points of the design" in refusal(folder, other, SOURCE + b"# points\n")
    said = refusal(folder, plan, SOURCE + b"# a comment\n")
    assert "words of the sweep file" in said
    assert str(folder / "sweep.toml") in said


SHORTER = [
    # what a sweep says more, and that its short form differs
    "",
    '[uncertain]\nparameters = ["sigma"]\npoints = 9\n',
    '[uncertain]\nparameters = ["sigma"]\ndesign = "grid"\nlevels = 5\n',
    '[uncertain]\ndesign = "list"\nvalues = { sigma = [6, 7, 8, 9, 9.5] }\n',
]


@pytest.mark.parametrize("uncertain", SHORTER)
def test_a_refusal_says_whether_a_sweep_was_begun_in_its_short_form(
    tmp_path: Path, uncertain: str
) -> None:
    path = tmp_path / "real.toml"
    path.write_text(REAL + uncertain)
    question, source = load_question(path), path.read_bytes()
    whole, short = make_plan(question), make_plan(question.quick())
    for begun, other, words in ((short, whole, "with"), (whole, short, "without")):
        folder = tmp_path / words
        with claim(folder, begun, source):
            pass
        said = refusal(folder, other, source)
        assert f"holds another sweep (begun {words} --quick), changed: question." in said
        assert "--quick" not in refusal(folder, other, source + b"#")
        for changes in ({"seed": 4}, {"replicates": 3}):
            fewer = make_plan(question.model_copy(update=changes))
            assert "--quick" not in refusal(folder, fewer, source)
        whole_history = make_plan(other.question, full_history=True)
        assert "--quick" not in refusal(folder, whole_history, source)


def test_other_code_and_another_order_are_told_from_other_words(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    path = folder / "sweep.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps(about | {"identity": "x"}))
    assert "changed: the code of sweeps;" in refusal(folder, plan)
    assert "changed: the order of its arms or keys;" in refusal(folder, plan, SOURCE + b"#")


def test_another_engine_is_refused(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    path = folder / "sweep.json"
    about = json.loads(path.read_text())
    now, about["versions"]["engine"], about["identity"] = about["versions"]["engine"], "old", "x"
    path.write_text(json.dumps(about))
    assert f"the engine, old -> {now}" in refusal(folder, plan)


def test_folders_of_others_and_files_are_refused(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "thesis.tex").write_text("mine")
    assert "thesis.tex" in refusal(folder, plan)
    (folder / "thesis.tex").rename(folder / "sweep.toml")
    assert "sweep.toml" in refusal(folder, plan)
    assert "is a file" in refusal(folder / "sweep.toml", plan)
    assert "Not a directory" in refusal(folder / "sweep.toml" / "deep", plan)
    (folder / "sweep.toml").write_bytes(SOURCE)  # the sweep file may lie in its own folder
    assert len(results_of(filled(folder, plan))) == plan.chunks + 3


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    plan: Any = ToyPlan()
    monkeypatch.setattr(claiming, "write_whole", no)
    with pytest.raises(SweepFolderError, match=r"Read-only.*--out"), claim(tmp_path, plan, SOURCE):
        pass
    monkeypatch.setattr(Path, "mkdir", no)
    with pytest.raises(SweepFolderError, match="Read-only"), claim(tmp_path / "a", plan, SOURCE):
        pass


# --- what is missing -----------------------------------------------------------------------


def test_missing_parts_of_any_kind_make_a_chunk_missing(tmp_path: Path) -> None:
    plan: Any = ToyPlan(full_history=True)
    folder = filled(tmp_path / "a", plan, [0, 1, 2, 4])
    (folder / "markets" / part_name(1)).unlink()
    (folder / "histories" / part_name(2)).write_bytes(b"PAR1")
    told: list[str] = []
    with claim(folder, plan, SOURCE) as keeper:
        missing, found = keeper.missing(told.append)
    assert missing == [1, 2, 3, 5]
    assert found.failed == 0
    assert len(told) == 1
    assert told[0].startswith("histories/part-000002.parquet is damaged (")
    assert told[0].endswith("): computed anew")
    assert opened(folder, plan).numbers == (0, 2, 4)


def test_lost_chunks_are_computed_anew_but_failed_races_stay(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    with claim(folder, plan, SOURCE) as keeper:
        keeper.keep(1, parts(plan, 1, {0: "Broke: x", 7: "Broke: y"}))
        keeper.keep(3, parts(plan, 3, dict.fromkeys(range(ROWS), "lost: the chunk ended ...")))
        missing, found = keeper.missing(lambda text: None)
    assert missing == [3]
    assert (found.failed, found.reasons) == (2, ("Broke: x", "Broke: y"))


def test_checking_is_quick(tmp_path: Path) -> None:
    plan: Any = ToyPlan(chunks=100)
    folder = filled(tmp_path / "a", plan)
    with claim(folder, plan, SOURCE) as keeper:
        begun = time.process_time()
        assert keeper.missing(lambda text: None)[0] == []
    assert time.process_time() - begun < 3 / 4


# --- reading ----------------------------------------------------------------------------------


def test_all_runs_come_sorted_and_as_written(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = opened(filled(tmp_path / "a", plan, [5, 4, 3, 2, 1, 0]), plan)
    frame = folder.frame()
    assert frame["run"].tolist() == list(range(plan.races))
    assert list(frame) == [
        "run", "arm", "ratio", "point", "replicate", "sigma", "answer", "failed",
    ]  # fmt: skip
    np.testing.assert_array_equal(frame["answer"], np.sin(frame["run"] * 1.7 + 1))
    assert list(folder.frame(["answer", "run"])) == ["answer", "run"]
    assert (folder.complete, folder.parts, folder.failed) == (True, plan.chunks, 0)
    plain = pd.read_parquet(folder.path / "runs")
    pd.testing.assert_frame_equal(plain.sort_values("run", ignore_index=True), frame)
    with pytest.raises(SweepFolderError, match="no column 'lag'"):
        folder.frame(["lag"])


@pytest.mark.parametrize("uncertain", ["", '[uncertain]\nparameters = ["sigma"]\npoints = 3\n'])
def test_a_folder_restores_its_plan(tmp_path: Path, uncertain: str) -> None:
    source = REAL.replace("[outcomes]", f"{uncertain}[outcomes]")
    (tmp_path / "real.toml").write_text(source)
    plan = make_plan(load_question(tmp_path / "real.toml"))
    with claim(tmp_path / "a", plan, source.encode()) as keeper:
        keeper.keep(0, failed_part(plan, 0, "lost: for a test"))
    folder = open_folder(tmp_path / "a")
    assert folder.plan.identity == plan.identity
    assert folder.plan.values(0) == plan.values(0)
    assert folder.source == source.encode()
    assert folder.parts == 1
    assert folder.failed == plan.chunk(0).rows
    assert folder.provenance["versions"]["engine"] == engine_version()
    with claim(tmp_path / "a", plan, source.encode()) as keeper:
        assert keeper.missing(print)[0] == list(range(plan.chunks))


def test_an_incomplete_sweep_can_be_read(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan, [])
    with pytest.raises(SweepFolderError, match="no finished races yet"):
        opened(folder, plan).frame()
    with claim(folder, plan, SOURCE) as keeper:
        keeper.keep(4, parts(plan, 4, {2: "Broke"}))
    half = opened(folder, plan)
    assert (half.complete, half.parts, half.failed, len(half.frame())) == (False, 1, 1, ROWS)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    plan: Any = ToyPlan()
    folder = filled(tmp_path / "a", plan)
    for place, why in ((tmp_path / "none", "no folder"), (tmp_path, "not the folder of a sweep")):
        with pytest.raises(SweepFolderError, match=why):
            open_folder(place)
    (folder / "runs" / part_name(2)).write_bytes(b"PAR1")
    with pytest.raises(SweepFolderError, match=r"part-000002.parquet' is damaged.*the same"):
        opened(folder, plan).frame()
    (folder / "points.parquet").unlink()
    with pytest.raises(SweepFolderError, match=r"points.parquet' is missing or damaged"):
        open_folder(folder)
    (folder / "sweep.json").write_text("{")
    with pytest.raises(SweepFolderError, match=r"sweep.json' is damaged"):
        open_folder(folder)


def test_the_log_survives_torn_lines(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("begun", jobs=2)
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(b'{"event": "comp')
    journal.note("complete", races=7)
    lines = journal_lines(tmp_path / "log.jsonl")
    assert [line["event"] for line in lines] == ["begun", "complete"]
    assert lines[1]["races"] == 7
    Journal(tmp_path / "nowhere").note("complete")  # a log that cannot be written stops nothing
