"""The past of a game replayed: charts that grow quarter by quarter under a timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara

from tenfold.sim.game.calendar import TURN_MONTHS, quarter_of
from tenfold.sim.game.telling.replaying import view_at
from tenfold.sim.game.telling.view import View
from tenfold.ui import words
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.components.charts import Chart
from tenfold.ui.components.scrubber import Scrubber

HEADLINES = 4
"""News of a quarter that the timeline tells; the column of news has all."""
BEFORE = "Before the first decision."
NO_NEWS = "A quiet quarter."


@solara.component
def Replay(
    view: View,
    name: str = "race",
    beside: str = "share",
    leave: Callable[[], None] | None = None,
) -> None:
    """A large and a small chart of the past, and the timeline that moves them.

    All quarters are drawn at once, on the axes of the whole race, so that a step of the timeline
    needs no server. A race that is only watched begins to play by itself.

    Args:
        view: of now; nothing is shown that was not known in its quarter.
        name: of the large chart.
        beside: of the small one.
        leave: called to go back to the present; without it there is no way back to offer.
    """
    frames = solara.use_memo(lambda: frames_of(view), [view.token, view.version])
    scrub = solara.use_memo(
        lambda: scrub_of(view, frames, leave is not None), [view.token, view.version]
    )

    def gone(_: Any) -> None:
        if leave is not None:
            leave()

    with solara.Div(classes=["replay"]):
        with solara.Div(classes=["large"]):
            Chart(view, name, frames).key(f"replay {name}")
        Scrubber(scrub=scrub, event_leave=gone)
        with solara.Div(classes=["below"]):
            Chart(view, beside, frames).key(f"replay {beside}")


def frames_of(view: View) -> list[View]:
    """The view at the start and after each quarter."""
    return [view_at(view, month) for month in range(0, view.month + 1, TURN_MONTHS)]


def scrub_of(view: View, frames: list[View], back: bool) -> dict[str, Any]:
    """What the timeline says of every quarter.

    Args:
        view: of now.
        frames: the view at the start and after each quarter.
        back: there is a present to go back to.
    """
    colours = lab_colours([lab.kind for lab in view.labs], view.seat if view.seat >= 0 else None)
    return {
        "frames": [_frame(frame, colours) for frame in frames],
        "plays": view.watching,
        "quiet": NO_NEWS,
        "leave": "Back to now" if back else "",
    }


def _frame(frame: View, colours: list[str]) -> dict[str, Any]:
    passed = frame.month // TURN_MONTHS
    told = [item for item in frame.news if item.turn == passed - 1][:HEADLINES]
    news = [
        {
            "text": item.text, "own": item.own,
            "colour": colours[item.lab] if item.lab >= 0 else "var(--quiet)",
        }
        for item in told
    ]  # fmt: skip
    if not passed:
        news = [{"text": BEFORE, "own": False, "colour": "var(--quiet)"}]
    ended = quarter_of(frame.start, max(0, frame.month - TURN_MONTHS))
    return {
        "quarter": f"after {ended}" if passed else f"start of {ended}",
        "facts": words.facts(frame.standing)
        if frame.regulator is None
        else words.ruler_facts(frame),
        "news": news,
    }
