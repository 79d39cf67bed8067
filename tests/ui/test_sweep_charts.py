"""Charts of sweeps: plain data that ECharts draws, with what was given in the right place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tenfold.sim.sweep.answer.results import Label
from tenfold.ui.charts.palette import INK, PAGE
from tenfold.ui.sweeps.charts import bars, cloud, distribution, height_of, intervals, tornado
from tenfold.ui.sweeps.colours import NAMED, SERIES, paint, series_tokens, theme_colours
from tenfold.ui.sweeps.frames import Axis, Line, Row
from tenfold.ui.sweeps.planes import box_map, fan, main_effect, scatter
from tenfold.ui.sweeps.scale import axis_of, scale_of

MONTHS = Axis("months")
ROWS = [
    Row(
        "none", "@rest", 9.0, (8.0, 10.0), (7.0, 11.0),
        (5, 8, 9, 10, 13), [8.0, 9.0, 9.5], [3, 4, 5],
    ),
    Row("distil", "@series-1", 6.0, (5.5, 6.5), None, (3, 5, 6, 7, 9), [6.0], []),
]  # fmt: skip
LINES = [
    Line("none", "@rest", [0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [([0.0, 1.0, 2.0], [2.0, 3.0, 4.0])]),
    Line("distil", "@series-1", [0.0, 1.0, 2.0], [1.0, 1.0, 1.0]),
]
OPTIONS = {
    "distribution": distribution(ROWS, MONTHS),
    "difference": distribution(ROWS, MONTHS, zero=True, matters_if=1.0),
    "intervals": intervals(ROWS, MONTHS, zero=True, matters_if=1.0),
    "tornado": tornado([("a", 1.0, 2.0, True), ("b", 2.0, 1.5, False)], MONTHS, 1.7),
    "bars": bars([("a", 0.7, 0.1), ("b", 0.2, None)], MONTHS),
    "main effect": main_effect(LINES, Axis("a"), MONTHS, legend=True),
    "fan": fan(LINES, Axis("months after the start"), MONTHS),
    "scatter": scatter([(1.0, 2.0, "run 7", 7)], Axis("a"), MONTHS),
    "box": box_map([(1.0, 2.0, 0.5, "half")], ((0.0, 2.0), (1.0, 3.0)), Axis("a"), Axis("b")),
}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def series(option: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in option["series"] if each["type"] == kind]


@pytest.mark.parametrize("name", OPTIONS)
def test_a_chart_is_plain_data_with_colours_of_the_palette(name: str) -> None:
    option = OPTIONS[name]
    json.dumps(option, allow_nan=False)
    tokens = {text for text in strings(option) if text.startswith("@")}
    assert tokens
    assert tokens <= set(NAMED)
    assert not [text for text in strings(option) if text.startswith("#")]
    assert option["animation"] is False


def test_painting_puts_a_theme_in_place_and_leaves_the_chart_alone() -> None:
    option = OPTIONS["intervals"]
    dark = paint(option, "dark")
    assert not [text for text in strings(dark) if text.startswith("@")]
    assert dark["yAxis"][0]["axisLabel"]["color"] == INK.dark
    assert [text for text in strings(option) if text.startswith("@")]
    assert theme_colours("light")["@page"] == PAGE.light


def test_series_have_colours_of_their_own_and_the_reference_is_quiet() -> None:
    tokens = series_tokens(6, reference=2)
    assert tokens[2] == "@rest"
    assert len(set(tokens)) == 6
    assert series_tokens(1, reference=0) == ["@series-1"]
    assert series_tokens(12)[-1] == "@rest"
    assert len(SERIES) == 8


def test_a_distribution_shows_races_and_their_quantiles() -> None:
    option = OPTIONS["distribution"]
    (boxes,) = series(option, "boxplot")
    assert [box["value"] for box in boxes["data"]] == [[5, 8, 9, 10, 13], [3, 5, 6, 7, 9]]
    clouds = series(option, "scatter")
    assert [point["value"][0] for point in clouds[0]["data"]] == [8.0, 9.0, 9.5]
    assert [point["run"] for point in clouds[0]["data"]] == [3, 4, 5]
    assert clouds[1]["data"][0]["run"] == -1
    assert all(abs(point["value"][1] - 0) <= 0.27 for point in clouds[0]["data"])
    assert option["yAxis"][0]["data"] == ["none", "distil"]
    assert [mark["value"] for mark in clouds[-1]["data"]] == [[9.0, 0], [6.0, 1]]


def test_zero_and_what_does_not_matter_are_marked_and_in_view() -> None:
    for name in ("difference", "intervals"):
        option = OPTIONS[name]
        assert option["xAxis"]["scale"] is False
        marks = series(option, "scatter")[-1]
        assert marks["markLine"]["data"] == [{"xAxis": 0.0}]
        assert marks["markArea"]["data"] == [[{"xAxis": -1.0}, {"xAxis": 1.0}]]
    assert "markLine" not in series(OPTIONS["distribution"], "scatter")[-1]


def test_intervals_are_strokes_on_their_row() -> None:
    strokes = series(OPTIONS["intervals"], "line")
    assert [stroke["data"] for stroke in strokes] == [
        [[7.0, 0], [11.0, 0]], [[8.0, 0], [10.0, 0]], [[5.5, 1], [6.5, 1]],
    ]  # fmt: skip
    assert strokes[0]["lineStyle"]["width"] > strokes[1]["lineStyle"]["width"]


def test_a_tornado_goes_from_the_low_third_to_the_high() -> None:
    low, high = series(OPTIONS["tornado"], "scatter")
    assert [point["value"] for point in low["data"]] == [[1.0, 0], [2.0, 1]]
    assert [point["value"] for point in high["data"]] == [[2.0, 0], [1.5, 1]]
    colours = [stroke["lineStyle"]["color"] for stroke in series(OPTIONS["tornado"], "line")]
    assert colours == ["@series-1", "@rest"]


def test_a_line_stands_where_its_figure_is() -> None:
    """ECharts rounds the place of a line to two decimals, where it is not told to keep more."""
    option = tornado([("a", -0.02, 0.01, True)], MONTHS, -0.00905)
    line = series(option, "scatter")[0]["markLine"]
    assert line["data"] == [{"xAxis": -0.00905}]
    assert line["precision"] > 5


@pytest.mark.parametrize("name", OPTIONS)
def test_labels_at_the_ends_of_an_axis_have_room(name: str) -> None:
    grid = OPTIONS[name]["grid"]
    assert grid["right"] >= 30
    assert grid["left"] >= 30 or grid["containLabel"]


def test_the_mean_stands_out_from_a_bar_of_its_colour() -> None:
    marks = series(OPTIONS["intervals"], "scatter")[-1]
    assert marks["data"][0]["itemStyle"]["borderColor"] == "@page"
    assert marks["symbolSize"] > max(
        each["lineStyle"]["width"] for each in series(OPTIONS["intervals"], "line")[-2:]
    )
    assert marks["z"] > max(each["z"] for each in series(OPTIONS["intervals"], "line"))


def test_a_fan_stacks_its_bands_from_their_lower_edge() -> None:
    option = OPTIONS["fan"]
    assert option["xAxis"]["data"] == ["0", "1", "2"]
    floor, rise, middle, other = option["series"]
    assert floor["data"] == [0.0, 1.0, 2.0]
    assert rise["data"] == [2.0, 2.0, 2.0]
    assert floor["stack"] == rise["stack"]
    assert (middle["data"], other["data"]) == ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0])


def test_a_curve_carries_its_band_as_whiskers() -> None:
    whiskers, curve, _ = OPTIONS["main effect"]["series"]
    assert whiskers["data"][:3] == [[0.0, 0.0], [0.0, 2.0], "-"]
    assert curve["data"] == [[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]]
    assert OPTIONS["main effect"]["legend"]["data"] == ["none", "distil"]
    assert "legend" not in OPTIONS["fan"]


def test_a_cloud_bulges_where_races_are_dense_and_stays_on_its_row() -> None:
    values = [0.0] + [5.0] * 50 + [10.0]
    shifts = cloud(values)
    assert max(map(abs, shifts)) <= 0.26
    assert abs(shifts[0]) < 0.02
    assert max(shifts[1:51]) - min(shifts[1:51]) > 0.4
    assert cloud([]) == []
    assert cloud(values) == shifts


def test_a_box_frames_its_cases() -> None:
    (cases,) = OPTIONS["box"]["series"]
    assert cases["markArea"]["data"] == [[{"coord": [0.0, 1.0]}, {"coord": [2.0, 3.0]}]]
    assert height_of(3) > height_of(1)


def test_large_figures_are_drawn_in_millions_and_chances_in_per_cent() -> None:
    chips = Label("chips at work", "H100e")
    assert scale_of(chips, [7.2e6, -3e5]) == (1e-6, "million")
    assert axis_of(chips, True, scale_of(chips, [2e9])).name == "difference in billion chips"
    assert scale_of(chips, []) == (1.0, "")
    assert scale_of(Label("leads", "", True), [0.3]) == (100.0, "")
    assert axis_of(Label("leads", "", True), False, scale_of(chips, [])).name == "chance in %"
