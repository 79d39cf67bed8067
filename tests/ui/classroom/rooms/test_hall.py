"""All rooms of a server: tokens, codes, bounds, two rooms to be compared, a room deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.sim.game.debrief.yardstick import Yardstick
from tenfold.ui.classroom.rooms import hall as halls
from tenfold.ui.classroom.rooms.hall import Hall
from tenfold.ui.classroom.rooms.refusals import Full, RoomError, Unknown
from tenfold.ui.classroom.rooms.telling_staff import scene_state, teacher_state
from tenfold.ui.classroom.rooms.yards import yardstick_from
from tenfold.ui.classroom.store.queries_yardsticks import yardstick_of
from tests.ui.classroom.rooms.conftest import SHORT, Class, Play

MEASURED = Yardstick(50.0, 5.0, (49.5, 50.5), (-5.0, 0.1 + 0.2, 5.0))


def test_every_token_opens_what_it_is_for(play: Play) -> None:
    async def story(told: Class) -> None:
        made = await told.made()
        joined = await told.hall.join(made.room.row.code.lower(), "Ana")
        second = await told.hall.co_teacher(made.room, "Mr B")
        for _ in range(2):
            found = [
                told.hall.reader(token)
                for token in (made.teacher, second, made.projector, joined.token)
            ]
            assert [one and one.kind for one in found] == [
                "teacher", "teacher", "projector", "person",
            ]  # fmt: skip
            assert {one and one.room.id for one in found} == {made.room.id}
            assert found[-1] is not None
            assert found[-1].person == joined.person.id
            for wrong in ("", "x", made.teacher[:-1], made.teacher + "a", "\ud800"):
                assert told.hall.reader(wrong) is None
            await told.restart()
        tokens = {made.teacher, made.projector, joined.token, second}
        assert len(tokens) == 4
        files = b"".join(path.read_bytes() for path in told.folder.iterdir() if path.is_file())
        assert not any(token.encode() in files for token in tokens)

    play(story)


def test_only_the_code_opens_the_door(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        for wrong in ("", "AAAAAA", room.row.code[:-1], room.id):
            with pytest.raises(Unknown):
                await told.hall.join(wrong, "Ana")

    play(story)


def test_a_server_has_bounds(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(told: Class) -> None:
        monkeypatch.setattr(halls, "MOST_ROOMS", 2)
        monkeypatch.setattr(halls, "MOST_TEACHERS", 2)
        first = await told.made()
        await told.hall.co_teacher(first.room)
        with pytest.raises(Full):
            await told.hall.co_teacher(first.room)
        with pytest.raises(Full):
            await told.hall.create_matched(SHORT, "no-open-weights")
        await told.made()
        with pytest.raises(Full):
            await told.made()

    play(story)


def test_a_deleted_room_is_gone_with_everything_in_it(play: Play) -> None:
    async def story(told: Class) -> None:
        made, other = await told.made(), await told.made(title="Another class")
        room = made.room
        token, person = await room.join("Quentinius")
        box = room.listen("person", person.id)
        await room.start_round()
        await told.submit(room, person.id)
        assert told.hall.reader(token)
        await told.hall.delete(room)
        assert ("bye", {"why": "deleted"}) in await box.next(0.1)
        assert told.hall.reader(token) is None
        assert told.hall.reader(made.teacher) is None
        with pytest.raises(Unknown):
            await told.hall.join(room.row.code, "Ana")
        with pytest.raises(Unknown):
            await room.say("Hello")
        files = b"".join(path.read_bytes() for path in told.folder.iterdir() if path.is_file())
        assert b"Quentinius" not in files
        await told.restart()
        assert list(told.hall.rooms) == [other.room.id]

    play(story)


def test_two_rooms_are_compared_when_both_have_played(play: Play) -> None:
    async def story(told: Class) -> None:
        with pytest.raises(RoomError, match="differ"):
            await told.hall.create_matched(SHORT, "")
        first, second = await told.hall.create_matched({**SHORT, "rounds": 1}, "no-open-weights")
        assert first.room.plan.seed == second.room.plan.seed
        rooms = (first.room, second.room)
        for room in rooms:
            people = await told.joined(room, "Ana", "Ben", "Cleo", "Dan")
            await room.start_round()
            for k, person in enumerate(people):
                await told.submit(room, person, copying=k / 4)
        await rooms[0].resolve()
        assert teacher_state(rooms[0])["matched"]["waits"]
        await rooms[1].resolve()
        await told.restart()
        states = [teacher_state(told.room(room))["matched"] for room in rooms]
        assert states[0] == states[1]
        assert states[0]["rooms"][1]["treatment"] == "Ban of open weights"
        rows = {row["name"]: row for row in states[0]["rows"]}
        assert rows["behind"]["matched"]
        assert rows["behind"]["low"] <= rows["behind"]["difference"] <= rows["behind"]["high"]
        lone = (await told.made()).room
        assert teacher_state(lone)["matched"] is None

    play(story)


def test_the_hall_runs_by_itself_rings_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        told = Class(tmp_path / "data")
        await told.begin()
        await told.end()
        told.store = type(told.store)(told.folder)
        told.hall = Hall(told.store)
        await told.hall.open()
        room = (await told.made(seconds=[5], rounds=1)).room
        box = room.listen("teacher")
        await box.next(0.1)
        with monkeypatch.context() as patched:
            patched.setattr(type(told.store), "trouble", "No room is left.")
            assert await box.next(5.0)
            assert teacher_state(room)["trouble"] == "No room is left."
        assert await box.next(5.0)
        assert teacher_state(room)["trouble"] == ""
        await told.joined(room, "Ana")
        await room.start_round()
        await room.extend(-3600)
        async with asyncio.timeout(20):
            while room.row.phase != "revealed":
                await asyncio.sleep(0.05)
        await room.start_round()
        async with asyncio.timeout(10):
            await told.end()

    asyncio.run(story())


def test_a_forecast_comes_to_the_team_that_asked(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        await room.start_round()
        mine, other = room.listen("person", ana), room.listen("person", ben)
        await mine.next(0.1)
        await other.next(0.1)
        settings = {"copying": 0.9}
        told.hall.shop.submitting = 1
        for share in (0.1, 0.5, 0.9):
            assert room.forecast(ana, 1, {"copying": share})
        await asyncio.sleep(0.1)
        assert len(told.hall.shop.forecasts) <= 1
        told.hall.shop.submitting = 0
        async with asyncio.timeout(60):
            events = dict(await mine.next(60.0))
        assert events["forecast"]["round"] == 1
        assert set(events["forecast"]) >= {"months", "share", "still", "change", "rows"}
        assert await other.next(0.05) == []
        await room.resolve()
        assert not room.forecast(ana, 1, settings), "who asks a moment too late made no mistake"

    play(story)


def test_ranking_is_by_spreads_once_they_are_measured(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(rounds=1)).room
        people = await told.joined(room, "Ana", "Ben")
        measured = []

        def measure(plan: object, seat: str, tell: Callable[[Yardstick], None]) -> None:
            measured.append(seat)
            tell(MEASURED)

        monkeypatch.setattr(told.hall.shop, "measure", measure)
        await room.start_round()
        await told.submit(room, people[0], experiments=0.1, training=0.1, serving=0.8)
        await room.resolve()
        async with asyncio.timeout(10):
            while not room.spreads:
                await asyncio.sleep(0.01)
        assert measured == ["Oak"]
        rows = scene_state(room)["ranking"]
        assert all(abs(row["spreads"] - row["you"] / 5.0) < 0.02 for row in rows)
        await told.restart()
        assert scene_state(told.room(room))["ranking"] == rows
        text = told.store.read(lambda db: yardstick_of(db, room.id, "Oak"))
        assert text is not None
        assert yardstick_from(text) == MEASURED
        # What is kept is not measured again.
        monkeypatch.setattr(told.hall.shop, "measure", measure)
        told.room(room).measure()
        await asyncio.sleep(0.05)
        assert measured == ["Oak"]

    play(story)
