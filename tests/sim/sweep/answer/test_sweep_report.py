"""The report's files: complete or not at all, the same bytes, tables that agree with the sweep."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tenfold.sim.sweep.answer.fans import RACES
from tenfold.sim.sweep.answer.report import ReportError, publish
from tenfold.sim.sweep.answer.results import Asked, Results
from tenfold.sim.sweep.answer.series import series_of
from tenfold.sim.sweep.answer.study import Report, study
from tests.sim.sweep.answer.made_up import spread, sweep

LAG, LEADS = "lag_months.end", "poor_leads.end"
ARMS = ("none", "distil", "guarded")
MONTHS = 6


def lag(arm, cell, values, luck) -> float:
    """9 without distilling; with it, less the larger the ratio and parameter a; guards halve it."""
    helps = {"none": 0.0, "distil": 1.0, "guarded": 0.5}[arm]
    return 9.0 - helps * (cell["ratio"] / 10 + 2 * values["a"]) + 0.3 * (luck % 4 - 1.5)


def leads(arm, cell, values, luck) -> float:
    return float(values["a"] > 0.6 and arm == "distil" and luck > 0)


@pytest.fixture(scope="module")
def results() -> Results:
    asked = Asked(LAG, "distil", "none", at={"ratio": 10}, matters_if=1.0)
    return sweep(
        {LAG: lag, LEADS: leads}, ARMS, {"ratio": (3.0, 10.0)}, spread(("a", "b"), 12), 8,
        asked, (LEADS,), months=MONTHS,
    )  # fmt: skip


def paths_of(results: Results, off: float = 0.0):
    """A replay that climbs to the stored end, plus something that should not be there."""
    stored = results.frame.set_index("run")[LAG]

    def paths(measure, arm, cell, runs):
        assert measure == "lag_months"
        rows = results.frame.set_index("run").loc[runs]
        assert (rows["arm"] == arm).all()
        assert all((rows[name] == value).all() for name, value in cell.items())
        ends = stored.loc[runs].to_numpy()
        steps = np.linspace(0.0, 1.0, MONTHS + 1)
        values = ends[:, None] * steps[None, :]
        values[:, -1] = ends + off
        return np.arange(MONTHS + 1), values

    return paths


def page(report: Report) -> str:
    return f"<p>{report.told.headline}</p>"


def pictures(report: Report, folder: Path) -> list[str]:
    (folder / "answer.png").write_bytes(b"picture")
    return ["answer.png"]


def test_everything_appears_in_the_folder(results: Results, tmp_path: Path) -> None:
    publish(tmp_path, results, page, pictures, paths_of(results))
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.html", "summary.json", "effects.csv", "sensitivity.csv", "answer.png",
    }  # fmt: skip


def test_the_same_sweep_gives_the_same_bytes(results: Results, tmp_path: Path) -> None:
    shuffled = replace(results, frame=results.frame.sample(frac=1.0, random_state=3))
    ordered = shuffled.frame.sort_values("run", ignore_index=True)
    publish(tmp_path / "one", results, page, pictures, paths_of(results))
    publish(tmp_path / "two", replace(results, frame=ordered), page, pictures, paths_of(results))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_what_fails_leaves_the_old_report_alone(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old")

    def broken(report: Report, folder: Path) -> list[str]:
        raise OSError(28, "No space left on device")

    with pytest.raises(ReportError, match="No space left on device"):
        publish(tmp_path, results, page, broken)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "old"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(results: Results, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReportError, match=str(tmp_path)):
        publish(tmp_path, results, page, pictures)
    tmp_path.chmod(0o700)


def test_a_folder_that_is_a_file_is_named(results: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="copy the sweep to a place that can be written"):
        publish(tmp_path / "file", results, page, pictures)


def test_effects_agree_with_the_races(results: Results, tmp_path: Path) -> None:
    publish(tmp_path, results, page, pictures)
    table = pd.read_csv(tmp_path / "effects.csv", keep_default_na=False)
    frame = results.frame
    rows = table[(table["outcome"] == LAG) & (table["kind"] == "level")]
    assert len(rows) == len(ARMS) * 3, "each arm in two cells and over both"
    here = frame[(frame["arm"] == "distil") & (frame["ratio"] == 3.0)]
    row = rows[(rows["arm"] == "distil") & (rows["ratio"] == "3")].iloc[0]
    assert float(row["mean"]) == pytest.approx(here[LAG].mean(), rel=1e-5)
    assert int(row["races"]) == len(here)
    paired = table[(table["kind"] == "difference") & (table["outcome"] == LAG)]
    assert set(paired["minus"]) == {"none"}
    all_cells = paired[(paired["arm"] == "guarded") & (paired["ratio"] == "all")].iloc[0]
    assert float(all_cells["mean"]) == pytest.approx(-0.5 * (0.65 + 1.0), rel=1e-5)
    chances = table[(table["outcome"] == LEADS) & (table["arm"] == "none")]
    assert (chances["mean"].astype(float) == 0.0).all()


def test_values_of_a_factor_are_contrasted_in_the_table(tmp_path: Path) -> None:
    results = sweep(
        {LAG: lambda arm, cell, v, luck: cell["ratio"] + luck}, ("all",),
        {"ratio": (3.0, 10.0, 30.0), "home": ("x", "y")}, asked=Asked(LAG, 30.0, 3.0, "ratio"),
    )  # fmt: skip
    publish(tmp_path, results, page, pictures)
    table = pd.read_csv(tmp_path / "effects.csv", keep_default_na=False)
    paired = table[table["kind"] == "difference"]
    assert set(paired["minus"]) == {"ratio 3"}
    assert sorted(paired["mean"].astype(float)) == [7.0, 7.0, 27.0, 27.0]


def test_sensitivity_names_what_moves_the_answer(results: Results, tmp_path: Path) -> None:
    publish(tmp_path, results, page, pictures)
    table = pd.read_csv(tmp_path / "sensitivity.csv").set_index("name")
    assert list(table.index) == ["a", "ratio", "b"]
    assert list(table["kind"]) == ["parameter", "factor", "parameter"]
    assert table.loc["a", "clear"] in (True, "True")
    assert table.loc["a", "rank_share"] == pytest.approx(1.0)
    assert table.loc["ratio", ["at_low", "at_high"]].tolist() == pytest.approx([-2.0, -1.3])


def test_the_summary_holds_the_first_page(results: Results, tmp_path: Path) -> None:
    report = publish(tmp_path, results, page, pictures, paths_of(results))
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["question"] == results.question
    assert summary["contrast"] == "lag_months.end: distil - none"
    assert summary["verdict"] == "matters"
    assert summary["effect"]["mean"] == pytest.approx(-2.0)
    assert summary["in_words"]["headline"] == report.told.headline
    assert summary["races"] == {
        "planned": 576, "made": 576, "missing": 0, "failed": 0, "reasons": {},
    }  # fmt: skip
    assert summary["sweep"]["identity"] == "abc123"


def test_fans_are_made_of_races_computed_anew(results: Results) -> None:
    report = study(results, paths_of(results))
    assert [fan.series for fan in report.fans] == list(ARMS), "chances have no fan"
    assert {fan.measure for fan in report.fans} == {"lag_months"}
    assert [fan.differing for fan in report.fans] == [0, 0, 0]
    fan = report.fans[1]
    assert fan.races == min(RACES, 96)
    here = results.frame.query("arm == 'distil' and ratio == 10")[LAG]
    assert fan.bands[2, -1] == pytest.approx(here.median())
    assert fan.bands[0, -1] == pytest.approx(here.quantile(0.05))


def test_races_that_end_otherwise_are_counted(results: Results) -> None:
    fans = study(results, paths_of(results, off=1e-12)).fans
    assert [fan.differing for fan in fans] == [96, 96, 96]


def test_without_a_replay_the_report_says_why(results: Results) -> None:
    report = study(results, None, "the engine has changed")
    assert report.fans == ()
    assert report.fans_note == "the engine has changed"


def test_boxes_are_looked_for_in_every_arm(results: Results) -> None:
    found = study(results).scenarios
    assert [each.arm for each in found] == list(ARMS)
    assert found[0].found is None
    assert "needs 3" in found[0].reason
    (only,) = found[1].found.box.restrictions
    assert only.name == "a"
    assert only.low == pytest.approx(0.625)


def test_an_unfinished_sweep_is_reported(results: Results, tmp_path: Path) -> None:
    part = replace(results, frame=results.frame.iloc[:400])
    report = publish(tmp_path, part, page, pictures, paths_of(results))
    assert "176 of 576 races (31 %) are missing" in report.told.banner
    assert report.findings.effect.mean == pytest.approx(-2.0, abs=0.3)


@pytest.mark.parametrize(
    ("arms", "factors", "asked", "names"),
    [
        (("a", "b"), {"r": (1.0, 2.0)}, Asked(LAG, "b", "a"), ["a", "b"]),
        (("a", "b"), {"r": (1.0, 2.0)}, Asked(LAG, 2.0, 1.0, "r"), ["r 1", "r 2"]),
        (("all",), {"who.of_x": ("u", "v")}, None, ["u", "v"]),
        (("all",), {}, None, ["all races"]),
    ],
)
def test_series_are_what_the_question_sets_side_by_side(arms, factors, asked, names) -> None:
    results = sweep({LAG: lambda *_: 1.0}, arms, factors, asked=asked)
    assert [each.name for each in series_of(results)] == names
