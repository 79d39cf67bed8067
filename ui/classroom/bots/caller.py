"""Caller: asks a server until it has answered, as a phone does: waits, tries again, measures."""

from __future__ import annotations

import asyncio
import time
from random import Random
from typing import Any

from tenfold.ui.classroom.bots.tally import Tally
from tenfold.ui.classroom.bots.wire import Place, Reply, Unreachable, Wire

OFTEN, NOT_NOW = 429, 503
SHORTEST, LONGEST = 0.5, 5.0
"""Seconds between two tries, which double."""


class GaveUp(OSError):
    """The server was not there for too long."""


class Pauses:
    """How long to wait before another try: longer each time, and not all in one moment."""

    def __init__(self, luck: Random) -> None:
        """None yet.

        Args:
            luck: the bot's own.
        """
        self._luck, self._next = luck, SHORTEST

    def next(self) -> float:
        """Seconds."""
        pause = self._next * self._luck.uniform(0.5, 1.0)
        self._next = min(LONGEST, 2 * self._next)
        return pause

    def over(self) -> None:
        """It worked: begin with the shortest again."""
        self._next = SHORTEST


class Caller:
    """Of one bot.

    Args:
        place: of the server.
        luck: the bot's own.
        tally: of the crowd.
        patience: seconds for which a question is repeated.
    """

    def __init__(self, place: Place, luck: Random, tally: Tally, patience: float = 120.0) -> None:
        """Nothing is asked yet."""
        self._wire = Wire(place)
        self._luck, self._tally, self._patience = luck, tally, patience
        self.token = ""

    async def ask(self, what: str, path: str, sent: Any = None, method: str = "POST") -> Reply:
        """Ask until there is an answer other than "wait".

        A question may arrive twice: what is asked here must not mind.

        Args:
            what: it is called in the tally.
            path: below the API's address.
            sent: an object of JSON.
            method: of HTTP.

        Raises:
            GaveUp: the server was not there for too long.
        """
        began, pauses = time.monotonic(), Pauses(self._luck)
        while True:
            try:
                reply = await self._wire.ask(method, path, self.token, sent)
            except Unreachable as problem:
                self._tally.lost += 1
                pause, why = pauses.next(), str(problem)
            else:
                if reply.status not in (OFTEN, NOT_NOW):
                    self._tally.took[what].append(time.monotonic() - began)
                    return reply
                self._tally.waited += 1
                pause, why = max(reply.again, SHORTEST), reply.error
            if time.monotonic() + pause - began > self._patience:
                raise GaveUp(f"{what}: {why}")
            await asyncio.sleep(pause)

    async def get(self, what: str, path: str) -> Reply:
        """Ask for something to read."""
        return await self.ask(what, path, method="GET")

    def cut(self) -> None:
        """Break the connection off, as a phone does that loses its network."""
        self._wire.close()
