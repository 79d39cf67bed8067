"""The command about claims: race them, judge them, show them, and write what was found."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenfold.ui.commands.options import Jobs, resume_command

if TYPE_CHECKING:
    from tenfold.sim.claims.result import Result
    from tenfold.sim.claims.run import Form

commands = typer.Typer()
NOT_AS_HOPED = 1
"""Exit code where a claim could not be tried."""
GENERATED = (
    "*Made by `run.py claims --out results/claims --install docs`; make changes in the files of"
    " the claims.*"
)


class ClaimsError(ValueError):
    """Words of the command line that do not go together."""


@commands.command(
    help="Put the claims to the test: race each one's arms, and judge it by its rule.\n\n"
    "Every finished claim is kept at once in FOLDER/parts; the same command goes on after Ctrl-C "
    "or a crash, and races anew only what has changed since. The folder gets claims.html, "
    "claims.md, claims.json (every figure), claims.csv (effects) and pictures. Results are the "
    "same, byte for byte, whatever --jobs and interruptions.",
    epilog="Examples:\n\n"
    "run.py claims --only C7\n\n"
    "run.py claims --quick --out results/try\n\n"
    "run.py claims --out results/claims --jobs 4\n\n"
    "run.py claims --out results/claims --install docs",
)
def claims(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NUMBER", help="One claim: --only C7. Repeatable."),
    ] = None,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Few points and lucks, to see that all runs: --quick."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for results: --out results/claims; else only a table."
        ),
    ] = None,
    jobs: Jobs = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", "-s", help="Other lucks: --seed 7.", show_default="each claim's"),
    ] = None,
    install: Annotated[
        Path | None,
        typer.Option(
            "--install",
            metavar="DOCS",
            help="Write DOCS/claims.md and its pictures too, from all claims: --install docs.",
        ),
    ] = None,
) -> None:
    """Put the claims to the test: race each one's arms, and judge it by its rule."""
    from tenfold.sim.claims.registry import find_claims
    from tenfold.sim.claims.report import claims_table, tally_words
    from tenfold.sim.claims.run import Form, run_claims
    from tenfold.sim.report.request import check_races
    from tenfold.sim.report.screen import answers, aside, prepare_engine, stoppable
    from tenfold.sim.sweep.running.execute import how_to
    from tenfold.ui.science.watching import Bar

    if install is not None and (only or quick):
        raise ClaimsError("--install takes all claims in full: leave out --only and --quick")
    if seed is not None:
        check_races(seed, runs=1)
    wanted = find_claims(only or [])
    workers = how_to(jobs, "local", None).jobs
    form = Form(quick, seed)
    kept = "nothing is kept without --out" if out is None else (
        f"go on with {resume_command()} (what is done is kept in {out})"
    )  # fmt: skip
    with stoppable(kept):
        prepare_engine()
        with Bar() as bar:
            results = run_claims(wanted, form, workers, out, bar)
        answers().print(claims_table(results))
        print(f"{tally_words(results)}.")
        if out is not None:
            _write(results, form, out)
            aside(f"Written to {out}: claims.html, claims.md, claims.json, claims.csv, pictures")
        if install is not None:
            _install(results, form, install)
    if any(result.failed or result.other.failed for result in results):
        raise typer.Exit(NOT_AS_HOPED)


def _write(results: list[Result], form: Form, folder: Path) -> None:
    from tenfold.sim.claims.report import CSV, JSON, results_csv, results_json
    from tenfold.ui.science.claims import claims_sheet
    from tenfold.ui.science.writing import write_page

    data = {JSON: results_json(results, form), CSV: results_csv(results)}
    write_page(claims_sheet(results, form), folder, data)


def _install(results: list[Result], form: Form, docs: Path) -> None:
    from tenfold.sim.report.screen import aside
    from tenfold.ui.science.claims import claims_sheet
    from tenfold.ui.science.writing import install

    lost = [result.number for result in results if result.failed or result.other.failed]
    if lost:
        raise ClaimsError(f"nothing was installed in '{docs}': {', '.join(lost)} failed")
    install(claims_sheet(results, form), docs, GENERATED)
    aside(f"Written to {docs}: claims.md, {os.path.join('pictures', 'claims')}")
