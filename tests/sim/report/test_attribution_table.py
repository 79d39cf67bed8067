"""The command that takes capability apart: rows, ranges, groups, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.sim.attribution import NAMES, total
from tenfold.sim.race import Race
from tenfold.sim.report.attribution_table import attribute_races, attribution_table
from tenfold.sim.report.request import RequestError, make_request
from tests.commands import Call

QUICK = ("attribute", "ten-to-one", "--months", "9", "--runs", "3")


def test_a_row_per_lab_best_first_with_mean_and_range(call: Call) -> None:
    answer = call(*QUICK)
    assert answer.code == 0, answer.err
    lines = answer.out.splitlines()
    labs = [line.split()[0] for line in lines if line[1:6].strip() in ("Alder", "Birch", "Cedar")]
    assert sorted(labs) == ["Alder", "Birch", "Cedar"]
    places = {lab: answer.out.index(f" {lab} ") for lab in ("Alder", "Maple")}
    assert places["Alder"] < places["Maple"], "the rich are best, and stand first"
    assert "…" in answer.out
    assert "3 races" in answer.out


def test_rows_are_the_races_that_were_asked_for() -> None:
    request = make_request("ten-to-one", seed=4, months=9, runs=3)
    found = attribute_races(request)
    race = Race("ten-to-one", seed=4, runs=3, months=9)
    race.run()
    made = race.history.series("new_capability")[:, -1]
    assert list(found.rows) == [lab.name for lab in race.labs]
    for lab in race.labs:
        assert found.rows[lab.name].shape == (3, len(NAMES))
        off = total(found.rows[lab.name]) - made[:, lab.place]
        assert np.abs(off).max() < 1e-9


@pytest.mark.slow
def test_the_gap_between_groups_stands_below_them() -> None:
    request = make_request("ten-to-one", seed=4, months=9, runs=3)
    found = attribute_races(request, lab="rich", against="poor")
    assert list(found.rows) == ["rich", "poor", "rich less poor"]
    difference = found.rows["rich"] - found.rows["poor"]
    assert (found.rows["rich less poor"] == difference).all()
    assert (total(difference) > 0.0).all()
    first = attribution_table(found).columns[0]
    assert [str(cell) for cell in first.cells] == ["rich", "poor", "rich less poor"]


def test_one_race_has_no_range(call: Call) -> None:
    answer = call("attribute", "equal-start", "--months", "3", "--runs", "1")
    assert answer.code == 0, answer.err
    assert "…" not in answer.out
    assert "1 race," in answer.out


@pytest.mark.slow
def test_the_other_engine_is_taken_apart_too(call: Call) -> None:
    usual = call(*QUICK).out
    other = call(*QUICK, "--set", "research_engine=1").out
    assert usual != other


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lab", "riche"), "--lab 'riche': no such lab or group; did you mean 'rich'"),
        (("--lab", "rich", "--against", "Aldr"), "--against 'Aldr': no such lab or group"),
        (("--against", "poor"), "--against 'poor': say with --lab whose gap"),
        (("--set", "research_engine=0.5"), "research_engine = 0.5: must be a whole number"),
    ],
)
def test_what_cannot_be_taken_apart_is_said(words: tuple[str, ...], said: str, call: Call) -> None:
    answer = call(*QUICK, *words)
    assert answer.code == 2
    assert said in answer.err


def test_a_group_is_refused_by_name_where_it_is_called_from_code() -> None:
    request = make_request("equal-start", months=3)
    with pytest.raises(RequestError, match="no such lab or group"):
        attribute_races(request, lab="nobody")
