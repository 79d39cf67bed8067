"""What a sweep takes and what it could show, as a table for the terminal."""

from __future__ import annotations

import math

from rich.table import Table
from rich.text import Text

from tenfold.scenarios.questions import as_text
from tenfold.sim.report.tables import plain_table, short
from tenfold.sim.sweep.pilot import INTERVAL, POWER, REACH, Forecast
from tenfold.sim.sweep.plan import Plan
from tenfold.sim.sweep.running.progress import span


def plan_table(plan: Plan, found: Forecast, jobs: int) -> Table:
    """Races, time, disk and the difference that can be detected."""
    table = plain_table(
        plan.question.question,
        caption=f"Time, disk and differences from a pilot of {found.piloted:,} races.",
    )
    table.add_column("What")
    table.add_column("How much")
    for row in (*_design(plan), *_effort(found, jobs), *_power(found)):
        table.add_row(*(Text(cell) for cell in row))
    return table


def _design(plan: Plan) -> list[tuple[str, str]]:
    question = plan.question
    rows = [("Scenario", f"{plan.scenario.name}, {plan.months} months, seed {question.seed}")]
    rows.append(("Arms", f"{len(plan.arms)}: {', '.join(plan.arms)}"))
    for factor, values in question.cross.items():
        rows.append((f"Crossed with {factor}", ", ".join(as_text(value) for value in values)))
    if question.uncertain is None:
        rows.append(("Points", "1: nothing is uncertain, every parameter at its default"))
    else:
        rows.append(
            (
                "Points",
                f"{len(plan.points):,} ({question.uncertain.design}) over"
                f" {len(plan.parameters)} parameters",
            )
        )
    rows.append(("Lucks", f"{question.replicates:,}, the same everywhere"))
    rows.append(("Races", f"{plan.races:,} in {plan.chunks:,} chunks"))
    return rows


def _effort(found: Forecast, jobs: int) -> list[tuple[str, str]]:
    workers = "1 worker" if jobs == 1 else f"{jobs} workers"
    return [
        ("Time", f"about {span(found.seconds(jobs))} with {workers}"
                 f" ({1e3 * found.seconds_per_race:.2f} ms a race and core)"),
        ("Disk", f"about {short(found.bytes_per_race * found.races)}B"
                 f" ({found.bytes_per_race:.0f} a race)"),
    ]  # fmt: skip


def _power(found: Forecast) -> list[tuple[str, str]]:
    unit = found.unit
    least = found.matters_if
    rows = [("Headline", found.shown)]
    if math.isnan(found.detectable):
        rows.append(("Can be detected", "unknown: one luck says nothing about luck"))
        return rows
    if found.difference:
        rows.append(
            (
                "Can be detected",
                f"a mean difference of roughly {found.detectable:.2g} {unit}"
                f" (90 % interval, in {100 * POWER:.0f} % of such sweeps)",
            )
        )
    else:
        half = found.detectable / REACH * INTERVAL
        rows.append(
            ("Precision", f"the mean to within roughly {half:.2g} {unit} over luck (90 % interval)")
        )
    if least is not None:
        shown = f"{least:g} {unit.removesuffix('s') if least == 1.0 else unit}"
        if found.difference:
            shown += ": enough" if found.detectable <= least else ": not enough, add lucks"
        rows.append(("Matters from", shown))
    return rows
