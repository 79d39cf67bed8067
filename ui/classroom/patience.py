"""Patience: how long a connection may keep the server waiting, whichever of the two has to act."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

UNREAD = 30.0
"""Seconds between two looks whether what was written is being read."""
LEAST = 16_384
"""Bytes that must have been read between two looks."""


class Deadline:
    """Something that happens after some time, unless it is called off."""

    def __init__(self, loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
        """It does not run yet.

        Args:
            loop: that counts the time.
            end: what happens.
        """
        self._loop, self._end = loop, end
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, seconds: float) -> None:
        """Let it run; where it runs already, it ends no later than it would have."""
        if self._timer is None:
            self._timer = self._loop.call_later(seconds, self._over)

    def call_off(self) -> None:
        """It does not happen."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _over(self) -> None:
        self._timer = None
        self._end()


class Unread:
    """Ends a connection whose other side does not take what it asked for.

    Who reads slowly is waited for: a crowded Wi-Fi takes minutes for what is a moment elsewhere.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        transport: asyncio.Transport,
        end: Callable[[], None],
    ) -> None:
        """It does not watch yet.

        Args:
            loop: that counts the time.
            transport: of the connection.
            end: ends it.
        """
        self._transport, self._end = transport, end
        self._left = 0
        self._next = Deadline(loop, self._look)

    def begin(self) -> None:
        """Something waits to be read."""
        self._left = self._transport.get_write_buffer_size()
        self._next.begin(UNREAD)

    def call_off(self) -> None:
        """It was read, or the connection is gone."""
        self._next.call_off()

    def _look(self) -> None:
        if self._left - self._transport.get_write_buffer_size() < LEAST:
            self._end()
        else:
            self.begin()
