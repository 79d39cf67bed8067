"""What a team decides is kept once, in time, and seen by that team alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tenfold.ui.classroom.rooms.refusals import NotAllowed, PenHeld, RoomError, TooLate
from tenfold.ui.classroom.rooms.telling import phone_state, team_state
from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tenfold.ui.classroom.store import queries_rounds
from tenfold.ui.classroom.store.troubles import StoreTrouble
from tests.ui.classroom.rooms.conftest import SHARED, Class, Play


def test_a_retry_changes_nothing_however_late(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        first = await told.submit(room, ana, copying=0.1, key="the first one")
        second = await told.submit(room, ana, copying=0.9, key="the second one")
        assert (first.revision, second.revision) == (1, 2)
        again = await told.submit(room, ana, copying=0.1, key="the first one")
        assert (again.revision, again.settings["copying"]) == (2, 0.9)
        await told.restart()
        room = told.room(room)
        again = await told.submit(room, ana, copying=0.5, key="the second one")
        assert (again.revision, again.settings["copying"]) == (2, 0.9)
        await room.resolve()
        await room.start_round()
        for key in ("the first one", "the second one"):
            late = await room.submit(ana, 1, {}, None, key)
            assert (late.round, late.revision) == (1, 2)
        with pytest.raises(TooLate, match="Round 1 is over"):
            await room.submit(ana, 1, {}, None, "a third one")
        with pytest.raises(TooLate, match="has not begun"):
            await room.submit(ana, 3, {}, None, "of the next round")
        await room.take_over("1.0", "teacher")
        assert (await room.submit(ana, 1, {}, None, "the first one")).revision == 2
        with pytest.raises(NotAllowed):
            await told.submit(room, ana)
        await room.take_over("1.0", "")
        await room.end()
        assert (await room.submit(ana, 1, {}, None, "the first one")).revision == 2
        with pytest.raises(TooLate):
            await room.submit(ana, 1, {}, None, "a third one")

    play(story)


def test_what_is_acknowledged_while_the_round_ends_counts(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(teams=12)).room
        people = await told.joined(room, *(f"Student {k}" for k in range(12)))
        await room.start_round()
        accepted: dict[str, int] = {}

        async def keeps_on(person: str) -> None:
            for k in range(6):
                try:
                    kept = await told.submit(room, person, copying=k / 10)
                except (TooLate, KeyError):
                    return
                accepted[person] = kept.revision
                await asyncio.sleep(0)

        async def ends() -> None:
            await asyncio.sleep(0.01)
            await room.resolve()

        await asyncio.gather(ends(), *(keeps_on(person) for person in people))
        rows = told.store.read(lambda db: queries_rounds.decisions_of(db, room.id, 1))
        assert len(rows) == 12
        kept = {row.by: row.revision for row in rows if row.by in room.people}
        assert kept == accepted

    play(story)


def test_a_write_that_fails_has_not_happened(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        before = phone_state(room, ana)

        async def fails(change: Any) -> None:
            raise StoreTrouble("No room is left.")

        with monkeypatch.context() as patched:
            patched.setattr(told.store, "write", fails)
            for deed in (
                told.submit(room, ana),
                room.draft(ana, 1, {"copying": 0.5}),
                room.resolve(),
                room.say("Hello"),
                room.extend(10),
                room.join("Ben"),
            ):
                with pytest.raises(StoreTrouble, match="No room"):
                    await deed
        after = phone_state(room, ana)
        assert {**after, "now": 0} == {**before, "now": 0}
        await told.submit(room, ana)
        await room.resolve()
        assert room.done == 1

    play(story)


def test_the_pen_goes_round_and_mates_see_the_draft(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben, other = await told.joined(room, "Ana", "Ben", "Other")
        await room.move(ben, "1.0")
        await room.start_round()
        mates, strangers = room.listen("person", ben), room.listen("person", other)
        await strangers.next(0.1)
        await room.draft(ana, 1, {"copying": 0.4})
        said = dict(await mates.next(0.1))
        at = told.clock.ms
        assert said["draft"] == {
            "round": 1, "settings": {"copying": 0.4}, "by": "Ana", "at": at
        }  # fmt: skip
        assert await strangers.next(0.05) == []
        with pytest.raises(PenHeld, match="Ana has the pen"):
            await room.draft(ben, 1, {"copying": 0.6})
        await room.take_pen(ben)
        await room.draft(ben, 1, {"copying": 0.6})
        state = phone_state(room, ana)
        assert state["draft"]["settings"] == {"copying": 0.6}
        assert (state["team"]["pen"], state["team"]["mine"]) == ("Ben", False)
        await room.take_pen(ben, take=False)
        await room.draft(ana, 1, {"copying": 0.7})
        assert phone_state(room, ana)["team"]["mine"]

    play(story)


@pytest.mark.parametrize(
    "settings",
    [
        None, [], "x", {"copying": "much"}, {"copying": True}, {"copying": float("nan")},
        {"magic": 1.0}, {"experiments": 0.5}, {"copying": 1e400}, {1: 2.0},
        {f"lever {k}": 1.0 for k in range(100)}, {"on_offered": 1.0},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(play: Play, settings: Any) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        with pytest.raises(RoomError):
            await room.submit(ana, 1, settings, None, "a key of mine")
        with pytest.raises(RoomError):
            await room.draft(ana, 1, settings)

    play(story)


def test_a_bet_is_placed_after_submitting_and_scored(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        with pytest.raises(RoomError, match="Submit first"):
            await room.bet(ana, 1, [0.0, 0.1])
        await told.submit(room, ana)
        for wrong in ([0.5], [0.5, 0.1], [0.0, 2.0], "x", [None, 1]):
            with pytest.raises(RoomError):
                await room.bet(ana, 1, wrong)
        await room.bet(ana, 1, [0.0, 1.0])
        assert phone_state(room, ana)["bet"]["draft"] == [0.0, 1.0]
        await told.submit(room, ana)
        assert phone_state(room, ana)["bet"]["draft"] == [0.0, 1.0]
        await room.resolve()
        assert "held" in phone_state(room, ana)["bet"]["last"]
        assert teacher_state(room)["leaderboard"][0]["bets"]["hits"] == 1

    play(story)


def test_house_rules_hold_and_closed_levers_are_the_autopilots(play: Play) -> None:
    async def story(told: Class) -> None:
        role = {"title": "Copiers", "says": "You copy.", "holds": {"copying": 0.6}}
        room = (await told.made(roles=[role])).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        state = phone_state(room, ana)
        assert state["team"]["role"]["says"] == "You copy."
        assert state["room"]["levers_open"] == ["experiments", "training", "serving"]
        with pytest.raises(RoomError, match="not open"):
            await room.submit(ana, 1, {"copying": 0.0}, None, "a key of mine")
        kept = await told.submit(room, ana)
        assert kept.settings["copying"] == 0.6
        await room.resolve()
        await room.start_round()
        await room.resolve()
        row = told.store.read(lambda db: queries_rounds.decision_of(db, room.id, 2, "1.0"))
        assert row is not None
        assert (row.by, row.settings["copying"]) == ("absent", 0.6)

    play(story)


def test_the_absent_keep_what_they_set_and_nothing_else(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, _ = await told.joined(room, "Ana", "Never")
        await room.start_round()
        await told.submit(room, ana, copying=0.9)
        await room.resolve()
        await room.start_round()
        turn = room.told["1.0"]["_turn"]["autopilot"]
        await room.resolve()
        rows = {
            row.team: row
            for row in told.store.read(lambda db: queries_rounds.decisions_of(db, room.id, 2))
        }
        assert rows["1.0"].by == rows["2.0"].by == "absent"
        assert rows["1.0"].settings["copying"] == 0.9
        assert rows["1.0"].levers["distil"] == turn["distil"]
        assert rows["2.0"].settings == {}

    play(story)


def test_students_see_nothing_of_other_teams(play: Play) -> None:
    async def story(told: Class) -> None:
        for plan in (None, SHARED):
            room = (await told.made(plan, teams=2)).room
            ana, ben = await told.joined(room, "Ana", "Benedikt")
            await room.start_round()
            secret = 0.123456
            await room.draft(ben, 1, {"copying": secret})
            await told.submit(room, ben, copying=secret, bet=[0.0123, 0.9876])
            seen = json.dumps(phone_state(room, ana))
            for word in ("0.123456", "0.0123", "0.9876", "Benedikt"):
                assert word not in seen
                assert word not in json.dumps(scene_state(room))
                assert word in json.dumps(phone_state(room, ben)) or word == "Benedikt"
            with pytest.raises(NotAllowed):
                await room.submit_for(room.people[ben].team, 1, {})
            await room.resolve()
            seen = json.dumps(phone_state(room, ana))
            assert room.told["2.0" if plan is None else "1.1"]["standing"]["cash"]
            assert "_turn" not in seen
            assert 'autopilot": {' not in seen
            assert "0.123456" not in seen
            scene = json.dumps(scene_state(room))
            for hidden in ("cash", "$", "Ana", "Benedikt", "draft"):
                assert hidden not in scene.replace(scene_state(room)["race"].__str__(), "")

    play(story)


def test_a_seat_is_taken_over_and_handed_back(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        await room.start_round()
        await room.take_over("1.0", "teacher")
        with pytest.raises(NotAllowed, match="teacher plays"):
            await told.submit(room, ana)
        with pytest.raises(NotAllowed, match="teacher plays"):
            await room.take_pen(ana)
        levers = team_state(room, room.teams["1.0"])["levers"]
        await room.submit_for("1.0", 1, {one["name"]: one["value"] for one in levers})
        assert phone_state(room, ana)["submitted"]["by"] == "Your teacher"
        await room.take_over("2.0", "autopilot")
        assert room.must_submit() == room.has_submitted() == {"1.0"}
        with pytest.raises(NotAllowed, match="autopilot plays"):
            await told.submit(room, ben)
        await room.take_over("1.0", "")
        assert (await told.submit(room, ana)).revision == 2
        await room.resolve()
        row = told.store.read(lambda db: queries_rounds.decision_of(db, room.id, 1, "2.0"))
        assert row is not None
        assert row.by == "autopilot"

    play(story)


def test_what_was_asked_is_done_though_nobody_waits(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        for deed in (told.submit(room, ana, copying=0.3), room.say("Hello"), room.pause()):
            task = asyncio.create_task(deed)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5):
            while not phone_state(room, ana)["room"]["paused"]:
                await asyncio.sleep(0.01)
        before = phone_state(room, ana)
        assert before["submitted"]["settings"]["copying"] == 0.3
        assert before["room"]["message"]["text"] == "Hello"
        before["team"]["mates"][0]["here"] = False
        await told.restart()
        assert phone_state(told.room(room), ana) == before

    play(story)
