"""The server of the game: our own routes first, then the framework's, on one port."""

from __future__ import annotations

import os
import socket
import sys
import threading
import warnings
import webbrowser
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tenfold.ui.engine import engine

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"
SETTINGS = {
    "SOLARA_APP": "tenfold.ui.pages",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Tenfold",
    "SOLARA_THEME_LOADER": "tenfold",
}
"""What the framework is told: no outside hosts, no telemetry, our own look."""


def play(port: int = 8765, open_browser: bool = True) -> int:
    """Serve the game until interrupted.

    Args:
        port: on this computer; 0 lets the system choose.
        open_browser: show the page when the server answers.

    Returns:
        Exit code: 0 after an interruption, 2 where the port is taken.
    """
    listener = _listen(port)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return 2
    address = f"http://{HOST}:{listener.getsockname()[1]}/"
    app = build_app()

    import uvicorn

    config = uvicorn.Config(app, log_level="warning", access_log=False, loop="asyncio")
    config.timeout_graceful_shutdown = 2
    server = uvicorn.Server(config)
    print(f"Tenfold is at {address}  (stop it with Ctrl-C)", flush=True)
    engine.start(loud=True)
    if open_browser:
        threading.Timer(0.8, webbrowser.open, [address]).start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        print("\nStopped. Games are saved: the same address opens them again.")
    return 0


def _listen(port: int) -> socket.socket | str:
    """A listening socket, or what to say where there can be none."""
    if not 0 <= port <= 65535:
        return f"Port {port} does not exist: choose one from 1024 to 65535, such as --port 8765."
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as problem:
        listener.close()
        reason = problem.strerror or str(problem)
        return f"Port {port} cannot be used ({reason}). Choose another: --port {port % 60000 + 1}."
    return listener


def build_app() -> Starlette:
    """The whole application: health, a page for wrong addresses, and the framework's pages."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")

    # The framework asks at every render whether these are loaded, and trips over half-loaded ones:
    # they must be whole before the engine's thread, which needs them too, begins.
    import pandas  # noqa: F401
    import pydantic  # noqa: F401
    from solara.server import starlette as framework
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, JSONResponse, Response
    from starlette.routing import Route

    async def health(_: Request) -> Response:
        return JSONResponse({"server": "ok", "engine": engine.stage})

    async def missing(_: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 404
        return HTMLResponse(LOST_PAGE, status_code=status)

    @asynccontextmanager
    async def lifespan(app: Any) -> Any:
        async with framework.lifespan(app):
            yield

    return Starlette(
        routes=[Route("/health", health), *framework.routes],
        middleware=list(framework.middleware),
        lifespan=lifespan,
        exception_handlers={404: missing},
    )


LOST_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tenfold</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{color-scheme:light dark}body{font:16px system-ui,sans-serif;max-width:34rem;margin:18vh auto;
padding:0 16px}</style></head><body><main><h1>There is no page here.</h1>
<p>The address may be incomplete. Your saved games keep their own addresses.</p>
<p><a href="/">To the start page</a></p></main></body></html>"""
