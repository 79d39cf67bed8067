"""The desk: the one place of a class's process where routes and pages find its rooms.

The server answers before the rooms are there: opening them takes a moment. Whoever asks meanwhile
waits for them.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import platformdirs

from tenfold.ui.classroom.addresses import root_of
from tenfold.ui.classroom.api.answers import Refusal
from tenfold.ui.classroom.api.throttles import Throttles

if TYPE_CHECKING:
    from tenfold.ui.classroom.rooms.hall import Hall, Reader

Said = TypeVar("Said")
PATIENCE = 15.0
"""Seconds that a question waits for the rooms to be there."""
LONGEST = 120.0
"""Seconds that a page waits for what it asked; erasing a large file takes some."""
NOT_NOW, AGAIN = 503, 2.0
SAME_NETWORK = 5.0
"""Seconds for which this computer's address is not looked up again: laptops change networks."""
TOKEN_BYTES = 24


class Desk:
    """What one server knows."""

    def __init__(self) -> None:
        """Nothing is served yet."""
        self.throttles = Throttles()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._hall: Hall | None = None
        self._open: asyncio.Event | None = None
        self._problem = ""
        self._key = b""
        self._place = ("127.0.0.1", 0)
        self._address = ""
        self._root = ("", 0.0)

    def serve(self, key: bytes, host: str, port: int, address: str = "") -> None:
        """Say where the server is.

        Args:
            key: of the data folder.
            host: what it listens on.
            port: its port.
            address: under which phones find it, where it is another than this computer's.
        """
        self._key, self._place, self._address = key, (host, port), address.rstrip("/")
        self._root = ("", 0.0)

    def opening(self) -> None:
        """The event loop runs; the rooms are being opened."""
        self.loop, self._open = asyncio.get_running_loop(), asyncio.Event()
        self._hall, self._problem = None, ""

    def opened(self, hall: Hall | None, problem: str = "") -> None:
        """The rooms are there; or what keeps them from it.

        Args:
            hall: the rooms.
            problem: one line.
        """
        self._hall, self._problem = hall, problem
        if self._open is not None:
            self._open.set()

    @property
    def root(self) -> str:
        """The address that phones are told, as it is now."""
        if self._address:
            return self._address
        root, until = self._root
        if time.monotonic() >= until:
            root = root_of(*self._place)
            self._root = (root, time.monotonic() + SAME_NETWORK)
        return root

    @property
    def names(self) -> frozenset[str]:
        """Names that it was told are its own; asks no network for others."""
        told = (urlsplit(self._address).hostname, self._place[0].lower())
        return frozenset(name for name in told if name)

    async def hall(self) -> Hall:
        """The rooms, as soon as they are there.

        Raises:
            Refusal: they are not, and it has waited.
        """
        if self._hall is None and self._open is not None and not self._problem:
            try:
                await asyncio.wait_for(self._open.wait(), PATIENCE)
            except TimeoutError:
                raise Refusal(NOT_NOW, "The server is starting: wait a moment.", AGAIN) from None
        if self._hall is None:
            told = self._problem or "The server is stopping: try again when it is back."
            raise Refusal(NOT_NOW, told, AGAIN)
        return self._hall

    def now(self, doing: Callable[[Hall], Coroutine[Any, Any, Said]]) -> Said:
        """Do something with the rooms, from a thread that is not the event loop's, and wait.

        Args:
            doing: is called in the event loop.

        Raises:
            Refusal: the rooms are not there.
            TimeoutError: the server does not come to it any more.
            Exception: what `doing` raised.
        """
        if self.loop is None:
            raise Refusal(NOT_NOW, "The server is starting: wait a moment.", AGAIN)

        async def done() -> Said:
            return await doing(await self.hall())

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(LONGEST)

    async def close(self) -> None:
        """The server stops: rooms are closed, and nobody finds them any more."""
        hall, self._hall = self._hall, None
        self.loop = None
        if hall is not None:
            await hall.close()

    @property
    def host_token(self) -> str:
        """Opens the server: rooms are made and listed with it. The same after a restart."""
        return self._made("host")

    def is_host(self, token: str) -> bool:
        """Whether a token is the host's; takes as long for every wrong one."""
        return bool(self._key) and _same(token, self.host_token)

    def screen_token(self, room: str) -> str:
        """A projector's token for a room: it can be told again at any time, as it is kept nowhere.

        Args:
            room: its id.
        """
        return f"{room}.{self._made(f'projector {room}')}"

    async def reader(self, token: str) -> Reader | None:
        """Whom a token belongs to; None where it opens nothing.

        Raises:
            Refusal: the rooms are not there.
            StoreTrouble: they cannot be read.
        """
        hall = await self.hall()
        room = hall.rooms.get(token.partition(".")[0])
        if room is not None and self._key and _same(token, self.screen_token(room.id)):
            from tenfold.ui.classroom.rooms.hall import SCREEN, Reader

            return Reader(SCREEN, room)
        return hall.reader(token)

    def _made(self, what: str) -> str:
        made = hmac.new(self._key, what.encode(), hashlib.sha256).digest()[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(made).decode()


def _same(shown: str, good: str) -> bool:
    """Whether two tokens are one; takes as long whatever was shown."""
    digests = [hashlib.sha256(one.encode(errors="replace")).digest() for one in (shown, good)]
    return hmac.compare_digest(*digests)


desk = Desk()
"""Of this process."""


def data_folder(asked: Path | None) -> Path:
    """Where classes are kept: as asked, else beside the games of this computer's user."""
    if asked is not None:
        return asked
    # As `games_folder` has it, whose module brings the engine along: phones need not wait for it.
    root = os.environ.get("TENFOLD_DATA") or platformdirs.user_data_dir("tenfold")
    return Path(root) / "classroom"
