"""The class's front door: phones are served at once; the framework's pages only to who has a pass.

Routes of ours come first and need nothing of the framework, which is loaded behind them. A page of
the framework is given to whoever has a token for it, and with it a pass for all that it loads.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Collection, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match

from tenfold.ui.classroom.addresses import API, CHECK, HOST, SCREEN, TEACH
from tenfold.ui.classroom.api.answers import FAILED, MISSING, Refusal, refused
from tenfold.ui.classroom.api.headers import STRICT
from tenfold.ui.classroom.hosts import answers_to
from tenfold.ui.classroom.page_sockets import PageSockets, bounded
from tenfold.ui.classroom.passes import DESK, LASTS, WALL, Passes
from tenfold.ui.front import FOREIGN, HOME, LOST_PAGE, Front, Receive, Scope, Send

OPENS = {HOST: "host", TEACH: "teacher", SCREEN: "projector"}
"""Where a page of the framework is, and the kind of token that opens it."""
PASSES = {HOST: DESK, TEACH: DESK, SCREEN: WALL}
"""The pass that such a page brings."""
UNTOLD = {b"script-name", b"x-script-name", b"x-forwarded-host", b"x-forwarded-proto"}
"""Headers that the framework believes whoever sends them; those of a proxy were read before."""
NOT_HERE = 421
OTHER_NAME = "This server does not go by that name: start it with --address, and the name."
BUSY_PAGE = HOME.format(title="Many pages are being opened.", text="Wait a minute, then reload.")
DEAD_PAGE = HOME.format(
    title="This link opens nothing.",
    text="It may be incomplete, or its room was deleted.",
)
Opens = Callable[[str, str], Awaitable[bool]]
"""Whether a token of a kind is good."""


class ClassFront(Front):
    """The application that a classroom server runs."""

    def __init__(
        self,
        routes: Sequence[BaseRoute],
        opens: Opens,
        passes: Passes,
        cookie: str,
        names: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Answer; the framework is loaded once it is wanted, or may be.

        Args:
            routes: of ours, that need no pass.
            opens: says whether a token is good.
            passes: for pages of the framework.
            cookie: name of the pass in browsers; of its own for each server of a computer.
            names: says which names the server was told.
        """
        self._routes = tuple(routes)
        self._light = Starlette(
            routes=list(routes), exception_handlers={HTTPException: lost, Exception: broken}
        )
        self._opens, self._passes, self._cookie, self._names = opens, passes, cookie, names
        self._sockets = PageSockets()
        self._beginning: list[Callable[[], Awaitable[None]]] = []
        self._ending: list[Callable[[], Awaitable[None]]] = []
        self._wanted = threading.Event()
        super().__init__()

    def may_load(self) -> None:
        """Load the framework now: nothing more urgent is left to do."""
        self._wanted.set()

    def _load(self) -> None:
        self._wanted.wait()
        super()._load()

    def at_the_start(self, todo: Callable[[], Awaitable[None]]) -> None:
        """Do this when the server begins, before it answers anybody."""
        self._beginning.append(todo)

    def at_the_end(self, todo: Callable[[], Awaitable[None]]) -> None:
        """Do this when the server stops, the last first."""
        self._ending.append(todo)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, as ASGI has it."""
        if scope["type"] == "lifespan":
            await super().__call__(scope, self._alive(receive), send)
        elif not answers_to(HTTPConnection(scope).headers.get("host", ""), self._names()):
            await _elsewhere(scope, receive, send)
        elif scope["type"] == "http" and self._is_ours(scope):
            await self._light(scope, receive, strict(send))
        elif scope["type"] == "http" and scope["path"] == "/health":
            await super().__call__(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._page_of_the_framework(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        path = scope["path"]
        if path.startswith((f"{API}/", f"{CHECK}/")) or path == API:
            return True
        return any(route.matches(scope)[0] is not Match.NONE for route in self._routes)

    async def _page_of_the_framework(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        told = {**scope, "headers": [one for one in scope["headers"] if one[0] not in UNTOLD]}
        has = self._has_pass(request)
        if brings := await self._is_link(request):
            self.may_load()
            # A teacher who looks at the wall in the same browser stays a teacher.
            kind = DESK if DESK in (has, brings) else WALL
            await super().__call__(told, receive, self._with_pass(request, kind, send))
        elif has:
            self.may_load()
            await super().__call__(told, receive, send)
        else:
            page = DEAD_PAGE if _of_link(request) else LOST_PAGE
            answer = HTMLResponse(page, status_code=404, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, loose(send))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = self._has_pass(HTTPConnection(scope))
        if not kind or not self._sockets.enter(kind, scope):
            await send({"type": "websocket.close", "code": FOREIGN})
            return
        try:
            self.may_load()
            await super().__call__(scope, bounded(receive), send)
        finally:
            self._sockets.leave(kind)

    async def _is_link(self, request: Request) -> str:
        """The kind of pass that a good link brings; empty where it is none."""
        root, token = _of_link(request) or ("", "")
        return PASSES[root] if root and await self._opens(OPENS[root], token) else ""

    def _has_pass(self, connection: HTTPConnection) -> str:
        """The kind of pass that a browser shows; empty where it has none."""
        for one in connection.headers.get("cookie", "").split(";"):
            name, _, shown = one.strip().partition("=")
            if name == self._cookie and (kind := self._passes.kind(shown)):
                return kind
        return ""

    def _with_pass(self, request: Request, kind: str, send: Send) -> Send:
        secure = "; Secure" if request.url.scheme == "https" else ""
        cookie = (
            f"{self._cookie}={self._passes.new(kind)}; Path=/; HttpOnly; SameSite=Strict; "
            f"Max-Age={LASTS}{secure}"
        )
        # The page's address is a key: nobody keeps what stands there, and no other site hears it.
        more = {"set-cookie": cookie, "cache-control": "no-store", "referrer-policy": "no-referrer"}

        async def out(message: dict[str, object]) -> None:
            await send(_headed(message, more))

        return out  # type: ignore[return-value]

    def _alive(self, receive: Receive) -> Receive:
        async def heard() -> dict[str, object]:
            message = await receive()
            if message["type"] == "lifespan.startup":
                for todo in self._beginning:
                    await todo()
            if message["type"] == "lifespan.shutdown":
                for todo in reversed(self._ending):
                    await todo()
            return dict(message)

        return heard


def _of_link(request: Request) -> tuple[str, str] | None:
    """Where it leads, and the token, of an address that is a link of ours."""
    for root in OPENS:
        if request.url.path.startswith(f"{root}/"):
            return root, request.url.path.removeprefix(f"{root}/").split("/")[0]
    return None


async def _elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Whoever asks means another server."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": FOREIGN})
    else:
        await refused(Refusal(NOT_HERE, OTHER_NAME))(scope, receive, strict(send))


def strict(send: Send) -> Send:
    """Sends the same, under the strictest headers."""
    return _adding(send, STRICT)


def loose(send: Send) -> Send:
    """Sends the same, under strict headers that allow a style in the page."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return _adding(send, {**STRICT, "content-security-policy": policy})


