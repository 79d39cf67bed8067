"""Studies: what has to be raced or reckoned again after a lesson, one thing at a time.

A class that opens its pages at once must not hold up a room that is being played: the thread stands
back, each thing is made once, and who asks for the same waits for it.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from tenfold.ui.classroom.rooms.refusals import TooLate, Unknown
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.yards import STANDS_BACK

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.debriefing import Debrief
    from tenfold.sim.game.debrief.played import Played
    from tenfold.sim.game.table.seat_game import SeatGame
    from tenfold.sim.game.telling.view import View
    from tenfold.ui.classroom.rooms.races import Races

Made = TypeVar("Made")
MOST_KEPT = 128
"""Debriefs and pages that are kept; none has more than a megabyte."""
TO_THE_END = "This comes when all rounds have been played."
NOT_YET = "No round has been played yet."


class Studies:
    """Of one server. Methods are called from its event loop."""

    def __init__(self) -> None:
        """Nothing is made yet."""
        self._worker = ThreadPoolExecutor(1, "classroom-after", initializer=_stand_back)
        self._kept: OrderedDict[tuple[Any, ...], tuple[Room, asyncio.Task[Any]]] = OrderedDict()

    async def of_game(self, room: Room, team: str, take: Callable[[SeatGame], Made]) -> Made:
        """What is taken of a team's race as it stands; quick things alone, rooms wait meanwhile.

        Args:
            room: of the team.
            team: id of a seat, whether somebody sits there or not.
            take: called in the thread of races.

        Raises:
            TooLate: no round has been played.
        """
        if not room.done:
            raise TooLate(NOT_YET)
        async with room.lock:
            seating, rows = room.seating(), room.rows()
            if team not in seating.teams:
                raise Unknown("There is no such team.")

            def work(races: Races) -> Made:
                return take(races.game(seating, team, rows))

            return await room.shop.work(work)

    async def played(self, room: Room, team: str) -> Played:
        """A team's race as it stands.

        Raises:
            TooLate: no round has been played.
        """
        return (await self.of_game(room, team, _taken))[0]

    async def debrief(self, room: Room, team: str) -> Debrief:
        """The debrief of a team's race.

        Raises:
            TooLate: it is not over.
        """
        found: Debrief = await self._once(room, "debrief", team, self._debrief)
        return found

    async def page(self, room: Room, team: str) -> str:
        """The page of a team, to keep.

        Raises:
            TooLate: its race is not over.
        """
        found: str = await self._once(room, "page", team, self._page)
        return found

    async def _once(
        self,
        room: Room,
        what: str,
        team: str,
        make: Callable[[Room, str], Coroutine[Any, Any, Any]],
    ) -> Any:
        """What is made of a race that is over; whoever asks meanwhile waits for the same."""
        if room.done < room.plan.rounds:
            raise TooLate(TO_THE_END)
        key = (room.id, room.epoch, room.row.rehearsal, what, team)
        found = self._kept.pop(key, None)
        if found is None or _failed(found[1]):
            found = (room, asyncio.ensure_future(make(room, team)))
        self._kept[key] = found
        self._tidy()
        # Who goes away must not take it from others who wait for the same.
        return await asyncio.shield(found[1])

    async def _debrief(self, room: Room, team: str) -> Debrief:
        from tenfold.sim.game.debrief.debriefing import debrief_of

        played, view = await self.of_game(room, team, _taken)
        return await self.work(lambda: debrief_of(played, view))

    async def _page(self, room: Room, team: str) -> str:
        from tenfold.ui.game_page.page import keepsake_page

        debrief = await self.debrief(room, team)
        return await self.work(lambda: keepsake_page(debrief, None))

    async def work(self, task: Callable[[], Made]) -> Made:
        """Do something that takes a moment, after what was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task)

    def _tidy(self) -> None:
        """Keep nothing of rooms that were deleted, and not too much of others."""
        for key in [key for key, (room, _) in self._kept.items() if room.gone]:
            self._kept.pop(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _taken(game: SeatGame) -> tuple[Played, View]:
    from tenfold.sim.game.debrief.played import played_of
    from tenfold.sim.game.telling.seen import view_of

    with game.lock:
        return played_of(game), view_of(game)


def _stand_back() -> None:
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STANDS_BACK)
