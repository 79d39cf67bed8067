"""Who moves no lever is told of no change: the forecast asks for just what would come anyway."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tenfold.ui.classroom.rooms.forecasts import Question
from tenfold.ui.classroom.rooms.telling import phone_state
from tests.ui.classroom.rooms.conftest import SHARED, SHORT, Class, Play

OPENS = {"1": ["chips", "copying"], "2": ["distil"], "3": ["price", "release"]}
BASIC = {**SHORT, "opens": OPENS}
ROLE = {"title": "Copiers", "says": "You copy.", "holds": {"copying": 0.6}}


@pytest.mark.parametrize(
    ("plan", "moved"),
    [
        (BASIC, {"copying": 0.7}),
        (BASIC, {"experiments": 0.1, "training": 0.7, "serving": 0.2}),
        ({**BASIC, "roles": [ROLE]}, {"training": 0.3, "experiments": 0.3, "serving": 0.4}),
        ({**SHORT, "mode": "all"}, {"distil": 0.7}),
        ({**SHARED, "seats": ["regulator", "Oak"]}, {}),
    ],
)
def test_no_lever_moved_is_no_change(play: Play, plan: dict[str, Any], moved: Any) -> None:
    asked: list[Question] = []

    async def question(room: Any, person: str, **given: float) -> Question:
        """As a phone asks: all that is in hand, and what is given."""
        levers = phone_state(room, person)["levers"]
        held = {one["name"]: one["value"] for one in levers if one["held"]}
        room.forecast(person, room.row.round, {**held, **given})
        return asked.pop()

    async def story(told: Class) -> None:
        room = (await told.made(plan)).room
        told.hall.shop.forecasts.ask = lambda key, one: asked.append(one) or True  # type: ignore[method-assign, func-returns-value]
        ana, ben = await told.joined(room, "Ana", "Ben")
        await room.start_round()
        for number in (1, 2, 3):
            for person in (ana, ben):
                still = await question(room, person)
                position = await asyncio.to_thread(still.position)
                assert position is not None
                assert dict(still.settings) == position.still(still.mode), number
            if moved and number == 1:
                other = await question(room, ana, **moved)
                assert dict(other.settings) != position.still(other.mode)
            levers = phone_state(room, ana)["levers"]
            held = {one["name"]: one["value"] for one in levers if one["held"]}
            await room.submit(ana, number, {**held, **moved}, None, f"key number {number}")
            await room.resolve()
            await room.start_round()

    play(story)
