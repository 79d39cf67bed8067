"""Charts of a sweep: shares that sum to one, points that carry their run, chances as bars."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tenfold.ui.charts import sweep as charts
from tenfold.ui.charts.palette import FAMILIES, REST
from tenfold.ui.charts.sweep import Points, distribution, evenly, scatter
from tenfold.ui.sweeps.colours import THEMES, paint
from tenfold.ui.sweeps.figures import colours_of
from tests.ui.sweeps import made_up_report


def cloud(races: int = 60, categories: tuple[str, ...] = (), chance: bool = False) -> Points:
    numbers = np.arange(races)
    y = (numbers % 2).astype(float) if chance else 3.0 + 0.1 * numbers
    x = (numbers % len(categories)).astype(float) if categories else 1.0 + numbers
    return Points(numbers * 7, x, y, numbers % 3, categories)


def dots(option: dict[str, Any]) -> list[list[Any]]:
    return [dot for series in option["series"] for dot in series["data"]]


def test_steps_of_every_group_share_bins_and_sum_to_one() -> None:
    values = {"one": np.linspace(0.0, 10.0, 500), "other": np.linspace(5.0, 15.0, 50)}
    series = distribution(values, "lag", dark=False)["series"]
    assert [each["name"] for each in series] == ["one", "other"]
    first, second = (np.array(each["data"]) for each in series)
    assert first[:, 0].tolist() == second[:, 0].tolist()
    assert first[:, 1].sum() == pytest.approx(1.0, abs=1e-3)
    assert second[:, 1].sum() == pytest.approx(1.0, abs=1e-3)
    assert first[0, 1] == first[-1, 1] == 0.0


def test_a_chance_is_a_bar_of_races_in_per_cent() -> None:
    values = {"one": np.array([0.0, 1.0, 1.0, 1.0]), "other": np.zeros(3), "none": np.zeros(0)}
    option = distribution(values, "leads", dark=True)
    bars = option["series"][0]
    assert bars["type"] == "bar"
    assert [bar["value"] for bar in bars["data"]] == [75.0, 0.0, None]
    assert option["yAxis"]["data"] == ["one", "other", "none"]


@pytest.mark.parametrize("values", [[], [4.0], [4.0, 4.0], [np.nan, 2.5], [1.0, 2.0, 5.0]])
def test_few_races_are_drawn_too(values: list[float]) -> None:
    option = distribution({"all races": np.array(values)}, "lag", dark=False)
    json.dumps(option, allow_nan=False)


def test_each_point_carries_its_run_and_its_true_values() -> None:
    option = scatter(cloud(), ("sigma", "lag"), ["a", "b", "c"], dark=False)
    found = {dot[2]: dot for dot in dots(option)}
    assert sorted(found) == [7 * k for k in range(60)]
    assert found[14][:2] == [3.0, 3.2]
    assert found[14][3:] == [3.0, 3.2]
    assert [len(series["data"]) for series in option["series"]] == [20, 20, 20]
    json.dumps(option, allow_nan=False)


def test_groups_are_set_apart_where_few_values_occur() -> None:
    few = Points(np.arange(90), np.arange(90) % 5 * 1.0, np.ones(90) * 2.5, np.arange(90) // 30)
    for dot in dots(scatter(few, ("sigma", "lag"), ["a", "b", "c"], dark=False)):
        assert abs(dot[0] - dot[3]) <= 0.5 * charts.MOST_APART * 4.0
    series = scatter(few, ("sigma", "lag"), ["a", "b", "c"], dark=False)["series"]
    at_two = [{dot[0] for dot in each["data"] if dot[3] == 2.0} for each in series]
    assert [len(places) for places in at_two] == [1, 1, 1]
    assert max(at_two[0]) < max(at_two[1]) < max(at_two[2])


def test_points_of_a_category_stay_within_it_and_apart() -> None:
    points = cloud(90, ("low", "high"))
    option = scatter(points, ("ratio", "lag"), ["a", "b", "c"], dark=False)
    assert option["xAxis"][0]["data"] == ["low", "high"]
    for dot in dots(option):
        place = ["low", "high"].index(dot[3])
        assert abs(dot[0] - place) < 0.5
    assert len({dot[0] for dot in dots(option)}) > 60
    again = scatter(points, ("ratio", "lag"), ["a", "b", "c"], dark=False)
    assert json.dumps(again) == json.dumps(option)


def test_zero_and_one_are_no_and_yes() -> None:
    option = scatter(cloud(chance=True), ("sigma", "leads"), ["a", "b", "c"], dark=False)
    assert option["yAxis"][0]["data"] == ["no", "yes"]
    for dot in dots(option):
        assert dot[4] in (0.0, 1.0)
        assert abs(dot[1] - dot[4]) < 0.5


def test_points_that_are_nudged_both_ways_do_not_line_up() -> None:
    runs = np.arange(900)
    points = Points(runs, np.zeros(900), np.zeros(900), np.zeros(900, np.int64), ("low", "high"))
    nudged = np.array([dot[:2] for dot in dots(scatter(points, ("a", "b"), ["all"], dark=False))])
    assert abs(np.corrcoef(nudged.T)[0, 1]) < 0.1
    held = np.histogram2d(*nudged.T, bins=12)[0]
    assert np.count_nonzero(held == 0) <= 4


def test_the_chosen_run_has_a_ring() -> None:
    option = scatter(cloud(), ("sigma", "lag"), ["a", "b", "c"], dark=True, chosen=21)
    ring = option["series"][-1]
    assert [dot[2] for dot in ring["data"]] == [21]
    assert ring["silent"]
    without = scatter(cloud(), ("sigma", "lag"), ["a", "b", "c"], dark=True, chosen=22)
    assert len(without["series"]) == 3


def test_wide_axes_are_logarithmic() -> None:
    narrow = scatter(cloud(40), ("sigma", "lag"), ["a", "b", "c"], dark=False)
    wide = scatter(cloud(60), ("sigma", "lag"), ["a", "b", "c"], dark=False)
    assert narrow["xAxis"]["type"] == "value"
    assert wide["xAxis"]["type"] == "log"


def test_a_sample_is_even_and_bounded() -> None:
    assert evenly(7).tolist() == list(range(7))
    many = evenly(100_000)
    assert len(many) == charts.MOST_POINTS
    assert (many[0], many[-1]) == (0, 99_999)
    assert set(np.diff(many)) <= {25, 26}


def test_colours_of_groups_are_those_that_labs_are_told_apart_by() -> None:
    shades = [shade for family in FAMILIES.values() for shade in family]
    found = charts.group_colours(charts.MOST_GROUPS + 2, 0, dark=True)
    assert found[0] == found[-1] == REST.dark
    coloured = found[1:-1]
    assert set(coloured) <= {shade.dark for shade in shades}
    assert len(set(coloured)) == charts.MOST_GROUPS


def test_colours_of_groups_are_those_of_the_report() -> None:
    for dark, theme in enumerate(THEMES):
        report = paint(list(colours_of(made_up_report()).values()), theme)
        assert charts.group_colours(3, 0, bool(dark)) == report
        values = {name: np.arange(9.0) for name in ("none", "distil", "guarded")}
        steps = distribution(values, "lag", bool(dark))["series"]
        assert [each["lineStyle"]["color"] for each in steps] == report
        bars = distribution({n: v % 2 for n, v in values.items()}, "leads", bool(dark), 1)
        painted = [bar["itemStyle"]["color"] for bar in bars["series"][0]["data"]]
        assert painted == [report[1], report[0], report[2]]
        groups = scatter(cloud(), ("sigma", "lag"), list(values), bool(dark), reference=2)
        drawn = [each["itemStyle"]["color"] for each in groups["series"]]
        assert drawn == [report[1], report[2], report[0]]
    assert charts.group_colours(1, 0, dark=False) != [REST.light]
