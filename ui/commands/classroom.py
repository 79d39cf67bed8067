"""The command that serves a class."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import GAME_PORT, NoBrowser, Port

commands = typer.Typer()
EVERYWHERE = "0.0.0.0"
BAD_INPUT = 2


@commands.command(
    help="Serve a class: rooms, phones, teacher, projector.\n\n"
    "Prints the teacher's link, which is secret, and where students go. All that is played is in "
    "one folder; after a stop, however it came, the rooms stand where they stood.",
    epilog="Examples:\n\nrun.py classroom --check\n\nrun.py classroom\n\n"
    "run.py classroom --port 80 --data lessons --address https://class.example.org --no-browser\n\n"
    "run.py classroom --bots 20 --teams 5 --code BCDF23",
)
def classroom(
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help="What to listen on: --host 127.0.0.1 keeps everybody else out.",
            show_default="all addresses of this computer",
        ),
    ] = EVERYWHERE,
    port: Port = GAME_PORT,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Folder that keeps rooms: --data lessons.", show_default="the user's"
        ),
    ] = None,
    address: Annotated[
        str,
        typer.Option(
            "--address",
            help="Where phones find the server, if it is not this computer's own address: "
            "--address https://class.example.org.",
        ),
    ] = "",
    check: Annotated[
        bool,
        typer.Option("--check", help="Only try whether phones get through: --check."),
    ] = False,
    restore: Annotated[
        Path | None,
        typer.Option("--restore", help="Put a backup in place, then end: --restore classes.db."),
    ] = None,
    bots: Annotated[
        int,
        typer.Option(
            "--bots",
            help="Serve nothing: let so many bots play a room of a server that runs, to rehearse "
            "without students: --bots 20.",
            show_default="none",
        ),
    ] = 0,
    teams: Annotated[
        int | None,
        typer.Option(
            "--teams", help="Teams that bots fill: --teams 5.", show_default="wherever dealt"
        ),
    ] = None,
    code: Annotated[
        str, typer.Option("--code", help="Of the room that bots join: --code BCDF23.")
    ] = "",
    no_browser: NoBrowser = False,
) -> None:
    """Serve a class."""
    if bots or code or teams is not None:
        _rehearse(address or f"http://127.0.0.1:{port}", bots, teams, code)
        return
    from tenfold.ui.classroom import serve
    from tenfold.ui.classroom.desk import data_folder
    from tenfold.ui.classroom.store.troubles import StoreError

    if check:
        raise typer.Exit(serve.check(host, port, address))
    folder = data_folder(data)
    try:
        if restore is not None:
            raise typer.Exit(serve.put_back(folder, restore))
        raise typer.Exit(serve.serve(host, port, folder, address, open_browser=not no_browser))
    except StoreError as problem:
        print(f"Error: {problem}", file=sys.stderr)
        raise typer.Exit(BAD_INPUT) from None


def _rehearse(address: str, bots: int, teams: int | None, code: str) -> None:
    """Let bots play.

    Raises:
        NoClass, BadJoin: they cannot; one line.
    """
    from tenfold.ui.classroom.bots.rehearsal import NoClass, rehearse

    if not bots or not code:
        raise NoClass("Bots need to know how many they are and where to: --bots 20 --code BCDF23.")
    rehearse(address, code, bots, teams, print)
