"""Sockets of the framework's pages: how many there may be, and what is heard through one.

Each costs a thread, and memory that is kept for a while after it was closed. All in a room may know
the projector's link: what it opens is counted apart, and takes no place from the teacher's.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from starlette.requests import HTTPConnection

from tenfold.ui.classroom.api.throttles import Throttle, address_of
from tenfold.ui.classroom.passes import DESK, WALL
from tenfold.ui.front import Receive, Scope

MOST_OPEN = {DESK: 150, WALL: 30}
"""Sockets at once, by the pass that opened them."""
SAID_AT_ONCE, SAID_A_SECOND = 600, 60
"""Messages that a page may send; one that sends more waits."""
HEAD = 4
"""Bytes of a number in the head of a message that is not text."""
UNFIT = 1003
"""Code of a socket that is closed because of what it sent."""


class PageSockets:
    """Counts them."""

    def __init__(self) -> None:
        """None is open."""
        self.open: Counter[str] = Counter()
        # A page opens one socket, and one more each time that the connection was lost.
        self._begun = {DESK: Throttle(60, 0.5), WALL: Throttle(15, 0.2)}

    def enter(self, kind: str, scope: Scope) -> bool:
        """Count one more; False where there are too many, or they come too fast.

        Args:
            kind: of the pass that it has.
            scope: of its request.
        """
        whose, begun = address_of(HTTPConnection(scope)), self._begun[kind]
        if self.open[kind] >= MOST_OPEN[kind] or begun.wait(whose) > 0.0:
            return False
        begun.count(whose)
        self.open[kind] += 1
        return True

    def leave(self, kind: str) -> None:
        """Count one less."""
        self.open[kind] -= 1


def bounded(receive: Receive) -> Receive:
    """Hears the same, no faster than a page speaks, and nothing that claims more than it has."""
    said = Throttle(SAID_AT_ONCE, SAID_A_SECOND)

    async def heard() -> dict[str, object]:
        message = await receive()
        if message["type"] == "websocket.receive":
            await asyncio.sleep(said.wait(""))
            said.count("")
            if not is_whole(message.get("bytes")):
                return {"type": "websocket.disconnect", "code": UNFIT}
        return dict(message)

    return heard


def is_whole(content: bytes | None) -> bool:
    """Whether a message that is not text has as many parts as its head says.

    The framework makes room for all that the head claims before it looks whether they are there.
    """
    if content is None:
        return True
    if len(content) < HEAD:
        return False
    parts = int.from_bytes(content[:HEAD], signed=True)
    return parts >= 1 and HEAD * (parts + 1) <= len(content)
