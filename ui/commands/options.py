"""Options that several commands share, each with its help and an example."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

GAME_PORT = 8765

Port = Annotated[
    int,
    typer.Option(
        "--port",
        "-p",
        help="Port that the page is served on: --port 9000; 0: any free one.",
    ),
]
NoBrowser = Annotated[
    bool,
    typer.Option("--no-browser", help="Only say the address, open no browser: --no-browser."),
]
Seed = Annotated[
    int, typer.Option("--seed", "-s", help="Which luck: --seed 7. Same seed, same luck.")
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", help="Worker processes: --jobs 2.", show_default="all cores"),
]


def program() -> str:
    """How this program is called here, to be typed before a command."""
    called = Path(sys.argv[0])
    if called.suffix != ".py":
        return shlex.quote(called.name)
    python = os.path.relpath(sys.executable)
    shown = sys.executable if python.startswith(os.pardir) else python
    return shlex.join([shown, sys.argv[0]])


def resume_command() -> str:
    """The very command that was typed, so that it can be typed again."""
    return f"{program()} {shlex.join(sys.argv[1:])}"
