"""The command that calibrates: which constants fit what is published."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import resume_command

commands = typer.Typer()
SEED = 2025


@commands.command(
    help="Fit the constants to published figures: ensembles of parameter sets, a best point.\n\n"
    "Two fits: all figures to the end of 2025, and those to the end of 2024 alone. FOLDER gets "
    "full.csv and before-2025.csv with their origin (.toml), calibration.md and best-point.toml, "
    "which 'run --parameters' reads. The same command goes on after Ctrl-C or a crash. Results are "
    "the same, bit for bit, whatever --jobs and interruptions.",
    epilog="Examples:\n\n"
    "run.py calibrate --quick --out results/try\n\n"
    "run.py calibrate --out results/calibration --jobs 2\n\n"
    "run.py calibrate --out results/calibration --install",
)
def calibrate(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for results: --out results/calibration.")
    ],
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Few points and lucks, to see that all runs: --quick."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Worker processes: --jobs 4.", show_default="all cores"),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", "-s", help="Other draws: --seed 7.")] = SEED,
    install: Annotated[
        bool,
        typer.Option("--install", help="Put ensembles and page into the project: --install."),
    ] = False,
) -> None:
    """Fit the constants to published figures."""
    from tenfold.sim.calibration.fits import QUICK, WHOLE
    from tenfold.sim.calibration.folder import CalibrationError
    from tenfold.sim.calibration.install import install as put_in
    from tenfold.sim.calibration.install import write_results
    from tenfold.sim.calibration.page import page, short
    from tenfold.sim.calibration.study import study, whole
    from tenfold.sim.report.screen import answers, aside, prepare_engine, progress, stoppable
    from tenfold.sim.sweep.running.execute import how_to

    if quick and install:
        raise CalibrationError("--quick is too little to install; leave one of both out")
    size = QUICK if quick else WHOLE
    with stoppable(f"what is done is kept; go on with: {resume_command()}"):
        prepare_engine()
        with progress("Calibrating", whole(size)) as passed:
            found = study(out, size, seed, how_to(jobs, "local", None).jobs, passed)
        text = page(found, size, seed)
        changes = found.best.changes(found.space)
        made = datetime.date.today().isoformat()
        write_results(out, found.fits, found.known, text, changes, found.space, size, seed, made)
    answers().print(short(found))
    for name, value in changes.items():
        answers().print(f"{name} = {value:g}", highlight=False)
    if install:
        for path in put_in(out, list(found.fits), found.set_by_hand()):
            aside(f"Written: {path}")
