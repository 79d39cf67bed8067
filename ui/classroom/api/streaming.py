"""The stream of a student, a teacher or a projector: rings when there is something new to get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response

from tenfold.ui.classroom.api.asking import Asker, Asking
from tenfold.ui.classroom.api.events import Stream, event

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
    try:
        while True:
            events = await box.next(EVERY)
            if not events:
                yield event("ping", {"now": who.now()})
                continue
            yield b"".join(event(kind, said) for kind, said in events)
            if any(kind == "bye" for kind, _ in events):
                return
            await asyncio.sleep(PAUSE)
    finally:
        asking.listening.discard(box)
        who.room.hang_up(box)
