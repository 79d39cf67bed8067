"""A team's race shown to the class: computed, put on the wall, taken off again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tenfold.ui.classroom.after.studies import studies
from tenfold.ui.classroom.pages.showing import (
    FORK,
    GAP,
    LEVERS,
    NOTHING,
    show,
    shown_in,
)
from tenfold.ui.classroom.rooms.refusals import TooLate
from tenfold.ui.classroom.rooms.telling_staff import scene_state
from tests.ui.classroom.rooms.conftest import Class


async def story(one: Class) -> None:
    room = (await one.made(rounds=1)).room
    await one.joined(room, "Ana")
    (team,) = room.teams
    with pytest.raises(TooLate):
        await show(room, GAP, {"team": team})
    await room.start_round()
    await room.resolve()
    await room.start_round()
    await show(room, GAP, {"team": team})
    told = shown_in(room)
    assert told is not None
    assert round(sum(step["points"] for step in told["steps"]), 1) == told["gap"]
    # The scene of a restarted server is the same: it is kept with the room.
    await one.restart()
    room = one.room(room)
    assert shown_in(room) == told
    tries = await show(room, LEVERS, {"team": team})
    lever = next(one for one in tries["levers"] if one["name"] == "serving")
    at = tries["logged"][0]["serving"]
    await show(room, FORK, {"team": team, "round": 1, "lever": lever["name"], "value": at / 2})
    told = shown_in(room)
    assert told is not None
    assert told["played"] != told["tried"]
    assert scene_state(room)["scene"] == "debrief"
    await show(room, NOTHING, {})
    assert shown_in(room) is None
    await show(room, GAP, {"team": team})
    await room.undo_round()
    assert shown_in(room) is None


@pytest.mark.slow
def test_a_gap_and_a_fork_are_shown_and_taken_off(tmp_path: Path, warm_engine: None) -> None:
    async def whole() -> None:
        one = Class(tmp_path / "data")
        await one.begin()
        try:
            await story(one)
        finally:
            await one.end()

    studies.cache_clear()
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, whole()).result()
    studies.cache_clear()
