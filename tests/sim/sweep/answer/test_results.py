"""Results lie as they should: cubes, cells, what is missing, what failed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenfold.sim.sweep.answer.results import AnalysisError, same, show
from tests.sim.sweep.answer.made_up import spread, sweep


def number(arm: str, cell: dict, values: dict, luck: int) -> float:
    """A figure that says which race it is: arm 1000, ratio 10, point 100 by its value, luck 1."""
    return 1000 * (arm == "distil") + 10 * cell["ratio"] + 100 * round(values["a"] * 4 - 0.5) + luck


def made() -> object:
    points = spread(("a",), 4).sort_values("a", ignore_index=True)
    return sweep({"lag.end": number}, factors={"ratio": (3.0, 30.0)}, points=points, lucks=3)


def test_a_cube_holds_each_race_in_its_place() -> None:
    cube = made().cube("lag.end")
    assert cube.shape == (2, 2, 4, 3)
    assert cube[1, 0, 2, 1] == 1000 + 30 + 200 + 1
    assert cube[0, 1, 3, 2] == 300 + 300 + 2


def test_the_order_of_rows_says_nothing() -> None:
    results = made()
    shuffled = replace(results, frame=results.frame.sample(frac=1.0, random_state=1))
    np.testing.assert_array_equal(shuffled.cube("lag.end"), results.cube("lag.end"))


@pytest.mark.parametrize("kind", ["category", "object", "string"])
def test_arms_are_found_whatever_the_type_of_their_column(kind: str) -> None:
    results = made()
    frame = results.frame.assign(arm=results.frame["arm"].astype(kind))
    np.testing.assert_array_equal(
        replace(results, frame=frame).cube("lag.end"), results.cube("lag.end")
    )


def test_missing_and_failed_races_are_counted_and_leave_gaps() -> None:
    results = made()
    frame = results.frame.copy()
    frame.loc[5, ["failed", "lag.end"]] = ["worker died", np.nan]
    frame.loc[[7, 9], "failed"] = "division by zero"
    results = replace(results, frame=frame.iloc[:40])
    assert (results.made, results.missing, results.failed) == (40, 8, 3)
    assert results.failures == {"division by zero": 2, "worker died": 1}
    assert np.isnan(results.cube("lag.end")).sum() == 9


def test_cells_are_found_by_the_values_of_their_factors() -> None:
    results = sweep(
        {"x.end": lambda *_: 0.0}, factors={"ratio": (3.0, 30.0), "policy": ("a", "b", "c")}
    )
    assert len(results.cells) == 6
    assert results.cells_at({"ratio": 30}) == [3, 4, 5]
    assert results.cells_at({"ratio": 30, "policy": "b"}) == [4]
    assert results.cells_at({}) == [0, 1, 2, 3, 4, 5]
    with pytest.raises(AnalysisError, match="no races with ratio = 7; this sweep has ratio: 3, 30"):
        results.cells_at({"ratio": 7})


def test_what_does_not_fit_is_refused_in_one_line() -> None:
    results = made()
    with pytest.raises(AnalysisError, match=r"kept no 'share'; it kept lag\.end"):
        results.cube("share")
    with pytest.raises(AnalysisError, match="no column 'failed'"):
        replace(results, frame=results.frame.drop(columns="failed"))
    stray = results.frame.assign(arm="other")
    with pytest.raises(AnalysisError, match="arm = other"):
        replace(results, frame=stray).cube("lag.end")


def test_values_of_factors_read_as_people_write_them() -> None:
    assert [show(10.0), show(0.25), show("hawk")] == ["10", "0.25", "hawk"]
    assert same(10, 10.0)
    assert same("a", "a")
    assert not same("10", 10.0)
    assert not same(None, "a")


def test_labels_and_meanings_fall_back_to_names() -> None:
    results = made()
    assert results.label("odd.end").text == "odd.end"
    assert results.meaning("copy_power") == "copy power"
