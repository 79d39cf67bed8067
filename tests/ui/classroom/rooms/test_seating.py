"""Students come, sit, leave and come back; races do not notice who sat where when."""

from __future__ import annotations

from collections import Counter

import pytest

from tenfold.sim.game.saves.savefile import REGULATOR
from tenfold.ui.classroom.rooms import presence, state
from tenfold.ui.classroom.rooms.plan import MOST_PEOPLE
from tenfold.ui.classroom.rooms.refusals import Full, NotAllowed, Unknown
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.rooms.telling_staff import teacher_state
from tenfold.ui.classroom.store import queries_people, queries_rounds
from tenfold.ui.classroom.store.rows import DecisionRow, PersonRow
from tenfold.ui.classroom.store.troubles import StoreTrouble
from tests.ui.classroom.rooms.conftest import SHARED, Class, Play


def sizes(room: Room) -> Counter[str]:
    return Counter(one.team for one in room.people.values() if one.team)


def race(told: Class, room: Room, team: str) -> bytes:
    """The race of a team, to the last bit."""
    game = told.hall.shop.wait_for(lambda races: races.game(room.seating(), team, room.rows()))
    return game.race.history.lab.tobytes() + game.race.history.market.tobytes()


def test_dealt_seats_fill_teams_evenly(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(choose=False, teams=4, team_size=3)).room
        for k in range(10):
            await room.join(f"Student {k}")
        assert sorted(sizes(room).values()) == [2, 2, 3, 3]
        for k in range(10, 13):
            await room.join(f"Student {k}")
        assert max(sizes(room).values()) == 3
        assert len(teacher_state(room)["unseated"]) == 1

    play(story)


def test_more_teams_than_seats_make_copies_of_the_race(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(SHARED)).room
        ana, ben = [(await room.join(name))[1].id for name in ("Ana", "Ben")]
        assert {one["copy"] for one in phone_state(room, ana)["seats"]} == {1}
        await room.choose_seat(ana, copy=1, seat="Pine")
        await room.choose_seat(ben, copy=1, seat="Oak")
        cleo = (await room.join("Cleo"))[1].id
        assert {one["copy"] for one in phone_state(room, cleo)["seats"]} == {1, 2}
        await room.choose_seat(cleo, copy=2, seat="Oak")
        await room.start_round()
        await told.submit(room, ana, experiments=0.1, training=0.1, serving=0.8)
        await room.resolve()
        assert race(told, room, "1.0") == race(told, room, "1.1")
        assert race(told, room, "2.0") != race(told, room, "1.0")
        rows = told.store.read(lambda db: queries_rounds.decisions_of(db, room.id, 1))
        by = {row.team: row.by for row in rows}
        assert by == {"1.0": "absent", "1.1": ana, "2.0": "absent", "2.1": "policy"}

    play(story)


def test_seats_are_chosen_by_those_who_may(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(team_size=1)).room
        ana, ben = [(await room.join(name))[1].id for name in ("Ana", "Ben")]
        await room.choose_seat(ana, copy=1, seat="Oak")
        with pytest.raises(Full):
            await room.choose_seat(ben, team="1.0")
        with pytest.raises(Unknown):
            await room.choose_seat(ben, copy=9, seat="Oak")
        with pytest.raises(Unknown):
            await room.choose_seat(ben, team={"a": 1})
        await room.choose_seat(ben)
        await room.choose_seat(ana, copy=3, seat="Oak")
        assert sorted(room.teams) == ["2.0", "3.0"]
        await room.start_round()
        with pytest.raises(NotAllowed, match="seat already"):
            await room.choose_seat(ana, copy=3, seat="Oak")

    play(story)


