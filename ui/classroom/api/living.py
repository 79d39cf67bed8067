"""Living: a classroom server from its start to its end: rooms opened, routes put together."""

from __future__ import annotations

import asyncio
import logging

from starlette.routing import BaseRoute

from tenfold.ui.classroom.addresses import join_address
from tenfold.ui.classroom.after import routes as after
from tenfold.ui.classroom.api import hosting, joining, projecting, studying, teaching
from tenfold.ui.classroom.api.asking import Asking
from tenfold.ui.classroom.check import Checking
from tenfold.ui.classroom.desk import Desk
from tenfold.ui.classroom.front import ClassFront
from tenfold.ui.classroom.passes import Passes
from tenfold.ui.classroom.phone import page
from tenfold.ui.classroom.store.store import Store
from tenfold.ui.classroom.telling_teacher import standing
from tenfold.ui.engine import engine

LATER = 1.0
"""Seconds after the rooms that the engine is prepared: phones that come back are served first."""


def own_routes(asking: Asking) -> list[BaseRoute]:
    """All routes that need nothing of the framework."""
    found: list[BaseRoute] = []
    for part in (joining, studying, teaching, after, projecting, hosting):
        found += part.routes(asking)
    found += Checking(throttles=asking.desk.throttles).routes
    return [*found, *page.routes]


class Living:
    """One server."""

    def __init__(self, store: Store, desk: Desk, passes: Passes, cookie: str) -> None:
        """Put it together; rooms are opened when it runs.

        Args:
            store: open.
            desk: where routes and pages find the rooms.
            passes: for pages of the framework.
            cookie: name of the pass in browsers.
        """
        self._store, self._desk = store, desk
        self._asking = Asking(desk, store)
        self.front = ClassFront(
            own_routes(self._asking), self._asking.opens, passes, cookie, lambda: desk.names
        )
        self.front.at_the_start(self.begin)
        self.front.at_the_end(self.end)

    async def begin(self) -> None:
        """The event loop runs: open the rooms behind the first answers."""
        self._desk.opening()
        self._opening = asyncio.ensure_future(self._open())

    async def _open(self) -> None:
        try:
            from tenfold.ui.classroom.rooms.hall import Hall

            hall = Hall(self._store)
            await hall.open()
        except Exception as problem:  # whoever asks must be told what it was
            logging.getLogger(__name__).exception("the rooms could not be opened")
            self._desk.opened(None, f"The rooms could not be opened ({problem}).")
            return
        self._desk.opened(hall)
        alive = [room.row for room in hall.rooms.values() if room.row.ended_ms is None]
        root = self._desk.root
        standing([(row.title, row.code, join_address(root, row.code)) for row in alive])
        self.front.may_load()
        engine.start(LATER)

    def stopping(self) -> None:
        """The server will stop: who listens is told, and comes back later."""
        self._asking.goodbye()

    async def end(self) -> None:
        """The server stops."""
        self._opening.cancel()
        await asyncio.gather(self._opening, return_exceptions=True)
        await self._desk.close()
