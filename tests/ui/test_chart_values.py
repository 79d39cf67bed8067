"""The numbers behind the charts, what the heads of charts say, and the frames of a replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenfold.scenarios.load import list_scenarios, load_scenario
from tenfold.sim.game.telling.replaying import view_at
from tenfold.sim.game.telling.view import View
from tenfold.ui import chart_words
from tenfold.ui.charts.families import DRAW, VALUES
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.race import race_frame
from tenfold.ui.components.charts import figure_of
from tests.ui.chart_samples import with_trails

ViewIn = Callable[..., View]
SIZE = (700.0, 330.0)
JARGON = ("ECI", "H100e", "FLOP", "gamma", "hazard", "exposure", "Pareto", "moonshot")


def values(name: str, view: View, **more: object) -> dict:  # type: ignore[type-arg]
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)
    return VALUES[name](view, colours, *SIZE, chart_words.when(view), **more)


@pytest.mark.parametrize("name", ["race", "share"])
def test_the_table_behind_holds_what_is_drawn(view_in: ViewIn, name: str) -> None:
    view = with_trails(view_in())
    rows = values(name, view)["rows"]
    assert {row["name"] for row in rows} == {lab.name for lab in view.labs}
    assert all(len(row["values"]) == 19 for row in rows)
    assert [row["own"] for row in rows].count(True) == 1


def test_the_plot_says_where_a_value_lies(view_in: ViewIn) -> None:
    """Bands and pointers reckon with these numbers: they must be those of the drawing."""
    view = with_trails(view_in())
    plot, frame = values("race", view)["plot"], race_frame(view, *SIZE)
    middle = (plot["low"] + plot["high"]) / 2
    assert frame.y(middle) == pytest.approx((plot["top"] + plot["bottom"]) / 2)
    assert frame.x(9) == pytest.approx((plot["left"] + plot["right"]) / 2)
    assert plot["foretold"] == "capability"
    assert plot["right"] < plot["ahead"][0] < plot["ahead"][1] < SIZE[0]


def test_the_forecast_is_of_all_tokens_and_of_an_open_game_alone(view_in: ViewIn) -> None:
    view = with_trails(view_in())
    assert values("share", view)["plot"]["foretold"] == "share"
    for other in (
        values("share", view, by="revenue"), values("share", view, segment="coding"),
        values("share", replace(view, finished=True)),
        values("race", view, whole=view), values("value", view), values("ideas", view),
    ):  # fmt: skip
        assert (other["plot"]["foretold"], other["plot"]["ahead"]) == ("", None)


def test_between_quarters_the_last_count_holds(view_in: ViewIn) -> None:
    view = with_trails(view_in(6))
    rows = {row["name"]: row for row in values("compute", view)["rows"]}
    first, second, third = (round(x or 0.0, 3) for x in view.trails.estimate[0])
    assert rows["Meridian"]["values"] == [first, second, second, second, third, third, third]
    own = rows["Jade River Computing"]["values"]
    assert own == [pytest.approx(1e5 * (1 + month)) for month in range(7)]
    assert "note" in rows["Meridian"]
    assert "note" not in rows["Jade River Computing"]


def test_own_channels_are_rows_of_the_second_panel(view_in: ViewIn) -> None:
    found = values("compute", with_trails(view_in(6)))
    second = [row["name"] for row in found["rows"] if row.get("panel")]
    assert second == [
        "your chips on the market", "your chips rented abroad", "your chips home-made",
        "your chips smuggled", "your chips on order",
    ]  # fmt: skip
    assert found["second"]["left"] > found["plot"]["right"]


def test_every_model_on_sale_is_a_row_and_a_point(view_in: ViewIn) -> None:
    found = values("value", with_trails(view_in()))
    assert len(found["points"]) == len(found["table"]["rows"]) == 22
    assert found["table"]["own"].count(True) == 2
    assert found["points"][0]["title"].endswith("mini")
    assert "per million tokens" in found["points"][0]["lines"][1]


def test_ideas_are_counted_lab_by_lab(view_in: ViewIn) -> None:
    found = values("ideas", with_trails(view_in()))
    head, rows = found["table"]["head"], found["table"]["rows"]
    assert len(head) == 5
    assert all(len(row) == 5 for row in rows)
    assert [int(row[1]) for row in rows] == sorted((int(row[1]) for row in rows), reverse=True)
    public = values("ideas", with_trails(replace(view_in(), seat=-1)))
    assert len(public["table"]["head"]) == 3


@pytest.mark.parametrize("name", DRAW)
def test_heads_speak_plainly(view_in: ViewIn, name: str) -> None:
    view = with_trails(view_in())
    head = chart_words.head(view, name, {})
    said = f"{head['title']} {head['subtitle']} {head['explain']} {head['picks']}"
    assert not [word for word in JARGON if word in said]
    assert head["title"]
    assert head["subtitle"]
    assert len(head["subtitle"]) <= 64
    assert head["file"] == f"tenfold-{name}-q3-2027"


def test_revenue_is_of_all_customers_together() -> None:
    picked = chart_words.pick({}, {"segment": "coding"})
    assert picked == {"segment": "coding", "by": "tokens"}
    picked = chart_words.pick(picked, {"by": "revenue"})
    assert picked == {"segment": "", "by": "revenue"}
    assert chart_words.pick(picked, {"segment": "coding"}) == {"segment": "coding", "by": "tokens"}


def test_a_chooser_names_every_segment(view_in: ViewIn) -> None:
    view = with_trails(view_in())
    by, whose = chart_words.share_choices(view, {"segment": "coding"})
    assert [one["value"] for one in by["options"]] == ["tokens", "revenue"]
    assert [one["value"] for one in whose["options"]] == ["", "consumer", "coding"]
    assert whose["value"] == "coding"
    assert chart_words.share_note(view, {"segment": "coding"}).endswith("programmers")
    assert chart_words.segment_name(view, "robots") == "robots"


@pytest.mark.parametrize("name", DRAW)
def test_a_replay_has_a_frame_for_every_quarter(view_in: ViewIn, name: str) -> None:
    view = with_trails(view_in(12, 12, finished=True))
    frames = [view_at(view, month) for month in (0, 3, 6, 9, 12)]
    figure = figure_of(view, name, SIZE, {}, frames)
    assert figure["months"] == [0, 3, 6, 9, 12]
    assert len(set(figure["frames"])) == 5
    assert figure["svg"] == ""
    assert figure["turn"] == 0
    plain = figure_of(view, name, SIZE, {})
    assert "frames" not in plain
    assert plain["svg"].startswith("<svg")


@pytest.mark.parametrize("name", list_scenarios())
def test_ten_times_the_training_is_worth_as_many_points_in_every_race(name: str) -> None:
    changed = load_scenario(name).parameters
    assert "index_per_decade" not in changed, "charts say one figure for all races"
