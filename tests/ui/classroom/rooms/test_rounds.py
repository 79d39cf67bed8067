"""Time in a room: deadlines, pauses, rounds undone, what a teacher lets happen."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.ui.classroom.rooms.deciding import LAST_CALL_TO_BET
from tenfold.ui.classroom.rooms.hall import AFTER_A_STOP
from tenfold.ui.classroom.rooms.refusals import Busy, RoomError, TooLate
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tenfold.ui.classroom.store import queries_rounds
from tenfold.ui.classroom.store.troubles import StoreTrouble
from tests.ui.classroom.rooms.conftest import Class, Play
from tests.ui.classroom.rooms.test_seating import race


async def begun(told: Class, *names: str, **changes: Any) -> tuple[Room, list[str]]:
    """A room in its first round."""
    room = (await told.made(**changes)).room
    people = await told.joined(room, *(names or ("Ana", "Ben")))
    await room.start_round()
    return room, people


def test_the_clock_ends_rounds_and_begins_the_next(play: Play) -> None:
    async def story(told: Class) -> None:
        room, _ = await begun(told, auto=True, rounds=2, seconds=[60, 30], reveal=20)
        await told.hall.tick()
        assert room.row.phase == "thinking"
        told.clock.pass_seconds(60)
        await told.hall.tick()
        assert (room.row.phase, room.done) == ("revealed", 1)
        told.clock.pass_seconds(20)
        await told.hall.tick()
        assert (room.row.phase, room.row.round) == ("thinking", 2)
        assert room.row.deadline_ms == told.clock() + 30_000
        told.clock.pass_seconds(30)
        await told.hall.tick()
        told.clock.pass_seconds(20)
        await told.hall.tick()
        assert room.row.phase == "debrief"
        assert room.row.deadline_ms is None

    play(story)


def test_a_round_ends_soon_after_all_are_in(play: Play) -> None:
    async def story(told: Class) -> None:
        room, (ana, ben) = await begun(told)
        await told.submit(room, ana)
        await told.hall.tick()
        assert room.row.deadline_ms == told.clock() + 220_000
        await told.submit(room, ben)
        await told.hall.tick()
        assert room.row.deadline_ms == told.clock() + LAST_CALL_TO_BET
        await room.extend(60)
        await told.hall.tick()
        assert room.row.deadline_ms == told.clock() + LAST_CALL_TO_BET + 60_000

    play(story)


def test_time_stands_still_in_a_pause(play: Play) -> None:
    async def story(told: Class) -> None:
        room, (ana, _) = await begun(told)
        told.clock.pass_seconds(100)
        await room.pause()
        told.clock.pass_seconds(1_000)
        await told.hall.tick()
        state = phone_state(room, ana)["room"]
        assert (state["phase"], state["paused"], state["left"]) == ("thinking", True, 120_000)
        await told.submit(room, ana)
        await room.extend(-60)
        await room.resume()
        assert room.row.deadline_ms == told.clock() + 60_000
        for wrong in (0, 10**9, 1.5, True, None):
            with pytest.raises(RoomError):
                await room.extend(wrong)

    play(story)


def test_a_server_that_was_down_too_long_gives_some_more_time(play: Play) -> None:
    async def story(told: Class) -> None:
        room, _ = await begun(told)
        await told.end()
        told.clock.pass_seconds(500)
        await told.begin()
        room = told.room(room)
        assert room.row.deadline_ms == told.clock() + AFTER_A_STOP
        await told.hall.tick()
        assert room.row.phase == "thinking"

    play(story)


def test_a_round_that_was_being_resolved_is_resolved_after_a_restart(play: Play) -> None:
    async def story(told: Class) -> None:
        room, (ana, _) = await begun(told)
        kept = await told.submit(room, ana, copying=0.3)
        await room.write(lambda db: None, phase="resolving", deadline_ms=None)
        await told.restart()
        room = told.room(room)
        with pytest.raises(TooLate):
            await room.submit(ana, 1, {}, None, "another key")
        await told.hall.tick()
        assert (room.row.phase, room.done) == ("revealed", 1)
        rows = told.store.read(lambda db: queries_rounds.decisions_of(db, room.id, 1))
        assert [row for row in rows if row.by == ana] == [kept]

    play(story)


def test_a_round_that_fails_goes_back_to_its_teams(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(told: Class) -> None:
        room, (ana, _) = await begun(told)
        await told.submit(room, ana)

        def fails(*_: object) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patched:
            patched.setattr(told.hall.shop.races, "resolve", fails)
            with pytest.raises(Busy, match="Nothing is lost"):
                await room.resolve()
        assert room.row.phase == "thinking"
        assert "could not be resolved" in teacher_state(room)["trouble"]
        assert phone_state(room, ana)["submitted"]
        await room.resolve()
        assert (room.done, teacher_state(room)["trouble"]) == (1, "")

    play(story)


def test_a_round_whose_end_cannot_be_written_ends_once_the_disk_is_well(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(told: Class) -> None:
        room, (ana, _) = await begun(told)
        kept = await told.submit(room, ana)
        write, room_for = told.store.write, [0]

        async def fails(change: Any) -> Any:
            if not room_for[0]:
                raise StoreTrouble("No room is left.")
            room_for[0] -= 1
            return await write(change)

        told.clock.pass_seconds(300)
        with monkeypatch.context() as patched:
            patched.setattr(told.store, "write", fails)
            for many, phase in ((0, "thinking"), (1, "resolving"), (0, "resolving")):
                room_for[0] = many
                await told.hall.tick()
                assert (room.row.phase, room.done) == (phase, 0)
                told.clock.pass_seconds(10)
        assert teacher_state(room)["trouble"] == "No room is left."
        await told.hall.tick()
        assert (room.row.phase, room.done) == ("revealed", 1)
        assert teacher_state(room)["trouble"] == ""
        rows = told.store.read(lambda db: queries_rounds.decisions_of(db, room.id, 1))
        assert [row for row in rows if row.by == ana] == [kept]

    play(story)


def test_a_round_undone_leaves_no_trace_in_the_race(play: Play) -> None:
    async def story(told: Class) -> None:
        room, (ana, ben) = await begun(told)
        await told.submit(room, ana, copying=0.5)
        await room.resolve()
        before, once = phone_state(room, ana)["standing"], race(told, room, "1.0")
        await room.start_round()
        await told.submit(room, ana, experiments=0.1, training=0.1, serving=0.8)
        await room.resolve()
        await room.start_round()
        await told.submit(room, ben)
        await room.undo_round()
        assert (room.row.phase, room.row.round, room.done) == ("thinking", 2, 1)
        state = phone_state(room, ana)
        assert state["standing"] == before
        assert state["submitted"] is None
        assert round(state["draft"]["settings"]["serving"], 6) == 0.8
        assert race(told, room, "1.0") == once
        await told.submit(room, ana, copying=0.5)
        await room.resolve()
        undone = told.store.read(lambda db: queries_rounds.undone_of(db, room.id))
        assert {(one.decision.round, one.decision.by) for one in undone} >= {(2, ana), (3, ben)}
        assert race(told, room, "1.0") != once

    play(story)


def test_an_event_strikes_the_coming_quarter_and_no_one_before(play: Play) -> None:
    async def story(told: Class) -> None:
        room, _ = await begun(told, scenario="tenfold-2026", seats=["Ruolan"])
        twin, _ = await begun(told, scenario="tenfold-2026", seats=["Ruolan"])
        for each in (room, twin):
            await each.resolve()
        assert race(told, room, "1.0") == race(told, twin, "1.0")
        with pytest.raises(RoomError, match="magic"):
            await room.inject("magic")
        await room.inject("demand-slump")
        with pytest.raises(RoomError):
            await room.inject("demand-slump")
        assert race(told, room, "1.0") == race(told, twin, "1.0")
        assert [one["name"] for one in teacher_state(room)["events"] if one["coming"]] == [
            "demand-slump"
        ]
        for each in (room, twin):
            await each.start_round()
            await each.resolve()
        struck = race(told, room, "1.0")
        assert struck != race(told, twin, "1.0")
        await told.restart()
        assert race(told, told.room(room), "1.0") == struck
        room = told.room(room)
        await room.undo_round()
        await room.withdraw_events()
        await room.resolve()
        assert race(told, room, "1.0") == race(told, told.room(twin), "1.0")

    play(story)


def test_a_rehearsal_is_on_another_luck_and_is_wiped(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round(rehearsal=True)
        await told.submit(room, ana)
        await room.resolve()
        rehearsed = race(told, room, "1.0")
        assert scene_state(room)["lines"][0].startswith("Rehearsal")
        await room.reset()
        state = phone_state(room, ana)
        assert (state["room"]["phase"], state["room"]["rehearsal"]) == ("lobby", False)
        assert state["team"]["name"] == "Team 1"
        assert told.store.read(lambda db: queries_rounds.decisions_of(db, room.id)) == []
        await room.start_round()
        await told.submit(room, ana)
        await room.resolve()
        assert race(told, room, "1.0") != rehearsed

    play(story)


def test_messages_votes_and_slips(play: Play) -> None:
    async def story(told: Class) -> None:
        room, (ana, ben) = await begun(told, rounds=1)
        await room.say(" Two\nminutes ")
        assert phone_state(room, ana)["room"]["message"]["text"] == "Two minutes"
        await room.say("")
        assert phone_state(room, ana)["room"]["message"] is None
        for wrong in ("x" * 301, 3, "\x00"):
            with pytest.raises(RoomError):
                await room.say(wrong)
        with pytest.raises(TooLate):
            await room.slip(ana, {room.plan.slip[0]: "Chips"})
        await room.resolve()
        await room.start_round()
        with pytest.raises(TooLate):
            await room.vote(ana, "Is it so?", "Yes")
        await room.open_vote({"question": "Is it so?", "choices": ["Yes", "No"]})
        for answer in ("Maybe", 3, None, ["Yes"]):
            with pytest.raises(RoomError):
                await room.vote(ana, "Is it so?", answer)
        await room.vote(ana, "Is it so?", "Yes")
        await room.vote(ana, "Is it so?", "No")
        await room.vote(ben, "Is it so?", "No")
        assert phone_state(room, ben)["vote"]["counts"] == []
        await room.close_vote()
        counts = [{"choice": "Yes", "votes": 0}, {"choice": "No", "votes": 2}]
        assert phone_state(room, ben)["vote"]["counts"] == counts
        assert scene_state(room)["vote"]["counts"] == counts
        await room.slip(ana, {room.plan.slip[0]: "Chips"})
        assert phone_state(room, ana)["slip"]["mine"] == {room.plan.slip[0]: "Chips"}
        assert phone_state(room, ben)["slip"]["mine"] == {}
        for answers in ({}, {"Not asked": "x"}, {room.plan.slip[0]: "x" * 1_001}, "x"):
            with pytest.raises(RoomError):
                await room.slip(ben, answers)

    play(story)


def test_the_projector_follows_the_room_or_the_teacher(play: Play) -> None:
    async def story(told: Class) -> None:
        room, _ = await begun(told)
        assert scene_state(room)["scene"] == "thinking"
        await room.show_scene("blank")
        assert (scene_state(room)["scene"], scene_state(room)["lines"]) == ("blank", [])
        await room.show_scene("auto")
        for _ in range(3):
            await room.resolve()
            scene = scene_state(room)
            assert len(scene["lines"]) <= 7
            assert len(scene["headlines"]) <= 3
            assert bool(scene["ranking"]) == (room.done >= 3)
            await room.start_round()
        with pytest.raises(RoomError):
            await room.show_scene("cash")

    play(story)
