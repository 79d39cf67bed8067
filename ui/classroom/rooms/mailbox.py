"""Mailbox: what somebody who listens to a room has not heard yet; the newest of each kind."""

from __future__ import annotations

import asyncio
from typing import Any

STATE, PARTS = "state", "parts"
"""The event that rings, and which fields of a phone's state it is about; all, where it says none.
"""
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
        """Leave an event; of what rings, all that has changed since the last is kept."""
        self._waiting[kind] = _with(self._waiting.get(kind), said) if kind == STATE else said
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
        return self.waiting()

    def waiting(self) -> list[Event]:
        """What has come, and is heard with that."""
        events = list(self._waiting.items())
        self._waiting.clear()
        self._rings.clear()
        return events


def _with(before: dict[str, Any] | None, said: dict[str, Any]) -> dict[str, Any]:
    """A ring that stands for two."""
    if before is None or PARTS not in said:
        return said
    if PARTS not in before:
        return {name: value for name, value in said.items() if name != PARTS}
    return {**said, PARTS: tuple(dict.fromkeys([*before[PARTS], *said[PARTS]]))}
