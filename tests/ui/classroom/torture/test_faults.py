"""A class goes on after its server was killed outright, at any moment, again and again.

`TENFOLD_KILLS=50`, as `make torture` has it, kills as often as that a server with 200 bots in 40
teams on it; without it, three times one with 20.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from tenfold.ui.classroom.bots.crowd import Crowd
from tenfold.ui.classroom.bots.student import Habits
from tenfold.ui.classroom.bots.tally import Tally
from tenfold.ui.classroom.bots.teacher import Teacher
from tenfold.ui.classroom.bots.wire import Place, Unreachable, Wire
from tests.ui.classroom.torture.kept import check_kept
from tests.ui.classroom.torture.server import Server

KILLS = int(os.environ.get("TENFOLD_KILLS", "50"))
STANDS, BACK = 3.0, 20.0
"""Seconds after which the room stands again, and all bots have come back."""
MOST_IN_A_ROW = 4
"""Kills in the middle of one deed of the teacher's; then it may be done, and the class goes on."""
PLAN: dict[str, Any] = {
    "title": "A class in the dark", "scenario": "tenfold-2026", "seed": 12, "auto": False,
    "when_all_in": False, "seconds": [3600],
}  # fmt: skip


@dataclass
class Fault:
    """A room whose server is killed."""

    server: Server
    teacher: Teacher
    crowd: Crowd
    rounds: int
    luck: Random
    stood: list[float] = field(default_factory=list)
    """Seconds from each restart until the teacher was told where the room stands."""
    back: list[float] = field(default_factory=list)
    """The same until all bots were connected."""
    wishes: list[tuple[str, str, int]] = field(default_factory=list)
    """Deeds of the teacher, and where the room stands after each."""
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while no deed is under way."""
    broken_off: int = 0
    """Kills in a row in the middle of a deed."""

    async def teach(self, kills: int, done: Callable[[], int]) -> None:
        """Go through the rounds, as many kills in each; a kill may come in the middle of a deed."""
        for number in range(1, self.rounds + 1):
            await self._go("start_round", "thinking", number)
            while done() < kills * number // self.rounds:
                await asyncio.sleep(0.05)
            await self.crowd.all_kept(number)
            await self._go("resolve", "revealed", number)

    async def _go(self, action: str, phase: str, number: int) -> None:
        self.idle.clear()
        try:
            await self.teacher.go(action, phase, number)
        finally:
            self.idle.set()
        self.wishes.append((action, phase, number))

    async def kill(self) -> None:
        """Kill, begin again, see where the room stands, and wait for the bots."""
        before = list(self.wishes)
        self.broken_off = 0 if self.idle.is_set() else self.broken_off + 1
        await asyncio.to_thread(self.server.kill)
        began = self.server.begin()
        room = await self._first_answer()
        self.stood.append(time.monotonic() - began)
        if before:  # what the teacher was told had happened, has
            _, phase, number = before[-1]
            order = ("thinking", "resolving", "revealed")
            assert (room["round"], order.index(room["phase"])) >= (number, order.index(phase))
        await asyncio.wait_for(self.crowd.all_connected(), 60)
        self.back.append(time.monotonic() - began)

    async def _first_answer(self) -> dict[str, Any]:
        wire = Wire(Place(self.server.root))
        try:
            while True:
                try:
                    reply = await wire.ask("GET", "teacher/state", self.teacher.token)
                except Unreachable:
                    await asyncio.sleep(0.02)
                    continue
                assert reply.status in (200, 503), reply.error
                if reply.status == 200:
                    return dict(reply.json["room"])
                await asyncio.sleep(0.05)
        finally:
            wire.close()


async def play(
    server: Server, bots: int, teams: int, rounds: int, kills: int, longest: float, seed: int
) -> Fault:
    """A room in which the server is killed as often; it is played to its end all the same."""
    place, luck = Place(server.root), Random(seed)
    teacher = Teacher(place, Random(0), Tally())
    await teacher.create(server.host(), {**PLAN, "teams": teams, "rounds": rounds})
    habits = Habits(longest, 3, drafts=0.3, asks=0.3, bets=0.3, drops=0.03, away=(0.2, 2.0))
    crowd = Crowd(place, bots, seed, habits)
    await crowd.join(teacher.code, teams)
    fault = Fault(server, teacher, crowd, rounds, luck)
    async with crowd.living() as life:
        await crowd.all_connected()
        teaching = asyncio.ensure_future(fault.teach(kills, lambda: len(fault.back)))
        for _ in range(kills):
            # A seeded moment: while all come back, while they submit, while a round is resolved.
            if fault.broken_off == MOST_IN_A_ROW:
                await fault.idle.wait()
            await asyncio.wait({teaching}, timeout=luck.uniform(0.0, longest))
            await fault.kill()
        await asyncio.wait_for(teaching, 120)
        await teacher.go("start_round", "debrief", rounds)
        await teacher.act("end")
        await asyncio.wait_for(life, 60)
    teacher.cut()
    return fault


def check(fault: Fault, kills: int) -> str:
    """Nothing that was acknowledged is lost, changed or doubled. Returns what was measured."""
    tally = fault.crowd.tally
    assert tally.faults() == []
    assert tally.back == 0
    assert fault.server.complaints() == []
    fault.server.end()
    there = check_kept(fault.server.folder / "data", fault.teacher.room, tally)
    assert there >= len(fault.crowd.students) * fault.rounds
    return (
        f"{kills} kills: {there} submissions acknowledged, none lost, none doubled; "
        f"{tally.lost} answers and streams broke off; the room stood after "
        f"{sorted(fault.stood)[len(fault.stood) // 2]:.1f} s, {max(fault.stood):.1f} at most; "
        f"all bots were back after {max(fault.back):.1f} s at most"
    )


@pytest.mark.slow
def test_a_class_goes_on_after_each_kill(server: Server) -> None:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    server.begin()
    fault = asyncio.run(asyncio.wait_for(play(server, 20, 5, 2, 3, 1.0, seed), 200))
    print(check(fault, 3))


@pytest.mark.torture
def test_a_full_class_goes_on_after_each_of_many_kills(server: Server) -> None:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    server.begin()
    asked = play(server, 200, 40, 12, KILLS, 6.0, seed)
    fault = asyncio.run(asyncio.wait_for(asked, 60 * KILLS))
    print(check(fault, KILLS))
    assert max(fault.stood) < STANDS
    assert max(fault.back) < BACK
