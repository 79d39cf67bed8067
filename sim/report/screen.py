"""What a terminal shows while it waits: answers on stdout, everything else on stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

STOPPED = 130
"""Exit code of a program that Ctrl-C has ended, by convention."""
WIDE = 150
"""Characters a line where the output goes to a file or to another program."""


def answers() -> Console:
    """The console for answers."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)


def aside(text: str, style: str = "dim") -> None:
    """Say something that is not the answer."""
    Console(stderr=True, soft_wrap=True).print(Text(text, style=style))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar with the time left, on a terminal only; gives the function that moves it on."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """A sign that something runs, on a terminal only; gives the function that renames it."""
    console = Console(stderr=True)
    with console.status(Text(f"{what} …")) as status:
        yield lambda text: status.update(Text(f"{text} …"))


@contextmanager
def stoppable(left: str) -> Iterator[None]:
    """Let Ctrl-C end the program with a word on what is left behind, and the usual exit code."""
    try:
        yield
    except KeyboardInterrupt:
        aside(f"Stopped: {left}.", style="bold")
        raise SystemExit(STOPPED) from None


def prepare_engine() -> None:
    """Compile the engine for this computer where that has not been done, and say so."""
    # Imported here, so that what needs no engine answers at once.
    from tenfold.sim.compiled import is_warm
    from tenfold.sim.month import warm

    if is_warm():
        return
    aside("Compiling the engine for this computer. This happens once and takes about a minute.")
    with waiting("Compiling"):
        warm()
