"""The middle of the war room: charts, forecast, what is under way, and the past replayed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from tenfold.sim.game.view import View
from tenfold.ui import words
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.race import race_chart
from tenfold.ui.charts.share import share_chart
from tenfold.ui.charts.values import race_values, share_values
from tenfold.ui.components.figure import Figure
from tenfold.ui.components.tabs import Tabs
from tenfold.ui.components.under_way import UnderWay

SIZES = {"race": (740.0, 330.0), "share": (740.0, 200.0)}
"""Of the drawings until the page has told its own, px."""
DRAW = {"race": race_chart, "share": share_chart}
VALUES = {"race": race_values, "share": share_values}
TITLES = {
    "race": (
        "Capability race",
        "best model on sale · ● new ○ opened",
        "The capability index: 155 is about the best model at the end of 2025; "
        "8 points are worth ten times the training chips.",
    ),
    "share": ("Market share", "of all tokens used", "Tokens are pieces of words."),
}


@solara.component
def Centre(
    view: View,
    tab: str,
    choose: Callable[[str], None],
    replaying: bool,
    replay: Callable[[bool], None],
) -> None:
    """Tabs, a large chart and a small one, the forecast, what is under way.

    Args:
        view: of the game.
        tab: what is chosen: a chart, or a part of the page on a phone.
        choose: called with another tab.
        replaying: the past is shown month by month.
        replay: called to begin or end that.
    """
    last, set_last = solara.use_state("race")
    charts = [one["name"] for one in words.CHARTS]
    large = tab if tab in DRAW else last
    small = "share" if large != "share" else "race"
    colours = lab_colours([lab.kind for lab in view.labs], view.seat if view.seat >= 0 else None)

    def chosen(name: str) -> None:
        if name in charts:
            set_last(name)
        choose(name)

    with solara.Div(classes=["middle"]):
        Tabs(tabs=[*words.CHARTS, *words.PHONE_TABS], chosen=tab, event_choose=chosen)
        with solara.Div(classes=["large"]):
            Chart(view, large, colours).key(large)
        with solara.Div(classes=["below"]):
            Chart(view, small, colours).key(small)
        if not view.finished:
            UnderWay(items=list(view.underway), empty=words.NOTHING_UNDER_WAY)


@solara.component
def Chart(view: View, name: str, colours: list[str]) -> None:
    """One chart, drawn for the room that the page has for it."""
    size, set_size = solara.use_state(SIZES[name])

    def draw() -> dict[str, Any]:
        width, height = size
        title, subtitle, explain = TITLES[name]
        return {
            "name": name, "title": title, "subtitle": subtitle, "explain": explain,
            "svg": DRAW[name](view, colours, width, height),
            "values": VALUES[name](view, colours, width, height, words.when(view)),
        }  # fmt: skip

    def resized(room: Mapping[str, float]) -> None:
        set_size((float(room["width"]), float(room["height"])))

    figure = solara.use_memo(draw, [view.token, view.version, size])
    Figure(figure=figure, event_size=resized)
