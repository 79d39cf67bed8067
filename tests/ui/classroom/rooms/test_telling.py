"""What phones say: levers that a treatment closes are not there, and one point is no points."""

from __future__ import annotations

from typing import Any

import pytest

from tenfold.sim.game.table.treatments import RELEASES, treatments_for
from tenfold.ui.classroom.rooms.plan import plan_of
from tenfold.ui.classroom.rooms.refusals import RoomError
from tenfold.ui.classroom.rooms.telling import phone_state
from tenfold.ui.classroom.store import queries_rounds
from tests.ui.classroom.rooms.conftest import SHORT, Class, Play

BANNED = {**SHORT, "treatment": "no-open-weights"}


@pytest.mark.parametrize(
    "plan",
    [{**BANNED, "opens": {"1": ["release", "price"], "2": ["chips"]}}, {**BANNED, "mode": "all"}],
)
def test_levers_that_a_treatment_closes_are_on_no_phone_and_refused(
    play: Play, plan: dict[str, Any]
) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(plan)).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        for number in (1, 2):
            state = phone_state(room, ana)
            names = {one["name"] for one in state["levers"]}
            assert names == set(state["room"]["levers_open"])
            assert "flagship_price" in names
            assert not names & set(RELEASES)
            for name in RELEASES:
                asked = {"flagship_price": 0.7, name: 1.0}
                with pytest.raises(RoomError, match="because of 'Ban of open weights'"):
                    await room.submit(ana, number, asked, None, "a key of mine")
                with pytest.raises(RoomError, match="because of 'Ban of open weights'"):
                    await room.draft(ana, number, asked)
            assert phone_state(room, ana)["submitted"] is None
            await room.submit(ana, number, {"flagship_price": 0.7}, None, f"key number {number}")
            row = told.store.read(
                lambda db, at=number: queries_rounds.decision_of(db, room.id, at, "1.0")
            )
            assert row is not None
            assert {row.levers[name] for name in RELEASES} == {0.0}
            await room.resolve()
            await room.start_round()

    play(story)


def test_no_house_rule_opens_what_a_treatment_closes() -> None:
    role = {"title": "Open", "says": "You share.", "holds": {"flagship_release": 1.0}}
    other = {"title": "Copiers", "says": "You copy.", "holds": {"copying": 0.6}}
    sent = {**SHORT, "roles": [role, other]}
    assert [plan_of(sent).role_of(copy, 0) for copy in (1, 2)] == list(plan_of(sent).roles)
    fitting = treatments_for(plan_of(sent).base)
    assert {bool(one.closes) for one in fitting.values()} == {True, False}
    for name, one in fitting.items():
        plan = plan_of({**sent, "treatment": name})
        closed = "flagship_release" in one.closes
        first = None if closed else plan.roles[0]
        assert [plan.role_of(copy, 0) for copy in (1, 2)] == [first, plan.roles[1]]


@pytest.mark.parametrize(
    ("you", "said"),
    [(1.0, "1 point above"), (-1.0, "1 point below"), (7.0, "7 points above"), (0.0, "As many")],
)
def test_points_are_counted(play: Play, you: float, said: str) -> None:
    async def story(told: Class) -> None:
        room = (await told.made(rounds=1)).room
        (ana,) = await told.joined(room, "Ana")
        await room.start_round()
        await room.resolve()
        room.told["1.0"]["_final"] |= {"you": you}
        assert phone_state(room, ana)["result"]["line"].startswith(f"{said} ")

    play(story)
