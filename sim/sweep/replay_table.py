"""What a replayed run looks like on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tenfold.scenarios.spelling import as_text
from tenfold.sim.report.publish import publish, study_only
from tenfold.sim.report.study import Outcome
from tenfold.sim.report.tables import outcome_table, plain_table
from tenfold.sim.sweep.replay import PROGRAM, Replayed


def show(
    console: Console,
    replayed: Replayed,
    out: Path | None = None,
    paint: Callable[[Outcome, Path], None] = lambda outcome, path: None,
    program: str = PROGRAM,
) -> None:
    """Print which run was replayed, its outcomes against the stored ones, and how its labs ended.

    Args:
        console: where answers go.
        replayed: the run.
        out: folder to write its history to, as `run --out` does; None writes nothing.
        paint: draws the outcome into a file of that folder.
        program: what starts the project on a command line, for the line that shows the same race.

    Raises:
        FolderError: the folder cannot be written.
    """
    request = replayed.address.request
    ended = study_only(request) if out is None else publish(request, out, paint)
    console.print(outcomes_table(replayed))
    console.print(outcome_table(ended))
    command = replayed.command(program)
    if command:
        console.print(Text("The same race, without the sweep:", style="dim"))
        # One line however narrow the terminal, so that it can be copied.
        console.print(Text(command), soft_wrap=True)


def outcomes_table(replayed: Replayed) -> Table:
    """Outcomes of the run, as stored and as computed now."""
    address = replayed.address
    table = plain_table(
        f"Run {address.run}: {which(replayed)}",
        caption=f"{replayed.verdict}\nSeed {address.seed}, luck {address.luck};"
        f" {len(replayed.happenings)} happenings noted.",
    )
    table.add_column("Outcome", no_wrap=True)
    table.add_column("Stored", justify="right", no_wrap=True)
    table.add_column("Computed now", justify="right", no_wrap=True)
    for name, value in replayed.outcomes.items():
        stored = "–" if replayed.row is None else f"{replayed.row[name]!r}"
        table.add_row(Text(name), Text(stored), Text(repr(value)))
    return table


def which(replayed: Replayed) -> str:
    """Arm, cell and point of a run, in words."""
    address = replayed.address
    said = [f"arm {address.arm}"]
    said += [f"{factor} {as_text(value)}" for factor, value in address.cell.items()]
    said += [f"{name} {value:.4g}" for name, value in address.values.items()]
    return ", ".join(said)
