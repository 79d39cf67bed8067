"""Check: does a phone get through? A page that tries what a class needs, and says what failed.

The page answers, what it sends arrives, and a connection lives for twenty seconds: many networks
keep devices apart, and some cut what stays open. `run.py classroom --check` serves this alone; a
server with a class has it, too, so that a student's phone can be tried during the lesson.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenfold.ui.classroom.addresses import CHECK
from tenfold.ui.classroom.api.answers import Answer, Refusal, answering
from tenfold.ui.classroom.api.bodies import fields, object_of, text, whole
from tenfold.ui.classroom.api.events import Stream, event
from tenfold.ui.classroom.api.throttles import Throttles, address_of
from tenfold.ui.routes.saves import own_page

TEMPLATES = Path(__file__).parent / "templates"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
LASTS, EVERY = 20.0, 2.0
"""Seconds that the connection is held open, and between two signs of life."""
MOST_KNOWN, MOST_OPEN = 500, 100
FOREIGN, UNFIT, OFTEN = 403, 400, 429
STEPS = ("page", "stayed", "cut")
LONGEST_ID = 32

Told = Callable[[str, str, int], None]
"""Hears of the address of a phone, the step it came to, and after how many seconds."""


class Checking:
    """The routes of the check, and who came how far."""

    def __init__(self, told: Told | None = None, throttles: Throttles | None = None) -> None:
        """Nobody has come.

        Args:
            told: hears of every step of every phone.
            throttles: of the server.
        """
        self._told = told
        self._throttles = throttles or Throttles()
        self._came: OrderedDict[str, float] = OrderedDict()
        self._open = 0
        self.routes = [
            Route(CHECK, self.page, methods=["GET"]),
            Route(f"{CHECK}/check.css", self.style, methods=["GET"]),
            Route(f"{CHECK}/check.js", self.script, methods=["GET"]),
            Route(f"{CHECK}/{{id}}", answering(self.step), methods=["POST"]),
            Route(f"{CHECK}/{{id}}/stream", answering(self.stream), methods=["GET"]),
        ]

    async def page(self, request: Request) -> Response:
        """What the QR code leads to."""
        whose, checks = address_of(request), self._throttles.checks
        if self._told is not None and checks.wait(whose) == 0.0:
            checks.count(whose)
            self._told(whose, "asked", 0)
        return _file("check.html")

    async def style(self, _: Request) -> Response:
        """Its look."""
        return _file("check.css")

    async def script(self, _: Request) -> Response:
        """Its script."""
        return _file("check.js")

    async def step(self, request: Request) -> Answer:
        """A phone says how far it came."""
        if not own_page(request):
            raise Refusal(FOREIGN, "This is for pages of this server alone.")
        self._throttles.ask(self._throttles.checks, address_of(request))
        sent = await object_of(request)
        said = fields(sent, {"step": text(10)}, {"seconds": whole(0, 3600)})
        if said["step"] not in STEPS:
            raise Refusal(UNFIT, f"step: choose one of {', '.join(STEPS)}.")
        begun = self._came.get(_id(request))
        if said["step"] == "stayed" and (begun is None or time.monotonic() - begun < LASTS / 2):
            raise Refusal(UNFIT, "The connection has not been open that long.")
        if self._told is not None:
            self._told(address_of(request), said["step"], said.get("seconds", 0))
        return Answer({"now": _now()})

    async def stream(self, request: Request) -> Response:
        """A connection that stays open for twenty seconds."""
        self._throttles.ask(self._throttles.checks, address_of(request))
        if self._open >= MOST_OPEN:
            raise Refusal(OFTEN, "Many phones are trying: wait a moment.", LASTS)
        self._came[_id(request)] = time.monotonic()
        if len(self._came) > MOST_KNOWN:
            self._came.popitem(last=False)
        return Stream(self._signs())

    async def _signs(self) -> AsyncIterator[bytes]:
        self._open += 1
        try:
            end = time.monotonic() + LASTS
            while time.monotonic() < end:
                yield event("ping", {"now": _now()})
                await asyncio.sleep(EVERY)
            yield event("bye", {"why": "done"})
        finally:
            self._open -= 1


def _id(request: Request) -> str:
    return str(request.path_params["id"])[:LONGEST_ID]


def _now() -> int:
    return time.time_ns() // 1_000_000


def _file(name: str) -> Response:
    path = TEMPLATES / name
    return Response(
        path.read_bytes(), media_type=TYPES[path.suffix], headers={"Cache-Control": "no-cache"}
    )
