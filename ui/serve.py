"""The server of the game: it answers at once, and loads the framework behind the first answer."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser

from tenfold.ui.engine import engine

HOST = "127.0.0.1"
SETTINGS = {
    "SOLARA_APP": "tenfold.ui.pages",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "30m",
    # All state is on disk, found by the address: after a restart of the server, pages come back.
    "SOLARA_STATE_AUTO_REMOUNT": "True",
    "SOLARA_ASSETS_PROXY": "True",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_TITLE": "Tenfold",
}
"""What the framework is told: no outside hosts, no telemetry, our own look."""
PATIENCE = 4.0
"""Seconds after which the engine is prepared even if no page has asked for it."""

LONGEST_MESSAGE = 1_000_000
"""Bytes of what a page may say at once through its socket; games come as files, not through it."""


def play(port: int = 8765, open_browser: bool = True, path: str = "/") -> int:
    """Serve the game until interrupted.

    Args:
        port: on this computer; 0 lets the system choose.
        open_browser: show the page when the server answers.
        path: of the page to show, with its query. One other than the start page may be served
            beside a game that is open already: where the port is taken, another is chosen.

    Returns:
        Exit code: 0 after an interruption, 2 where the port is taken.
    """
    listener = _listen(port)
    if isinstance(listener, str) and path != "/" and _exists(port):
        listener = _listen(0)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return 2
    address = f"http://{HOST}:{listener.getsockname()[1]}{path}"
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)

    import uvicorn

    from tenfold.ui.front import Front

    config = uvicorn.Config(Front(), log_level="warning", access_log=False, loop="asyncio")
    config.timeout_graceful_shutdown = 2
    config.ws_max_size = LONGEST_MESSAGE
    server = uvicorn.Server(config)
    print(f"Tenfold is at {address}  (stop it with Ctrl-C)", flush=True)
    # The first page starts the engine; this does where nobody comes.
    late = threading.Timer(PATIENCE, engine.start)
    late.daemon = True
    late.start()
    if open_browser:
        threading.Timer(0.2, webbrowser.open, [address]).start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        print("\nStopped. Games are saved: the same address opens them again.")
    return 0


def _exists(port: int) -> bool:
    return 0 <= port <= 65535


def _listen(port: int) -> socket.socket | str:
    """A listening socket, or what to say where there can be none."""
    if not _exists(port):
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
