"""The command that judges the model by the facts that it must reproduce."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Jobs, Seed

commands = typer.Typer()


class Form(StrEnum):
    """Ways of printing a table."""

    table = "table"
    markdown = "markdown"
    json = "json"


@commands.command(
    help="Judge the model: facts that it must reproduce, with intervals and verdicts.\n\n"
    "Each is an experiment with a target that was fixed beforehand. The folder gets facts.html, "
    "facts.md, facts.json (every figure and picture, as data), facts.csv and pictures. Results are "
    "the same, byte for byte, whatever --jobs.",
    epilog="Examples:\n\n"
    "run.py facts\n\n"
    "run.py facts --only F7 --jobs 2\n\n"
    "run.py facts --quick --out results/facts",
)
def facts(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NUMBER", help="One fact: --only F7. Repeatable."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="So few races that it only shows all runs: --quick.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for results: --out results/facts.")
    ] = None,
    seed: Seed = 1,
    runs: Annotated[
        int, typer.Option("--runs", "-r", help="Races behind each figure: --runs 200.")
    ] = 200,
    jobs: Jobs = None,
    form: Annotated[
        Form, typer.Option("--form", help="As a table, or --form markdown, or --form json.")
    ] = Form.table,
) -> None:
    """Judge the model: facts that it must reproduce, with intervals and verdicts."""
    from tenfold.sim.facts import pattern
    from tenfold.sim.facts.judge import judge, lines
    from tenfold.sim.facts.registry import find_patterns
    from tenfold.sim.report.facts_table import facts_data, print_facts
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import aside, prepare_engine, progress, stoppable
    from tenfold.sim.sweep.running.execute import how_to

    check_races(seed, runs)
    find_patterns(only or ())
    workers = how_to(jobs, "local", None).jobs
    asked = pattern.Form(seed, runs, quick)
    with stoppable("nothing was judged"), ExitStack() as bars:

        def begin(total: int) -> Callable[[int], None]:
            return bars.enter_context(progress("Judging", total))

        prepare_engine()
        found = judge(asked, only or (), workers, begin)
    print_facts(lines(found), form.value)
    if quick:
        aside("Short form: too few races to judge by.")
    if out is not None:
        from tenfold.ui.science.facts import facts_sheet
        from tenfold.ui.science.writing import write_page

        write_page(facts_sheet(found, asked), out, facts_data(found, asked))
        aside(f"Written to {out}: facts.html, facts.md, facts.json, facts.csv, pictures")
