"""Posted: what a page sends to one of our own addresses, read within bounds."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

PATIENCE = 30.0
"""Seconds in which all of it must have come."""


class TooLong(ValueError):
    """More was sent than what was asked for can be."""


class TooSlow(ClientDisconnect):
    """It did not come in time: whoever sends it is as good as gone."""


class NotJson(ValueError):
    """What was sent is no JSON that could be answered."""


async def body_of(request: Request, most: int) -> bytes:
    """What was sent, and no byte more than that is held in memory.

    Raises:
        TooLong: it has more bytes than `most`.
        TooSlow: it does not come to an end.
        ClientDisconnect: nobody waits for the answer any more.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise TooLong(f"At most {most} bytes.")
    except TimeoutError:
        raise TooSlow(f"At most {PATIENCE:.0f} seconds.") from None
    return bytes(body)


def json_of(body: bytes) -> Any:
    """The JSON of a body, whose texts can be said back.

    Raises:
        NotJson: it is none, nests without end, or has halves of letters in it.
    """
    try:
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJson("This cannot be read as JSON.") from None
    return found
