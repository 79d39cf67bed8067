"""Whatever people do in whatever order: a restart finds the room as it was, and nobody's decision
is lost."""

from __future__ import annotations

import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tenfold.ui.classroom.rooms.refusals import Busy, RoomError
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tenfold.ui.classroom.store import queries_rounds
from tests.ui.classroom.rooms.conftest import SHARED, SHORT, Class, Play

STEPS, BETWEEN = 60, 12
GONE = ("here", "absent", "last_seen")
"""What is known of who is connected, which a restart forgets."""


def all_told(room: Room) -> str:
    """What everybody is shown, but for who is connected."""

    def without(told: Any) -> Any:
        if isinstance(told, dict):
            return {name: without(value) for name, value in told.items() if name not in GONE}
        return [without(one) for one in told] if isinstance(told, list) else told

    phones = [phone_state(room, person) for person in room.people]
    return json.dumps(without([phones, teacher_state(room), scene_state(room)]))


@pytest.mark.slow
@pytest.mark.parametrize(("plan", "seed"), [(SHORT, 1), (SHORT, 2), (SHARED, 3), (SHARED, 4)])
def test_a_restart_finds_the_room_as_it_was(play: Play, plan: dict[str, Any], seed: int) -> None:
    dice = random.Random(seed)
    kept: dict[tuple[int, str], tuple[str, int]] = {}

    async def one_deed(told: Class, room: Room) -> None:
        people = list(room.people) or [(await room.join("First"))[1].id]
        who, team = dice.choice(people), dice.choice([*room.teams, "none"])

        async def submit() -> None:
            row = await told.submit(room, who, copying=dice.random())
            kept[row.round, row.team] = (row.by, row.revision)

        async def undo() -> None:
            number = room.done
            await room.undo_round()
            for key in [key for key in kept if key[0] >= number]:
                del kept[key]

        deeds: list[Callable[[], Awaitable[Any]]] = [
            submit, submit, submit, undo, room.resolve, room.resolve, room.start_round,
            room.start_round, room.start_round, room.pause, room.resume, told.hall.tick, room.deal,
            lambda: room.join(f"N{dice.randrange(9)}"),
            lambda: room.leave(who),
            lambda: room.rejoin(who),
            lambda: room.choose_seat(who),
            lambda: room.move(who, team),
            lambda: room.take_pen(who),
            lambda: room.draft(who, room.row.round, {"copying": dice.random()}),
            lambda: room.bet(who, room.row.round, [0.0, dice.random()]),
            lambda: room.take_over(team, dice.choice(["teacher", "autopilot", "", ""])),
            lambda: room.inject(dice.choice(["chip-glut", "money-drought"])),
            lambda: room.withdraw_events(),
            lambda: room.say("Hello"),
            lambda: room.extend(30),
        ]  # fmt: skip
        told.clock.pass_seconds(dice.random())
        try:
            await dice.choice(deeds)()
        except Busy:
            raise
        except (RoomError, KeyError):
            return

    async def story(told: Class) -> None:
        room = (await told.made(plan, rounds=8)).room
        await told.joined(room, "Ana", "Ben", "Cleo")
        for step in range(STEPS):
            await one_deed(told, room)
            if step % BETWEEN == BETWEEN - 1:
                before = all_told(room)
                await told.restart()
                room = told.room(room)
                assert all_told(room) == before
        rows = told.store.read(lambda db: queries_rounds.decisions_of(db, room.id))
        found = {(row.round, row.team): (row.by, row.revision) for row in rows}
        assert kept.items() <= found.items()

    play(story)
