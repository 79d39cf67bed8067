"""The page of facts: what holds, what fails and by how much, on the page that claims have too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tenfold.sim.experiments.picture import Dots
from tenfold.sim.facts.fact import Fact, Target
from tenfold.sim.facts.judge import Judgement
from tenfold.sim.facts.pattern import Form
from tenfold.ui.science.facts import SHORT, facts_sheet
from tenfold.ui.science.page import sheet_page
from tenfold.ui.science.writing import write_page

HARD = Target(4.0, 8.0, "4 to 8 months")
SOFT = replace(HARD, required=False)
SHOWN = replace(HARD, judged=False)
FORM = Form(seed=3, runs=40)


def line(middle: float, target: Target, title: str = "open lag") -> Fact:
    return Fact("F3", title, "months", middle, middle - 1, middle + 1, 40, target, "gap 7 points")


def judgement(number: str, *facts: Fact) -> Judgement:
    picture = Dots([("lag", 6.0, 5.0, 7.0)], "months", f"How far in {number}")
    prose = f"{number}: a fact.\n\nThe race from 2026 is run."
    return Judgement(
        number, "Open models behind", "They lag.", prose, "sim/facts/f.py", facts, picture
    )


@pytest.mark.parametrize(
    ("facts", "verdict", "tone"),
    [
        ([line(6.0, HARD), line(6.0, SOFT)], "holds", "good"),
        ([line(6.0, HARD), line(9.0, SOFT)], "off", "open"),
        ([line(6.0, SOFT), line(9.5, HARD)], "fails", "bad"),
        ([line(9.0, SHOWN)], "shown", "given"),
        ([line(9.0, SHOWN), line(6.0, HARD)], "holds", "good"),
    ],
)
def test_a_fact_is_as_good_as_its_worst_line(facts: list[Fact], verdict: str, tone: str) -> None:
    entry = facts_sheet([judgement("F3", *facts)], FORM).entries[0]
    assert (entry.verdict, entry.tone) == (verdict, tone)
    assert len(entry.rows) == len(facts)


def test_what_fails_is_said_with_its_figure() -> None:
    sheet = facts_sheet(
        [judgement("F3", line(9.5, HARD, "open lag")), judgement("F4", line(5.0, HARD))], FORM
    )
    assert sheet.summary == "2 facts: 1 holds, 1 fails"
    entry = sheet.entries[0]
    assert entry.finding == "Open lag: 9.5 (8.5 to 10.5) months, fails: 1.5 above."
    assert entry.leading == "open lag: 9.5 (8.5 to 10.5) months"
    assert entry.last == "4 to 8 months"
    assert entry.notes == ("Open lag: gap 7 points.",)
    page = sheet_page(sheet)
    assert "fails: 1.5 above" in page
    assert "The race from 2026 is run." in page
    assert "F3: a fact." not in page
    assert SHORT not in page
    assert SHORT in sheet_page(facts_sheet([], replace(FORM, quick=True)))


def test_its_files_stand_beside_the_data(tmp_path: Path) -> None:
    names = write_page(facts_sheet([judgement("F3", line(6.0, HARD))], FORM), tmp_path)
    assert names == ["pictures/f03.svg", "facts.md", "facts.html"]
    assert all((tmp_path / name).stat().st_size for name in names)
    assert "![How far in F3](pictures/f03.svg)" in (tmp_path / "facts.md").read_text()
