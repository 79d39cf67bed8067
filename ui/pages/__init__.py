"""The pages: start, the war room of a game at /game/TOKEN, and the explorer of sweeps."""

from __future__ import annotations

import solara

from tenfold.ui.pages.room import GamePage
from tenfold.ui.pages.start import StartPage
from tenfold.ui.pages.sweep import SweepPage


@solara.component
def Layout(children: list[solara.Element]) -> None:
    """What all pages share: a name, and nothing of the framework's frame."""
    solara.Title("Tenfold")
    solara.v.Html(tag="div", class_="tenfold", children=children)


# The layout of the first route holds for all: the framework wraps its siblings in it too.
routes = [
    solara.Route(path="/", component=StartPage, layout=Layout, label="Tenfold"),
    solara.Route(path="game", component=GamePage, label="Tenfold"),
    solara.Route(path="sweep", component=SweepPage, label="Tenfold"),
]
