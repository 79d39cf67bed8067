"""The command line of Tenfold: it reads what was typed, calls one room, and shows the answer.

`python run.py` in a checkout and `tenfold` after an installation are the same program.
"""

from __future__ import annotations

import sys
from typing import NoReturn

try:
    import typer

    import tenfold.scenarios  # noqa: F401
except ModuleNotFoundError as missing:
    if missing.name not in ("typer", "tenfold", "tenfold.scenarios"):
        raise
    sys.exit(
        f"Tenfold is not installed for {sys.executable}.\n"
        "Type 'make play', which makes its own environment, or 'pip install .' in this folder."
    )

from tenfold.ui.commands import (
    attribute,
    balance,
    calibrate,
    claims,
    classroom,
    facts,
    hindcast,
    lessons,
    races,
    replies,
    sensitivity,
    sweeps,
)
from tenfold.ui.commands.options import GAME_PORT, NoBrowser, Port

BAD_INPUT = 2

app = typer.Typer(
    name="tenfold",
    help="Tenfold: the race for compute between AI labs, to run and to play.\n\n"
    "Without a command, the game opens in the browser.",
    epilog="Try: [bold]run.py list scenarios[/bold]  ·  "
    "[bold]run.py run tenfold-2026 --seed 1 --runs 200 --out results/first[/bold]  ·  "
    "[bold]run.py sweep distillation --plan[/bold]  ·  "
    "[bold]run.py run --help[/bold]",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(context: typer.Context, port: Port = GAME_PORT, no_browser: NoBrowser = False) -> None:
    """Open the game, unless a command says otherwise."""
    if context.invoked_subcommand is None:
        play(port, no_browser)


@app.command()
def play(port: Port = GAME_PORT, no_browser: NoBrowser = False) -> None:
    """Open the game in the browser. This is also what happens without a command."""
    from tenfold.ui import serve

    raise typer.Exit(serve.play(port, open_browser=not no_browser))


PARTS = (
    races, facts, attribute, sweeps, sensitivity, replies, balance, claims, hindcast, calibrate,
    classroom,
    lessons,
)  # fmt: skip

for part in PARTS:
    app.registered_commands += part.commands.registered_commands


def main() -> NoReturn:
    """Run the command line; an expected mistake ends in one line on stderr and exit code 2."""
    try:
        app()
    except (ValueError, OSError) as problem:
        # Exceptions of our own are written for people; any other is a fault to be seen in full.
        if not type(problem).__module__.startswith("tenfold."):
            raise
        print(f"Error: {problem}", file=sys.stderr)
        sys.exit(BAD_INPUT)
    sys.exit(0)


if __name__ == "__main__":
    main()
