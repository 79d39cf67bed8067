"""Teacher: a bot that makes a room and runs it over the API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from random import Random
from typing import Any

from tenfold.ui.classroom.bots.caller import Caller
from tenfold.ui.classroom.bots.tally import Tally
from tenfold.ui.classroom.bots.wire import Place, Reply

LATE = 409
LOOK_AGAIN = 0.2


class Forbidden(ValueError):
    """Something that the server does not let the teacher do; its line says why."""


class Teacher:
    """Of one room.

    Args:
        place: of the server.
        luck: of its pauses.
        tally: that is told how long answers took.
    """

    def __init__(self, place: Place, luck: Random, tally: Tally) -> None:
        """Without a room."""
        self._caller = Caller(place, luck, tally)
        self.room = self.code = ""

    @property
    def token(self) -> str:
        """Opens the room."""
        return self._caller.token

    async def create(self, host: str, plan: Mapping[str, Any]) -> None:
        """Make a room.

        Args:
            host: the server's token.
            plan: of the room.

        Raises:
            Forbidden: no such room can be.
        """
        self._caller.token = host
        made = _good(await self._caller.ask("create", "rooms", {"plan": dict(plan)}))
        self.room, self.code = made["room"], made["code"]
        self._caller.token = made["teacher"]

    async def state(self) -> dict[str, Any]:
        """What the teacher's page shows."""
        return _good(await self._caller.get("teacher's state", "teacher/state"))

    async def act(self, action: str, **said: Any) -> None:
        """Do something.

        Args:
            action: name of the address.
            said: what goes along.

        Raises:
            Forbidden: the server says no.
        """
        _good(await self._caller.ask(action, f"teacher/{action}", said))

    async def go(self, action: str, phase: str, number: int) -> None:
        """Do something until the room has come to a phase; also where the server dies meanwhile.

        Args:
            action: name of the address.
            phase: the room is in afterwards.
            number: of the round that it is in then.

        Raises:
            Forbidden: it goes elsewhere.
        """
        while True:
            reply = await self._caller.ask(action, f"teacher/{action}", {})
            room = (await self.state())["room"]
            if (room["phase"], room["round"]) == (phase, number):
                return
            # Asked twice because the first answer was lost, it comes too late, and that is well.
            if reply.status >= 300 and room["phase"] != "resolving":
                raise Forbidden(f"{action}: {reply.error}")
            await asyncio.sleep(LOOK_AGAIN)

    def cut(self) -> None:
        """Break the connection off."""
        self._caller.cut()


def _good(reply: Reply) -> dict[str, Any]:
    if reply.status >= 300:
        raise Forbidden(reply.error or f"status {reply.status}")
    return dict(reply.json)
