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
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from tenfold.ui.classroom.rooms.refusals import TooLate, Unknown
from tenfold.ui.classroom.rooms.room import Room
from tenfold.ui.classroom.rooms.yards import STANDS_BACK, yardstick_from
from tenfold.ui.classroom.store import queries_yardsticks

if TYPE_CHECKING:
    from tenfold.sim.game.debrief.debriefing import Debrief
    from tenfold.sim.game.debrief.played import Played
    from tenfold.sim.game.debrief.reckoning import Points, Reckoning
    from tenfold.sim.game.debrief.yardstick import Yardstick
    from tenfold.sim.game.table.seat_game import SeatGame
    from tenfold.sim.game.telling.view import View
    from tenfold.ui.classroom.rooms.races import Races

Made = TypeVar("Made")
MOST_KEPT = 128
"""Debriefs and pages that are kept; none has more than a megabyte."""
DEBRIEF, POINTS, PAGE, MEASURED_PAGE = "debrief", "points", "page", "page, measured"
"""What is kept of a team; a page that was made before its seat was measured is made anew."""
TO_THE_END = "This comes when all rounds have been played."
NOT_YET = "No round has been played yet."


class Studies:
    """Of one server. Methods are called from its event loop."""

    def __init__(self) -> None:
        """Nothing is made yet."""
        self._worker = ThreadPoolExecutor(1, "classroom-after", initializer=_stand_back)
        self._kept: OrderedDict[tuple[Any, ...], tuple[Room, asyncio.Task[Any]]] = OrderedDict()
        self._asked: WeakKeyDictionary[Room, int] = WeakKeyDictionary()

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
        found: Debrief = await self._once(room, DEBRIEF, team, self._debrief)
        return found

    async def page(self, room: Room, team: str) -> str:
        """The page of a team, to keep; its score is taken apart as soon as its seat is measured.

        Raises:
            TooLate: its race is not over.
        """
        measured = self.is_measured(room, team)
        if measured:
            self._kept.pop(_key(room, PAGE, team), None)
        found: str = await self._once(room, MEASURED_PAGE if measured else PAGE, team, self._page)
        return found

    async def reckoning(self, room: Room, team: str) -> Reckoning:
        """The score of a team taken apart, as far as its seat is measured.

        Raises:
            TooLate: its race is not over.
        """
        points: Points = await self._once(room, POINTS, team, self._points)
        from tenfold.sim.game.debrief.reckoning import reckon

        return reckon(points, self._yardstick(room, team), False)

    def is_measured(self, room: Room, team: str) -> bool:
        """Whether the yardstick of a team's seat is there; it is asked for where it is not."""
        seat = _seat(room, team)
        if seat in room.store.read(lambda db: queries_yardsticks.measured_in(db, room.id)):
            return True
        # A kill may have cut the measuring off; a class that asks at once starts it once.
        if room.done >= room.plan.rounds and self._asked.get(room) != len(room.teams):
            self._asked[room] = len(room.teams)
            room.measure()
        return False

    def _yardstick(self, room: Room, team: str) -> Yardstick | None:
        seat = _seat(room, team)
        kept = room.store.read(lambda db: queries_yardsticks.yardstick_of(db, room.id, seat))
        return None if kept is None else yardstick_from(kept)

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
        key = _key(room, what, team)
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
        yardstick = self._yardstick(room, team)
        return await self.work(lambda: keepsake_page(debrief, yardstick))

    async def _points(self, room: Room, team: str) -> Points:
        from tenfold.sim.game.debrief.reckoning import points_of

        played = await self.played(room, team)
        return await self.work(lambda: points_of(played))

    async def work(self, task: Callable[[], Made]) -> Made:
        """Do something that takes a moment, after what was asked before."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task)

    def _tidy(self) -> None:
        """Keep nothing of rooms that were deleted, and not too much of others."""
        for key in [key for key, (room, _) in self._kept.items() if room.gone]:
            self._kept.pop(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


@cache
def studies() -> Studies:
    """Of this process: pages and routes race nothing twice."""
    return Studies()


def _key(room: Room, what: str, team: str) -> tuple[Any, ...]:
    """What a thing is made of."""
    return (room.id, room.epoch, room.row.rehearsal, what, team)


def _seat(room: Room, team: str) -> str:
    """The seat of a team, whether somebody sits there or not.

    Raises:
        Unknown: there is none.
    """
    found = room.seating().teams.get(team)
    if found is None:
        raise Unknown("There is no such team.")
    return found[1]


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
