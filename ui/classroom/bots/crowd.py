"""Crowd: many bots that come into one room and play it until it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from tenfold.ui.classroom.bots.student import Habits, Student
from tenfold.ui.classroom.bots.tally import Tally
from tenfold.ui.classroom.bots.wire import Place

AT_ONCE = 8
"""Bots that join at the same moment."""


class Crowd:
    """Bots of one room.

    Args:
        place: of the server.
        bots: how many.
        seed: of their luck.
        habits: how they behave.
    """

    def __init__(self, place: Place, bots: int, seed: int, habits: Habits) -> None:
        """Nobody has joined yet."""
        self.tally = Tally()
        self.students = [
            Student(place, f"Bot {k + 1}", Random(f"{seed} {k}"), habits, self.tally)
            for k in range(bots)
        ]

    async def join(self, code: str, teams: int | None = None) -> None:
        """All come in and sit down.

        Args:
            code: of the room.
            teams: that they fill; None: wherever they are dealt.

        Raises:
            BadJoin: the server does not let one in.
        """
        first = 0 if teams is None else min(teams, len(self.students))
        for student in self.students[:first]:
            await student.join(code)
            await student.sit(new=True)
        doors = asyncio.Semaphore(AT_ONCE)

        async def come(student: Student) -> None:
            async with doors:
                await student.join(code)
                await student.sit(new=None if teams is None else False)

        await asyncio.gather(*map(come, self.students[first:]))

    @asynccontextmanager
    async def living(self) -> AsyncIterator[asyncio.Task[None]]:
        """All play, as long as the block lasts or the room does.

        Yields:
            What is done when the room has ended for all of them.
        """
        task = asyncio.ensure_future(self.live())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def live(self) -> None:
        """All play until the room has ended."""
        lives = [asyncio.ensure_future(student.live()) for student in self.students]
        try:
            await asyncio.gather(*lives)
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, return_exceptions=True)

    async def all_see(self, phase: str, number: int) -> list[float]:
        """Wait until every bot has seen a phase of a round.

        Returns:
            The moments at which they did, in seconds.
        """
        while len(self.tally.seen.get((phase, number), ())) < len(self.students):
            await asyncio.sleep(0.01)
        return sorted(self.tally.seen[phase, number].values())

    async def all_kept(self, number: int, times: int = 1) -> None:
        """Wait until every bot has had so many submissions of a round acknowledged, or refused."""
        wanted = times * len(self.students)
        while sum(kept.round == number for kept in self.tally.kept) < wanted:
            await asyncio.sleep(0.02)

    async def all_connected(self) -> None:
        """Wait until every bot's stream is open."""
        await asyncio.gather(*(student.connected.wait() for student in self.students))
