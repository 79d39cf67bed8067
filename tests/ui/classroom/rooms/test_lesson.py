"""A room from create to the end, as its phones, teacher and projector see it."""

from __future__ import annotations

import pytest

from tenfold.ui.classroom.rooms.refusals import RoomError, TooLate
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tests.ui.classroom.rooms.conftest import Class, Play


def test_a_lesson_from_the_lobby_to_the_end(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        assert scene_state(room)["scene"] == "join"
        assert phone_state(room, ana)["levers"] == []
        await room.start_round()
        for number in range(1, 4):
            state = phone_state(room, ana)
            assert state["room"]["phase"] == "thinking"
            assert state["room"]["round"] == number
            assert [one["name"] for one in state["levers"]] == state["room"]["levers_open"]
            assert teacher_state(room)["in"] == 0
            kept = await told.submit(room, ana, copying=0.9)
            assert kept.revision == 1
            assert phone_state(room, ana)["submitted"]["settings"]["copying"] == 0.9
            assert (teacher_state(room)["in"], teacher_state(room)["of"]) == (1, 2)
            await room.resolve()
            revealed = phone_state(room, ana)["revealed"]
            assert revealed["round"] == number
            assert revealed["cause"]
            assert len(revealed["series"]["months"]) == 3 * number + 1
            assert scene_state(room)["scene"] == "reveal"
            await room.start_round()
        assert room.row.phase == "debrief"
        result = phone_state(room, ana)["result"]
        assert result["score"] == result["par"] + result["you"]
        assert result["of"] == 2
        assert {row["team"] for row in scene_state(room)["ranking"]} == {"Team 1", "Team 2"}
        await room.slip(ana, {room.plan.slip[0]: "Chips"})
        await room.end()
        with pytest.raises(TooLate):
            await room.slip(ben, {room.plan.slip[0]: "Chips"})
        assert phone_state(room, ben)["room"]["phase"] == "ended"

    play(story)


def test_all_states_are_the_same_after_a_restart_at_every_step(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        people = await told.joined(room, "Ana", "Ben", "Cleo")

        async def same() -> None:
            nonlocal room
            before = [phone_state(room, one) for one in people]
            staff = teacher_state(room), scene_state(room)
            for team in staff[0]["teams"]:
                for mate in team["mates"]:
                    mate["here"], mate["last_seen"] = False, None
                team["absent"] = True
            for state in before:
                for mate in state["team"]["mates"]:
                    mate["here"] = False
            await told.restart()
            room = told.room(room)
            assert [phone_state(room, one) for one in people] == before
            assert (teacher_state(room), scene_state(room)) == staff

        await same()
        await room.start_round()
        await same()
        await told.submit(room, people[0], copying=0.8, bet=[0.0, 0.5])
        await room.draft(people[1], 1, {"copying": 0.2})
        await room.say("Two minutes left")
        await same()
        await room.resolve()
        await same()
        await room.inject("chip-shortage")
        await room.start_round()
        await room.pause()
        await same()
        await told.submit(room, people[1])
        await room.resolve()
        await same()
        await room.undo_round()
        await same()
        await told.submit(room, people[2], copying=0.1)
        await room.resolve()
        await room.start_round()
        await room.resolve()
        await same()
        await room.start_round()
        await room.open_vote({"question": "Is it so?", "choices": ["Yes", "No"]})
        await room.vote(people[0], "Is it so?", "Yes")
        await same()

    play(story)


def test_what_cannot_be_said_now_is_refused(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        with pytest.raises(RoomError, match="Nobody has joined"):
            await room.start_round()
        (ana,) = await told.joined(room, "Ana")
        for late in (room.resolve, room.undo_round, room.pause):
            with pytest.raises(TooLate):
                await late()
        await room.start_round()
        with pytest.raises(RoomError, match="not open in round 1"):
            await room.submit(ana, 1, {"flagship_price": 2.0}, None, "a key of mine")
        with pytest.raises(TooLate, match="Round 2"):
            await room.submit(ana, 2, {}, None, "a key of mine")

    play(story)
