"""A double of a class's server: it says what a test tells it to, and notes what phones send."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tenfold.ui.classroom.phone import page
from tests.ui.classroom.phone import states

Json = dict[str, Any]
DEEDS = (
    "rejoin", "seat", "leave", "draft", "pen", "submit", "bet", "forecast", "vote", "slip",
)  # fmt: skip
EVERY = 2.0
KEEPSAKE = "<!doctype html><title>Team 4</title>"


class Double:
    """One room with one student, whose state the test sets."""

    def __init__(self) -> None:
        self.state: Json = {}
        self.sent: list[tuple[str, Json]] = []
        self.refusals: dict[str, tuple[int, str]] = {}
        """Deed to status and line of its refusal."""
        self.silent = False
        """Nothing is answered, and nothing said on streams: as behind a cut cable."""
        self.asked = 0
        """How often a state was got."""
        self.forecasts = True
        self._events: list[tuple[str, Json]] = []
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port = 0
        self.show(states.state("lobby", team=None))

    def show(self, state: Json) -> None:
        """This is the state from now on."""
        now = int(time.time() * 1000)
        off = now - state["now"]
        room = state["room"] | {"deadline": (d := state["room"]["deadline"]) and d + off}
        version = self.state.get("version", 0) + 1
        self.state = {**state, "room": room, "now": now, "version": version}
        self.say("state", {"version": version})

    def say(self, name: str, data: Json) -> None:
        """An event on every stream."""
        self._events.append((name, data))

    def of(self, deed: str) -> list[Json]:
        """What was sent of a deed."""
        return [body for name, body in self.sent if name == deed]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, at the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(self._app(), log_level="critical", timeout_graceful_shutdown=0)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stand still, as after a kill."""
        if self._server is not None and self._thread is not None:
            self._server.force_exit = self._server.should_exit = True
            self._thread.join(10)

    def _app(self) -> Starlette:
        root = "/api/v1"
        return Starlette(
            routes=[
                *page.routes,
                Route(f"{root}/join", self._join, methods=["POST"]),
                Route(f"{root}/state", self._state),
                Route(f"{root}/stream", self._stream),
                Route(f"{root}/after/team", self._keepsake),
                Route(f"{root}/{{deed}}", self._deed, methods=["POST"]),
            ]
        )

    async def _answer(self, request: Request, answer: Json, status: int = 200) -> Response:
        while self.silent:
            await asyncio.sleep(0.05)
        if request.headers.get("authorization") != "Bearer good" and "join" not in request.url.path:
            return JSONResponse({"error": "This seat is not known here."}, 401)
        return JSONResponse(answer, status)

    async def _join(self, request: Request) -> Response:
        body = await request.json()
        self.sent.append(("join", body))
        if "join" in self.refusals:
            status, line = self.refusals["join"]
            return await self._answer(request, {"error": line}, status)
        room = {"title": self.state["room"]["title"]}
        return await self._answer(request, {"token": "good", "person": "p1", "room": room})

    async def _state(self, request: Request) -> Response:
        self.asked += 1
        return await self._answer(request, {**self.state, "now": int(time.time() * 1000)})

    async def _deed(self, request: Request) -> Response:
        deed, body = request.path_params["deed"], await request.json()
        assert deed in DEEDS
        self.sent.append((deed, body))
        if deed in self.refusals:
            status, line = self.refusals[deed]
            return await self._answer(request, {"error": line}, status)
        now = int(time.time() * 1000)
        if deed == "submit":
            told = {"at": now, "by": "Mia", "revision": 1, "settings": body["settings"]}
            self.show({**self.state, "now": now, "submitted": told})
            return await self._answer(request, {"saved": now, "revision": 1})
        if deed == "forecast":
            if self.forecasts:
                self.say("forecast", states.forecast(body["round"]))
            return await self._answer(request, {"queued": True}, 202)
        if deed in ("pen", "seat", "rejoin"):
            return await self._answer(request, {**self.state, "now": now})
        return await self._answer(request, {"saved": now, "version": self.state["version"]})

    async def _keepsake(self, request: Request) -> Response:
        self.sent.append(("keepsake", {}))
        if "keepsake" in self.refusals:
            status, line = self.refusals["keepsake"]
            return await self._answer(request, {"error": line}, status)
        headers = {"Content-Disposition": 'attachment; filename="class-11b-team-4.html"'}
        if (await self._answer(request, {})).status_code != 200:
            return Response(status_code=401)
        return Response(KEEPSAKE, media_type="text/html", headers=headers)

    async def _stream(self, request: Request) -> Response:
        if request.headers.get("authorization") != "Bearer good":
            return JSONResponse({"error": "This seat is not known here."}, 401)
        return StreamingResponse(self._told(request), media_type="text/event-stream")

    async def _told(self, request: Request) -> AsyncIterator[str]:
        heard, pinged = len(self._events), 0.0
        yield _event("state", {"version": self.state["version"]})
        while not await request.is_disconnected():
            if not self.silent:
                for name, data in self._events[heard:]:
                    yield _event(name, data)
                heard = len(self._events)
                if time.monotonic() - pinged > EVERY:
                    pinged = time.monotonic()
                    yield _event("ping", {"now": int(time.time() * 1000)})
            await asyncio.sleep(0.03)


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
