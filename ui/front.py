"""The front door: our own routes at once; all else waits for the framework to be loaded."""

from __future__ import annotations

import asyncio
import threading
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from tenfold.ui.engine import engine
from tenfold.ui.guards import guarded
from tenfold.ui.routes.saves import own_page
from tenfold.ui.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HOME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tenfold</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{{color-scheme:light dark}}body{{font:16px system-ui,sans-serif;max-width:34rem;
margin:18vh auto;padding:0 16px}}a{{color:inherit}}</style></head>
<body><main><h1>{title}</h1><p>{text}</p>
<p><a href="/">To the start page</a></p></main></body></html>"""
FAILED_PAGE = HOME.format(
    title="Something went wrong.",
    text="Your games are saved. What happened is told where the server was started.",
)
LOST_PAGE = HOME.format(
    title="There is no page here.",
    text="The address may be incomplete. Your saved games keep their own addresses.",
)
TEMPLATES = Path(__file__).parent / "templates"
FOREIGN = 1008
"""Code of a socket that is closed because of who opened it."""


class Front:
    """The application that the server runs.

    Loading the framework takes a second or two. It begins in a thread as soon as this object is
    made, so that the server listens and answers meanwhile.
    """

    def __init__(self) -> None:
        """Begin to load the framework."""
        self._inner: Any = None
        self._stop: Callable[[], None] | None = None
        self._problem = ""
        self._loaded = threading.Event()
        threading.Thread(target=self._load, daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, as ASGI has it."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        send = guarded(send)
        if scope["type"] == "http" and scope["path"] == "/health":
            answer = {"server": "ok", "pages": self._loaded.is_set(), "engine": engine.stage}
            await JSONResponse(answer)(scope, receive, send)
            return
        if scope["type"] == "websocket" and not own_page(HTTPConnection(scope)):
            # A page of another site may open a socket, but no game through it.
            await send({"type": "websocket.close", "code": FOREIGN})
            return
        if not self._loaded.is_set():
            await asyncio.to_thread(self._loaded.wait)
        if self._inner is None:
            page = HOME.format(title="The pages could not be loaded.", text=self._problem)
            await HTMLResponse(page, status_code=500)(scope, receive, send)
            return
        await self._inner(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start and stop with the server."""
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                engine.stop()
                if self._stop is not None:
                    self._stop()
                return

    def _load(self) -> None:
        try:
            # The framework asks at every render whether these are loaded, and trips over half
            # loaded ones: they must be whole before the engine's thread, which needs them, begins.
            import pandas  # noqa: F401
            import pydantic  # noqa: F401

            warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
            from solara.server import server as pages
            from solara.server import starlette as framework
            from starlette.applications import Starlette

            from tenfold.ui.routes import own_routes

            framework.on_startup()
            self._stop = framework.on_shutdown
            pages.read_root = partial(_page, pages.read_root)
            pages.get_jinja_env = partial(_templates, pages.get_jinja_env)
            vars(framework)["get_path"] = shipped
            self._inner = Starlette(
                routes=[*own_routes(), *framework.routes],
                middleware=list(framework.middleware),
                exception_handlers={404: missing, 500: failed},
            )
        except Exception as problem:  # the pages must be able to say what it was
            self._problem = f"{type(problem).__name__}: {problem}"
        finally:
            self._loaded.set()


def _page(render: Callable[..., str | None], path: str, root_path: str) -> str | None:
    """The framework's page from our template, which is told where the stylesheet is now."""
    from tenfold.ui.routes.styles import address

    return render(path, root_path, render_kwargs={"styles": address()})


def _templates(made: Callable[..., Environment], app_name: str) -> Environment:
    """The framework's environment, which finds our template wherever the pages themselves lie."""
    from jinja2 import FileSystemLoader

    environment = made(app_name=app_name)
    if isinstance(environment.loader, FileSystemLoader):
        environment.loader.searchpath.insert(0, str(TEMPLATES))
    return environment


async def missing(_: Request, problem: Exception) -> Response:
    """The page for an address that leads nowhere."""
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    return HTMLResponse(LOST_PAGE, status_code=status)


async def failed(_: Request, __: Exception) -> Response:
    """The page where a handler broke; the server writes down what it was."""
    return HTMLResponse(FAILED_PAGE, status_code=500)
