"""The stream of a student, a teacher or a projector: rings when there is something new to get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from starlette.responses import Response

from tenfold.ui.classroom.api.asking import Asker, Asking
from tenfold.ui.classroom.api.events import Stream, event
from tenfold.ui.classroom.rooms.mailbox import DELETED, PARTS
from tenfold.ui.classroom.rooms.refusals import RoomError

EVERY = 2.0
"""Seconds between two signs of life; clients miss them after 5."""
PAUSE = 0.25
"""Seconds between two batches of events: what changes twice meanwhile rings once."""


def stream(who: Asker, asking: Asking) -> Response:
    """All that happens from now on, for whoever may see it."""
    return Stream(_events(who, asking))


async def _events(who: Asker, asking: Asking) -> AsyncIterator[bytes]:
    box = who.room.listen(who.kind, who.person)
    asking.listening.add(box)
    if who.room.gone or (who.person and who.person not in who.room.people):
        box.close(DELETED)  # since who asks was looked up: nobody else would say good-bye
    try:
        while True:
            events = await box.next(EVERY)
            if not events:
                yield event("ping", {"now": who.now()})
                continue
            yield b"".join(event(kind, _told(who, said)) for kind, said in events)
            if any(kind == "bye" for kind, _ in events):
                return
            await asyncio.sleep(PAUSE)
    finally:
        asking.listening.discard(box)
        who.room.hang_up(box)


def _told(who: Asker, said: dict[str, Any]) -> dict[str, Any]:
    """An event as it is sent: where few fields of a phone's state have changed, they come along.

    They are read now: what has changed since the ring is in them, and `version` is of them.
    """
    parts = said.get(PARTS)
    if parts is None:
        return said
    told = {name: value for name, value in said.items() if name != PARTS}
    with suppress(RoomError):  # whoever was sent out meanwhile is told by the answer to a question
        told |= {"version": who.room.row.version, "changed": who.changed(parts)}
    return told
