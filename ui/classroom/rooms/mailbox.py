"""Mailbox: what somebody who listens to a room has not heard yet; the newest of each kind."""

from __future__ import annotations

import asyncio
from typing import Any

Event = tuple[str, dict[str, Any]]
"""Its kind ("state", "draft", "forecast", "bye") and what it says."""


DELETED, ELSEWHERE, STOPPING = "deleted", "elsewhere", "stopping"
"""Why a stream ends: what it opened is gone, it was opened too often, the server stops."""


class Mailbox:
    """Of one listener. It never grows: a newer event of a kind takes the place of an older."""

    def __init__(self, kind: str, person: str = "") -> None:
        """Empty.

        Args:
            kind: of the reader: teacher, projector or person.
            person: id, of a student.
        """
        self.kind, self.person = kind, person
        self._waiting: dict[str, dict[str, Any]] = {}
        self._rings = asyncio.Event()
        self.closed = False

    def put(self, kind: str, said: dict[str, Any]) -> None:
        """Leave an event."""
        self._waiting[kind] = said
        self._rings.set()

    def close(self, why: str) -> None:
        """The last event: nothing comes after it."""
        self.closed = True
        self.put("bye", {"why": why})

    async def next(self, seconds: float) -> list[Event]:
        """What has come; waits for it, but no longer than this. Empty where nothing came."""
        if not self._waiting:
            try:
                async with asyncio.timeout(seconds):
                    await self._rings.wait()
            except TimeoutError:
                return []
        events = list(self._waiting.items())
        self._waiting.clear()
        self._rings.clear()
        return events
