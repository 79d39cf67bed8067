"""The server of a class: one process for phones, teacher and projector."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType

from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from tenfold.ui.classroom.addresses import CHECK, HOST, root_of
from tenfold.ui.classroom.check import Checking, Told
from tenfold.ui.classroom.desk import desk
from tenfold.ui.classroom.passes import Passes, kept_key
from tenfold.ui.classroom.spare_memory import share_pools
from tenfold.ui.classroom.telling_teacher import begun, checked_begun, checked_step, say, stopped
from tenfold.ui.serve import LONGEST_MESSAGE, SETTINGS

EVERYWHERE = "0.0.0.0"
"""All addresses of this computer: phones come from outside."""
LOCAL = "127.0.0.1"
APP = "tenfold.ui.classroom.pages"
KERNELS = "15m"
"""For which the framework keeps a page that was closed: a laptop may sleep through a break."""
WAITING = 2048
"""Connections that the system holds while we are busy: a class comes at once."""
OPEN_FILES = 8192
TURNS = 0.0005
"""Seconds after which a thread that computes hands the interpreter on. With the usual 5 ms, each
answer waits several times as long for forecasts and races as it takes itself."""
KEEP_ALIVE = 20
"""Seconds that a phone's connection may stay open between two questions."""
BAD_INPUT = 2


def serve(host: str, port: int, folder: Path, address: str = "", open_browser: bool = True) -> int:
    """Serve classes until interrupted.

    Args:
        host: to listen on.
        port: of this computer; 0 lets the system choose.
        folder: of data.
        address: under which phones find the server, where it is another than this computer's.
        open_browser: show the host's page.

    Returns:
        Exit code: 0 after an interruption, 2 where it cannot begin.

    Raises:
        CannotOpen: the data cannot be served from; one line.
    """
    from tenfold.ui.classroom.store.store import Store

    listener = listening(host, port)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return BAD_INPUT
    store = Store(folder)
    try:
        key = kept_key(folder)
        real = listener.getsockname()[1]
        desk.serve(key, host, real, address)
        os.environ["SOLARA_APP"] = APP
        for name, value in {**SETTINGS, "SOLARA_KERNEL_CULL_TIMEOUT": KERNELS}.items():
            os.environ.setdefault(name, value)

        from tenfold.ui.classroom.api.living import Living

        living = Living(store, desk, Passes(key), f"tenfold-class-{real}")
        own = f"http://{LOCAL}:{real}{HOST}/{desk.host_token}"
        begun(own, f"{desk.root}{HOST}/{desk.host_token}", desk.root, folder)
        if open_browser:
            threading.Timer(0.4, webbrowser.open, [own]).start()
        _load_rooms()
        _run(living.front, listener, living.stopping)
    finally:
        store.close()
    stopped()
    return 0


def _load_rooms() -> None:
    """Load what rooms are made of; phones that come meanwhile wait at the open socket.

    Answering them in between would make all wait longer: two hundred come back at once after a
    stop. Hardly anything of what is loaded is ever thrown away: looking for it takes a sixth more.
    """
    gc.disable()
    try:
        import_module("tenfold.ui.classroom.rooms.hall")
    finally:
        gc.enable()


def check(host: str, port: int, address: str = "") -> int:
    """Serve the check alone until interrupted.

    Returns:
        Exit code: 0 where a phone got through, 1 where none did, 2 where it cannot begin.
    """
    listener = listening(host, port)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return BAD_INPUT
    root = address.rstrip("/") or root_of(host, listener.getsockname()[1])
    passed: set[str] = set()

    def heard(phone: str, step: str, seconds: int) -> None:
        late.cancel()
        if step == "stayed":
            passed.add(phone)
        checked_step(phone, step, seconds)

    late = checked_begun(f"{root}{CHECK}", host)
    _run(checking_app(heard), listener, lambda: None)
    late.cancel()
    return 0 if passed else 1


def put_back(folder: Path, backup: Path) -> int:
    """Put a backup in place of what a data folder has; the server must not run.

    Raises:
        CannotOpen: it does, or this is no backup that can be served from; one line.
    """
    from tenfold.ui.classroom.store.backups import restore

    aside = restore(folder, backup)
    say(f"{backup} is in place in {folder}.")
    if aside is not None:
        say(f"What was there before lies in {aside}.")
    return 0


def checking_app(told: Told) -> ASGIApp:
    """The application that serves the check alone."""
    from starlette.applications import Starlette
    from starlette.responses import RedirectResponse
    from starlette.routing import Route

    from tenfold.ui.classroom.front import strict

    async def home(_: object) -> RedirectResponse:
        return RedirectResponse(CHECK)

    routes: Sequence[BaseRoute] = [Route("/", home), *Checking(told).routes]
    inner = Starlette(routes=list(routes))

    async def app(scope: object, receive: object, send: object) -> None:
        await inner(scope, receive, strict(send))  # type: ignore[arg-type]

    return app


def listening(host: str, port: int) -> socket.socket | str:
    """A listening socket, or what to say where there can be none."""
    if not 0 <= port <= 65535:
        return f"Port {port} does not exist: choose one from 1024 to 65535, such as --port 8765."
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as problem:
        known = (problem.errno or 0) > 0 and not isinstance(problem, socket.gaierror)
        reason = os.strerror(problem.errno or 0) if known else problem.strerror or str(problem)
        other = "" if host == EVERYWHERE else f", or --host {EVERYWHERE}"
        return (
            f"{host}, port {port} cannot be used ({reason}). Choose another: "
            f"--port {port % 60000 + 1}{other}."
        )


def _run(app: ASGIApp, listener: socket.socket, stopping: Callable[[], None]) -> None:
    """Serve until a signal comes."""
    import uvicorn

    from tenfold.ui.classroom.doorway import BoundedProtocol

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Say good-bye to those who listen, so that the server need not wait for them."""
            stopping()
            super().handle_exit(sig, frame)

    _more_files()
    share_pools()
    sys.setswitchinterval(TURNS)
    config = uvicorn.Config(app, log_level="warning", access_log=False, loop="asyncio")
    config.http = BoundedProtocol
    config.timeout_graceful_shutdown = 2
    config.timeout_keep_alive = KEEP_ALIVE
    config.ws_max_size = LONGEST_MESSAGE
    config.server_header = False
    # The server raises again what ended it, once it has stopped: we close our files first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        Server(config).run(sockets=[listener])


def _more_files() -> None:
    """A stream for each phone is an open file; systems allow few unless asked."""
    try:
        import resource
    except ImportError:  # Windows knows no such bound
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
