"""The middle of the war room: charts, forecast, what is under way, and the past replayed."""

from __future__ import annotations

from collections.abc import Callable

import solara

from tenfold.sim.game.telling.view import View
from tenfold.ui import forecast_words, words
from tenfold.ui.components.charts import Chart
from tenfold.ui.components.forecast import Forecast
from tenfold.ui.components.tabs import Tabs
from tenfold.ui.components.under_way import UnderWay
from tenfold.ui.pages.replaying import Replay

CHARTS = tuple(one["name"] for one in words.CHARTS)


@solara.component
def Centre(
    view: View,
    tab: str,
    choose: Callable[[str], None],
    leave: Callable[[], None] | None,
    past: bool,
) -> None:
    """Tabs, a large chart and a small one, the forecast, what is under way; or the past replayed.

    Args:
        view: of the game.
        tab: what is chosen: a chart, or a part of the page on a phone.
        choose: called with another tab.
        leave: called to return from the past; None where there is nothing to return to.
        past: the race so far is replayed.
    """
    last, set_last = solara.use_state(CHARTS[0])

    def chosen(name: str) -> None:
        if name in CHARTS:
            set_last(name)
        choose(name)

    large = tab if tab in CHARTS else last
    small = "share" if large != "share" else "race"
    decides = not view.finished and not view.watching
    panel = forecast_words.panel(view) if decides else None
    with solara.Div(classes=["middle"]):
        Tabs(tabs=[*words.CHARTS, *words.PHONE_TABS], chosen=tab, event_choose=chosen)
        if past:
            Replay(view, large, small, leave)
            return
        with solara.Div(classes=["large"]):
            Chart(view, large).key(large)
        with solara.Div(classes=["below", "two"] if panel else ["below"]):
            Chart(view, small).key(small)
            if panel:
                Forecast(panel=panel)
        if view.underway:
            UnderWay(items=list(view.underway))
