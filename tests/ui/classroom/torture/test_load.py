"""A whole class plays over the API: all submit within seconds, with forecasts.

`pytest -m torture -s tests/ui/classroom/torture/test_load.py` plays 12 rounds of 200 bots in 40
teams and holds what they had to wait against what a class may expect; without it, two rounds of 20.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from tenfold.ui.classroom.bots.crowd import Crowd
from tenfold.ui.classroom.bots.rehearsal import rehearse
from tenfold.ui.classroom.bots.student import Habits
from tenfold.ui.classroom.bots.tally import Tally, at
from tenfold.ui.classroom.bots.teacher import Teacher
from tenfold.ui.classroom.bots.wire import Place
from tests.ui.classroom.torture.kept import check_kept
from tests.ui.classroom.torture.server import Server

P95_MS, P99_MS, LAST_MS, MEGABYTES = 150.0, 400.0, 2_000.0, 500.0
"""What a submission and a new round may take, and what the server may hold."""
PLAN: dict[str, Any] = {
    "title": "A full class", "scenario": "tenfold-2026", "seed": 11, "team_size": 5, "auto": False,
    "when_all_in": False, "seconds": [3600],
}  # fmt: skip


@dataclass
class Figures:
    """What a class had to wait, and what the server held."""

    tally: Tally
    opened: list[float] = field(default_factory=list)
    """Milliseconds until a new round was on the last phone, for each round."""
    shown: list[float] = field(default_factory=list)
    """The same for what a round brought, from the teacher's click on."""
    megabytes: float = 0.0
    own: float = 0.0
    """Of these, what it shares with no file."""
    processor: float = 0.0
    """Seconds of it that the server used."""
    waited: float = 0.0
    """Seconds that its busiest thread waited for a processor: others had them."""
    seconds: float = 0.0

    def told(self) -> str:
        return json.dumps(
            {
                "new round on the last phone, ms": [round(one) for one in self.opened],
                "result on the last phone, ms": [round(one) for one in self.shown],
                "server, MB at most": round(self.megabytes),
                "of these its own": round(self.own),
                "server, seconds of processor": round(self.processor, 1),
                "its busiest thread waited for one, s": round(self.waited, 1),
                "seconds": round(self.seconds, 1),
                **self.tally.told(),
            }
        )


async def play(
    server: Server, bots: int, teams: int, rounds: int, within: float
) -> tuple[str, Figures]:
    """A room from its lobby to its end. Returns its id, and what was measured."""
    place = Place(server.root)
    teacher = Teacher(place, Random(0), Tally())
    await teacher.create(server.host(), {**PLAN, "teams": teams, "rounds": rounds})
    habits = Habits(within, drafts=0.7, asks=0.7, bets=0.7, drops=0.0)
    crowd = Crowd(place, bots, 1, habits)
    figures, start = Figures(crowd.tally), time.monotonic()
    weighing = asyncio.ensure_future(weigh(server))
    await crowd.join(teacher.code, teams)
    async with crowd.living() as life:
        await crowd.all_connected()
        for number in range(1, rounds + 1):
            await a_round(teacher, crowd, figures, number, teams)
        await teacher.act("start_round")  # there is none left: the debrief
        await crowd.all_see("debrief", rounds)
        while len(crowd.tally.took["slip"]) < bots:
            await asyncio.sleep(0.02)
        await teacher.act("end")
        await asyncio.wait_for(life, 30)
    weighing.cancel()
    with suppress(asyncio.CancelledError):
        await weighing
    teacher.cut()
    figures.megabytes, figures.own = server.peak / 1e6, server.own / 1e6
    figures.processor, figures.waited = server.processor(), server.waited()
    figures.seconds = time.monotonic() - start
    return teacher.room, figures


async def a_round(
    teacher: Teacher, crowd: Crowd, figures: Figures, number: int, teams: int
) -> None:
    began = time.monotonic()
    await teacher.act("start_round")
    seen = await crowd.all_see("thinking", number)
    figures.opened.append(1_000 * (seen[-1] - began))
    await crowd.all_kept(number)
    while not crowd.tally.took["forecast"]:  # they come behind submissions, but they come
        await asyncio.sleep(0.02)
    told = await teacher.state()
    assert (told["in"], told["of"], told["trouble"]) == (teams, teams, "")
    began = time.monotonic()
    await teacher.act("resolve")
    seen = await crowd.all_see("revealed", number)
    figures.shown.append(1_000 * (seen[-1] - began))


async def weigh(server: Server) -> None:
    while True:
        server.weigh()
        await asyncio.sleep(0.25)


def check(server: Server, room: str, figures: Figures, bots: int, rounds: int) -> None:
    """Nothing went wrong, and all that was acknowledged is there."""
    tally = figures.tally
    assert tally.faults() == []
    assert (tally.lost, tally.late, tally.back) == (0, 0, 0)
    assert server.complaints() == []
    server.end()
    assert check_kept(server.folder / "data", room, tally) == bots * rounds


async def rehearsed(server: Server) -> list[str]:
    """A teacher lets bots play a room of one round. Returns what the command says."""
    teacher, said = Teacher(Place(server.root), Random(0), Tally()), list[str]()
    await teacher.create(server.host(), {**PLAN, "teams": 3, "rounds": 1})
    bots = asyncio.to_thread(
        rehearse, server.root, teacher.code, 4, 2, said.append, Habits(0.2, drops=0.5, leaves=0.5)
    )
    playing = asyncio.ensure_future(bots)
    while not said:
        assert not playing.done(), playing.result()
        await asyncio.sleep(0.02)
    await teacher.go("start_round", "thinking", 1)
    while len(said) < 2:
        await asyncio.sleep(0.02)
    await teacher.go("resolve", "revealed", 1)
    await teacher.act("end")
    await asyncio.wait_for(playing, 30)
    teacher.cut()
    return said


@pytest.mark.slow
def test_a_class_plays_without_a_fault(server: Server) -> None:
    server.begin()
    room, figures = asyncio.run(asyncio.wait_for(play(server, 20, 5, 2, 1.0), 100))
    print(figures.told())
    said = asyncio.run(asyncio.wait_for(rehearsed(server), 60))
    assert said[0].startswith("4 bots sit in 2 teams.")
    assert said[1:3] == ["Round 1: all 2 teams have submitted.", "The room has ended."]
    assert re.match(r"[2-4] submissions acknowledged; ", said[3])
    assert len(said) == 4, said
    check(server, room, figures, 20, 2)


@pytest.mark.torture
def test_nobody_in_a_full_class_waits_longer_than_they_may(server: Server) -> None:
    server.begin()
    room, figures = asyncio.run(asyncio.wait_for(play(server, 200, 40, 12, 10.0), 900))
    print(figures.told())
    check(server, room, figures, 200, 12)
    submitted = figures.tally.took["submit"]
    assert at(submitted, 95) < P95_MS
    assert at(submitted, 99) < P99_MS
    assert max(figures.opened) < LAST_MS
    assert max(figures.shown) < LAST_MS
    assert figures.megabytes < MEGABYTES
