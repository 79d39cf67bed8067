"""Rehearsal: bots join a room that is open, so that a teacher can try a class without one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

from tenfold.ui.classroom.bots.crowd import Crowd
from tenfold.ui.classroom.bots.student import Habits
from tenfold.ui.classroom.bots.tally import at
from tenfold.ui.classroom.bots.wire import Place, Unreachable, Wire

MOST_BOTS = 200
USUAL = Habits(within=20.0)
Say = Callable[[str], None]


class NoClass(ValueError):
    """A rehearsal that cannot be; one line says why."""


def rehearse(
    address: str, code: str, bots: int, teams: int | None, say: Say, habits: Habits = USUAL
) -> None:
    """Let bots play a room until it ends, or until interrupted.

    Args:
        address: of the server.
        code: of the room, in its lobby or later.
        bots: how many.
        teams: that they fill; None: wherever they are dealt.
        say: writes a line.
        habits: how they behave.

    Raises:
        NoClass: there is no such server, or the numbers cannot be.
        BadJoin: the server lets them not in; its line says why.
    """
    if not 1 <= bots <= MOST_BOTS:
        raise NoClass(f"--bots {bots}: must lie from 1 to {MOST_BOTS}")
    if teams is not None and not 1 <= teams <= bots:
        raise NoClass(f"--teams {teams}: must lie from 1 to {bots}, the number of bots")
    with suppress(KeyboardInterrupt):
        asyncio.run(_rehearsed(_place(address), code, bots, teams, say, habits))


def _place(address: str) -> Place:
    try:
        return Place(address)
    except ValueError as problem:
        raise NoClass(str(problem)) from None


async def _rehearsed(
    place: Place, code: str, bots: int, teams: int | None, say: Say, habits: Habits
) -> None:
    wire = Wire(place)
    try:
        await wire.ask("GET", "hello")
    except Unreachable:
        raise NoClass(
            f"No class server answers at {place.name}: start it with 'run.py classroom', "
            "or say where it is with --address."
        ) from None
    finally:
        wire.close()
    crowd = Crowd(place, bots, random.randrange(1_000_000), habits)
    await crowd.join(code, teams)
    sat = {student.state["team"]["id"] for student in crowd.students}
    say(f"{bots} bots sit in {len(sat)} teams. Start the round; Ctrl-C takes them out.")
    try:
        async with crowd.living() as life:
            telling = asyncio.ensure_future(_tell(crowd, say))
            await asyncio.wait({life}, return_when=asyncio.FIRST_COMPLETED)
            telling.cancel()
            life.result()
            say("The room has ended.")
    finally:
        _sum_up(crowd, say)


async def _tell(crowd: Crowd, say: Say) -> None:
    """A line for each round, once all teams have decided."""
    told, sits = 0, dict[str, str]()
    while True:
        # Who has left for a moment comes back to the same seat.
        sits |= {
            student.nickname: student.state["team"]["id"]
            for student in crowd.students
            if student.state["team"]
        }
        teams = set(sits.values())
        number = max((kept.round for kept in crowd.tally.kept), default=0)
        if number > told and {k.team for k in crowd.tally.kept if k.round == number} >= teams:
            told = number
            say(f"Round {number}: all {len(teams)} teams have submitted.")
        await asyncio.sleep(0.2)


def _sum_up(crowd: Crowd, say: Say) -> None:
    tally = crowd.tally
    took = tally.took["submit"]
    if took:
        say(
            f"{len(tally.kept)} submissions acknowledged; 95 of 100 within {at(took, 95):.0f} ms, "
            f"the slowest {at(took, 100):.0f} ms. Lost connections: {tally.lost}."
        )
    for line in tally.faults():
        say(f"  went wrong: {line}")
