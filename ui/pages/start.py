"""The start page: one question and one button; every other race is one click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import solara

from tenfold.ui.components.message import Message
from tenfold.ui.components.race_chooser import RaceChooser
from tenfold.ui.components.start_card import StartCard
from tenfold.ui.components.start_shelf import StartShelf
from tenfold.ui.engine import FAILED, engine
from tenfold.ui.pages.waiting import broken, preparing
from tenfold.ui.pages.watching import use_watched
from tenfold.ui.start_words import FIRST_GAME, HOW_TO_PLAY, RENEW, choices, from_address

PAGE_FIRST = 0.6
"""Seconds that the start page has the processor for itself, before the engine is prepared."""
OPENING = {"title": "Opening the race that was sent to you", "text": ""}
Wish = Callable[[], Any]
"""Makes the game that was asked for, once the engine is ready."""


@solara.component
def StartPage() -> None:
    """Choose a race, or just press Play; waits for the engine where it must."""
    router = solara.use_router()
    query = parse_qs(router.search or "")
    stage = use_watched(engine.stage, engine.wait)
    solara.use_effect(lambda: engine.start(PAGE_FIRST), [])
    shared = query.get("race", [""])[0]
    wish, set_wish = solara.use_state(_sharing(shared, False) if shared else None)
    problem, set_problem = solara.use_state("")
    tries, set_tries = solara.use_state(0)
    older, set_older = solara.use_state("")
    opened, set_opened = solara.use_state("")

    def begin() -> None:
        if wish is None or opened or not engine.ready:
            return
        try:
            game = wish()
        except ValueError as trouble:  # what cannot be begun says so in one sentence
            from tenfold.sim.game.saves.playable import EngineDiffers

            if isinstance(trouble, EngineDiffers):
                set_older(str(trouble))
            else:
                set_problem(str(trouble))
            set_tries(tries + 1)
            set_wish(None)
            return
        if shared:
            # The browser may not have told where it is yet: told later, its address would lead back
            # here, and open the race a second time.
            set_opened(f"/game/{game.token}")
        else:
            router.push(f"/game/{game.token}")

    solara.use_effect(begin, [wish, stage])

    def make(wished: Wish) -> None:
        set_problem("")
        # A state that is a function would be called: it is handed over inside one.
        set_wish(lambda _: wished)

    if opened:
        Message(message={**OPENING, "go": opened})
    elif wish is not None and stage == FAILED:
        Message(message=broken())
    elif wish is not None and not engine.ready:
        Message(message=preparing(stage, "your game begins by itself")).key(stage)
    elif older:
        again = {**RENEW, "text": older}
        Message(message=again, event_deed=lambda _: (set_older(""), make(_sharing(shared, True))))
    else:
        Choosing(query, problem, tries, make)


@solara.component
def Choosing(
    query: dict[str, list[str]], problem: str, tries: int, make: Callable[[Wish], None]
) -> None:
    """The page itself.

    Args:
        query: of the address.
        problem: what went wrong, in a sentence; else empty.
        tries: games that could not be begun: what waits for one is free again.
        make: called with what makes the game.
    """
    unfolded, set_unfolded = solara.use_state(False)
    asked, refused = solara.use_memo(lambda: from_address(query), [str(query)])
    page = {**choices(asked, problem or refused, unfolded), "tries": tries}

    def first(_: Any) -> None:
        make(lambda: engine.games.begin(**FIRST_GAME))

    def play(chosen: dict[str, Any]) -> None:
        make(lambda: engine.games.begin(**chosen["game"]))

    def look(chosen: dict[str, Any]) -> None:
        make(lambda: engine.games.watch(**chosen["game"]))

    with solara.v.Html(tag="main", class_="start"):
        front = {key: page[key] for key in ("question", "bars", "tries", "open")}
        front["problem"] = "" if page["open"] else page["problem"]
        StartCard(start=front, event_play=first, event_more=lambda _: set_unfolded(True))
        if page["open"]:
            RaceChooser(start=page, event_play=play, event_look=look)
            StartShelf(shelf={"how": HOW_TO_PLAY})


def _sharing(text: str, renew: bool) -> Wish:
    """Opens a race from an address that somebody sent."""
    return lambda: engine.games.open_shared(text, renew)
