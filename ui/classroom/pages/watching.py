"""Watching a room from a page: what it shows is told anew whenever something there changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import solara

from tenfold.ui.classroom.addresses import HOST, TEACH
from tenfold.ui.classroom.api.answers import FAILED, MISSING, Refusal, refusal_of
from tenfold.ui.classroom.api.asking import BAD_TOKEN, PROJECTOR, TEACHER
from tenfold.ui.classroom.desk import desk

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.hall import Hall
    from tenfold.ui.classroom.rooms.room import Room

Told = dict[str, Any]
PATIENCE = 1.0
"""Seconds after which a thread looks whether its page is still there."""
AT_MOST = 0.25
"""Seconds between two tellings: a class that joins at once rings often."""
AGAIN = 2.0
"""Seconds until what could not be told is tried again."""


@dataclass(frozen=True)
class Door:
    """How a page came to its room."""

    address: str
    """Of the page, such as `/teach`."""
    token: str
    room: str = ""
    """Id, where a host opens one of all rooms."""

    @property
    def kind(self) -> str:
        """Of the reader, as streams have it."""
        return TEACHER if self.address in (TEACH, HOST) else PROJECTOR


def door_of(address: str, parts: list[str]) -> Door:
    """The door that an address names.

    Args:
        address: of the kind of page.
        parts: of the path, the kind of page first.
    """
    token = parts[1] if len(parts) > 1 else ""
    return Door(address, token, parts[2] if len(parts) > 2 else "")


async def room_behind(hall: Hall, door: Door) -> Room:
    """The room that a door leads to; every page asks this anew each time.

    Raises:
        Refusal: it leads nowhere, or not for this token.
    """
    if door.address == HOST:
        room = hall.rooms.get(door.room) if desk.is_host(door.token) else None
    else:
        found = await desk.reader(door.token)
        room = None if found is None or found.kind != door.kind else found.room
    if room is None:
        raise Refusal(MISSING, BAD_TOKEN)
    return room


def look(door: Door, tell: Callable[[Room], Told]) -> Told:
    """What a page shows now; `problem` alone where it cannot be told."""

    async def told(hall: Hall) -> Told:
        return tell(await room_behind(hall, door))

    try:
        return desk.now(told)
    except Exception as problem:  # whatever it is, the page says so, and tries again
        return {"problem": said_of(problem)}


def said_of(problem: Exception) -> str:
    """What went wrong, as one line for people; a fault of ours is written down, too."""
    try:
        return str(refusal_of(problem))
    except Exception:
        logging.getLogger(__name__).exception("a page of a class failed")
        return FAILED


def use_told(door: Door, tell: Callable[[Room], Told]) -> Told:
    """What a page shows, kept up to date for as long as it is open.

    The framework ties a thread that is started while a page renders to that page, so that what it
    sets reaches this page and no other.

    Args:
        door: of the page.
        tell: from the room to what is shown; called in the event loop.
    """
    first = solara.use_memo(lambda: look(door, tell), [door])
    told, set_told = solara.use_state(first)

    def watch() -> Callable[[], None]:
        gone = threading.Event()

        def run() -> None:
            while not gone.is_set():
                with suppress(Exception):  # the look below says what it was
                    _listen(door, tell, gone, set_told)
                if not gone.is_set():
                    set_told(look(door, tell))
                    gone.wait(AGAIN)

        threading.Thread(target=run, daemon=True).start()
        return gone.set

    solara.use_effect(watch, [door])
    return told


def _listen(
    door: Door,
    tell: Callable[[Room], Told],
    gone: threading.Event,
    told: Callable[[Told], None],
) -> None:
    """Tell the page at every ring, until one of the two is gone."""

    async def begin(hall: Hall) -> Any:
        room = await room_behind(hall, door)
        return room, room.listen(door.kind)

    async def end(_: Hall) -> None:
        room.hang_up(box)

    room, box = desk.now(begin)
    try:
        while not gone.is_set() and not box.closed:
            if desk.now(lambda _: box.next(PATIENCE)) and not gone.is_set():
                told(look(door, tell))
                gone.wait(AT_MOST)
    finally:
        with suppress(Refusal):  # the server stops
            desk.now(end)
