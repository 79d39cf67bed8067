"""A classroom server without a network: its routes on the rooms of a folder."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenfold.ui.classroom.addresses import API
from tenfold.ui.classroom.api.asking import Asking
from tenfold.ui.classroom.api.living import own_routes
from tenfold.ui.classroom.desk import Desk
from tenfold.ui.classroom.front import ClassFront
from tenfold.ui.classroom.passes import Passes
from tenfold.ui.classroom.rooms.hall import Hall
from tenfold.ui.classroom.store.store import Store

KEY = b"k" * 32
COOKIE = "tenfold-class-8765"
WAIT = 200.0
"""Seconds; the first race of an installation compiles the engine."""


@dataclass(frozen=True)
class Said:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.json["error"])


class Unframed(ClassFront):
    """The front door, without the framework behind it."""

    def _load(self) -> None:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "websocket":
                await send({"type": "websocket.accept"})
                return
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"a page of the framework"})

        self._inner = inner
        self._loaded.set()


class Served:
    """A server; each request runs its event loop for as long as it takes."""

    def __init__(self, folder: Path, key: bytes = KEY) -> None:
        self.loop = asyncio.new_event_loop()
        self.store = Store(folder)
        self.desk = Desk()
        self.desk.serve(key, "192.168.1.7", 8765)
        self.asking = Asking(self.desk, self.store)
        self.hall = self.loop.run_until_complete(self._open())
        self.app = Unframed(own_routes(self.asking), self.asking.opens, Passes(key), COOKIE)

    async def _open(self) -> Hall:
        self.desk.opening()
        hall = Hall(self.store)
        await hall.open(clock=False)
        self.desk.opened(hall)
        return hall

    def close(self) -> None:
        self.loop.run_until_complete(self.desk.close())
        self.store.close()
        self.loop.close()

    @property
    def host(self) -> str:
        return self.desk.host_token

    def get(self, path: str, token: str = "", **more: Any) -> Said:
        return self.ask("GET", f"{API}/{path}", b"", token, **more)

    def post(self, path: str, sent: Any = None, token: str = "", **more: Any) -> Said:
        body = b"" if sent is None else json.dumps(sent).encode()
        return self.ask("POST", f"{API}/{path}", body, token, **more)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        token: str = "",
        headers: Mapping[str, str] | None = None,
        address: str = "10.0.0.1",
    ) -> Said:
        """One request, from its beginning to the end of its answer."""
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        asked = self.app(scope_of(method, path, token, headers, address), Receive(body), send)
        self.loop.run_until_complete(asyncio.wait_for(asked, WAIT))
        return said(sent)

    def listen(self, token: str, seconds: float) -> list[tuple[str, Any]]:
        """Events of a stream, until it ends or so many seconds have passed."""
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def run() -> None:
            scope = scope_of("GET", f"{API}/stream", token)
            task = asyncio.ensure_future(self.app(scope, Receive(b"", seconds), send))
            await asyncio.wait_for(task, WAIT)

        self.loop.run_until_complete(run())
        return events(b"".join(one.get("body", b"") for one in sent))


def events(body: bytes) -> list[tuple[str, Any]]:
    """Kind and data of each event."""
    found = []
    for block in body.decode().split("\n\n"):
        if block:
            first, second = block.split("\n")
            found.append((first.removeprefix("event: "), json.loads(second.removeprefix("data: "))))
    return found


class Receive:
    """What the server hears: a body, and after some time that nobody waits any more."""

    def __init__(self, body: bytes, seconds: float = 60.0) -> None:
        self.body, self.seconds, self.given = body, seconds, False

    async def __call__(self) -> dict[str, Any]:
        if not self.given:
            self.given = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await asyncio.sleep(self.seconds)
        return {"type": "http.disconnect"}


def scope_of(
    method: str,
    path: str,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    address: str = "10.0.0.1",
    kind: str = "http",
) -> dict[str, Any]:
    """A request, as the server hands it on."""
    wanted = {"host": "192.168.1.7:8765", **(headers or {})}
    if token:
        wanted.setdefault("authorization", f"Bearer {token}")
    path, _, query = path.partition("?")
    return {
        "type": kind,
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in wanted.items()],
        "client": (address, 50_000),
        "server": ("192.168.1.7", 8765),
        "state": {},
    }


def said(sent: list[dict[str, Any]]) -> Said:
    """The answer that was sent."""
    start = sent[0]
    listed = [(name.decode().lower(), value.decode()) for name, value in start["headers"]]
    body = b"".join(one.get("body", b"") for one in sent[1:])
    cookies = tuple(value for name, value in listed if name == "set-cookie")
    return Said(start["status"], dict(listed), body, cookies)