def _adding(send: Send, headers: dict[str, str]) -> Send:
    async def out(message: dict[str, object]) -> None:
        await send(_headed(message, headers))

    return out  # type: ignore[return-value]


def _headed(message: dict[str, object], more: dict[str, str]) -> dict[str, object]:
    """A message with these headers in place of others of their names, where it begins an answer."""
    if message["type"] != "http.response.start":
        return message
    listed: list[tuple[bytes, bytes]] = list(message.get("headers", ()))  # type: ignore[call-overload]
    # The framework sets a cookie of its own, which its sockets are known by.
    replaced = set(more) - {"set-cookie"}
    kept = [one for one in listed if bytes(one[0]).lower().decode("latin-1") not in replaced]
    added = [(name.encode(), value.encode()) for name, value in more.items()]
    return {**message, "headers": kept + added}


async def lost(request: Request, problem: Exception) -> Response:
    """What is said where our routes have nothing."""
    status = problem.status_code if isinstance(problem, HTTPException) else MISSING
    if request.url.path.startswith(API):
        return refused(Refusal(status, "There is nothing here: see docs/classroom-api.md."))
    return Response("There is no page here.", status, media_type="text/plain")


async def broken(_: Request, __: Exception) -> Response:
    """What is said where one of our routes broke; the server writes down what it was."""
    return refused(Refusal(500, FAILED))
