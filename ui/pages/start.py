"""The start page: one question and one button; every other race is one click away."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import solara

from tenfold.ui.components.message import Message
from tenfold.ui.components.start_card import StartCard
from tenfold.ui.engine import FAILED, engine
from tenfold.ui.pages.waiting import broken, preparing
from tenfold.ui.pages.watching import use_watched
from tenfold.ui.start_words import FIRST_GAME, choices, from_address

PAGE_FIRST = 0.6
"""Seconds that the start page has the processor for itself, before the engine is prepared."""


@solara.component
def StartPage() -> None:
    """Choose a race, or just press Play; waits for the engine where it must."""
    router = solara.use_router()
    stage = use_watched(engine.stage, engine.wait)
    solara.use_effect(lambda: engine.start(PAGE_FIRST), [])
    wish, set_wish = solara.use_state(None)
    problem, set_problem = solara.use_state("")
    unfolded, set_unfolded = solara.use_state(False)
    asked, refused = solara.use_memo(
        lambda: from_address(parse_qs(router.search or "")), [router.search]
    )

    def begin() -> None:
        if wish is None or not engine.ready:
            return
        try:
            game = engine.games.begin(**wish)
        except ValueError as trouble:  # what cannot be begun says so in one sentence
            set_problem(str(trouble))
            set_wish(None)
            return
        router.push(f"/game/{game.token}")

    solara.use_effect(begin, [wish, stage])

    def play(chosen: dict[str, Any]) -> None:
        set_problem("")
        set_wish(dict(FIRST_GAME) if chosen.get("first") else {**chosen["game"], "guided": False})

    if wish is not None and stage == FAILED:
        Message(message=broken())
    elif wish is not None and not engine.ready:
        Message(message=preparing(stage, "your game begins by itself")).key(stage)
    else:
        page = choices(asked, problem or refused, unfolded)
        StartCard(start=page, event_play=play, event_more=lambda _: set_unfolded(True))
