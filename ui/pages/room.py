"""The war room: one screen in which a quarter is read, decided and ended; then the end screen."""

from __future__ import annotations

from typing import Any

import solara

from tenfold.ui.components.message import Message
from tenfold.ui.engine import FAILED, engine
from tenfold.ui.pages.waiting import broken, preparing
from tenfold.ui.pages.watching import use_watched

LOST = {
    "title": "There is no game at this address.",
    "text": "The address may be incomplete, or the game was played on another computer.",
    "way": {"label": "To the start page", "href": "/"},
}
CANNOT = {"title": "This game cannot be opened."}


@solara.component
def GamePage() -> None:
    """The game whose token is in the address; waits for the engine where it must."""
    router = solara.use_router()
    token = router.parts[1] if len(router.parts) == 2 else ""
    stage = use_watched(engine.stage, engine.wait)
    solara.use_effect(lambda: engine.start(), [])
    if stage == FAILED:
        Message(message=broken())
    elif not engine.ready:
        Message(message=preparing(stage, "your game opens by itself")).key(stage)
    else:
        Opened(token).key(f"game-{token}")


@solara.component
def Opened(token: str) -> None:
    """A game if there is one of this token; else what is wrong, and a way back."""
    games = engine.games
    version = use_watched(
        games.version(token), lambda seen, seconds: games.wait(token, seen, seconds), token
    )
    looks, set_looks = solara.use_state(0)
    view, problem = solara.use_memo(lambda: _look(token), [token, version, looks])
    if view is None:
        Message(message={**LOST, **CANNOT, "text": problem} if problem else LOST)
    else:
        from tenfold.ui.pages.table import Table

        Table(view, lambda: set_looks(looks + 1))


def _look(token: str) -> tuple[Any, str]:
    from tenfold.sim.game.savefile import SaveError, UnknownGame

    try:
        return engine.games.view(token), ""
    except UnknownGame:
        return None, ""
    except SaveError as problem:
        return None, str(problem)