def test_a_latecomer_finds_a_race_that_was_played(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        await told.submit(room, ana)
        await room.resolve()
        await room.start_round()
        late = (await room.join("Late"))[1].id
        state = phone_state(room, late)
        assert state["team"]["name"] == "Team 2"
        assert state["levers"]
        before = race(told, room, "2.0")
        await told.restart()
        room = told.room(room)
        assert race(told, room, "2.0") == before
        await told.submit(room, late, copying=0.7)
        await room.resolve()
        assert phone_state(room, late)["revealed"]["round"] == 2

    play(story)


def test_a_latecomer_whose_seat_could_not_be_kept_tries_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        await told.joined(room, "Ana")
        await room.start_round()
        await room.resolve()
        late = (await room.join("Late"))[1].id
        await room.leave(late)
        other = (await room.join("Other"))[1].id
        assert room.people[other].team == "2.0"

        async def fails(change: object) -> None:
            raise StoreTrouble("No room is left.")

        ben = PersonRow("ben", room.id, "0" * 64, "Ben", None, 0)
        await room.write(lambda db: queries_people.add_person(db, ben))
        room.people["ben"] = ben
        with monkeypatch.context() as patched:
            patched.setattr(told.store, "write", fails)
            with pytest.raises(StoreTrouble):
                await room.choose_seat("ben", copy=3, seat="Oak")
        assert "3.0" not in room.teams
        await room.choose_seat("ben", copy=3, seat="Oak")
        assert phone_state(room, "ben")["standing"]
        assert race(told, room, "3.0") == race(told, room, "2.0")

    play(story)


def test_races_are_in_memory_soon_after_a_start(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        await told.joined(room, "Ana", "Ben")
        await room.start_round()
        await room.resolve()
        before = race(told, room, "1.0")
        await told.restart()
        room = told.room(room)
        await room.warm()

        def unread() -> list[DecisionRow]:
            raise AssertionError("the race was not in memory")

        game = told.hall.shop.wait_for(lambda races: races.game(room.seating(), "1.0", unread))
        assert game.race.history.lab.tobytes() in before

    play(story)


def test_who_takes_over_an_empty_seat_goes_on_in_the_same_race(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(SHARED)).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        await told.submit(room, ana)
        await room.resolve()
        before = race(told, room, "1.0")
        (ben,) = await told.joined(room, "Ben")
        assert room.people[ben].team == "1.1"
        assert race(told, room, "1.0") == before
        await room.start_round()
        await told.submit(room, ben, copying=0.2)
        await room.resolve()
        assert race(told, room, "1.0") == race(told, room, "1.1")

    play(story)


def test_an_empty_seat_plays_the_scenarios_policy(play: Play) -> None:
    async def story(told: Class) -> None:
        plan = {**SHARED, "scenario": "tenfold-2026", "seats": ["Ruolan", "Fernhill"]}
        room = (await told.made(plan)).room
        ana = (await room.join("Ana"))[1].id
        await room.choose_seat(ana, copy=1, seat="Ruolan")
        alone = (await told.made(plan, kind="same", seats=["Ruolan"], seed=3)).room
        ben = (await alone.join("Ben"))[1].id
        for each, who in ((room, ana), (alone, ben)):
            await each.start_round()
            for _ in range(2):
                await told.submit(
                    each, who, copying=0.5, experiments=0.5, training=0.2, serving=0.3
                )
                await each.resolve()
                await each.start_round()
        assert race(told, room, "1.0") == race(told, alone, "1.0")

    play(story)


def test_leaving_hands_the_seat_back_and_coming_back_takes_it(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        await room.start_round()
        await told.submit(room, ana)
        await told.submit(room, ben)
        await room.resolve()
        await room.start_round()
        await room.leave(ben)
        assert phone_state(room, ben)["team"] is None
        assert room.must_submit() == {"1.0"}
        with pytest.raises(NotAllowed):
            await told.submit(room, ben)
        await room.resolve()
        row = told.store.read(lambda db: queries_rounds.decision_of(db, room.id, 2, "2.0"))
        assert row is not None
        assert row.by == "policy"
        await room.rejoin(ben)
        assert phone_state(room, ben)["team"]["id"] == "2.0"
        await room.start_round()
        assert (await told.submit(room, ben)).round == 3

    play(story)


def test_a_room_is_locked_full_and_of_different_names(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(choose=False)).room
        await room.join("Ana")
        assert (await room.join("ana"))[1].nickname == "ana 2"
        await room.lock_room(True)
        with pytest.raises(NotAllowed, match="locked"):
            await room.join("Ben")
        await room.lock_room(False)
        for k in range(MOST_PEOPLE - 2):
            await room.join(f"Student {k}")
        with pytest.raises(Full):
            await room.join("One more")

    play(story)


def test_the_teacher_moves_sends_out_and_names(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Quentinius")
        await room.move(ben, "1.0")
        assert [mate["nickname"] for mate in phone_state(room, ana)["team"]["mates"]] == [
            "Ana",
            "Quentinius",
        ]
        assert list(room.teams) == ["1.0"]
        await room.rename_team("1.0", "The <first>")
        assert phone_state(room, ana)["team"]["name"] == "The <first>"
        box = room.listen("person", ben)
        await room.send_out(ben)
        assert ("bye", {"why": "deleted"}) in await box.next(0.1)
        with pytest.raises(Unknown):
            phone_state(room, ben)
        files = b"".join(path.read_bytes() for path in told.folder.iterdir() if path.is_file())
        assert b"Quentinius" not in files
        await told.restart()
        assert list(told.room(room).people) == [ana]

    play(story)


def test_who_is_not_there_can_be_sent_out_at_once(play: Play) -> None:
    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben, cem = await told.joined(room, "Ana", "Ben", "Cem")
        await told.restart()  # nobody is there until they are heard of again
        room = told.room(room)
        room.listen("person", ana)
        room.heard_of(cem)
        assert await room.send_out_absent() == 1
        assert list(room.people) == [ana, cem]
        assert ben not in room.people
        assert sorted(room.teams) == sorted({room.people[ana].team, room.people[cem].team})
        assert await room.send_out_absent() == 0

    play(story)


def test_who_only_asks_is_gone_soon_after_the_last_question(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "HERE", 60)
    monkeypatch.setattr(state, "HERE", 60)

    async def story(told: Class) -> None:
        room = (await told.made()).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        teacher = room.listen("teacher")
        await teacher.next(0.1)
        room.listen("person", ana)
        room.heard_of(ben)
        await teacher.next(0.1)
        assert room.is_here(ben)
        told.clock.pass_seconds(presence.HERE / 1_000)
        assert await teacher.next(2.0), "the teacher is told without asking"
        assert (room.is_here(ana), room.is_here(ben)) == (True, False)

    play(story)


def test_a_government_is_a_seat_among_others(play: Play) -> None:
    async def story(told: Class) -> None:
        plan = {**SHARED, "scenario": "chip-embargo", "seats": ["Ruolan", REGULATOR], "teams": 2}
        room = (await told.made(plan)).room
        ana, ben = await told.joined(room, "Ana", "Ben")
        await room.start_round()
        state = phone_state(room, ben)
        assert state["team"]["seat"] == "Government"
        assert "legal_share" in state["room"]["levers_open"]
        await told.submit(room, ben, legal_share=0.0, bet=[-10, 10])
        await told.submit(room, ana)
        await room.resolve()
        assert phone_state(room, ben)["revealed"]["cause"]
        assert phone_state(room, ben)["standing"]["behind"]
        assert race(told, room, "1.0") == race(told, room, "1.1")

    play(story)
