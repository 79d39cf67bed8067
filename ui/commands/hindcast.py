"""The commands that judge the model by what happened, and that let reality judge it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenfold.ui.commands.options import Jobs

commands = typer.Typer()

Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for results: --out results/past.")]
Quick = Annotated[
    bool, typer.Option("--quick", help="A short form that shows how it works: --quick.")
]
Install = Annotated[
    Path | None, typer.Option("--install", help="Put the page into the docs too: --install docs.")
]


@commands.command(
    help="Race real labs from the end of 2023 and judge 2025 month by month.\n\n"
    "Parameter sets fitted to data before 2025, stocks of chips drawn, against three naive "
    "forecasts. Writes hindcast.md, hindcast.html, hindcast.json, series.csv and pictures.",
    epilog="Examples:\n\nrun.py hindcast --quick --out results/past\n\n"
    "run.py hindcast --out results/past --jobs 2 --install docs",
)
def hindcast(
    out: Out,
    quick: Quick = False,
    jobs: Jobs = None,
    ensemble: Annotated[
        str,
        typer.Option("--ensemble", help="Parameter sets: a name, or --ensemble results/fit.csv."),
    ] = "before-2025",
    install: Install = None,
) -> None:
    """Race real labs from the end of 2023 and judge 2025 month by month."""
    from tenfold.scenarios.ensembles import load_ensemble
    from tenfold.sim.hindcast.study import LUCKS, QUICK_LUCKS, QUICK_ROWS, run_study
    from tenfold.sim.report.screen import answers, aside, prepare_engine, progress, stoppable
    from tenfold.sim.sweep.running.execute import how_to
    from tenfold.ui.science.hindcast_files import install_hindcast, write_hindcast

    sets = load_ensemble(ensemble)
    workers = how_to(jobs, "local", None).jobs
    total = QUICK_ROWS * QUICK_LUCKS if quick else len(sets.frame) * LUCKS
    with stoppable("nothing was written"):
        prepare_engine()
        with progress("Racing 2024 and 2025", 2 * total) as passed:
            study = run_study(sets, quick, workers, passed)
    written = write_hindcast(study, out)
    if install is not None:
        install_hindcast(study, install)
    word = "passes" if study.main.passes else "fails"
    answers().print(f"The hindcast {word} its rule: {out / 'hindcast.md'}")
    aside(f"Written: {', '.join(written)}")


@commands.command(
    help="Make the forecast card: bands for 2026 to 2028, from what the end of 2025 knew.\n\n"
    "Writes forecast-2026.md, .html, .csv and .json, and pictures.",
    epilog="Examples:\n\nrun.py forecast --quick --out results/card\n\n"
    "run.py forecast --out results/card --jobs 2 --install docs",
)
def forecast(
    out: Out,
    quick: Quick = False,
    jobs: Jobs = None,
    ensemble: Annotated[
        str,
        typer.Option("--ensemble", help="Parameter sets: a name, or --ensemble results/fit.csv."),
    ] = "full",
    install: Install = None,
) -> None:
    """Make the forecast card: bands for 2026 to 2028."""
    from tenfold.scenarios.ensembles import load_ensemble
    from tenfold.sim.hindcast.forecast import make_card
    from tenfold.sim.hindcast.study import LUCKS, QUICK_LUCKS, QUICK_ROWS
    from tenfold.sim.report.screen import aside, prepare_engine, progress, stoppable
    from tenfold.sim.sweep.running.execute import how_to
    from tenfold.ui.science.hindcast_files import install_forecast, write_forecast

    sets = load_ensemble(ensemble)
    workers = how_to(jobs, "local", None).jobs
    total = QUICK_ROWS * QUICK_LUCKS if quick else len(sets.frame) * LUCKS
    with stoppable("nothing was written"):
        prepare_engine()
        with progress("Racing 2026 to 2028", total) as passed:
            card = make_card(sets, quick, workers, passed)
    written = write_forecast(card, out)
    if install is not None:
        install_forecast(card, install)
    aside(f"Written: {', '.join(written)}")
