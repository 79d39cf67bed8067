"""The table of lessons for the terminal: points, and the share of lucks on which they show."""

from __future__ import annotations

from rich.table import Table

from tenfold.sim.lessons.registry import LESSONS
from tenfold.ui.teaching.figures import figures_of
from tenfold.ui.teaching.kit import Measured


def lessons_table(measured: Measured) -> Table:
    """A row per point."""
    table = Table(title="Lessons: what a class should see by its last quarter")
    for head in ("Lesson", "What", "Shows on", "90 % interval", "Median", "Verdict"):
        table.add_column(head, overflow="fold")
    for name, found in measured.items():
        figures = figures_of(LESSONS[name], found)
        for shown in found:
            said = figures[shown.name]
            verdict = "told" if not shown.seen else "ships" if shown.ships else "does not ship"
            table.add_row(
                name, said.says, f"{said.share} of lucks", said.interval, said.middle, verdict
            )
        table.add_section()
    return table
