"""The figures of the benchmark as tables for the terminal."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from tenfold.sim.bench.measure import Figures
from tenfold.sim.bench.ways import BATCH, MONTHS
from tenfold.sim.report.tables import plain_table, short

WAYS = {
    "engine": f"engine, {BATCH} races at once: policies decide, everything is recorded",
    "kernels": "its bare kernels: decisions given, nothing recorded",
    "mesa": "mesa.batch_run over the same race, one process, same recording",
}
GOALS = {
    "mesa over engine": ("Mesa takes so many times as long as the engine", "at least 30"),
    "engine over kernels": ("engine over its bare kernels", "at most 1.5"),
    "uncompiled over compiled": ("plain Python over compiled kernels", "at least 100"),
    "sweep over kernels": ("a race of a sweep, all told, over bare kernels", "at most 1.5"),
    "mesa over sweep": ("Mesa takes so many times as long as a race of a sweep", "at least 30"),
}


def figures_table(figures: Figures) -> Group:
    """Ratios, times, scaling and memory, one below the other."""
    machine = ", ".join(f"{name} {value}" for name, value in figures.machine.items())
    ratios = plain_table("Ratios", caption=f"Measured in one go. {machine}")
    for heading in ("What", "Ratio", "Goal"):
        ratios.add_column(heading, justify="right" if heading == "Ratio" else "left")
    for name, (meaning, goal) in GOALS.items():
        ratios.add_row(Text(meaning), Text(short(figures.ratios[name])), Text(goal))
    return Group(
        ratios,
        _times(figures),
        _sweep(figures),
        _breakdown(figures),
        _scaling(figures),
        _memory(figures),
    )


def _times(figures: Figures) -> Table:
    table = plain_table(
        f"A race of {MONTHS} months",
        caption="Processor time, median; spread: slowest over fastest.",
    )
    for heading in ("Way", "Milliseconds", "Spread"):
        table.add_column(heading, justify="left" if heading == "Way" else "right")
    for name, meaning in WAYS.items():
        cells = (meaning, f"{1e3 * figures.seconds[name]:.2f}", f"{figures.spread[name]:.2f}")
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _sweep(figures: Figures) -> Table:
    swept = figures.sweep
    rate = swept.races / swept.seconds
    cost = 1e3 * swept.cpu_seconds / swept.races
    table = plain_table(
        f"A sweep of {swept.races:,} races with {swept.jobs} workers",
        caption="From the plan to the last part on disk, starting the workers included.",
    )
    table.add_column("What")
    table.add_column("How much", justify="right")
    for what, much in (
        ("races a second", f"{rate:,.0f}"),
        (
            "processor milliseconds a race, driver and workers",
            f"{cost:.2f}",
        ),
        ("minutes for 100,000 races", f"{1e5 / rate / 60:.1f}"),
        ("memory of driver and workers together, at most", f"{short(swept.memory)}B"),
        ("bytes a race on disk", f"{swept.bytes / swept.races:.0f}"),
    ):
        table.add_row(Text(what), Text(much))
    return table


def _breakdown(figures: Figures) -> Table:
    table = plain_table("Parts of a race", caption="Each timed by itself, in a real batch.")
    table.add_column("Part")
    table.add_column("Milliseconds", justify="right")
    for part, cost in figures.breakdown.items():
        table.add_row(Text(part), Text(f"{cost:.3f}"))
    return table


def _scaling(figures: Figures) -> Table:
    table = plain_table("Milliseconds a race", caption="One thing varied at a time.")
    table.add_column("Against")
    table.add_column("Cost")
    for what, costs in figures.scaling.items():
        row = "   ".join(f"{size}: {cost:.2f}" for size, cost in costs.items())
        table.add_row(Text(f"number of {what}"), Text(row))
    return table


def _memory(figures: Figures) -> Table:
    table = plain_table("Memory", caption="What a finished race leaves behind should be nothing.")
    table.add_column("What")
    table.add_column("Bytes", justify="right")
    for what, size in figures.memory.items():
        table.add_row(Text(what), Text(short(size)))
    return table
