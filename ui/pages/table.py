"""The table at which a game is played: every card of the war room around one view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from tenfold.agents.decision import DecisionError
from tenfold.sim.game.savefile import SaveError
from tenfold.sim.game.turns import GameError
from tenfold.sim.game.view import View
from tenfold.ui import words
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.charts.race import race_chart
from tenfold.ui.charts.share import share_chart
from tenfold.ui.charts.values import race_values, share_values
from tenfold.ui.components.feed import Feed
from tenfold.ui.components.figure import Figure
from tenfold.ui.components.levers import Levers
from tenfold.ui.components.rivals import Rivals
from tenfold.ui.components.tabs import Tabs
from tenfold.ui.components.top_bar import TopBar
from tenfold.ui.components.under_way import UnderWay
from tenfold.ui.components.verdict import Verdict
from tenfold.ui.engine import engine

SIZES = {"race": (740.0, 330.0), "share": (740.0, 200.0)}
"""Of the drawings until the page has told its own, px."""
DRAW = {"race": race_chart, "share": share_chart}
VALUES = {"race": race_values, "share": share_values}
TITLES = {
    "race": (words.RACE_TITLE, words.RACE_NOTE, words.RACE_EXPLAIN),
    "share": (words.SHARE_TITLE, words.SHARE_NOTE, words.SHARE_EXPLAIN),
}


@solara.component
def Table(view: View) -> None:
    """Top bar, levers, charts, what is under way, news and rivals; at the end, the score."""
    router = solara.use_router()
    tab, set_tab = solara.use_state("race")
    # On a phone, a first game opens with its one question.
    sheet, set_sheet = solara.use_state(bool(view.levers.openings))
    error, set_error = solara.use_state("")
    solara.Title(f"{view.quarter} · Tenfold")
    colours = lab_colours([lab.kind for lab in view.labs], view.seat)

    def end_turn(turn: int) -> None:
        set_sheet(False)
        try:
            engine.games.end_turn(view.token, turn)
        except (SaveError, DecisionError) as problem:
            set_error(str(problem))
        else:
            set_error("")

    def take_over(turn: int) -> None:
        try:
            game = engine.games.fork(view.token, turn)
        except (SaveError, GameError) as problem:
            set_error(str(problem))
        else:
            router.push(f"/game/{game.token}")

    def draft(settings: Mapping[str, float]) -> None:
        try:
            engine.games.draft(view.token, settings)
        except (SaveError, DecisionError) as problem:
            set_error(str(problem))

    bar = TopBar(bar=words.bar(view, error), event_end_turn=end_turn, event_sheet=set_sheet)
    charts = [Chart(view, name, colours).key(name) for name in DRAW]
    middle = [*charts]
    left: list[solara.Element] = []
    if view.finished:
        left = [Verdict(verdict={**words.verdict(view), "error": error}, event_take_over=take_over)]
    else:
        left = [Levers(panel=words.panel(view), event_set_levers=draft, event_sheet=set_sheet)]
        middle.append(UnderWay(items=list(view.underway), empty=words.NOTHING_UNDER_WAY))
    right = [
        Feed(groups=words.feed(view.news, colours), empty=words.NO_NEWS, note=words.told_to(view)),
        Rivals(cards=words.rivals(view, colours)),
    ]
    classes = ["room", f"tab-{tab}"]
    classes += ["sheet-open"] if sheet else []
    classes += ["over"] if view.finished else []
    children = [bar, Tabs(tabs=list(words.TABS), chosen=tab, event_choose=set_tab)]
    lines = said_above(view, error or view.notice)
    if lines:
        children.append(solara.v.Html(tag="div", class_="lines", children=lines))
    children += [
        solara.v.Html(tag="div", class_="left", children=left),
        solara.v.Html(tag="main", class_="centre", children=middle),
        solara.v.Html(tag="div", class_="right", children=right),
    ]
    solara.v.Html(tag="div", class_=" ".join(classes), children=children)


def said_above(view: View, notice: str) -> list[solara.Element]:
    """Lines between the top bar and everything else: practice, and what has gone wrong."""
    lines = []
    if practice := words.practice(view):
        hint = {"title": practice["hint"]} if practice["hint"] else {}
        lines.append(
            solara.v.Html(tag="p", class_="practice", attributes=hint, children=[practice["text"]])
        )
    if notice:
        lines.append(
            solara.v.Html(tag="p", class_="notice", attributes={"role": "alert"}, children=[notice])
        )
    return lines


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
