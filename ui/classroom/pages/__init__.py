"""The pages that the framework serves a class: host, teacher, projector; each opened by a token."""

from __future__ import annotations

import solara

from tenfold.ui.classroom.addresses import HOST, SCREEN, TEACH
from tenfold.ui.classroom.pages.host import HostPage
from tenfold.ui.classroom.pages.lifeline import Lifeline
from tenfold.ui.classroom.pages.screen import ScreenPage
from tenfold.ui.classroom.pages.teacher import TeacherPage
from tenfold.ui.components.message import Message


@solara.component
def Layout(children: list[solara.Element]) -> None:
    """What all pages share: a name, and nothing of the framework's frame."""
    solara.Title("Tenfold: class")
    solara.v.Html(tag="div", class_="tenfold", children=[*children, Lifeline()])


@solara.component
def Nothing() -> None:
    """What stands beside the three pages, and no link leads to."""
    Message(message={"title": "There is no page here.", "text": "Its address may be incomplete."})


# The layout of the first route holds for all: the framework wraps its siblings in it too.
routes = [
    solara.Route(path="/", component=Nothing, layout=Layout, label="Tenfold: class"),
    solara.Route(path=HOST.strip("/"), component=HostPage, label="Tenfold: class"),
    solara.Route(path=TEACH.strip("/"), component=TeacherPage, label="Tenfold: class"),
    solara.Route(path=SCREEN.strip("/"), component=ScreenPage, label="Tenfold: class"),
]
