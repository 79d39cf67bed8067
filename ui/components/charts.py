"""A chart of the war room by its name: drawn for the room that the page has, only while seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from tenfold.sim.game.telling.view import View
from tenfold.ui.chart_words import Picked, head, pick, when
from tenfold.ui.charts.families import DRAW, VALUES
from tenfold.ui.charts.palette import lab_colours
from tenfold.ui.components.figure import Figure

Size = tuple[float, float]
SMALL_TOO = ("race", "share")
"""Charts that also stand in the small slot, so that their sizes are their own."""
USUAL_SIZE = (750.0, 340.0)
"""Of a drawing until the page has told its own, px."""
told: solara.Reactive[tuple[tuple[str, Size], ...]] = solara.reactive(())
"""Sizes that this page has told, by the charts' slots: a chart that comes again fits at once."""


@solara.component
def Chart(view: View, name: str, frames: Sequence[View] = ()) -> None:
    """One chart.

    Args:
        view: what the player sees.
        name: race, share, value, compute or ideas.
        frames: in a replay, the view at each quarter: the axes are those of the whole game, and
            the page changes from frame to frame by itself.
    """
    slot = f"{name if name in SMALL_TOO else ''} {'past' if frames else ''}"
    size, set_size = solara.use_state(dict(told.peek()).get(slot, USUAL_SIZE))
    picked, set_picked = solara.use_state({})
    figure = solara.use_memo(
        lambda: figure_of(view, name, size, picked, frames),
        [view.token, view.version, view.month, name, size, picked, len(frames)],
    )
    Figure(
        figure=figure,
        event_size=lambda room: _resized(room, slot, set_size),
        event_pick=lambda choice: set_picked(pick(picked, dict(choice))),
    )


def figure_of(
    view: View, name: str, size: Size, picked: Picked, frames: Sequence[View] = ()
) -> dict[str, Any]:
    """Everything that the page needs of one chart."""
    colours = lab_colours([lab.kind for lab in view.labs], view.seat if view.seat >= 0 else None)
    whole = view if frames else None
    draw = DRAW[name]
    figure = {
        **head(view, name, picked),
        "svg": "" if frames else draw(view, colours, *size, **picked),
        "values": VALUES[name](view, colours, *size, when(view), whole, **picked),
        "turn": 0 if frames or view.finished else view.turn,
        "start": list(view.start),
    }
    if frames:
        figure["frames"] = [draw(frame, colours, *size, view, **picked) for frame in frames]
        figure["months"] = [frame.month for frame in frames]
    return figure


def _resized(room: Mapping[str, float], slot: str, set_size: Callable[[Size], None]) -> None:
    # A hidden chart keeps its drawing: what nobody sees is not drawn anew.
    if room["width"] > 0.0:
        size = (float(room["width"]), float(room["height"]))
        told.value = tuple({**dict(told.peek()), slot: size}.items())
        set_size(size)
