"""Events: a response that does not end, in lines that a browser reads as they come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tenfold.ui.classroom.api.answers import KEEPS_NOTHING

PATIENCE = 15.0
"""Seconds after which a reader that takes nothing is as good as gone."""


def event(name: str, data: Any) -> bytes:
    """One event.

    Args:
        name: of its kind.
        data: of JSON.
    """
    told = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"event: {name}\ndata: {told}\n\n".encode()


class Stream(Response):
    """Events until there are no more, the reader is gone, or it takes nothing any longer."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        """These events.

        Args:
            events: an asynchronous generator; it is closed at the end, however that came.
        """
        super().__init__(headers={**KEEPS_NOTHING, "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what comes."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        gone = asyncio.ensure_future(_gone(receive))
        sending = asyncio.ensure_future(self._send(send))
        try:
            await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and not sending.cancelled():
                sending.result()
        finally:
            for task in (gone, sending):
                task.cancel()
            await asyncio.gather(gone, sending, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        async with aclosing(self._events) as events:  # type: ignore[type-var]
            try:
                async for one in events:
                    body = {"type": "http.response.body", "body": one, "more_body": True}
                    async with asyncio.timeout(PATIENCE):
                        await send(body)
                async with asyncio.timeout(PATIENCE):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            except (TimeoutError, OSError):
                return


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
