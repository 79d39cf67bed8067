"""The doorway: how many connections may stand open, and how long one may say nothing.

The server underneath waits for ever for a connection that was opened and asks nothing. In a network
of strangers each is bounded: by time until it has asked, and in number, per address and in all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_OPEN = 4_000
"""Connections at once: 1,000 phones with a stream and some questions each."""
MOST_HERE = 1_500
"""Of one address, behind which a whole class may stand."""
SILENCE = 20.0
"""Seconds until a connection must have asked its question to the end."""


class Crowd:
    """Who stands in the doorway."""

    def __init__(self) -> None:
        """Nobody."""
        self.open: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Count one more; False where there is no room for it."""
        if self.open.total() >= MOST_OPEN or self.open[address] >= MOST_HERE:
            return False
        self.open[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Count one less."""
        self.open[address] -= 1
        if self.open[address] <= 0:
            del self.open[address]


crowd = Crowd()
"""All connections of this process."""


class BoundedProtocol(H11Protocol):
    """A connection that is counted, and closed where it says nothing."""

    _inside: str | None = None
    _silence: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Let it in, or close it at once."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not crowd.enter(address):
            transport.abort()
            return
        self._inside = address
        self._listen()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._leave()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Read what came; what is not a whole question yet has its deadline."""
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._hush()
        elif self._silence is None and self.timeout_keep_alive_task is None:
            self._listen()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here on it is counted as a socket, by whoever takes it."""
        self._leave()
        super().handle_websocket_upgrade(event)

    def _listen(self) -> None:
        self._silence = self.loop.call_later(SILENCE, self._too_long)

    def _hush(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None

    def _leave(self) -> None:
        self._hush()
        if self._inside is not None:
            crowd.leave(self._inside)
            self._inside = None

    def _too_long(self) -> None:
        self._silence = None
        self.transport.abort()
