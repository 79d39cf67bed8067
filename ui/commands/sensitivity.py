"""The command about sensitivity: what outcomes depend on, what is known and what is assumed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import resume_command

commands = typer.Typer()


@commands.command(
    help="Weigh every constant of the model: what we know, what we assume, what hangs on it.\n\n"
    "Sobol indices of the main outcomes over all constants; a sweep of its own, so the same "
    "command resumes. Writes assumptions.md, its pictures and sensitivity.csv into the folder.",
    epilog="Examples:\n\nrun.py sensitivity --quick --out results/weights\n\n"
    "run.py sensitivity --out results/weights --jobs 2 --install docs",
)
def sensitivity(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for results: --out results/weights.")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="A short form that shows how it works: --quick.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Worker processes: --jobs 4.", show_default="all cores"),
    ] = None,
    install: Annotated[
        Path | None,
        typer.Option("--install", help="Put the page into the docs too: --install docs."),
    ] = None,
) -> None:
    """Weigh every constant of the model: what we know, what we assume, what hangs on it."""
    from tenfold.scenarios.questions import find_question, load_question
    from tenfold.sim.report.screen import aside, prepare_engine, stoppable, waiting
    from tenfold.sim.sensitivity.weights import QUESTION
    from tenfold.sim.sweep.plan import make_plan
    from tenfold.sim.sweep.running.execute import how_to, sweep
    from tenfold.ui.science.weighing import write_assumptions

    how = how_to(jobs)
    path = find_question(QUESTION)
    question = load_question(QUESTION)
    plan = make_plan(question.quick() if quick else question, where=str(path))
    with stoppable("nothing was raced"):
        prepare_engine()
    done = sweep(plan, path.read_bytes(), out, how, resume_command())
    if done.exit_code:
        raise typer.Exit(done.exit_code)
    with stoppable("the races are kept, nothing else was written"), waiting("Weighing"):
        written = write_assumptions(out, install)
    aside(f"Written: {', '.join(str(path) for path in written)}")
