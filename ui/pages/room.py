"""The war room: one screen in which a quarter is read, decided and ended; then the end screen."""

from __future__ import annotations

from typing import Any

import solara

from tenfold.ui.components.message import Message
from tenfold.ui.debriefs import desk
from tenfold.ui.engine import FAILED, engine
from tenfold.ui.pages.waiting import broken, preparing
from tenfold.ui.pages.watching import use_watched

LOST = {
    "title": "There is no game at this address.",
    "text": "The address may be incomplete, or the game was played on another computer.",
    "way": {"label": "To the start page", "href": "/"},
}
CANNOT = {"title": "This game cannot be opened."}
DIFFERS = {
    "title": "The model has changed since this game was played.",
    "text": "It can be replayed: your decisions stay, what follows from them may differ. The new "
    "game is practice; the old file stays as it is.",
    "deed": "Replay it on this version",
    "way": {"label": "To the start page", "href": "/"},
}


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
    """A game if there is one of this token; else what is wrong, and a way on."""
    games = engine.games
    router = solara.use_router()
    version = use_watched(
        games.version(token), lambda seen, seconds: games.wait(token, seen, seconds), token
    )
    looks, set_looks = solara.use_state(0)
    found = solara.use_memo(lambda: _look(token), [token, version, looks])
    failed, set_failed = solara.use_state("")
    late = not isinstance(found, dict) and found.turn >= found.turns

    def measure() -> None:
        # The yardstick is nearly there when the game ends, and in the way of no turn but the last.
        if late:
            desk.begin(token)

    solara.use_effect(measure, [token, late])

    def renew(_: bool) -> None:
        try:
            game = games.renew(token)
        except ValueError as problem:  # what cannot be replayed says so in one sentence
            set_failed(str(problem))
        else:
            router.push(f"/game/{game.token}")

    if isinstance(found, dict):
        Message(message={**found, "text": failed or found["text"]}, event_deed=renew)
    else:
        from tenfold.ui.pages.table import Table

        Table(found, lambda: set_looks(looks + 1))


def _look(token: str) -> Any:
    """The view of the game, or the message of a page that has none."""
    from tenfold.sim.game.saves.playable import EngineDiffers
    from tenfold.sim.game.saves.savefile import SaveError, UnknownGame

    try:
        return engine.games.view(token)
    except UnknownGame:
        return LOST
    except EngineDiffers as problem:
        return {**DIFFERS, "text": f"{problem} {DIFFERS['text']}"}
    except SaveError as problem:
        return {**LOST, **CANNOT, "text": str(problem)}
