"""From the folder of a real sweep to its report: races computed anew agree, files are the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenfold.sim.sweep.running.disk import SweepFolderError
from tenfold.sim.sweep.running.store import Folder
from tenfold.ui.sweeps import reporting
from tenfold.ui.sweeps.reporting import OTHER_ENGINE, report_folder, report_lines
from tests.sim.sweep.answer.test_reading import FILE, raced

FILES = {
    "report.html", "summary.json", "effects.csv", "sensitivity.csv", "answer.png",
    "distribution-lag_months.end.png", "distribution-poor_leads.m3-6.png",
    "distribution-poor_leads.end.png", "distribution-poor.token_share.end.png",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return raced(tmp_path_factory.mktemp("reporting"), FILE)


@pytest.mark.slow
def test_a_sweep_is_reported_and_its_races_computed_anew_agree(folder: Folder) -> None:
    before = {path.name for path in folder.path.iterdir()}
    report = report_folder(folder.path)
    assert {path.name for path in folder.path.iterdir()} == before | FILES
    assert report.told.banner == ""
    assert {fan.measure for fan in report.fans} >= {"lag_months", "poor.token_share"}
    assert all(fan.races > 0 for fan in report.fans)
    assert [fan.differing for fan in report.fans] == [0] * len(report.fans)
    lines = report_lines(report, folder.path)
    assert lines[0].startswith(report.told.kicker)
    assert lines[-1] == f"The report: {folder.path / 'report.html'}"


@pytest.mark.slow
def test_the_same_folder_gives_the_same_bytes(folder: Folder) -> None:
    report_folder(folder.path)
    first = {name: (folder.path / name).read_bytes() for name in FILES}
    report_folder(folder.path)
    assert first == {name: (folder.path / name).read_bytes() for name in FILES}


@pytest.mark.slow
def test_an_unfinished_sweep_is_reported_with_a_banner(tmp_path: Path) -> None:
    folder = raced(tmp_path, FILE, chunks_left=2)
    report = report_folder(folder.path)
    missing = json.loads((folder.path / "summary.json").read_text())["races"]["missing"]
    assert missing > 0
    assert f"{missing} of 48 races" in report.told.banner
    assert report_lines(report, folder.path)[0] == report.told.banner


@pytest.mark.slow
def test_another_version_of_the_model_draws_no_paths(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "engine_version", lambda: "another")
    report = report_folder(folder.path)
    assert report.fans == ()
    assert report.fans_note == OTHER_ENGINE
    assert OTHER_ENGINE in (folder.path / "report.html").read_text()


def test_what_is_no_sweep_is_refused_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(SweepFolderError, match="is not the folder of a sweep"):
        report_folder(tmp_path)
    folder = raced(tmp_path / "new", FILE, chunks_left=10**6)
    with pytest.raises(SweepFolderError, match="no finished races yet"):
        report_folder(folder.path)
